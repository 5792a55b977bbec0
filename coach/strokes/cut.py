"""Cutting a bout into passes: one way along a path, without turning back; and into loops.

A bout is cut when it is over (or at any time before, for what has happened so far), so the same
input gives the same passes however it is chunked, and the speeds need no causal filter.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.ndimage import gaussian_filter1d

from coach.strokes.periodic import Circling, find_loops
from coach.strokes.segment import MIN_PASS_CM, Bout, Pass
from coach.strokes.stretches import stretches
from coach.types import ChartName, FloatArray

__all__ = ["cut"]

PASS_GAP_S = {
    ChartName.FACE: 0.4,
    ChartName.NECK: 0.4,
    ChartName.HAND: 0.4,
    ChartName.TORSO: 0.8,
    ChartName.ARM: 0.8,
    ChartName.LEG: 0.8,
}
"""A pass goes on over a gap as short as this (ours). On the face a gap of 0.8 s hides a whole way
back, and names are lost; ways on trunk and limbs take longer."""

JUMP_CM, JUMP_CM_S = 4.0, 250.0
"""No hand at the body moves further and faster than this from one frame to the next."""
GRID_HZ = 60.0
SMOOTH_S = 0.05
"""Standard deviation of the zero-phase Gaussian that speeds are taken from."""
STILL_SHARE = 0.12
STILL_CM_S = (0.5, 2.0)
"""Standing still is slower than this share of the bout's quick parts, within these limits
(tracking noise on a resting hand reaches 2 cm/s at most, while a slow stroke is not a rest)."""
DWELL_S = 0.15
"""Standing still for this long separates two passes …"""
HESITATE_S, HESITATE_TURN_DEG, HESITATE_BEND_DEG, HESITATE_REACH = 1.0, 50.0, 75.0, 0.7
"""… unless the hand goes on the same way within so long, from within this share of the shortest
pass: then it only hesitated."""
SAME_PACE = {ChartName.FACE: 2.0, ChartName.NECK: 2.0}
"""On head and neck a hand that goes on at another pace, by more than this factor, is on its way
back: it strokes slowly, and flies outwards from where the stroke ended before it turns."""
COMING_S = 0.3
"""A piece that begins with what was seen, or ends with it, within this time is the hand coming
or going: another movement than the stroke beside it, even if it goes the same way."""
DIP, DIP_TURN_DEG = 0.35, 40.0
"""A slow-down below this share of the peaks on either side separates two passes when the
direction changes by more than this across it …"""
STOP = 0.1
"""… and one below this share does in any case."""
BENT = 0.45
"""A piece whose ends are nearer than this share of its length has turned back; half a circle
(2/π = 0.64), or a return that bows as high as it is long (0.5), has not."""
WIDEN_S, WIDEN_SMOOTH_S = 0.3, 0.08
"""How far a pass may reach out to its gentle beginning and end; and the standard deviation of
the Gaussian that smooths speeds for it."""
EDGE = 0.1
"""Ends of a pass slower than this share of its peak speed belong to the turning."""


def cut(
    bout: Bout, circling: Circling = Circling.MAYBE
) -> tuple[tuple[Pass, ...], tuple[Pass, ...]]:
    """Cut a bout into passes and loops.

    Standing still and gaps separate passes; so do slow-downs with a turn, and whatever doubles
    back on itself is parted at its furthest point.

    Parameters
    ----------
    circling
        Whether the hand is thought to circle.

    Returns
    -------
    passes
        One way along a path each, in time order.
    loops
        Once round each, in time order.
    """
    passes: list[Pass] = []
    loops: list[Pass] = []
    for first, last in _unbroken(bout):
        if last - first < 2:
            continue
        path = _Path(bout, first, last)
        whole, pieces = path.cut(circling)
        loops += [path.back(*piece) for piece in whole]
        passes += [path.back(*piece) for piece in pieces]
    return tuple(p for p in passes if p.last - p.first >= 2), tuple(loops)


def _unbroken(bout: Bout) -> list[tuple[int, int]]:
    """Part a bout at gaps, and where another hand was taken for this one."""
    dt_s, step_cm = np.diff(bout.t_s), np.hypot(*np.diff(bout.at_cm, axis=0).T)
    jumped = (step_cm > JUMP_CM) & (step_cm > JUMP_CM_S * dt_s)
    breaks = np.flatnonzero((dt_s > PASS_GAP_S[bout.anchor]) | jumped)
    firsts = [0, *(breaks + 1)]
    lasts = [*breaks, len(bout.t_s) - 1]
    return list(zip(firsts, lasts, strict=True))


class _Path:
    """An unbroken part of a bout, smooth and on an even grid."""

    def __init__(self, bout: Bout, first: int, last: int) -> None:
        self._bout, self._first = bout, first
        self._t_s = bout.t_s[first : last + 1]
        self._grid_s = np.arange(self._t_s[0], self._t_s[-1], 1 / GRID_HZ)
        at_cm = bout.at_cm[first : last + 1]
        even = [np.interp(self._grid_s, self._t_s, at_cm[:, axis]) for axis in (0, 1)]
        self._at_cm = gaussian_filter1d(
            np.stack(even, axis=-1), SMOOTH_S * GRID_HZ, axis=0, mode="nearest"
        )

    def cut(self, circling: Circling) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Give the loops and the passes, as (begin, end) on the grid."""
        at_cm, least_cm = self._at_cm, MIN_PASS_CM[self._bout.anchor]
        loops: list[tuple[int, int]] = []
        pieces: list[tuple[int, int]] = []
        if len(at_cm) < 6:
            return loops, pieces
        for begin, end in _moving(at_cm):
            rounds = find_loops(at_cm, GRID_HZ, begin, end, least_cm, circling)
            loops += rounds
            for a, b in _between(begin, end, rounds):
                for part in _at_dips(at_cm, a, b):
                    pieces += [_trim(at_cm, *piece) for piece in _unbend(at_cm, *part, least_cm)]
        pieces = _widen(at_cm, pieces)
        long_enough = [
            (a, b)
            for a, b in _join(at_cm, pieces, self._bout.anchor)
            if np.hypot(*(at_cm[b] - at_cm[a])) >= least_cm
        ]
        return loops, long_enough

    def back(self, begin: int, end: int) -> Pass:
        """Give the samples of the bout that a part of the grid stands for."""
        i = int(np.searchsorted(self._t_s, self._grid_s[begin]))
        k = int(np.searchsorted(self._t_s, self._grid_s[end], side="right")) - 1
        return Pass(self._bout, self._first + i, self._first + max(i, k))


def _between(begin: int, end: int, loops: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give what is left of a stretch around its loops."""
    edges = [begin, *(edge for loop in loops for edge in loop), end]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 3]


def _join(
    at_cm: FloatArray, pieces: list[tuple[int, int]], anchor: ChartName
) -> list[tuple[int, int]]:
    """Join pieces again where the hand only hesitated and then went on the same way."""
    joined: list[tuple[int, int]] = []
    coming = COMING_S * GRID_HZ
    for begin, end in pieces:
        if joined:
            first, last = joined[-1]
            at_the_edge = first <= coming or end >= len(at_cm) - 1 - coming
            if not at_the_edge and _goes_on(at_cm, (first, last), (begin, end), anchor):
                joined[-1] = (first, end)
                continue
        joined.append((begin, end))
    return joined


def _goes_on(
    at_cm: FloatArray, one: tuple[int, int], other: tuple[int, int], anchor: ChartName
) -> bool:
    least_cm = MIN_PASS_CM[anchor]
    last, begin = one[1], other[0]
    if begin - last > HESITATE_S * GRID_HZ:
        return False
    if np.hypot(*(at_cm[begin] - at_cm[last])) > HESITATE_REACH * least_cm:
        return False
    paces_cm_s = [
        float(np.hypot(*(at_cm[b] - at_cm[a]))) / (b - a) * GRID_HZ for a, b in (one, other)
    ]
    if max(paces_cm_s) > SAME_PACE.get(anchor, np.inf) * min(paces_cm_s):
        return False
    before, after = at_cm[one[0] : last + 1][::-1], at_cm[begin : other[1] + 1]
    turn_deg = _angle_deg(-_first_way(before, least_cm), _first_way(after, least_cm))
    # A way back may end by overshooting, and so land in the stroke's direction; so the parts as
    # a whole must go on, too.
    bend_deg = _angle_deg(at_cm[last] - at_cm[one[0]], at_cm[other[1]] - at_cm[begin])
    return turn_deg < HESITATE_TURN_DEG and bend_deg < HESITATE_BEND_DEG


def _first_way(part: FloatArray, least_cm: float) -> FloatArray:
    """Give (2,) from the first point to the first one that is so far away, or to the last."""
    away_cm = np.hypot(*(part - part[0]).T)
    far = int(np.argmax(away_cm >= least_cm)) if away_cm.max() >= least_cm else len(part) - 1
    way: FloatArray = part[far] - part[0]
    return way


def _speed(at_cm: FloatArray) -> FloatArray:
    """(n,): speed in cm/s on the grid."""
    return np.asarray(np.hypot(*np.gradient(at_cm, 1 / GRID_HZ, axis=0).T), dtype=np.float64)


def _moving(at_cm: FloatArray) -> list[tuple[int, int]]:
    """Give the stretches between dwells, as (begin, end) inclusive."""
    speed = _speed(at_cm)
    still = speed < np.clip(STILL_SHARE * np.percentile(speed, 90), *STILL_CM_S)
    cuts = [0]
    for first, last in stretches(still):
        if last + 1 - first >= DWELL_S * GRID_HZ:
            cuts += [first, last]
    cuts.append(len(at_cm) - 1)
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    return [(a, b) for a, b in pairs if b - a >= 3]


def _at_dips(at_cm: FloatArray, begin: int, end: int) -> list[tuple[int, int]]:
    """Part a stretch where the hand slows down and sets off another way."""
    speed = _speed(at_cm)[begin : end + 1]
    reach = int(0.2 * GRID_HZ)
    cuts = [begin]
    for k in range(2, len(speed) - 2):
        if speed[k] > speed[k - 1] or speed[k] >= speed[k + 1]:
            continue
        here = begin + k
        before, after = max(here - reach, cuts[-1]), min(here + reach, end)
        peak = min(speed[cuts[-1] - begin : k].max(initial=0.0), speed[k:].max())
        turned = _turn_deg(at_cm, before, here, after) > DIP_TURN_DEG
        if speed[k] < (DIP if turned else STOP) * peak:
            cuts.append(here)
    cuts.append(end)
    return [(a, b) for a, b in pairwise(cuts) if b - a >= 3]


def _turn_deg(at_cm: FloatArray, before: int, here: int, after: int) -> float:
    return _angle_deg(at_cm[here] - at_cm[before], at_cm[after] - at_cm[here])


def _angle_deg(a: FloatArray, b: FloatArray) -> float:
    """Give the angle between two vectors of (2,), 0 to 180; 0 when one has no length."""
    size = float(np.hypot(*a) * np.hypot(*b))
    return float(np.degrees(np.arccos(np.clip(a @ b / size, -1, 1)))) if size > 0 else 0.0


def _unbend(at_cm: FloatArray, begin: int, end: int, least_cm: float) -> list[tuple[int, int]]:
    """Part a stretch that doubles back, at its furthest point, until no piece does."""
    pieces, todo = [], [(begin, end)]
    while todo:
        a, b = todo.pop()
        part = at_cm[a : b + 1]
        length_cm = float(np.hypot(*np.diff(part, axis=0).T).sum())
        if b - a < 3 or length_cm < least_cm:
            continue
        away_cm = np.hypot(*(part - part[0]).T)
        if away_cm[-1] >= BENT * length_cm:
            pieces.append((a, b))
            continue
        split = _furthest(part)
        if split in (0, b - a):
            continue
        todo += [(a, a + split), (a + split, b)]
    return sorted(pieces)


def _furthest(part: FloatArray) -> int:
    """Index of the turning point: furthest from both ends together."""
    reach = np.hypot(*(part - part[0]).T) + np.hypot(*(part - part[-1]).T)
    return int(np.argmax(reach))


def _widen(at_cm: FloatArray, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Let passes reach outwards to where the hand is slowest, or meets the next pass.

    A stroke begins and ends gently: cut off at any share of its peak speed it would be told as
    quicker than it was.
    """
    # Smoother than elsewhere: near rest, noise makes false minima that would end the search.
    speed = gaussian_filter1d(_speed(at_cm), WIDEN_SMOOTH_S * GRID_HZ, mode="nearest")
    reach = int(WIDEN_S * GRID_HZ)
    widened = []
    for number, (begin, end) in enumerate(pieces):
        least = max(pieces[number - 1][1] if number else 0, begin - reach)
        most = min(
            pieces[number + 1][0] if number + 1 < len(pieces) else len(at_cm) - 1, end + reach
        )
        while begin > least and speed[begin - 1] < speed[begin]:
            begin -= 1
        while end < most and speed[end + 1] < speed[end]:
            end += 1
        widened.append((begin, end))
    return widened


def _trim(at_cm: FloatArray, begin: int, end: int) -> tuple[int, int]:
    speed = _speed(at_cm)[begin : end + 1]
    fast = np.flatnonzero(speed >= EDGE * speed.max())
    return begin + int(fast[0]), begin + int(fast[-1])
