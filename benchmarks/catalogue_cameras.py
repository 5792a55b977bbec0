"""Where the camera stands that sees a technique of the catalogue."""

from __future__ import annotations

import math

import numpy as np

from coach.techniques.schema import Technique
from coach.types import ChartName, View
from sample_videos.studio import scenario
from sample_videos.studio.camera import Camera
from sample_videos.studio.sensor import Sensor

__all__ = ["camera_for"]


def camera_for(rng: np.random.Generator, technique: Technique, sensor: Sensor) -> Camera:
    """Draw a camera from where a technique is seen well."""
    near_face = technique.chart in (ChartName.FACE, ChartName.NECK)
    if technique.view is View.FRONT and near_face:
        return scenario._before(rng, technique, sensor)
    if technique.view is View.BACK and technique.chart is not ChartName.LEG:
        return scenario._behind(rng, technique, sensor)
    leg = technique.chart is ChartName.LEG
    middle, span_cm = (-62.0, 195.0) if leg else (-27.0, 112.0)
    if leg and technique.path_array_uv[:, 1].max() < 0:  # A hand on a foot reaches below it.
        middle, span_cm = -70.0, 215.0
    if technique.chart is ChartName.HAND:
        middle, span_cm = -20.0, 82.0
    fov = float(rng.uniform(42.0, 60.0))
    distance = span_cm * rng.uniform(1.0, 1.2) / 2 / math.tan(math.radians(fov) / 2)
    return Camera.orbit(
        (0.0, middle, 5.0),
        distance,
        float(rng.uniform(-18.0, 18.0)),
        float(rng.uniform(-6.0, 10.0)),
        float(rng.uniform(-3.0, 3.0)),
        fov,
        sensor.width_px,
        sensor.height_px,
        (float(rng.uniform(-0.04, 0.04)), float(rng.uniform(-0.03, 0.03))),
    )
