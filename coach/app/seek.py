"""Moves the video of a page to a time."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

__all__ = ["seek"]

_seek = st.components.v2.component(
    "coach_seek",
    html="<span></span>",
    js=(Path(__file__).parent / "seek_component" / "seek.js").read_text("utf-8"),
)


def seek(place: str, at_s: float) -> None:
    """Move the page's one video there, once for each place that is named.

    Parameters
    ----------
    place
        Tells one jump from the next.
    """
    _seek(key="seek", data={"place": place, "at_s": at_s}, height=1)
