"""Reading truth: the sample clips' files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.truth import read_truth, truth_of
from coach.types import HANDS, ChartName, Region, Sense, View

SAMPLES = Path(__file__).parents[2] / "sample_videos"
FILES = sorted(SAMPLES.glob("*.truth.json"))


def told(name: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((SAMPLES / f"{name}.truth.json").read_text("utf-8"))
    return values


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_read(path: Path) -> None:
    truth = truth_of(path)
    assert len(truth.t_s) == len(truth.hands[0].contact)
    assert truth.repetitions in (sum(truth.by_side), max(truth.by_side))
    if truth.view is View.BACK or truth.region is Region.FACE:
        assert truth.hand_over_face.any() == (truth.view is View.FRONT)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("forehead_to_temples", "right"),
        ("temples_to_forehead", "reversed"),
        ("back_on_the_spine", "on_spine"),
        ("idle", "scratching"),
    ],
)
def test_a_file_tells_its_act(name: str, act: str) -> None:
    assert read_truth(told(name)).act == act


def test_strokes_tell_lift_path_and_spine() -> None:
    truth = read_truth(told("back_on_the_spine"))
    assert (truth.view, truth.chart) == (View.BACK, ChartName.TORSO)
    assert all(stroke.no_go for stroke in truth.strokes)
    assert 1.0 < truth.lift_cm < 9.0
    first, last = truth.strokes[0].path_uv[[0, -1]]
    assert abs(first[0]) < 0.2
    assert last[1] - first[1] > 0.4
    assert np.isnan(truth.strokes[-1].lift_cm)
    assert not truth.hand_over_face.any()


def test_a_path_is_mirrored_for_the_right_hand() -> None:
    values = told("forehead_to_temples")
    values |= {"mirrored": True, "person": {"tone": 7}}
    values["frames"]["occluded"] = [0.2] * len(values["frames"]["t_s"])
    path = [[0.1, 0.6], [1.2, 0.2]]
    for row in values["strokes"]:
        row |= {"lift_cm": None, "no_go": "spine", "path_uv": path}
    truth = read_truth(values)
    assert (truth.mirrored, truth.tone) == (True, 7)
    assert truth.hand_over_face.all()
    left, right = (next(s for s in truth.strokes if s.side is side) for side in HANDS)
    assert left.path_uv.tolist() == path
    assert right.path_uv.tolist() == [[-u, v] for u, v in path], "told on the hand's own side"
    assert left.no_go
    assert left.sense is Sense.RIGHT
    assert np.isnan(truth.lift_cm)


def test_a_figures_own_scale_is_taken() -> None:
    values = told("forehead_to_temples")
    values["chart_cm"] = {"u_cm": 5.0, "up_cm": 6.0, "down_cm": 11.0}
    scale = read_truth(values).scale
    way = scale.from_to_mm(np.array([0.0, -0.5]), np.array([1.0, 0.5]))
    assert way.tolist() == [50.0, 85.0]


def test_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 1"):
        read_truth(told("idle") | {"version": 1})
