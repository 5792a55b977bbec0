"""Routines to choose from, and one of them told step by step."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coach.app.cards import draw
from coach.app.practice_words import PracticeWords
from coach.app.setting import library, words_here
from coach.coaching.routine import lead_technique, of_routine
from coach.techniques.library import Library
from coach.techniques.routine import Routine, Sides, Step
from coach.types import Region

__all__ = ["choose_routine", "step_amount", "step_name", "tell_routine"]


def choose_routine(routines: Sequence[Routine], words: PracticeWords) -> Routine | None:
    """Show a card for each routine; give the one that was clicked."""
    chosen = None
    if not routines:
        return None
    st.header(words("choose.routines"), anchor=False)
    with st.container(key="cards_routines"):  # Laid out by a rule in ``look.py``.
        for routine in sorted(routines, key=lambda one: list(Region).index(one.region)):
            with st.container(border=True, key=f"card_routine_{routine.id}"):
                if _card(routine, words):
                    chosen = routine
    return chosen


def _card(routine: Routine, words: PracticeWords) -> bool:
    lead = lead_technique(routine, library())
    if lead is not None:
        draw(lead, words_here())
    name = words.shared.of_routine(routine, "name")
    clicked = st.button(f"**{name}**", key=f"open_routine_{routine.id}", width="stretch", wrap=True)
    minutes = routine.length_s(library().techniques) / 60
    st.caption(
        words("choose.routine_steps", n=len(routine.step), minutes=f"{minutes:.0f}"),
        text_alignment="center",
    )
    return clicked


def tell_routine(routine: Routine, words: PracticeWords) -> None:
    """Say what a routine is, and list its steps."""
    st.markdown(words.shared.of_routine(routine, "instruction"))
    minutes = routine.length_s(library().techniques) / 60
    about = words("choose.routine_about", minutes=f"{minutes:.0f}")
    st.markdown(f"{about} {words('choose.routine_first') if routine.for_first else ''}")
    watched = {technique.id for technique in of_routine(routine, library()).techniques}
    lines = []
    for step in routine.step:
        unseen = "" if step.technique in watched else f", {words('choose.step_unseen')}"
        amount = step_amount(step, words)
        lines.append(f"1. **{step_name(step, library(), words)}**: {amount}{unseen}")
    st.markdown("\n".join(lines))
    st.caption(words.shared.of_routine(routine, "source"))


def step_name(step: Step, library: Library, words: PracticeWords) -> str:
    """Name a step by its technique; by the technique's id when nobody knows it."""
    known = {technique.id: technique for technique in library.techniques}
    technique = known.get(step.technique)
    if technique is None:
        return step.technique.replace("-", " ").capitalize()
    return words.of_technique(technique, "name")


def step_amount(step: Step, words: PracticeWords) -> str:
    """Say how much a step is, how firmly, and how long the rest after it."""
    if step.minutes is not None:
        much = words("choose.step_minutes", n=f"{step.minutes:g}")
    else:
        each = step.sides is Sides.EACH
        much = words("choose.step_each" if each else "choose.step_times", n=step.repetitions)
    parts = [much, words(f"choose.{step.pressure}")]
    if step.rest_s:
        parts.append(words("choose.step_rest", n=f"{step.rest_s:g}"))
    return ", ".join(parts)
