"""Circles: stretches of movement that go evenly round."""

from __future__ import annotations

import numpy as np
import shapely

from coach.types import FloatArray

__all__ = ["find_loops"]

ROUND = 0.55
"""Isoperimetric quotient 4πA/P² of a loop: 1 for a circle, 0.84 for an ellipse of 2:1, 0.54 for
4:1."""
EVEN, SLOWEST = 0.3, 10
"""A circle is gone round evenly: its slowest tenth is not slower than this share of its median
speed. A stroke with a bowed return may look as round, but stops at both ends."""
NEARLY = 0.75
"""The first and the last circle are rarely closed: this share of a turn is one."""
CLOSES = 0.75
"""A loop's ends lie nearer to each other than this share of its diameter (three quarters of a
circle: 0.71)."""
ALONE = 0.7
"""A single loop is one only when it is most of what the hand did between two rests, and went
round without a stop; else it is a stroke that ran on into its bowed return."""
LONGEST_S = 8.0
STEP_S = 0.05


def find_loops(
    at_cm: FloatArray, rate_hz: float, begin: int, end: int, least_cm: float
) -> list[tuple[int, int]]:
    """Find loops in a stretch of movement, one after the other.

    Parameters
    ----------
    at_cm
        (n, 2): smooth places on an even grid.
    rate_hz
        Grid points a second.
    begin, end
        The stretch, inclusive.
    least_cm
        Smaller loops are not told from noise.

    Returns
    -------
    (first, last) of each loop; neighbours share a point.
    """
    steps = np.diff(at_cm[begin : end + 1], axis=0)
    heading = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    loops = []
    here, stride = 0, max(1, round(STEP_S * rate_hz))
    while here < len(heading) - stride:
        ahead = np.abs(heading[here : here + int(LONGEST_S * rate_hz)] - heading[here])
        if ahead.max() < NEARLY * 2 * np.pi:
            break
        there = here + int(np.argmax(ahead >= min(ahead.max(), 2 * np.pi)))
        if _is_round(at_cm[begin + here : begin + there + 1], least_cm):
            loops.append((begin + here, begin + there))
            here = there
        else:
            here += stride
    if len(loops) == 1 and not _is_alone(at_cm, loops[0], begin, end):
        return []
    return loops


def _is_alone(at_cm: FloatArray, loop: tuple[int, int], begin: int, end: int) -> bool:
    first, last = loop
    margin = (last - first) // 10
    speed = np.hypot(*np.diff(at_cm[first + margin : last + 1 - margin], axis=0).T)
    without_a_stop = speed.min() >= EVEN * np.median(speed)
    return bool(without_a_stop and last - first >= ALONE * (end - begin))


def _is_round(ring_cm: FloatArray, least_cm: float) -> bool:
    diameter_cm = float(np.hypot(*(ring_cm - ring_cm[0]).T).max())
    if diameter_cm < least_cm or np.hypot(*(ring_cm[-1] - ring_cm[0])) > CLOSES * diameter_cm:
        return False
    speed = np.hypot(*np.diff(ring_cm, axis=0).T)
    if np.percentile(speed, SLOWEST) < EVEN * np.median(speed):
        return False
    ring = shapely.Polygon(ring_cm)
    return bool(4 * np.pi * ring.area / ring.length**2 > ROUND)
