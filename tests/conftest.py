"""Fixtures for all tests: the landmark models, and small clips, made on the fly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from coach.errors import ModelError
from coach.tracking.bundles import BundlePaths, ensure

TICKS = 90_000
OLD_CODECS = ("mpeg4", "mpeg2video")  # They know usual frame rates only.

MakeClip = Callable[..., Path]


def picture(width: int, height: int, number: int = 0) -> np.ndarray:
    """Give a picture whose corners tell how it lies: red, green / blue, grey level by number."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = (220, 30, 30)
    image[: height // 2, width // 2 :] = (30, 200, 30)
    image[height // 2 :, : width // 2] = (30, 30, 220)
    image[height // 2 :, width // 2 :] = 40 + 5 * (number % 40)
    return image


def write_clip(
    path: Path,
    times_s: Sequence[float] = tuple(i / 25 for i in range(10)),
    size: tuple[int, int] = (96, 64),
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    sound: str | None = None,
    sound_s: float = 0.4,
    rotation: int | None = None,
    flip: bool = False,
    aspect: Fraction | None = None,
    container: dict[str, str] | None = None,
    image: Callable[[int, int, int], np.ndarray] = picture,
) -> Path:
    """Write a clip whose frames have exactly the times given."""
    ticks = 25 if codec in OLD_CODECS else TICKS
    with av.open(str(path), "w", options=container or {}) as output:
        stream: Any = output.add_stream(codec, rate=25)
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.codec_context.time_base = Fraction(1, ticks)
        stream.codec_context.options = {"preset": "ultrafast"} if codec == "libx264" else {}
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        if rotation is not None or flip:
            stream.set_display_rotation(rotation or 0, hflip=flip)
        track: Any = output.add_stream(sound, rate=48_000, layout="stereo") if sound else None
        for number, t_s in enumerate(times_s):
            frame = av.VideoFrame.from_ndarray(image(*size, number), format="rgb24")
            frame.pts, frame.time_base = round(t_s * ticks), Fraction(1, ticks)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
        if track is not None:
            for frame in tone(sound_s):
                output.mux(track.encode(frame))
            output.mux(track.encode(None))
    return path


def tone(length_s: float, rate: int = 48_000) -> list[av.AudioFrame]:
    """Give a 440 Hz tone in pieces."""
    pieces = []
    for start in range(0, round(length_s * rate), 960):
        wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(start, start + 960) / rate)
        samples = np.stack([wave, wave]).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        pieces.append(frame)
    return pieces


@pytest.fixture(scope="session")
def models() -> BundlePaths:
    """Give the models, fetched now if need be."""
    try:
        return ensure()
    except ModelError as error:
        pytest.skip(f"no models: {error}")


@pytest.fixture
def make_clip(tmp_path: Path) -> MakeClip:
    """Give a function that writes a clip by its name into the test's own folder."""

    def make(name: str = "clip.mp4", *args: Any, **options: Any) -> Path:
        return write_clip(tmp_path / name, *args, **options)

    return make


@pytest.fixture
def make_sound(tmp_path: Path) -> MakeClip:
    """Give a function that writes a file of sound alone, or with a cover picture."""

    def make(name: str, *, cover: bool = False) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w") as output:
            track: Any = output.add_stream("aac", rate=48_000, layout="stereo")
            art: Any = output.add_stream("mjpeg", rate=1) if cover else None
            if art is not None:
                art.width, art.height, art.pix_fmt = 96, 64, "yuvj420p"
                art.disposition = av.stream.Disposition.attached_pic
                frame = av.VideoFrame.from_ndarray(picture(96, 64), format="rgb24")
                output.mux(art.encode(frame.reformat(format="yuvj420p")))
                output.mux(art.encode(None))
            for piece in tone(0.5):
                output.mux(track.encode(piece))
            output.mux(track.encode(None))
        return path

    return make
