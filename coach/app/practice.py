"""The Practice page: choose, make sure that it is safe, practise, look back.

Which step is shown follows from the practice that the address names, so a reload goes on where
it was.
"""

from __future__ import annotations

import streamlit as st

from coach.app.live import live_server
from coach.app.live.practice import Practice
from coach.app.plain import literal
from coach.app.practice_camera import camera, camera_data
from coach.app.practice_choice import LEFT, PRACTICE, choose, start, start_routine, wants_camera
from coach.app.practice_summary import Summary, attempt_columns, routine_summary, summary
from coach.app.practice_words import PracticeWords, practice_words
from coach.app.routine_cards import step_name
from coach.app.safety_check import tell_after
from coach.app.said import say, work_on_words
from coach.app.setting import words_here
from coach.history.keeping import Record

__all__ = ["page"]


def page() -> None:
    """Show the step that comes next."""
    words = practice_words(words_here().language)
    practice_id = st.query_params.get(PRACTICE, "")
    practice = live_server().find(practice_id)
    if practice is None:
        choose(words, forgotten=bool(practice_id))
    elif practice.is_over:
        _look_back(practice, words)
    else:
        _practise(practice_id, practice, words)


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
        start=wants_camera(),
        routine=practice.routine,
        library=practice.library,
    )
    camera(key=f"camera-{practice_id}", data=data, on_ended_change=_again, on_token_change=_again)
    if practice.routine is None:  # A routine tells its own steps.
        name = words.of_technique(practice.technique, "name")
        st.markdown(f"**{name}.** {words.of_technique(practice.technique, 'instruction')}")


def _again() -> None:
    """Do nothing: the page is run again, and that gives what was asked for."""


def _tell_record(record: Record, words: PracticeWords) -> None:
    if record.is_kept:
        st.caption(words("summary.kept"))
    elif record.fault:
        st.error(
            words("summary.not_kept", why=literal(say(record.fault, words_here()))),
            icon=":material/error:",
        )


def _summary(practice: Practice, words: PracticeWords) -> Summary:
    standing = practice.report.standing
    if practice.routine is None or standing is None:
        return summary(practice.report, practice.technique, practice.library, words)
    names = [step_name(step, practice.library, words) for step in practice.routine.step]
    work = work_on_words(practice.report, practice.library, words_here())
    return routine_summary(practice.report, standing, names, work, words)


def _look_back(practice: Practice, words: PracticeWords) -> None:
    if practice.hurts:
        st.title(words("summary.hurt_title"), anchor=False)
        st.warning(words("summary.hurt_text"))
    else:
        st.title(words("summary.title"), anchor=False)
    told = _summary(practice, words)
    well, work = st.columns(2, gap="large")
    with well:
        st.header(words("summary.well"), anchor=False)
        st.success("\n".join(f"- {sentence}" for sentence in told.well))
    with work:
        st.header(words("summary.work"), anchor=False)
        st.info(told.work or words("summary.nothing_to_correct"))
    tell_after(words)
    _tell_record(practice.record, words)
    again, other = st.columns(2)
    with again:
        if not practice.hurts and st.button(
            words("summary.again"), type="primary", width="stretch", icon=":material/videocam:"
        ):
            if practice.routine is not None:
                start_routine(practice.routine, practice.library)
            start(practice.technique.id, practice.library)
    if other.button(words("summary.other"), width="stretch"):
        st.query_params.clear()
        st.rerun()
    if practice.report.attempts:
        st.header(words("summary.table"), anchor=False)
        columns = attempt_columns(practice.report, practice.library, words)
        st.dataframe(columns, hide_index=True, width="stretch", placeholder="–")
