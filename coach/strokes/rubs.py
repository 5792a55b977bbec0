"""Rubbing: to and fro along a path; once there and back is one, and both ways are right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from coach.body.scale import to_cm
from coach.strokes.rhythm import Rhythm, band, lowest_hz, rhythm_of
from coach.strokes.signals import GRID_HZ, Motion, smoothed
from coach.strokes.spell import Beat, Spell, beats_between, offsets_cm
from coach.techniques.schema import Hands, Technique
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
"""Who turns back further than this share of the path, or of the usual swing, beyond where the hand
usually turns has come from elsewhere."""
BRISK_S, LEAST = 1.3, 4
"""Untold, so many ways there and back are rubbing, if they usually take no longer; slower, they are
strokes of a hand that does not lift, or gestures (ours)."""
STRAIGHT = 0.5
"""Of a way, this share at least leads along the path: within 60° of it."""
SWING_HZ, WIDE_CM, SLIM, FAR_CM = (0.5, 5.0), 3.0, 0.75, 8.0
"""A hand that swings by more than this (standard deviation at these rates; what is further out
comes or goes), and less across than so much of it, goes to and fro: 3.1 to 6.3 cm where simulated
hands rub, 0.7 to 3.0 where they tap, 1.4 to 2.6 where they shake."""
EVEN = 0.4
"""A rhythm that is less even tells nothing."""
WITHOUT_RHYTHM = 0.25
"""What a hand without a rhythm is said to do counts for less."""
LONG = 0.75
"""A way there, or back, takes no longer than this share of a beat."""
MOST_MISSED, UNEVEN, EARLY = 2, 0.4, 0.5
"""So many ways there and back in a row may be missing from a series, if what took their time is as
long as they are, to this share of one; what comes earlier than this share is none."""
TWICE = 0.3
"""A rate is twice another, but for so much."""
COMES_S, RESTS = 0.4, 0.5
"""A hand is near the path for so long before it begins, and after it has ended; and it rests if it
hardly moves while it is seen for this share of a way there and back."""
LONGEST_S = 4.0
"""A way there and back that takes longer is none: the hand rests in between."""


def rubs(
    motion: Motion, technique: Technique, *, asked: bool, beside: Sequence[Motion] = ()
) -> tuple[float, tuple[Beat, ...]]:
    """Give how much of the movement is rubbing along the path, and each there-and-back."""
    del asked  # to and fro is counted alike
    place_cm = motion.place_cm(technique.chart, technique.effector.part)
    if not np.isfinite(place_cm).all():
        return 0.0, ()
    near = offsets_cm(place_cm, technique) < 2.5 * technique.off_path_cm
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    length_cm = float(np.hypot(*np.diff(path_cm, axis=0).T).sum())
    along_cm = _unclipped(place_cm, technique)
    rhythm = _rhythm(along_cm)
    own_beat_s = 1 / rhythm.rate_hz if rhythm is not None else 0.0
    beat_s = 1 / _joint_hz(rhythm, beside, technique) if rhythm is not None else 0.0
    along_cm = smoothed(along_cm, max(SMOOTH_S, SMOOTH * own_beat_s))
    swing_cm = float(np.subtract(*np.percentile(along_cm, (85, 15))))
    turned = turns(along_cm, max(TURN * swing_cm, LEAST_TURN * length_cm, LEAST_CM))
    low, high = _usual_ends(along_cm[turned], BEYOND * max(length_cm, swing_cm))
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
    far = {
        b: _there_and_back(ways, a, b, c)
        for a, b, c in zip(turned, turned[1:], turned[2:], strict=False)
        if along_cm[b] > max(along_cm[a], along_cm[c]) and ways & {(a, b), (b, c)}
    }
    seen = beats_between(motion, technique, list(far.values()))
    if not seen:
        return 0.0, ()
    usual_steps = float(np.median([last - first for first, last in far.values()]))
    beat_steps = beat_s * GRID_HZ or usual_steps
    counted = in_step(list(far), beat_steps)
    if beat_s > 0:
        there = np.flatnonzero(near)
        added = _at_ends(counted, beat_steps, int(there[0]), int(there[-1]))
        still_cm = TURN * swing_cm
        added = [k for k in added if not _rests(motion, along_cm, k, beat_steps, still_cm)]
        counted = sorted([*counted, *added])
    beats = tuple(_about(seen, list(far), motion, turn, beat_steps) for turn in counted)
    busy = sum(one.end_s - one.start_s for one in beats) * GRID_HZ / len(near)
    return busy * (1.0 if beat_s > 0 else WITHOUT_RHYTHM), beats


def _rhythm(along_cm: FloatArray) -> Rhythm | None:
    """Find the rhythm of a hand that goes to and fro all the time."""
    low_hz = max(RATES_HZ[0], lowest_hz(len(along_cm)))
    found = rhythm_of(along_cm[:, None], low_hz, RATES_HZ[1], steep=0.0)
    return found if found is not None and found.evenness >= EVEN else None


def _joint_hz(rhythm: Rhythm, beside: Sequence[Motion], technique: Technique) -> float:
    """Give a hand's rate; of two that rub together the other one's, if that is half as high.

    Of a hand that is seen badly, one way there and back looks like two, and hardly two like one.
    """
    for other in beside if technique.hands is Hands.BOTH else ():
        place_cm = other.place_cm(technique.chart, technique.effector.part)
        if np.isfinite(place_cm).all():
            theirs = _rhythm(_unclipped(place_cm, technique))
            if theirs is not None and abs(rhythm.rate_hz / theirs.rate_hz - 2) < TWICE:
                return theirs.rate_hz
    return rhythm.rate_hz


def in_step(turned: Sequence[int], beat_steps: float) -> list[int]:
    """Leave out of an even series of turns what comes too early, and add what is missing.

    A turn is missing where a hand was lost, or taken for the other one; of one that rested
    nothing is added unless its rest took just as long.

    Parameters
    ----------
    turned
        Indices on the grid at which the hand turned back, in time order.
    beat_steps
        How many steps of the grid once there and back usually takes.
    """
    found: list[int] = []
    for turn in turned:
        last = found[-1] if found else turn - beat_steps
        away = (turn - last) / beat_steps
        if away < EARLY:
            continue
        count = round(away) if away < MOST_MISSED + 1.5 else 1
        if abs(away - count) < UNEVEN:
            found += [round(last + (turn - last) * n / count) for n in range(1, count)]
        found.append(turn)
    return found


def _at_ends(turned: Sequence[int], beat_steps: float, first: int, last: int) -> list[int]:
    """Give turns that are missing before an even series of them and after it.

    Parameters
    ----------
    first, last
        From when to when on the grid the hand is near the path.
    """
    # A turn is in the middle of its way there and back.
    room = COMES_S * GRID_HZ + beat_steps / 2
    before = round((turned[0] - first - room) / beat_steps)
    after = round((last - turned[-1] - room) / beat_steps)
    early = [turned[0] - n * beat_steps for n in range(1, before + 1)]
    late = [turned[-1] + n * beat_steps for n in range(1, after + 1)]
    return [round(k) for some in (early, late) if len(some) <= MOST_MISSED for k in some]


def _rests(
    motion: Motion, along_cm: FloatArray, turn: int, beat_steps: float, least_cm: float
) -> bool:
    """Tell whether a hand is seen to rest in the time of a way there and back."""
    first = max(round(turn - beat_steps / 2), 0)
    last = min(round(turn + beat_steps / 2), len(along_cm) - 1)
    seen_s = motion.bout.t_s
    begin, end = np.searchsorted(seen_s, motion.t_s[[first, last]])
    usual_s = float(np.median(np.diff(seen_s)))
    is_seen = (end - begin) * usual_s > RESTS * (motion.t_s[last] - motion.t_s[first])
    return bool(is_seen and np.ptp(along_cm[first : last + 1]) < least_cm)


def _about(
    seen: Sequence[Beat], turned: Sequence[int], motion: Motion, turn: int, beat_steps: float
) -> Beat:
    """Give the way there and back about a turn; of one that was not seen, where the last one went.

    A way that took much longer than the others has another one in it.
    """
    last = max(int(np.searchsorted(turned, turn, side="right")) - 1, 0)
    one, at_s, beat_s = seen[last], float(motion.t_s[turn]), beat_steps / GRID_HZ
    if turned[last] == turn:
        start_s, end_s = (
            max(one.start_s, at_s - LONG * beat_s),
            min(one.end_s, at_s + LONG * beat_s),
        )
    else:
        start_s, end_s = at_s - beat_s / 2, at_s + beat_s / 2
    return replace(one, start_s=start_s, end_s=end_s, pace_s=end_s - start_s)


def _there_and_back(ways: set[tuple[int, int]], a: int, b: int, c: int) -> tuple[int, int]:
    """Give (first, last) of a way to the far end at ``b`` and back.

    The first way there, or the last one back, may be one movement with the hand's coming or going:
    then it took as long as the other half.
    """
    first = a if (a, b) in ways else max(a, b - (c - b))
    last = c if (b, c) in ways else min(c, b + (b - a))
    return first, last


def _usual_ends(turned_cm: FloatArray, slack_cm: float) -> tuple[float, float]:
    """Give how near and how far along the path a hand usually turns back, of (n,) turns in cm."""
    if len(turned_cm) < 2:
        return -math.inf, math.inf
    evens, odds = (float(np.median(turned_cm[first::2])) for first in (0, 1))
    return min(evens, odds) - slack_cm, max(evens, odds) + slack_cm


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
