"""Strokes: the passes that touched, out of all that two hands did at the body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from coach.body.placement import CHARTS
from coach.strokes.contact import Evidence, Lane, lanes, same_way, weigh
from coach.strokes.cut import cut
from coach.strokes.match import resample
from coach.strokes.segment import Bout, Pass
from coach.types import ChartName, FloatArray, Side, frozen_array

__all__ = ["PATH_SAMPLES", "Stroke", "strokes_of"]

PATH_SAMPLES = 32
DECIDED = 0.6
"""A hypothesis about a lane is believed from this probability on."""
TRANSIT_S = 0.3
"""A pass that begins with its bout, or ends with it, within this time is the hand coming to or
leaving the body: it is no evidence, and a stroke only where others like it touched."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One movement over the skin.

    Attributes
    ----------
    start_s, end_s, side, anchor
        When, which hand, and the chart it was followed in.
    path_uv
        (3, 32, 2): its path in every chart, at equal steps; NaN where a chart did not hold.
    closed
        It goes once round.
    contact
        Probability that this way was the one that touched.
    to_and_fro
        Both ways touched, or it can't be told which one did: sense means nothing.
    evident
        It was told from its way back, or goes round: a stroke even if no technique knows it.
    """

    start_s: float
    end_s: float
    side: Side
    anchor: ChartName
    path_uv: FloatArray
    closed: bool
    contact: float
    to_and_fro: bool
    evident: bool

    def __post_init__(self) -> None:
        shape = (len(CHARTS), PATH_SAMPLES, 2)
        object.__setattr__(self, "path_uv", frozen_array(self.path_uv, shape, "path_uv"))


def strokes_of(bouts: Iterable[Bout]) -> tuple[Stroke, ...]:
    """Find the strokes in bouts that overlap in time, in time order.

    The bouts of both hands are weighed together: hands that mirror each other lift together.
    """
    found: list[Stroke] = []
    open_passes: list[Pass] = []
    for bout in bouts:
        passes, loops = cut(bout)
        found += [_stroke(one, True, 1.0, False, True) for one in loops]
        open_passes += passes
    transits = [one for one in open_passes if _is_transit(one)]
    weighed = [
        (lane, weigh(lane)) for lane in lanes([one for one in open_passes if not _is_transit(one)])
    ]
    known = {id(p.bout) for lane, _ in weighed if len(lane.passes) > 1 for p in lane.passes}
    for lane, evidence in weighed:
        # A one-off movement among strokes is a shift of the grip.
        if len(lane.passes) > 1 or id(lane.passes[0].bout) not in known:
            found += _touching(lane, evidence, transits)
    return tuple(sorted(found, key=lambda stroke: (stroke.start_s, stroke.side)))


def _touching(lane: Lane, evidence: Evidence, transits: list[Pass]) -> list[Stroke]:
    """Keep the passes of the way that touched; where that is open, each to-and-fro is one."""
    counts = {way: lane.ways.count(way) for way in (1, -1)}
    if min(counts.values()) == 0:
        way = 1 if counts[1] else -1
        contact = evidence.touched(way) + evidence.both
        return [_stroke(p, False, contact, False, False) for p in lane.passes]
    for way in (1, -1):
        contact = evidence.touched(way)
        if contact >= DECIDED:
            touched = [p for p, w in zip(lane.passes, lane.ways, strict=True) if w == way]
            touched += [one for one in transits if same_way(touched[0], one)]
            return [_stroke(p, False, contact, False, True) for p in touched]
    way = 1 if counts[1] >= counts[-1] else -1
    return [
        _stroke(p, False, evidence.both, True, True)
        for p, w in zip(lane.passes, lane.ways, strict=True)
        if w == way
    ]


def _is_transit(one: Pass) -> bool:
    t_s = one.bout.t_s
    return bool(one.start_s - t_s[0] <= TRANSIT_S or t_s[-1] - one.end_s <= TRANSIT_S)


def _stroke(one: Pass, closed: bool, contact: float, to_and_fro: bool, evident: bool) -> Stroke:
    path_uv = np.stack([_path(one, chart) for chart in CHARTS])
    return Stroke(
        one.start_s,
        one.end_s,
        one.bout.side,
        one.bout.anchor,
        path_uv,
        closed,
        contact,
        to_and_fro,
        evident,
    )


def _path(one: Pass, chart: ChartName) -> FloatArray:
    at_uv = one.at_uv(chart)
    if not np.isfinite(at_uv).all():
        return np.full((PATH_SAMPLES, 2), np.nan)
    return resample(at_uv, PATH_SAMPLES)
