"""Cutting a hand's movement into passes: one way along a path, without turning back.

A *bout* is all that one hand does at the body without going away. It is collected frame by
frame and cut when it is over (or at any time before, for what has happened so far), so the
same input gives the same passes however it is chunked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from coach.body.placement import CHARTS, Touch
from coach.types import ChartName, FloatArray, Side, frozen_array

__all__ = ["Bout", "BoutCollector", "Pass", "cut"]

GAP_S = 1.0
"""A hand that is not seen for longer has gone away; a shorter gap only ends a pass."""
STILL_S = 3.0
"""A hand that rests longer than this has ended its bout."""
STILL_REACH = 0.7
"""Resting is staying within this share of the shortest pass."""
PASS_GAP_S = 0.25
"""A pass goes on over a gap as short as this."""

GRID_HZ = 60.0
SMOOTH_S = 0.05
"""Standard deviation of the zero-phase Gaussian that speeds are taken from."""
STILL_SHARE = 0.12
STILL_CM_S = (0.5, 2.0)
"""Standing still is slower than this share of the bout's quick parts, within these limits
(tracking noise on a resting hand reaches 2 cm/s at most, while a slow stroke is not a rest)."""
DWELL_S = 0.15
HESITATE_S = 0.5
"""Standing still for the first of these separates two passes; when the second then goes on the
same way within the other, it was only a hesitation."""
DIP = 0.35
"""A slow-down below this share of the peaks on either side may separate two passes …"""
DIP_TURN_DEG = 40.0
"""… when the direction changes by more than this across it."""
BENT = 0.6
"""A piece whose ends are nearer than this share of its length has turned back; half a circle
(2/π = 0.64) has not."""
EDGE = 0.1
"""Ends of a pass slower than this share of its peak speed belong to the turning."""
MIN_PASS_CM = {ChartName.FACE: 1.5, ChartName.NECK: 1.5, ChartName.TORSO: 4.0}
"""Shorter movements are not told from noise, trembling or a shift of the grip."""


@dataclass(frozen=True, slots=True)
class Bout:
    """All that one hand did at the body without going away.

    Attributes
    ----------
    t_s
        (n,), strictly increasing; gaps are allowed.
    at_cm
        (n, 2): in the anchor chart.
    at_uv
        (n, 3, 2): in every chart, in the order of ``CHARTS``; NaN where it did not hold.
    palm_size
        (n,): apparent size of the palm over that of the body.
    """

    side: Side
    anchor: ChartName
    t_s: FloatArray
    at_cm: FloatArray
    at_uv: FloatArray
    palm_size: FloatArray

    def __post_init__(self) -> None:
        n = len(self.t_s)
        shapes: dict[str, tuple[int | None, ...]] = {
            "t_s": (n,),
            "at_cm": (n, 2),
            "at_uv": (n, len(CHARTS), 2),
            "palm_size": (n,),
        }
        for name, shape in shapes.items():
            object.__setattr__(self, name, frozen_array(getattr(self, name), shape, name))


@dataclass(frozen=True, slots=True)
class Pass:
    """One way along a path: a slice of a bout.

    Attributes
    ----------
    bout
        What it was cut from.
    first, last
        Indices of its first and last sample in the bout.
    """

    bout: Bout
    first: int
    last: int

    @property
    def span(self) -> slice:
        """Its samples in the bout's arrays."""
        return slice(self.first, self.last + 1)

    @property
    def t_s(self) -> FloatArray:
        """(n,): times."""
        return self.bout.t_s[self.span]

    @property
    def at_cm(self) -> FloatArray:
        """(n, 2): places in the anchor chart."""
        return self.bout.at_cm[self.span]

    @property
    def palm_size(self) -> FloatArray:
        """(n,): apparent size of the palm."""
        return self.bout.palm_size[self.span]

    def at_uv(self, chart: ChartName) -> FloatArray:
        """(n, 2): places in a chart; NaN where it did not hold."""
        return self.bout.at_uv[self.span, CHARTS.index(chart)]

    @property
    def start_s(self) -> float:
        """When it began."""
        return float(self.t_s[0])

    @property
    def end_s(self) -> float:
        """When it ended."""
        return float(self.t_s[-1])

    @property
    def chord_cm(self) -> FloatArray:
        """(2,): from its first to its last place."""
        chord: FloatArray = self.at_cm[-1] - self.at_cm[0]
        return chord


class BoutCollector:
    """Collects one hand's touches into bouts."""

    def __init__(self) -> None:
        self._touches: list[Touch] = []
        self._still_since_s = np.nan
        self._still_at_cm = np.full(2, np.nan)

    @property
    def since_s(self) -> float:
        """When the bout that is going on began; NaN when none is."""
        return self._touches[0].t_s if self._touches else float("nan")

    def push(self, touch: Touch) -> Bout | None:
        """Take one touch; give the bout that it ended, if it did."""
        done = None
        if self._touches and self._is_over(touch):
            done = self.finish()
        if touch.anchor is not None:
            self._note_stillness(touch, touch.anchor)
            self._touches.append(touch)
        return done

    def finish(self) -> Bout | None:
        """Give the bout that is going on, if any, and begin anew."""
        touches, self._touches = self._touches, []
        self._still_since_s, self._still_at_cm = np.nan, np.full(2, np.nan)
        if len(touches) < 3 or touches[0].anchor is None:
            return None
        return Bout(
            side=touches[0].side,
            anchor=touches[0].anchor,
            t_s=np.array([touch.t_s for touch in touches]),
            at_cm=np.array([touch.at_cm for touch in touches]),
            at_uv=np.array([touch.at_uv for touch in touches]),
            palm_size=np.array([touch.palm_size for touch in touches]),
        )

    def _is_over(self, touch: Touch) -> bool:
        last = self._touches[-1]
        if touch.t_s - last.t_s > GAP_S:
            return True
        if touch.anchor is not None and touch.anchor is not last.anchor:
            return True
        return bool(touch.t_s - self._still_since_s > STILL_S)

    def _note_stillness(self, touch: Touch, anchor: ChartName) -> None:
        moved_cm = np.hypot(*(touch.at_cm - self._still_at_cm))
        if not moved_cm <= STILL_REACH * MIN_PASS_CM[anchor]:  # also True for NaN: the first
            self._still_since_s, self._still_at_cm = touch.t_s, touch.at_cm


def cut(bout: Bout) -> tuple[Pass, ...]:
    """Cut a bout into passes, in time order.

    Standing still and gaps separate passes; so do slow-downs with a turn, and whatever doubles
    back on itself is parted at its furthest point.
    """
    pieces: list[tuple[int, int]] = []
    for first, last in _unbroken(bout.t_s):
        if last - first >= 2:
            pieces += _cut_unbroken(bout, first, last)
    return tuple(Pass(bout, first, last) for first, last in pieces)


def _unbroken(t_s: FloatArray) -> list[tuple[int, int]]:
    breaks = np.flatnonzero(np.diff(t_s) > PASS_GAP_S)
    firsts = [0, *(breaks + 1)]
    lasts = [*breaks, len(t_s) - 1]
    return list(zip(firsts, lasts, strict=True))


def _cut_unbroken(bout: Bout, first: int, last: int) -> list[tuple[int, int]]:
    t_s = bout.t_s[first : last + 1]
    grid_s = np.arange(t_s[0], t_s[-1], 1 / GRID_HZ)
    if len(grid_s) < 6:
        return []
    at_cm = np.stack(
        [np.interp(grid_s, t_s, bout.at_cm[first : last + 1, axis]) for axis in (0, 1)], axis=-1
    )
    at_cm = gaussian_filter1d(at_cm, SMOOTH_S * GRID_HZ, axis=0, mode="nearest")
    least_cm = MIN_PASS_CM[bout.anchor]
    pieces = []
    for begin, end in _moving(at_cm):
        for a, b in _at_dips(at_cm, begin, end):
            pieces += [_trim(at_cm, *piece) for piece in _unbend(at_cm, a, b, least_cm)]
    found = []
    for begin, end in _join(at_cm, pieces):
        if np.hypot(*(at_cm[end] - at_cm[begin])) < least_cm:
            continue
        i = first + int(np.searchsorted(t_s, grid_s[begin]))
        k = first + int(np.searchsorted(t_s, grid_s[end], side="right")) - 1
        if k - i >= 2:
            found.append((i, k))
    return found


def _join(at_cm: FloatArray, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join pieces again where the hand only hesitated and then went on the same way."""
    joined: list[tuple[int, int]] = []
    for begin, end in pieces:
        if joined:
            first, last = joined[-1]
            brief = begin - last <= HESITATE_S * GRID_HZ
            a, b = at_cm[last] - at_cm[first], at_cm[end] - at_cm[begin]
            straight = a @ b > np.cos(np.radians(DIP_TURN_DEG)) * np.hypot(*a) * np.hypot(*b)
            if brief and straight:
                joined[-1] = (first, end)
                continue
        joined.append((begin, end))
    return joined


def _speed(at_cm: FloatArray) -> FloatArray:
    """(n,): speed in cm/s on the grid."""
    return np.hypot(*np.gradient(at_cm, 1 / GRID_HZ, axis=0).T)


def _moving(at_cm: FloatArray) -> list[tuple[int, int]]:
    """Give the stretches between dwells, as (begin, end) inclusive."""
    speed = _speed(at_cm)
    still = speed < np.clip(STILL_SHARE * np.percentile(speed, 90), *STILL_CM_S)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], still.astype(int), [0]])))
    cuts = [0]
    for begin, end in edges.reshape(-1, 2):
        if end - begin >= DWELL_S * GRID_HZ:
            cuts += [int(begin), int(end) - 1]
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
        if speed[k] < DIP * peak and _turn_deg(at_cm, before, here, after) > DIP_TURN_DEG:
            cuts.append(here)
    cuts.append(end)
    return [(a, b) for a, b in zip(cuts[:-1], cuts[1:], strict=True) if b - a >= 3]


def _turn_deg(at_cm: FloatArray, before: int, here: int, after: int) -> float:
    a, b = at_cm[here] - at_cm[before], at_cm[after] - at_cm[here]
    size = float(np.hypot(*a) * np.hypot(*b))
    if size == 0:
        return 0.0
    return float(np.degrees(np.arccos(np.clip(a @ b / size, -1, 1))))


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


def _trim(at_cm: FloatArray, begin: int, end: int) -> tuple[int, int]:
    speed = _speed(at_cm)[begin : end + 1]
    fast = np.flatnonzero(speed >= EDGE * speed.max())
    return begin + int(fast[0]), begin + int(fast[-1])
