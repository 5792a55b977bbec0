"""Intervals by resampling clips.

Strokes of one clip share a person, a camera and a habit, so they are no independent draws; clips
are. scipy.stats.bootstrap does not fit: a resample may hold no clip that has a say in a measure,
and gives NaN then, and it has no remedy for samples without a single error.

An interval without a width says that resampling knows no spread, as from a single clip. It is
never told: an exact bound takes its place where there is one, otherwise the bounds are NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from coach.types import FloatArray

__all__ = ["Estimate", "difference", "divided", "of_change", "of_quantile", "of_quantile_change",
           "of_sums"]  # fmt: skip

RESAMPLES = 2000
SEED = 20240229
TAIL = 0.025
"""What lies beyond either end of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval.

    Attributes
    ----------
    low, high
        NaN where nothing is known of the spread.
    clips
        How many had a say.
    """

    value: float
    low: float
    high: float
    clips: int


NOTHING_KNOWN = Estimate(float("nan"), float("nan"), float("nan"), 0)


def of_sums(
    rows: Sequence[FloatArray],
    formula: Callable[[FloatArray], FloatArray],
    exact: Literal["share", "rate"] | None = None,
) -> Estimate:
    """Estimate what follows from sums over clips.

    Parameters
    ----------
    rows
        One for each clip, all of one shape.
    formula
        From (..., *shape) sums to (...,) values.
    exact
        What the value is, where resampling knows no spread and there is an exact bound: a share
        of successes in which every clip is without a fault (or without a success), as if each
        clip were one trial; or a rate, from (events, time), in which nothing happened at all.
    """
    stacked = np.array([row for row in rows if np.isfinite(formula(row))])
    if not len(stacked):
        return NOTHING_KNOWN
    total = stacked.sum(axis=0)
    value = float(formula(total))
    low, high = _bounds(formula(np.tensordot(_weights(len(stacked)), stacked, axes=1)))
    if np.isnan(low) and exact == "share":
        low, high = _share_bounds(value, len(stacked))
    elif np.isnan(low) and exact == "rate" and value == 0.0:
        low, high = 0.0, -np.log(TAIL) / float(total[1])
    return Estimate(value, low, high, len(stacked))


def of_change(
    before: Sequence[FloatArray],
    after: Sequence[FloatArray],
    formula: Callable[[FloatArray], FloatArray],
) -> Estimate:
    """Estimate by how much a value changes between two rows of each of the same clips."""
    first, then = np.array(before), np.array(after)
    if not len(first):
        return NOTHING_KNOWN

    def between(drawn: FloatArray) -> FloatArray:
        was, is_now = (formula(np.tensordot(drawn, rows, axes=1)) for rows in (first, then))
        return np.asarray(is_now - was)

    value = float(between(np.ones(len(first))))
    return Estimate(value, *_bounds(between(_weights(len(first)))), len(first))


def difference(a: Estimate, b: Estimate) -> Estimate:
    """Estimate a - b of two numbers from different clips.

    The interval follows from the two intervals (Zou and Donner, Statistics in Medicine 27, 2008),
    so it has a width where one of them is an exact bound.
    """
    value = a.value - b.value
    low = value - float(np.hypot(a.value - a.low, b.high - b.value))
    high = value + float(np.hypot(a.high - a.value, b.value - b.low))
    return Estimate(value, low, high, a.clips + b.clips)


def divided(a: FloatArray, b: FloatArray) -> FloatArray:
    """Divide; NaN where there is nothing to divide by."""
    return np.asarray(np.where(b != 0, a, np.nan) / np.where(b != 0, b, 1.0))


def of_quantile(rows: Sequence[FloatArray], quantile: float) -> Estimate:
    """Estimate a quantile of all clips' values together."""
    if not rows:
        return NOTHING_KNOWN
    value, again = _quantiles(rows, quantile)
    return Estimate(value, *_bounds(again), clips=len(rows))


def of_quantile_change(
    before: Sequence[FloatArray], after: Sequence[FloatArray], quantile: float
) -> Estimate:
    """Estimate by how much a quantile changes between the values of the same clips.

    Clips are drawn anew in pairs; how many values each of a pair has may differ.
    """
    if not before:
        return NOTHING_KNOWN
    (was, was_again), (now, now_again) = (_quantiles(rows, quantile) for rows in (before, after))
    return Estimate(now - was, *_bounds(now_again - was_again), clips=len(before))


def _quantiles(rows: Sequence[FloatArray], quantile: float) -> tuple[float, FloatArray]:
    """Give a quantile of all clips' values together, and (resamples,) it again."""
    values = np.concatenate(rows)
    clip = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    order = np.argsort(values)
    values, clip = values[order], clip[order]
    again = _weighted_quantile(values, _weights(len(rows))[:, clip], quantile)
    return float(_weighted_quantile(values, np.ones((1, len(values))), quantile)[0]), again


def _weighted_quantile(values: FloatArray, weights: FloatArray, quantile: float) -> FloatArray:
    """Give the least of the (n,) sorted values at which (m, n) weights reach a share, for each."""
    reached = np.cumsum(weights, axis=1)
    first = (reached >= quantile * reached[:, -1:]).argmax(axis=1)
    found: FloatArray = values[first].astype(np.float64)
    found[reached[:, -1] == 0] = np.nan
    return found


def _weights(clips: int) -> FloatArray:
    """(resamples, clips): how often each clip is drawn; the same for all measures."""
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(clips, np.full(clips, 1 / clips), size=RESAMPLES)
    return drawn.astype(np.float64)


def _bounds(again: FloatArray) -> tuple[float, float]:
    known = again[np.isfinite(again)]
    low, high = np.quantile(known, [TAIL, 1 - TAIL]) if len(known) else (0.0, 0.0)
    return (float(low), float(high)) if high > low else (float("nan"), float("nan"))


def _share_bounds(value: float, clips: int) -> tuple[float, float]:
    """Give how far from all, or from none, a share may be (Clopper and Pearson, 1934)."""
    away = 1 - TAIL ** (1 / clips)
    return {1.0: (1 - away, 1.0), 0.0: (0.0, away)}.get(value, (float("nan"), float("nan")))
