"""Laying a stroke along a technique's reference: which one, which way, how well.

Each point of the stroke is projected onto the reference polyline. Where the projections go,
and at which angle, says everything a person wants to know: how much of the way was gone, in
which sense, how far off, and where. Both senses and both sides of the body are answered by the
same projection; shape alone never decides, as a path rotated or mirrored is another movement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from coach.body.scale import from_cm, to_cm
from coach.strokes.periodic import area_cm2
from coach.techniques.schema import Hands, Kind, Mirror, Technique
from coach.types import ChartName, FloatArray, Sense, View

__all__ = ["TELL_APART_CM", "Match", "best_match", "lay_along", "lay_beside", "resample"]

POINTS = 32
"""Points a stroke and its reference are compared at."""
SPAN_TOLERANCE_CM = 0.3
MIN_COVERAGE = 0.33
"""A stroke that goes along less of the reference than this does not belong to it."""
LOOSE = 1.4
"""How many times its tolerances a stroke may stray and still be recognised (as off the path)."""
LOOSE_ASKED, COVERAGE_ASKED = 3.0, 0.2
"""The same for the technique the person said they would do, and what it has to cover of it."""
TELL_APART_CM = {
    ChartName.FACE: 1.2,
    ChartName.NECK: 1.5,
    ChartName.TORSO: 4.0,
    ChartName.ARM: 4.0,
    ChartName.LEG: 4.0,
    ChartName.HAND: 1.2,
}
"""How far off a stroke must be to speak against a technique as much as its whole tolerance of
direction does: about what a place is uncertain by. (By each one's own tolerance, a technique that
tolerates much would be named where a strict one next to it fits better.)"""
IN_FRONT, FRONT_CM = (ChartName.TORSO, View.FRONT), (3.0, 6.0)
"""A belly lies some 11 cm before the plane of shoulders and hips that it is told in: from 15° to
the side one hand on it seems 3 cm off, which speaks against no technique; and so much more does as
4 cm do elsewhere on the trunk. (On a back two hands tell where its middle is.)"""
NEARLY = 0.6
"""Two techniques whose costs differ by less than this fit nearly as well."""
REVERSED_COSTS = 0.2
"""A technique that would be done the wrong way round is named less readily, by so much cost."""
ALONE_COSTS = 0.9
"""So is a technique of both hands where hands work one at a time."""
LAID = (Kind.STROKE, Kind.CIRCLE, Kind.RUB)
"""What is laid along a path; to and fro, each way by itself."""
COVERAGE_BESIDE = 0.5
"""Of its reference, moved to where it was done, a stroke that was done elsewhere covers this."""
BESIDE_CM = {
    ChartName.FACE: 8.0,
    ChartName.NECK: 8.0,
    ChartName.TORSO: 15.0,
    ChartName.ARM: 12.0,
    ChartName.LEG: 12.0,
    ChartName.HAND: 6.0,
}
"""Further off than this nobody means a place that they were told (ours)."""
MAX_OUTSIDE = 0.55
"""A stroke that runs further than this share of its length beyond the reference is not it."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a stroke lies along a technique's reference.

    Attributes
    ----------
    technique
        Whose reference.
    sense
        Along it, or reversed; for a circle, which way round it goes.
    direction_error_deg
        Angle between the stroke as a whole and the reference's right direction over the same
        stretch, 0 to 180; for a circle, the median angle along the way.
    offset_cm
        Median distance from the reference.
    coverage
        Share of the reference's length gone along; of a circle, how far round it went.
    outside
        Share of the stroke's length that runs beyond the reference's ends.
    start, end
        Where along the reference it began and ended, as shares of its length.
    chord_cm
        How far its end is from its beginning, beside the reference.
    """

    technique: Technique
    sense: Sense
    direction_error_deg: float
    offset_cm: float
    coverage: float
    outside: float
    start: float
    end: float
    chord_cm: float

    @property
    def across_deg(self) -> float:
        """Angle to the reference's line, whichever way it is gone along: 0 to 90."""
        return min(self.direction_error_deg, 180 - self.direction_error_deg)

    @property
    def cost(self) -> float:
        """What techniques are compared by: lower fits better."""
        in_front = (self.technique.chart, self.technique.view) == IN_FRONT
        slack_cm, apart_cm = FRONT_CM if in_front else (0.0, TELL_APART_CM[self.technique.chart])
        return (
            max(self.offset_cm - slack_cm, 0.0) / apart_cm
            + self.across_deg / self.technique.direction_deg
            + 1.5 * (1 - self.coverage)
            + self.outside
        )


def best_match(
    path_for: Callable[[Technique], FloatArray],
    techniques: Sequence[Technique],
    *,
    closed: bool,
    asked: Technique | None = None,
    usual: Technique | None = None,
    alone: bool = False,
) -> Match | None:
    """Find the technique a stroke fits best, in either sense; None when it fits none.

    Parameters
    ----------
    path_for
        Gives the path (n, 2) that a technique would have, in its chart and by the part of the
        hand that it touches with; NaN where the chart did not hold.
    techniques
        Candidates.
    closed
        The stroke is a loop: only circles fit. An open one may be part of a circle.
    asked
        The technique the person said they would do: it is recognised from further off.
    usual
        What most of the strokes beside this one are: it is that, too, if it fits nearly as well.
    alone
        Hands work one at a time.
    """
    found = _fitting(path_for, techniques, asked, closed=closed)
    best = min(found, key=lambda match: _likely(match, alone=alone), default=None)
    for match in found:
        if match.technique is usual and best is not None and match.cost < best.cost + NEARLY:
            return match
    return best


def _likely(match: Match, *, alone: bool) -> float:
    """Order matches: of two techniques that fit as well, that which is done as it is taught."""
    reversed_costs = REVERSED_COSTS if match.sense is Sense.REVERSED else 0.0
    one_hand_costs = ALONE_COSTS if alone and match.technique.hands is Hands.BOTH else 0.0
    return match.cost + reversed_costs + one_hand_costs


def lay_along(path_uv: FloatArray, technique: Technique, *, closed: bool) -> Match | None:
    """Lay a path along one technique's reference; None when it nowhere runs beside it.

    Parameters
    ----------
    path_uv
        (n, 2) in the technique's chart, on either side of the body.
    closed
        The path is a loop.
    """
    mirrored = technique.mirror is not Mirror.NONE and path_uv[:, 0].mean() < 0
    side = -1.0 if mirrored else 1.0
    path = resample(to_cm(technique.chart, path_uv * (side, 1.0)), POINTS)
    reference = to_cm(technique.chart, technique.path_array_uv)
    line = shapely.LineString(reference)
    along = shapely.line_locate_point(line, shapely.points(path))
    if technique.kind is Kind.CIRCLE:
        along = _unwrap(along, line.length)
        inside = np.ones(POINTS, dtype=bool)
    else:
        inside = _inside(path, along, line)
    if inside.sum() < 4:
        return None
    first, last = np.flatnonzero(inside)[[0, -1]]
    inside[first : last + 1] = True
    angles = _angles_deg(path, along, line)[first:last]
    offset = shapely.distance(line, shapely.points(path))[inside]
    if technique.kind is Kind.CIRCLE and not closed:
        error = float(np.median(angles))
        right = error < 90
        covered = float(np.ptp(along)) / line.length
    elif technique.kind is Kind.CIRCLE:
        error = float(np.median(angles))
        right = area_cm2(path) * area_cm2(reference) > 0
        covered = _turns(path)
    else:
        error = _mean_angle_deg(path[[first, last]], along[[first, last]], line)
        right = error < 90
        covered = float(np.ptp(along[inside])) / line.length
    if mirrored and technique.mirror is Mirror.PLACE:
        # Seen in a mirror, what goes round like a clock goes round the other way.
        right, error = not right, 180.0 - error
    if technique.either_way:
        right, error = True, min(error, 180.0 - error)
    start, end = along[first] / line.length, along[last] / line.length
    return Match(
        technique,
        sense=Sense.RIGHT if right else Sense.REVERSED,
        direction_error_deg=error,
        offset_cm=float(np.median(offset)),
        coverage=min(covered, 1.0),
        outside=1.0 - (last - first) / (POINTS - 1),
        start=float(start),
        end=float(end),
        chord_cm=float(np.hypot(*(path[last] - path[first]))),
    )


def lay_beside(
    path_for: Callable[[Technique], FloatArray], technique: Technique, *, closed: bool
) -> Match | None:
    """Lay a stroke along one technique's reference that was done elsewhere, as if it were there.

    Its middle is moved onto the reference's, and `offset_cm` is by how much. None when it is not
    the same movement, or so far off that it is another one.

    Parameters
    ----------
    path_for
        Gives the path (n, 2) that a technique would have, in its chart; NaN where it did not hold.
    closed
        The stroke is a loop.
    """
    if technique.kind not in LAID or (closed and technique.kind is not Kind.CIRCLE):
        return None
    path_uv = path_for(technique)
    if not np.isfinite(path_uv).all():
        return None
    side = -1.0 if technique.mirror is not Mirror.NONE and path_uv[:, 0].mean() < 0 else 1.0
    middles = [
        resample(to_cm(technique.chart, uv), POINTS).mean(axis=0)
        for uv in (technique.path_array_uv * (side, 1.0), path_uv)
    ]
    by_cm = middles[0] - middles[1]
    moved_uv = from_cm(technique.chart, to_cm(technique.chart, path_uv) + by_cm)
    match = lay_along(moved_uv, technique, closed=closed)
    if match is None or not _belongs(match, 1.0, COVERAGE_BESIDE):
        return None
    away_cm = float(np.hypot(*by_cm))
    return replace(match, offset_cm=away_cm) if away_cm <= BESIDE_CM[technique.chart] else None


def resample(path: FloatArray, points: int) -> FloatArray:
    """Give points at equal steps along a path of (n, 2); further columns are taken along."""
    step = np.hypot(*np.diff(path[:, :2], axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(step + 1e-12)])
    grid = np.linspace(0.0, way[-1], points)
    return np.stack([np.interp(grid, way, column) for column in path.T], axis=-1)


def _fitting(
    path_for: Callable[[Technique], FloatArray],
    techniques: Sequence[Technique],
    asked: Technique | None,
    *,
    closed: bool,
) -> list[Match]:
    """Lay a stroke along each technique; give those it fits, the one asked for from further off."""
    found: list[Match] = []
    for technique in techniques:
        if technique.kind not in LAID or (closed and technique.kind is not Kind.CIRCLE):
            continue
        path = path_for(technique)
        if not np.isfinite(path).all():
            continue
        match = lay_along(path, technique, closed=closed)
        loose = LOOSE_ASKED if technique is asked else LOOSE
        least = COVERAGE_ASKED if technique is asked else MIN_COVERAGE
        if match is not None and _belongs(match, loose, least):
            found.append(match)
    return found


def _belongs(match: Match, loose: float, least: float) -> bool:
    technique = match.technique
    return (
        match.offset_cm <= loose * technique.off_path_cm
        and match.across_deg <= min(loose * technique.direction_deg, 65.0)
        and match.coverage >= least
        and match.outside <= MAX_OUTSIDE
    )


def _inside(path: FloatArray, along: FloatArray, line: shapely.LineString) -> FloatArray:
    """Points that lie beside the reference rather than beyond one of its ends."""
    ends = np.array(line.coords)
    first, last = ends[1] - ends[0], ends[-1] - ends[-2]
    before = (path - ends[0]) @ first / np.hypot(*first) < -SPAN_TOLERANCE_CM
    beyond = (path - ends[-1]) @ last / np.hypot(*last) > SPAN_TOLERANCE_CM
    at_start, at_end = along <= 1e-9, along >= line.length - 1e-9
    inside: FloatArray = ~((at_start & before) | (at_end & beyond))
    return inside


def _angles_deg(path: FloatArray, along: FloatArray, line: shapely.LineString) -> FloatArray:
    """(n − 1,): angle between each step of the path and the reference beside it."""
    middle = (along[1:] + along[:-1]) / 2
    reach = line.length / POINTS
    low, high = middle - reach, middle + reach
    if not line.is_ring:
        low, high = np.clip(low, 0, line.length - reach), np.clip(high, reach, line.length)
    ends = [
        shapely.get_coordinates(
            shapely.line_interpolate_point(line, np.mod(s, line.length) if line.is_ring else s)
        )
        for s in (low, high)
    ]
    tangent, step = ends[1] - ends[0], np.diff(path, axis=0)
    dot = (tangent * step).sum(axis=1)
    cross = tangent[:, 0] * step[:, 1] - tangent[:, 1] * step[:, 0]
    angles: FloatArray = np.degrees(np.abs(np.arctan2(cross, dot)))
    return angles


def _mean_angle_deg(ends: FloatArray, along: FloatArray, line: shapely.LineString) -> float:
    """Angle between a path as a whole and the reference's right direction beside it."""
    beside = shapely.get_coordinates(shapely.line_interpolate_point(line, np.sort(along)))
    path, way = ends[1] - ends[0], beside[1] - beside[0]
    cross = way[0] * path[1] - way[1] * path[0]
    return float(np.degrees(abs(np.arctan2(cross, way @ path))))


def _turns(path: FloatArray) -> float:
    """How often a path of (n, 2) goes round its own middle."""
    out = path - (path.max(axis=0) + path.min(axis=0)) / 2
    return float(np.ptp(np.unwrap(np.arctan2(out[:, 1], out[:, 0])))) / (2 * np.pi)


def _unwrap(along: FloatArray, length: float) -> FloatArray:
    """Take the jumps out where a path on a ring passes the ring's seam."""
    return np.unwrap(along * 2 * np.pi / length) * length / (2 * np.pi)
