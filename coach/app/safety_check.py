"""The short check before the first step: what has to be true, what speaks against it, how often."""

from __future__ import annotations

from datetime import date

import streamlit as st

from coach.app.practice_words import PracticeWords
from coach.coaching.safety import Advice, Today, safety, stops, today
from coach.errors import HistoryError
from coach.history.store import History
from coach.techniques.routine import Aim
from coach.types import Region

__all__ = ["FIRST", "asks_safely", "history_today", "is_safe", "tell_after"]

SAFE = "practice_is_safe"
FIRST = "practice_is_first"
TICK = "practice_tick_"


def is_safe(region: Region) -> bool:
    """Tell whether the check was answered, for this part of the body, since the page was opened."""
    return region in st.session_state.get(SAFE, ())


def history_today(aim: Aim) -> Today | None:
    """Hold a session today against this computer's history; None when it can't be read."""
    try:
        return today(History().sessions(), aim, date.today())
    except HistoryError:
        return None


def asks_safely(region: Region, aim: Aim, words: PracticeWords) -> bool:
    """Ask whether anything speaks against a massage; tell when the camera was clicked for."""
    st.header(words("safety.title"), anchor=False)
    _tell_often(aim, words)
    before = [words.shared.of_note(note) for note in safety().before_of(region)]
    st.markdown("\n".join(f"- {sentence}" for sentence in before))
    if is_safe(region):
        return st.button(
            words("safety.begin"), type="primary", width="stretch", icon=":material/videocam:"
        )
    st.markdown(f"**{words('safety.not_if')}**")
    ticked = [
        reason.id
        for reason in safety().reasons_of(region)
        if st.checkbox(words.shared.of_note(reason), key=f"{TICK}{reason.id}")
    ]
    if ticked:
        _stop(ticked, words)
        return False
    none = st.button(words("safety.none"), type="primary", icon=":material/videocam:")
    if none:
        st.session_state[SAFE] = (*st.session_state.get(SAFE, ()), region)
    return none


def _stop(ticked: list[str], words: PracticeWords) -> None:
    said = [words.shared.of_stop(reason) for reason in stops(ticked)]
    st.warning(
        f"**{words('safety.stop_title')}**\n\n" + "\n\n".join(said), icon=":material/front_hand:"
    )
    st.caption(words("safety.untick"))


def _tell_often(aim: Aim, words: PracticeWords) -> None:
    """Say how a session today stands to what was done before, and ask if it is the first."""
    now = history_today(aim)
    is_first = now is not None and now.advice is Advice.FIRST
    st.session_state.setdefault(FIRST, is_first)
    if is_first:
        # A key of a widget is forgotten with its page: the answer has to outlive that.
        st.session_state[FIRST] = st.checkbox(
            words("safety.is_first"), value=st.session_state[FIRST]
        )
        if st.session_state[FIRST]:
            st.caption(words("safety.first_limit"))
    else:
        st.session_state[FIRST] = False
    if now is not None and now.advice is Advice.OFTEN:
        st.info(words("safety.often", days=now.days, most=f"{now.most:g}"))
        st.caption(words("safety.today_source"))
    if now is not None and now.advice is Advice.HURT:
        st.info(words("safety.hurt_last"))
    if now is not None and now.advice is Advice.COURSE_OVER:
        st.info(words("safety.course_over", course=now.course))
        st.caption(words("safety.today_source"))


def tell_after(words: PracticeWords) -> None:
    """Say what is good after a session."""
    st.header(words("summary.after"), anchor=False)
    after = [words.shared.of_note(note) for note in safety().after]
    st.markdown("\n".join(f"- {sentence}" for sentence in after))
