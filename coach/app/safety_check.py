"""The short check before the first step: what has to be true, what speaks against it, how often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coach.app.practice_words import PracticeWords
from coach.coaching.how_often import Advice, Today, today
from coach.coaching.safety import Reason, safety, stops
from coach.errors import HistoryError
from coach.history.store import History
from coach.techniques.routine import Aim
from coach.types import Region

__all__ = [
    "FIRST",
    "answered",
    "asks_safely",
    "history_today",
    "is_first_session",
    "is_safe",
    "place_beside_check",
    "tell_after",
]

SAFE = "practice_is_safe"
FIRST = "practice_is_first"
TICK = "practice_tick_"


def is_safe(region: Region) -> bool:
    """Tell whether the check was answered, for this part of the body, since the page was opened."""
    return region in st.session_state.get(SAFE, ())


def answered(regions: Sequence[Region]) -> None:
    """Note that nothing speaks against massaging these parts of the body."""
    st.session_state[SAFE] = {*st.session_state.get(SAFE, ()), *regions}


def history_today(regions: Sequence[Region], aim: Aim) -> Today | None:
    """Hold a session today against this computer's history; None when it can't be read."""
    try:
        return today(History().sessions(), regions, aim, date.today())
    except HistoryError:
        return None


def is_first_session() -> bool:
    """Tell whether this is the first session: none is known here, and nobody said otherwise."""
    now = history_today((), Aim.FACE)
    first = now is not None and now.advice is Advice.FIRST
    return first and st.session_state.get(FIRST, True) is True


def asks_safely(region: Region, aim: Aim, words: PracticeWords, first_limit: str) -> bool:
    """Ask whether anything speaks against a massage; tell when the camera was clicked for.

    Parameters
    ----------
    first_limit
        What becomes of a first session after 15 minutes.
    """
    st.header(words("safety.title"), anchor=False)
    now = history_today((region,), aim)
    _ask_first(now, words, first_limit)
    _tell_today(now, words)
    if is_safe(region):
        return st.button(
            words("safety.begin"), type="primary", width="stretch", icon=":material/videocam:"
        )
    if ticked := _ask((region,), words("safety.not_if"), words):
        _stop(ticked, words)
        return False
    none = st.button(words("safety.none"), type="primary", icon=":material/videocam:")
    if none:
        answered((region,))
    return none


def place_beside_check(
    regions: Sequence[Region], aim: Aim, words: PracticeWords
) -> DeltaGenerator | None:
    """Show the check, folded once it was answered, and give the place beside it for pictures.

    None when something speaks against a massage: that is told in their place.
    """
    now = history_today(regions, aim)
    if all(is_safe(region) for region in regions):
        _tell_today(now, words, parts=len(regions))
        with st.expander(words("safety.checked"), icon=":material/check:"):
            ticked = _ask(regions, words("safety.not_if"), words)
        if ticked:
            st.session_state[SAFE] = st.session_state[SAFE] - set(regions)
            st.rerun()
        return st.container()
    check, beside = st.columns([1, 2], gap="large")
    with check:
        st.header(words("safety.title"), anchor=False)
        _tell_today(now, words, parts=len(regions))
        ticked = _ask(regions, words("safety.tick_or_click"), words)
        if not ticked:
            if is_first_session():
                st.caption(words("safety.first_limit"))
            st.caption(words("safety.source"))
            return beside
    with beside, st.container(key="stop"):  # Laid out by a rule in ``look.py``.
        _stop(ticked, words)
    return None


def _ask(regions: Sequence[Region], question: str, words: PracticeWords) -> list[str]:
    """Ask what speaks against a massage, today or for now; give the ids of what was ticked."""
    st.markdown(question)
    with st.container(key="reasons"):  # Laid out by a rule in ``look.py``.
        ticked = _ticks(safety().reasons_of(*regions), words)
        st.markdown(words("safety.not_yet_if"))
        return [*ticked, *_ticks(safety().before_of(*regions), words)]


def _ticks(reasons: Sequence[Reason], words: PracticeWords) -> list[str]:
    return [
        reason.id
        for reason in reasons
        if st.checkbox(words.shared.of_note(reason), key=f"{TICK}{reason.id}")
    ]


def _stop(ticked: list[str], words: PracticeWords) -> None:
    reasons = stops(ticked)
    said = [words.shared.of_stop(reason) for reason in reasons]
    can_wait = set(reasons) <= set(safety().before)
    title = words("safety.not_yet_title") if can_wait else words("safety.stop_title")
    st.warning(f"**{title}**\n\n" + "\n\n".join(said), icon=":material/front_hand:")
    st.caption(words("safety.put_right") if can_wait else words("safety.untick"))


def _ask_first(now: Today | None, words: PracticeWords, limit: str) -> None:
    """Ask whether this is the first session ever, if the history doesn't know better."""
    is_first = now is not None and now.advice is Advice.FIRST
    st.session_state.setdefault(FIRST, is_first)
    if is_first:
        # A key of a widget is forgotten with its page: the answer has to outlive that.
        st.session_state[FIRST] = st.checkbox(
            words("safety.is_first"), value=st.session_state[FIRST]
        )
        if st.session_state[FIRST]:
            st.caption(limit)
    else:
        st.session_state[FIRST] = False


def _tell_today(now: Today | None, words: PracticeWords, parts: int = 1) -> None:
    """Say how a session today stands to what was done before.

    How often, and how long a course, is about one part of the body: of several nothing is said.
    """
    if now is None:
        return
    if now.advice is Advice.HURT:
        st.info(words("safety.hurt_last"))
    elif now.advice is Advice.OFTEN and parts == 1:
        st.info(words("safety.often", days=now.days, most=f"{now.most:g}"))
        st.caption(words("safety.today_source"))
    elif now.advice is Advice.COURSE_OVER and parts == 1:
        st.info(words("safety.course_over", course=now.course))
        st.caption(words("safety.today_source"))


def tell_after(words: PracticeWords) -> None:
    """Say what is good after a session."""
    st.header(words("summary.after"), anchor=False)
    after = [words.shared.of_note(note) for note in safety().after]
    st.markdown("\n".join(f"- {sentence}" for sentence in after))
