"""What a session looks for, and what the camera has to see for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.strokes.match import resample
from coach.techniques.schema import Kind, Mirror, Technique
from coach.types import Chart, ChartName, View

__all__ = ["ANYTHING", "Sought", "is_in_picture", "show", "show_place", "turn"]

POINTS = 32
MIRROR = np.array([-1.0, 1.0])
TRAVELS = (Kind.STROKE, Kind.CIRCLE, Kind.RUB, Kind.VIBRATE)
"""Kinds that have to go along a share of their path; of the others any place on it will do."""
UNPLACED = (ChartName.ARM, ChartName.HAND)
"""Where these are worked on is known only once a hand is at work there."""
SHOW = "Show head and shoulders; for the back, shoulders and hips."
TURN = {
    View.FRONT: "Turn so that the camera sees your face.",
    View.BACK: "Turn so that the camera sees the back.",
}
TURN_PART = {
    (ChartName.NECK, View.BACK): "Turn so that the camera sees the nape and the shoulders.",
    (ChartName.TORSO, View.FRONT): "Turn so that the camera sees chest and belly.",
    (ChartName.ARM, View.FRONT): "Turn so that the camera sees the arm from shoulder to wrist.",
    (ChartName.LEG, View.FRONT): "Turn so that the camera sees the front of the legs.",
    (ChartName.LEG, View.BACK): "Turn so that the camera sees the back of the legs.",
}
"""What to turn where it is no face and no back that the camera must see."""
SHOW_PART = {
    ChartName.NECK: "Show head and shoulders.",
    ChartName.TORSO: "Show shoulders and hips.",
    ChartName.ARM: "Show the arm from shoulder to wrist, with elbow and hand free.",
    ChartName.LEG: "Show the leg from hip to toes.",
    ChartName.HAND: "Show both hands, the one that is massaged flat before the camera.",
}
"""What must be in the picture for a technique of a chart."""
SHOW_FRONT = "Show chest and belly, from shoulders to hips."


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody said they would do.

    Attributes
    ----------
    techniques
        What of it a camera can tell; empty for whatever there is.
    name
        Name of the technique or the routine; empty for a part of the body.
    technique
        The one technique that was asked for, if it was one.
    """

    techniques: tuple[Technique, ...] = ()
    name: str = ""
    technique: Technique | None = None

    @property
    def hidden(self) -> str:
        """Say that none of it can be seen from this side."""
        if self.name:
            return f'"{self.name}" can\'t be seen from this side.'
        return "Nothing for this part of the body can be seen from this side."

    @property
    def outside(self) -> str:
        """Say that its place was not in the picture."""
        if self.name:
            return f'The place of "{self.name}" was not in the picture.'
        return "This part of the body was not in the picture."


ANYTHING = Sought()


def turn(technique: Technique) -> str:
    """Say how to turn so that the camera sees what a technique is done on."""
    return TURN_PART.get((technique.chart, technique.view), TURN[technique.view])


def show(technique: Technique | None) -> str:
    """Say what must be in the picture for a technique; for whatever there is, where it is None."""
    return SHOW_PART.get(technique.chart, SHOW) if technique is not None else SHOW


def show_place(technique: Technique) -> str:
    """Say what must be in the picture besides, where a technique's place is outside it."""
    front = technique.chart is ChartName.TORSO and technique.view is View.FRONT
    return SHOW_FRONT if front else show(technique)


def is_in_picture(technique: Technique, chart: Chart, size_px: tuple[int, int]) -> bool:
    """Tell whether so much of a technique's place is in the picture that it could count there.

    The pose goes on beyond the picture's edge, and so do charts: that a chart holds does not say
    that the camera sees all of it.
    """
    if technique.chart in UNPLACED:
        return True
    path_uv = resample(technique.path_array_uv, POINTS)
    sides = [path_uv] if technique.mirror is Mirror.NONE else [path_uv, path_uv * MIRROR]
    places_px = [chart.to_px(side_uv) for side_uv in sides]
    shares = [float(((px >= 0) & (px <= size_px)).all(axis=1).mean()) for px in places_px]
    least = technique.coverage_min if technique.kind in TRAVELS else 1 / POINTS
    return max(shares) >= least
