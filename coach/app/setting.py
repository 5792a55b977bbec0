"""What every page stands in: language, colours, techniques."""

from __future__ import annotations

from functools import cache

import streamlit as st

from coach.app.words import LANGUAGES, Words, language_of, load_words
from coach.present.svg import Scheme
from coach.techniques.library import Library, load_library

__all__ = ["choose_language", "library", "scheme", "words_here"]

LANGUAGE = "language"


@cache
def library() -> Library:
    """Give all techniques; they are read once."""
    return load_library()


def words_here() -> Words:
    """Give the texts in this person's language: the one chosen, else the browser's."""
    return load_words(st.session_state.get(LANGUAGE) or language_of(st.context.locale))


def choose_language() -> None:
    """Offer the languages."""
    now = words_here()
    codes = list(LANGUAGES)
    st.selectbox(
        now("app.language"),
        codes,
        index=codes.index(now.language),
        format_func=lambda code: LANGUAGES[code],
        key=LANGUAGE,
    )


def scheme() -> Scheme:
    """Tell whether the page is light or dark, for pictures that carry their own colours."""
    return "dark" if st.context.theme.type == "dark" else "light"
