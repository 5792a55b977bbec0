"""The few rules that the theme's options can't say."""

from __future__ import annotations

import streamlit as st

__all__ = ["dress"]

STYLE = """<style>
.stMainBlockContainer {max-width: 76rem}
:is(button, a, input, summary, [tabindex]):focus-visible
  {outline: 3px solid currentColor !important; outline-offset: 2px}
@media (prefers-reduced-motion: reduce)
  {*, *::before, *::after {animation: none !important; transition: none !important}}
</style>"""


def dress() -> None:
    """Keep lines short, show where the keyboard is, and hold still for those who ask for it."""
    st.html(STYLE)
