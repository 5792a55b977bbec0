"""How far off a movement may seem before it is told to be off.

What the camera may have got wrong is nobody's fault.
"""

from __future__ import annotations

import math

import numpy as np

from coach.body.scale import to_cm
from coach.strokes.match import TELL_APART_CM
from coach.techniques.schema import Kind, Technique
from coach.types import ChartName

__all__ = [
    "FINEST_CM",
    "ROUND_SLACK",
    "TRUNK_CM",
    "allowed_deg",
    "allowed_off_cm",
    "least_coverage",
]

FINEST_CM = {ChartName.FACE: 2.1, ChartName.NECK: 2.8}
"""Nothing is told to be off by less than this: places there are uncertain by 0.8 to 1.5 cm."""
ROUND_SLACK = 0.2
"""On a face small circles seem to be gone round by so much less than they are: of simulated whole
ones one in twenty by less than 0.58, while arcs that were meant to be too short stay below 0.46."""
TRUNK_CM = 4.0
"""A trunk that is turned can't be told from joints that lie in one plane. The skin is about 11 cm
in front of it: seen from 13° to the side it seems that far off, which is nobody's fault."""


def allowed_off_cm(technique: Technique) -> float:
    """Give the distance from a technique's path from which on a movement is off it, in cm.

    The middle of a loop is known better than where a stroke runs: around circles it is their own.
    """
    if technique.chart is ChartName.TORSO:
        return technique.off_path_cm + TRUNK_CM
    if technique.kind is Kind.CIRCLE:
        return technique.off_path_cm
    return max(technique.off_path_cm, FINEST_CM.get(technique.chart, 0.0))


def allowed_deg(technique: Technique, chord_cm: float | None = None) -> float:
    """Give the angle to a technique's path from which on a stroke is off it, in degrees.

    Parameters
    ----------
    chord_cm
        How far the stroke's end is from its beginning: the nearer they are to each other, the more
        its direction turns when one of them is off. None: as far as the technique's own path.
    """
    if chord_cm is None:
        path_cm = to_cm(technique.chart, technique.path_array_uv)
        chord_cm = float(np.hypot(*(path_cm[-1] - path_cm[0])))
    slack_deg = math.degrees(math.atan2(TELL_APART_CM[technique.chart], chord_cm))
    return technique.direction_deg + slack_deg


def least_coverage(technique: Technique) -> float:
    """Give the share of a technique's path of which less is too short."""
    small = technique.kind is Kind.CIRCLE and technique.chart in FINEST_CM
    return technique.coverage_min - (ROUND_SLACK if small else 0.0)
