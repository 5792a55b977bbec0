"""The pages by name, so that each can lead to another without importing it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NoReturn

import streamlit as st

__all__ = ["FIRST", "Place", "go", "is_open", "open_places", "path_of"]

KEY = "places"


class Place(StrEnum):
    """A page; also its path in the address."""

    PRACTICE = "practice"
    REVIEW = "review"
    TECHNIQUES = "techniques"
    TEACH = "teach"
    PROGRESS = "progress"


FIRST = Place.PRACTICE
"""Where the app begins."""


def path_of(place: Place) -> str:
    """Give a page's path in the address; that of the first one is empty."""
    return "" if place is FIRST else place.value


def open_places(pages: Mapping[Place, st.Page]) -> None:
    """Say which pages there are."""
    st.session_state[KEY] = dict(pages)


def is_open(place: Place) -> bool:
    """Tell whether there is such a page."""
    return place in st.session_state.get(KEY, {})


def go(place: Place, technique: str | None = None, routine: str | None = None) -> NoReturn:
    """Leave for another page, with a technique or a routine chosen."""
    chosen = {"technique": technique, "routine": routine}
    query = {key: value for key, value in chosen.items() if value is not None}
    st.switch_page(st.session_state[KEY][place], query_params=query or None)
