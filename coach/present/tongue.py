"""The language that results for people are written in: English, unless somebody brings another.

Sentences are made in English and handed to the tongue as they are about to be shown.
"""

from __future__ import annotations

from coach.techniques.library import Library
from coach.types import Report

__all__ = ["ENGLISH", "Tongue"]


class Tongue:
    """English. Another language says the same, and never adds markup."""

    language = "en"

    def __call__(self, sentence: str) -> str:
        """Give a sentence in this language."""
        return sentence

    def of_library(self, library: Library) -> Library:
        """Give the techniques with their words in this language."""
        return library

    def of_report(self, report: Report, library: Library) -> Report:
        """Give a report with its cues and warnings in this language.

        Parameters
        ----------
        library
            The techniques in English.
        """
        return report


ENGLISH = Tongue()
