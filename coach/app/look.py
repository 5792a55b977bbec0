"""The few rules that the theme's options can't say."""

from __future__ import annotations

import streamlit as st

__all__ = ["dress"]

STYLE = """<style>
.stMainBlockContainer {max-width: 76rem}
[data-testid="stCaptionContainer"] {opacity: .8 !important}
:is(button, a, summary, [tabindex]:not(input)):focus-visible
  {outline: 3px solid currentColor !important; outline-offset: 2px}
@media (prefers-reduced-motion: reduce)
  {*, *::before, *::after {animation: none !important; transition: none !important}}
</style>"""


def dress() -> None:
    """Keep lines short and small print legible, show the keyboard's place, hold still if asked."""
    st.html(STYLE)
