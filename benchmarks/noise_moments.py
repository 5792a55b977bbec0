"""Errors that change with time, summed up: how large, how white, how long, how uneven."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.types import FloatArray
from sample_videos.studio.landmark_noise import Wander

__all__ = ["size_and_spread", "wander"]

LOG_NORMAL = 0.635
"""Of a normal error of standard deviation 1: what the mean of log |error| is below 0."""


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
    """Split errors (n, k), NaN where there are none, into white noise and an AR(1) drift.

    What is left of them after one frame, and after about an eighth of a second, says how much of
    it drifts and for how long; what goes within one frame is white.
    """
    size, spread = size_and_spread(np.concatenate([values.ravel() for values in series]))
    if size == 0:
        return Wander()
    sums, weights, steps = np.zeros(3), np.zeros(3), []
    for values, dt in zip(series, dt_s, strict=True):
        even = np.clip(values / size, -3, 3)
        far = max(2, round(0.125 / dt))
        steps.append((dt, far * dt, len(values)))
        for row, lag in enumerate((0, 1, far)):
            product = (even[: len(even) - lag] * even[lag:]).ravel()
            product = product[np.isfinite(product)]
            sums[row] += product.sum()
            weights[row] += len(product)
    now, near, far_on = sums / np.maximum(weights, 1)
    near_s, far_s, _ = np.average(np.array(steps), axis=0, weights=[s[2] for s in steps])
    if near <= 0.02 * now:
        return Wander(white=size, spread=spread)
    kept = float(np.clip(far_on / near, 0.05, 0.99))
    tau_s = float(np.clip((far_s - near_s) / -np.log(kept), 0.04, 1.5))
    share = min(float(near * np.exp(near_s / tau_s) / now), 1.0)
    return Wander(size * float(np.sqrt(1 - share)), size * float(np.sqrt(share)), tau_s, spread)
