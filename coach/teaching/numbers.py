"""The numbers of a technique, from its repetitions: path, pace and tolerances.

A tolerance follows the teacher's own spread, and is never tighter than what tracking can resolve: a
pupil must not be corrected for what was only seen wrongly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from coach.body.scale import from_cm
from coach.coaching.leeway import FINEST_CM
from coach.teaching.align import average, length_cm
from coach.teaching.beats import IN_PLACE
from coach.teaching.repetition import Repetition
from coach.teaching.repetitions import typical
from coach.techniques.schema import Kind
from coach.types import HANDS, ChartName, FloatArray

__all__ = ["TIGHTEST_CM", "Numbers", "Point", "mean_path_cm", "numbers_of"]

Point = tuple[float, float]

TIGHTEST_CM = {**FINEST_CM, ChartName.TORSO: 6.0}
"""A pupil is off the path no nearer than this: the teacher's place and the pupil's are both
uncertain, by 0.8 to 1.5 cm on head and neck, and by 4 to 5 cm on a back."""
SPREADS = 2.0
"""How many times the teacher's own spread is tolerated beyond that."""
TIGHTEST_DEG, WIDEST_DEG = 35.0, 60.0
"""Direction is tolerated no less, and no more, than this: 19 of 20 right strokes are seen within
25° of their true direction, the teacher's as the pupil's."""
TIGHTEST_PACE = 2.0
"""Half the teacher's time is not too quick, and twice not too slow: times are the least exact."""
END_CM = {ChartName.FACE: 1.0, ChartName.NECK: 1.2, ChartName.TORSO: 4.0}
"""How uncertain either end of a path is."""
COVERAGE, COVERAGE_ROUND = (0.4, 0.6), 0.75
"""Least and greatest share of a stroke's path, and the share of a circle, that must be gone along.
For circles it is what the built-in ones ask for."""
FINE_CM = {ChartName.FACE: 0.12, ChartName.NECK: 0.15, ChartName.TORSO: 0.4}
"""Points of a path are left out while it changes by less than this: a teacher moves the rest."""
ROUND_POINTS = 12
SHORTEST_S, SHORTEST_BEAT_S = 0.2, 0.15
RUB_DEG, RUB_COVERAGE = 50.0, 0.3
"""Rubbing may slant and be shorter, as with the built-in ones."""
LONGER_HOLDS = 10.0
"""Staying so many times as long as the teacher is not too long."""
POINT_CM = 0.5
"""Half the length of the line that stands for a single place."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a technique file holds in numbers, as `Technique` names it."""

    path_uv: tuple[Point, ...]
    pace_s: float
    pace_min_s: float
    pace_max_s: float
    off_path_cm: float
    direction_deg: float
    coverage_min: float


def numbers_of(kept: Sequence[Repetition], chart: ChartName, kind: Kind) -> Numbers:
    """Derive a technique's numbers from its repetitions, at least one."""
    if kind in IN_PLACE:
        return _in_place(kept, chart, kind)
    mean_cm = mean_path_cm(kept, chart)
    closed = kept[0].closed
    off_cm = [_off_cm(path, mean_cm) for one in kept for path in one.done_cm]
    pace_s = float(np.median([one.pace_s for one in kept]))
    slack = TIGHTEST_PACE * float(np.exp(SPREADS * np.std(np.log([one.pace_s for one in kept]))))
    numbers = Numbers(
        path_uv=_points_uv(mean_cm, chart, closed=closed),
        pace_s=pace_s,
        pace_min_s=round(max(pace_s / slack, SHORTEST_S), 2),
        pace_max_s=round(pace_s * slack, 2),
        off_path_cm=round(float(np.hypot(TIGHTEST_CM[chart], SPREADS * _rms(off_cm))), 1),
        direction_deg=round(_direction_deg(kept, mean_cm)),
        coverage_min=COVERAGE_ROUND if closed else _coverage(kept, mean_cm, chart),
    )
    if kind is Kind.RUB:
        return replace(numbers, direction_deg=RUB_DEG, coverage_min=RUB_COVERAGE)
    return numbers


def _in_place(kept: Sequence[Repetition], chart: ChartName, kind: Kind) -> Numbers:
    """Give the numbers of taps, presses and holds: a place, or a line of places, and a pace."""
    places_cm = np.array([np.median(path, axis=0) for one in kept for path in one.done_cm])
    ends_cm = _ends_cm(places_cm, TIGHTEST_CM[chart])
    off_cm = shapely.distance(shapely.LineString(ends_cm), shapely.points(places_cm))
    pace_s = float(np.median([one.pace_s for one in kept]))
    slack = TIGHTEST_PACE * float(np.exp(SPREADS * np.std(np.log([one.pace_s for one in kept]))))
    most = LONGER_HOLDS if kind is Kind.HOLD else slack
    points_uv = from_cm(chart, ends_cm).round(3) + 0.0
    return Numbers(
        path_uv=tuple((float(u), float(v)) for u, v in points_uv),
        pace_s=pace_s,
        pace_min_s=round(max(pace_s / slack, SHORTEST_BEAT_S), 2),
        pace_max_s=round(pace_s * most, 2),
        off_path_cm=round(float(np.hypot(TIGHTEST_CM[chart], SPREADS * _rms(off_cm))), 1),
        direction_deg=90.0,
        coverage_min=COVERAGE[1],
    )


def _ends_cm(places_cm: FloatArray, least_cm: float) -> FloatArray:
    """(2, 2): ends of the line that places (n, 2) lie along; about their middle if they are one.

    Upwards, so that the same places always give the same line.
    """
    middle_cm = np.median(places_cm, axis=0)
    away = places_cm - middle_cm
    axis = np.array([0.0, 1.0])
    if len(places_cm) > 2:
        axis = np.linalg.eigh(away.T @ away)[1][:, -1]
        axis *= 1.0 if axis[1] >= 0 else -1.0
    low, high = np.percentile(away @ axis, (10, 90))
    if high - low < least_cm:
        axis, low, high = np.array([0.0, 1.0]), -POINT_CM, POINT_CM
    return np.stack([middle_cm + low * axis, middle_cm + high * axis])


def mean_path_cm(kept: Sequence[Repetition], chart: ChartName) -> FloatArray:
    """Average the paths of repetitions: (32, 2), on the person's left.

    Of two hands each has the same say, however often the one was lost.
    """
    usual = typical(kept, chart)
    if usual is None:
        raise ValueError("nothing to average")
    first_cm, closed = usual.done_cm[0], usual.closed
    means = []
    for index in range(len(HANDS)):
        paths = [one.paths_cm[index] for one in kept if np.isfinite(one.paths_cm[index]).all()]
        if paths:
            means.append(average(paths, first_cm, closed=closed))
    return average(means, means[0], closed=closed)


def _points_uv(mean_cm: FloatArray, chart: ChartName, *, closed: bool) -> tuple[Point, ...]:
    if closed:
        around = np.linspace(0, len(mean_cm) - 1, ROUND_POINTS + 1).round().astype(int)
        points_cm = mean_cm[around]
    else:
        line = shapely.simplify(shapely.LineString(mean_cm), FINE_CM[chart])
        points_cm = shapely.get_coordinates(line)
        if len(points_cm) < 3:  # A straight way still needs a point that can be moved.
            points_cm = mean_cm[[0, len(mean_cm) // 2, -1]]
    points_uv = from_cm(chart, points_cm).round(3) + 0.0
    return tuple((float(u), float(v)) for u, v in points_uv)


def _off_cm(path_cm: FloatArray, mean_cm: FloatArray) -> float:
    """Median distance from the mean path, as pupils will be judged by."""
    line = shapely.LineString(mean_cm)
    return float(np.median(shapely.distance(line, shapely.points(path_cm))))


def _direction_deg(kept: Sequence[Repetition], mean_cm: FloatArray) -> float:
    if kept[0].closed:
        return TIGHTEST_DEG
    chord = mean_cm[-1] - mean_cm[0]
    off_deg = []
    for path in (path for one in kept for path in one.done_cm):
        way = path[-1] - path[0]
        off_deg.append(np.degrees(np.arctan2(chord[0] * way[1] - chord[1] * way[0], chord @ way)))
    return min(float(np.hypot(TIGHTEST_DEG, SPREADS * _rms(off_deg))), WIDEST_DEG)


def _coverage(kept: Sequence[Repetition], mean_cm: FloatArray, chart: ChartName) -> float:
    """Ask for the way between the uncertain ends, less what the teacher's own ways differ by."""
    whole_cm = length_cm(mean_cm)
    spread_cm = float(np.std([one.length_cm for one in kept]))
    sure = 1 - (2 * np.sqrt(2) * END_CM[chart] + SPREADS * spread_cm) / whole_cm
    return round(float(np.clip(sure, *COVERAGE)), 2)


def _rms(values: Sequence[float] | FloatArray) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
