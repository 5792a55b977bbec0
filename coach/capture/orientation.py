"""Turning stored pictures upright, as the container's display matrix asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import SupportsBytes, cast

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

__all__ = ["UPRIGHT", "Orientation", "orientation_of"]


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a stored picture is turned to stand upright: transpose first, then flip.

    One of the eight ways a picture can lie; quarter turns and mirror images are all there is.
    """

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Turn a (height, width, 3) picture upright."""
        if self.transpose:
            image = image.swapaxes(0, 1)
        if self.flip_x:
            image = image[:, ::-1]
        if self.flip_y:
            image = image[::-1]
        return np.ascontiguousarray(image)


UPRIGHT = Orientation()


def orientation_of(frame: VideoFrame) -> Orientation:
    """Read the display matrix that comes with a frame; upright when there is none.

    The matrix ``[a b; c d]`` sends a stored point (x, y) to (ax + cy, bx + dy), x to the
    right and y down. Phones write quarter turns; for anything in between the nearest of the
    eight is taken, as turning by odd angles would leave empty corners.
    """
    data = frame.side_data.get("DISPLAYMATRIX")
    if data is None:
        return UPRIGHT
    matrix = np.frombuffer(bytes(cast(SupportsBytes, data)), dtype=np.int32)
    if matrix.size != 9:
        return UPRIGHT
    a, b, c, d = (float(matrix[i]) for i in (0, 1, 3, 4))
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return Orientation(flip_x=a < 0, flip_y=d < 0)
    return Orientation(transpose=True, flip_x=c < 0, flip_y=b < 0)
