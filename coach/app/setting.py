"""What every page stands in: language, colours, techniques."""

from __future__ import annotations

from functools import cache, lru_cache

import streamlit as st

from coach.app.own_routines import OwnRoutines
from coach.app.own_techniques import OwnTechniques, own_folder
from coach.app.words import LANGUAGES, Words, language_of, load_words
from coach.present.svg import Scheme
from coach.techniques.library import Library, load_library
from coach.techniques.routine_library import RoutineLibrary, load_routines
from coach.techniques.schema import Technique

__all__ = [
    "broken_techniques",
    "choose_language",
    "draft",
    "library",
    "own_routines",
    "own_techniques",
    "routines",
    "scheme",
    "words_here",
]

LANGUAGE, DRAFT = "language", "draft_technique"


@cache
def own_techniques() -> OwnTechniques:
    """Give the folder of one's own techniques."""
    return OwnTechniques(own_folder(), load_library())


def library() -> Library:
    """Give all techniques: those of Coach, one's own, and the one that is being taught here."""
    found, _ = _read(own_techniques().state)
    draft: Technique | None = st.session_state.get(DRAFT)
    return found if draft is None else found.joined(draft)


@cache
def own_routines() -> OwnRoutines:
    """Give the folder of one's own routines, which lies among one's own techniques."""
    return OwnRoutines(own_folder() / "routines", load_routines(load_library()))


def routines() -> RoutineLibrary:
    """Give all routines: those of Coach, and one's own that can be used."""
    return own_routines().joined(library())[0]


def broken_techniques() -> tuple[str, ...]:
    """Give a line about each of one's own files that can't be used."""
    return (*_read(own_techniques().state)[1], *own_routines().joined(library())[1])


@lru_cache(maxsize=1)
def _read(state: object) -> tuple[Library, tuple[str, ...]]:
    """Read them anew when a file has changed."""
    return own_techniques().joined()


def draft(technique: Technique | None) -> None:
    """Let this session's pages know a technique that is not kept yet; None for none."""
    st.session_state[DRAFT] = technique


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
