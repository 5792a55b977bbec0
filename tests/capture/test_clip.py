"""Good clips of every kind: times, size, orientation, pixel formats."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from coach.capture.clip import MAX_SIDE_PX, open_clip

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)


def colour_at(image: np.ndarray, x: float, y: float) -> tuple[int, ...]:
    height, width = image.shape[:2]
    return tuple(int(v) for v in image[int(y * height), int(x * width)])


def corners(image: np.ndarray) -> str:
    """Name the colours of the four quarters: upper left, upper right, lower left, lower right."""
    names = {"r": RED, "g": GREEN, "b": BLUE}
    found = ""
    for x, y in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)):
        colour = np.array(colour_at(image, x, y))
        near = [name for name, want in names.items() if np.abs(colour - want).max() < 60]
        found += near[0] if near else "."
    return found


def first(path: Path, **options: bool) -> np.ndarray:
    with open_clip(path, **options) as clip:
        return next(iter(clip)).image_rgb


def test_every_frame_keeps_its_own_time(make_clip):
    times = [0.0, 0.04, 0.05, 0.3, 0.31, 1.0]
    with open_clip(make_clip("vfr.mp4", times)) as clip:
        assert [round(frame.t_s, 6) for frame in clip] == times


def test_the_first_frame_is_at_0_wherever_the_container_begins(make_clip):
    path = make_clip("late.mkv", [5.0, 5.04, 5.08])
    with open_clip(path) as clip:
        assert clip.start_s == pytest.approx(5.0)
        assert [round(frame.t_s, 3) for frame in clip] == [0.0, 0.04, 0.08]


def test_info_tells_what_is_known_before_the_first_frame(make_clip):
    with open_clip(make_clip("talk.mp4", sound="aac")) as clip:
        info = clip.info
    assert (info.name, info.width_px, info.height_px) == ("talk.mp4", 96, 64)
    assert info.fps == pytest.approx(25, abs=0.1)
    assert info.duration_s == pytest.approx(0.4, abs=0.05)
    assert info.has_audio


def test_a_container_without_a_length_has_a_length_of_nan(make_clip):
    mp4 = make_clip("a.mp4")
    raw = mp4.with_suffix(".h264")
    with av.open(str(mp4)) as source, raw.open("wb") as out:
        stream = source.streams.video[0]
        to_raw = av.BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in source.demux(stream):
            for part in to_raw.filter(packet):
                out.write(bytes(part))
    with open_clip(raw) as clip:
        times = [frame.t_s for frame in clip]
        assert np.isnan(clip.info.duration_s)
        assert clip.warnings == ()
    assert len(times) == 10
    assert np.all(np.diff(times) > 0)


@pytest.mark.parametrize(
    ("rotation", "flip", "want"),
    [
        (None, False, "rgb."),
        (-90, False, "br.g"),  # what a phone held upright writes: to be turned clockwise
        (90, False, "g.rb"),
        (180, False, ".bgr"),
        (0, True, "gr.b"),
        (90, True, ".gbr"),
    ],
)
def test_pictures_come_upright(make_clip, rotation, flip, want):
    path = make_clip("turned.mp4", rotation=rotation, flip=flip)
    with open_clip(path) as clip:
        frame = next(iter(clip))
        assert frame.image_rgb.shape == (clip.info.height_px, clip.info.width_px, 3)
    assert corners(frame.image_rgb) == want
    with av.open(str(path)) as container:
        stored = next(container.decode(video=0))
        turns = stored.rotation // 90
    if not flip:
        # PyAV's own number says the same: counter-clockwise quarter turns.
        assert corners(np.rot90(stored.to_ndarray(format="rgb24"), turns)) == want


def test_a_mirrored_clip_is_turned_back_once(make_clip):
    assert corners(first(make_clip(), mirrored=True)) == "gr.b"


def test_mirroring_is_undone_after_turning(make_clip):
    assert corners(first(make_clip("t.mp4", rotation=-90), mirrored=True)) == "rbg."


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.mp4", "libx264", "yuv444p"),
        ("a.mkv", "libx264", "yuv420p10le"),
        ("a.mov", "mjpeg", "yuvj422p"),
        ("a.avi", "rawvideo", "bgr24"),
        ("a.avi", "mpeg4", "yuv420p"),
        ("a.mkv", "ffv1", "gray"),
        ("a.mov", "png", "rgba"),
        ("a.gif", "gif", "rgb8"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("a.ts", "mpeg2video", "yuv420p"),
    ],
)
def test_any_container_and_pixel_format(make_clip, name, codec, pixels):
    path = make_clip(name, codec=codec, pixels=pixels)
    with open_clip(path) as clip:
        frames = list(clip)
        assert clip.warnings == ()
    assert len(frames) >= 9
    assert frames[0].image_rgb.dtype == np.uint8
    assert frames[0].image_rgb.shape == (64, 96, 3)
    if pixels != "gray":
        assert corners(frames[0].image_rgb)[:3] == "rgb"


@pytest.mark.parametrize(
    ("size", "want"),
    [
        ((96, 64), (96, 64)),
        ((1280, 720), (1280, 720)),
        ((3840, 2160), (1280, 720)),
        ((1080, 1920), (720, 1280)),
        ((16, 16), (16, 16)),
    ],
)
def test_large_pictures_are_scaled_down(make_clip, size, want):
    path = make_clip("size.mp4", [0.0, 0.04], size)
    with open_clip(path) as clip:
        shapes = {frame.image_rgb.shape for frame in clip}
        assert (clip.info.width_px, clip.info.height_px) == want
        assert shapes == {(want[1], want[0], 3)}
    assert max(want) <= MAX_SIDE_PX


def test_odd_sizes(make_clip):
    path = make_clip("odd.mkv", codec="ffv1", pixels="bgr0", size=(97, 63))
    assert first(path).shape == (63, 97, 3)


def test_pixels_that_are_not_square_are_made_square(make_clip):
    path = make_clip("dv.mp4", size=(72, 64), aspect=Fraction(4, 3))
    assert first(path).shape == (64, 96, 3)


def test_a_turned_large_clip_says_the_size_it_delivers(make_clip):
    path = make_clip("phone.mp4", [0.0], (1920, 1080), rotation=-90)
    with open_clip(path) as clip:
        assert (clip.info.width_px, clip.info.height_px) == (720, 1280)
        assert next(iter(clip)).image_rgb.shape == (1280, 720, 3)


def test_a_clip_of_one_frame(make_clip):
    with open_clip(make_clip("one.mp4", [0.0])) as clip:
        assert [frame.t_s for frame in clip] == [0.0]


def test_frames_that_share_a_time_are_dropped(make_clip):
    # Matroska counts in milliseconds: frames closer than that fall together.
    with open_clip(make_clip("dense.mkv", [0.0, 0.0002, 0.04, 0.0401, 0.08])) as clip:
        times = [frame.t_s for frame in clip]
    assert [round(t, 3) for t in times] == [0.0, 0.04, 0.08]


def test_pictures_do_not_change_when_the_next_one_is_read(make_clip):
    with open_clip(make_clip()) as clip:
        frames = list(clip)
    marks = [int(frame.image_rgb[-4, -4].mean()) for frame in frames]
    assert marks == sorted(marks)
    assert marks[0] < marks[-1]


def test_nothing_is_written_to_stderr(make_clip, tmp_path):
    good = make_clip("mjpeg.avi", codec="mjpeg", pixels="yuvj420p")
    cut = tmp_path / "cut.avi"
    cut.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    code = (
        "import sys\nfrom coach.capture.clip import open_clip\n"
        "for path in sys.argv[1:]:\n    with open_clip(path) as clip: list(clip)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, good, cut], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
