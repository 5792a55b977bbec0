"""Geometry of drawn paths: the mirror, even steps, arrow heads. No pictures in here."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import numpy as np

from coach.techniques.schema import Kind, Mirror, Technique
from coach.types import Chart, ChartName, FloatArray, Side

__all__ = [
    "MIDDLE_UV",
    "MIRROR",
    "Way",
    "arrow_head",
    "beside",
    "curve",
    "drawn_path_uv",
    "evenly",
    "finite_runs",
    "has_direction",
    "on_side",
    "smooth",
    "to_known_px",
    "way_of",
    "worked_side",
]


class Way(StrEnum):
    """How a technique's path is meant, and so how it is drawn."""

    ALONG = "along"
    """It runs from its start to its end: an arrow."""
    TO_AND_FRO = "to and fro"
    """Both directions are right: an arrow at either end."""
    PLACE = "place"
    """It is where hands rest, press or tap: no arrow."""


WAYS = {
    Kind.RUB: Way.TO_AND_FRO,
    Kind.TAP: Way.PLACE,
    Kind.PRESS: Way.PLACE,
    Kind.HOLD: Way.PLACE,
    Kind.TIMED: Way.PLACE,
}

MIRROR = np.array([-1.0, 1.0])
"""Turns a chart path of the person's left side into that of the right."""

MIDDLE_UV = {
    ChartName.FACE: np.array([0.0, -0.2]),
    ChartName.NECK: np.array([0.0, 0.6]),
    ChartName.TORSO: np.array([0.0, 0.5]),
    ChartName.ARM: np.array([0.0, 0.5]),
    ChartName.LEG: np.array([0.0, 0.5]),
    ChartName.HAND: np.array([0.0, 0.8]),
}
"""The middle of each body part: icons stand beside a path on the other side of it."""

DRAWN_STEPS = 48
CLOSING_GAP = 0.08
"""Share of a circle that is left open in drawings, so that its arrow doesn't hide its start."""


def way_of(technique: Technique) -> Way:
    """Tell how a technique's path is meant."""
    return WAYS.get(technique.kind, Way.ALONG)


def has_direction(technique: Technique) -> bool:
    """Tell whether going the other way would be wrong."""
    return way_of(technique) is Way.ALONG and not technique.either_way


def drawn_path_uv(technique: Technique) -> FloatArray:
    """Give the (n, 2) reference on the person's left as it is drawn: smooth, in even steps."""
    path = technique.path_array_uv
    if technique.kind is Kind.CIRCLE:
        around = smooth(path[:-1], closed=True)
        return evenly(around, DRAWN_STEPS)[: round(DRAWN_STEPS * (1 - CLOSING_GAP))]
    return evenly(smooth(path), DRAWN_STEPS)


def on_side(technique: Technique, path_uv: FloatArray, side: Side) -> FloatArray:
    """Give a path (n, 2) that is written on the person's left as it runs on a side."""
    if side is not Side.RIGHT or technique.mirror is Mirror.NONE:
        return path_uv
    mirrored: FloatArray = path_uv * MIRROR
    return mirrored[::-1] if technique.mirror is Mirror.PLACE else mirrored


def curve(points: FloatArray, *, closed: bool = False) -> FloatArray:
    """Give the Bézier segments of a smooth line through the points (Catmull-Rom spline).

    Returns
    -------
    (n - 1, 4, 2), or (n, 4, 2) when closed: start, two handles and end of each segment.
    """
    if closed:
        around = np.concatenate([points[-1:], points, points[:2]])
    else:
        ends = 2 * points[[0, -1]] - points[[1, -2]]
        around = np.concatenate([ends[:1], points, ends[1:]])
    before, start, end, after = around[:-3], around[1:-2], around[2:-1], around[3:]
    return np.stack([start, start + (end - before) / 6, end - (after - start) / 6, end], axis=1)


def smooth(points: FloatArray, *, closed: bool = False) -> FloatArray:
    """Give points along the smooth line through the points."""
    segments = curve(points, closed=closed)
    t = np.linspace(0.0, 1.0, 9)[None, :, None]
    start, one, two, end = (segments[:, None, number] for number in range(4))
    along = start * (1 - t) ** 3 + 3 * one * t * (1 - t) ** 2 + 3 * two * t**2 * (1 - t)
    line: FloatArray = (along + end * t**3).reshape(-1, 2)
    return line


def evenly(points: FloatArray, steps: int) -> FloatArray:
    """Give (steps, 2) points in equal distances along a line."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
    at = np.linspace(0.0, along[-1], steps)
    return np.stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)], axis=1)


def worked_side(chart: ChartName, side: Side) -> Side:
    """Give the side of the body that a hand works on: on arms and hands the other one."""
    if chart not in (ChartName.ARM, ChartName.HAND) or side is Side.BOTH:
        return side
    return Side.RIGHT if side is Side.LEFT else Side.LEFT


def to_known_px(chart: Chart, points_uv: FloatArray) -> FloatArray:
    """Map (n, 2) chart points to picture points; what runs off to infinity is unknown."""
    points_px = chart.to_px(points_uv)
    return np.where(np.isfinite(points_px), points_px, np.nan)


def finite_runs(points: FloatArray) -> Iterator[FloatArray]:
    """Give the pieces between points that are not finite."""
    known = np.isfinite(points).all(axis=1)
    if known.all():
        yield points
        return
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield points[start:stop]


def arrow_head(points: FloatArray, size: float) -> FloatArray | None:
    """Give the (3, 2) triangle that ends a line, tip first; None when nothing points.

    The direction is that of the last `size` of the line, so that a jitter of its end can't
    turn it.
    """
    known = points[np.isfinite(points).all(axis=1)]
    if len(known) < 2:
        return None
    end = known[-1]
    away = np.hypot(*(known - end).T)
    if away.max() == 0:
        return None
    far = np.flatnonzero(away >= min(size, away.max()))[-1]
    ahead = (end - known[far]) / away[far]
    aside = np.array([-ahead[1], ahead[0]]) * 0.55
    return np.stack(
        [
            end + ahead * size * 0.55,
            end + (aside - ahead * 0.45) * size,
            end - (aside + ahead * 0.45) * size,
        ]
    )


def beside(path: FloatArray, share: float, away_from: FloatArray, distance: float) -> FloatArray:
    """Give a place beside a path, on the side that is away from a point.

    Parameters
    ----------
    share
        How far along the path, 0 to 1.
    """
    at = path[round(share * (len(path) - 1))]
    ahead = path[-1] - path[0]
    aside = np.array([-ahead[1], ahead[0]]) / max(float(np.hypot(*ahead)), 1e-6)
    turn = 1.0 if aside @ (at - away_from) >= 0 else -1.0
    place: FloatArray = at + aside * turn * distance
    return place
