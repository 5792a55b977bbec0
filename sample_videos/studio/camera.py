"""The pinhole camera: where it stands, how it is turned, and what it sees where."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sample_videos.studio.primitives import Floats

Rows = tuple[float, float, float, float, float, float, float, float, float]

STRAIGHT: Final[Rows] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera without lens distortion that looks along -z of its own axes.

    Attributes
    ----------
    position_cm : (3,) float
        The eye point in the world.
    focal_px : float
        Focal length in pixels of a picture `height_px` high.
    width_px, height_px : int
        Size of the picture.
    rotation : tuple of 9 float
        Rows of a rotation matrix: the camera's axes to the right, up and backwards, in the world.
    """

    position_cm: tuple[float, float, float]
    focal_px: float
    width_px: int = 640
    height_px: int = 480
    rotation: Rows = STRAIGHT

    @classmethod
    def orbit(
        cls,
        target_cm: tuple[float, float, float],
        distance_cm: float,
        yaw_deg: float = 0.0,
        pitch_deg: float = 0.0,
        roll_deg: float = 0.0,
        fov_deg: float = 36.0,
        width_px: int = 640,
        height_px: int = 480,
        offset: tuple[float, float] = (0.0, 0.0),
    ) -> Camera:
        """Return a camera on a sphere about a target that it looks at.

        Parameters
        ----------
        target_cm : (3,) float
            What is seen in the middle, in the world.
        distance_cm : float
            How far away the camera is.
        yaw_deg, pitch_deg : float
            Positive yaw: the camera stands more towards the world's +x; positive pitch: higher.
        roll_deg : float
            Positive: the camera is turned so that the picture's content turns clockwise.
        fov_deg : float
            The angle that the picture's height spans.
        width_px, height_px : int
            Size of the picture.
        offset : (2,) float
            How far from the middle the target is seen, to the right and down, as fractions of the
            picture's width and height: the camera moves aside for it and does not turn.
        """
        yaw, pitch, roll = np.radians((yaw_deg, pitch_deg, roll_deg))
        backwards = np.array(
            (math.sin(yaw) * math.cos(pitch), math.sin(pitch), math.cos(yaw) * math.cos(pitch))
        )
        level = np.array((math.cos(yaw), 0.0, -math.sin(yaw)))
        upright = np.cross(backwards, level)
        right = math.cos(roll) * level + math.sin(roll) * upright
        up = math.cos(roll) * upright - math.sin(roll) * level
        focal_px = height_px / 2 / math.tan(math.radians(fov_deg) / 2)
        aside = np.array((-offset[0] * width_px, offset[1] * height_px)) * distance_cm / focal_px
        position = np.asarray(target_cm) + distance_cm * backwards
        position = position + aside[0] * right + aside[1] * up
        rows: Rows = tuple(np.concatenate([right, up, backwards]).tolist())
        return cls(tuple(position.tolist()), focal_px, width_px, height_px, rows)

    @property
    def axes(self) -> Floats:
        """The rotation as a (3, 3) matrix that takes world directions to the camera's."""
        return np.array(self.rotation).reshape(3, 3)

    def scaled(self, scale: float) -> Camera:
        """Return the same view in a picture `scale` times as large."""
        width, height = round(self.width_px * scale), round(self.height_px * scale)
        return replace(self, focal_px=self.focal_px * scale, width_px=width, height_px=height)

    def to_camera_cm(self, points_cm: Floats) -> Floats:
        """Take world points (..., 3) to the camera's axes: right, up, backwards."""
        away = np.asarray(points_cm, float) - np.asarray(self.position_cm)
        return np.asarray(away @ self.axes.T)

    def project_px(self, points_cm: Floats) -> Floats:
        """Project world points (..., 3) to the picture (..., 2): x right, y down, in px."""
        seen = self.to_camera_cm(points_cm)
        x = self.width_px / 2 + self.focal_px * seen[..., 0] / -seen[..., 2]
        y = self.height_px / 2 - self.focal_px * seen[..., 1] / -seen[..., 2]
        return np.stack([x, y], axis=-1)

    def sees(self, points_cm: Floats) -> np.ndarray:
        """Tell for each point (..., 3) whether it is before the camera and inside the picture."""
        x, y = np.moveaxis(self.project_px(points_cm), -1, 0)
        before = self.to_camera_cm(points_cm)[..., 2] < 0
        inside = (x >= 0) & (x < self.width_px) & (y >= 0) & (y < self.height_px)
        return np.asarray(before & inside)
