"""The way to the camera: a technique from pictures, a short check, one click.

Who has answered the check is not asked again until the page is opened anew.
"""

from __future__ import annotations

import streamlit as st

from coach.app.cards import choose_from_cards, draw
from coach.app.live import live_server
from coach.app.live.practice import Practice
from coach.app.live.strictness import Strictness, with_strictness
from coach.app.practice_words import PracticeWords
from coach.app.said import cue_words
from coach.app.setting import library, words_here
from coach.app.shelf import regions_of
from coach.errors import TechniqueError
from coach.techniques.library import Library
from coach.techniques.schema import Technique
from coach.types import Attempt

__all__ = ["LEFT", "PRACTICE", "choose", "start", "wants_camera"]

# Names in the address. (Streamlit would show a string that stands by itself on the page.)
PRACTICE, TECHNIQUE = "practice", "technique"
LEFT = "practice_left"
STRICTNESS = "practice_strictness"
CAMERA = "practice_camera"
SAFE = "practice_is_safe"


def choose(words: PracticeWords, *, forgotten: bool) -> None:
    """Show all techniques, or the one that the address names, with the check."""
    if forgotten:
        st.info(words("choose.forgotten"))
    else:
        _offer_going_on(words)
    try:
        technique = library().find(st.query_params.get(TECHNIQUE, ""))
    except TechniqueError:
        _all(words)
    else:
        _one(technique, words)


def start(technique_id: str, library: Library) -> None:
    """Begin a practice; the click that led here switches the camera on."""
    words = words_here()

    def cue_of(attempt: Attempt) -> str:
        return cue_words(attempt, technique_id, library, words)

    st.query_params[PRACTICE] = live_server().start(Practice(library, technique_id, cue_of=cue_of))
    st.query_params[TECHNIQUE] = technique_id
    st.session_state[CAMERA] = True
    st.rerun()


def wants_camera() -> bool:
    """Tell, once, that the camera was asked for by a click on this very page."""
    return bool(st.session_state.pop(CAMERA, False))


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


def _all(words: PracticeWords) -> None:
    st.title(words("choose.title"), anchor=False)
    st.markdown(words("choose.lead_safe" if _is_safe() else "choose.lead"))
    with st.container(horizontal=True, gap="medium"):
        region = st.pills(
            words("choose.region"),
            regions_of(library()),
            format_func=lambda part: words_here()(f"region.{part}"),
            key="practice_region",
        )
        strictness = _strictness(words)
    shown = [one for one in library().techniques if region in (None, one.region)]
    chosen = choose_from_cards(shown, lambda one: words("choose.times", n=one.repetitions))
    if chosen is None:
        return
    if _is_safe():
        start(chosen.id, with_strictness(library(), strictness))
    st.query_params[TECHNIQUE] = chosen.id
    st.rerun()


def _one(technique: Technique, words: PracticeWords) -> None:
    if st.button(words("choose.all"), type="tertiary", icon=":material/arrow_back:"):
        st.query_params.clear()
        st.rerun()
    st.title(words.of_technique(technique, "name"), anchor=False)
    how, safety = st.columns([1, 2], gap="large")
    with how:
        draw(technique, words_here())
        st.markdown(words.of_technique(technique, "instruction"))
        unseen = words.of_technique(technique, "cannot_see")
        st.caption(words("choose.unseen", what=unseen[0].lower() + unseen[1:]))
    with safety:
        strictness = _strictness(words)
        if _asks_safely(words):
            start(technique.id, with_strictness(library(), strictness))
        st.caption(words("safety.source"))


def _strictness(words: PracticeWords) -> Strictness:
    """Ask how strictly to judge; what was chosen goes from step to step."""
    level = st.segmented_control(
        words("choose.strictness"),
        list(Strictness),
        default=st.session_state.get(STRICTNESS, Strictness.NORMAL),
        format_func=lambda level: words(f"choose.{level}"),
        help=words("choose.strictness_help"),
    )
    st.session_state[STRICTNESS] = level or Strictness.NORMAL
    return level or Strictness.NORMAL


def _is_safe() -> bool:
    return st.session_state.get(SAFE) is True


def _asks_safely(words: PracticeWords) -> bool:
    """Ask whether anything speaks against a massage; tell when the camera was clicked for."""
    st.header(words("safety.title"), anchor=False)
    st.markdown("\n".join(f"- {rule}" for rule in words.lines("safety.rules")))
    if _is_safe():
        return st.button(
            words("safety.begin"), type="primary", width="stretch", icon=":material/videocam:"
        )
    st.markdown(f"**{words('safety.not_if')}**")
    st.markdown("\n".join(f"- {reason}" for reason in words.lines("safety.reasons")))
    if st.session_state.get(SAFE) is False:
        st.warning(words("safety.stop"))
        if st.button(words("safety.mistaken"), type="tertiary"):
            del st.session_state[SAFE]
            st.rerun()
        return False
    with st.container(horizontal=True):
        none = st.button(words("safety.none"), type="primary", icon=":material/videocam:")
        some = st.button(words("safety.some"))
    if none or some:
        st.session_state[SAFE] = none
    if some:
        st.rerun()
    return none
