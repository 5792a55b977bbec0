"""Circles by how often the hand goes round, and which way.

`coach.strokes.periodic` finds circles by their shape, among strokes. Where the hand's place is
uncertain by as much as a small circle is wide, shape is lost. What goes round one way at about one
rate still stands out from errors, which go round either way at any: places are complex numbers
here, and their spectrum tells the two ways apart (Gonella, A rotary-component method for analysing
meteorological and oceanographic vector time series, Deep-Sea Research 19, 1972,
https://doi.org/10.1016/0011-7471(72)90002-2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from coach.strokes.rhythm import ComplexArray, one_way
from coach.strokes.signals import GRID_HZ, Motion, smoothed
from coach.strokes.spell import Beat, beats_between
from coach.strokes.stretches import longest
from coach.techniques.schema import Mirror, Technique
from coach.types import ChartName, FloatArray, Sense

__all__ = ["LEAST_CM", "USUALLY_LEAST_CM", "goes_round", "is_circling", "rounds"]

SMOOTH_S, CENTRE_S = 0.05, 1.6
"""Standard deviations of the Gaussians that places, and the circles' wandering middle, are smoothed
by."""
LEAST_CM = {ChartName.FACE: 1.0, ChartName.NECK: 1.0, ChartName.HAND: 0.7}
USUALLY_LEAST_CM = 2.2
"""A smaller radius (median) is no circle."""
FINE = 8
"""Rates are looked at in so many steps between two that differ by one round."""
FAR = 2.0
"""What is further from the middle than so many times the usual, where a hand comes or goes, counts
as if it were there."""
RATES_HZ, LEAST_IN = (0.25, 2.6), 1.5
"""Rounds a second that are looked for; and no rate of which there would be fewer rounds."""
BROAD = 0.3
"""Standard deviation, in the logarithm of the rate, of what is taken to be the going round."""
LASTS, HOLE_S = 0.5, 0.5
"""Where it goes round by less than this share of the usual it comes or goes; but not in a moment
as short."""
ONE_WAY, ONE_WAY_ASKED = 0.45, 0.18
"""Least (a - b) / (a + b) of how far it goes round the one way and the other: 1 for a circle, 0 for
to and fro, 0.2 and more for nine in ten simulated circles; where circles were asked for."""
LEAST_TURNS, LEAST_ASKED = 2.5, 0.75
"""Fewer turns are no circling; where circles were asked for."""


@dataclass(frozen=True, slots=True)
class _Turning:
    """How a hand goes round.

    Attributes
    ----------
    first, last
        Where it does so, on the grid.
    angle
        (n,): of the going round alone, rising, in radians.
    way
        +1 for anticlockwise.
    """

    first: int
    last: int
    angle: FloatArray
    way: float

    @property
    def turns(self) -> float:
        return float(self.angle[self.last] - self.angle[self.first]) / (2 * np.pi)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """(first, last) of each time round."""
        count = max(round(self.turns), 1)
        reached = np.maximum.accumulate(self.angle[self.first : self.last + 1])
        marks = reached[0] + np.arange(1, count) * (reached[-1] - reached[0]) / count
        inner = (self.first + np.searchsorted(reached, marks)).tolist()
        return list(pairwise([self.first, *inner, self.last]))


def _turning(motion: Motion, least_turns: float, least_one_way: float) -> _Turning | None:
    """Find how a hand goes round; None for one that does not."""
    about = smoothed(motion.at_cm, SMOOTH_S) - smoothed(motion.at_cm, CENTRE_S)
    radius = np.hypot(*about.T)
    usual_cm = float(np.median(radius))
    if not usual_cm >= LEAST_CM.get(motion.bout.anchor, USUALLY_LEAST_CM):  # or not known
        return None
    near = about / np.maximum(1.0, radius / (FAR * usual_cm))[:, None]
    near_at, even_at = _plane(near), _plane(_evened(near))
    rate_hz = _rate_hz(even_at)
    way = math.copysign(1.0, rate_hz)
    going = one_way(even_at, rate_hz, BROAD)
    size = np.abs(going)
    first, last = longest(size > LASTS * np.percentile(size, 60), HOLE_S * GRID_HZ)
    found = _Turning(first, last, way * np.unwrap(np.angle(going)), way)
    there, back = (
        np.linalg.norm(one_way(near_at, sign * rate_hz, BROAD)[first : last + 1])
        for sign in (1, -1)
    )
    plain = there - back >= least_one_way * (there + back)
    return found if plain and found.turns >= least_turns else None


def _plane(places: FloatArray) -> ComplexArray:
    """(n,): places (n, 2) as complex numbers."""
    return np.asarray(places[:, 0] + 1j * places[:, 1])


def _evened(about: FloatArray) -> FloatArray:
    """(n, 2): places about a middle in half-axes of their ellipse: so a hand goes round evenly."""
    size, axes = np.linalg.eigh(np.cov(about.T))
    axes[:, 0] *= np.sign(np.linalg.det(axes))  # Turned, not mirrored.
    return np.asarray(about @ axes / np.sqrt(np.maximum(size, 1e-9)))


def _rate_hz(at: ComplexArray) -> float:
    """Give how often a second places (n,) go round; less than 0 for clockwise."""
    count = FINE * len(at)
    rates = np.fft.fftfreq(count, 1 / GRID_HZ)
    power = np.abs(np.fft.fft(at * np.hanning(len(at)), count)) ** 2 * np.abs(rates)
    least_hz = max(RATES_HZ[0], LEAST_IN * GRID_HZ / len(at))
    looked = (np.abs(rates) >= least_hz) & (np.abs(rates) <= RATES_HZ[1])
    return float(rates[np.where(looked, power, 0.0).argmax()])


def is_circling(motion: Motion) -> float:
    """Give 1 for a hand that goes round and round away from the head, else 0."""
    on_head = motion.bout.anchor is ChartName.FACE
    return 1.0 if goes_round(motion) and not on_head else 0.0


def goes_round(motion: Motion) -> bool:
    """Tell whether a hand goes round and round, wherever it is."""
    return _turning(motion, LEAST_TURNS, ONE_WAY) is not None


def rounds(motion: Motion, technique: Technique, *, asked: bool) -> tuple[float, tuple[Beat, ...]]:
    """Give each time round, with its sense."""
    least = (LEAST_ASKED, ONE_WAY_ASKED) if asked else (LEAST_TURNS, ONE_WAY)
    found = _turning(motion, *least)
    if found is None:
        return 0.0, ()
    spans = found.spans
    senses = [_sense(motion, technique, found.way)] * len(spans)
    return 1.0, beats_between(motion, technique, spans, senses)


def _sense(motion: Motion, technique: Technique, way: float) -> Sense:
    """Compare the way round with the technique's, which is written down on the person's left."""
    u, v = technique.path_array_uv.T
    wanted = np.sign((u * np.roll(v, -1) - np.roll(u, -1) * v).sum())
    on_right = np.median(motion.at_cm[:, 0]) < 0
    if technique.mirror is Mirror.PATH and on_right:
        wanted = -wanted
    return Sense.RIGHT if technique.either_way or way == wanted else Sense.REVERSED
