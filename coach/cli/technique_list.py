"""The list of techniques for people: by the part of the body, and by what the camera sees."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coach.present.words import KIND_WORDS, REGION_WORDS, sight
from coach.techniques.schema import Technique

__all__ = ["print_list"]

NARROW = 60
"""A terminal of fewer columns has no room for a table."""


def print_list(chosen: Sequence[Technique], console: Console) -> None:
    """Print techniques that are sorted by the part of the body.

    What is the same for many stands above them, so that ids and names have the line for themselves.
    """
    by_place = sorted(chosen, key=lambda one: _first_of_place(one, chosen))
    for (region, seen), group in groupby(by_place, lambda one: (one.region, sight(one))):
        console.print(Text(f"{REGION_WORDS[region]} (the camera sees {seen})", style="bold"))
        if console.width < NARROW:
            _print_lines(tuple(group), console)
        else:
            console.print(Padding(_table(tuple(group)), (0, 0, 1, 2)))


def _first_of_place(one: Technique, chosen: Sequence[Technique]) -> int:
    """Give where the first stands that is of the same part of the body, seen from the same side."""
    place = (one.region, sight(one))
    return next(n for n, other in enumerate(chosen) if (other.region, sight(other)) == place)


def _table(group: Sequence[Technique]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_column(no_wrap=True, style="dim")
    for one in group:
        table.add_row(one.id, Text(one.name), KIND_WORDS[one.kind])
    return table


def _print_lines(group: Sequence[Technique], console: Console) -> None:
    for one in group:
        console.print(Text(f"  {one.id}", no_wrap=True, overflow="fold"))
        console.print(Padding(Text(f"{one.name}: {KIND_WORDS[one.kind]}"), (0, 0, 0, 4)))
    console.print()
