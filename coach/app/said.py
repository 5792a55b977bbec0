"""What other rooms say in English, in the person's language: cues, warnings, faults.

Those rooms know no languages. Here their sentences are found again by their wording, with gaps
where numbers and names stand; a sentence that is not known stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Literal

from coach.app.practice_words import practice_words
from coach.app.words import WORDS_DIR, Words
from coach.present.words import find_technique, work_on
from coach.techniques.library import Library, load_library
from coach.techniques.schema import NoGo
from coach.types import Attempt, Report, Verdict

__all__ = ["cue_words", "say", "sentences", "work_on_words"]

GAP = re.compile(r"\\\{(\w+)\\\}")
NUMBERS = frozenset({"n", "m"})
"""Gaps that hold nothing but a number."""
Part = Literal["said", "results", "sources"]
PARTS: tuple[Part, ...] = ("said", "results", "sources")
"""What pages show, what stands in reports and annotated clips, and where techniques come from."""
NAMES = frozenset({"name", "names", "technique", "wanted", "why", "path", "folder", "others"})
"""Gaps that hold what is never put into other words."""


def say(sentence: str, words: Words) -> str:
    """Give a sentence in the person's language; as it is when it is not known.

    Of several lines, each is a sentence of its own.
    """
    if "\n" in sentence:
        return "\n".join(say(line, words) for line in sentence.splitlines())
    for pattern, told in _patterns(words.language):
        if found := pattern.fullmatch(sentence):
            gaps = {key: _filled(key, text, words) for key, text in found.groupdict().items()}
            return told.format(**gaps)
    return sentence


def _filled(key: str, text: str, words: Words) -> str:
    """Give what stands in a gap: numbers as this language writes them, parts that are known."""
    if key == "zone" and text in _zones():
        return words.of_zone(_zones()[text])
    if key in NUMBERS:
        return text.replace(".", ",") if words.language == "ru" else text
    return text if key in NAMES else say(text, words)


def cue_words(attempt: Attempt, wanted_id: str | None, library: Library, words: Words) -> str:
    """Give an attempt's cue in the person's language; empty when there is none.

    Parameters
    ----------
    wanted_id
        Id of the technique that was asked for, or recognised.
    """
    if words.language == "en" or not attempt.cue:
        return attempt.cue
    done = find_technique(attempt.technique, library)
    if attempt.verdict is Verdict.NOT_JUDGED and done is not None:
        if (told := say(attempt.cue, words)) != attempt.cue:
            return told
        wanted = find_technique(wanted_id, library)
        name = words.of_technique(done, "name")
        if wanted is None or wanted is done:
            return words("cue.looks_like", name=name)
        return words("cue.another", name=name, wanted=words.of_technique(wanted, "name"))
    if done is not None:
        return practice_words(words.language).cues(done)[attempt.verdict]
    for zone in library.no_go:
        if attempt.verdict is Verdict.NO_GO and zone.say in attempt.cue:
            return words("cue.keep_off", zone=words.of_zone(zone))
    return say(attempt.cue, words)


def work_on_words(report: Report, library: Library, words: Words) -> str:
    """Give the one correction that matters most in the person's language; empty for none."""
    cue = work_on(report)
    having = next((attempt for attempt in report.attempts if cue and attempt.cue == cue), None)
    return cue_words(having, report.wanted, library, words) if having is not None else ""


@cache
def sentences(language: str, part: Part) -> dict[str, str]:
    """Give the known sentences of a language, by their English; none for English."""
    path = WORDS_DIR / f"{part}.{language}.toml"
    return dict(tomllib.loads(path.read_text("utf-8"))) if path.exists() else {}


@cache
def _zones() -> dict[str, NoGo]:
    """Give the places to keep off by how they are spoken of in English."""
    return {zone.say: zone for zone in load_library().no_go}


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(GAP.sub(_gap, re.escape(english)), re.DOTALL), told)
        for part in PARTS
        for english, told in sentences(language, part).items()
    )


def _gap(found: re.Match[str]) -> str:
    inside = r"[\d.]+" if found[1] in NUMBERS else ".+"
    return f"(?P<{found[1]}>{inside})"
