"""Errors that change with time, summed up: how large, how lasting, how smooth, how uneven."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import nnls

from coach.types import FloatArray
from sample_videos.studio.landmark_noise import Wander

__all__ = ["evened", "size_and_spread", "wander"]

LOG_NORMAL = 0.635
"""Of a normal error of standard deviation 1: what the mean of log |error| is below 0."""
OF_NORMAL = 0.6745
"""Median size of a normal error of standard deviation 1."""
LAGS_S = (0.04, 0.08, 0.16, 0.32, 0.64)
LAG_SLACK = 0.35
"""A number of frames stands for a time that it misses by no more than this share."""
LEAST = 20
"""A median of fewer frames than this tells little of what stays."""
TAUS_S = np.geomspace(0.02, 1.5, 45)


def size_and_spread(values: FloatArray) -> tuple[float, float]:
    """Return the median strength of errors, and how it spreads, by moments of their logarithms.

    Of a normal error of standard deviation s, log |error| has the mean log s - 0.635 and the
    variance pi^2 / 8; what is more of a variance is spread of s itself. Few large errors count
    for little in this.
    """
    logs = np.log(np.abs(values[np.isfinite(values) & (values != 0)]))
    if len(logs) < 20:
        return 0.0, 0.0
    more = float(logs.var()) - np.pi**2 / 8
    return float(np.exp(logs.mean() + LOG_NORMAL)), float(np.sqrt(max(more, 0.0)))


def wander(series: Sequence[FloatArray], dt_s: Sequence[float]) -> Wander:
    """Split errors (n, k), NaN where there are none, into what stays, what drifts and the rest.

    The median of each series stays; how much errors change within a frame and within half a second
    says how much of the rest drifts, and how much is new. Every size is that of `size_and_spread`,
    to which few large errors and changes mean little.
    """
    columns = [column[np.isfinite(column)] for values in series for column in values.T]
    middles = [float(np.median(column)) for column in columns if len(column) >= LEAST]
    rest = [column - np.median(column) for column in columns if len(column)]
    size, spread = size_and_spread(np.concatenate([np.zeros(0), *rest]))
    stays = float(np.median(np.abs(middles))) / OF_NORMAL if middles else 0.0
    if size == 0:
        return Wander(stays=stays)
    lags, changes = _changes(series, dt_s)
    if len(lags) < 2:
        return Wander(white=size, spread=spread, stays=stays)
    ways = [_parts(size, lags, changes, float(tau_s)) for tau_s in TAUS_S]
    (white, drift), _, tau_s = min(ways, key=lambda way: way[1])
    return Wander(white, drift, tau_s, spread, stays)


def evened(series: Sequence[FloatArray]) -> tuple[list[FloatArray], tuple[float, ...]]:
    """Bring the columns of errors (n, k) to one size; and tell by how much each one was larger."""
    columns = np.concatenate(series).T
    sizes = np.array([size_and_spread(column)[0] for column in columns])
    if not sizes.all():
        return list(series), (1.0,) * len(sizes)
    uneven = sizes / np.exp(np.log(sizes).mean())
    return [values / uneven for values in series], tuple(uneven.tolist())


def _changes(series: Sequence[FloatArray], dt_s: Sequence[float]) -> tuple[FloatArray, FloatArray]:
    """Tell how large changes are within which times."""
    lags, sizes = [], []
    for lag_s in LAGS_S:
        found, passed = [], []
        for values, dt in zip(series, dt_s, strict=True):
            steps = max(round(lag_s / dt), 1)
            if abs(steps * dt - lag_s) <= LAG_SLACK * lag_s and len(values) > steps:
                found.append((values[steps:] - values[:-steps]).ravel())
                passed.append(steps * dt)
        size = size_and_spread(np.concatenate(found))[0] if found else 0.0
        if size > 0:
            lags.append(float(np.mean(passed)))
            sizes.append(size)
    return np.array(lags), np.array(sizes)


def _parts(
    size: float, lags: FloatArray, changes: FloatArray, tau_s: float
) -> tuple[tuple[float, float], float, float]:
    """Fit white noise and a drift of one time constant to changes; and tell how badly they fit."""
    gone = 1 - (1 + lags / tau_s) * np.exp(-lags / tau_s)
    rows = np.stack([np.full_like(lags, 2.0), 2 * gone], axis=1) / changes[:, None] ** 2
    rows = np.concatenate([rows, np.full((1, 2), size**-2.0)])
    squares, missed = nnls(rows, np.ones(len(rows)))
    white, drift = (float(one) for one in np.sqrt(squares))
    return (white, drift), float(missed), tau_s
