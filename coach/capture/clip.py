"""Reading a recorded clip: any container, any pixel format, any size, each frame's own time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from coach.capture.container import open_container, picture_track
from coach.capture.orientation import Orientation, orientation_of
from coach.capture.timing import FrameClock
from coach.errors import InputError
from coach.types import Frame, SourceInfo

__all__ = ["MAX_SIDE_PX", "Clip", "open_clip"]

MAX_SIDE_PX = 1280
"""Longer side of the pictures delivered, at most: larger ones cost time and show the
landmarkers nothing more (the largest of them looks at a square of 256 px)."""

CUT_SHORT_S = 0.5
CUT_SHORT_SHARE = 0.05
"""A clip that ends this much before its announced end is called cut short."""

CUT_SHORT_LOOSE_S = 1.0
"""The same where only the file's length is known, in which the sound may be the longest."""


def open_clip(path: str | Path, *, mirrored: bool = False) -> Clip:
    """Open a clip for reading, ready with its first frame.

    Parameters
    ----------
    path
        A file in any container and codec that libav reads.
    mirrored
        The recording shows a mirror image (some selfie cameras): it is turned back here.

    Returns
    -------
    Clip
        A context manager to iterate over; see `coach.capture.source.Source`.

    Raises
    ------
    InputError
        There is nothing to read; the message says why, and the way out.
    """
    path = Path(path)
    container = open_container(path)
    try:
        return Clip(container, picture_track(container, path), path, mirrored=mirrored)
    except BaseException:
        container.close()
        raise


class Clip:
    """An open clip; made by `open_clip`.

    Frames that share a time stamp with the one before are dropped (see
    `coach.capture.timing.FrameClock`). Pictures are scaled so that their longer side is
    `MAX_SIDE_PX` at most and their pixels are square. Damaged pieces are skipped and spoken
    of in `warnings`, complete once the last frame was taken.
    """

    def __init__(
        self, container: InputContainer, track: VideoStream, path: Path, *, mirrored: bool
    ) -> None:
        track.thread_type = "AUTO"
        self._container = container
        self._track = track
        self._mirrored = mirrored
        # One for the whole clip: it keeps libav's scaler, which is dear to set up.
        self._scaler = VideoReformatter()
        self._damaged = 0
        self._closed = False
        self._warnings: list[str] = []
        self._decoded = self._decode()
        self._first = next(self._decoded, None)
        if self._first is None:
            raise InputError(f"{path.name} holds no picture that can be read: record it again")
        self._start_s = _stamp(self._first) or 0.0
        self._orientation = orientation_of(self._first)
        self._stored_px = _square_pixel_size(self._first, track)
        self._info = _describe(container, track, path, self._stored_px, self._orientation)
        self._clock = FrameClock(self._info.fps)
        self._frames = self._deliver()

    @property
    def info(self) -> SourceInfo:
        """Name, size of the pictures delivered, nominal rate, duration, sound."""
        return self._info

    @property
    def start_s(self) -> float:
        """Where the first frame lies in the container's own clock, which the sound keeps to."""
        return self._start_s

    @property
    def warnings(self) -> tuple[str, ...]:
        """Plain sentences about pieces of the clip that could not be read."""
        return tuple(self._warnings)

    def __iter__(self) -> Iterator[Frame]:
        """Give the frames not taken yet."""
        while True:
            if self._closed:
                raise ValueError(f"{self._info.name} was closed")
            frame = next(self._frames, None)
            if frame is None:
                return
            yield frame

    def close(self) -> None:
        """Close the file; doing so again is harmless."""
        if not self._closed:
            self._closed = True
            self._first = None
            self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _deliver(self) -> Iterator[Frame]:
        picture, self._first = self._first, None
        while picture is not None:
            t_s = self._clock.time_of(_stamp(picture))
            if t_s is not None:
                yield self._upright(picture, t_s)
            picture = next(self._decoded, None)
        self._look_back()

    def _decode(self) -> Iterator[VideoFrame]:
        """Decode all that can be decoded: a damaged packet is skipped, a broken file ends."""
        packets = self._container.demux(self._track)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except (av.FFmpegError, OSError):
                break
            try:
                yield from packet.decode()
            except (av.FFmpegError, OSError):
                self._damaged += 1
        try:
            yield from self._track.decode(None)
        except (av.FFmpegError, OSError):
            self._damaged += 1

    def _upright(self, picture: VideoFrame, t_s: float) -> Frame:
        width_px, height_px = self._stored_px
        rgb = self._scaler.reformat(picture, width_px, height_px, "rgb24")
        image = self._orientation.apply(np.asarray(rgb.to_ndarray(), dtype=np.uint8))
        return Frame(t_s, image[:, ::-1].copy() if self._mirrored else image)

    def _look_back(self) -> None:
        """Say what was missing, now that the end is reached."""
        if self._damaged:
            pieces = "piece" if self._damaged == 1 else "pieces"
            self._warnings.append(
                f"{self._damaged} damaged {pieces} of the clip could not be read and were skipped."
            )
        end_s, length_s = self._clock.end_s, self._info.duration_s
        least_s = CUT_SHORT_S if self._track.duration else CUT_SHORT_LOOSE_S
        if length_s - end_s > max(least_s, CUT_SHORT_SHARE * length_s):
            self._warnings.append(
                f"The clip is cut short: its pictures end at {end_s:.1f} s of {length_s:.1f} s."
            )


def _stamp(picture: VideoFrame) -> float | None:
    """Give the time stamp of a decoded picture in seconds, if it carries one."""
    ticks = picture.pts if picture.pts is not None else picture.dts
    if ticks is None or picture.time_base is None:
        return None
    return float(ticks * picture.time_base)


def _square_pixel_size(picture: VideoFrame, track: VideoStream) -> tuple[int, int]:
    """Give the size to scale stored pictures to: square pixels, `MAX_SIDE_PX` at most."""
    width, height = float(picture.width), float(picture.height)
    aspect = float(track.sample_aspect_ratio or 1)
    if 0.1 < aspect < 10:  # Anything else is a mistake of the file.
        width *= aspect
    scale = min(1.0, MAX_SIDE_PX / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _describe(
    container: InputContainer,
    track: VideoStream,
    path: Path,
    stored_px: tuple[int, int],
    orientation: Orientation,
) -> SourceInfo:
    width_px, height_px = stored_px[::-1] if orientation.transpose else stored_px
    lengths_s = []
    if track.duration and track.time_base:
        lengths_s.append(float(track.duration * track.time_base))
    if container.duration:
        lengths_s.append(container.duration / av.time_base)
    # The shorter of the two: sound may go on after the pictures, edits may cut them.
    return SourceInfo(
        name=path.name,
        width_px=width_px,
        height_px=height_px,
        fps=float(track.average_rate or track.guessed_rate or math.nan),
        duration_s=min(lengths_s, default=math.nan),
        has_audio=bool(container.streams.audio),
    )
