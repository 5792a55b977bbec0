"""Reading a camera, with times from a monotonic clock."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Self

import cv2
import numpy as np

from coach.capture.timing import FrameClock
from coach.errors import InputError
from coach.types import Frame, SourceInfo

__all__ = ["Webcam", "find_cameras", "open_webcam"]

MISSES = 10
"""This many empty reads in a row, and the camera is taken to be gone."""


def open_webcam(
    index: int = 0, *, mirrored: bool = False, now: Callable[[], float] = time.perf_counter
) -> Webcam:
    """Open a camera, ready with its first picture.

    Parameters
    ----------
    index
        0 is the first camera of this computer.
    mirrored
        The camera gives a mirror image: it is turned back here.
    now
        The clock: seconds, never going back.

    Raises
    ------
    InputError
        There is no such camera, or it gives no pictures.
    """
    # OpenCV writes its own lines to stderr about every device that isn't there.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    capture = cv2.VideoCapture(index)
    try:
        if not capture.isOpened():
            raise InputError(
                f"camera {index} can't be opened: check that it is plugged in, that no other "
                "program uses it, and that this one may"
            )
        return Webcam(capture, index, mirrored=mirrored, now=now)
    except BaseException:
        capture.release()
        raise


def find_cameras(indices: range = range(4)) -> list[SourceInfo]:
    """Give the cameras that open and give a picture; opens each for a moment."""
    found = []
    for index in indices:
        try:
            with open_webcam(index) as camera:
                found.append(camera.info)
        except InputError:
            continue
    return found


class Webcam:
    """An open camera; made by `open_webcam`. Goes on until it is closed or unplugged."""

    def __init__(
        self, capture: cv2.VideoCapture, index: int, *, mirrored: bool, now: Callable[[], float]
    ) -> None:
        self._capture = capture
        self._mirrored = mirrored
        self._now = now
        self._closed = False
        self._warnings: list[str] = []
        # The first pictures of many cameras are empty or black; what counts is that one comes.
        self._first = self._read()
        if self._first is None:
            raise InputError(
                f"camera {index} gives no pictures: close other programs that use it, "
                "or unplug it and plug it in again"
            )
        _, image = self._first
        fps = float(capture.get(cv2.CAP_PROP_FPS))
        self._info = SourceInfo(
            name=f"camera {index}",
            width_px=image.shape[1],
            height_px=image.shape[0],
            fps=fps if fps > 0 else math.nan,
            duration_s=math.nan,
        )
        self._clock = FrameClock(self._info.fps)

    @property
    def info(self) -> SourceInfo:
        """Name, size and nominal rate."""
        return self._info

    @property
    def warnings(self) -> tuple[str, ...]:
        """Says when the camera stopped by itself."""
        return tuple(self._warnings)

    def __iter__(self) -> Iterator[Frame]:
        """Give pictures as they come."""
        while True:
            if self._closed:
                raise ValueError(f"{self._info.name} was closed")
            taken, self._first = self._first or self._read(), None
            if taken is None:
                self._warnings.append("The camera stopped giving pictures.")
                return
            stamp_s, image = taken
            t_s = self._clock.time_of(stamp_s)
            if t_s is not None:
                yield Frame(t_s, image)

    def close(self) -> None:
        """Let go of the camera; doing so again is harmless."""
        if not self._closed:
            self._closed = True
            self._capture.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> tuple[float, np.ndarray[tuple[int, ...], np.dtype[np.uint8]]] | None:
        """Give the next picture and when it came; None when the camera is gone."""
        for _ in range(MISSES):
            good, bgr = self._capture.read()
            if good and bgr is not None and bgr.size:
                rgb = bgr[:, ::-1, ::-1] if self._mirrored else bgr[:, :, ::-1]
                return self._now(), np.ascontiguousarray(rgb, dtype=np.uint8)
        return None
