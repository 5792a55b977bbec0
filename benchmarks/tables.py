"""Tables as plain text and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.bars import Measure
from benchmarks.bootstrap import Estimate

__all__ = ["Table", "renewed", "with_interval", "written"]

MARKED = re.compile(r"(<!-- measured: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it is called, what it was measured on, and its cells.

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

    def markdown(self) -> str:
        """Give it for the handbook."""
        rule = " | ".join(["---"] + ["--:"] * (len(self.head) - 1))
        rows = [" | ".join(row) for row in (self.head, *self.rows)]
        return "\n".join(f"| {row} |" for row in [rows[0], rule, *rows[1:]])


def written(measure: Measure, value: float) -> str:
    """Write a value in its unit; a dash where there is none."""
    if not np.isfinite(value):
        return "–"
    if measure.unit == "share":
        return f"{value:.3f}"
    if measure.unit == "deg":
        return f"{value:.1f}°"
    if measure.unit == "mm":
        return f"{value:.1f} mm"
    return f"{value:.2f}" + ("/min" if measure.unit == "per minute" else "")


def with_interval(measure: Measure, found: Estimate) -> str:
    """Write a value with its 95 % interval."""
    if not np.isfinite(found.value):
        return "–"
    digits = {"share": 3, "number": 2, "deg": 1, "mm": 1, "per minute": 2}[measure.unit]
    span = f"[{found.low:.{digits}f}, {found.high:.{digits}f}]"
    return f"{written(measure, found.value)} {span}"


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
    return f"{sign} {written(measure, measure.bar)}"


def joined(tables: Sequence[Table]) -> str:
    """Give tables one below the other, for a terminal."""
    return "\n\n".join(table.plain() for table in tables)
