"""Press and release: a hand that rests on a point, lets go, and rests again."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from coach.strokes.signals import GRID_HZ, Motion, smoothed
from coach.strokes.spell import Beat, beats_between, offsets_cm
from coach.strokes.stretches import stretches
from coach.techniques.schema import Technique
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
LEAST = 3
"""Fewer presses are none to speak of, unless they were asked for."""
RESTS = (0.3, 0.95)
"""The share of the time that a pressing hand rests."""
STEP_CM = {ChartName.FACE: 5.0, ChartName.HAND: 5.0}
USUAL_STEP_CM = 9.0
"""From one press to the next it is no further than this (ours): further is a stroke."""


def dwells(motion: Motion) -> list[tuple[int, int]]:
    """Give the stretches in which the hand rests, as (first, last) on the grid."""
    speed = np.hypot(*np.gradient(smoothed(motion.at_cm, SMOOTH_S), 1 / GRID_HZ, axis=0).T)
    on_hand = motion.bout.anchor is ChartName.HAND
    least_cm_s = LEAST_ON_HAND_CM_S if on_hand else STILL_CM_S[0]
    still = speed < np.clip(STILL * np.percentile(speed, 85), least_cm_s, STILL_CM_S[1])
    found = stretches(still, LEAST_MOVE_S * GRID_HZ)
    return [(a, b) for a, b in found if LEAST_DWELL_S <= (b - a) / GRID_HZ <= LONGEST_S]


def is_pressing(motion: Motion) -> float:
    """Give how surely a movement is pressing and releasing, 0 to 1; 0 when it is not."""
    found = dwells(motion)
    if len(found) < LEAST:
        return 0.0
    first, last = found[0][0], found[-1][1]
    rests = sum(b - a for a, b in found) / max(last - first, 1)
    places = np.array([np.median(motion.at_cm[a : b + 1], axis=0) for a, b in found])
    steps = np.hypot(*np.diff(places, axis=0).T)
    most_cm = STEP_CM.get(motion.bout.anchor, USUAL_STEP_CM)
    between = [_excursion_cm(motion, a[1], b[0]) for a, b in pairwise(found)]
    if not RESTS[0] <= rests <= RESTS[1] or np.median(steps) > most_cm:
        return 0.0
    return rests if np.median(between) < 1.2 * most_cm else 0.0


def _excursion_cm(motion: Motion, begin: int, end: int) -> float:
    """How far the hand goes along the skin between two presses."""
    part: FloatArray = motion.at_cm[begin : end + 1]
    return float(np.hypot(*(part - part[0]).T).max())


def presses(motion: Motion, technique: Technique, *, asked: bool) -> tuple[float, tuple[Beat, ...]]:
    """Give how surely it is pressing, and each press."""
    found = dwells(motion)
    sure = is_pressing(motion)
    if not found or (sure == 0 and not asked):
        return 0.0, ()
    place_cm = motion.place_cm(technique.chart, technique.effector.part)
    if not np.isfinite(place_cm).all():
        return 0.0, ()
    # Whoever has just come, or is about to go, may rest beside the body.
    away_cm = offsets_cm(place_cm, technique)
    spans = [(a, b) for a, b in found if np.median(away_cm[a : b + 1]) < 3 * technique.off_path_cm]
    return max(sure, 0.5), beats_between(motion, technique, spans)
