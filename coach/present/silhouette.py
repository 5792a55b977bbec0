"""The outline of a hand from its joints: a light line that says "I see this hand"."""

from __future__ import annotations

import cv2
import numpy as np

from coach.present.brush import fixed
from coach.types import FloatArray

__all__ = ["hand_outline"]

FINGERS = ((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20))
PALM = (0, 1, 5, 9, 13, 17)
FINGER_WIDTH = 0.24
"""Width of a finger over the palm's length."""

WORK_PX = 96.0
"""The silhouette is traced at this size of the hand, which is fine enough at any other."""


def hand_outline(joints_px: FloatArray) -> tuple[FloatArray, ...]:
    """Trace a hand.

    Parameters
    ----------
    joints_px
        (21, 2): the joints; NaN when the hand isn't seen.

    Returns
    -------
    tuple of (n, 2) arrays
        Closed lines in pixels; empty when the hand isn't seen.
    """
    if not np.isfinite(joints_px).all():
        return ()
    low, high = joints_px.min(axis=0), joints_px.max(axis=0)
    extent = float((high - low).max())
    palm_length = float(np.hypot(*(joints_px[9] - joints_px[0])))
    if extent < 4 or palm_length == 0:
        return ()
    finger = max(FINGER_WIDTH * palm_length, 0.1 * extent)
    scale = WORK_PX / extent
    origin = low - finger
    small = (joints_px - origin) * scale
    width, height = np.ceil((high - low + 2 * finger) * scale).astype(int).tolist()
    mask = np.zeros((height + 1, width + 1), np.uint8)
    thick = max(2, round(finger * scale))
    cv2.fillPoly(mask, [fixed(small[list(PALM)])], (255,), cv2.LINE_8, 4)
    lines = [fixed(small[list(joints)]) for joints in (*FINGERS, (*PALM, 0))]
    cv2.polylines(mask, lines, False, (255,), thick, cv2.LINE_8, 4)
    found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return tuple(_smooth(c[:, 0].astype(np.float64)) / scale + origin for c in found if len(c) > 8)


def _smooth(contour: FloatArray) -> FloatArray:
    """Round the steps of the pixel grid off, and close the line."""
    inner = (np.roll(contour, 1, axis=0) + 2 * contour + np.roll(contour, -1, axis=0)) / 4
    return np.concatenate([inner, inner[:1]])
