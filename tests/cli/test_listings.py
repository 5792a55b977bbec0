"""`coach techniques`, `coach models` and `coach doctor`."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach.cli import checks
from coach.cli.checks import State
from coach.coaching.leeway import allowed_deg, allowed_off_cm
from coach.present.paths import has_direction
from coach.techniques.library import DATA_DIR, load_library

IDS = [technique.id for technique in load_library().techniques]


def test_the_list_names_every_technique(coach):
    done = coach("techniques")
    assert done.code == 0
    assert all(name in done.out for name in IDS)
    assert coach("techniques", "list").out == done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80


@pytest.mark.parametrize("columns", [60, 80])
def test_the_list_is_readable(coach, monkeypatch, columns):
    """Names have room: none is set in a column of a few letters."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = coach("techniques").out.splitlines()
    assert max(map(len, lines)) <= columns
    assert not any("…" in line for line in lines)
    assert len(lines) <= {60: 110, 80: 80}[columns]
    row = next(line for line in lines if "back-squeeze" in line)
    assert row.split(maxsplit=1)[1].startswith("Squeezing up the")
    assert "Back (the camera sees the back)" in [line.strip() for line in lines]


def test_the_list_on_a_narrow_terminal(coach, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    shown = coach("techniques").out
    assert max(map(len, shown.splitlines())) <= 40
    assert "…" not in shown
    flat = " ".join(shown.split())
    for technique in load_library().techniques:
        assert f"{technique.id} {technique.name}: " in flat


def test_the_list_of_one_region(coach):
    done = coach("techniques", "--region", "back")
    assert "back-long-stroke" in done.out
    assert "chin-to-ears" not in done.out
    assert coach("techniques", "list", "--region", "back").out == done.out


def test_the_list_as_json(coach):
    rows = json.loads(coach("techniques", "--json").out)
    assert sorted(row["id"] for row in rows) == sorted(IDS)
    assert rows == json.loads(coach("techniques", "list", "--json").out)


@pytest.mark.parametrize("technique_id", IDS)
def test_show_tells_everything_the_file_says(coach, technique_id):
    technique = load_library().find(technique_id)
    done = coach("techniques", "show", technique_id)
    assert done.code == 0
    assert max(len(line) for line in done.out.splitlines()) <= 80
    shown = " ".join(done.out.split())
    texts = [technique.name, technique.id, technique.region, technique.chart]
    numbers = [technique.pace_min_s, technique.pace_max_s, allowed_off_cm(technique)]
    angles = [f"{allowed_deg(technique):.0f}°"] if has_direction(technique) else []
    for text in [*texts, *(f"{number:g}" for number in numbers), *angles]:
        assert text in shown
    words = " ".join([technique.instruction, technique.cannot_see, *technique.cues.model_dump()])
    assert all(word.split("_")[0] in shown for word in words.split())
    assert "⠂" in done.out or "⠁" in done.out  # the drawing


def test_show_as_json_is_the_file(coach):
    shown = json.loads(coach("techniques", "show", IDS[0], "--json").out)
    assert shown["id"] == IDS[0]
    assert shown["sources"]["pace_min_s"]


def test_show_without_braille_leaves_the_drawing_out(coach, monkeypatch):
    monkeypatch.setattr("rich.console.Console.encoding", "ascii")
    done = coach("techniques", "show", IDS[0])
    assert done.code == 0
    assert "⠁" not in done.out
    assert "No drawing: this terminal can't show its signs." in done.out
    assert "repetitions" in done.out


def test_a_terminal_without_unicode_gets_no_page_of_question_marks():
    """Through a real process: what its terminal can show is only known there."""
    command = [sys.executable, "-m", "coach", "techniques", "show", "thymus-taps"]
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    done = subprocess.run(command, env=plain, capture_output=True, timeout=60, check=True)
    assert b"???" not in done.stdout
    assert b"No drawing" in done.stdout


def test_show_draws_where_to_keep_off(coach):
    shown = coach("techniques", "show", "back-long-stroke").out
    assert "×" in shown.split("part of the body")[0]
    assert "× keep off: the spine." in " ".join(shown.split())


def test_show_writes_the_drawing(coach, tmp_path):
    done = coach("techniques", "show", IDS[0], "--svg", tmp_path / "a.svg")
    assert done.code == 0
    assert ElementTree.parse(tmp_path / "a.svg").getroot().tag.endswith("svg")
    assert coach("techniques", "show", IDS[0], "--svg", tmp_path / "no" / "a.svg").code == 7


def test_an_unknown_technique_gets_the_nearest(coach):
    done = coach("techniques", "show", "chin-to-ear")
    assert (done.code, done.out) == (5, "")
    assert 'did you mean "chin-to-ears"?' in done.err


def test_checking_a_right_file(coach):
    done = coach("techniques", "check", DATA_DIR / f"{IDS[0]}.toml")
    assert done.code == 0
    assert "is right" in done.out
    rows = coach("techniques", "check", DATA_DIR / f"{IDS[0]}.toml", "--json").out
    assert json.loads(rows)["id"] == IDS[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("kind =", 'kinds = "tap"\nkind ='), 'did you mean "kind"?'),
        (('no_go = ["eyes"]', 'no_go = ["knees"]'), '"knees", which is unknown'),
        (("[cues]", "[cues"), "is not a TOML file"),
        (("[0.40, 0.33], [0.75, 0.42]", "[0.40, 0.0], [0.75, 0.0]"), "runs over the eyes"),
    ],
)
def test_checking_a_wrong_file(coach, tmp_path, change, words):
    text = (DATA_DIR / "around-the-eyes.toml").read_text("utf-8").replace(*change)
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    done = coach("techniques", "check", tmp_path / "mine.toml")
    assert (done.code, done.out, done.err.count("\n")) == (5, "", 1)
    assert words in done.err


def test_models_that_are_missing(coach, tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_MODELS", str(tmp_path))
    done = coach("models")
    assert done.code == 0
    assert done.out.split("Kept in")[0].count("missing") == 3
    assert "coach models --fetch" in done.out
    rows = json.loads(coach("models", "--json").out)
    assert [row["verified"] for row in rows] == [False] * 3
    assert {row["store"] for row in rows} == {str(tmp_path)}


def test_fetching_shows_where_from_on_stderr(coach, tmp_path, monkeypatch):
    import coach.tracking.bundles as bundles

    def ensure(*, progress: bundles.Progress) -> None:
        progress("fetching the models from a test", 0, 100)
        progress("fetching the models from a test", 50, 100)

    monkeypatch.setenv("COACH_MODELS", str(tmp_path))
    monkeypatch.setattr(bundles, "ensure", ensure)
    done = coach("models", "--fetch", "--json")
    assert done.err == "fetching the models from a test ...\n"
    json.loads(done.out)


def answers(code: int = 0, out: str = "1.0\n", err: str = "") -> object:
    return lambda *_args, **_options: SimpleNamespace(returncode=code, stdout=out, stderr=err)


@pytest.fixture
def quick_doctor(monkeypatch) -> None:
    """Leave out what takes seconds: starting the native libraries in processes of their own."""
    monkeypatch.setattr(checks, "_run_python", answers(out='["camera 0: 640 x 480"]\n'))


def finding(coach, name: str) -> dict[str, str]:
    rows = json.loads(coach("doctor", "--json").out)
    return next(row for row in rows if row["name"] == name)


def test_the_doctor_is_content_here(coach, quick_doctor):
    done = coach("doctor")
    assert done.code == 0, done.out
    assert "All that Coach needs is here." in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80
    rows = json.loads(coach("doctor", "--json").out)
    assert {row["state"] for row in rows} <= set(State)
    assert all(row["mend"] for row in rows if row["state"] == State.FAIL)


def test_a_second_opencv_is_found(coach, quick_doctor, monkeypatch):
    two = [
        SimpleNamespace(metadata={"Name": n}) for n in ("opencv_python", "opencv-contrib-python")
    ]
    monkeypatch.setattr(checks, "distributions", lambda: two)
    found = finding(coach, "OpenCV wheels")
    assert found["state"] == "warn"
    assert "pip uninstall -y opencv-python &&" in found["mend"]
    assert "--force-reinstall --no-deps opencv-contrib-python" in found["mend"]


@pytest.mark.parametrize(
    ("tool", "mend"),
    [
        ("apt-get", "sudo apt-get install libegl1"),
        ("dnf", "sudo dnf install libglvnd-egl"),
        (None, "libegl1 (Debian)"),
    ],
)
def test_a_missing_system_library(coach, quick_doctor, monkeypatch, tool, mend):
    def load(name: str) -> None:
        if name == "libEGL.so.1":
            raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(checks.sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.setattr(checks.shutil, "which", lambda name: name if name == tool else None)
    done = coach("doctor")
    assert done.code == 1
    assert "Not yet: one thing" in done.out
    found = finding(coach, "libEGL.so.1")
    assert found["state"] == "fail"
    assert mend in found["mend"]


def test_a_missing_package(coach, quick_doctor, monkeypatch):
    def version(name: str) -> str:
        if name == "scipy":
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(checks, "version", version)
    assert finding(coach, "scipy")["mend"] == "pip install scipy"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (answers(-4), "crashes (signal 4)"),
        (answers(1, err="Traceback\nImportError: numpy is too old"), "numpy is too old"),
        (answers(1, err="ImportError: libGL.so.1: cannot open shared object file"), "libGL.so.1"),
    ],
)
def test_a_native_library_that_does_not_start(coach, monkeypatch, answer, words):
    monkeypatch.setattr(checks, "_run_python", answer)
    found = finding(coach, "OpenCV starts")
    assert found["state"] == "fail"
    assert words in found["detail"]
    assert coach("doctor").code == 1


def test_a_library_or_camera_that_hangs_does_not_hang_the_doctor(coach, monkeypatch):
    def hang(_code: str, timeout_s: float) -> None:
        raise subprocess.TimeoutExpired("python", timeout_s)

    monkeypatch.setattr(checks, "_run_python", hang)
    monkeypatch.setattr(checks.Path, "glob", lambda *_: [Path("/dev/video0")])
    assert "no answer" in finding(coach, "MediaPipe starts")["detail"]
    assert finding(coach, "camera")["state"] == "warn"


def test_models_that_are_missing_are_only_a_warning(coach, quick_doctor, tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_MODELS", str(tmp_path / "not" / "there"))
    assert coach("doctor").code == 0
    assert finding(coach, "face model")["state"] == "warn"
    assert finding(coach, "data folder")["state"] == "ok"
    assert not (tmp_path / "not").exists()


def test_a_data_folder_that_cannot_be_written(coach, quick_doctor, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COACH_MODELS", str(tmp_path / "file" / "models"))
    assert finding(coach, "data folder")["state"] == "fail"
    assert coach("doctor").code == 1


def test_codecs_that_are_missing(coach, quick_doctor, monkeypatch):
    import coach.capture.codecs as codecs

    monkeypatch.setattr(codecs, "can_encode", lambda _name: False)
    assert finding(coach, "writing H.264")["state"] == "warn"
    assert finding(coach, "writing sound")["state"] == "warn"
    monkeypatch.setattr(codecs, "can_decode", lambda _name: False)
    assert coach("doctor").code == 1
