"""The Practice page: choose, make sure that it is safe, practise, look back.

Which step is shown follows from the practice that the address names, so a reload goes on where
it was.
"""

from __future__ import annotations

import streamlit as st

from coach.app.live import live_server
from coach.app.live.practice import Practice
from coach.app.live.strictness import Strictness, with_strictness
from coach.app.plain import literal
from coach.app.practice_camera import camera, camera_data
from coach.app.practice_summary import attempt_columns, summary
from coach.app.practice_words import PracticeWords, practice_words
from coach.app.setting import library, scheme, words_here
from coach.history.keeping import Record
from coach.present.diagram import technique_svg
from coach.techniques.library import Library
from coach.techniques.schema import Technique
from coach.types import Region

__all__ = ["page"]

# Names in the address. (Streamlit would show a string that stands by itself on the page.)
PRACTICE, TECHNIQUE = "practice", "technique"
LEFT = "practice_left"
FIRST = "forehead-to-temples"


def page() -> None:
    """Show the step that comes next."""
    words = practice_words(words_here().language)
    practice_id = st.query_params.get(PRACTICE, "")
    practice = live_server().find(practice_id)
    if practice is None:
        _choose(words, forgotten=bool(practice_id))
    elif practice.is_over:
        _look_back(practice, words)
    else:
        _practise(practice_id, practice, words)


def _choose(words: PracticeWords, *, forgotten: bool) -> None:
    if forgotten:
        st.info(words("choose.forgotten"))
    else:
        _offer_going_on(words)
    st.title(words("choose.title"), anchor=False)
    st.markdown(words("choose.lead"))
    technique, strictness = _technique_choice(words)
    how, safety = st.columns([1, 2], gap="large")
    with how:
        st.header(words.of_technique(technique, "name"), anchor=False)
        st.image(
            technique_svg(technique, library().zones_of(technique), scheme=scheme(), legend=False),
            width="stretch",
            alt=words.of_technique(technique, "instruction"),
        )
        st.markdown(words.of_technique(technique, "instruction"))
        unseen = words.of_technique(technique, "cannot_see")
        st.caption(words("choose.unseen", what=unseen[0].lower() + unseen[1:]))
    with safety:
        if _is_safe(words):
            _start(technique.id, with_strictness(library(), strictness), words("safety.begin"))
        st.caption(words("safety.source"))


def _offer_going_on(words: PracticeWords) -> None:
    """Lead back to the practice that was left for another page."""
    practice_id = st.session_state.get(LEFT, "")
    practice = live_server().find(practice_id)
    if practice is None or practice.is_over:
        return
    name = words.of_technique(practice.technique, "name")
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(words("choose.left", name=name, total=practice.counts.total))
        if st.button(words("choose.go_on")):
            st.query_params[PRACTICE] = practice_id
            st.rerun()


def _technique_choice(words: PracticeWords) -> tuple[Technique, Strictness]:
    techniques = sorted(library().techniques, key=lambda t: (list(Region).index(t.region), t.id))
    asked = st.query_params.get(TECHNIQUE, "")
    ids = [technique.id for technique in techniques]
    left, right = st.columns([3, 2], gap="large", vertical_alignment="top")
    technique = left.selectbox(
        words("choose.technique"),
        techniques,
        index=ids.index(asked if asked in ids else FIRST),
        format_func=lambda t: (
            f"{words_here()(f'region.{t.region}')} · {words.of_technique(t, 'name')}"
        ),
    )
    strictness = right.segmented_control(
        words("choose.strictness"),
        list(Strictness),
        default=Strictness.NORMAL,
        format_func=lambda level: words(f"choose.{level}"),
        help=words("choose.strictness_help"),
    )
    return technique, strictness or Strictness.NORMAL


def _is_safe(words: PracticeWords) -> bool:
    """Ask whether anything speaks against a massage; say so kindly when it does."""
    st.header(words("safety.title"), anchor=False)
    st.markdown("\n".join(f"- {rule}" for rule in words.lines("safety.rules")))
    st.markdown(f"**{words('safety.not_if')}**")
    st.markdown("\n".join(f"- {reason}" for reason in words.lines("safety.reasons")))
    answers = {"none": words("safety.none"), "some": words("safety.some")}
    answer = st.radio(words("safety.question"), list(answers), index=None, format_func=answers.get)
    if answer == "some":
        st.warning(words("safety.stop"))
    return answer == "none"


def _start(technique_id: str, library: Library, label: str) -> None:
    if st.button(label, type="primary", width="stretch"):
        practice_id = live_server().start(Practice(library, technique_id))
        st.query_params[PRACTICE] = practice_id
        st.query_params[TECHNIQUE] = technique_id
        st.rerun()


def _practise(practice_id: str, practice: Practice, words: PracticeWords) -> None:
    st.session_state[LEFT] = practice_id
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    data = camera_data(
        practice.technique,
        words,
        live_server().token(practice_id),
        f"/{base}" if base else "",
        practice.counts,
        practice.rows,
    )
    camera(key=f"camera-{practice_id}", data=data, on_ended_change=_again, on_token_change=_again)


def _again() -> None:
    """Do nothing: the page is run again, and that gives what was asked for."""


def _tell_record(record: Record, words: PracticeWords) -> None:
    if record.is_kept:
        st.caption(words("summary.kept"))
    elif record.fault:
        st.error(words("summary.not_kept", why=literal(record.fault)), icon=":material/error:")


def _look_back(practice: Practice, words: PracticeWords) -> None:
    if practice.hurts:
        st.title(words("summary.hurt_title"), anchor=False)
        st.warning(words("summary.hurt_text"))
    else:
        st.title(words("summary.title"), anchor=False)
    told = summary(practice.report, practice.technique, words)
    well, work = st.columns(2, gap="large")
    with well:
        st.header(words("summary.well"), anchor=False)
        st.success("\n".join(f"- {sentence}" for sentence in told.well))
    with work:
        st.header(words("summary.work"), anchor=False)
        st.info(told.work or words("summary.nothing_to_correct"))
    st.markdown(words("summary.rest"))
    _tell_record(practice.record, words)
    again, other = st.columns(2)
    with again:
        if not practice.hurts:
            _start(practice.technique.id, practice.library, words("summary.again"))
    if other.button(words("summary.other"), width="stretch"):
        st.query_params.clear()
        st.rerun()
    if practice.report.attempts:
        st.header(words("summary.table"), anchor=False)
        st.dataframe(attempt_columns(practice.report, words), hide_index=True, width="stretch")
