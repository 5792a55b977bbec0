"""The torso chart, for the back and for the chest, and which way the person faces.

u is 0 on the spine (or the midline in front) and ±1 at the shoulder joints; v is 0 at the hip
joints, 1 at the shoulders, and goes on into the neck. The person may stand, lie, or be upside
down: the chart turns with them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.body.smoothing import OneEuro
from coach.types import ChartName, FloatArray, Observation, View

__all__ = ["PlaneChart", "TorsoFitter", "ViewJudge"]

SHOULDERS, HIPS = [11, 12], [23, 24]
"""Pose joints, left then right."""
MIN_VISIBILITY = 0.5
"""A joint that the pose believes in view by less than this share is not used."""
HOLD_S, HOLD_BACK_S = 1.0, 6.0
"""A torso that is lost is held for so long. On a back, which arms reach over, the pose is lost for
longer; but a back that is massaged hardly moves."""
JUMP = 0.25
"""A joint does not move further than this share of the shoulders' width between two poses."""


@dataclass(frozen=True, slots=True)
class PlaneChart:
    """A flat chart: an origin and two axes in the picture.

    Attributes
    ----------
    name
        Which chart it is.
    origin_px
        (2,): where (0, 0) lies.
    axes_px
        (2, 2): where one unit of u, of v goes; columns.
    """

    name: ChartName
    origin_px: FloatArray
    axes_px: FloatArray

    def to_px(self, points_uv: FloatArray) -> FloatArray:
        """Map (n, 2) chart points to (n, 2) picture points."""
        return self.origin_px + points_uv @ self.axes_px.T

    def to_uv(self, points_px: FloatArray) -> FloatArray:
        """Map (n, 2) picture points to (n, 2) chart points."""
        offset = (points_px - self.origin_px).T
        return np.asarray(np.linalg.solve(self.axes_px, offset).T, dtype=np.float64)


class TorsoFitter:
    """Follows one torso from frame to frame; holds it for a second when it is lost."""

    def __init__(self) -> None:
        self._smooth = OneEuro(min_cutoff_hz=0.6, beta=0.01)
        self._joints_px = np.full((4, 2), np.nan)
        self._last: PlaneChart | None = None
        self._last_t_s = -math.inf

    def push(self, seen: Observation, view: View) -> PlaneChart | None:
        """Give the chart for this frame; None while there is nothing to go by.

        Parameters
        ----------
        view
            Which way the person faces. A pose that says otherwise has its sides confused, as
            happens while hands lie on the shoulders, and is turned round.
        """
        if seen.has_body and seen.body_visibility[SHOULDERS].min() >= MIN_VISIBILITY:
            turn = _turn(seen.body_px)
            confused = turn < 0 if view is View.FRONT else view is View.BACK and turn > 0
            order = SHOULDERS[::-1] + HIPS[::-1] if confused else SHOULDERS + HIPS
            joints_px = seen.body_px[order]
            if not self._slipped(seen.t_s, joints_px):
                self._joints_px = self._smooth(seen.t_s, joints_px)
                chart = _torso(self._joints_px)
                if chart is not None:
                    self._last, self._last_t_s = chart, seen.t_s
                    return chart
        hold_s = HOLD_BACK_S if view is View.BACK else HOLD_S
        return self._last if seen.t_s - self._last_t_s <= hold_s else None

    def _slipped(self, t_s: float, joints_px: FloatArray) -> bool:
        """Tell whether the joints jumped as no body does; it is believed when it lasts."""
        if t_s - self._last_t_s > HOLD_S:
            self._smooth.forget()
            return False
        width_px = np.hypot(*(self._joints_px[0] - self._joints_px[1]))
        moved_px = np.hypot(*(joints_px - self._joints_px).T).max()
        return bool(moved_px > JUMP * width_px)


def _torso(joints_px: FloatArray) -> PlaneChart | None:
    shoulder_left, shoulder_right, hip_left, hip_right = joints_px
    hips = (hip_left + hip_right) / 2
    across = (shoulder_left - shoulder_right) / 2
    upwards = (shoulder_left + shoulder_right) / 2 - hips
    axes_px = np.stack([across, upwards], axis=-1)
    # Seen exactly from the side the two axes fall into one: no chart then.
    area = abs(float(np.linalg.det(axes_px)))
    if area < 0.05 * float(upwards @ upwards):
        return None
    return PlaneChart(ChartName.TORSO, hips, axes_px)


class ViewJudge:
    """Decides from the picture whether the person's front or back is seen.

    Seen from behind, the person's left shoulder is on the left as the picture shows it (once
    the person is turned upright), and no face is found. Evidence is weighed over a few seconds,
    as a pose flickers; and nothing is called a front until a face was found.
    """

    MEMORY_S = 3.0
    FACE_WEIGHT, NO_FACE_WEIGHT = 2.0, -0.5
    SURE = 0.2

    def __init__(self) -> None:
        self._weight = 0.0
        self._t_s = math.nan
        self._view = View.UNKNOWN

    def push(self, seen: Observation) -> View:
        """Weigh one frame and give the view as far as it is known."""
        vote = self.FACE_WEIGHT if seen.has_face else self.NO_FACE_WEIGHT
        if seen.has_body and seen.body_visibility[SHOULDERS].min() >= MIN_VISIBILITY:
            vote += _turn(seen.body_px)
        elif not seen.has_face:
            vote = 0.0
        dt_s = seen.t_s - self._t_s
        keep = math.exp(-dt_s / self.MEMORY_S) if dt_s > 0 else 0.0
        self._weight = keep * self._weight + (1 - keep) * vote
        self._t_s = seen.t_s
        may_be_front = self._view is View.FRONT or seen.has_face
        if self._weight > self.SURE and may_be_front:
            self._view = View.FRONT
        elif self._weight < -self.SURE:
            self._view = View.BACK
        return self._view


def _turn(body_px: FloatArray) -> float:
    """+1 for shoulders seen from the front, −1 from behind, however the person lies."""
    across = body_px[SHOULDERS[0]] - body_px[SHOULDERS[1]]
    upwards = body_px[SHOULDERS].mean(axis=0) - body_px[HIPS].mean(axis=0)
    # With y pointing down, (left minus right) × (up) is negative when left is on the right.
    turn = float(across[0] * upwards[1] - across[1] * upwards[0])
    size = float(np.hypot(*across) * np.hypot(*upwards))
    return -turn / size if size > 0 else 0.0
