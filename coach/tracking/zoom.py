"""Which part of the picture the hand and the face landmarker get to see.

The palm detector looks at 192 × 192 pixels and the face detector at 128 × 128, so they miss what
is small in the picture. Where the person is far away, the picture is cropped: for the hands to
head, torso and what the arms reach, for the face to the head.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coach.types import FloatArray

__all__ = ["Crop", "Zoom", "around_body", "around_head"]

REACH = 1.1
"""The crop reaches this many shoulder widths beyond the shoulders and hips. (Tighter crops of
backs were tried: at 0.35 and 0.5 more hands were lost than found.)"""
HEAD_REACH = 0.7
"""The crop for the face reaches this many shoulder widths beyond the middle of the head: a face
is about 0.4 wide, and the detector finds those best that fill a quarter of what it sees."""
WORTH_IT = 0.75
"""A crop that is not narrower than this share of the picture is not worth its trouble."""
STRAY = 0.2
"""A new crop is made only when its edge moved by more than this share of its size, since the
landmarker follows hands in the crop's own coordinates."""
SURE = 0.5
SHOULDERS = [11, 12]
BODY = [0, 11, 12, 23, 24]
"""Nose, shoulders, hips."""
HEAD = [0, 7, 8]
"""Nose, ears."""


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


Choice = Callable[[tuple[int, int], FloatArray, FloatArray], Crop | None]
"""From the picture's size, a pose (33, 2) in pixels and its visibility to a crop, None when the
pose does not tell."""


class Zoom:
    """Chooses the crop and keeps it still while it serves."""

    def __init__(self) -> None:
        self._crop: Crop | None = None
        self._size_px = (0, 0)

    def choose(
        self, size_px: tuple[int, int], body_px: FloatArray, visibility: FloatArray, choice: Choice
    ) -> Crop:
        """Give the crop for a picture of this size with this pose (NaN when none)."""
        if size_px != self._size_px:
            self._crop, self._size_px = None, size_px
        wanted = choice(size_px, body_px, visibility)
        if self._crop is None or (wanted is not None and _strayed(self._crop, wanted)):
            self._crop = wanted or Crop(0, 0, *size_px)
        return self._crop


def around_body(
    size_px: tuple[int, int], body_px: FloatArray, visibility: FloatArray
) -> Crop | None:
    """Crop to head, torso and what the arms reach."""
    points, shoulder_px = _seen(body_px, visibility, BODY), _shoulder_px(body_px, visibility)
    if shoulder_px is None:
        return None
    reach_px = REACH * max(shoulder_px, 0.05 * size_px[0])
    return _crop(size_px, points.min(axis=0) - reach_px, points.max(axis=0) + reach_px)


def around_head(
    size_px: tuple[int, int], body_px: FloatArray, visibility: FloatArray
) -> Crop | None:
    """Crop to the head."""
    points, shoulder_px = _seen(body_px, visibility, HEAD), _shoulder_px(body_px, visibility)
    if shoulder_px is None or not len(points):
        return None
    middle, reach_px = points.mean(axis=0), HEAD_REACH * max(shoulder_px, 0.03 * size_px[0])
    return _crop(size_px, middle - reach_px, middle + reach_px)


def _seen(body_px: FloatArray, visibility: FloatArray, joints: list[int]) -> FloatArray:
    points = body_px[joints]
    seen: FloatArray = points[np.isfinite(points).all(axis=1) & (visibility[joints] > SURE)]
    return seen


def _shoulder_px(body_px: FloatArray, visibility: FloatArray) -> float | None:
    """Width of the shoulders; None when they are not both seen."""
    shoulders = _seen(body_px, visibility, SHOULDERS)
    return float(np.hypot(*(shoulders[0] - shoulders[1]))) if len(shoulders) == 2 else None


def _crop(size_px: tuple[int, int], low: FloatArray, high: FloatArray) -> Crop | None:
    width, height = size_px
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
