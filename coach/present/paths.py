"""Geometry of drawn paths: the mirror, even steps, arrow heads. No pictures in here."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coach.techniques.schema import Kind, Technique
from coach.types import FloatArray

__all__ = ["MIRROR", "arrow_head", "drawn_path_uv", "evenly", "finite_runs"]

MIRROR = np.array([-1.0, 1.0])
"""Turns a chart path of the person's left side into that of the right."""

CIRCLE_STEPS = 48
CLOSING_GAP = 0.08
"""Share of a circle that is left open in drawings, so that its arrow doesn't hide its start."""


def drawn_path_uv(technique: Technique) -> FloatArray:
    """Give the (n, 2) reference on the person's left as it is drawn."""
    path = technique.path_array_uv
    if technique.kind is Kind.CIRCLE:
        return evenly(path, CIRCLE_STEPS)[: round(CIRCLE_STEPS * (1 - CLOSING_GAP))]
    return path


def evenly(points: FloatArray, steps: int) -> FloatArray:
    """Give (steps, 2) points in equal distances along a line."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
    at = np.linspace(0.0, along[-1], steps)
    return np.stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)], axis=1)


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
