"""Single pictures of a clip, as JPEG."""

from __future__ import annotations

import math
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from coach.capture.clip import open_clip
from coach.errors import InputError

__all__ = ["stills"]

LARGEST_PX = (960, 960)
QUALITY = 85


def stills(
    path: Path,
    pictures: int,
    *,
    start_s: float = 0.0,
    end_s: float = math.inf,
    mirrored: bool = False,
    progress: Callable[[float, float], None] | None = None,
) -> tuple[bytes, ...]:
    """Take pictures at equal steps from a part of a clip, the first at its beginning.

    Parameters
    ----------
    pictures
        How many, at least two.
    mirrored
        The clip was recorded as in a mirror; it is turned back.

    Raises
    ------
    InputError
        The clip can't be read, or there is nothing in that part of it.
    """
    kept: list[bytes] = []
    with open_clip(path, mirrored=mirrored) as clip:
        last_s = min(end_s, clip.info.duration_s)
        step_s = (last_s - start_s) / (pictures - 1)
        for frame in clip:
            due_s = start_s + len(kept) * step_s
            if progress is not None:
                progress(frame.t_s, last_s)
            if frame.t_s > end_s or len(kept) == pictures:
                break
            # The last frame begins before the clip ends.
            last = frame.t_s >= last_s - 2 / max(clip.info.fps, 1.0)
            if frame.t_s >= start_s and (frame.t_s >= due_s - 1e-6 or last):
                kept.append(_jpeg(frame.image_rgb))
    if not kept:
        raise InputError(f"{path.name} has no picture between {start_s:g} and {end_s:g} s")
    return tuple(kept)


def _jpeg(image_rgb: NDArray[np.uint8]) -> bytes:
    """Write a picture without anything but the picture: no place, no camera, no time."""
    picture = Image.fromarray(image_rgb)
    picture.thumbnail(LARGEST_PX)
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
