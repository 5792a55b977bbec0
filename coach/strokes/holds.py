"""Holds, and what is only timed: how long a hand stays at a place."""

from __future__ import annotations

import numpy as np

from coach.strokes.signals import GRID_HZ, Motion, smoothed
from coach.strokes.spell import PATH_SAMPLES, Beat, beats_between, offsets_cm
from coach.strokes.stretches import stretches
from coach.techniques.schema import Technique

__all__ = ["holds", "is_holding", "rests", "stays"]

SMOOTH_S = 0.5
AROUND = 1.6
"""A hand is at the place up to this many times the technique's tolerance away from it."""
STILL_CM_S = 6.0
"""A hand that rests is slower than this, smoothed over `SMOOTH_S`: it sways with the breath, and
the pose that a trunk is laid by drifts."""
LEAST_S, LEAST_ASKED_S = 2.0, 1.0
"""Resting for less is none to speak of (ours); of a hold that was asked for."""
JOIN_S = 0.6
SPREAD, BESIDE_CM = 1.5, 4.0
"""Who works with a device is further from the middle of what they do than so many times the usual,
and this, only as they come and go (ours)."""


def is_holding(motion: Motion) -> float:
    """Give the share of a movement in which the hand rests, if that is nearly all of it."""
    share = float(_still(motion).mean())
    return share if share > 0.75 else 0.0


def _still(motion: Motion) -> np.ndarray:
    speed = np.hypot(*np.gradient(smoothed(motion.at_cm, SMOOTH_S), 1 / GRID_HZ, axis=0).T)
    return np.asarray(speed < STILL_CM_S)


def rests(motion: Motion) -> list[tuple[int, int]]:
    """Give the stretches in which the hand rests anywhere, as (first, last) on the grid."""
    return _long_enough(_still(motion), LEAST_S)


def holds(motion: Motion, technique: Technique, *, asked: bool) -> tuple[float, tuple[Beat, ...]]:
    """Give the share of the movement that is a hold at the place, and each hold."""
    place_cm = motion.place_cm(technique.chart, technique.effector.part)
    if not np.isfinite(place_cm).all():
        return 0.0, ()
    away_cm = offsets_cm(smoothed(place_cm, SMOOTH_S), technique)
    there = _still(motion) & (away_cm < AROUND * technique.off_path_cm)
    spans = _long_enough(there, LEAST_ASKED_S if asked else LEAST_S)
    return float(there.mean()), beats_between(motion, technique, spans)


def _long_enough(there: np.ndarray, least_s: float) -> list[tuple[int, int]]:
    found = stretches(there, JOIN_S * GRID_HZ)
    return [(a, b) for a, b in found if b - a >= least_s * GRID_HZ]


def stays(motion: Motion) -> tuple[float, tuple[Beat, ...]]:
    """Give the whole movement as one: all that is known of it is how long it took."""
    away_cm = np.hypot(*(motion.at_cm - np.median(motion.at_cm, axis=0)).T)
    there = np.flatnonzero(away_cm <= SPREAD * np.percentile(away_cm, 80) + BESIDE_CM)
    start_s, end_s = motion.t_s[there[[0, -1]]].tolist()
    unknown = np.full((PATH_SAMPLES, 2), np.nan)
    return 1.0, (Beat(start_s, end_s, unknown, float("nan"), None, end_s - start_s),)
