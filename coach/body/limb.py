"""The arm and the leg chart: along the bones, and across them.

v is 0 at the wrist or ankle, 0.5 at elbow or knee, 1 at the shoulder or hip joint, whatever the
limb is bent to; a leg goes on to the toes below 0. u is +1 on the bones of the left limb and −1
on those of the right; across them it runs to the person's left for a limb that hangs down, one
unit being 10 cm of an adult. So one path serves both limbs: mirrored, it lies on the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.body.scale import to_cm
from coach.body.smoothing import OneEuro
from coach.types import HANDS, ChartName, FloatArray, Observation, Side, View

__all__ = ["LimbChart", "LimbFitter"]

JOINTS = {
    ChartName.ARM: (np.array([[15, 13, 11], [16, 14, 12]]), np.array([0.0, 0.5, 1.0])),
    ChartName.LEG: (
        np.array([[31, 27, 25, 23], [32, 28, 26, 24]]),
        np.array([-0.24, 0.0, 0.5, 1.0]),
    ),
}
"""Pose joints of the left and the right limb from its far end to the trunk, and the v of each."""
TO_THE_END = 3
"""So many joints have to be seen, from the trunk on: to the wrist, or to the ankle."""
BONES_CM = {ChartName.ARM: np.array([25.5, 29.0]), ChartName.LEG: np.array([20.0, 41.0, 41.0])}
"""Lengths of the bones between them, of an average adult (rounded, ours)."""
UNIT_CM = 10.0
MIN_VISIBILITY = 0.5
JUMP = 0.5
"""A bone that a point would have to jump to counts as further off, by this share of the jump."""
BEHIND = 0.6
"""A hand that comes to an arm is at the upper arm if that is nearer by this much, in units of u."""


@dataclass(frozen=True, slots=True)
class LimbChart:
    """Both arms or both legs in one frame.

    Attributes
    ----------
    bones_px
        (2, k, 2): joints of the left and the right limb; NaN for one that is not seen.
    unit_px
        (2,): how long one unit of u is.
    facing
        1 where the person's left is on the right of the picture, else −1.
    """

    name: ChartName
    bones_px: FloatArray
    unit_px: FloatArray
    facing: float = 1.0

    def to_uv(
        self, points_px: FloatArray, only: Side | None = None, before_uv: FloatArray | None = None
    ) -> FloatArray:
        """Map (n, 2) picture points to (n, 2) chart points, each on the nearer limb.

        Parameters
        ----------
        only
            The one limb that is looked at: nobody strokes an arm with its own hand.
        before_uv
            (n, 2): where each point was a moment ago, NaN for one that was elsewhere. Where upper
            and lower bone of a bent limb lie one before the other, it stays on its own.
        """
        best = np.full((len(points_px), 2), np.nan)
        nearest = np.full(len(points_px), np.inf)
        for row, side in enumerate(HANDS):
            if only in (None, side) and np.isfinite(self.bones_px[row]).all():
                found, away = self._beside(row, points_px, before_uv)
                closer = away < nearest
                best[closer], nearest[closer] = found[closer], away[closer]
        return best

    def to_px(self, points_uv: FloatArray) -> FloatArray:
        """Map (n, 2) chart points to (n, 2) picture points."""
        marks_v = JOINTS[self.name][1]
        found = np.full(points_uv.shape, np.nan)
        for row, sign in enumerate((1.0, -1.0)):
            mine = points_uv[:, 0] * sign > 0
            bone = np.clip(np.searchsorted(marks_v, points_uv[mine, 1]) - 1, 0, len(marks_v) - 2)
            start, step = self.bones_px[row][bone], np.diff(self.bones_px[row], axis=0)[bone]
            share = (points_uv[mine, 1] - marks_v[bone]) / np.diff(marks_v)[bone]
            across = (points_uv[mine, 0] - sign) * self.unit_px[row] * self.facing
            found[mine] = start + share[:, None] * step + across[:, None] * _aside(step)
        return found

    def _beside(
        self, row: int, points_px: FloatArray, before_uv: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Give (n, 2) chart points on one limb, and (n,) how far in pixels they are from it."""
        joints, marks_v = self.bones_px[row], JOINTS[self.name][1]
        step = np.diff(joints, axis=0)
        offset = points_px[:, None] - joints[None, :-1]
        share = (offset * step).sum(axis=-1) / np.maximum((step**2).sum(axis=-1), 1e-9)
        # Beyond its ends a limb goes on as it is there.
        low, high = np.zeros(len(step)), np.ones(len(step))
        low[0], high[-1] = -0.4, 1.2
        share = np.clip(share, low, high)
        away = np.hypot(*np.moveaxis(offset - share[..., None] * step, -1, 0))
        v = marks_v[:-1] + share * np.diff(marks_v)
        aside = (offset * _aside(step)).sum(axis=-1)
        u = (1.0 if row == 0 else -1.0) + self.facing * aside / self.unit_px[row]
        found = np.stack([u, v], axis=-1)
        cost = away
        if before_uv is not None:
            jump_cm = to_cm(self.name, found) - to_cm(self.name, before_uv)[:, None]
            jump = np.hypot(*np.moveaxis(jump_cm, -1, 0)) / UNIT_CM
            # Of a bent arm the forearm lies before the upper arm, and is what a hand comes to.
            new = np.where(np.arange(len(step)) > 0, BEHIND, 0.0)
            cost = away + self.unit_px[row] * np.where(np.isnan(jump), new, JUMP * jump)
        bone = cost.argmin(axis=1)
        every = np.arange(len(points_px))
        return found[every, bone], away[every, bone]


def _aside(step_px: FloatArray) -> FloatArray:
    """(n, 2): unit vectors to the right in the picture for bones (n, 2) that point up."""
    aside = np.stack([-step_px[:, 1], step_px[:, 0]], axis=-1)
    length = np.hypot(*step_px.T)[:, None]
    return np.asarray(aside / np.maximum(length, 1e-9))


class LimbFitter:
    """Follows both arms, or both legs, from frame to frame."""

    def __init__(self, name: ChartName) -> None:
        self._name = name
        self._smooth = [OneEuro(min_cutoff_hz=0.8, beta=0.02) for _ in HANDS]

    def push(self, seen: Observation, view: View) -> LimbChart | None:
        """Give the chart for this frame; None while neither limb is seen."""
        joints, marks_v = JOINTS[self._name]
        bones_px = np.full((*joints.shape, 2), np.nan)
        unit_px = np.full(2, np.nan)
        for row in range(len(HANDS)):
            is_seen = seen.body_visibility[joints[row]] >= MIN_VISIBILITY
            if not seen.has_body or not is_seen[-TO_THE_END:].all():
                continue
            joints_px = seen.body_px[joints[row]].copy()
            if not is_seen[0]:
                # Toes are cut off by the picture first: the leg goes on as it is at the shin.
                ankle_px, knee_px = joints_px[1:3]
                toes, ankle, knee = marks_v[:3]
                joints_px[0] = ankle_px + (toes - ankle) / (knee - ankle) * (knee_px - ankle_px)
            bones_px[row] = self._smooth[row](seen.t_s, joints_px)
            length_px = np.hypot(*np.diff(bones_px[row], axis=0).T)
            # The bone that is least foreshortened tells the scale.
            unit_px[row] = UNIT_CM * (length_px / BONES_CM[self._name]).max()
        if not (unit_px > 0).any():
            return None
        return LimbChart(self._name, bones_px, unit_px, -1.0 if view is View.BACK else 1.0)
