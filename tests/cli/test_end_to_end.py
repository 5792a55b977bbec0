"""The real program in a process of its own: real models, real signals, real pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COACH = [sys.executable, "-m", "coach"]
SAMPLES = sorted((Path(__file__).parents[2] / "sample_videos").glob("forehead*.mp4"))

needs_models = pytest.mark.usefixtures("models")
posix = pytest.mark.skipif(os.name == "nt", reason="signals and pipes are another matter there")


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COACH, *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "COLUMNS": "80"},
    )


@posix
def test_a_reader_that_goes_away_is_no_error():
    program = subprocess.Popen(
        [*COACH, "techniques", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    program.stdout.close()
    assert program.wait(timeout=60) in (0, 141)
    assert program.stderr is not None
    with program.stderr as errors:
        assert errors.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", [["techniques", "--json"], ["techniques"], ["models"]])
def test_a_full_disk_behind_stdout_is_one_line(words):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COACH, *words], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 7
    assert done.stderr.count(b"\n") == 1
    assert b"no space left" in done.stderr


@needs_models
def test_a_clip_with_nobody_in_it(make_clip, tmp_path):
    clip = make_clip("wall.mp4", [i / 10 for i in range(10)], (320, 240))
    done = run("review", clip, "--json", "--out", tmp_path / "out")
    assert done.returncode == 4
    assert done.stderr.count("Nobody was found") == 1
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["repetitions"] == 0
    assert len(list((tmp_path / "out").iterdir())) == 4


@needs_models
@pytest.mark.skipif(not SAMPLES, reason="no sample clip is here")
def test_a_sample_clip_is_reviewed_and_written(tmp_path):
    done = run("review", SAMPLES[0], "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Forehead to temples: ")
    assert "right way" in done.stdout
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["technique"] == "forehead-to-temples"
    assert report["repetitions"] >= 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "annotated.mp4",
        "report.html",
        "report.json",
        "strokes.csv",
    ]
    # Native libraries like to talk at start; people should see Coach's own lines alone.
    assert len(done.stderr.splitlines()) == 3, done.stderr


@posix
@needs_models
@pytest.mark.parametrize(
    ("signal_number", "code", "files"),
    [(signal.SIGINT, 130, 3), (signal.SIGTERM, 143, 0)],
    ids=["ctrl-c", "terminated"],
)
def test_stopping_a_long_review(make_clip, tmp_path, signal_number, code, files):
    clip = make_clip("long.mp4", [i / 25 for i in range(3000)], (64, 48))
    out = tmp_path / "out"
    program = subprocess.Popen(
        [*COACH, "review", str(clip), "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stderr is not None
    assert "Reviewing long.mp4" in program.stderr.readline()
    time.sleep(1.5)
    program.send_signal(signal_number)
    _, errors = program.communicate(timeout=60)
    assert program.returncode == code, errors
    assert "Traceback" not in errors
    written = sorted(path.name for path in out.iterdir())
    assert written == ["report.html", "report.json", "strokes.csv"][:files]
    if files:
        assert "stopped at" in errors
        assert "annotated.mp4 was not written." in errors
