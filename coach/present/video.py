"""Writing the annotated clip: a second pass over the pictures, each drawn upon.

It can't be done in the first pass: what a stroke was is known only when its bout is over. The next
pictures are decoded while one is drawn and encoded.
"""

from __future__ import annotations

import errno
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

from coach.capture.ahead import Ahead
from coach.capture.clip import Clip, open_clip
from coach.errors import OutputError
from coach.present.encoder import Encoder, PictureTrack, best_encoder
from coach.present.files import atomic_path
from coach.present.soundtrack import Soundtrack
from coach.types import Frame, Update

__all__ = ["Draw", "Progress", "write_annotated"]

Draw = Callable[[Frame, Update | None], NDArray[np.uint8]]
"""Gives the picture to show for a frame; all pictures of a clip are of one size."""

Progress = Callable[[float, float], None]
"""Called with (seconds done, seconds in all; NaN when unknown)."""

SAME_TIME_S = 1e-4
"""Times of one frame in two passes over a clip may differ by this."""


def write_annotated(
    clip_path: Path,
    out_path: Path,
    updates: Iterable[Update],
    draw: Draw,
    *,
    mirrored: bool = False,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Write a clip again with every frame drawn upon, and with its sound.

    The result is an mp4 that plays in browsers (H.264, AAC, index first). Every frame keeps
    its own time, counted from the first one. It takes its name when it is whole; after a
    failure or Ctrl-C nothing is left behind.

    Parameters
    ----------
    clip_path
        The clip that was reviewed.
    out_path
        Where the result belongs.
    updates
        What the review kept, in time order. A frame between two updates gets the earlier.
    draw
        Called with each frame and its update, None before the first.
    mirrored
        As in the review: the recording shows a mirror image, and is turned back.
    progress
        Called after every frame.

    Returns
    -------
    tuple of str
        Plain sentences about what is not as it should be; empty when all is well.

    Raises
    ------
    InputError
        The clip can't be read any more.
    OutputError
        The result can't be written.
    """
    encoder = best_encoder()
    opened = open_clip(clip_path, mirrored=mirrored)
    with opened as clip, Ahead(clip) as frames, atomic_path(out_path) as part:
        try:
            output = av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"})
            try:
                drawn = _drawn(frames, updates, draw)
                sound_warnings = _write(clip, clip_path, output, encoder, drawn, progress)
            except BaseException:
                with suppress(av.FFmpegError, OSError):  # What went wrong first is what counts.
                    output.close()
                raise
            output.close()
        except av.FFmpegError as error:
            raise _as_os_error(error, out_path) from error
        first = (encoder.warning,) if encoder.warning else ()
        return (*first, *clip.warnings, *sound_warnings)


def _write(
    clip: Clip,
    clip_path: Path,
    output: OutputContainer,
    encoder: Encoder,
    drawn: Iterator[tuple[float, NDArray[np.uint8]]],
    progress: Progress | None,
) -> tuple[str, ...]:
    """Encode all pictures with the sound beside them; gives the sound's warnings."""
    t_s, image = next(drawn)  # An open clip has one frame at least.
    height_px, width_px = image.shape[:2]
    pictures = PictureTrack(output, encoder, width_px, height_px, clip.info.fps)
    with Soundtrack(clip_path, clip.start_s, output) as sound:
        pictures.add(t_s, image)
        for t_s, image in drawn:
            sound.write_until(t_s)
            pictures.add(t_s, image)
            if progress is not None:
                progress(t_s, clip.info.duration_s)
        pictures.finish()
        sound.write_until(math.inf)
        return tuple(sound.warnings)


def _drawn(
    frames: Iterable[Frame], updates: Iterable[Update], draw: Draw
) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Pair each frame with its update, and draw."""
    coming = iter(updates)
    update: Update | None = None
    following = next(coming, None)
    for frame in frames:
        while following is not None and following.t_s <= frame.t_s + SAME_TIME_S:
            update, following = following, next(coming, None)
        yield frame.t_s, draw(frame, update)


def _as_os_error(error: av.FFmpegError, path: Path) -> Exception:
    """Give what the system said, where libav wraps it, so that it can be explained."""
    if error.errno in errno.errorcode:
        return OSError(error.errno, error.strerror)
    return OutputError(f"{path} can't be written: {(error.strerror or str(error)).lower()}")
