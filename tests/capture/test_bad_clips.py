"""Every way a clip can be bad: one clear line that names the file and the way out."""

from __future__ import annotations

import os
from pathlib import Path

import av
import pytest

from coach.capture.clip import open_clip
from coach.errors import InputError


def said(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_clip(path)
    message = str(caught.value)
    assert "\n" not in message
    assert path.name in message
    return message


def test_no_such_file(tmp_path):
    assert "no file" in said(tmp_path / "nowhere.mp4")


def test_a_folder(tmp_path):
    assert "is a folder" in said(tmp_path)


def test_an_empty_file(tmp_path):
    (tmp_path / "empty.mp4").touch()
    assert "is empty" in said(tmp_path / "empty.mp4")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "is not a file" in said(tmp_path / "pipe.mp4")


@pytest.mark.parametrize("name", ["note.mp4", "note.txt", "note.mkv"])
def test_text_is_not_a_clip(tmp_path, name):
    (tmp_path / name).write_text("It was a fine day.\n" * 400)
    assert "is not a video" in said(tmp_path / name)


def test_a_playlist_fetches_nothing(tmp_path):
    (tmp_path / "list.mp4").write_text("#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n")
    said(tmp_path / "list.mp4")


def test_random_bytes(tmp_path):
    (tmp_path / "noise.mp4").write_bytes(bytes(range(7, 250)) * 99)
    assert "is not a video" in said(tmp_path / "noise.mp4")


def test_sound_alone(make_sound):
    assert "sound but no moving picture" in said(make_sound("song.m4a"))


def test_a_cover_picture_is_not_a_clip(make_sound):
    assert "sound but no moving picture" in said(make_sound("album.mp4", cover=True))


def test_an_index_that_is_missing(make_clip, tmp_path):
    whole = make_clip("whole.mp4", size=(320, 240))
    (tmp_path / "cut.mp4").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert "cut short" in said(tmp_path / "cut.mp4")


def test_a_header_without_pictures(make_clip, tmp_path):
    whole = make_clip("whole.mkv", size=(320, 240)).read_bytes()
    first_cluster = whole.index(b"\x1f\x43\xb6\x75")
    (tmp_path / "header.mkv").write_bytes(whole[:first_cluster])
    assert "nothing in it can be read" in said(tmp_path / "header.mkv")


def test_a_track_without_frames(tmp_path):
    with av.open(str(tmp_path / "none.mp4"), "w") as output:
        stream = output.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        output.start_encoding()
    said(tmp_path / "none.mp4")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(make_clip):
    path = make_clip()
    path.chmod(0)
    assert "permission denied" in said(path)


def test_a_refused_file_is_explained_for_root_too(make_clip, monkeypatch):
    path = make_clip()

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "permission denied" in said(path)


def test_a_name_no_system_takes(tmp_path):
    said(tmp_path / ("x" * 300 + ".mp4"))


SECOND = [i / 25 for i in range(75)]


@pytest.mark.parametrize("name", ["whole.mp4", "whole.mkv", "whole.webm", "whole.ts"])
def test_a_clip_cut_in_the_middle_gives_what_is_there(make_clip, tmp_path, name):
    codec = "libvpx" if name.endswith("webm") else "libx264"
    front = {"movflags": "+faststart"} if name.endswith("mp4") else {}
    whole = make_clip(name, SECOND, (160, 120), codec=codec, container=front)
    cut = tmp_path / f"cut{whole.suffix}"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * 0.6)])
    with open_clip(cut) as clip:
        times = [frame.t_s for frame in clip]
        warnings = clip.warnings
    assert 10 < len(times) < 74
    if not name.endswith("ts"):  # A transport stream doesn't say how long it will be.
        assert "cut short" in warnings[-1]
        assert all(warning.endswith(".") for warning in warnings)


def test_a_damaged_piece_is_skipped_and_told(make_clip):
    path = make_clip("hurt.avi", SECOND, (160, 120), codec="png", pixels="rgb24")
    content = bytearray(path.read_bytes())
    start = content.index(b"\x89PNG", len(content) // 2)
    content[start : start + 4] = bytes(4)
    path.write_bytes(content)
    with open_clip(path) as clip:
        times = [frame.t_s for frame in clip]
        assert "damaged piece" in clip.warnings[0]
    assert 72 <= len(times) <= 74  # Decoding in threads may lose a neighbour, too.
    assert times[-1] == pytest.approx(SECOND[-1])


def test_a_whole_clip_has_no_warnings(make_clip):
    with open_clip(make_clip("talk.mp4", SECOND, sound="aac", sound_s=9.0)) as clip:
        list(clip)
        assert clip.warnings == ()
