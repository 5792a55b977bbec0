"""Numbers of a review: which attempts are shown, pace, and both sides compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from coach.present.marks import ORDER
from coach.present.report_json import in_time_order
from coach.present.tempo import paces_s
from coach.techniques.library import Library
from coach.types import HANDS, Attempt, Report, Side, Verdict

__all__ = [
    "Numbered",
    "SideFigures",
    "clock",
    "median",
    "numbered",
    "right_share",
    "sides",
    "verdicts_of",
]


@dataclass(frozen=True, slots=True)
class Numbered:
    """An attempt with its number in every form of the report, from 1, and its pace."""

    number: int
    attempt: Attempt
    pace_s: float


@dataclass(frozen=True, slots=True)
class SideFigures:
    """What one hand did; what both did together counts for each.

    Attributes
    ----------
    pace_s, coverage
        Medians; NaN when there is nothing to take one of.
    """

    side: Side
    attempts: int
    counted: int
    pace_s: float
    coverage: float


def numbered(
    report: Report, library: Library, hand: Side | None = None, verdicts: Collection[Verdict] = ()
) -> tuple[Numbered, ...]:
    """Give the attempts in which a hand took part, and of certain verdicts; None, () for all."""
    attempts = in_time_order(report)
    told = zip(attempts, paces_s(attempts, library), strict=True)
    return tuple(
        Numbered(number, attempt, pace_s)
        for number, (attempt, pace_s) in enumerate(told, start=1)
        if (hand is None or attempt.side in (hand, Side.BOTH))
        and (not verdicts or attempt.verdict in verdicts)
    )


def verdicts_of(report: Report) -> tuple[Verdict, ...]:
    """Give the verdicts that occur, right first."""
    there = {attempt.verdict for attempt in report.attempts}
    return tuple(verdict for verdict in ORDER if verdict in there)


def right_share(report: Report) -> float:
    """Give the share of judged attempts that were right, 0 to 1; NaN when none was judged."""
    judged = [a.verdict for a in report.attempts if a.verdict is not Verdict.NOT_JUDGED]
    return judged.count(Verdict.GOOD) / len(judged) if judged else float("nan")


def sides(report: Report, library: Library) -> tuple[SideFigures, ...]:
    """Compare the left hand and the right."""
    return tuple(_side(report, library, side) for side in HANDS)


def _side(report: Report, library: Library, side: Side) -> SideFigures:
    tries = numbered(report, library, side)
    return SideFigures(
        side,
        len(tries),
        report.repetitions_of(side),
        median([one.pace_s for one in tries]),
        median([one.attempt.coverage for one in tries]),
    )


def median(values: Sequence[float]) -> float:
    """Give the median of the known values; NaN when there is none."""
    known = [value for value in values if np.isfinite(value)]
    return float(np.median(known)) if known else float("nan")


def clock(t_s: float) -> str:
    """Give a time in the clip as players show it: "1:02.5"."""
    tenths = round(t_s * 10)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"
