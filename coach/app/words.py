"""The texts of the app, one file a language in ``words/``. Nothing here knows Streamlit."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from coach.coaching.safety import Note, Reason
from coach.techniques.routine import Routine
from coach.techniques.schema import NoGo, Technique

__all__ = [
    "LANGUAGES",
    "WORDS_DIR",
    "TechniqueText",
    "Words",
    "language_of",
    "load_texts",
    "load_words",
]

WORDS_DIR = Path(__file__).parent / "words"
LANGUAGES: Mapping[str, str] = {"en": "English", "ru": "Русский"}
"""Every language by its code, in its own words."""

DEFAULT = "en"
TechniqueText = Literal["name", "instruction", "cannot_see"]
RoutineText = Literal["name", "instruction", "source"]


@dataclass(frozen=True)
class Words:
    """All texts of one language.

    Attributes
    ----------
    texts
        By dotted key, as in ``review.title``.
    data
        Texts of techniques (``techniques.id.key``), places to keep off (``zones.id``), routines
        (``routines.id.key``) and rules around a session (``safety.id.key``); what is missing is
        said as their own files do.
    """

    language: str
    texts: Mapping[str, str]
    data: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Give a text, with what stands in braces filled in.

        Raises
        ------
        KeyError
            There is no such text, or it needs a value that wasn't given.
        """
        return self.texts[key].format(**values)

    def count(self, key: str, number: int) -> str:
        """Give a text with a number in the right plural: ``key.one``, ``.few``, ``.many``."""
        return self(f"{key}.{_plural(self.language, number)}", n=number)

    def number(self, value: float, digits: int) -> str:
        """Write a number with so many decimals, as this language does."""
        said = f"{value:.{digits}f}"
        return said.replace(".", ",") if self.language == "ru" else said

    def of_technique(self, technique: Technique, key: TechniqueText) -> str:
        """Give a technique's name or what its file says, in this language where it is known."""
        return self.data.get(f"techniques.{technique.id}.{key}", getattr(technique, key))

    def cue(self, technique: Technique, verdict: str) -> str:
        """Give a technique's own words for a verdict in this language; empty when it has none."""
        return self.data.get(f"techniques.{technique.id}.{verdict}", "")

    def of_routine(self, routine: Routine, key: RoutineText) -> str:
        """Give a routine's name or what its file says, in this language where it is known."""
        return self.data.get(f"routines.{routine.id}.{key}", getattr(routine, key))

    def of_note(self, note: Note) -> str:
        """Give a rule around a session, in this language where it is known."""
        return self.data.get(f"safety.{note.id}.words", note.words)

    def of_stop(self, reason: Reason) -> str:
        """Say what to do instead of a massage, in this language where it is known."""
        return self.data.get(f"safety.{reason.id}.stop", reason.stop)

    def of_zone(self, zone: NoGo) -> str:
        """Name a place to keep off, in this language where it is known."""
        return self.data.get(f"zones.{zone.id}", zone.say)


def _plural(language: str, number: int) -> str:
    """Choose the plural form (Unicode CLDR, cardinal rules for whole numbers)."""
    if language != "ru":
        return "one" if number == 1 else "many"
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:
        return "one"
    return "few" if 2 <= ones <= 4 and not 12 <= tens <= 14 else "many"


@cache
def load_words(language: str) -> Words:
    """Read all texts of a language; of English when there is no such language."""
    known = language if language in LANGUAGES else DEFAULT
    data: dict[str, str] = {}
    for kind in ("techniques", "routines", "safety"):
        if (WORDS_DIR / f"{kind}.{known}.toml").exists():
            data |= load_texts(f"{kind}.{known}")
    return Words(known, load_texts(known), data)


def language_of(locale: str | None) -> str:
    """Give the language for a browser's locale ("ru-RU"), or English."""
    code = (locale or DEFAULT).replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else DEFAULT


def load_texts(name: str) -> dict[str, str]:
    """Read one file of texts, by dotted key."""
    return dict(_flat("", tomllib.loads((WORDS_DIR / f"{name}.toml").read_text("utf-8"))))


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        else:
            yield prefix + key, str(value)
