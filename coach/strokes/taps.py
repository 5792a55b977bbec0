"""Taps and claps: a hand that falls on the skin again and again, at an even rate.

From one camera a tap is seen as a hand that comes nearer and goes away (its palm grows and
shrinks), or moves to and fro by a few centimetres, or both; which of them shows depends on where
the camera stands. The rhythm that place and size have in common is counted.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coach.strokes.rhythm import Rhythm, band, rhythm_of
from coach.strokes.rounds import goes_round
from coach.strokes.signals import GRID_HZ, Motion, smoothed
from coach.strokes.spell import Beat, around_peaks, beats_between
from coach.techniques.schema import Technique

__all__ = ["is_tapping", "tapping", "taps"]

RATES_HZ = (1.1, 4.8)
"""From one pat a second to what a hand can clap (ours)."""
SLOWEST = 1.06
"""Untold, a rate so near to the lowest one looked for is that of something slower."""
SEEN = 0.42
"""Rates above this share of the pictures a second fall between them."""
EVEN, EVEN_ASKED = 0.42, 0.25
"""How evenly it beats at least; where taps were asked for."""
LEAST_BEATS, LEAST_ASKED = 5, 3
IN_STEP = (0.86, 1.16)
"""Two hands that tap at one rate are within these shares of each other's."""
MOST_CM = 3.2
"""A hand that swings further along the skin than this (standard deviation) strokes or rubs it."""
PLACE_CM, NEAR_CM = 0.35, 1.6
"""How uncertain place and nearness are (measured on simulated landmarks)."""
AWAY, AWAY_CM = 3.0, 6.0
"""Before it is so near the middle of its taps for the first time, as a multiple of how far off it
usually is (and so near in any case), a hand is coming; after the last time it is going."""
LEAST_SWING = 1.0
"""Swings smaller than this, in those uncertainties, are noise."""


def tapping(motion: Motion, beside_hz: float | None = None) -> Rhythm | None:
    """Find the rhythm of a tapping hand; None when there is none.

    Parameters
    ----------
    beside_hz
        The rate at which the other hand taps meanwhile: two hands keep one rate.
    """
    high_hz = min(RATES_HZ[1], SEEN * motion.frame_hz)
    if high_hz <= RATES_HZ[0]:
        return None
    first, last = _at_work(motion)
    here = slice(first, last + 1)
    # Negative, so that a beat is where the hand is down, and not where it is lifted.
    columns = [-motion.at_cm[here] / PLACE_CM, -motion.nearness_cm[here, None] / NEAR_CM]
    low_hz = RATES_HZ[0]
    if beside_hz is not None:
        low_hz, high_hz = IN_STEP[0] * beside_hz, IN_STEP[1] * beside_hz
    found = rhythm_of(np.concatenate(columns, axis=1), low_hz, high_hz)
    if found is None:
        return None
    beats, turns = (tuple(first + k for k in some) for some in (found.beats, found.turns))
    return replace(found, beats=beats, turns=turns)


def _at_work(motion: Motion) -> tuple[int, int]:
    """Give (first, last) of the movement without the hand's coming and going."""
    away_cm = np.hypot(*(motion.at_cm - np.median(motion.at_cm, axis=0)).T)
    there = np.flatnonzero(away_cm <= max(AWAY * float(np.median(away_cm)), AWAY_CM))
    return int(there[0]), int(there[-1])


def is_tapping(motion: Motion) -> float:
    """Give how surely a movement is tapping, 0 to 1; 0 when it is not."""
    found = tapping(motion)
    if found is None or len(found.beats) < LEAST_BEATS or found.swing < LEAST_SWING:
        return 0.0
    if found.evenness < EVEN or found.rate_hz < SLOWEST * RATES_HZ[0]:
        return 0.0
    if _strokes(motion, found) or goes_round(motion):
        return 0.0
    return found.evenness


def _strokes(motion: Motion, found: Rhythm) -> bool:
    """Tell whether the hand goes along the skin: further than a tap swings, or than taps wander.

    What looks like quick taps may be the turns of slower strokes or of rubbing.
    """
    swing_cm = band(motion.at_cm, 0.35 * found.rate_hz, 1.4 * found.rate_hz)
    if np.sqrt(np.median((swing_cm**2).sum(axis=1))) > MOST_CM:
        return True
    slow = smoothed(motion.at_cm, 0.7 / found.rate_hz)
    speed = np.hypot(*np.diff(slow, axis=0).T) * GRID_HZ
    return bool(np.median(speed) / found.rate_hz > 2 * MOST_CM)


def taps(
    motion: Motion, technique: Technique, *, asked: bool, beside_hz: float | None = None
) -> tuple[float, tuple[Beat, ...]]:
    """Give how even the taps are, and each of them: from its fall to the next one's.

    Parameters
    ----------
    beside_hz
        The rate at which the other hand taps meanwhile, if it does.
    """
    found = tapping(motion, beside_hz)
    least = LEAST_ASKED if asked else LEAST_BEATS
    if found is None or len(found.beats) < least or found.swing < LEAST_SWING:
        return 0.0, ()
    if found.evenness < (EVEN_ASKED if asked else EVEN) or _strokes(motion, found):
        return 0.0, ()
    spans, steps_s = around_peaks(found.turns, found.rate_hz, len(motion.t_s))
    return found.evenness, beats_between(motion, technique, spans, None, steps_s)
