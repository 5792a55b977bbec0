"""Techniques to choose from: a card with a drawing each, by the part of the body."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from coach.app.live.stay import STAYS
from coach.app.plain import exact_seconds
from coach.app.setting import library, scheme, words_here
from coach.app.shelf import by_region
from coach.app.words import Words
from coach.present.diagram import technique_svg
from coach.present.tempo import IN_RHYTHM
from coach.techniques.schema import Hands, Technique

__all__ = ["choose_from_cards", "draw", "hands_words", "pace_words"]


def choose_from_cards(
    techniques: Sequence[Technique], caption: Callable[[Technique], str]
) -> Technique | None:
    """Show a card for each technique; give the one that was clicked."""
    chosen = None
    for part, found in by_region(techniques):
        st.header(words_here()(f"region.{part}"), anchor=False)
        with st.container(key=f"cards_{part}"):  # Laid out by a rule in ``look.py``.
            for technique in found:
                with st.container(border=True, key=f"card_{technique.id}"):
                    if _card(technique, caption(technique)):
                        chosen = technique
    return chosen


def _card(technique: Technique, caption: str) -> bool:
    words = words_here()
    draw(technique, words)
    name = words.of_technique(technique, "name")
    clicked = st.button(f"**{name}**", key=f"open_{technique.id}", width="stretch", wrap=True)
    st.caption(caption, text_alignment="center")
    return clicked


def draw(technique: Technique, words: Words) -> None:
    """Show the drawing of a technique."""
    svg = technique_svg(technique, library().zones_of(technique), scheme=scheme(), legend=False)
    name = words.of_technique(technique, "name")
    st.image(svg, width="stretch", alt=f"{name}. {words.of_technique(technique, 'instruction')}")


def hands_words(technique: Technique, words: Words) -> str:
    """Say which hands do it."""
    both = technique.hands is Hands.BOTH
    return words("technique.hands_both" if both else "technique.hands_either")


def pace_words(technique: Technique, words: Words) -> str:
    """Say how fast it goes, or how long it lasts."""
    low, high = (exact_seconds(s, words) for s in (technique.pace_min_s, technique.pace_max_s))
    if technique.kind in STAYS:
        return words("technique.pace_stay", low=low)
    key = "technique.pace_rate" if technique.kind in IN_RHYTHM else "technique.pace"
    return words(key, low=low, high=high)
