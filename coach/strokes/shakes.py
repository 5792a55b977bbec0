"""Vibration: a hand that trembles on the skin while it travels slowly, or stays.

A camera sees shaking up to about half its pictures a second, less what a shutter blurs: at 30 a
second up to about 10 to 12 Hz, at 15 up to 6. Quicker shaking looks still, or slower than it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coach.strokes.rhythm import band
from coach.strokes.signals import GRID_HZ, Motion, smoothed
from coach.strokes.spell import Beat, beats_between, shares_along
from coach.strokes.stretches import stretches
from coach.techniques.schema import Technique
from coach.types import FloatArray, Sense

__all__ = ["is_shaking", "shakes"]

RATES_HZ = (4.6, 12.0)
SEEN = 0.45
"""Rates above this share of the pictures a second are not seen."""
LEAST_CM, LEAST_ASKED_CM = 0.24, 0.17
"""Shaking by less (root mean square) is tracking noise, which reaches 0.12 cm in this band (on
simulated landmarks); where vibration was asked for."""
SLOWER_HZ, MOSTLY = (0.7, 4.0), 0.6
"""Claps and rubbing have quick parts, too; a hand that vibrates moves less at these rates."""
TREMBLES = 0.4
"""A movement is shaking when the hand shakes for this share of it."""
SMOOTH_S = 0.2
LEAST_S = 0.9
JOIN_S = 0.35
"""Shaking that stops for no longer goes on."""
WAY = 0.3
"""A hand that travels less than this share of the path meanwhile goes neither way."""
EDGE = 0.15
"""Share of a way at either end at which the hand lingers."""
TURNED = 0.5
"""A hand that goes back by so much of the path has turned: it goes anew, however it shakes."""


def _shaking_cm(motion: Motion) -> np.ndarray:
    """(n,): how far the hand shakes (root mean square) about each moment."""
    high_hz = min(RATES_HZ[1], SEEN * motion.frame_hz)
    if high_hz <= RATES_HZ[0] + 0.5:
        return np.zeros(len(motion.t_s))
    quick = band(motion.at_cm, RATES_HZ[0], high_hz)
    return np.asarray(np.sqrt(smoothed((quick**2).sum(axis=1), SMOOTH_S)))


def is_shaking(motion: Motion) -> float:
    """Give how surely a movement is vibration, 0 to 1: the share of it that shakes."""
    quick_cm = _shaking_cm(motion)
    slower = band(motion.at_cm, *SLOWER_HZ)
    slower_cm = np.sqrt(smoothed((slower**2).sum(axis=1), SMOOTH_S))
    share = float(((quick_cm > LEAST_CM) & (quick_cm > MOSTLY * slower_cm)).mean())
    return share if share >= TREMBLES else 0.0


def shakes(motion: Motion, technique: Technique, *, asked: bool) -> tuple[float, tuple[Beat, ...]]:
    """Give the share that shakes, and each stretch of shaking: once along the way, or at rest."""
    least_cm = LEAST_ASKED_CM if asked else LEAST_CM
    shaking = _shaking_cm(motion) > least_cm
    spans = stretches(shaking, JOIN_S * GRID_HZ)
    place_cm = motion.place_cm(technique.chart, technique.effector.part)
    if not spans or not np.isfinite(place_cm).all():
        return 0.0, ()
    along = smoothed(shares_along(place_cm, technique), SMOOTH_S)
    ways = (way for span in spans for way in _ways(along, *span))
    spans = [(a, b) for a, b in ways if b - a >= LEAST_S * GRID_HZ]
    if not spans:
        return 0.0, ()
    senses = [_sense(float(along[b] - along[a])) for a, b in spans]
    return float(shaking.mean()), beats_between(motion, technique, spans, senses)


def _ways(along: FloatArray, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Part a stretch where a hand that is `along` (n,) a path has turned back."""
    begin = turn = first
    way = 0.0
    for k in range(first, last + 1):
        if way == 0.0 and abs(along[k] - along[begin]) > TURNED:
            way = float(np.sign(along[k] - along[begin]))
        if way * (along[k] - along[turn]) >= 0.0:
            turn = k
        elif way * (along[turn] - along[k]) > TURNED:
            yield from _going(along, begin, turn)
            begin, turn, way = turn, k, -way
    yield from _going(along, begin, last)


def _going(along: FloatArray, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Give a way again, unless it is gone so quickly that the hand only flies back."""
    part = along[first : last + 1]
    low, high = part.min(), part.max()
    if high - low <= TURNED:
        yield first, last
        return
    between = (part > low + EDGE * (high - low)) & (part < high - EDGE * (high - low))
    if between.sum() >= LEAST_S * GRID_HZ:
        yield first, last


def _sense(way: float) -> Sense | None:
    if abs(way) < WAY:
        return None
    return Sense.RIGHT if way > 0 else Sense.REVERSED
