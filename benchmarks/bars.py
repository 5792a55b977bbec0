"""The measures in order, each with its unit, its bar, and how it follows from sums over clips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from benchmarks import frames, measures
from benchmarks.bootstrap import (
    Estimate,
    divided,
    of_change,
    of_quantile,
    of_quantile_change,
    of_sums,
)
from benchmarks.outcome import Outcome
from benchmarks.truth import Truth
from coach.types import FloatArray

__all__ = [
    "LIFT_MEASURE",
    "MEASURES",
    "TALLIES",
    "Measure",
    "Tallies",
    "Unit",
    "change",
    "estimate",
    "f1",
    "share_of",
    "tally",
]

Unit = Literal["share", "number", "deg", "mm", "per minute"]
Tallies = Mapping[str, FloatArray]
"""What one clip adds to each tally; those it has no say in are left out."""

TALLIES: dict[str, Callable[[Truth, Outcome], FloatArray | None]] = {
    "sense": measures.sense,
    "technique": measures.technique,
    "repetitions": measures.repetitions,
    "direction": measures.direction_errors_deg,
    "circles": measures.circle_errors_deg,
    "contact": frames.contact,
    "contact_high_lift": frames.contact_high_lift,
    "place": frames.place,
    "bias": frames.bias,
    "spine": measures.spine,
    "false_alarms": measures.false_alarms,
    "false_attempts": measures.false_attempts,
    "sense_by_lift": measures.sense_by_lift,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the table.

    Attributes
    ----------
    key, name
        For files, and for people.
    of
        The tally it comes from.
    formula
        From (..., *shape) sums to (...,) values; or the quantile that is taken of values.
    unit
        How it is written.
    bar, better
        What it must reach (None: told only), and from which side.
    told
        It is judged with the technique told. The technique itself is judged without.
    """

    key: str
    name: str
    of: str
    formula: Callable[[FloatArray], FloatArray] | float
    unit: Unit
    bar: float | None = None
    better: Literal["more", "less"] = "more"
    told: bool = True

    def meets(self, value: float) -> bool | None:
        """Tell whether a value reaches the bar; None where there is none, or no value."""
        if self.bar is None or not np.isfinite(value):
            return None
        return value >= self.bar if self.better == "more" else value <= self.bar


def share_of(of: int, by: int) -> Callable[[FloatArray], FloatArray]:
    """Give the formula that divides one sum by another."""
    return lambda sums: divided(sums[..., of], sums[..., by])


def _part(row: int) -> Callable[[FloatArray], FloatArray]:
    return lambda sums: divided(sums[..., row, 0], sums[..., row, 1])


def f1(sums: FloatArray) -> FloatArray:
    """Harmonic mean of precision (0 of 1) and recall (2 of 3).

    NaN where nothing is true and nothing was said.
    """
    parts = (divided(sums[..., k], sums[..., k + 1]) for k in (0, 2))
    precision, recall = (np.where(np.isnan(part), 0.0, part) for part in parts)
    nothing = (sums[..., 1] == 0) & (sums[..., 3] == 0)
    both = np.where(precision + recall > 0, precision + recall, 1.0)
    return np.asarray(np.where(nothing, np.nan, 2 * precision * recall / both))


MEASURES: tuple[Measure, ...] = (
    Measure("sense", "sense, of those given one", "sense", share_of(0, 1), "share", 0.97),
    Measure("sense_given", "sense, share given one", "sense", share_of(1, 2), "share", 0.90),
    Measure(
        "technique", "technique, untold", "technique", share_of(0, 1), "share", 0.95, told=False
    ),
    Measure("exact", "repetitions, exact", "repetitions", share_of(0, 4), "share", 0.90),
    Measure("off_by_one", "repetitions, off by one", "repetitions", share_of(1, 4), "share", 1.0),
    Measure(
        "count_error", "repetitions, error", "repetitions", share_of(3, 4), "number", 0.03, "less"
    ),
    Measure(
        "count_error_some",
        "repetitions, error where some are",
        "repetitions",
        share_of(5, 6),
        "number",
        None,
        "less",
    ),
    Measure("sides", "repetitions, exact on both sides", "repetitions", share_of(2, 4), "share"),
    Measure("direction", "direction, median", "direction", 0.5, "deg", 5.0, "less"),
    Measure("direction_p95", "direction, 95th percentile", "direction", 0.95, "deg", 15.0, "less"),
    Measure("direction_round", "direction along circles", "circles", 0.5, "deg", None, "less"),
    Measure("contact", "contact F1, lift 4 cm and more", "contact_high_lift", f1, "share", 0.90),
    Measure("contact_all", "contact F1, all lifts", "contact", f1, "share"),
    Measure("place_free", "place, hand beside the face", "place", _part(0), "mm", 6.0, "less"),
    Measure("place_over", "place, hand over the face", "place", _part(1), "mm", 10.0, "less"),
    Measure("place_back", "place, palm on the back", "place", _part(2), "mm", None, "less"),
    Measure("placed", "place, share of touches placed", "place", _part(3), "share"),
    Measure("spine", "spine F1", "spine", f1, "share", 0.97),
    Measure(
        "false_alarms", "false alarms", "false_alarms", share_of(0, 1), "per minute", 0.2, "less"
    ),
    Measure(
        "false_attempts",
        "attempts spoken of in the same clips",
        "false_attempts",
        share_of(0, 1),
        "per minute",
        None,
        "less",
    ),
)
LIFT_MEASURE = "sense_by_lift"
EXACT: dict[Unit, Literal["share", "rate"]] = {"share": "share", "per minute": "rate"}
"""Units for which a bound is known where resampling knows none."""


def tally(truth: Truth, said: Outcome) -> Tallies:
    """Give all that one clip adds."""
    found = {key: count(truth, said) for key, count in TALLIES.items()}
    return {key: row for key, row in found.items() if row is not None}


def estimate(measure: Measure, clips: Sequence[Tallies]) -> Estimate:
    """Give a measure over clips, with its interval."""
    rows = [clip[measure.of] for clip in clips if measure.of in clip]
    if isinstance(measure.formula, float):
        return of_quantile(rows, measure.formula)
    return of_sums(rows, measure.formula, EXACT.get(measure.unit))


def change(measure: Measure, before: Sequence[Tallies], after: Sequence[Tallies]) -> Estimate:
    """Give how a measure changes over the same clips, in their order."""
    rows = [(a[measure.of], b[measure.of]) for a, b in zip(before, after, strict=True)
            if measure.of in a and measure.of in b]  # fmt: skip
    was, now = [a for a, _ in rows], [b for _, b in rows]
    if isinstance(measure.formula, float):
        return of_quantile_change(was, now, measure.formula)
    return of_change(was, now, measure.formula)
