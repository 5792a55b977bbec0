"""Kneading: thumb and fingers close on a fold and open again, while the hand travels on."""

from __future__ import annotations

import numpy as np

from coach.strokes.rhythm import Rhythm, band, lowest_hz, rhythm_of
from coach.strokes.signals import Motion
from coach.strokes.spell import Beat, around_peaks, beats_between, shares_along
from coach.techniques.schema import Technique
from coach.types import FloatArray, Sense

__all__ = ["is_kneading", "kneads"]

RATES_HZ = (0.4, 2.6)
"""How often a hand that kneads closes, in a second."""
EVEN, EVEN_ASKED = 0.45, 0.25
"""This share of what moves keeps its rate at least; and where kneading was asked for."""
LEAST_BEATS, LEAST_ASKED = 4, 3
LEAST_SWING, LEAST_SWING_ASKED = 0.13, 0.09
"""The gap between thumb and fingers swings by this at least, in palms (standard deviation).
Tracking noise reaches 0.07 (measured on simulated landmarks)."""
QUICKEST_HZ = 2.0
"""Nobody kneads folds more often than so (ours), unless they say so: it is a hand that claps, whose
pinch seems to open and close as it tilts (by 0.16 to 0.27 palms, drawn)."""
MOST_CM = 2.5
"""A hand that swings further at the same rate strokes, and its pinch is seen from other sides."""
MOSTLY = 0.7
"""So many of the folds tell the way of those that don't."""
WAY, RUN = 0.12, 4
"""How far along the path, as a share of it, so many folds lead for their way to be known."""


def _kneading(motion: Motion) -> Rhythm | None:
    # Counted where the hand is closed: that is once a fold, while it opens once more than that.
    low_hz = max(RATES_HZ[0], lowest_hz(len(motion.pinch)))
    return rhythm_of(-motion.pinch[:, None], low_hz, RATES_HZ[1])


def is_kneading(motion: Motion) -> float:
    """Give how surely a movement is kneading, 0 to 1; 0 when it is not."""
    found = _kneading(motion)
    if found is None or len(found.beats) < LEAST_BEATS or found.swing < LEAST_SWING:
        return 0.0
    if found.rate_hz > QUICKEST_HZ:
        return 0.0
    return found.evenness if found.evenness >= EVEN and not _strokes(motion, found) else 0.0


def _strokes(motion: Motion, found: Rhythm) -> bool:
    swing_cm = band(motion.at_cm, 0.7 * found.rate_hz, 1.4 * found.rate_hz)
    return bool(np.sqrt(np.median((swing_cm**2).sum(axis=1))) > MOST_CM)


def kneads(motion: Motion, technique: Technique, *, asked: bool) -> tuple[float, tuple[Beat, ...]]:
    """Give how even it is, and each fold: from one opening of the hand to the next."""
    found = _kneading(motion)
    least = LEAST_ASKED if asked else LEAST_BEATS
    least_swing = LEAST_SWING_ASKED if asked else LEAST_SWING
    if found is None or len(found.beats) < least or found.swing < least_swing:
        return 0.0, ()
    if found.evenness < (EVEN_ASKED if asked else EVEN) or _strokes(motion, found):
        return 0.0, ()
    place_cm = motion.place_cm(technique.chart, technique.effector.part)
    if not np.isfinite(place_cm).all():
        return 0.0, ()
    spans, steps_s = around_peaks(found.unbroken, found.rate_hz, len(motion.t_s))
    along = shares_along(place_cm[list(found.unbroken)], technique)
    return found.evenness, beats_between(motion, technique, spans, _senses(along), steps_s)


def _senses(along: FloatArray) -> list[Sense | None]:
    """Tell for each fold which way its neighbours lead, as far as they lead anywhere."""
    senses: list[Sense | None] = []
    for k in range(len(along)):
        near = along[max(k - RUN // 2, 0) : k + RUN // 2 + 1]
        steps = np.diff(near)
        # A return to where kneading began is one long step among short ones.
        steps = steps[np.abs(steps) < 0.4]
        way = float(np.mean(steps)) * RUN if len(steps) else 0.0
        senses.append(None if abs(way) < WAY else Sense.RIGHT if way > 0 else Sense.REVERSED)
    known = [sense for sense in senses if sense is not None]
    most = max(Sense, key=known.count)
    # Who has led all the folds one way has led the one whose way is not seen so, too.
    if known.count(most) >= MOSTLY * len(senses):
        return [sense or most for sense in senses]
    return senses
