"""How much of a movement lies on a place to keep off."""

from __future__ import annotations

import numpy as np
import shapely

from coach.body.scale import to_cm
from coach.coaching.leeway import TRUNK_CM
from coach.techniques.schema import NoGo, Technique
from coach.types import ChartName, FloatArray, View

__all__ = ["NO_GO_SHARE", "share_on", "wider_cm"]

NEARER = 0.5
"""Places on a back are uncertain (see `leeway`): a stroke is on a place to keep off there even if
it seems to be beside it, by this share of the way from there to where the technique runs."""
NO_GO_SHARE = 0.15
"""A stroke with more than this share of its length on a no-go place went over it."""


def wider_cm(zone: NoGo, technique: Technique) -> float:
    """By how much a place to keep off is widened, as places are uncertain: not up to the path."""
    if technique.view is not View.BACK or {zone.chart, technique.chart} != {ChartName.TORSO}:
        return 0.0
    path = shapely.LineString(to_cm(technique.chart, technique.path_array_uv))
    gap_cm = shapely.Polygon(to_cm(zone.chart, np.array(zone.polygon_uv))).distance(path)
    return float(min(TRUNK_CM, NEARER * gap_cm))


def share_on(zone: NoGo, path_uv: FloatArray, wider_cm: float = 0.0) -> float:
    """Share of a path's points that lie on a no-go place."""
    outline_cm = to_cm(zone.chart, np.array(zone.polygon_uv))
    path_cm = to_cm(zone.chart, path_uv)
    outlines = [outline_cm, outline_cm * (-1.0, 1.0)] if zone.mirrored else [outline_cm]
    places = [shapely.Polygon(outline).buffer(wider_cm) for outline in outlines]
    on = [shapely.contains_xy(place, path_cm[:, 0], path_cm[:, 1]) for place in places]
    return float(np.any(on, axis=0).mean())
