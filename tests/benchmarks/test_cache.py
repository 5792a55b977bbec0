"""The cache: whole files or none, and landmarks that come back as they went."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from benchmarks import cache, landmarks
from coach.types import Observation


def test_a_file_appears_when_all_went_well(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.mp4"
    with cache.writing(path) as part:
        assert part.suffix == ".mp4"
        part.write_text("whole", "utf-8")
        assert not path.exists()
    assert path.read_text("utf-8") == "whole"
    assert list(path.parent.iterdir()) == [path]


def test_an_error_leaves_nothing_and_spares_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("old", "utf-8")

    def interrupted() -> None:
        with cache.writing(path) as part:
            part.write_text("hal", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


KILLED = """
import sys, time
from pathlib import Path
from benchmarks import cache
with cache.writing(Path(sys.argv[1])) as part:
    part.write_text("hal", "utf-8")
    print("half-way", flush=True)
    time.sleep(60)
"""


def test_a_process_killed_half_way_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    root = Path(__file__).parents[2]
    words = [sys.executable, "-c", KILLED, str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=root) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half-way\n"
        cache.sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == 1, "what is still being written stays"
        writer.kill()
    assert not path.exists()
    time.sleep(0.05)
    cache.sweep(tmp_path)
    assert not list(tmp_path.iterdir())


def test_versions_change_with_names_and_contents(tmp_path: Path) -> None:
    one, other = tmp_path / "a.py", tmp_path / "b.py"
    one.write_text("1", "utf-8")
    first = cache.digest_of([one])
    assert cache.digest_of([one]) == first
    assert cache.digest_of([one], extra="mediapipe 1") != first
    one.rename(other)
    assert cache.digest_of([other]) != first


def test_the_place_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACH_BENCH_CACHE", str(tmp_path))
    assert cache.clips_folder().is_relative_to(tmp_path)
    assert cache.landmarks_folder().is_relative_to(tmp_path)
    monkeypatch.delenv("COACH_BENCH_CACHE")
    assert cache.root() == Path.home() / ".cache" / "coach-bench"


def test_landmarks_come_back_exactly(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    seen = [
        Observation(
            t_s=k / 24,
            size_px=(640, 480),
            hands_px=np.where(rng.random((2, 1, 1)) < 0.3, np.nan, rng.random((2, 21, 2))),
            hands_world_m=rng.random((2, 21, 3)),
            hands_score=rng.random(2),
            face_px=rng.random((468, 3)),
            body_px=rng.random((33, 2)),
            body_visibility=rng.random(33),
            people=1 + k % 2,
        )
        for k in range(5)
    ]
    landmarks.save(tmp_path / "clip.npz", seen)
    again = landmarks.load(tmp_path / "clip.npz")
    assert len(again) == 5
    for a, b in zip(seen, again, strict=True):
        assert (a.t_s, a.size_px, a.people) == (b.t_s, b.size_px, b.people)
        for name in ("hands_px", "hands_world_m", "hands_score", "face_px", "body_px"):
            np.testing.assert_array_equal(getattr(a, name), getattr(b, name))
