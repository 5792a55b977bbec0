"""Places to keep off: which of them a technique keeps off, and which one its path runs over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import shapely

from coach.techniques.schema import Mirror, NoGo, Technique
from coach.types import FloatArray

__all__ = ["ON_PLACE", "goes_over", "is_kept_off", "place_run_over", "share_on"]

ON_PLACE = 0.15
"""A path with more than this share of its length on a place to keep off goes over it."""
MIDDLE = 0.5
"""So does one that comes further in from its edge than this share of half its width, be it ever so
long elsewhere: whoever crosses a place does (ours)."""
MIRROR = np.array([-1.0, 1.0])

Outline = tuple[tuple[float, float], ...]


def is_kept_off(zone: NoGo, technique: Technique) -> bool:
    """Tell whether a technique keeps off a place: its file says so, or all that are like it do."""
    if zone.id in technique.no_go:
        return True
    here = zone.chart is technique.chart and (not zone.views or technique.view in zone.views)
    return here and zone.forbids(technique.kind) and technique.id not in zone.but_for


def place_run_over(technique: Technique, zones: Sequence[NoGo]) -> NoGo | None:
    """Give the first place to keep off that a technique's own path goes over, on either side."""
    path_uv = technique.path_array_uv
    sides = [path_uv] if technique.mirror is Mirror.NONE else [path_uv, path_uv * MIRROR]
    near = (z for z in zones if z.chart is technique.chart and is_kept_off(z, technique))
    return next((zone for zone in near if any(goes_over(zone, side) for side in sides)), None)


def goes_over(zone: NoGo, path_uv: FloatArray) -> bool:
    """Tell whether a path (n, 2) goes over a place rather than along its edge."""
    middle = _middle(zone.polygon_uv, mirrored=zone.mirrored)
    return share_on(zone, path_uv) > ON_PLACE or middle.intersects(shapely.LineString(path_uv))


def share_on(zone: NoGo, path_uv: FloatArray) -> float:
    """Share of a path's length that lies on a place or on its twin on the other side."""
    line, place = shapely.LineString(path_uv), _area(zone.polygon_uv, mirrored=zone.mirrored)
    if line.length == 0:  # All of it is one point.
        return float(place.intersects(shapely.Point(path_uv[0])))
    return float(line.intersection(place).length / line.length)


@cache
def _area(outline_uv: Outline, *, mirrored: bool) -> shapely.Geometry:
    outline = np.array(outline_uv)
    both = [outline, outline * MIRROR] if mirrored else [outline]
    return shapely.union_all([shapely.Polygon(one) for one in both])


@cache
def _middle(outline_uv: Outline, *, mirrored: bool) -> shapely.Geometry:
    """Give what is left of a place without its rim: where it lies is uncertain."""
    half = shapely.maximum_inscribed_circle(_area(outline_uv, mirrored=False)).length
    return _area(outline_uv, mirrored=mirrored).buffer(-MIDDLE * half)
