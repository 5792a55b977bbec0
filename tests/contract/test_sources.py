"""What every source keeps to: a clip, a camera, and what they look like from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.capture.clip import open_clip
from coach.capture.source import Source
from coach.capture.webcam import find_cameras, open_webcam
from coach.errors import InputError

OpenSource = Callable[[], Source]


class FakeCamera:
    """Stands in for cv2.VideoCapture: one camera at index 0, which is unplugged in the end."""

    pictures = 6
    released = 0

    def __init__(self, index: int) -> None:
        self.index = index
        self.left = self.pictures

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.index == 0

    def get(self, _key: int) -> float:
        return 30.0

    def read(self) -> tuple[bool, np.ndarray | None]:
        if self.left == 0:
            return False, None
        self.left -= 1
        bgr = np.zeros((48, 64, 3), np.uint8)
        bgr[:, :32, 2] = 200  # red on the left
        return True, bgr

    def release(self) -> None:
        FakeCamera.released += 1


@pytest.fixture
def fake_camera(monkeypatch) -> type[FakeCamera]:
    monkeypatch.setattr(cv2, "VideoCapture", FakeCamera)
    monkeypatch.setattr(FakeCamera, "pictures", 6)
    monkeypatch.setattr(FakeCamera, "released", 0)
    return FakeCamera


@pytest.fixture(params=["clip", "turned clip", "variable clip", "camera"])
def open_source(request, make_clip, fake_camera) -> OpenSource:
    ticks = iter(np.arange(1000) / 30 + 77.0)
    paths = {
        "clip": lambda: open_clip(make_clip("a.mp4")),
        "turned clip": lambda: open_clip(make_clip("b.mp4", rotation=-90), mirrored=True),
        "variable clip": lambda: open_clip(make_clip("c.mkv", [2.0, 2.1, 2.1, 2.5, 2.51])),
        "camera": lambda: open_webcam(0, now=lambda: float(next(ticks))),
    }
    return paths[request.param]


def test_times_start_at_0_and_strictly_increase(open_source):
    with open_source() as source:
        times = [frame.t_s for frame in source]
    assert times[0] == 0.0
    assert len(times) > 3
    assert np.all(np.diff(times) > 0)


def test_pictures_have_the_shape_that_info_says(open_source):
    with open_source() as source:
        want = (source.info.height_px, source.info.width_px, 3)
        for frame in source:
            assert frame.image_rgb.shape == want
            assert frame.image_rgb.dtype == np.uint8
            assert frame.image_rgb.flags.c_contiguous


def test_iterating_again_goes_on(open_source):
    with open_source() as source:
        first = [frame.t_s for frame in islice(source, 2)]
        rest = [frame.t_s for frame in source]
        assert [frame.t_s for frame in source] == []
    assert first[-1] < rest[0]


def test_closing_twice_does_no_harm(open_source):
    source = open_source()
    source.close()
    source.close()


def test_iterating_after_closing_raises(open_source):
    source = open_source()
    source.close()
    with pytest.raises(ValueError, match="closed"):
        next(iter(source))


def test_closing_in_the_middle_stops_a_running_loop(open_source):
    source = open_source()
    frames: Iterator = iter(source)
    next(frames)
    source.close()
    with pytest.raises(ValueError, match="closed"):
        next(frames)


def test_warnings_are_sentences(open_source):
    with open_source() as source:
        list(source)
        assert isinstance(source.warnings, tuple)
        assert all(warning.endswith(".") for warning in source.warnings)


def test_a_camera_gives_rgb_and_undoes_a_mirror_image(fake_camera):
    with open_webcam(0) as camera:
        plain = next(iter(camera)).image_rgb
    with open_webcam(0, mirrored=True) as camera:
        turned = next(iter(camera)).image_rgb
    assert plain[0, 0].tolist() == [200, 0, 0]
    assert np.array_equal(turned, plain[:, ::-1])


def test_a_camera_that_is_not_there(fake_camera):
    with pytest.raises(InputError, match="camera 3 can't be opened"):
        open_webcam(3)
    assert fake_camera.released == 1


def test_a_camera_that_gives_nothing(fake_camera, monkeypatch):
    monkeypatch.setattr(fake_camera, "pictures", 0)
    with pytest.raises(InputError, match="gives no pictures"):
        open_webcam(0)
    assert fake_camera.released == 1


def test_an_unplugged_camera_ends_with_a_warning(fake_camera):
    with open_webcam(0) as camera:
        assert len(list(camera)) >= 5
        assert "stopped" in camera.warnings[0]


def test_finding_cameras(fake_camera):
    assert [camera.name for camera in find_cameras()] == ["camera 0"]
    assert fake_camera.released == 4


@pytest.mark.skipif(any(Path("/dev").glob("video*")), reason="this computer has cameras")
def test_without_any_camera_nothing_is_written_to_stderr(capfd):
    assert find_cameras(range(2)) == []
    assert capfd.readouterr().err == ""
