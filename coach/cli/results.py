"""What a review says on the terminal: what was recognised, the attempts, the one correction."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coach.present.routine_words import step_lines
from coach.present.words import (
    headline,
    technique_name,
    verdict_words,
    what_went_well,
    work_on,
)
from coach.techniques.library import Library
from coach.types import Attempt, Report, Side, Verdict

__all__ = ["print_report"]

STYLES = {
    Verdict.GOOD: "green",
    Verdict.NO_GO: "bold red",
    Verdict.REVERSED: "red",
    Verdict.NOT_JUDGED: "dim",
}
"""Colours beside the words, never instead of them; the rest is yellow."""


TABLE_COLUMNS = 72
"""A terminal narrower than this gets a list: in a table the corrections would be in shreds."""


def print_report(report: Report, library: Library, console: Console) -> None:
    """Print a report for people, as wide as the console."""
    console.print(Text(headline(report, library), style="bold"))
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
    well, better = what_went_well(report), work_on(report)
    if well or better:
        console.print()
    if well:
        console.print(Text.assemble(("Went well: ", "bold"), well))
    if better:
        console.print(Text.assemble(("The one thing to work on: ", "bold"), better))
    for warning in report.warnings:
        console.print(Text.assemble(("Note: ", "bold"), warning))


def _sentences(report: Report) -> Iterator[str]:
    """Say what the headline leaves out."""
    left, right = report.repetitions_of(Side.LEFT), report.repetitions_of(Side.RIGHT)
    if report.repetitions:
        yield f"Repetitions: {report.repetitions} (left hand {left}, right hand {right})."


def _print_list(report: Report, library: Library, console: Console) -> None:
    for attempt in report.attempts:
        amounts = (_degrees(attempt), _amount(attempt.pace_s, "{:.1f} s"))
        console.print(
            Text(f"{clock(attempt.start_s)} {attempt.side.value}: "),
            _verdict(attempt, library),
            Text(f" ({', '.join(amounts)})"),
            sep="",
        )
        if correction := _correction(attempt, report, library):
            console.print(Padding(Text(correction), (0, 0, 0, 4)))


def _attempts_table(report: Report, library: Library) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), expand=False
    )
    table.add_column("when", justify="right", no_wrap=True)
    table.add_column("hand", no_wrap=True)
    table.add_column("verdict", max_width=22)
    table.add_column("off by", justify="right", no_wrap=True)
    table.add_column("pace", justify="right", no_wrap=True)
    table.add_column("correction", ratio=1)
    for attempt in report.attempts:
        table.add_row(
            clock(attempt.start_s),
            attempt.side.value,
            _verdict(attempt, library),
            _degrees(attempt),
            _amount(attempt.pace_s, "{:.1f} s"),
            Text(_correction(attempt, report, library)),
        )
    return table


def _verdict(attempt: Attempt, library: Library) -> Text:
    words = verdict_words(attempt, library)
    if attempt.counted and attempt.verdict is not Verdict.GOOD:
        words += " (counted)"
    return Text(words, style=STYLES.get(attempt.verdict, "yellow"))


def _degrees(attempt: Attempt) -> str:
    return _amount(attempt.direction_error_deg, "{:.0f}°")


def _correction(attempt: Attempt, report: Report, library: Library) -> str:
    """Give the cue; name the technique when it is another than the report's."""
    if attempt.technique in (report.wanted, None):
        return attempt.cue
    name = technique_name(attempt.technique, library)
    if not attempt.cue or name in attempt.cue:
        return attempt.cue or name
    return f"{name}: {attempt.cue}"


def _amount(value: float, form: str) -> str:
    return form.format(value) if math.isfinite(value) else "-"


def clock(t_s: float) -> str:
    """Give a time in the clip as players show it: "1:02.5"."""
    tenths = round(t_s * 10)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"
