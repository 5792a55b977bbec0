"""Which part of the picture the hand landmarker gets to see.

The palm detector looks at 192 × 192 pixels, so it misses hands that are small in the picture.
Where the person is far away, the picture is cropped to head, torso and what the arms reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.types import FloatArray

__all__ = ["Crop", "Zoom"]

REACH = 1.1
"""The crop reaches this many shoulder widths beyond the shoulders and hips."""
WORTH_IT = 0.75
"""A crop that is not narrower than this share of the picture is not worth its trouble."""
STRAY = 0.2
"""A new crop is made only when its edge moved by more than this share of its size, since the
landmarker follows hands in the crop's own coordinates."""
BODY = [0, 11, 12, 23, 24]
"""Nose, shoulders, hips."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of the picture, in whole pixels: left, top, right, bottom (exclusive)."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def corner_px(self) -> FloatArray:
        """(2,): its upper left corner."""
        return np.array([self.left, self.top], dtype=np.float64)


class Zoom:
    """Chooses the crop and keeps it still while it serves."""

    def __init__(self) -> None:
        self._crop: Crop | None = None
        self._size_px = (0, 0)

    def choose(self, size_px: tuple[int, int], body_px: FloatArray, visibility: FloatArray) -> Crop:
        """Give the crop for a picture of this size with this pose (NaN when none)."""
        if size_px != self._size_px:
            self._crop, self._size_px = None, size_px
        wanted = _wanted(size_px, body_px, visibility)
        if self._crop is None or (wanted is not None and _strayed(self._crop, wanted)):
            self._crop = wanted or Crop(0, 0, *size_px)
        return self._crop


def _wanted(size_px: tuple[int, int], body_px: FloatArray, visibility: FloatArray) -> Crop | None:
    width, height = size_px
    points = body_px[BODY]
    seen = np.isfinite(points).all(axis=1) & (visibility[BODY] > 0.5)
    if not seen[1:3].all():
        return None
    shoulder_px = float(np.hypot(*(points[1] - points[2])))
    reach = REACH * max(shoulder_px, 0.05 * width)
    low, high = points[seen].min(axis=0) - reach, points[seen].max(axis=0) + reach
    left, top = (int(max(0, edge)) for edge in low)
    right = int(min(width, np.ceil(high[0])))
    bottom = int(min(height, np.ceil(high[1])))
    if right - left < 32 or bottom - top < 32:
        return None
    if max((right - left) / width, (bottom - top) / height) > WORTH_IT:
        return Crop(0, 0, width, height)
    return Crop(left, top, right, bottom)


def _strayed(have: Crop, wanted: Crop) -> bool:
    a = np.array([have.left, have.top, have.right, have.bottom])
    b = np.array([wanted.left, wanted.top, wanted.right, wanted.bottom])
    size = max(have.right - have.left, have.bottom - have.top)
    return bool(np.abs(a - b).max() > STRAY * size)
