"""What is printed fits the kind of movement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from coach.cli.results import print_report
from coach.techniques.library import load_library
from coach.types import Verdict
from tests.cli.conftest import REPORT, attempt

ANY = {"off by", "12°", "pace", "time", "1.5 s", "3.0 s"}


@pytest.mark.parametrize(
    ("technique", "columns", "shown"),
    [
        ("forehead-to-temples", 100, {"off by", "12°", "pace", "1.5 s"}),
        ("around-the-eyes", 100, {"pace", "1.5 s"}),
        ("thymus-taps", 100, {"pace", "3.0 s"}),
        ("fists-below-navel", 100, {"time", "1.5 s"}),
        ("forehead-to-temples", 60, {"12°", "1.5 s"}),
        ("around-the-eyes", 60, {"1.5 s"}),
    ],
)
def test_only_what_means_something_is_printed(technique, columns, shown):
    one = replace(attempt(1.0, Verdict.GOOD), technique=technique, end_s=2.5)
    report = replace(REPORT, technique=technique, asked=None, attempts=(one,))
    console = Console(width=columns)
    with console.capture() as printed:
        print_report(report, load_library(), console)
    assert {word for word in ANY if word in printed.get()} == shown


@pytest.mark.parametrize("columns", [100, 60])
def test_what_stood_in_the_way_is_said_first_and_once(columns):
    other = replace(attempt(1.0, Verdict.NOT_JUDGED), cue="This looks like that, not this.")
    notes = ("The clip is cut short.", "Turn.")
    report = replace(REPORT, attempts=(other,), warnings=notes, obstacle="Turn.")
    console = Console(width=columns)
    with console.capture() as printed:
        print_report(report, load_library(), console)
    lines = [line.strip() for line in printed.get().splitlines()]
    assert lines[1] == "Note: Turn."
    assert lines.count("Note: Turn.") == 1
    assert lines[-1] == "Note: The clip is cut short."
    assert "work on" not in printed.get()
