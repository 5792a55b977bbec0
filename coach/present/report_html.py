"""The report as one self-contained page for people.

The page asks for nothing from outside and works without JavaScript; a few lines of it only let
a click on a time move the annotated clip, when that lies beside the page.
"""

from __future__ import annotations

import base64
import hashlib
import math
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import quote

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from coach import __version__
from coach.present.diagram import attempts_svg
from coach.present.marks import MARKS
from coach.present.praise import what_went_well
from coach.present.report_json import in_time_order
from coach.present.routine_words import step_lines
from coach.present.tempo import angle_deg, paces_s
from coach.present.timeline import TimelineLine, icon_symbols, timeline
from coach.present.tongue import ENGLISH, Tongue
from coach.present.words import (
    NOT_A_MEDICAL_DEVICE,
    SIDE_WORDS,
    clean,
    duration_words,
    find_technique,
    headline,
    technique_name,
    tracking_sentences,
    verdict_words,
    work_on,
)
from coach.techniques.library import Library
from coach.techniques.schema import Technique
from coach.types import HANDS, ChartName, Report, Verdict

__all__ = ["report_html"]

NOTHING_TO_CORRECT = "Nothing to correct: go on like this."
DASH = "\N{EN DASH}"

SEEK_SCRIPT = """
const clip = document.querySelector("video");
if (clip) document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-seek]");
  if (!link) return;
  event.preventDefault();
  clip.currentTime = Number(link.dataset.seek);
  clip.scrollIntoView({ block: "center" });
  clip.play();
});
"""
"""Turns the links to times of the clip into jumps within the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One attempt in the table; every field is ready to be read."""

    number: int
    when: str
    seek_s: str
    hand: str
    hands: str
    technique: str
    icon: str
    verdict: str
    direction: str
    pace: str
    coverage: str
    offset: str
    confidence: str
    cue: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A number worth a glance, with what it is."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template shows."""

    headline: str
    source: str
    facts: tuple[Fact, ...]
    obstacle: str
    work_on: str
    went_well: str
    drawings: tuple[Markup, ...]
    technique: Technique | None
    several: bool
    any_cue: bool
    steps: tuple[str, ...]
    lines: tuple[TimelineLine, ...]
    rows: tuple[Row, ...]
    tracking: tuple[str, ...]
    warnings: tuple[str, ...]
    video: str | None
    icons: Markup
    verdict_colours: Markup
    script: Markup
    script_hash: str
    small_print: str
    version: str


def report_html(
    report: Report, library: Library, video: str | None = None, tongue: Tongue = ENGLISH
) -> str:
    """Write the report as one HTML page.

    Parameters
    ----------
    library
        For names and instructions of techniques, and the places to keep off.
    video
        Name of the annotated clip, relative to where the page will lie; None for none.
    tongue
        The language of the page.
    """
    report, library = tongue.of_report(report, library), tongue.of_library(library)
    attempts = report.attempts
    praise = what_went_well(report, library, tongue)
    if attempts and all(attempt.verdict is Verdict.GOOD for attempt in attempts):
        praise = f"{praise} {tongue(NOTHING_TO_CORRECT)}".strip()
    page = Page(
        headline=clean(headline(report, library, tongue)),
        source=clean(report.source),
        facts=_facts(report, library, tongue),
        obstacle=clean(report.obstacle),
        work_on=clean(work_on(report)),
        went_well=praise,
        drawings=_drawings(report, library, tongue),
        technique=find_technique(report.wanted, library),
        several=len({attempt.technique for attempt in attempts}) > 1,
        any_cue=any(attempt.cue for attempt in attempts),
        steps=tuple(map(tongue, step_lines(report.standing, library))) if report.standing else (),
        lines=timeline(report, library, tongue),
        rows=_rows(report, library, tongue),
        tracking=tuple(map(tongue, tracking_sentences(report.tracking, report.region))),
        warnings=tuple(clean(one) for one in report.warnings if one != report.obstacle),
        video=_relative_url(video) if video else None,
        icons=Markup(icon_symbols()),
        verdict_colours=Markup(_verdict_colours()),
        script=Markup(SEEK_SCRIPT),
        script_hash=base64.b64encode(hashlib.sha256(SEEK_SCRIPT.encode()).digest()).decode(),
        small_print=tongue(NOT_A_MEDICAL_DEVICE),
        version=__version__,
    )
    return _template().render(page=page, say=tongue, language=tongue.language)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("coach.present"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def _relative_url(name: str) -> str:
    """Turn a relative file name into a URL that can't leave the folder for another host."""
    path = PurePosixPath(clean(name).lstrip("/"))
    return "./" + quote(str(path))


def _facts(report: Report, library: Library, tongue: Tongue) -> tuple[Fact, ...]:
    if not report.attempts:
        return ()
    total = report.repetitions
    facts = [Fact(str(total), tongue("repetition" if total == 1 else "repetitions"))]
    by_hand = [report.repetitions_of(hand) for hand in HANDS]
    if any(count != total for count in by_hand):
        facts += [
            Fact(str(count), tongue(f"with the {hand} hand"))
            for hand, count in zip(HANDS, by_hand, strict=True)
        ]
    told = zip(report.attempts, paces_s(report.attempts, library), strict=True)
    counted_s = [pace_s for attempt, pace_s in told if attempt.counted]
    if counted_s:
        facts.append(Fact(tongue(f"{np.median(counted_s):.1f} s"), tongue("typical pace")))
    if math.isfinite(report.duration_s):
        length = duration_words(report.duration_s)
        facts.append(Fact(tongue(length), tongue("length of the clip")))
    return tuple(facts)


def _drawings(report: Report, library: Library, tongue: Tongue) -> tuple[Markup, ...]:
    """Draw the paths, a picture for each chart that was used."""
    technique = find_technique(report.wanted, library)
    charts: list[ChartName] = [technique.chart] if technique else []
    charts += [attempt.chart for attempt in report.attempts]
    zones = library.zones_of(technique) if technique else library.no_go
    return tuple(
        Markup(attempts_svg(report.attempts, technique, zones, chart, report.view, tongue=tongue))
        for chart in dict.fromkeys(charts)
    )


def _rows(report: Report, library: Library, tongue: Tongue) -> tuple[Row, ...]:
    attempts = in_time_order(report)
    told = zip(attempts, paces_s(attempts, library), strict=True)
    return tuple(
        Row(
            number=number,
            when=tongue(f"{attempt.start_s:.1f} s"),
            seek_s=f"{attempt.start_s:.2f}",
            hand=tongue(attempt.side.value),
            hands=tongue(SIDE_WORDS[attempt.side]),
            technique=tongue(technique_name(attempt.technique, library)),
            icon=MARKS[attempt.verdict].icon_name,
            verdict=tongue(verdict_words(attempt, library)),
            direction=_number(angle_deg(attempt, library), "{:.0f}°"),
            pace=tongue(_number(pace_s, "{:.1f} s")),
            coverage=_number(attempt.coverage, "{:.0%}"),
            offset=tongue(_number(attempt.offset_cm, "{:.1f} cm")),
            confidence=_number(attempt.confidence, "{:.0%}"),
            cue=clean(attempt.cue),
        )
        for number, (attempt, pace_s) in enumerate(told, start=1)
    )


def _number(value: float, style: str) -> str:
    return style.format(value) if math.isfinite(value) else DASH


def _verdict_colours() -> str:
    """Give CSS variables of every verdict's colour, for light and for dark."""
    light = "".join(f"--v-{mark.icon_name}:{mark.light};" for mark in MARKS.values())
    dark = "".join(f"--v-{mark.icon_name}:{mark.dark};" for mark in MARKS.values())
    fills = "".join(f".v-{m.icon_name}{{fill:var(--v-{m.icon_name})}}" for m in MARKS.values())
    return (
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"@media print{{:root{{{light}}}}}{fills}"
    )
