"""The neck chart: between the jaw and the collar, from the head model and the shoulders.

u is 0 on the midline and ±1 at the ears (tragus), v is 0 on the line of the shoulder joints and
1 at the height of the tragus. A turned head drags the upper end along, as it does with skin.
From behind, where no face is, the pose's ears tell the upper end.
"""

from __future__ import annotations

import numpy as np

from coach.body.face import FaceChart
from coach.body.scale import TORSO_U_CM, TRAGUS_CM
from coach.body.torso import PlaneChart
from coach.types import ChartName, FloatArray, Observation

__all__ = ["nape_chart", "neck_chart"]

EARS = [7, 8]
"""Pose joints, left then right."""
MIN_VISIBILITY = 0.5
NECK_SHARE = TRAGUS_CM / TORSO_U_CM


def neck_chart(face: FaceChart, torso: PlaneChart) -> PlaneChart | None:
    """Lay the neck chart between a face and a torso; None when they don't fit together."""
    half, height, depth = face.tragus
    ears_px = face.origin_px + face.axes_px[:, 1:] @ np.array([height, depth])
    return _between(torso, ears_px, face.unit_px * half, face.axes_px[:, 0])


def nape_chart(seen: Observation, torso: PlaneChart) -> PlaneChart | None:
    """Lay the neck chart on a neck that is seen from behind; None when the ears are not known."""
    if not seen.has_body or seen.body_visibility[EARS].min() < MIN_VISIBILITY:
        return None
    left_px, right_px = seen.body_px[EARS]
    across = torso.axes_px[:, 0]
    # An ear's joint lies at its tragus; a turned head shows them nearer to each other, so the
    # width is that of the shoulders at least.
    half_px = max(float(np.hypot(*(left_px - right_px))) / 2, NECK_SHARE * np.hypot(*across))
    return _between(torso, (left_px + right_px) / 2, half_px, across)


def _between(
    torso: PlaneChart, ears_px: FloatArray, half_px: float, leftwards: FloatArray
) -> PlaneChart | None:
    collar_px = torso.to_px(np.array([[0.0, 1.0]]))[0]
    upwards = ears_px - collar_px
    length_px = float(np.hypot(*upwards))
    # A neck shorter than half the head's half width is a pose that slipped.
    if length_px < 0.5 * half_px:
        return None
    across = np.array([-upwards[1], upwards[0]]) / length_px * half_px
    if across @ leftwards < 0:
        across = -across
    return PlaneChart(ChartName.NECK, collar_px, np.stack([across, upwards], axis=-1))
