"""How long one chart unit is on an average adult, so that angles and distances mean something.

A chart is size-free; its two axes are measured on different parts of the body. Directions are
compared, and distances told, in centimetres of an average adult.

References
----------
Face: MediaPipe's canonical face model (metric, Apache-2.0): outer eye corners 4.45 cm from the
midline; from the eye line 5.60 cm up to the highest landmark of the forehead (10) and 12.07 cm
down to the chin (152); face side at the tragus (234) 7.66 cm.
Neck and torso: Gordon et al., 2012 Anthropometric Survey of U.S. Army Personnel (ANSUR II),
NATICK/TR-15/007: men and women together; biacromial breadth about 39 cm, of which the joint
centres lie about 1.5 cm further in; acromion about 50 cm above the hip joint and 18.5 cm below
the tragus. Rounded, as whole centimetres do not matter here.
Arm, leg and hand: bones of an average adult, rounded (ours).
"""

from __future__ import annotations

import numpy as np

from coach.types import ChartName, FloatArray

__all__ = ["FACE_U_CM", "FACE_V_DOWN_CM", "FACE_V_UP_CM", "TRAGUS_CM", "from_cm", "to_cm"]

FACE_U_CM = 4.45
FACE_V_UP_CM = 5.60
FACE_V_DOWN_CM = 12.07
TRAGUS_CM = 7.66
NECK_V_CM = 18.5
TORSO_U_CM = 18.0
TORSO_V_CM = 50.0
ACROSS_LIMB_CM = 10.0
ARM_V_CM = 54.5
LEG_V_CM = 82.0
HAND_U_CM = 4.0
HAND_V_CM = 9.5
PLAIN_CM = {
    ChartName.NECK: np.array([TRAGUS_CM, NECK_V_CM]),
    ChartName.TORSO: np.array([TORSO_U_CM, TORSO_V_CM]),
    ChartName.ARM: np.array([ACROSS_LIMB_CM, ARM_V_CM]),
    ChartName.LEG: np.array([ACROSS_LIMB_CM, LEG_V_CM]),
    ChartName.HAND: np.array([HAND_U_CM, HAND_V_CM]),
}
"""Units of u and v of the charts that have one scale up and down."""


def to_cm(chart: ChartName, points_uv: FloatArray) -> FloatArray:
    """Spread chart points out in centimetres of an average adult.

    Parameters
    ----------
    chart
        Whose coordinates they are.
    points_uv
        (..., 2).

    Returns
    -------
    (..., 2): centimetres to the person's left, and up.
    """
    if chart is not ChartName.FACE:
        return np.asarray(points_uv * PLAIN_CM[chart], dtype=np.float64)
    u, v = points_uv[..., 0], points_uv[..., 1]
    v_cm = np.where(v >= 0, v * FACE_V_UP_CM, v * FACE_V_DOWN_CM)
    return np.stack([u * FACE_U_CM, v_cm], axis=-1)


def from_cm(chart: ChartName, points_cm: FloatArray) -> FloatArray:
    """Take centimetres of an average adult (..., 2) back to chart points: undoes `to_cm`."""
    if chart is not ChartName.FACE:
        return np.asarray(points_cm / PLAIN_CM[chart], dtype=np.float64)
    x, y = points_cm[..., 0], points_cm[..., 1]
    v = np.where(y >= 0, y / FACE_V_UP_CM, y / FACE_V_DOWN_CM)
    return np.stack([x / FACE_U_CM, v], axis=-1)
