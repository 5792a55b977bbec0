"""The report page and the annotated clip of the Russian app hold no English."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from coach.app.tongue import AppTongue
from coach.app.words import load_words
from coach.present.overlay import Overlay
from coach.present.report import report_html
from coach.present.words import headline
from coach.techniques.library import load_library
from coach.types import Report, Sense, Side, Verdict, View
from tests.app.made_live import FOREHEAD
from tests.cli.conftest import REPORT
from tests.history.conftest import attempt, report

LIBRARY = load_library()
RUSSIAN = AppTongue(load_words("ru"))
ALLOWED = {"Coach", "forehead", "mp", "dev", "clip"}


def latin(html: str) -> set[str]:
    """Give the words in Latin letters that a reader sees or hears."""
    seen = re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)
    spoken = " ".join(re.findall(r'(?:aria-label|alt|title|data-of)="([^"]*)"', seen))
    text = unescape(f"{re.sub(r'<[^>]+>', ' ', seen)} {spoken}")
    return set(re.findall(r"[A-Za-z]{2,}", text)) - ALLOWED


def reports() -> dict[str, Report]:
    def tried(verdict: Verdict, **more: object) -> Report:
        one = replace(attempt(), technique=FOREHEAD, verdict=verdict, **more)  # type: ignore[arg-type]
        return replace(report(one, replace(one, start_s=4.0, end_s=5.0)), asked=FOREHEAD)

    verdicts = {
        verdict.value: tried(verdict, counted=verdict is Verdict.GOOD, side=Side.LEFT)
        for verdict in Verdict
    }
    mixed = replace(REPORT, source="clip.mp4", warnings=())
    return {
        **verdicts,
        "mixed": mixed,
        "empty": replace(mixed, attempts=()),
        "back": replace(mixed, view=View.BACK),
        "turned": replace(
            tried(Verdict.NOT_JUDGED),
            technique=None,
            asked=None,
            obstacle="This part of the body was not in the picture. Show head and shoulders.",
        ),
        "other": replace(tried(Verdict.GOOD, sense=Sense.RIGHT), asked="chin-to-ears"),
    }


@pytest.mark.parametrize("name", reports())
def test_the_page_is_in_russian(name: str) -> None:
    html = report_html(reports()[name], LIBRARY, "annotated.mp4", tongue=RUSSIAN)
    assert '<html lang="ru">' in html
    assert latin(html) == set()


def test_english_is_as_it_was() -> None:
    english = AppTongue(load_words("en"))
    assert report_html(REPORT, LIBRARY, tongue=english) == report_html(REPORT, LIBRARY)


def test_a_headline_has_its_names_and_numbers() -> None:
    done = replace(report(attempt(), attempt(4.0)), asked=None, technique=FOREHEAD)
    told = headline(done, RUSSIAN.of_library(LIBRARY), RUSSIAN)
    assert told.startswith("От лба к вискам: ")


def test_the_clip_is_lettered_in_russian() -> None:
    library = RUSSIAN.of_library(LIBRARY)
    overlay = Overlay(library, library.find("around-the-eyes"), (), tongue=RUSSIAN)
    assert list(overlay._beside_counter([], 0.0)) == ["левая 0, правая 0", "Вокруг глаз"]
