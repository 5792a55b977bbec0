"""Tables as plain text and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.bars import Measure, Unit
from benchmarks.bootstrap import Estimate

__all__ = ["Table", "bar_of", "joined", "places_in", "renewed", "with_interval", "written"]

DIGITS: dict[Unit, int] = {"share": 3, "number": 2, "deg": 1, "mm": 1, "per minute": 2}
ENDINGS: dict[Unit, str] = {
    "share": "", "number": "", "deg": "°", "mm": " mm", "per minute": "/min",
}  # fmt: skip
MARKED = re.compile(r"(<!-- measured: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it is called, and its cells.

    Attributes
    ----------
    key
        What its place in the handbook is marked with.
    """

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def plain(self) -> str:
        """Give it for a terminal: columns aligned, numbers to the right."""
        cells = [self.head, *self.rows]
        widths = [max(len(row[k]) for row in cells) for k in range(len(self.head))]
        lines = [
            "  ".join(
                cell.ljust(width) if k == 0 else cell.rjust(width)
                for k, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in cells
        ]
        return "\n".join([self.title, lines[0], "-" * len(lines[0]), *lines[1:]])

    def markdown(self, measured_on: str) -> str:
        """Give it for the handbook, with what it was measured on below."""
        rule = " | ".join(["---"] + ["--:"] * (len(self.head) - 1))
        rows = [" | ".join(row) for row in (self.head, *self.rows)]
        lines = [f"| {row} |" for row in [rows[0], rule, *rows[1:]]]
        return "\n".join([*lines, "", f"*{measured_on}*"])


def written(unit: Unit, value: float, *, brief: bool = False) -> str:
    """Write a value in its unit; a dash where there is none."""
    return f"{_number(unit, value, brief)}{ENDINGS[unit]}" if np.isfinite(value) else "–"


def with_interval(unit: Unit, found: Estimate, *, brief: bool = False) -> str:
    """Write a value with its 95 % interval, as far as one is known."""
    value = written(unit, found.value, brief=brief)
    if not np.isfinite([found.value, found.low, found.high]).all():
        return value
    return f"{value} [{_number(unit, found.low, brief)}, {_number(unit, found.high, brief)}]"


def _number(unit: Unit, value: float, brief: bool) -> str:
    digits = 2 if brief else DIGITS[unit]
    return f"{value:.{min(digits, DIGITS[unit])}f}"


def places_in(page: str) -> frozenset[str]:
    """Give the keys of the tables that a page has a place for."""
    return frozenset(found[2] for found in MARKED.finditer(page))


def renewed(page: str, tables: Mapping[str, str]) -> str:
    """Give a page with the tables between its marks replaced, as far as there are new ones."""
    return MARKED.sub(
        lambda found: (
            f"{found[1]}{tables[found[2]]}\n{found[3]}" if found[2] in tables else found[0]
        ),
        page,
    )


def bar_of(measure: Measure) -> str:
    """Write what a measure must reach."""
    if measure.bar is None:
        return ""
    sign = "≥" if measure.better == "more" else "≤"
    return f"{sign} {written(measure.unit, measure.bar)}"


def joined(tables: Sequence[Table]) -> str:
    """Give tables one below the other, for a terminal."""
    return "\n\n".join(table.plain() for table in tables)
