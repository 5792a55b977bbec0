"""The hand chart: the plane of the hand that is massaged, laid by its own joints.

v is 1 at the middle knuckle, 0 a palm's length below it, at the wrist, and about 2 at the middle
fingertip. How long a palm is, three measures say that are about alike on a flat hand: from wrist to
knuckle, from knuckle to fingertip, and half again the width of the knuckles. Their median holds
where one is wrong: the wrist is found worst of all joints, and wherever a sleeve begins; a finger
that bends is short, and so is the width of a hand that is turned. u is +2 on the
line from the wrist through the middle knuckle of the left hand and −2 on that of the right;
towards the thumb it grows outwards to ±3 at the index knuckle's side, towards the little finger
it falls to ±1. Palm and back of the hand have the same coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.body.torso import PlaneChart
from coach.types import HANDS, ChartName, FloatArray, Side

__all__ = ["AXIS_U", "HandChart", "hand_chart"]

WRIST, INDEX, MIDDLE, LITTLE, TIP = 0, 5, 9, 17, 12
LONG = 1.5
"""A palm's length in widths from the index to the little finger's knuckle (ours)."""
AXIS_U = 2.0
"""|u| of the hand's middle line."""
LEAST_PX = 6.0
"""A hand that is seen so small, or so far from the side, carries no chart."""


@dataclass(frozen=True, slots=True)
class HandChart(PlaneChart):
    """The plane of one hand: the other one, which works, has no place in it.

    Attributes
    ----------
    side
        Which hand is massaged.
    """

    side: Side

    def to_px(self, points_uv: FloatArray) -> FloatArray:
        """Map (n, 2) chart points to (n, 2) picture points; NaN for those on the other hand."""
        mine = (points_uv[:, :1] > 0) == (self.side is HANDS[0])
        return np.where(mine, PlaneChart.to_px(self, points_uv), np.nan)


def hand_chart(hand_px: FloatArray, side: Side) -> HandChart | None:
    """Lay the chart on a hand that is massaged; None while it is not seen well enough.

    Parameters
    ----------
    hand_px
        (21, 2): its joints.
    side
        Which hand it is.
    """
    if not np.isfinite(hand_px).all():
        return None
    upwards = hand_px[MIDDLE] - hand_px[WRIST]
    thumbwards = (hand_px[INDEX] - hand_px[LITTLE]) / 2
    palm_px, width_px = float(np.hypot(*upwards)), 2 * float(np.hypot(*thumbwards))
    finger_px = float(np.hypot(*hand_px[TIP] - hand_px[MIDDLE]))
    # Across the hand, square to its length, as wide as it is seen.
    thumbwards = thumbwards - upwards * (thumbwards @ upwards) / max(palm_px, 1e-9) ** 2
    if min(palm_px, 2 * float(np.hypot(*thumbwards))) < LEAST_PX:
        return None
    upwards = upwards * (float(np.median([palm_px, finger_px, LONG * width_px])) / palm_px)
    sign = 1.0 if side is HANDS[0] else -1.0
    axes_px = np.stack([sign * thumbwards, upwards], axis=-1)
    origin_px = hand_px[MIDDLE] - axes_px @ np.array([sign * AXIS_U, 1.0])
    return HandChart(ChartName.HAND, origin_px, axes_px, side)
