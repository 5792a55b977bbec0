"""Bouts: all that one hand does at the body without going away, and the passes in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from coach.body.placement import CHARTS, Touch
from coach.types import ChartName, FloatArray, HandPart, Side, frozen_array

__all__ = ["MIN_PASS_CM", "STILL_S", "Bout", "BoutCollector", "Pass"]

GAP_S = 1.0
"""A hand that is not seen for longer has gone away; a shorter gap only ends a pass."""
ELSEWHERE_S: dict[ChartName | None, float] = {ChartName.HAND: 0.5, ChartName.ARM: 0.5}
"""A hand that works on the other one or its arm, and for no longer seems to be at another part of
the body, is still where it was (ours): it is seen beside it now and then."""
STILL_S = 3.0
"""A hand that rests longer than this has ended its bout."""
STILL_REACH = 0.7
"""Resting is staying within this share of the shortest pass."""
MIN_PASS_CM = {
    ChartName.FACE: 1.5,
    ChartName.NECK: 1.5,
    ChartName.TORSO: 4.0,
    ChartName.ARM: 4.0,
    ChartName.LEG: 4.0,
    ChartName.HAND: 1.5,
}
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
        (n, charts, 2): in every chart, in the order of ``CHARTS``; NaN where it did not hold.
    palm_size
        (n,): apparent size of the palm over that of the body.
    over
        The hand has gone away: its last pass was the last one.
    parts_uv
        (n, parts, charts, 2): where each ``HandPart`` was; NaN where that is not known.
    pinch
        (n,): distance of the tips of thumb and index finger, over the palm's size.
    by_thumb
        It is the thumb that works, about a palm that holds on; `at_cm` follows it.
    """

    side: Side
    anchor: ChartName
    t_s: FloatArray
    at_cm: FloatArray
    at_uv: FloatArray
    palm_size: FloatArray
    over: bool = True
    parts_uv: FloatArray = field(default_factory=lambda: np.empty(0), repr=False)
    pinch: FloatArray = field(default_factory=lambda: np.empty(0), repr=False)
    by_thumb: bool = False

    def __post_init__(self) -> None:
        n = len(self.t_s)
        if not self.parts_uv.size:
            unknown = np.full((n, len(HandPart), len(CHARTS), 2), np.nan)
            object.__setattr__(self, "parts_uv", unknown)
        if not self.pinch.size:
            object.__setattr__(self, "pinch", np.full(n, np.nan))
        shapes: dict[str, tuple[int | None, ...]] = {
            "t_s": (n,),
            "at_cm": (n, 2),
            "at_uv": (n, len(CHARTS), 2),
            "palm_size": (n,),
            "parts_uv": (n, len(HandPart), len(CHARTS), 2),
            "pinch": (n,),
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
    """Collects one hand's touches into bouts.

    Parameters
    ----------
    still_s
        A hand that rests longer has ended its bout.
    """

    def __init__(self, still_s: float = STILL_S) -> None:
        self._still_s = still_s
        self._touches: list[Touch] = []
        self._elsewhere: list[Touch] = []
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
            elsewhere = self._elsewhere
            done = self.finish()
            for one in elsewhere:
                self._take(one, one.anchor)
        self._take(touch, touch.anchor)
        return done

    def _take(self, touch: Touch, anchor: ChartName | None) -> None:
        if anchor is None:
            return
        if self._touches and anchor is not self._touches[-1].anchor:
            same = [one for one in self._elsewhere if one.anchor is anchor]
            self._elsewhere = [*same, touch]
            return
        self._elsewhere = []
        self._note_stillness(touch, anchor)
        self._touches.append(touch)

    def so_far(self, since_s: float) -> Bout | None:
        """Give what there is of the bout that is going on, from a time on."""
        return _bout([touch for touch in self._touches if touch.t_s >= since_s], over=False)

    def finish(self) -> Bout | None:
        """Give the bout that is going on, if any, and begin anew."""
        touches, self._touches, self._elsewhere = self._touches, [], []
        self._still_since_s, self._still_at_cm = np.nan, np.full(2, np.nan)
        return _bout(touches, over=True)

    def _is_over(self, touch: Touch) -> bool:
        last = self._touches[-1]
        if touch.t_s - last.t_s > GAP_S:
            return True
        if touch.anchor not in (None, last.anchor):
            since_s = self._elsewhere[0].t_s if self._elsewhere else touch.t_s
            if touch.t_s - since_s >= ELSEWHERE_S.get(last.anchor, 0.0):
                return True
        # A hand that rests on the other one presses it.
        rests = last.anchor is not ChartName.HAND
        return rests and bool(touch.t_s - self._still_since_s > self._still_s)

    def _note_stillness(self, touch: Touch, anchor: ChartName) -> None:
        moved_cm = np.hypot(*(touch.at_cm - self._still_at_cm))
        if not moved_cm <= STILL_REACH * MIN_PASS_CM[anchor]:  # also True for NaN: the first
            self._still_since_s, self._still_at_cm = touch.t_s, touch.at_cm


def _bout(touches: Sequence[Touch], *, over: bool) -> Bout | None:
    if len(touches) < 3 or touches[0].anchor is None:
        return None
    return Bout(
        side=touches[0].side,
        anchor=touches[0].anchor,
        t_s=np.array([touch.t_s for touch in touches]),
        at_cm=np.array([touch.at_cm for touch in touches]),
        at_uv=np.array([touch.at_uv for touch in touches]),
        palm_size=np.array([touch.palm_size for touch in touches]),
        over=over,
        parts_uv=np.array([touch.parts_uv for touch in touches]),
        pinch=np.array([touch.pinch for touch in touches]),
    )
