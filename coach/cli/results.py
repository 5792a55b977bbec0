"""What a review says on the terminal: what was recognised, the attempts, the one correction."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coach.present.praise import what_went_well
from coach.present.routine_words import step_lines
from coach.present.tempo import angle_deg, paces_s
from coach.present.words import (
    find_technique,
    headline,
    technique_name,
    verdict_words,
    work_on,
)
from coach.techniques.library import Library
from coach.techniques.schema import Kind
from coach.types import Attempt, Report, Side, Verdict

__all__ = ["print_report"]

STYLES = {
    Verdict.GOOD: "green",
    Verdict.NO_GO: "bold red",
    Verdict.REVERSED: "red",
    Verdict.NOT_JUDGED: "dim",
}
"""Colours beside the words, never instead of them; the rest is yellow."""


DEGREES, SECONDS, UNKNOWN = "{:.0f}°", "{:.1f} s", "-"
TABLE_COLUMNS = 72
"""A terminal narrower than this gets a list: in a table the corrections would be in shreds."""


def print_report(report: Report, library: Library, console: Console) -> None:
    """Print a report for people, as wide as the console."""
    console.print(Text(headline(report, library), style="bold"))
    if report.obstacle:
        console.print(Text.assemble(("Note: ", "bold"), report.obstacle))
    for sentence in _sentences(report):
        console.print(Text(sentence))
    if report.standing is not None:
        for number, line in enumerate(step_lines(report.standing, library), start=1):
            console.print(Text(f"{number}. {line}"))
    if report.attempts:
        console.print()
        if console.width >= TABLE_COLUMNS:
            console.print(_attempts_table(report, library))
        else:
            _print_list(report, library, console)
    well, better = what_went_well(report, library), work_on(report)
    if well or better:
        console.print()
    if well:
        console.print(Text.assemble(("Went well: ", "bold"), well))
    if better:
        console.print(Text.assemble(("The one thing to work on: ", "bold"), better))
    for warning in report.warnings:
        if warning == report.obstacle:
            continue  # It stands on top.
        console.print(Text.assemble(("Note: ", "bold"), warning))


def _sentences(report: Report) -> Iterator[str]:
    """Say what the headline leaves out."""
    left, right = report.repetitions_of(Side.LEFT), report.repetitions_of(Side.RIGHT)
    if report.repetitions:
        yield f"Repetitions: {report.repetitions} (left hand {left}, right hand {right})."


def _print_list(report: Report, library: Library, console: Console) -> None:
    for attempt, pace_s in zip(report.attempts, paces_s(report.attempts, library), strict=True):
        amounts = (_amount(angle_deg(attempt, library), DEGREES), _amount(pace_s, SECONDS))
        console.print(
            Text(f"{clock(attempt.start_s)} {attempt.side.value}: "),
            _verdict(attempt, library),
            Text(f" ({', '.join(amount for amount in amounts if amount != UNKNOWN)})"),
            sep="",
        )
        if correction := _correction(attempt, report, library):
            console.print(Padding(Text(correction), (0, 0, 0, 4)))


def _attempts_table(report: Report, library: Library) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), expand=False
    )
    angles = [_amount(angle_deg(attempt, library), DEGREES) for attempt in report.attempts]
    has_angles = any(angle != UNKNOWN for angle in angles)
    table.add_column("when", justify="right", no_wrap=True)
    table.add_column("hand", no_wrap=True)
    table.add_column("verdict", max_width=22)
    if has_angles:
        table.add_column("off by", justify="right", no_wrap=True)
    table.add_column(_pace_title(report, library), justify="right", no_wrap=True)
    table.add_column("correction", ratio=1)
    paces = paces_s(report.attempts, library)
    for attempt, angle, pace_s in zip(report.attempts, angles, paces, strict=True):
        table.add_row(
            clock(attempt.start_s),
            attempt.side.value,
            _verdict(attempt, library),
            *([angle] if has_angles else []),
            _amount(pace_s, SECONDS),
            Text(_correction(attempt, report, library)),
        )
    return table


def _pace_title(report: Report, library: Library) -> str:
    done = [find_technique(attempt.technique, library) for attempt in report.attempts]
    stays = all(one is not None and one.kind in (Kind.HOLD, Kind.TIMED) for one in done)
    return "time" if stays else "pace"


def _verdict(attempt: Attempt, library: Library) -> Text:
    words = verdict_words(attempt, library)
    if attempt.counted and attempt.verdict is not Verdict.GOOD:
        words += " (counted)"
    return Text(words, style=STYLES.get(attempt.verdict, "yellow"))


def _correction(attempt: Attempt, report: Report, library: Library) -> str:
    """Give the cue; name the technique when it is another than the report's."""
    if attempt.technique in (report.wanted, None):
        return attempt.cue
    name = technique_name(attempt.technique, library)
    if not attempt.cue or name in attempt.cue:
        return attempt.cue or name
    return f"{name}: {attempt.cue}"


def _amount(value: float, form: str) -> str:
    return form.format(value) if math.isfinite(value) else UNKNOWN


def clock(t_s: float) -> str:
    """Give a time in the clip as players show it: "1:02.5"."""
    tenths = round(t_s * 10)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"
