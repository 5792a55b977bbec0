"""Encoding pictures as a video track that browsers play."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from coach.capture.codecs import can_encode
from coach.errors import OutputError

__all__ = ["ENCODERS", "Encoder", "PictureTrack", "best_encoder"]

TIME_BASE = Fraction(1, 90_000)
"""Fine enough for every rate in use; a frame's time is kept to 6 µs."""

BT_709 = 1
"""Number of the colour standard of HD video, for matrix, primaries and transfer alike."""

KEYFRAME_EVERY = 60
"""So that jumping about in a player is quick."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder by libav's name, with its settings and what to warn of."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    warning: str = ""


ENCODERS = (
    Encoder("libx264", {"crf": "20", "preset": "veryfast"}),
    Encoder("libopenh264", {"b": "4M", "allow_skip_frames": "0"}),
    Encoder(
        "libvpx-vp9",
        {"crf": "30", "b": "0", "deadline": "realtime", "cpu-used": "8"},
        "This computer has no H.264 encoder: the annotated clip is coded as VP9, which current "
        "browsers play and some other players don't.",
    ),
)
"""In order of preference."""


def best_encoder() -> Encoder:
    """Give the first of `ENCODERS` that this computer has.

    Raises
    ------
    OutputError
        It has none of them.
    """
    for encoder in ENCODERS:
        if can_encode(encoder.name):
            return encoder
    raise OutputError(
        "no video encoder is installed, so no annotated clip can be written; install PyAV's own "
        "wheel: pip install --force-reinstall --no-deps av"
    )


class PictureTrack:
    """The video track of a container being written: pictures in, packets out.

    Parameters
    ----------
    container
        Open for writing, nothing muxed yet.
    encoder
        From `best_encoder`.
    width_px, height_px
        Size of all pictures; odd sizes are padded by one row or column, as the common
        4:2:0 format wants even ones.
    fps
        Nominal rate, a hint for the encoder; times are kept as given.
    """

    def __init__(
        self,
        container: OutputContainer,
        encoder: Encoder,
        width_px: int,
        height_px: int,
        fps: float,
    ) -> None:
        self._container = container
        self._size_px = (width_px, height_px)
        self._scaler = VideoReformatter()
        self._step_s = 1 / fps if math.isfinite(fps) and 0 < fps < 1000 else 1 / 30
        self._durations: dict[int, int] = {}
        self._waiting: VideoFrame | None = None
        rate = Fraction(1 / self._step_s).limit_denominator(1001)
        stream = container.add_stream(encoder.name, rate=rate, options=dict(encoder.options))
        assert isinstance(stream, VideoStream)
        stream.width = width_px + width_px % 2
        stream.height = height_px + height_px % 2
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = TIME_BASE
        context.gop_size = KEYFRAME_EVERY
        context.colorspace = context.color_primaries = context.color_trc = BT_709
        context.color_range = ColorRange.MPEG
        self._stream = stream

    def add(self, t_s: float, image_rgb: NDArray[np.uint8]) -> None:
        """Encode the next picture; times must increase.

        Raises
        ------
        ValueError
            The picture is of another size than the first, or its time not later.
        """
        height_px, width_px = image_rgb.shape[:2]
        if (width_px, height_px) != self._size_px:
            raise ValueError(f"a picture of {width_px}x{height_px} px, not {self._size_px}")
        padding = ((0, height_px % 2), (0, width_px % 2), (0, 0))
        if height_px % 2 or width_px % 2:
            image_rgb = np.pad(image_rgb, padding, mode="edge")
        # Encoders buffer: a picture that draws into the same array must not change this one.
        picture = VideoFrame.from_ndarray(np.ascontiguousarray(image_rgb), format="rgb24")
        picture = self._scaler.reformat(
            picture,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        picture.pts = round(t_s / TIME_BASE)
        picture.time_base = TIME_BASE
        before, self._waiting = self._waiting, picture
        if before is not None and before.pts is not None:
            if picture.pts <= before.pts:
                raise ValueError(f"the picture at {t_s} s is not later than the one before")
            self._encode(before, picture.pts - before.pts)

    def finish(self) -> None:
        """Encode what is left; call once, after the last picture."""
        if self._waiting is not None:
            self._encode(self._waiting, round(self._step_s / TIME_BASE))
        self._mux(self._stream.encode(None))

    def _encode(self, picture: VideoFrame, duration: int) -> None:
        assert picture.pts is not None
        self._durations[picture.pts] = duration
        self._mux(self._stream.encode(picture))

    def _mux(self, packets: list[av.Packet[VideoStream]]) -> None:
        # Encoders forget how long a frame is shown, and the last one would get a guess.
        for packet in packets:
            if packet.pts is not None:
                packet.duration = self._durations.pop(packet.pts, 0)
            self._container.mux(packet)
