"""The neck chart: between the jaw and the collar, from the head model and the shoulders.

u is 0 on the midline and ±1 at the ears (tragus), v is 0 on the line of the shoulder joints and
1 at the height of the tragus. A turned head drags the upper end along, as it does with skin.
"""

from __future__ import annotations

import numpy as np

from coach.body.face import FaceChart
from coach.body.torso import PlaneChart
from coach.types import ChartName

__all__ = ["neck_chart"]


def neck_chart(face: FaceChart, torso: PlaneChart) -> PlaneChart | None:
    """Lay the neck chart between a face and a torso; None when they don't fit together."""
    collar_px = torso.to_px(np.array([[0.0, 1.0]]))[0]
    half, height, depth = face.tragus
    ears_px = face.origin_px + face.axes_px[:, 1:] @ np.array([height, depth])
    upwards = ears_px - collar_px
    length_px = float(np.hypot(*upwards))
    half_px = face.unit_px * half
    # A neck shorter than half the head's half width is a pose that slipped.
    if length_px < 0.5 * half_px:
        return None
    across = np.array([-upwards[1], upwards[0]]) / length_px * half_px
    if across @ (face.axes_px[:, 0]) < 0:
        across = -across
    return PlaneChart(ChartName.NECK, collar_px, np.stack([across, upwards], axis=-1))
