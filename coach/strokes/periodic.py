"""Circles: stretches of movement that go evenly round."""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

import numpy as np
import shapely

from coach.types import FloatArray

__all__ = ["Circling", "area_cm2", "find_loops", "whole_loops"]


class Circling(Enum):
    """Whether a hand is thought to circle."""

    NO = "no"
    MAYBE = "maybe"
    EXPECTED = "expected"
    """The person said that they will."""


ROUND, ROUND_EXPECTED = 0.55, 0.4
"""Isoperimetric quotient 4πA/P² of a loop: 1 for a circle, 0.84 for an ellipse of 2:1, 0.54 for
4:1. A face that is half covered is found squeezed, and so are circles on it: who said that they
will circle is believed from less on. (Of drawn circles 0.72 are rounder than the first and 0.78
than the second; of strokes with their returns 0.02 and 0.10.)"""
EVEN, EVEN_EXPECTED, SLOWEST = 0.3, 0.15, 10
"""A circle is gone round evenly: its slowest tenth is not slower than this share of its median
speed. A stroke with a bowed return may look as round, but stops at both ends. (Who circles may
pause after each round: where circles are expected, less is asked.)"""
NEARLY = 0.75
"""The first and the last circle are rarely closed: this share of a turn is one."""
CLOSES = 0.75
"""A loop's ends lie nearer to each other than this share of its diameter (three quarters of a
circle: 0.71)."""
ALONE = 0.7
"""A single loop is one only when it is most of what the hand did between two rests, and went
round without a stop; else it is a stroke that ran on into its bowed return."""
NEAR = (0.4, 1.7)
"""While it goes on round, the hand stays within these shares of the loops' median radius."""
LONGEST_S = 8.0
LOST = np.pi / 4
"""A hand that seems to go back by so much was not seen, or seen elsewhere, for a while."""
LEAST_BEATS, RATES, FINE = 2, (0.9, 1.6), 16
"""Then rounds, from so many on, are counted by their rate, too: the strongest one between these
shares of that of the angle, told to a sixteenth of a round."""
STEP_S = 0.05


def find_loops(
    at_cm: FloatArray, rate_hz: float, begin: int, end: int, least_cm: float, circling: Circling
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
    circling
        What is asked of a loop: of none, if nothing is one.

    Returns
    -------
    (first, last) of each loop; neighbours share a point.
    """
    if circling is Circling.NO:
        return []
    steps = np.diff(at_cm[begin : end + 1], axis=0)
    heading = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    loops = []
    expected = circling is Circling.EXPECTED
    least = (ROUND_EXPECTED, EVEN_EXPECTED) if expected else (ROUND, EVEN)
    here, stride = 0, max(1, round(STEP_S * rate_hz))
    while here < len(heading) - stride:
        ahead = np.abs(heading[here : here + int(LONGEST_S * rate_hz)] - heading[here])
        if ahead.max() < NEARLY * 2 * np.pi:
            break
        there = here + int(np.argmax(ahead >= min(ahead.max(), 2 * np.pi)))
        if _is_round(at_cm[begin + here : begin + there + 1], least_cm, *least):
            loops.append((begin + here, begin + there))
            here = there
        else:
            here += stride
    whole: list[tuple[int, int]] = []
    for first, last in _runs(loops):
        # A run that reached out over the next one has counted its loops already.
        free = whole[-1][1] if whole else begin
        if last > free:
            whole += whole_loops(at_cm, (max(first, free), last), free, end)
    if len(whole) == 1 and not _is_alone(at_cm, whole[0], begin, end, least[1]):
        return []
    return whole


def _runs(loops: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give (first, last) of loops that follow each other without a gap."""
    runs: list[tuple[int, int]] = []
    for first, last in loops:
        if runs and runs[-1][1] == first:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def whole_loops(
    at_cm: FloatArray, run: tuple[int, int], begin: int, end: int, nearly: float = NEARLY
) -> list[tuple[int, int]]:
    """Let a run of loops reach out as far as the hand goes on round, and part it anew.

    Circling begins and ends anywhere on the way round, mostly in the middle of what was found as
    a loop. The angle about the middle of the run tells how often the hand really went round.

    Parameters
    ----------
    nearly
        So much of a last turn counts as one.
    """
    first, last = run
    out_cm = at_cm - (at_cm[first : last + 1].max(axis=0) + at_cm[first : last + 1].min(axis=0)) / 2
    angle = np.unwrap(np.arctan2(out_cm[:, 1], out_cm[:, 0]))
    angle *= np.sign(angle[last] - angle[first])
    radius_cm = np.hypot(*out_cm.T)
    usual_cm = np.median(radius_cm[first : last + 1])
    near = (radius_cm > NEAR[0] * usual_cm) & (radius_cm < NEAR[1] * usual_cm)
    while first > begin and near[first - 1] and angle[first - 1] < angle[first]:
        first -= 1
    while last < end and near[last + 1] and angle[last + 1] > angle[last]:
        last += 1
    turns = (angle[last] - angle[first]) / (2 * np.pi)
    count = int(turns + 1 - nearly)
    if count < 1:
        return []
    reached = np.maximum.accumulate(angle[first : last + 1])
    if count >= LEAST_BEATS and (reached - angle[first : last + 1]).max() > LOST:
        count = max(count, _beats(out_cm[first : last + 1], turns))
    marks = angle[first] + np.arange(1, count) * 2 * np.pi * turns / count
    edges = [first, *(first + np.searchsorted(reached, marks)).tolist(), last]
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _beats(out_cm: FloatArray, turns: float) -> int:
    """Count rounds by how quickly places (n, 2) about the middle go round, wherever that is seen.

    While the hand is not seen, or seen elsewhere for a moment, a turn may be lost to the angle.
    """
    way = np.sign(area_cm2(out_cm))
    round_at = out_cm[:, 0] + 1j * way * out_cm[:, 1]
    spectrum = np.abs(np.fft.fft(round_at - round_at.mean(), FINE * len(round_at)))
    low, high = (int(FINE * share * turns) for share in RATES)
    often = (low + int(np.argmax(spectrum[low : high + 1]))) / FINE
    return round(often)


def area_cm2(path_cm: FloatArray) -> float:
    """Signed area of a closed path of (n, 2): its sign tells which way round it goes."""
    x, y = path_cm.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _is_alone(at_cm: FloatArray, loop: tuple[int, int], begin: int, end: int, even: float) -> bool:
    first, last = loop
    margin = (last - first) // 10
    speed = np.hypot(*np.diff(at_cm[first + margin : last + 1 - margin], axis=0).T)
    without_a_stop = speed.min() >= even * np.median(speed)
    return bool(without_a_stop and last - first >= ALONE * (end - begin))


def _is_round(ring_cm: FloatArray, least_cm: float, least_round: float, even: float) -> bool:
    diameter_cm = float(np.hypot(*(ring_cm - ring_cm[0]).T).max())
    if diameter_cm < least_cm or np.hypot(*(ring_cm[-1] - ring_cm[0])) > CLOSES * diameter_cm:
        return False
    speed = np.hypot(*np.diff(ring_cm, axis=0).T)
    if np.percentile(speed, SLOWEST) < even * np.median(speed):
        return False
    ring = shapely.Polygon(ring_cm)
    return bool(4 * np.pi * ring.area / ring.length**2 > least_round)
