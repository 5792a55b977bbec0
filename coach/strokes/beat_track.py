"""Moments that come again at about even distances, where each by itself is seen badly.

As the beats of music are followed: of all series of moments, take the one in which most happens,
less what its distances differ from one period (Ellis, Beat tracking by dynamic programming, Journal
of New Music Research 36, 2007, https://doi.org/10.1080/09298210701653344).
"""

from __future__ import annotations

import numpy as np

from coach.types import FloatArray

__all__ = ["even_moments"]

EVENLY = 6.0
"""What a distance costs that is e times the period, or one e-th: a quarter more or less costs 0.3
(ours; 3 to 8 counted simulated presses nearly as well)."""
LEAST = 0.1
"""A moment in which less happens does not pay (ours)."""
REACH = 2.0
"""No distance is further from the period than by this factor."""


def even_moments(strength: FloatArray, hz: float, periods_s: FloatArray) -> tuple[int, ...]:
    """Give the indices of the moments.

    Parameters
    ----------
    strength
        (n,): how much happens at each time; about 1 at a moment that is seen, and 0 on average.
    hz
        Samples a second.
    periods_s
        (k,): the periods that are looked for.
    """
    lags = np.arange(
        max(round(periods_s.min() / REACH * hz), 1), round(REACH * periods_s.max() * hz) + 1
    )
    off = np.log(lags[None, :] / (periods_s[:, None] * hz))
    costs = np.where(np.abs(off) <= np.log(REACH), EVENLY * off**2, np.inf)
    count, rows = len(strength), np.arange(len(periods_s))
    best = np.full((len(periods_s), count), -np.inf)
    before = np.full((len(periods_s), count), -1)
    for now in range(count):
        near = lags[lags <= now]
        came = np.zeros(len(periods_s))
        if len(near):
            scores = best[:, now - near] - costs[:, : len(near)]
            which = scores.argmax(axis=1)
            goes_on = scores[rows, which] > 0
            came[goes_on] = scores[rows, which][goes_on]
            before[goes_on, now] = now - near[which[goes_on]]
        best[:, now] = came + strength[now] - LEAST
    row, last = np.unravel_index(int(best.argmax()), best.shape)
    found, at = [], int(last)
    while at >= 0:
        found.append(at)
        at = int(before[row, at])
    return tuple(reversed(found))
