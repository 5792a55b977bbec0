"""Parts of a clip kept at hand, to be looked at again and again in any order.

Winding a clip back means decoding it anew, and no container promises to do that quickly. What is
wanted of it is kept as JPEG in a file without a name, so that memory does not grow.
"""

from __future__ import annotations

import math
import tempfile
from bisect import bisect_right
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from coach.capture.clip import open_clip
from coach.capture.jpeg import read_jpeg
from coach.errors import InputError, OutputError
from coach.types import FloatArray, Frame

__all__ = ["Excerpts"]

QUALITY = 92
SAME_TIME_S = 1e-4
"""A frame that begins so much too late is the one that was asked for: times are rounded."""


class Excerpts:
    """Frames of some parts of a clip; a context manager. Made by `Excerpts.of`.

    Parameters
    ----------
    size_px
        (width, height) to which pictures are scaled.
    """

    def __init__(self, size_px: tuple[int, int]) -> None:
        self._size_px = size_px
        self._file = tempfile.TemporaryFile(prefix="coach-")  # noqa: SIM115, it outlives this call
        self._times_s: list[float] = []
        self._ends: list[int] = [0]

    @classmethod
    def of(
        cls,
        path: Path,
        windows_s: FloatArray,
        size_px: tuple[int, int],
        *,
        mirrored: bool = False,
        progress: Callable[[float, float], None] | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Self:
        """Take parts from a clip.

        Parameters
        ----------
        windows_s
            (n, 2): from when to when, in time order. What is shown as a part begins belongs to it.
        size_px
            (width, height) to which pictures are scaled.
        mirrored
            The clip was recorded as in a mirror; it is turned back.
        progress
            Told after every frame (seconds done, seconds in all; NaN when unknown).
        stopped
            Asked after every frame whether to stop there and then.

        Raises
        ------
        InputError
            The clip can't be read.
        OutputError
            There is no room for the pictures.
        """
        kept = cls(size_px)
        try:
            with open_clip(path, mirrored=mirrored) as clip:
                last_s = float(windows_s[-1, 1]) if len(windows_s) else 0.0
                length_s = min(clip.info.duration_s, last_s)
                waiting: Frame | None = None
                for frame in clip:
                    within = (windows_s[:, 0] <= frame.t_s) & (frame.t_s <= windows_s[:, 1])
                    if within.any() or (frame.t_s > last_s and not kept._times_s):
                        kept._add(waiting)
                        kept._add(frame)
                        waiting = None
                    else:
                        waiting = frame
                    if progress is not None:
                        progress(frame.t_s, length_s)
                    if frame.t_s > last_s or stopped():
                        break
                if not kept._times_s:
                    kept._add(waiting)
        except BaseException:
            kept.close()
            raise
        return kept

    def at(self, t_s: float) -> NDArray[np.uint8]:
        """Give the picture (height, width, 3) that is shown at a time, of those that were kept."""
        if not self._times_s:
            raise InputError("nothing of the clip was kept: record it again")
        index = max(bisect_right(self._times_s, t_s + SAME_TIME_S) - 1, 0)
        self._file.seek(self._ends[index])
        return read_jpeg(self._file.read(self._ends[index + 1] - self._ends[index]), self._size_px)

    def close(self) -> None:
        """Let go of the pictures; a second time does nothing."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _add(self, frame: Frame | None) -> None:
        if frame is None or frame.t_s <= (self._times_s[-1] if self._times_s else -math.inf):
            return
        picture = Image.fromarray(frame.image_rgb).resize(
            self._size_px, Image.Resampling.BICUBIC, reducing_gap=3.0
        )
        packed = BytesIO()
        picture.save(packed, "JPEG", quality=QUALITY, subsampling=0)
        try:
            self._file.seek(self._ends[-1])
            self._file.write(packed.getvalue())
        except OSError as error:
            raise OutputError(
                f"the temporary folder {tempfile.gettempdir()} can't be written to "
                f"({(error.strerror or str(error)).lower()}): free some space, or set TMPDIR"
            ) from error
        self._times_s.append(frame.t_s)
        self._ends.append(self._ends[-1] + packed.tell())
