"""The pinhole camera: looks along -z of the world, x to the right of the picture, y up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_videos.studio.primitives import Floats


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera without rotation or lens distortion.

    Attributes
    ----------
    position_cm : (3,) float
        The eye point in the world.
    focal_px : float
        Focal length in pixels of a picture `height_px` high.
    width_px, height_px : int
        Size of the picture.
    """

    position_cm: tuple[float, float, float]
    focal_px: float
    width_px: int = 640
    height_px: int = 480

    def scaled(self, scale: float) -> Camera:
        """Return the same view in a picture `scale` times as large."""
        width, height = round(self.width_px * scale), round(self.height_px * scale)
        return Camera(self.position_cm, self.focal_px * scale, width, height)

    def project_px(self, points_cm: Floats) -> Floats:
        """Project world points (..., 3) to the picture (..., 2): x right, y down, in px."""
        away = np.asarray(points_cm, float) - np.asarray(self.position_cm)
        x = self.width_px / 2 + self.focal_px * away[..., 0] / -away[..., 2]
        y = self.height_px / 2 - self.focal_px * away[..., 1] / -away[..., 2]
        return np.stack([x, y], axis=-1)

    def sees(self, points_cm: Floats) -> np.ndarray:
        """Tell for each point (..., 3) whether it falls inside the picture."""
        x, y = np.moveaxis(self.project_px(points_cm), -1, 0)
        return np.asarray((x >= 0) & (x < self.width_px) & (y >= 0) & (y < self.height_px))
