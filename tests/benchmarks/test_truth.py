"""Reading truth: the sample clips' files, and what the newer version adds."""

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


def old(name: str) -> dict[str, Any]:
    """Give a file as its first version had it."""
    values = told(name)
    for row in values["strokes"]:
        for key in ("lift_cm", "touching", "no_go", "path_uv"):
            row.pop(key, None)
    for key in ("act", "mirrored", "person"):
        values.pop(key, None)
    values["frames"].pop("occluded", None)
    return values


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_read(path: Path) -> None:
    truth = truth_of(path)
    assert len(truth.t_s) == len(truth.hands[0].contact) == len(truth.eyes_px)
    assert truth.repetitions in (sum(truth.by_side), max(truth.by_side))
    if truth.view is View.BACK or truth.region is Region.FACE:
        assert truth.hand_over_face.any() == (truth.view is View.FRONT)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("forehead_to_temples", "right"),
        ("temples_to_forehead", "reversed"),
        ("back_on_the_spine", "on_spine"),
        ("idle", "idle"),
    ],
)
def test_an_old_file_tells_its_act_by_its_fault(name: str, act: str) -> None:
    assert read_truth(old(name)).act == act


def test_an_old_file_tells_lift_path_and_spine_by_its_frames() -> None:
    truth = read_truth(old("back_on_the_spine"))
    assert (truth.view, truth.chart) == (View.BACK, ChartName.TORSO)
    assert all(stroke.no_go for stroke in truth.strokes)
    assert 1.0 < truth.lift_cm < 9.0
    first, last = truth.strokes[0].path_uv[[0, -1]]
    assert abs(first[0]) < 0.2
    assert last[1] - first[1] > 0.4
    assert np.isnan(truth.strokes[-1].lift_cm)


def test_a_new_file_tells_them_itself() -> None:
    values = old("forehead_to_temples")
    values |= {"act": "right", "mirrored": True, "person": {"tone": 7}}
    values["frames"]["occluded"] = [0.2] * len(values["frames"]["t_s"])
    path = [[0.1, 0.6], [1.2, 0.2]]
    for row in values["strokes"]:
        row |= {"lift_cm": None, "touching": True, "no_go": "spine", "path_uv": path}
    truth = read_truth(values)
    assert (truth.act, truth.mirrored, truth.tone) == ("right", True, 7)
    assert truth.hand_over_face.all()
    left, right = (next(s for s in truth.strokes if s.side is side) for side in HANDS)
    assert left.path_uv.tolist() == path
    assert right.path_uv.tolist() == [[-u, v] for u, v in path], "told on the hand's own side"
    assert left.no_go
    assert left.sense is Sense.RIGHT
    assert np.isnan(truth.lift_cm)


def test_a_figures_own_scale_is_taken_where_it_is_told() -> None:
    values = old("forehead_to_temples")
    assert read_truth(values).scale.u_cm == pytest.approx(4.45)
    values["chart_cm"] = {"u_cm": 5.0, "up_cm": 6.0, "down_cm": 11.0}
    scale = read_truth(values).scale
    way = scale.from_to_mm(np.array([0.0, -0.5]), np.array([1.0, 0.5]))
    assert way.tolist() == [50.0, 85.0]
