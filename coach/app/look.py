"""The few rules that the theme's options can't say."""

from __future__ import annotations

import streamlit as st

from coach.app.setting import scheme

__all__ = ["dress"]

STYLE = """<style>
.stMainBlockContainer {max-width: 76rem}
[data-testid="stCaptionContainer"] {opacity: .8 !important}
:is(button, a, summary, [tabindex]:not(input)):focus-visible
  {outline: 3px solid currentColor !important; outline-offset: 2px}
[data-testid="stRadioOption"] {padding-block: .4rem}
[data-testid="stRadioOption"]:not(:has(:checked)) > div > :first-child
  {box-shadow: 0 0 0 1.5px currentColor}
@media (prefers-reduced-motion: reduce)
  {*, *::before, *::after {animation: none !important; transition: none !important}}
</style>"""
DARK_STYLE = """<style>
[data-testid="stBaseButton-primary"]:not(:disabled) {color: #13171c}
</style>"""
"""Streamlit writes white on every primary button; on the light green of the dark theme that
can't be read."""


def dress() -> None:
    """Keep lines short and small print legible, show the keyboard's place, hold still if asked."""
    st.html(STYLE + DARK_STYLE if scheme() == "dark" else STYLE)
