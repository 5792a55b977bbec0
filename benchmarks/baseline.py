"""The naive way, so that Coach's numbers mean something.

A fingertip inside the outline of the face or the torso touches. Each way between two reversals
is a stroke; its direction is its end minus its start. Two reversals make a repetition (a way
there and a way back). The technique is the one whose mean direction and middle are nearest.
What it needs beside that (a chart, the noise that is no reversal) is given to it as simply.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.outcome import Outcome
from benchmarks.truth import CHART_OF
from coach.body.scale import FACE_U_CM, FACE_V_DOWN_CM, FACE_V_UP_CM, to_cm
from coach.techniques.library import Library
from coach.techniques.schema import Technique
from coach.types import (
    HANDS,
    PATH_POINTS,
    Attempt,
    ChartName,
    FloatArray,
    Observation,
    Region,
    Sense,
    Side,
    Verdict,
    View,
)

__all__ = ["baseline", "reversals"]

INDEX_TIP = 8
LEFT_EYE, RIGHT_EYE, TOP, CHIN = 263, 33, 10, 152
SHOULDERS, HIPS = [11, 12], [23, 24]
LEAST_CM = {ChartName.FACE: 1.5, ChartName.NECK: 1.5, ChartName.TORSO: 4.0}
"""Ways shorter than this are noise; the same as Coach's."""
PLACE_CM, ANGLE_DEG = 5.0, 45.0
"""How far off in place weighs as much as how far off in direction (ours)."""


def baseline(
    seen: Sequence[Observation],
    library: Library,
    techniques: Sequence[str | None],
    chart: ChartName,
) -> list[Outcome]:
    """Judge a clip the naive way, once for each technique told.

    Parameters
    ----------
    techniques
        Ids; None to find the nearest.
    chart
        The chart that places are told in.
    """
    t_s = np.array([one.t_s for one in seen])
    back = np.mean([one.has_face for one in seen]) < 0.5
    view = View.BACK if back else View.FRONT
    touching = np.array([_touches(one) for one in seen]).reshape(-1, 2)
    home = ChartName.TORSO if back else ChartName.FACE
    places = {name: np.array([_places(one, name) for one in seen]) for name in {home, chart}}
    ways = [_ways(to_cm(home, places[home][:, k]), touching[:, k], home) for k in range(2)]
    left, right = ((len(one) + 1) // 2 for one in ways)
    outcomes = []
    for told in techniques:
        candidates = [t for t in library.for_view(view) if told in (t.id, None)]
        attempts = _attempts(t_s, ways, places[home], home, candidates)
        named = Counter(a.technique for a in attempts if a.technique is not None)
        outcomes.append(Outcome(
            technique=named.most_common(1)[0][0] if named else None,
            attempts=attempts,
            repetitions=max(left, right),
            by_side=(left, right),
            view=view,
            t_s=t_s,
            touching=touching,
            places_uv=places[chart],
        ))  # fmt: skip
    return outcomes


def reversals(way_cm: FloatArray, least_cm: float) -> list[int]:
    """Give where a (n,) movement turns back by more than `least_cm`, with its first and last."""
    turns, extreme, sign = [0], 0, 0.0
    for k in range(1, len(way_cm)):
        ahead = float(way_cm[k] - way_cm[extreme])
        if sign == 0.0:
            if abs(ahead) > least_cm:
                sign, extreme = np.sign(ahead), k
        elif ahead * sign > 0:
            extreme = k
        elif -ahead * sign > least_cm:
            turns.append(extreme)
            sign, extreme = -sign, k
    return [*turns, extreme] if sign else [0]


def _touches(seen: Observation) -> tuple[bool, bool]:
    tips = seen.hands_px[:, INDEX_TIP]
    outlines = []
    if seen.has_face:
        outlines.append(shapely.MultiPoint(seen.face_px[:, :2]).convex_hull)
    if seen.has_body:
        corners = seen.body_px[SHOULDERS + HIPS[::-1]]
        outlines.append(shapely.MultiPoint(corners).convex_hull)
    left, right = (
        bool(np.isfinite(tip).all()) and any(shapely.contains_xy(o, *tip) for o in outlines)
        for tip in tips
    )
    return left, right


def _places(seen: Observation, name: ChartName) -> FloatArray:
    """Give (2, 2): both index fingertips in a flat chart through four landmarks."""
    frame = _flat_chart(seen, name)
    if frame is None:
        return np.full((2, 2), np.nan)
    origin_px, axes_px = frame
    if abs(np.linalg.det(axes_px)) < 1.0:
        return np.full((2, 2), np.nan)
    uv = np.linalg.solve(axes_px, (seen.hands_px[:, INDEX_TIP] - origin_px).T).T
    if name is ChartName.FACE:  # its v axis was laid along the chin's side
        uv[:, 1] = np.where(uv[:, 1] > 0, uv[:, 1] * FACE_V_DOWN_CM / FACE_V_UP_CM, uv[:, 1])
    return np.asarray(uv)


def _flat_chart(seen: Observation, name: ChartName) -> tuple[FloatArray, FloatArray] | None:
    face = seen.face_px[:, :2]
    if name is ChartName.FACE:
        if not seen.has_face:
            return None
        origin_px = (face[LEFT_EYE] + face[RIGHT_EYE]) / 2
        across = (face[LEFT_EYE] - face[RIGHT_EYE]) / 2
        return origin_px, np.stack([across, origin_px - face[CHIN]], axis=-1)
    if not seen.has_body:
        return None
    shoulders, hips = seen.body_px[SHOULDERS], seen.body_px[HIPS]
    across = (shoulders[0] - shoulders[1]) / 2
    if name is ChartName.TORSO:
        up = shoulders.mean(axis=0) - hips.mean(axis=0)
        return hips.mean(axis=0), np.stack([across, up], axis=-1)
    if not seen.has_face:
        return None
    ears = face[[454, 234]]
    up = ears.mean(axis=0) - shoulders.mean(axis=0)
    return shoulders.mean(axis=0), np.stack([(ears[0] - ears[1]) / 2, up], axis=-1)


def _ways(
    at_cm: FloatArray, touching: NDArray[np.bool_], chart: ChartName
) -> list[tuple[int, int]]:
    """Give (first, last) frame of each way between reversals, while the finger touches."""
    on = touching & np.isfinite(at_cm).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(int), [0]]))).reshape(-1, 2)
    found: list[tuple[int, int]] = []
    for begin, end in edges:
        part = at_cm[begin:end]
        if len(part) < 3:
            continue
        _, _, axes = np.linalg.svd(part - part.mean(axis=0), full_matrices=False)
        turns = reversals((part - part.mean(axis=0)) @ axes[0], LEAST_CM[chart])
        found += [(int(begin) + a, int(begin) + b) for a, b in pairwise(turns) if b > a]
    return found


def _attempts(
    t_s: FloatArray,
    ways: Sequence[Sequence[tuple[int, int]]],
    places_uv: FloatArray,
    chart: ChartName,
    candidates: Sequence[Technique],
) -> tuple[Attempt, ...]:
    """Make an attempt of each way of either hand, in time order."""
    found = (
        _attempt(side, t_s[[first, last]], places_uv[first : last + 1, k], chart, candidates)
        for k, side in enumerate(HANDS)
        for first, last in ways[k]
    )
    return tuple(sorted(found, key=lambda a: (a.start_s, a.side)))


def _attempt(
    side: Side,
    span_s: FloatArray,
    path_uv: FloatArray,
    chart: ChartName,
    candidates: Sequence[Technique],
) -> Attempt:
    technique, angle_deg = _nearest(to_cm(chart, path_uv), chart, candidates)
    right = angle_deg < 90
    steps = np.linspace(0, len(path_uv) - 1, PATH_POINTS)
    return Attempt(
        start_s=float(span_s[0]),
        end_s=float(span_s[1]),
        side=side,
        technique=technique.id if technique else None,
        sense=(Sense.RIGHT if right else Sense.REVERSED) if technique else None,
        direction_error_deg=angle_deg,
        verdict=Verdict.GOOD if right else Verdict.REVERSED,
        counted=right,
        confidence=1.0,
        cue="",
        chart=chart,
        path_uv=path_uv[np.round(steps).astype(int)],
    )


def _nearest(
    path_cm: FloatArray, chart: ChartName, candidates: Sequence[Technique]
) -> tuple[Technique | None, float]:
    """Give the technique with the nearest middle and direction, and the angle between."""
    mirrored = -1.0 if path_cm[:, 0].mean() < 0 else 1.0
    path_cm = path_cm * (mirrored, 1.0)
    way = path_cm[-1] - path_cm[0]
    best: tuple[float, Technique | None, float] = (np.inf, None, float("nan"))
    for one in candidates:
        reference = _in_chart(one, chart)
        chord = reference[-1] - reference[0]
        cross = chord[0] * way[1] - chord[1] * way[0]
        angle = float(np.degrees(abs(np.arctan2(cross, chord @ way))))
        apart = float(np.hypot(*(path_cm.mean(axis=0) - reference.mean(axis=0))))
        cost = apart / PLACE_CM + min(angle, 180 - angle) / ANGLE_DEG
        best = min(best, (cost, one, angle), key=lambda found: found[0])
    return best[1], best[2]


def _in_chart(technique: Technique, chart: ChartName) -> FloatArray:
    """Give a reference in centimetres of a chart, an average adult's neck below the face."""
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    if technique.chart is CHART_OF[Region.NECK] and chart is ChartName.FACE:
        tragus_cm = to_cm(ChartName.NECK, np.array([[0.0, 1.0]]))[0, 1]
        return np.asarray(path_cm - (0.0, tragus_cm + 0.45 * FACE_U_CM))
    return path_cm
