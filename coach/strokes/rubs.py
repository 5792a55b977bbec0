"""Rubbing: to and fro along a path; once there and back is one, and both ways are right."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from coach.body.scale import to_cm
from coach.strokes.rhythm import band, rhythm_of
from coach.strokes.signals import Motion, smoothed
from coach.strokes.spell import Beat, Spell, beats_between, offsets_cm
from coach.techniques.schema import Technique
from coach.types import FloatArray

__all__ = ["BRISK_S", "LEAST", "is_brisk", "rubs", "swings_wide", "turns"]

RATES_HZ = (0.3, 4.0)
SMOOTH_S, SMOOTH = 0.05, 0.12
"""Standard deviation of the Gaussian that smooths the way: so much, or this share of a beat."""
TURN, LEAST_TURN = 0.5, 0.15
"""A hand turns back when it has gone this share of how far it usually swings since it turned last,
and this share of the path …"""
LEAST_CM = 2.5
"""… and this far at least."""
BEYOND = 0.4
"""Who turns back further than this share of the path beyond its ends has come from elsewhere."""
BRISK_S, LEAST = 1.3, 4
"""Untold, so many ways there and back are rubbing, if they usually take no longer; slower, they are
strokes of a hand that does not lift, or gestures (ours)."""
STRAIGHT = 0.5
"""Of a way, this share at least leads along the path: within 60° of it."""
SWING_HZ, WIDE_CM, SLIM, FAR_CM = (0.5, 5.0), 3.0, 0.75, 8.0
"""A hand that swings by more than this (standard deviation at these rates; what is further out
comes or goes), and less across than so much of it, goes to and fro: 3.1 to 6.3 cm where simulated
hands rub, 0.7 to 3.0 where they tap, 1.4 to 2.6 where they shake."""
LONGEST_S = 4.0
"""A way there and back that takes longer is none: the hand rests in between."""


def rubs(motion: Motion, technique: Technique, *, asked: bool) -> tuple[float, tuple[Beat, ...]]:
    """Give how much of the movement is rubbing along the path, and each there-and-back."""
    del asked  # to and fro is counted alike
    place_cm = motion.place_cm(technique.chart, technique.effector.part)
    if not np.isfinite(place_cm).all():
        return 0.0, ()
    near = offsets_cm(place_cm, technique) < 2.5 * technique.off_path_cm
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    length_cm = float(np.hypot(*np.diff(path_cm, axis=0).T).sum())
    along_cm = _unclipped(place_cm, technique)
    rhythm = rhythm_of(along_cm[:, None], *RATES_HZ)
    beat_s = 1 / rhythm.rate_hz if rhythm is not None else 0.0
    along_cm = smoothed(along_cm, max(SMOOTH_S, SMOOTH * beat_s))
    swing_cm = float(np.subtract(*np.percentile(along_cm, (85, 15))))
    turned = turns(along_cm, max(TURN * swing_cm, LEAST_TURN * length_cm, LEAST_CM))
    low, high = -BEYOND * length_cm, (1 + BEYOND) * length_cm
    ways = {
        (a, b)
        for a, b in pairwise(turned)
        if near[a : b + 1].mean() > 0.6
        and low <= min(along_cm[[a, b]])
        and max(along_cm[[a, b]]) <= high
        and abs(along_cm[b] - along_cm[a]) >= STRAIGHT * np.hypot(*(place_cm[b] - place_cm[a]))
        and motion.t_s[b] - motion.t_s[a] <= LONGEST_S / 2
    }
    # By the turns at the far end, so that two hands that do the same are counted alike.
    far = [
        (a, b, c)
        for a, b, c in zip(turned, turned[1:], turned[2:], strict=False)
        if along_cm[b] > max(along_cm[a], along_cm[c]) and ways & {(a, b), (b, c)}
    ]
    spans = [_there_and_back(ways, *turn) for turn in far]
    busy = sum(c - a for a, c in spans) / max(len(near), 1)
    return busy, beats_between(motion, technique, spans)


def _there_and_back(ways: set[tuple[int, int]], a: int, b: int, c: int) -> tuple[int, int]:
    """Give (first, last) of a way to the far end at ``b`` and back.

    The first way there, or the last one back, may be one movement with the hand's coming or going:
    then it took as long as the other half.
    """
    first = a if (a, b) in ways else max(a, b - (c - b))
    last = c if (b, c) in ways else min(c, b + (b - a))
    return first, last


def swings_wide(motion: Motion) -> bool:
    """Tell whether a hand goes to and fro along the skin: whatever beats in that is its turning."""
    quick = np.clip(band(motion.at_cm, *SWING_HZ), -FAR_CM, FAR_CM)
    across, along = np.sqrt(np.linalg.eigvalsh(np.cov(quick.T)))
    return bool(along > WIDE_CM and across < SLIM * along)


def is_brisk(spell: Spell) -> bool:
    """Tell whether somebody rubs who did not say so."""
    usual_s = np.median([beat.end_s - beat.start_s for beat in spell.beats])
    return len(spell.beats) >= LEAST and bool(usual_s <= BRISK_S)


def _unclipped(place_cm: FloatArray, technique: Technique) -> FloatArray:
    """(n,): how far along the line through the path's ends places lie, beyond them, too, in cm."""
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    way = path_cm[-1] - path_cm[0]
    mine = place_cm * (np.sign(np.nanmedian(place_cm[:, 0])) or 1.0, 1.0)
    return np.asarray((mine - path_cm[0]) @ way / np.hypot(*way))


def turns(along_cm: FloatArray, least_cm: float) -> list[int]:
    """Give the indices at which a hand turns back, having gone far enough since the last turn."""
    found, low, high = [], 0, 0
    rising: bool | None = None
    for k, value in enumerate(along_cm):
        low = k if value < along_cm[low] else low
        high = k if value > along_cm[high] else high
        if rising is not False and along_cm[high] - value >= least_cm:
            found.append(high)
            rising, low = False, k
        elif rising is not True and value - along_cm[low] >= least_cm:
            found.append(low)
            rising, high = True, k
    last = high if rising else low
    if rising is not None and abs(along_cm[last] - along_cm[found[-1]]) >= least_cm:
        found.append(last)
    return [a for a, b in pairwise([*found, -1]) if a != b]
