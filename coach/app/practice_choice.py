"""The way to the camera: a short check beside pictures of techniques, one click on a picture.

Who has answered the check is not asked again until the page is opened anew.
"""

from __future__ import annotations

import streamlit as st

from coach.app.cards import choose_from_cards, draw
from coach.app.live import live_server
from coach.app.live.practice import Practice
from coach.app.live.strictness import Strictness, with_strictness
from coach.app.practice_words import PracticeWords
from coach.app.routine_cards import choose_routine, tell_routine
from coach.app.safety_check import (
    FIRST,
    answered,
    asks_safely,
    is_first_session,
    place_beside_check,
)
from coach.app.said import cue_words
from coach.app.setting import library, routines, words_here
from coach.app.shelf import regions_of
from coach.coaching.how_often import usual_aim
from coach.coaching.routine import lead_technique
from coach.coaching.safety import limit_s
from coach.errors import HistoryError, TechniqueError
from coach.history.store import History
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.techniques.schema import Technique
from coach.types import Attempt, Region

__all__ = ["LEFT", "PRACTICE", "choose", "start", "start_routine", "wants_camera"]

# Names in the address. (Streamlit would show a string that stands by itself on the page.)
PRACTICE, TECHNIQUE = "practice", "technique"
LEFT = "practice_left"
STRICTNESS = "practice_strictness"
CAMERA = "practice_camera"
ROUTINE = "routine"
REGION, REGION_PILLS = "practice_region", "practice_region_pills"


def choose(words: PracticeWords, *, forgotten: bool) -> None:
    """Show all routines and techniques, or the one that the address names, with the check."""
    if forgotten:
        st.info(words("choose.forgotten"))
    else:
        _offer_going_on(words)
    asked = st.query_params.get(ROUTINE, "")
    if routines().has(asked):
        _one_routine(routines().find(asked), words)
        return
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

    practice = Practice(
        library, technique_id, cue_of=cue_of, limit_s=limit_s(is_first=is_first_session())
    )
    st.query_params[PRACTICE] = live_server().start(practice)
    st.query_params[TECHNIQUE] = technique_id
    st.session_state[CAMERA] = True
    st.rerun()


def start_routine(routine: Routine, library: Library) -> None:
    """Begin a routine; the click that led here switches the camera on."""
    words = words_here()
    lead = lead_technique(routine, library)
    if lead is None:
        return

    def cue_of(attempt: Attempt) -> str:
        return cue_words(attempt, attempt.technique, library, words)

    practice = Practice(
        library,
        lead.id,
        cue_of=cue_of,
        routine=routine,
        limit_s=limit_s(is_first=is_first_session()),
    )
    st.query_params.clear()
    st.query_params[PRACTICE] = live_server().start(practice)
    st.query_params[ROUTINE] = routine.id
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
    routine = practice.routine
    name = (
        words.of_technique(practice.technique, "name")
        if routine is None
        else words.shared.of_routine(routine, "name")
    )
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(words("choose.left", name=name, total=practice.counts.total))
        if st.button(words("choose.go_on")):
            st.query_params[PRACTICE] = practice_id
            st.rerun()


def _all(words: PracticeWords) -> None:
    """Show what there is for a part of the body beside its check: a click on a picture begins."""
    st.title(words("choose.title"), anchor=False)
    st.markdown(words("choose.lead"))
    with st.container(horizontal=True, gap="medium"):
        region = _region(words)
        strictness = _strictness(words)
    parts = _regions() if region is None else (region,)
    beside = place_beside_check(parts, usual_aim(region), words)
    if beside is None:
        return
    with beside:
        shown = [one for one in library().techniques if one.region in parts]
        chosen = choose_from_cards(shown, lambda one: words("choose.times", n=one.repetitions))
        wanted = [one for one in routines().routines if one.region in parts]
        opened = choose_routine(wanted, words)
    if chosen is not None:
        answered(parts)
        start(chosen.id, with_strictness(library(), strictness))
    if opened is not None:
        st.query_params[ROUTINE] = opened.id
        st.rerun()


def _region(words: PracticeWords) -> Region | None:
    """Ask for the part of the body; at first it is the one that was practised last."""
    if REGION_PILLS not in st.session_state:  # What belongs to a widget is gone with its page.
        st.session_state[REGION_PILLS] = st.session_state.get(REGION, _last_region())
    st.session_state[REGION] = st.pills(
        words("choose.region"),
        _regions(),
        format_func=lambda part: words_here()(f"region.{part}"),
        key=REGION_PILLS,
    )
    chosen: Region | None = st.session_state[REGION]
    return chosen


def _last_region() -> Region:
    """Give the part of the body that the history ends with; the face when it doesn't know."""
    try:
        past = [session.region for session in History().sessions()]
    except HistoryError:
        past = []
    known = set(_regions())
    return next((region for region in reversed(past) if region in known), Region.FACE)


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
        limit = words("safety.first_limit")
        if asks_safely(technique.region, usual_aim(technique.region), words, limit):
            start(technique.id, with_strictness(library(), strictness))
        st.caption(words("safety.source"))


def _regions() -> tuple[Region, ...]:
    parts = {one.region for one in routines().routines} | set(regions_of(library()))
    return tuple(part for part in Region if part in parts)


def _one_routine(routine: Routine, words: PracticeWords) -> None:
    if st.button(words("choose.all"), type="tertiary", icon=":material/arrow_back:"):
        st.query_params.clear()
        st.rerun()
    st.title(words.shared.of_routine(routine, "name"), anchor=False)
    how, safety = st.columns(2, gap="large")
    with how:
        tell_routine(routine, words)
    with safety:
        strictness = _strictness(words)
        limit = words("safety.first_limit_routine")
        begins = asks_safely(routine.region, routine.aim, words, limit)
        if st.session_state.get(FIRST) and not routine.for_first:
            st.caption(words("safety.too_long_first"))
        if lead_technique(routine, library()) is None:
            st.info(words("choose.no_camera"))
        elif begins:
            start_routine(routine, with_strictness(library(), strictness))
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
