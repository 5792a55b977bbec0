"""Press and release: a hand that rests on a point, lets go, and rests again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from coach.strokes.beat_track import even_moments
from coach.strokes.rhythm import band
from coach.strokes.signals import GRID_HZ, Motion, smoothed
from coach.strokes.spell import Beat, beats_between, offsets_cm
from coach.strokes.stretches import stretches
from coach.techniques.schema import Hands, Technique
from coach.types import ChartName, FloatArray

__all__ = ["dwells", "is_pressing", "presses"]

SMOOTH_S = 0.16
STILL = 0.35
"""Resting is slower than this share of the hand's quick moments, within …"""
STILL_CM_S = (2.5, 8.0)
LEAST_ON_HAND_CM_S = 1.2
"""… these limits: tracking noise on a resting hand reaches 2 cm/s on the head,
and more on the trunk, which is laid by a pose that drifts; less on a hand, by the other one."""
LEAST_DWELL_S, LONGEST_S = 0.4, 12.0
LEAST_MOVE_S = 0.1
PERIOD_S, PERIODS = (0.9, 7.0), 15
"""From press to press (ours), and how many periods between these are tried."""
WAY_S, WAY_HZ = 0.55, (0.7, 3.0)
"""How long it takes to let go and press again, and what rates that is made of (ours)."""
AROUND_S, TREMBLE_CM = 0.7, 0.15
"""Standard deviation of the Gaussian over which what the hand does is compared; less than this is
noise."""
EVERY = 3
"""Letting go is looked for at every third step of the grid: 20 times a second."""
MOSTLY = 0.5
"""So much of a period before the first time it lets go, or after the last, is a press."""
LEAST = 3
"""Fewer presses are none to speak of, unless they were asked for."""
BY_THUMB = 0.5
"""How surely a thumb presses that works while its palm holds on, does not go round, and rests."""
RESTS, RESTS_ASKED = (0.3, 0.95), 0.15
"""The share of the time that a pressing hand rests; at least, where presses were asked for (0.31
and more in 95 of 100 simulated ones; strokes, rubbing and kneading rest for none of it)."""
STEP_CM = {ChartName.FACE: 5.0, ChartName.HAND: 5.0}
USUAL_STEP_CM = 9.0
"""From one press to the next it is no further than this (ours): further is a stroke."""


def dwells(motion: Motion, beside: Sequence[Motion] = ()) -> list[tuple[int, int]]:
    """Give the stretches in which the hand rests, as (first, last) on the grid.

    Parameters
    ----------
    beside
        What the other hand does meanwhile, if it presses in step.
    """
    periods_s = np.geomspace(*PERIOD_S, PERIODS)
    moments = even_moments(_shared(motion, beside), GRID_HZ / EVERY, periods_s)
    gone = [EVERY * k for k in moments]
    if len(gone) < 2:
        return _still(motion)
    period = float(np.median(np.diff(gone)))
    # Whoever comes into the picture pressing, or is out of it before letting go, rests there, too.
    ends = [0, *gone] if gone[0] > MOSTLY * period else gone
    ends = [*ends, len(motion.t_s) - 1] if ends[-1] < len(motion.t_s) - MOSTLY * period else ends
    way = round(WAY_S / 2 * GRID_HZ)
    spans = [(a + way, b - way) for a, b in pairwise(ends)]
    return [(a, b) for a, b in spans if b - a >= LEAST_DWELL_S * GRID_HZ]


def _shared(motion: Motion, beside: Sequence[Motion]) -> FloatArray:
    """(m,): what `_letting_go` gives, of both hands together where both are seen."""
    mine, t_s = _letting_go(motion), motion.t_s[::EVERY]
    total, hands = mine.copy(), np.ones(len(mine))
    for other in beside:
        theirs = np.interp(t_s, other.t_s[::EVERY], _letting_go(other), left=np.nan, right=np.nan)
        total += np.nan_to_num(theirs)
        hands += np.isfinite(theirs)
    return total / hands


def _letting_go(motion: Motion) -> FloatArray:
    """(m,): how much more the hand moves than before and after, every `EVERY` grid steps."""
    quick = band(motion.at_cm, *WAY_HZ)
    energy = smoothed((quick**2).sum(axis=1), WAY_S / 4)
    size = np.log(np.sqrt(energy) + TREMBLE_CM)
    more = (size - smoothed(size, AROUND_S))[::EVERY]
    usual = max(1.2 * float(np.std(np.clip(more, -1.0, 1.0))), 0.1)
    return np.clip(more / usual, -1.2, 1.2)


def _still(motion: Motion) -> list[tuple[int, int]]:
    """Give the stretches in which the hand is slow."""
    speed = np.hypot(*np.gradient(smoothed(motion.at_cm, SMOOTH_S), 1 / GRID_HZ, axis=0).T)
    on_hand = motion.bout.anchor is ChartName.HAND
    least_cm_s = LEAST_ON_HAND_CM_S if on_hand else STILL_CM_S[0]
    still = speed < np.clip(STILL * np.percentile(speed, 85), least_cm_s, STILL_CM_S[1])
    found = stretches(still, LEAST_MOVE_S * GRID_HZ)
    return [(a, b) for a, b in found if LEAST_DWELL_S <= (b - a) / GRID_HZ <= LONGEST_S]


def is_pressing(motion: Motion) -> float:
    """Give how surely a movement is pressing and releasing, 0 to 1; 0 when it is not."""
    found = _still(motion)
    if motion.bout.by_thumb:
        return BY_THUMB if found else 0.0
    if len(found) < LEAST:
        return 0.0
    first, last = found[0][0], found[-1][1]
    rests = _rest(motion, first, last)
    places = np.array([np.median(motion.at_cm[a : b + 1], axis=0) for a, b in found])
    steps = np.hypot(*np.diff(places, axis=0).T)
    most_cm = STEP_CM.get(motion.bout.anchor, USUAL_STEP_CM)
    between = [_excursion_cm(motion, a[1], b[0]) for a, b in pairwise(found)]
    if not RESTS[0] <= rests <= RESTS[1] or np.median(steps) > most_cm:
        return 0.0
    return rests if np.median(between) < 1.2 * most_cm else 0.0


def _rest(motion: Motion, first: int, last: int) -> float:
    """Give the share of the time between two indices in which the hand is slow."""
    still = sum(min(b, last) - max(a, first) for a, b in _still(motion) if b > first and a < last)
    return still / max(last - first, 1)


def _excursion_cm(motion: Motion, begin: int, end: int) -> float:
    """How far the hand goes along the skin between two presses."""
    part: FloatArray = motion.at_cm[begin : end + 1]
    return float(np.hypot(*(part - part[0]).T).max())


def presses(
    motion: Motion, technique: Technique, *, asked: bool, beside: Sequence[Motion] = ()
) -> tuple[float, tuple[Beat, ...]]:
    """Give how surely it is pressing, and each press.

    Parameters
    ----------
    beside
        The other hand's movements.
    """
    beside = beside if technique.hands is Hands.BOTH else ()
    sure = is_pressing(motion)
    found = dwells(motion, beside) if sure > 0 or asked else []
    if not found:
        return 0.0, ()
    # A hand that is seen badly hardly seems to rest; then the other one tells.
    ends_s = motion.t_s[[found[0][0], found[-1][1]]]
    each = [_rest(one, *np.searchsorted(one.t_s, ends_s)) for one in (motion, *beside)]
    if max(each) < RESTS_ASKED:
        return 0.0, ()
    place_cm = motion.place_cm(technique.chart, technique.effector.part)
    if not np.isfinite(place_cm).all():
        return 0.0, ()
    # Whoever has just come, or is about to go, may rest beside the body.
    away_cm = offsets_cm(place_cm, technique)
    spans = [(a, b) for a, b in found if np.median(away_cm[a : b + 1]) < 3 * technique.off_path_cm]
    if len(spans) < LEAST and not asked and not motion.bout.by_thumb:
        return 0.0, ()
    return max(sure, 0.5), beats_between(motion, technique, spans)
