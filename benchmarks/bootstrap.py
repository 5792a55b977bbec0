"""Intervals by resampling clips.

Strokes of one clip share a person, a camera and a habit, so they are no independent draws; clips
are. scipy.stats.bootstrap does not fit: a resample may hold no clip that has a say in a measure,
and gives NaN then, and it has no remedy for samples without a single error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coach.types import FloatArray

__all__ = ["Estimate", "divided", "of_quantile", "of_sums"]

RESAMPLES = 2000
SEED = 20240229
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval.

    Attributes
    ----------
    clips
        How many had a say.
    """

    value: float
    low: float
    high: float
    clips: int


NOTHING_KNOWN = Estimate(float("nan"), float("nan"), float("nan"), 0)


def of_sums(
    rows: Sequence[FloatArray], formula: Callable[[FloatArray], FloatArray], *, share: bool = False
) -> Estimate:
    """Estimate what follows from sums over clips.

    Parameters
    ----------
    rows
        One for each clip, all of one shape.
    formula
        From (..., *shape) sums to (...,) values.
    share
        The value is a share of successes. Where every clip is without a fault (or without a
        success), resampling knows no spread and would say that the interval has no width; then
        the exact bound for that many clips without one is given: 1 − 0.025^(1/n) away (Clopper
        and Pearson, Biometrika 26, 1934), as if each clip were one trial.
    """
    stacked = np.array([row for row in rows if np.isfinite(formula(row))])
    if not len(stacked):
        return NOTHING_KNOWN
    value = float(formula(stacked.sum(axis=0)))
    low, high = _bounds(formula(np.tensordot(_weights(len(stacked)), stacked, axes=1)))
    if share and low == high == value and value in (0.0, 1.0):
        away = 1 - (0.5 * (1 - LEVEL)) ** (1 / len(stacked))
        low, high = (1 - away, 1.0) if value == 1.0 else (0.0, away)
    return Estimate(value, low, high, len(stacked))


def divided(a: FloatArray, b: FloatArray) -> FloatArray:
    """Divide; NaN where there is nothing to divide by."""
    return np.asarray(np.where(b != 0, a, np.nan) / np.where(b != 0, b, 1.0))


def of_quantile(rows: Sequence[FloatArray], quantile: float) -> Estimate:
    """Estimate a quantile of all clips' values together."""
    if not rows:
        return NOTHING_KNOWN
    values = np.concatenate(rows)
    clip = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    order = np.argsort(values)
    values, clip = values[order], clip[order]
    again = _weighted_quantile(values, _weights(len(rows))[:, clip], quantile)
    value = float(_weighted_quantile(values, np.ones((1, len(values))), quantile)[0])
    return Estimate(value, *_bounds(again), clips=len(rows))


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
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.5 * (1 - LEVEL), 0.5 * (1 + LEVEL)])
    return float(low), float(high)
