"""Pictures that come one by one as JPEG, as a browser sends them."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from coach.capture.timing import FrameClock
from coach.errors import InputError
from coach.types import Frame

__all__ = ["JpegFrames", "read_jpeg"]

LARGEST_PX = (1280, 960)
"""Width and height that are taken at most; landmarks don't get better above."""


def read_jpeg(data: bytes, largest_px: tuple[int, int] = LARGEST_PX) -> NDArray[np.uint8]:
    """Decode one picture; its size is looked at before anything is unpacked.

    Returns
    -------
    (height, width, 3) uint8, red first.

    Raises
    ------
    InputError
        It is no JPEG, it is broken off, or it is too large.
    """
    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
            width, height = picture.size
            if width > largest_px[0] or height > largest_px[1]:
                raise InputError(
                    f"the picture is {width} x {height}, more than "
                    f"{largest_px[0]} x {largest_px[1]}: send it smaller"
                )
            return np.array(picture.convert("RGB"), dtype=np.uint8)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("the picture is no whole JPEG: send it again") from error


class JpegFrames:
    """Gives JPEG pictures of one camera their times.

    Parameters
    ----------
    start_s
        Time of the first frame. Unlike a clip, a camera that comes back goes on where it was.
    """

    def __init__(self, start_s: float = 0.0) -> None:
        self._start_s = start_s
        self._clock = FrameClock(float("nan"))

    def frame(self, stamp_s: float, data: bytes) -> Frame | None:
        """Give the next frame, or None when its stamp is not after the one before.

        Parameters
        ----------
        stamp_s
            When it was taken, by the sender's clock.

        Raises
        ------
        InputError
            As `read_jpeg`.
        """
        image_rgb = read_jpeg(data)
        t_s = self._clock.time_of(stamp_s)
        return None if t_s is None else Frame(self._start_s + t_s, image_rgb)
