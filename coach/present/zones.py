"""No-go places as outlines: with the twin of mirrored ones, and which one a path enters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.present.paths import MIRROR
from coach.techniques.schema import NoGo
from coach.types import ChartName, FloatArray, View

__all__ = ["entered_zone", "outlines_uv", "shown_zones"]


def outlines_uv(zone: NoGo) -> tuple[FloatArray, ...]:
    """Give (n, 2) chart points of the outline, and of its twin on the other side."""
    outline = np.array(zone.polygon_uv, dtype=np.float64)
    return (outline, outline * MIRROR) if zone.mirrored else (outline,)


def shown_zones(zones: Sequence[NoGo], chart: ChartName, view: View) -> tuple[NoGo, ...]:
    """Zones that lie on this chart and are seen from this side."""
    return tuple(
        zone for zone in zones if zone.chart is chart and (view in zone.views or not zone.views)
    )


def entered_zone(paths_uv: Sequence[FloatArray], zones: Sequence[NoGo]) -> NoGo | None:
    """Tell which zone holds most points of the paths; None when they enter none."""
    points = np.concatenate([path[np.isfinite(path).all(axis=1)] for path in paths_uv])
    inside = [sum(_inside(points, outline) for outline in outlines_uv(zone)) for zone in zones]
    if not inside or max(inside) == 0:
        return None
    return zones[int(np.argmax(inside))]


def _inside(points: FloatArray, outline: FloatArray) -> int:
    """Count the points within an outline, by the crossings of a ray (even-odd rule)."""
    x, y = points[:, :1], points[:, 1:]
    x0, y0 = outline.T
    x1, y1 = np.roll(outline, -1, axis=0).T
    spans = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing_x = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    crossings = (spans & (x < crossing_x)).sum(axis=1)
    return int((crossings % 2 == 1).sum())
