"""The annotated clip: every frame's time, the sound, sizes, and nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from coach.capture.clip import open_clip
from coach.errors import InputError, OutputError
from coach.present import encoder as encoding
from coach.present import video
from coach.present.video import write_annotated
from coach.types import Frame, Update, View

VARIABLE = [0.0, 0.04, 0.05, 0.3, 0.31, 1.0, 1.0417]


def as_it_is(frame: Frame, _update: Update | None) -> np.ndarray:
    return frame.image_rgb


def times(path: Path) -> list[float]:
    with open_clip(path) as clip:
        return [frame.t_s for frame in clip]


def update(t_s: float) -> Update:
    return Update(t_s, View.FRONT, (), np.full((2, 21, 2), np.nan), np.full((2, 2), np.nan))


def sound_of(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        pieces = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(pieces, axis=1)


def test_every_frame_keeps_its_time(make_clip, tmp_path):
    clip = make_clip("vfr.mp4", VARIABLE)
    assert write_annotated(clip, tmp_path / "out.mp4", (), as_it_is) == ()
    assert times(tmp_path / "out.mp4") == pytest.approx(times(clip), abs=1e-5)


def test_times_start_at_0_and_the_sound_with_them(make_clip, tmp_path):
    clip = make_clip("late.mkv", [0.2 + i / 25 for i in range(20)], sound="aac", sound_s=1.0)
    write_annotated(clip, tmp_path / "out.mp4", (), as_it_is)
    assert times(tmp_path / "out.mp4")[0] == 0.0
    # The clip's sound begins 0.2 s before its pictures: that much is left out.
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.audio[0]
        length_s = float(stream.duration * stream.time_base)
    assert length_s == pytest.approx(0.8, abs=0.05)


def test_it_is_what_browsers_play(make_clip, tmp_path):
    out = tmp_path / "out.mp4"
    write_annotated(make_clip("a.mkv", pixels="yuv444p", sound="aac"), out, (), as_it_is)
    content = out.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")  # plays before it is all there
    with av.open(str(out)) as container:
        pictures, sound = container.streams.video[0], container.streams.audio[0]
        assert (pictures.codec_context.name, pictures.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert sound.codec_context.name.startswith("aac")


def test_aac_is_copied_bit_by_bit(make_clip, tmp_path):
    clip = make_clip("talk.mp4", [i / 25 for i in range(25)], sound="aac", sound_s=1.0)
    write_annotated(clip, tmp_path / "out.mp4", (), as_it_is)

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            return [bytes(packet) for packet in container.demux(stream) if packet.size]

    copied = packets(tmp_path / "out.mp4")
    assert copied == packets(clip)[-len(copied) :]
    assert len(copied) > 40


@pytest.mark.parametrize(
    ("name", "sound"), [("a.mkv", "libopus"), ("a.avi", "pcm_s16le"), ("a.ts", "aac")]
)
def test_other_sound_is_coded_as_aac(make_clip, tmp_path, name, sound):
    clip = make_clip(name, [i / 25 for i in range(25)], sound=sound, sound_s=1.0)
    assert write_annotated(clip, tmp_path / "out.mp4", (), as_it_is) == ()
    wave = sound_of(tmp_path / "out.mp4")
    assert wave.shape[1] / 48_000 == pytest.approx(1.0, abs=0.08)
    middle = wave[0, 12_000:36_000]
    loudest_hz = np.fft.rfftfreq(middle.size, 1 / 48_000)[np.abs(np.fft.rfft(middle)).argmax()]
    assert loudest_hz == pytest.approx(440, abs=3)


def test_a_clip_without_sound(make_clip, tmp_path):
    write_annotated(make_clip(), tmp_path / "out.mp4", (), as_it_is)
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert len(container.streams) == 1


@pytest.mark.parametrize("size", [(97, 63), (96, 64), (33, 64)])
def test_odd_sizes_are_padded(make_clip, tmp_path, size):
    clip = make_clip("odd.mkv", codec="ffv1", pixels="bgr0", size=size)
    write_annotated(clip, tmp_path / "out.mp4", (), as_it_is)
    with open_clip(tmp_path / "out.mp4") as written:
        want = tuple(length + length % 2 for length in size)
        assert (written.info.width_px, written.info.height_px) == want


def test_a_clip_of_one_frame(make_clip, tmp_path):
    write_annotated(make_clip("one.mp4", [0.0]), tmp_path / "out.mp4", (), as_it_is)
    assert times(tmp_path / "out.mp4") == [0.0]


def test_the_picture_is_the_one_that_was_drawn_in_its_colours(make_clip, tmp_path):
    def paint(frame: Frame, _update: Update | None) -> np.ndarray:
        image = frame.image_rgb.copy()
        image[:] = (200, 40, 90)
        return image

    write_annotated(make_clip(), tmp_path / "out.mp4", (), paint)
    with open_clip(tmp_path / "out.mp4") as clip:
        for frame in clip:
            assert np.abs(frame.image_rgb.reshape(-1, 3).astype(int) - (200, 40, 90)).max() < 8


def test_a_turned_and_mirrored_clip_is_drawn_upright(make_clip, tmp_path):
    clip = make_clip("phone.mp4", rotation=-90)
    write_annotated(clip, tmp_path / "out.mp4", (), as_it_is, mirrored=True)
    with open_clip(clip, mirrored=True) as before, open_clip(tmp_path / "out.mp4") as after:
        one, other = next(iter(before)).image_rgb, next(iter(after)).image_rgb
    assert one.shape == other.shape
    assert np.abs(one.astype(int) - other).mean() < 8


def test_each_frame_gets_its_own_update(make_clip, tmp_path):
    clip = make_clip("vfr.mp4", VARIABLE)
    seen: list[tuple[float, float | None]] = []

    def note(frame: Frame, given: Update | None) -> np.ndarray:
        seen.append((round(frame.t_s, 3), round(given.t_s, 3) if given else None))
        return frame.image_rgb

    kept = [update(t) for t in times(clip) if t not in (0.0, 1.0)]
    write_annotated(clip, tmp_path / "out.mp4", kept, note)
    assert seen == [
        (0.0, None), (0.04, 0.04), (0.05, 0.05), (0.3, 0.3), (0.31, 0.31), (1.0, 0.31),
        (1.042, 1.042),
    ]  # fmt: skip


def test_progress_ends_at_the_end(make_clip, tmp_path):
    calls: list[tuple[float, float]] = []
    write_annotated(
        make_clip(), tmp_path / "out.mp4", (), as_it_is, progress=lambda *c: calls.append(c)
    )
    assert calls[-1] == (pytest.approx(0.36), pytest.approx(0.4, abs=0.01))
    assert calls == sorted(calls)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, MemoryError])
def test_after_a_failure_nothing_is_left_and_the_old_clip_stays(make_clip, tmp_path, error):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.mp4").write_bytes(b"old")
    clip = make_clip("talk.mp4", sound="aac")

    def fail(frame: Frame, _update: Update | None) -> np.ndarray:
        if frame.t_s > 0.2:
            raise error
        return frame.image_rgb

    with pytest.raises(error):
        write_annotated(clip, folder / "a.mp4", (), fail)
    assert [path.name for path in folder.iterdir()] == ["a.mp4"]
    assert (folder / "a.mp4").read_bytes() == b"old"


def test_a_clip_that_went_away(tmp_path):
    with pytest.raises(InputError):
        write_annotated(tmp_path / "gone.mp4", tmp_path / "out.mp4", (), as_it_is)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file(make_clip):
    clip = make_clip()
    with pytest.raises(OutputError, match="its folder is a file"):
        write_annotated(clip, clip / "out.mp4", (), as_it_is)


def test_a_cut_clip_is_written_as_far_as_it_goes(make_clip, tmp_path):
    whole = make_clip(
        "whole.mp4", [i / 25 for i in range(75)], (160, 120), sound="aac", sound_s=3.0,
        container={"movflags": "+faststart"},
    )  # fmt: skip
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * 0.7)])
    warnings = write_annotated(cut, tmp_path / "out.mp4", (), as_it_is)
    assert any("cut short" in warning for warning in warnings)
    assert times(tmp_path / "out.mp4") == pytest.approx(times(cut), abs=1e-5)


def test_without_h264_it_is_vp9_with_a_warning(make_clip, tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "can_encode", lambda name: name == "libvpx-vp9")
    (warning,) = write_annotated(make_clip(), tmp_path / "out.mp4", (), as_it_is)
    assert "VP9" in warning
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert container.streams.video[0].codec_context.name == "vp9"
    assert times(tmp_path / "out.mp4") == pytest.approx(times(make_clip()), abs=1e-5)


def test_without_any_encoder_it_says_so_at_once(make_clip, tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "can_encode", lambda _name: False)
    with pytest.raises(OutputError, match="no video encoder"):
        write_annotated(make_clip(), tmp_path / "out.mp4", (), as_it_is)


def test_without_an_aac_encoder_other_sound_is_left_out(make_clip, tmp_path, monkeypatch):
    monkeypatch.setattr("coach.present.soundtrack.can_encode", lambda _name: False)
    clip = make_clip("a.mkv", sound="libopus")
    (warning,) = write_annotated(clip, tmp_path / "out.mp4", (), as_it_is)
    assert "sound was left out" in warning


def test_pictures_of_another_size_are_refused(make_clip, tmp_path):
    with pytest.raises(ValueError, match="a picture of"):
        write_annotated(
            make_clip(),
            tmp_path / "out.mp4",
            (),
            lambda frame, _: frame.image_rgb[: -2 if frame.t_s > 0.1 else None],
        )


def test_an_error_of_libav_keeps_what_the_system_said(tmp_path):
    error = av.FFmpegError(28, "No space left on device")
    found = video._as_os_error(error, tmp_path)
    assert isinstance(found, OSError)
    assert found.errno == 28


SLOW_WRITER = """
import signal, sys, time
from pathlib import Path
from coach.present.video import write_annotated

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it

def draw(frame, update):
    print("drawing", flush=True)
    time.sleep(0.05)
    return frame.image_rgb

write_annotated(Path(sys.argv[1]), Path(sys.argv[2]), (), draw)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
def test_ctrl_c_while_writing_leaves_nothing_behind(make_clip, tmp_path):
    clip = make_clip("long.mp4", [i / 25 for i in range(200)], sound="aac", sound_s=8.0)
    folder = tmp_path / "out"
    folder.mkdir()
    writer = subprocess.Popen(
        [sys.executable, "-c", SLOW_WRITER, clip, folder / "annotated.mp4"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writer.stdout is not None
    for _ in range(5):
        writer.stdout.readline()
    assert len(list(folder.iterdir())) == 1  # the part
    writer.send_signal(signal.SIGINT)
    _, said = writer.communicate(timeout=20)
    assert b"KeyboardInterrupt" in said
    assert list(folder.iterdir()) == []


def test_it_is_quick(make_clip, tmp_path):
    clip = make_clip("vga.mp4", [i / 30 for i in range(60)], (640, 480))
    started = time.perf_counter()
    write_annotated(clip, tmp_path / "out.mp4", (), as_it_is)
    assert time.perf_counter() - started < 8
