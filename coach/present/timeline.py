"""The attempts along time, a row a hand, as SVG that stretches with the page.

Lengths across are in percent and those down in pixels, so letters and icons keep their size on
a phone. Long clips are broken into several lines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from coach.present.marks import MARKS, Mark
from coach.present.tongue import ENGLISH, Tongue
from coach.present.words import SIDE_WORDS, clean, verdict_words
from coach.techniques.library import Library
from coach.types import HANDS, Attempt, Report, Side

__all__ = ["TimelineLine", "icon_symbols", "timeline"]

PER_LINE = 10
"""At most about this many attempts in a line: more would touch on a phone."""

TICK_STEPS_S = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
MOST_TICKS = 6
ROW_PX = 38
AXIS_PX = 22
BAR_PX = 7


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of the timeline.

    Attributes
    ----------
    svg
        The drawing, safe to put into a page.
    """

    start_s: float
    end_s: float
    svg: str


def timeline(
    report: Report, library: Library, tongue: Tongue = ENGLISH
) -> tuple[TimelineLine, ...]:
    """Draw every attempt as a bar with its verdict's icon, in as many lines as it takes."""
    attempts = report.attempts
    if not attempts:
        return ()
    known_s = report.duration_s if math.isfinite(report.duration_s) else 0.0
    length_s = max(known_s, *(attempt.end_s for attempt in attempts), 1e-3)
    count = max(1, math.ceil(len(attempts) / PER_LINE))
    span_s = length_s / count
    lines = []
    for number in range(count):
        start_s = number * span_s
        inside = [
            a for a in attempts if min(int((a.start_s + a.end_s) / 2 / span_s), count - 1) == number
        ]
        lines.append(
            TimelineLine(start_s, start_s + span_s, _line(inside, start_s, span_s, library, tongue))
        )
    return tuple(lines)


def _line(
    attempts: Sequence[Attempt], start_s: float, span_s: float, library: Library, tongue: Tongue
) -> str:
    height = ROW_PX * len(HANDS) + AXIS_PX
    rows = "".join(
        f'<line class="tl-row" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        for y in (ROW_PX * (row + 1) - BAR_PX / 2 - 5 for row in range(len(HANDS)))
    )
    bars = "".join(_bars(attempt, start_s, span_s, library, tongue) for attempt in attempts)
    end_s = start_s + span_s
    label = escape(tongue(f"{len(attempts)} attempts between {start_s:.0f} s and {end_s:.0f} s"))
    return (
        f'<svg class="tl" role="img" aria-label="{label}" width="100%" height="{height}">'
        f"{rows}{_axis(start_s, span_s, tongue)}{bars}</svg>"
    )


def _bars(attempt: Attempt, start_s: float, span_s: float, library: Library, tongue: Tongue) -> str:
    name = MARKS[attempt.verdict].icon_name
    left = min(max((attempt.start_s - start_s) / span_s, 0.0), 1.0) * 100
    right = min(max((attempt.end_s - start_s) / span_s, 0.0), 1.0) * 100
    said = escape(
        clean(
            tongue(f"{attempt.start_s:.1f} to {attempt.end_s:.1f} s")
            + f", {tongue(SIDE_WORDS[attempt.side])}: {tongue(verdict_words(attempt, library))}"
        )
    )
    drawn = []
    for row, hand in enumerate(HANDS):
        if attempt.side in (hand, Side.BOTH):
            bar_y = ROW_PX * (row + 1) - BAR_PX - 5
            drawn.append(
                f'<rect class="v-{name}" x="{left:.2f}%" y="{bar_y}" height="{BAR_PX}" rx="3.5" '
                f'width="{max(right - left, 0.8):.2f}%"/>'
                f'<svg class="tl-icon" x="{(left + right) / 2:.2f}%" y="{bar_y - 11}" '
                f'width="1" height="1"><use href="#icon-{name}"/></svg>'
            )
    return f"<g><title>{said}</title>{''.join(drawn)}</g>"


def _axis(start_s: float, span_s: float, tongue: Tongue) -> str:
    step_s = next((s for s in TICK_STEPS_S if span_s / s <= MOST_TICKS), TICK_STEPS_S[-1])
    bottom = ROW_PX * len(HANDS)
    first = math.ceil(start_s / step_s)
    drawn = []
    for number in range(first, int((start_s + span_s) / step_s) + 1):
        share = (number * step_s - start_s) / span_s * 100
        anchor = "start" if share < 3 else "end" if share > 94 else "middle"
        drawn.append(
            f'<line class="tl-tick" x1="{share:.2f}%" x2="{share:.2f}%" y1="4" y2="{bottom + 4}"/>'
            f'<text class="tl-time" text-anchor="{anchor}" x="{share:.2f}%" y="{bottom + 17}">'
            f"{escape(tongue(_clock(number * step_s)))}</text>"
        )
    return "".join(drawn)


def _clock(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:g} s"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def icon_symbols() -> str:
    """Give the hidden SVG that holds every verdict's icon for ``<use>``, drawn about (0, 0)."""
    symbols = "".join(_symbol(mark) for mark in MARKS.values())
    return (
        f'<svg class="icons" width="0" height="0" aria-hidden="true"><defs>{symbols}</defs></svg>'
    )


def _symbol(mark: Mark) -> str:
    strokes = "".join(
        "M" + "L".join(f"{x * 6.6:.2f},{y * 6.6:.2f}" for x, y in stroke) for stroke in mark.icon
    )
    return (
        f'<g id="icon-{mark.icon_name}"><circle class="v-{mark.icon_name}" r="8"/>'
        f'<path class="icon-stroke" d="{strokes}"/></g>'
    )
