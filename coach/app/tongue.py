"""Results for people, the page and the annotated clip, in the language of the app."""

from __future__ import annotations

from dataclasses import replace

from coach.app.practice_words import practice_words
from coach.app.said import cue_words, say
from coach.app.words import Words
from coach.present.tongue import Tongue
from coach.techniques.library import Library
from coach.techniques.schema import NoGo, Technique
from coach.types import Report

__all__ = ["AppTongue"]


class AppTongue(Tongue):
    """Says what results say as the app does; what it has no words for stays English."""

    def __init__(self, words: Words) -> None:
        self.language = words.language
        self._words = words

    def __call__(self, sentence: str) -> str:
        """Give a sentence in this language."""
        return say(sentence, self._words)

    def of_library(self, library: Library) -> Library:
        """Give the techniques with their words in this language."""
        return replace(
            library,
            techniques=tuple(map(self._technique, library.techniques)),
            no_go=tuple(map(self._zone, library.no_go)),
        )

    def of_report(self, report: Report, library: Library) -> Report:
        """Give a report with its cues and warnings in this language."""
        attempts = tuple(
            replace(one, cue=cue_words(one, report.wanted, library, self._words))
            for one in report.attempts
        )
        warnings = tuple(map(self, report.warnings))
        obstacle = self(report.obstacle)
        return replace(report, attempts=attempts, warnings=warnings, obstacle=obstacle)

    def _technique(self, technique: Technique) -> Technique:
        unseen = self._words.of_technique(technique, "cannot_see")
        told = {
            "name": self._words.of_technique(technique, "name"),
            "instruction": self._words.of_technique(technique, "instruction"),
            "cannot_see": unseen[:1].upper() + unseen[1:],
        }
        cues = practice_words(self.language).cues(technique)
        own = {verdict: cues[verdict] for verdict in type(technique.cues).model_fields}
        return technique.model_copy(update={**told, "cues": technique.cues.model_copy(update=own)})

    def _zone(self, zone: NoGo) -> NoGo:
        return zone.model_copy(update={"say": self._words.of_zone(zone)})
