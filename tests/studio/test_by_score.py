"""Taps, presses, kneading and the like, on a figure's skin: what is said is what is done."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

pytest.importorskip("numba")

from benchmarks.catalogue_acts import acts_for
from benchmarks.catalogue_drawn import clip_of, drawn
from coach.techniques.schema import Technique
from sample_videos.studio import hands
from sample_videos.studio.by_score import THUMB, ByScore
from sample_videos.studio.hands import SIDES
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.vocabulary import StrokeAct
from tests.studio.planned import Case, gaps_cm, plain_figure, planned

NAMES = (
    "back-cup-clap", "back-knead-fold", "back-rub-to-spine", "back-thumb-press", "back-vibration",
    "collar-circles", "finish-fingertips",
)  # fmt: skip
LONGEST_S = 4.0


@cache
def case(name: str, act: StrokeAct = "right") -> Case:
    return planned(name, act, ByScore(name, act, LONGEST_S), 7, Sensor(fps=30))


def test_these_and_the_strokes_are_all_that_can_be_shown() -> None:
    assert len(drawn()) == 20
    assert set(NAMES) < {technique.id for technique in drawn()}


@pytest.mark.parametrize("technique", drawn(), ids=lambda one: one.id)
def test_all_that_can_be_done_with_each_can_be_performed(technique: Technique) -> None:
    figure = plain_figure(technique.view.value)
    for act in acts_for(technique):
        clip = clip_of(technique, act, 10_000)
        performance = clip.perform(figure, np.random.default_rng(1))
        deeds = [d for side in SIDES for *_, d in performance.tracks[side].strokes()]
        assert deeds
        assert {deed.fault for deed in deeds} == {None if act == "right" else act}
        assert performance.duration_s < 13.0


@pytest.mark.parametrize("name", NAMES)
def test_hands_touch_where_they_are_said_to_work(name: str) -> None:
    take, truth = case(name)
    parts = [THUMB] if name == "back-thumb-press" else list(hands.EFFECTOR_TIPS)
    for side in {row["side"] for row in truth["strokes"]}:
        working = np.array(truth["frames"][side]["stroke"]) >= 0
        near = gaps_cm(take, side)[working][:, parts]
        assert np.abs(near).max() < 0.8
        assert np.median(np.abs(near)) < 0.3


@pytest.mark.parametrize("name", NAMES)
def test_hands_do_not_go_through_the_skin(name: str) -> None:
    take, truth = case(name)
    for side in {row["side"] for row in truth["strokes"]}:
        assert gaps_cm(take, side).min() > -0.8


@pytest.mark.parametrize("name", ["back-cup-clap", "finish-fingertips"])
def test_taps_fall_as_often_as_they_are_told_in_turn(name: str) -> None:
    take, truth = case(name)
    rows = truth["strokes"]
    assert not truth["together"]
    assert truth["repetitions"] == len(rows)
    assert [row["side"] for row in rows[:4]] == ["left", "right", "left", "right"]
    for side in SIDES:
        mine = [row for row in rows if row["side"] == side]
        near = gaps_cm(take, side)[:, list(hands.EFFECTOR_TIPS)].mean(axis=1) < 0.6
        falls = int((np.diff(near.astype(int)) == 1).sum())
        assert falls == len(mine)
        assert all(row["lift_cm"] > 2.0 for row in mine[:-1])
        assert mine[-1]["lift_cm"] is None


def test_a_kneading_hand_opens_and_closes_with_every_fold() -> None:
    take, truth = case("back-knead-fold")
    (side,) = {row["side"] for row in truth["strokes"]}
    joints = np.array([pose.joints_cm() for pose in take.poses[side]])
    pinch_cm = np.linalg.norm(joints[:, 4] - joints[:, 8], axis=1)
    number = np.array(truth["frames"][side]["stroke"])
    for k in range(len(truth["strokes"])):
        fold = pinch_cm[number == k]
        assert fold.min() < 5.0
        assert fold.max() > 8.0
        assert 0.25 < fold.argmin() / len(fold) < 0.75


def test_a_vibrating_hand_shakes_as_far_as_its_score_says() -> None:
    take, truth = case("back-vibration")
    x = np.array([pose.joints_cm()[8, 0] for pose in take.poses["right"]])
    row = next(row for row in truth["strokes"] if row["side"] == "right")
    t_s = take.times_s
    shaken = x[(t_s > row["start_s"] + 0.5) & (t_s < row["end_s"] - 0.5)]
    quick = shaken - np.convolve(shaken, np.ones(9) / 9, mode="same")
    assert 0.3 < np.abs(quick[9:-9]).max() < 1.2


def test_rounds_are_closed_and_as_large_as_a_round() -> None:
    _, truth = case("collar-circles")
    for row in truth["strokes"]:
        path = np.array(row["path_uv"])
        assert np.linalg.norm(path[0] - path[-1]) < 0.1
        assert np.ptp(path[:, 0]) > 0.4


@pytest.mark.parametrize(
    ("name", "act", "sense", "fault"),
    [
        ("back-knead-fold", "reversed", "reversed", "reversed"),
        ("back-vibration", "too_short", "right", "too_short"),
        ("back-thumb-press", "off_path", "right", "off_path"),
    ],
)
def test_faults_are_told(name: str, act: StrokeAct, sense: str, fault: str) -> None:
    _, truth = case(name, act)
    assert truth["repetitions"] == 0
    assert {(row["sense"], row["fault"]) for row in truth["strokes"]} == {(sense, fault)}
    right = np.array([row["path_uv"] for row in case(name)[1]["strokes"]])
    found = np.array([row["path_uv"] for row in truth["strokes"]])
    if act == "reversed":  # folds are taken up from the top to the bottom
        assert found[-1].mean(axis=0)[1] < found[0].mean(axis=0)[1] - 0.3
    elif act == "too_short":
        assert np.ptp(found[..., 1]) < 0.5 * np.ptp(right[..., 1])
    else:
        assert found[..., 0].min() > right[..., 0].max() + 0.1


def test_only_hands_that_work_come() -> None:
    _, truth = case("back-knead-fold")
    (side,) = {row["side"] for row in truth["strokes"]}
    other = "left" if side == "right" else "right"
    assert not any(truth["frames"][other]["contact"])
