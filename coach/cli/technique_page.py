"""One technique in full, for people, with its path drawn in signs of the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import indent

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coach.coaching.leeway import allowed_deg, allowed_off_cm
from coach.present.canvas import CANVAS_SIGNS, canvas_legend, technique_canvas
from coach.present.paths import has_direction
from coach.present.words import KIND_WORDS, sight
from coach.techniques.library import Library
from coach.techniques.schema import Effector, Hands, Origin, Technique
from coach.types import Side, Verdict

__all__ = ["print_drawing", "print_technique"]

CUE_WORDS = {
    Verdict.REVERSED: "reversed",
    Verdict.TOO_SHORT: "too short",
    Verdict.OFF_PATH: "off the path",
    Verdict.NO_GO: "on a no-go place",
    Verdict.TOO_FAST: "too fast",
    Verdict.TOO_SLOW: "too slow",
}


def print_technique(technique: Technique, library: Library, console: Console) -> None:
    """Print everything a technique file says."""
    console.print(Text(f"{technique.name} ({technique.id})", style="bold"))
    console.print(Text(technique.instruction))
    console.print()
    print_drawing(technique, library, console)
    console.print(_grid(_facts(technique, library)))
    console.print()
    console.print(Text("What Coach says", style="bold"))
    cues = technique.cues.model_dump()
    console.print(_grid((words, cues[verdict.value]) for verdict, words in CUE_WORDS.items()))
    console.print()
    console.print(Text("Where the numbers come from", style="bold"))
    console.print(_grid(technique.sources.items()))
    if technique.origin is not None:
        console.print()
        console.print(Text("Where it comes from", style="bold"))
        console.print(_grid(_origin(technique.origin)))


def print_drawing(technique: Technique, library: Library, console: Console) -> None:
    """Print a technique's path in signs of the terminal; say so where it can't show them."""
    if not _shows_signs(console):
        console.print(Text("(No drawing: this terminal can't show its signs.)", style="dim"))
        console.print()
        return
    zones = library.zones_of(technique)
    drawing = indent(technique_canvas(technique, zones), "  ")
    console.print(Text(drawing, no_wrap=True, overflow="crop"))
    console.print(Padding(Text(canvas_legend(technique, zones)), (0, 0, 1, 2)))


def _facts(technique: Technique, library: Library) -> Iterator[tuple[str, str]]:
    zones = ", ".join(zone.say for zone in library.zones_of(technique))
    yield "part of the body", technique.region
    yield "camera sees", sight(technique)
    yield "movement", KIND_WORDS[technique.kind]
    yield (
        "hands",
        "both at once" if technique.hands is Hands.BOTH else "one, or both in turn or at once",
    )
    touch = technique.effector
    yield "touch with", "the palm" if touch is Effector.PALM else touch.value
    if technique.either_way:
        yield "direction", "either way is right"
    if technique.seen_as is not None:
        yield "looks like", f"{technique.seen_as}: untold, Coach names that one"
    yield "repetitions", str(technique.repetitions)
    yield "pace", f"{technique.pace_min_s:g} to {technique.pace_max_s:g} s each"
    yield "off the path", f"more than {allowed_off_cm(technique):g} cm from it, typically"
    if has_direction(technique):
        yield "angle", f"off by {allowed_deg(technique):.0f}° at most, typically"
    yield "far enough", f"{technique.coverage_min:.0%} of the way"
    yield "keep off", zones or "-"
    yield "Coach can't see", technique.cannot_see
    path = " ".join(f"({u:g}, {v:g})" for u, v in technique.path_uv)
    yield f"path ({technique.chart} chart)", path


def _origin(origin: Origin) -> Iterator[tuple[str, str]]:
    yield "learned", f"{origin.learned_on}, by Coach {origin.coach}"
    hands = "both hands" if origin.shown_with is Side.BOTH else f"the {origin.shown_with} hand"
    yield "shown", f"{origin.repetitions} times with {hands}; {origin.left_out} more left out"
    if origin.teacher:
        yield "by", origin.teacher
    if origin.words:
        yield "in their words", origin.words
    if origin.corrected:
        yield "corrected", "by hand"


def _grid(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column()
    for name, value in rows:
        table.add_row(Text(name), Text(value))
    return table


def _shows_signs(console: Console) -> bool:
    """Whether the terminal can show the drawing; a page of question marks helps nobody."""
    try:
        CANVAS_SIGNS.encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
