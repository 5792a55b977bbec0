"""The catalogue's bench: which scenes and clips there are, and what is said of them."""

from __future__ import annotations

import json
import math
import pickle
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("numba")

from benchmarks import catalogue_drawn
from benchmarks.catalogue import _acts_in, _drawn_jobs, app, told_of
from benchmarks.catalogue_acts import ACTS, acts_for
from benchmarks.catalogue_drawn import CLIPS, FIRST_SEED, clip_of, drawn, jobs
from coach.techniques.library import load_library

LIBRARY = load_library()


def test_only_what_has_a_direction_is_done_the_wrong_way_round() -> None:
    assert acts_for(LIBRARY.find("back-knead-fold")) == ("right", "reversed")
    assert acts_for(LIBRARY.find("back-cup-clap")) == ("right", "off_path")
    assert acts_for(LIBRARY.find("collar-circles")) == ("right",)
    assert acts_for(LIBRARY.find("finish-fingertips")) == ("right",), "it is done all over the back"


def test_acts_are_read_in_their_order() -> None:
    assert _acts_in("") == ()
    assert _acts_in("reversed, right") == ("right", "reversed")
    with pytest.raises(Exception, match="sideways"):
        _acts_in("right,sideways")


def test_every_clip_has_a_seed_of_its_own_and_the_rounds_hold_all() -> None:
    every = jobs(FIRST_SEED, dict.fromkeys(ACTS, 7))
    seeds = [seed for _, _, seed in every]
    assert len(set(seeds)) == len(seeds)
    # 12000 to 12999 are for the development of what hands do on hands
    assert all(11_000 <= seed < 12_000 or 13_000 <= seed < 14_000 for seed in seeds)
    usual = jobs(FIRST_SEED, CLIPS)
    assert [name for name, _, _ in usual[:20]] == [technique.id for technique in drawn()]
    assert set(usual) <= set(every)
    assert Counter(act for _, act, _ in usual) == {"right": 68, "reversed": 21}


def test_there_are_seeds_for_so_many_clips_only() -> None:
    with pytest.raises(ValueError, match="7"):
        jobs(FIRST_SEED, {"right": 8})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("--drawn --scenes 8", "7 clips"),
        ("--drawn --true-landmarks", "by what is found"),
        ("--drawn --show", "nobody looks"),
        ("--show", "nobody looks"),
        ("--only no-such-thing", "begins so"),
        ("--drawn --only leg-", "begins so"),
        ("--acts sideways", "sideways"),
        ("--scenes 0", "equal to 1"),
    ],
)
def test_what_can_not_be_measured_is_refused_in_words(asked: str, said: str) -> None:
    found = CliRunner().invoke(app, asked.split(), env={"COLUMNS": "200"})
    assert found.exit_code == 2
    assert said in found.output
    assert "Traceback" not in found.output


def test_so_many_drawn_clips_as_asked_for() -> None:
    usual = _drawn_jobs(FIRST_SEED, None, (), "")
    assert Counter(act for _, act, _ in usual) == {"right": 68, "reversed": 21}
    few = _drawn_jobs(FIRST_SEED, 1, (), "")
    assert Counter(act for _, act, _ in few) == {"right": 34, "reversed": 21}
    short = _drawn_jobs(FIRST_SEED, None, ("too_short",), "back-")
    assert {act for _, act, _ in short} == {"too_short"}


def test_hands_have_every_tone_equally_often() -> None:
    tones = Counter[int]()
    for name, act, seed in jobs(FIRST_SEED, {"right": 2}):
        clip = clip_of(LIBRARY.find(name), act, seed)
        tones[(clip.partner or clip.look).tone] += 1
    assert len(tones) == 10
    assert set(tones.values()) <= {6, 7, 8}


@pytest.mark.parametrize("name", ["back-vibration", "back-squeeze", "tear-duct-to-nose-wing"])
def test_a_seed_always_gives_the_same_clip(name: str) -> None:
    technique = LIBRARY.find(name)
    clip = clip_of(technique, "right", 10_003)
    assert clip.name == f"10003_{name}_right".replace("-", "_")
    assert (clip.view, clip.technique) == (technique.view.value, name)
    assert (clip.camera.width_px, clip.camera.height_px) == (
        clip.sensor.width_px,
        clip.sensor.height_px,
    )
    again = pickle.loads(pickle.dumps(clip_of(technique, "right", 10_003)))
    assert again.camera == clip.camera
    assert again.look == clip.look
    assert (again.partner is None) == (clip.view == "front")
    if "eyes" in technique.no_go:
        assert clip.look.glasses is None


def test_shaking_is_filmed_quickly_enough() -> None:
    technique = LIBRARY.find("back-vibration")
    for seed in range(10_000, 10_010):
        sensor = clip_of(technique, "right", seed).sensor
        assert sensor.fps == 30
        assert sensor.shutter_s < 1 / 30


def test_a_clip_is_filmed_anew_when_its_technique_changes() -> None:
    technique = LIBRARY.find("back-rub-to-spine")
    moved = technique.model_copy(update={"path_uv": ((0.8, 0.5), (0.3, 0.5))})
    said = technique.model_copy(update={"instruction": "Rub."})
    path = catalogue_drawn._path(technique, "right", 10_000)
    assert catalogue_drawn._path(said, "right", 10_000) == path
    assert catalogue_drawn._path(moved, "right", 10_000) != path


@pytest.mark.parametrize(
    ("name", "counted", "contact_s"),
    [("vibrating-massager-abdomen", 0, 8.0), ("abdomen-roller-down", 2, math.nan)],
)
def test_what_is_only_timed_is_told_in_seconds(
    name: str,
    counted: int,
    contact_s: float,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [{"start_s": 1.5, "end_s": 9.5}, {"start_s": 10.0, "end_s": 11.0}]
    truth = {"repetitions": 2, "strokes": rows, "fps": 15, "mirrored": False}
    clip = tmp_path / "clip.mp4"
    clip.with_suffix(".truth.json").write_text(json.dumps(truth), "utf-8")
    monkeypatch.setattr(catalogue_drawn, "film", lambda *_: clip)
    monkeypatch.setattr(catalogue_drawn.landmarks, "landmarks_of", lambda *_, **__: [])
    _, done = catalogue_drawn.seen_in(name, "right", 10_726)
    assert done.counted == counted
    assert done.contact_s == pytest.approx(contact_s, nan_ok=True)


def test_a_clip_with_a_device_is_filmed_anew_when_devices_change() -> None:
    (brush,) = (t for t in catalogue_drawn.drawn_in_front() if t.id == "abdomen-brush-down")
    made_by = {
        t.id: catalogue_drawn._group_of(t).made_by for t in catalogue_drawn.drawn_with_device()
    }
    assert all("devices.py" in files for files in made_by.values())
    assert "devices.py" not in catalogue_drawn._group_of(brush).made_by


@pytest.mark.parametrize("name", ["back-cup-clap", "back-long-stroke"])
def test_a_scene_without_errors_is_named_and_counted(name: str) -> None:
    told = told_of(name, "right", 501, true_landmarks=True)
    assert told.named
    assert told.named_in_region
    assert told.exact is True or (math.isfinite(told.error) and told.error <= 0.05)
