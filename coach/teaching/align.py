"""Laying paths beside each other in step, and averaging them.

Two people, and one person twice, never go along a path at the same pace or quite as far. So paths
are paired by time warping before anything is compared or averaged: each point with the one it
corresponds to, in order, from beginning to end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from coach.strokes.match import resample
from coach.types import FloatArray

__all__ = [
    "POINTS",
    "apart_cm",
    "average",
    "evened",
    "length_cm",
    "paired",
    "ring",
    "ring_area_cm2",
    "turn_of",
    "turned",
]

POINTS = 32
BAND = 8
"""How many of 32 equal steps one path may run ahead of the other: a quarter of the way. More than
that is another path, not another pace."""
ROUNDS = 6
"""Averaging settles after three or four; more change nothing."""
EVEN = 1.0
"""Standard deviation, in 32nds of the way, of the Gaussian that evens an average out: hands go
round bends, and what is sharper than that is tracking."""


def paired(a: FloatArray, b: FloatArray) -> NDArray[np.intp]:
    """Pair the points of two paths by dynamic time warping.

    Sakoe and Chiba: Dynamic programming algorithm optimization for spoken word recognition. IEEE
    TASSP 26(1), 1978. doi:10.1109/TASSP.1978.1163055

    Parameters
    ----------
    a, b
        (n, 2), (n, 2): points at equal steps.

    Returns
    -------
    (k, 2): indices into a and b, both rising from 0 to n - 1; every point is in a pair.
    """
    count = len(a)
    cost = np.hypot(*(a[:, None] - b[None]).transpose(2, 0, 1)).tolist()
    total = [[float("inf")] * (count + 1) for _ in range(count + 1)]
    total[0][0] = 0.0
    for i in range(1, count + 1):
        row, above = total[i], total[i - 1]
        for k in range(max(1, i - BAND), min(count, i + BAND) + 1):
            row[k] = cost[i - 1][k - 1] + min(above[k], row[k - 1], above[k - 1])
    pairs = [(count, count)]
    while pairs[-1] != (1, 1):
        i, k = pairs[-1]
        before = ((i - 1, k - 1), (i - 1, k), (i, k - 1))
        pairs.append(min(before, key=lambda at: total[at[0]][at[1]]))
    return np.array(pairs[::-1]) - 1


def apart_cm(a_cm: FloatArray, b_cm: FloatArray) -> float:
    """Give how far apart two paths of (n, 2) run, in the mean over their pairs."""
    i, k = paired(a_cm, b_cm).T
    return float(np.hypot(*(a_cm[i] - b_cm[k]).T).mean())


def length_cm(path_cm: FloatArray) -> float:
    """Give the length of a path of (n, 2)."""
    return float(np.hypot(*np.diff(path_cm, axis=0).T).sum())


def ring(loop_cm: FloatArray) -> FloatArray:
    """Close a loop: (32, 2) at equal steps all round, the last point being the first again.

    A third column holds times, and is taken along: the loop is closed at its end.
    """
    closing = np.concatenate([loop_cm[:1, :2], loop_cm[-1:, 2:]], axis=1)
    return resample(np.concatenate([loop_cm, closing]), POINTS)


def ring_area_cm2(ring_cm: FloatArray) -> float:
    """Give the signed area of a ring: its sign says which way round it goes."""
    x, y = ring_cm.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def turned(ring_cm: FloatArray, like_cm: FloatArray) -> FloatArray:
    """Let a ring begin where another one does: circling begins anywhere on the way round."""
    open_cm = ring_cm[:-1]
    begun = np.roll(open_cm, -turn_of(ring_cm, like_cm), axis=0)
    return np.concatenate([begun, begun[:1]])


def turn_of(ring_cm: FloatArray, like_cm: FloatArray) -> int:
    """Tell at which point of a ring another one begins."""
    open_cm = ring_cm[:-1]
    misses = [
        np.hypot(*(np.roll(open_cm, -step, axis=0) - like_cm[:-1]).T).mean()
        for step in range(len(open_cm))
    ]
    return int(np.argmin(misses))


def average(paths_cm: Sequence[FloatArray], first_cm: FloatArray, *, closed: bool) -> FloatArray:
    """Average paths in step with each other.

    Petitjean, Ketterlin and Gançarski: A global averaging method for dynamic time warping. Pattern
    Recognition 44(3), 2011. doi:10.1016/j.patcog.2010.09.013

    Parameters
    ----------
    paths_cm
        Of (32, 2) each; rings when closed.
    first_cm
        (32, 2): what the average begins with: the most typical path.

    Returns
    -------
    (32, 2) at equal steps.
    """
    mean_cm = first_cm
    for _ in range(ROUNDS):
        sums, counts = np.zeros_like(mean_cm), np.zeros(len(mean_cm))
        for path_cm in paths_cm:
            one_cm = turned(path_cm, mean_cm) if closed else path_cm
            at, of = _between_ends(paired(mean_cm, one_cm)).T
            np.add.at(sums, at, one_cm[of])
            np.add.at(counts, at, 1.0)
        mean_cm = sums / counts[:, None]
        mean_cm = ring(mean_cm[:-1]) if closed else resample(mean_cm, POINTS)
    return evened(mean_cm, closed=closed)


def evened(path_cm: FloatArray, *, closed: bool) -> FloatArray:
    """Smooth a path; its ends stay where they are."""
    if closed:
        ring_cm = gaussian_filter1d(path_cm[:-1], EVEN, axis=0, mode="wrap")
        return np.concatenate([ring_cm, ring_cm[:1]])
    # Turned about its ends, the path goes on beyond them as it came.
    before, after = 2 * path_cm[0] - path_cm[:0:-1], 2 * path_cm[-1] - path_cm[-2::-1]
    longer_cm = gaussian_filter1d(np.concatenate([before, path_cm, after]), EVEN, axis=0)
    return np.asarray(longer_cm[len(before) : len(before) + len(path_cm)])


def _between_ends(pairs: NDArray[np.intp]) -> NDArray[np.intp]:
    """Leave out what is paired with an end besides its own end: it would draw the ends inwards."""
    last = pairs[-1, 0]
    at_end = np.isin(pairs[:, 0], (0, last))
    own = (pairs == 0).all(axis=1) | (pairs == last).all(axis=1)
    kept: NDArray[np.intp] = pairs[~at_end | own]
    return kept
