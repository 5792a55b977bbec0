"""The Practice page's texts: complete in every language, and true at the end."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import Any

import pytest

from coach.app.live.practice import Practice
from coach.app.practice_summary import attempt_columns, summary
from coach.app.practice_words import practice_words
from coach.app.words import LANGUAGES, WORDS_DIR
from coach.coaching.framing import Hint
from coach.techniques.library import load_library
from coach.types import Report, Verdict
from tests.app.made_live import FOREHEAD, LIBRARY, practise, strokes

HOLES = re.compile(r"\{\w+\}")


def keys(table: dict[str, Any], front: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= keys(value, f"{front}{key}.")
        else:
            found[front + key] = value
    return found


def texts(language: str) -> dict[str, Any]:
    return keys(tomllib.loads((WORDS_DIR / f"practice.{language}.toml").read_text("utf-8")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_and_holes(language: str) -> None:
    english = texts("en")
    told = texts(language)
    assert told.keys() == english.keys()
    for key, text in told.items():
        assert type(text) is type(english[key])
        if isinstance(text, str):
            assert sorted(HOLES.findall(text)) == sorted(HOLES.findall(english[key])), key
            assert bool(text.strip()) == bool(english[key].strip()), key
        else:
            assert len(text) == len(english[key]), key


def test_every_built_in_technique_speaks_russian() -> None:
    words, general = practice_words("ru"), practice_words("ru")("live.cues.reversed")
    for technique in load_library().techniques:
        for key in ("name", "instruction", "cannot_see"):
            assert re.search("[а-я]", words.of_technique(technique, key)), technique.id
        assert words.cues(technique)["reversed"] != general, technique.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_and_hint_has_words(language: str) -> None:
    words = practice_words(language)
    for verdict in Verdict:
        assert words(f"live.verdicts.{verdict}")
        cue = words.cues(LIBRARY.find(FOREHEAD))[verdict]
        assert bool(cue) == (verdict is not Verdict.GOOD)
    assert all(words(f"live.hints.{hint}") for hint in Hint if hint is not Hint.SHOW_BODY)


def test_a_missing_key_is_an_error_and_an_unknown_language_is_english() -> None:
    with pytest.raises(KeyError, match=r"practice\.en\.toml lacks live\.nothing"):
        practice_words("en")("live.nothing")
    assert practice_words("xx").language == "en"


def report(times: int, *, backwards: bool = False) -> Report:
    practice = Practice(LIBRARY, FOREHEAD)
    practise(practice, strokes(times, backwards=backwards))
    practice.finish()
    return practice.report


def test_a_good_practice_is_praised_for_what_was_good() -> None:
    told = summary(report(3), LIBRARY.find(FOREHEAD), LIBRARY, practice_words("en"))
    assert told.well[0] == "3 of 3 attempts counted as repetitions of “Forehead to temples”."
    assert told.well[1] == "You went in the right direction every time."
    assert told.work == ""


@pytest.mark.parametrize(
    ("language", "work"),
    [
        ("en", "Stroke outwards: from the middle of the forehead to the temples."),
        ("ru", "Ведите наружу: от середины лба к вискам."),
    ],
)
def test_a_reversed_practice_is_told_the_way_and_not_praised_for_it(
    language: str, work: str
) -> None:
    words = practice_words(language)
    told = summary(report(3, backwards=True), LIBRARY.find(FOREHEAD), LIBRARY, words)
    assert told.work == work
    assert not any("direction" in sentence for sentence in told.well)
    assert told.well, "there is always something that went well"


def test_without_attempts_it_says_what_to_do() -> None:
    nothing = replace(report(1), attempts=())
    words = practice_words("en")
    assert summary(nothing, LIBRARY.find(FOREHEAD), LIBRARY, words).work == words("summary.nothing")


def test_the_table_has_a_row_for_each_attempt_and_no_nan() -> None:
    columns = attempt_columns(report(2), LIBRARY, practice_words("en"))
    assert columns["No."] == [1, 2]
    assert columns["Hand"] == ["both", "both"]
    assert columns["Verdict"] == ["right way"] * 2
    assert all(cell == cell for column in columns.values() for cell in column)
