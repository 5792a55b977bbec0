"""What stands below a drawing: a sample of each line and sign, and what it means."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from coach.present.marks import MARKS
from coach.present.svg import WIDTH, dashes, hatch, icon, polygon_data, text
from coach.present.words import VERDICT_WORDS
from coach.techniques.schema import NoGo
from coach.types import Verdict

__all__ = [
    "ICON",
    "TRY_WIDTH",
    "band_row",
    "legend_height",
    "legend_rows",
    "verdict_row",
    "zone_row",
]

TRY_WIDTH = 2.6
ICON = 8.0
ROW = 22.0
MOST_LETTERS = 22
"""Of words that fit beside a second column."""


def band_row() -> tuple[str, str]:
    """Explain the pale band."""
    head = polygon_data(np.array([[58.0, 0.0], [44.0, -8.0], [44.0, 8.0]]))
    sample = f'<path class="cd-band" d="M18,0L42,0"/><path class="cd-band-tip" d="{head}"/>'
    return sample, "how it should go"


def zone_row(zone: NoGo) -> tuple[str, str]:
    """Explain a place to keep off."""
    box = np.array([[18.0, -7.0], [54.0, -7.0], [54.0, 7.0], [18.0, 7.0]])
    return f'<path class="cd-zone" d="{polygon_data(box)}{hatch(box)}"/>', f"keep off {zone.say}"


def verdict_row(verdict: Verdict, count: int, zones: Sequence[NoGo]) -> tuple[str, str]:
    """Explain the line of a verdict, and say how often it was given."""
    mark = MARKS[verdict]
    sample = icon(mark, np.array([22.0, 0.0]), ICON) + (
        f'<path class="cd-try cd-{mark.icon_name}"{dashes(mark, TRY_WIDTH)} d="M37,0L60,0"/>'
    )
    words = VERDICT_WORDS[verdict]
    if verdict is Verdict.NO_GO:
        words = f"on {zones[0].say}" if len(zones) == 1 else "no-go place"
    return sample, f"{words}: {count}"


def legend_rows(rows: Sequence[tuple[str, str]], top: float) -> str:
    """Set the rows in columns."""
    drawn, columns = [], _columns(rows)
    for number, (sample, words) in enumerate(rows):
        x, y = WIDTH / 2 * (number % columns), top + ROW * (number // columns)
        drawn.append(f'<g transform="translate({x:g} {y:.1f})">{sample}{text(70, 4.5, words)}</g>')
    return "".join(drawn)


def legend_height(rows: Sequence[tuple[str, str]]) -> float:
    """Tell how much room the rows take."""
    return ROW * math.ceil(len(rows) / _columns(rows))


def _columns(rows: Sequence[tuple[str, str]]) -> int:
    return 2 if all(len(words) <= MOST_LETTERS for _, words in rows) else 1
