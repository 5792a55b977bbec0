"""The chart of a hand that is massaged by the other one.

u = +-2 on the line from the wrist to the middle knuckle, + on a left hand; +-3 and +-1 as far off
as the knuckles of index and little finger; v = 0 at the wrist, 1 at the middle knuckle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_videos.studio.hands import HandPose
from sample_videos.studio.primitives import Floats


@dataclass(frozen=True, slots=True)
class HandChart:
    """The map of a hand that is held out, in the frame of the body that carries it.

    Attributes
    ----------
    wrist_cm : (3,) float
        Where v = 0 meets the hand's middle line.
    thumbwards, upwards : (3,) float
        One unit of u towards the thumb, and of v towards the fingers; square to each other.
    middle_u : float
        u of the middle line: 2 on a left hand, -2 on a right one.
    sign : float
        As paths are told: just as they are.
    straight : bool
        Points are charted square to the hand's plane.
    """

    wrist_cm: Floats
    thumbwards: Floats
    upwards: Floats
    middle_u: float
    sign: float = 1.0
    straight: bool = True

    @classmethod
    def of(cls, pose: HandPose) -> HandChart:
        """Lay the chart on a hand."""
        joints = pose.joints_cm()
        wrist, index, middle, little = joints[[0, 5, 9, 17]]
        upwards = middle - wrist
        half = (index - little) / 2
        half = half - upwards * (half @ upwards) / (upwards @ upwards)
        return cls(wrist, half, upwards, 2.0 if pose.side == "left" else -2.0)

    def row(self) -> dict[str, float]:
        """Return the lengths of one unit, as the truth file tells them."""
        wide, long = (float(np.linalg.norm(axis)) for axis in (self.thumbwards, self.upwards))
        return {"u_cm": round(wide, 3), "up_cm": round(long, 3), "down_cm": round(long, 3)}

    def uv(self, local_cm: Floats) -> Floats:
        """Chart points (..., 3) in the frame of the body that carries the hand."""
        away = local_cm - self.wrist_cm
        out, up = (away @ axis / (axis @ axis) for axis in (self.thumbwards, self.upwards))
        return np.stack([self.middle_u + np.sign(self.middle_u) * out, up], axis=-1)

    def place_cm(self, uv: Floats) -> Floats:
        """Return where chart points (..., 2) lie in the hand's plane."""
        out = (uv[..., :1] - self.middle_u) * np.sign(self.middle_u)
        return np.asarray(self.wrist_cm + out * self.thumbwards + uv[..., 1:] * self.upwards)
