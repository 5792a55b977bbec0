"""The texts of the Practice page, one file a language."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from coach.app.words import WORDS_DIR, TechniqueText, Words, load_words
from coach.techniques.schema import Technique

__all__ = ["PracticeWords", "practice_words"]


class PracticeWords:
    """All texts of one language; a missing key is an error.

    Parameters
    ----------
    shared
        What the whole app says, in the same language.
    tables
        As the file holds them.
    """

    def __init__(self, shared: Words, tables: dict[str, Any]) -> None:
        self.language = shared.language
        self._shared = shared
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

    def of_technique(self, technique: Technique, key: TechniqueText) -> str:
        """Give a technique's name or what its file says, in this language where it is known."""
        return self._shared.of_technique(technique, key)

    @property
    def shared(self) -> Words:
        """What the whole app says, in the same language."""
        return self._shared

    def cues(self, technique: Technique) -> dict[str, str]:
        """Give what to say for each verdict of a technique.

        In English the technique's own file says it best.
        """
        general: dict[str, str] = self._find("live.cues")
        if self.language == "en":
            return {**general, **technique.cues.model_dump()}
        return {v: self._shared.cue(technique, v) or cue for v, cue in general.items()}

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
    shared = load_words(language)
    text = (WORDS_DIR / f"practice.{shared.language}.toml").read_text("utf-8")
    return PracticeWords(shared, tomllib.loads(text))
