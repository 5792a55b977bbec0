"""Strokes: the passes that touched, out of all that two hands did at the body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from coach.body.placement import CHARTS
from coach.body.scale import FACE_U_CM
from coach.strokes.contact import Evidence, believed_ways, weigh
from coach.strokes.cut import cut
from coach.strokes.lanes import SAME_PLACE_CM, Lane, folded, lanes, same_way
from coach.strokes.match import resample
from coach.strokes.periodic import Circling
from coach.strokes.returns import OUTSIDE_CM, around
from coach.strokes.segment import Bout, Pass
from coach.strokes.winding import wound
from coach.techniques.schema import Technique
from coach.types import ChartName, FloatArray, HandPart, Side, frozen_array

__all__ = ["PATH_SAMPLES", "Stroke", "strokes_of"]

PATH_SAMPLES = 32
ONE_WAY = 0.6
"""That passes which nothing answered touched at all is believed from this probability on: before
anything is known it is 0.58."""
MOSTLY = 0.8
"""A path is known when its chart held for this share of its samples."""
TRANSIT_S = 0.3
"""A pass that begins with its bout, or ends with it, within this time is the hand coming to or
leaving the body: it is no evidence, and a stroke only where others like it touched …"""
ALIKE_LENGTH = 1.4
"""… unless it is as long as one of them, but for this factor: then the hand was at work already."""

LEAST_LIKELY = 1e-6
"""Nothing is less likely than this (so as not to divide by zero)."""
ASTRAY = 2.0
"""A pass that begins so many times further from where others do than one place is wide came from
elsewhere."""


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
        It was told from its way back, or is one of several circles: a stroke even if no
        technique knows it.
    at_s
        (charts, 32): when it was at each point of `path_uv`; NaN where a chart did not hold.
    parts_uv
        (parts, charts, 32, 2): where each `HandPart` was just then; NaN where that is not known.
    by_thumb
        On the other hand, it was followed by the thumb about its own palm.
    likelier
        If to and fro: how many times likelier it is that this way touched than that the other did.
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
    at_s: FloatArray = field(
        default_factory=lambda: np.full((len(CHARTS), PATH_SAMPLES), np.nan), repr=False
    )
    parts_uv: FloatArray = field(
        default_factory=lambda: np.full((len(HandPart), len(CHARTS), PATH_SAMPLES, 2), np.nan),
        repr=False,
    )
    by_thumb: bool = False
    likelier: float = 1.0

    def __post_init__(self) -> None:
        shape = (len(CHARTS), PATH_SAMPLES)
        object.__setattr__(self, "path_uv", frozen_array(self.path_uv, (*shape, 2), "path_uv"))
        object.__setattr__(self, "at_s", frozen_array(self.at_s, shape, "at_s"))
        parts_uv = frozen_array(self.parts_uv, (len(HandPart), *shape, 2), "parts_uv")
        object.__setattr__(self, "parts_uv", parts_uv)

    def path_for(self, technique: Technique) -> FloatArray:
        """(32, 2): the path in a technique's chart, of the part of the hand that it touches with.

        Of a part whose places aren't known, as the hand was followed; NaN where the chart did not
        hold.
        """
        chart, part = CHARTS.index(technique.chart), technique.effector.part
        part_uv = self.parts_uv[part, chart]
        on_hand = technique.chart is ChartName.HAND
        by_that = on_hand and (part is HandPart.THUMB) == self.by_thumb
        if by_that or not technique.kind.is_path or not np.isfinite(part_uv).all():
            return np.asarray(self.path_uv[chart])
        return np.asarray(part_uv)


def strokes_of(bouts: Iterable[Bout], circling: Circling = Circling.MAYBE) -> tuple[Stroke, ...]:
    """Find the strokes in bouts that overlap in time, in time order.

    The bouts of both hands are weighed together: hands that mirror each other lift together.

    Parameters
    ----------
    circling
        Whether the hands are thought to circle.
    """
    found: list[Stroke] = []
    open_passes: list[Pass] = []
    for bout in bouts:
        pieces, loops = cut(bout, circling)
        if circling is Circling.EXPECTED and len(rounds := wound(bout)) > len(loops):
            # Where the shape of circles is lost, the way round still adds up.
            loops = rounds
            pieces = tuple(one for one in pieces if not any(_meets(one, loop) for loop in loops))
        passes = around(pieces)
        found += [_stroke(one, contact=1.0, closed=True, evident=len(loops) > 1) for one in loops]
        open_passes += passes
    inner = [one for one in open_passes if not _is_transit(one)]
    transits = [one for one in open_passes if _is_transit(one)]
    # A hand that sets out on its stroke as it arrives is at work already.
    inner += [one for one in transits if any(_is_like(one, other) for other in inner)]
    inner.sort(key=lambda one: one.start_s)
    transits = [one for one in transits if all(one is not other for other in inner)]
    found_lanes = lanes(inner)
    ends = _ends(inner, found_lanes)
    known = {id(p.bout) for lane in found_lanes if len(lane.passes) > 1 for p in lane.passes}
    for lane in found_lanes:
        # A one-off movement among strokes is a shift of the grip.
        if len(lane.passes) > 1 or id(lane.passes[0].bout) not in known:
            touching, taken = _touching(lane, weigh(lane, ends), transits)
            found += touching
            transits = [one for one in transits if all(one is not other for other in taken)]
    return tuple(sorted(found, key=lambda stroke: (stroke.start_s, stroke.side)))


def _ends(passes: Sequence[Pass], found: Sequence[Lane]) -> list[Pass]:
    """Give the first and the last working pass of each bout; a lone one is both.

    A hand that settles before it strokes, or shifts its grip after, ends nothing by that.
    """
    working = {id(p): lane for lane in found if len(set(lane.ways)) > 1 for p in lane.passes}
    ends: list[Pass] = []
    for bout in {id(one.bout): one.bout for one in passes}.values():
        own = [one for one in passes if one.bout is bout]
        own = [one for one in own if id(one) in working] or own
        # A hand comes along the path from further off, and leaves along it, now and then.
        if len(own) > 1 and _is_astray(own[0], working.get(id(own[0])), 0):
            own = own[1:]
        if len(own) > 1 and _is_astray(own[-1], working.get(id(own[-1])), -1):
            own = own[:-1]
        ends += [own[0], own[-1]] if bout.over else [own[0]]
    return ends


def _is_astray(one: Pass, lane: Lane | None, end: int) -> bool:
    """Tell whether a pass begins (0), or ends (-1), elsewhere than the others of its way do."""
    if lane is None:
        return False
    way = next(way for p, way in zip(lane.passes, lane.ways, strict=True) if p is one)
    like = [p for p, w in zip(lane.passes, lane.ways, strict=True) if w == way and p is not one]
    if len(like) < 2:
        return False
    usual = np.median([folded(p)[end] for p in like], axis=0)
    return bool(np.hypot(*(folded(one)[end] - usual)) > ASTRAY * SAME_PLACE_CM[one.bout.anchor])


def _touching(
    lane: Lane, evidence: Sequence[Evidence], transits: Sequence[Pass]
) -> tuple[list[Stroke], list[Pass]]:
    """Keep the passes that touched; where that is open, each to-and-fro is one.

    With them come the transits that are strokes like these, and which of them these were.
    """
    judged = list(zip(lane.passes, lane.ways, evidence, strict=True))
    if len(set(lane.ways)) == 1:
        contacts = [(p, known.touched(way) + known.both) for p, way, known in judged]
        return [_stroke(p, contact=c) for p, c in contacts if c >= ONE_WAY], []
    believed = believed_ways(lane, evidence)
    sure = [
        (p, known.touched(way))
        for (p, way, known), touching in zip(judged, believed, strict=True)
        if way == touching
    ]
    found = [_stroke(p, contact=contact, evident=True) for p, contact in sure]
    taken: list[Pass] = []
    for one in transits:
        like = [contact for p, contact in sure if p.bout is one.bout and same_way(p, one)]
        if like:
            found.append(_stroke(one, contact=float(np.mean(like)), evident=True))
            taken.append(one)
    open_ones = [one for one, touching in zip(judged, believed, strict=True) if not touching]
    ways = [way for _, way, _ in open_ones]
    # Who begins and ends with the same way has gone it once more; else the first one counts.
    counted = max(ways, key=ways.count, default=0)
    found += [
        replace(
            _stroke(p, contact=known.both, to_and_fro=True, evident=True),
            likelier=known.touched(way) / max(known.touched(-way), LEAST_LIKELY),
        )
        for p, way, known in open_ones
        if way == counted
    ]
    return found, taken


def _meets(one: Pass, loop: Pass) -> bool:
    return one.start_s < loop.end_s and loop.start_s < one.end_s


def _is_transit(one: Pass) -> bool:
    t_s = one.bout.t_s
    return bool(one.start_s - t_s[0] <= TRANSIT_S or t_s[-1] - one.end_s <= TRANSIT_S)


def _is_like(one: Pass, other: Pass) -> bool:
    """Tell whether a pass does what another one, of either hand, does over about the same length.

    A hand that is lost and found again sets out in many short bouts; hands mirror each other.
    """
    sizes_cm = [float(np.hypot(*p.chord_cm)) for p in (one, other)]
    return (
        one.bout.anchor is other.bout.anchor
        and same_way(other, one)
        and max(sizes_cm) < ALIKE_LENGTH * min(sizes_cm)
    )


def _stroke(
    one: Pass,
    *,
    contact: float,
    closed: bool = False,
    to_and_fro: bool = False,
    evident: bool = False,
) -> Stroke:
    timed = np.stack([_timed_path(one, chart) for chart in CHARTS])
    parts_uv = timed[..., 3:].reshape(len(CHARTS), PATH_SAMPLES, len(HandPart), 2)
    return Stroke(
        start_s=one.start_s,
        end_s=one.end_s,
        side=one.bout.side,
        anchor=one.bout.anchor,
        path_uv=timed[..., :2],
        parts_uv=parts_uv.transpose(2, 0, 1, 3),
        closed=closed,
        contact=contact,
        to_and_fro=to_and_fro,
        evident=evident,
        at_s=timed[..., 2],
        by_thumb=one.bout.by_thumb,
    )


def _timed_path(one: Pass, chart: ChartName) -> FloatArray:
    """(32, 9): path, times and each part's place where the chart held; NaN if it did so rarely."""
    at_uv = one.at_uv(chart)
    held = np.isfinite(at_uv).all(axis=1)
    if held.mean() < MOSTLY:
        return np.full((PATH_SAMPLES, 3 + 2 * len(HandPart)), np.nan)
    parts_uv = one.bout.parts_uv[one.span, :, CHARTS.index(chart)][held]
    rows = [_on_body(at_uv[held], chart), one.t_s[held]]
    rows += [_on_body(parts_uv[:, part], chart) for part in HandPart]
    return resample(np.column_stack(rows), PATH_SAMPLES)


def _on_body(at_uv: FloatArray, chart: ChartName) -> FloatArray:
    """Bring places (n, 2) that lie outside the head, as a hand at its side may seem, to its side.

    There the surface is seen at a grazing angle: a finger that is a little off in the picture is
    far off in the chart.
    """
    if chart is not ChartName.FACE:
        return at_uv
    side_u = OUTSIDE_CM / FACE_U_CM
    return np.clip(at_uv, (-side_u, -np.inf), (side_u, np.inf))
