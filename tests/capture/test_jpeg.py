"""JPEG pictures one by one: what is decoded, what is refused before it is unpacked."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from coach.capture.jpeg import JpegFrames, read_jpeg
from coach.errors import InputError


def jpeg(width: int = 64, height: int = 48, form: str = "JPEG", mode: str = "RGB") -> bytes:
    data = BytesIO()
    Image.new(mode, (width, height), 200 if mode == "L" else (200, 30, 30)).save(data, form)
    return data.getvalue()


def test_a_picture_has_its_colours_and_its_size() -> None:
    image = read_jpeg(jpeg())
    assert image.shape == (48, 64, 3)
    assert np.abs(image.mean(axis=(0, 1)) - (200, 30, 30)).max() < 3


def test_grey_pictures_get_three_channels() -> None:
    assert read_jpeg(jpeg(mode="L")).shape == (48, 64, 3)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no whole JPEG"),
        (b"\xff\xd8\xff" + b"\0" * 50, "no whole JPEG"),
        (jpeg()[:-200], "no whole JPEG"),
        (jpeg(form="PNG"), "no whole JPEG"),
        (jpeg(1281, 20), "1281 x 20"),
        (jpeg(20, 961), "20 x 961"),
    ],
)
def test_what_is_no_fit_picture_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_jpeg(data)


def test_a_huge_picture_is_refused_before_it_is_unpacked() -> None:
    # A small picture whose head claims 65500 x 65500: unpacked it would fill 12 GB.
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = (65500).to_bytes(2, "big") * 2
    with pytest.raises(InputError):
        read_jpeg(bytes(data))


def test_times_rise_from_the_start_given_and_latecomers_are_dropped() -> None:
    frames = JpegFrames(start_s=10.0)
    times = [frames.frame(stamp, jpeg()) for stamp in (500.0, 500.1, 500.05, 500.2)]
    assert [None if f is None else round(f.t_s, 3) for f in times] == [10.0, 10.1, None, 10.2]
