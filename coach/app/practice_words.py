"""The texts of the Practice page, one file a language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from coach.techniques.schema import Technique
from coach.types import Verdict

__all__ = ["LANGUAGES", "PracticeWords", "practice_words"]

LANGUAGES = ("en", "ru")
FOLDER = Path(__file__).parent / "words"


class PracticeWords:
    """All texts of one language; a missing key is an error.

    Parameters
    ----------
    tables
        As the file holds them.
    """

    def __init__(self, language: str, tables: dict[str, Any]) -> None:
        self.language = language
        self._tables = tables

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of a dotted key, with what stands in braces filled in."""
        found = self._find(key)
        if not isinstance(found, str):
            raise KeyError(key)
        return found.format(**values) if values else found

    def lines(self, key: str) -> tuple[str, ...]:
        """Give a list of texts."""
        found = self._find(key)
        if not isinstance(found, list):
            raise KeyError(key)
        return tuple(found)

    def table(self, key: str) -> dict[str, Any]:
        """Give a whole table, for the page in the browser."""
        found = self._find(key)
        if not isinstance(found, dict):
            raise KeyError(key)
        return found

    def of_technique(self, technique: Technique, key: str) -> str:
        """Give ``name``, ``instruction`` or ``cannot_see`` in this language, else the file's."""
        told = self._tables["techniques"].get(technique.id, {})
        return str(told.get(key) or getattr(technique, key))

    def cues(self, technique: Technique) -> dict[str, str]:
        """Give what to say for each verdict of a technique.

        In English the technique's own file says it best.
        """
        general: dict[str, str] = self._find("live.cues")
        if self.language == "en":
            return {**general, **technique.cues.model_dump()}
        own = self._tables["techniques"].get(technique.id, {})
        return {**general, **{v: own[v] for v in map(str, Verdict) if v in own}}

    def _find(self, key: str) -> Any:
        found: Any = self._tables
        for part in key.split("."):
            if not isinstance(found, dict) or part not in found:
                raise KeyError(f"practice.{self.language}.toml lacks {key}")
            found = found[part]
        return found


@cache
def practice_words(language: str) -> PracticeWords:
    """Give the texts of a language; of English when there are none."""
    known = language if language in LANGUAGES else "en"
    text = (FOLDER / f"practice.{known}.toml").read_text("utf-8")
    return PracticeWords(known, tomllib.loads(text))
