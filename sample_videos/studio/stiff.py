"""Hands that keep their shape, brought to the skin by the part that touches: thumbs, fists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.motion import Aim
from sample_videos.studio.primitives import Floats


@dataclass(frozen=True, slots=True)
class Stiff:
    """How a hand is held that does not bend to meet the skin.

    Attributes
    ----------
    angles_rad : (11,) float
        Its shape.
    part : tuple of int
        The joints that are brought to the skin.
    above_cm : float
        How far these are from the skin they touch with.
    pitch_rad, roll_rad : float
        By how much fingers, and the thumb's side, dip towards the skin.
    """

    angles_rad: Floats
    part: tuple[int, ...]
    above_cm: float
    pitch_rad: float = 0.0
    roll_rad: float = 0.0

    def posed(self, side: Side, aim: Aim) -> HandPose:
        """Return the pose that brings the part to its place on the skin."""
        x, y, z = hands.frame(aim.fingers, aim.back).T
        pitch, roll = self.pitch_rad, self.roll_rad
        thumbwards = 1.0 if side == "left" else -1.0
        fingers, back = np.cos(pitch) * y - np.sin(pitch) * z, np.cos(pitch) * z + np.sin(pitch) * y
        across = np.cos(roll) * x - thumbwards * np.sin(roll) * back
        back = np.cos(roll) * back + thumbwards * np.sin(roll) * x
        turn = np.stack([across, fingers, back], axis=1)
        local = hands.local_joints_cm(side, self.angles_rad[None])[0][list(self.part)]
        touching = (local @ turn.T).mean(axis=0) - self.above_cm * aim.back
        return HandPose(side, turn, aim.place_cm - touching, self.angles_rad)
