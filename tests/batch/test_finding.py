"""Which clips a folder or a list means, and how they are known."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from coach.batch.finding import Found, find, fingerprinted
from coach.errors import InputError


def names(place: Path, out: Path) -> list[str]:
    return [one.name for one in find(place, out)]


def test_a_folder_is_looked_through_with_all_below_it(tmp_path: Path) -> None:
    for name in ("b.mp4", "a.MOV", "notes.txt", ".hidden.mp4", "week/c.webm", ".trash/d.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert names(tmp_path, tmp_path / "results") == ["a.MOV", "b.mp4", "week/c.webm"]


def test_clips_among_results_are_no_new_ones(tmp_path: Path) -> None:
    (tmp_path / "results" / "a-1").mkdir(parents=True)
    (tmp_path / "results" / "a-1" / "annotated.mp4").touch()
    (tmp_path / "a.mp4").touch()
    assert names(tmp_path, tmp_path / "results") == ["a.mp4"]
    assert names(tmp_path, tmp_path) == ["a.mp4", "results/a-1/annotated.mp4"]


def test_a_list_is_read_from_where_it_lies(tmp_path: Path) -> None:
    place = tmp_path / "clips.txt"
    place.write_text("# term 1\n\nweek/a.mp4\n /b.mp4 \nweek/a.mp4\n", "utf-8-sig")
    found = find(place, tmp_path / "out")
    assert [one.name for one in found] == ["week/a.mp4", "/b.mp4"]
    assert [one.path for one in found] == [tmp_path / "week" / "a.mp4", Path("/b.mp4")]


def test_one_clip_is_a_batch_of_one(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    assert names(tmp_path / "a.mp4", tmp_path / "out") == ["a.mp4"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"# nothing\n", "names no clip"), (b"\xff\xfe\x00", "can't be read as a list")],
)
def test_a_list_of_nothing_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    place = tmp_path / "clips.txt"
    place.write_bytes(content)
    with pytest.raises(InputError, match=said):
        find(place, tmp_path / "out")


def test_nowhere_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no clip in"):
        find(tmp_path, tmp_path / "out")
    with pytest.raises(InputError, match="name a folder of clips"):
        find(tmp_path / "nowhere", tmp_path / "out")


def test_clips_are_known_by_their_content(tmp_path: Path) -> None:
    for name, content in (("a.mp4", b"one"), ("b.mp4", b"one"), ("c.mp4", b"three")):
        (tmp_path / name).write_bytes(content)
    told: list[tuple[int, int]] = []
    clips, missed = fingerprinted(
        find(tmp_path, tmp_path / "out"), lambda done, total: told.append((done, total))
    )
    assert missed == ()
    assert [clip.sha256 for clip in clips] == [
        hashlib.sha256(content).hexdigest() for content in (b"one", b"one", b"three")
    ]
    assert told == [(3, 11), (6, 11), (11, 11)]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"one")
    (tmp_path / "folder").mkdir()
    found = [Found(tmp_path / name, name) for name in ("none.mp4", "folder", "a.mp4")]
    clips, missed = fingerprinted(found, lambda _done, _total: None)
    assert [clip.name for clip in clips] == ["a.mp4"]
    assert [one.name for one in missed] == ["none.mp4", "folder"]
    assert "there is no such file" in missed[0].why
    assert "it is a folder" in missed[1].why


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_clip_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch(mode=0)
    _, missed = fingerprinted(find(tmp_path, tmp_path / "out"), lambda _done, _total: None)
    assert "permission denied" in missed[0].why


def test_reading_stops_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"one")
    found = find(tmp_path, tmp_path / "out")
    assert fingerprinted(found, lambda _done, _total: None, lambda: True) == ((), ())
