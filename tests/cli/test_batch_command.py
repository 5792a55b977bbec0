"""`coach batch`: what it says, how it fails, how it is stopped and goes on."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coach.cli import batch_command
from tests.batch.made import Here, clip


@pytest.fixture
def here(monkeypatch) -> Here:
    engine = Here()
    monkeypatch.setattr(batch_command, "_engine", lambda *_asked: engine)
    return engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clips").mkdir()
    clip(tmp_path / "clips", "a.mp4")
    clip(tmp_path / "clips", "b.mp4")
    return tmp_path / "clips"


def test_it_says_what_came_of_every_clip(coach, here, folder, tmp_path) -> None:
    done = coach("batch", folder, "--out", tmp_path / "out")
    assert done.code == 0
    assert "forehead-to-temples" in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80
    assert "1 of 2: a.mp4" in done.err
    assert "2 clips: 2 reviewed." in done.err
    with (tmp_path / "out" / "summary.csv").open(newline="", encoding="utf-8") as file:
        assert [row["state"] for row in csv.DictReader(file)] == ["reviewed", "reviewed"]


def test_auto_is_the_same_as_naming_no_technique(coach, here, folder, tmp_path) -> None:
    coach("batch", folder, "--out", tmp_path / "out")
    again = coach("batch", folder, "--technique", "auto", "--out", tmp_path / "out")
    assert again.code == 0
    assert "2 reviewed (2 by an earlier run)" in again.err


def test_what_was_done_before_is_told(coach, here, folder, tmp_path) -> None:
    coach("batch", folder, "--out", tmp_path / "out")
    clip(folder, "c.mp4")
    done = coach("batch", folder, "--out", tmp_path / "out")
    assert here.looked_at == ["a.mp4", "b.mp4", "c.mp4"]
    assert "3 clips: 3 reviewed (2 by an earlier run)." in done.err


def test_a_clip_that_fails_is_told_and_the_rest_goes_on(coach, here, folder, tmp_path) -> None:
    clip(folder, "a.mp4", "bad")
    done = coach("batch", folder, "--out", tmp_path / "out")
    assert done.code == 3
    assert "coach: a.mp4 is not a video" in done.err
    assert "1 reviewed" in done.err
    assert "1 failed" in done.err


def test_a_clip_that_is_not_there_is_told_before_the_work(coach, here, folder, tmp_path) -> None:
    (tmp_path / "clips.txt").write_text("clips/a.mp4\nclips/none.mp4\n")
    done = coach("batch", tmp_path / "clips.txt", "--out", tmp_path / "out")
    assert done.code == 3
    assert "coach: clips/none.mp4: there is no such file" in done.err
    assert here.looked_at == ["clips/a.mp4"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nowhere",), 3, "name a folder of clips"),
        (("clips", "--technique", "chin-to-eers"), 5, 'did you mean "chin-to-ears"?'),
        (("clips", "--technique", "chin-to-ears", "--region", "back"), 2, "leave out one"),
        (("clips", "--address", "localhost:6379"), 2, "--engine ray"),
        (("clips", "--workers", "0"), 2, "--workers"),
    ],
)
def test_mistakes_are_one_line(coach, here, folder, tmp_path, monkeypatch, words, code, said):
    monkeypatch.chdir(tmp_path)
    done = coach("batch", *words, "--out", "out")
    assert done.code == code
    assert said in " ".join(done.err.replace("│", " ").split())
    assert here.looked_at == []
    assert not Path("out").exists()


def test_a_folder_that_cannot_be_written_is_told(coach, here, folder, tmp_path) -> None:
    (tmp_path / "out").touch()
    done = coach("batch", folder, "--out", tmp_path / "out")
    assert done.code == 7
    assert "it is a file, not a folder" in done.err


def test_without_ray_it_is_told_how_to_get_it(coach, folder, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    done = coach("batch", folder, "--engine", "ray", "--out", tmp_path / "out")
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith("coach: Ray is not installed: pip install")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches its processes otherwise")
def test_ctrl_c_is_clean_and_the_next_run_goes_on(models, make_clip, tmp_path) -> None:
    (tmp_path / "clips").mkdir()
    make_clip("clips/long.mp4", times_s=tuple(i / 20 for i in range(1500)))
    make_clip("clips/short.mp4", times_s=tuple(i / 20 for i in range(20)), size=(640, 480))
    (tmp_path / "list.txt").write_text("clips/short.mp4\nclips/long.mp4\n")
    words = [sys.executable, "-m", "coach", "batch", str(tmp_path / "list.txt")]
    words += ["--workers", "2", "--out", str(tmp_path / "out")]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, bufsize=1) as running:
        assert running.stderr is not None
        said = ""
        for line in running.stderr:
            said += line
            if "1 of 2: clips/short.mp4" in line:
                running.send_signal(signal.SIGINT)
        assert running.wait(20) == 130, said
    assert "coach: stopped; run the same again to go on." in said
    assert "Traceback" not in said
    left = [path.name for path in (tmp_path / "out").rglob("*") if ".part" in path.name]
    assert left == []
    with (tmp_path / "out" / "summary.csv").open(newline="", encoding="utf-8") as file:
        states = {row["clip"]: row["state"] for row in csv.DictReader(file)}
    assert states == {"clips/short.mp4": "nothing to judge", "clips/long.mp4": "not reached"}
    (tmp_path / "list.txt").write_text("clips/short.mp4\n")
    again = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "1 clip: 1 nothing to judge (1 by an earlier run)." in again.stderr
