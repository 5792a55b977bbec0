"""Sessions as landmarks: the same every time, true where nothing is wrong, wrong as was asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import filming, landmarks
from coach.body.placement import BodyFollower
from coach.body.scale import to_cm
from coach.techniques.schema import Technique
from coach.types import ChartName, Observation, Sense, View
from sample_videos.studio import routes, scenario, simulator
from sample_videos.studio.casting import at_rest
from sample_videos.studio.landmark_errors import (
    Clock,
    hands_seen,
    met_anew,
    observe,
    presence,
    swaps,
)
from sample_videos.studio.landmark_noise import (
    NONE,
    HandNoise,
    LandmarkNoise,
    Mode,
    Wander,
    fitted,
    read_noise,
    write_noise,
)
from sample_videos.studio.landmark_scene import TrueLandmarks, cover, over_body, palm_px
from sample_videos.studio.motion import Way
from sample_videos.studio.vocabulary import StrokeAct
from tests.studio.clear import LIBRARY, SEED, STROKES, clear_clip, review


def same(one: Observation, other: Observation) -> bool:
    names = ("hands_px", "hands_world_m", "face_px", "body_px", "body_visibility", "hands_score")
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in names
    )


def test_a_seed_always_gives_the_same_session() -> None:
    seen, told = simulator.session(6)
    again, told_again = simulator.session(6)
    other, _ = simulator.session(12)
    assert told == told_again
    assert len(seen) == len(again)
    assert all(same(a, b) for a, b in zip(seen, again, strict=True))
    assert not same(seen[-1], other[-1])


@pytest.mark.parametrize("seed", [0, 4, 6])
def test_what_is_written_is_the_session(seed: int, tmp_path: Path) -> None:
    seen, told = simulator.session(seed)
    filming.simulate(seed, tmp_path)
    kept = landmarks.load(tmp_path / f"{seed}.npz")
    assert all(same(a, b) for a, b in zip(seen, kept, strict=True))
    assert [(one.t_s, one.size_px, one.people) for one in seen] == [
        (one.t_s, one.size_px, one.people) for one in kept
    ]
    text = (tmp_path / f"{seed}.truth.json").read_text("utf-8")
    assert text == json.dumps(told, separators=(",", ":"))


def test_chance_runs_on_when_an_error_is_passed_over() -> None:
    wander = Wander(white=0.1, drift=0.2, stays=0.3)
    for one in (wander, replace(wander, white=0.0), replace(wander, stays=0.0), Wander()):
        drawn, passed = (Clock(np.random.default_rng(3), 50, 0.05) for _ in range(2))
        drawn.draw(one, 7)
        passed.pass_over(one, 7)
        assert drawn.rng.random() == passed.rng.random()


def test_many_aims_at_once_are_those_one_by_one() -> None:
    clip = scenario.draw(0)
    someone = simulator.player(clip.view, 0)
    performance = clip.perform(someone.figure, np.random.default_rng(0))
    ways = [segment.aim for segment in performance.tracks["left"].segments]
    ways = [way for way in ways if isinstance(way, Way)]
    taus = np.linspace(0.0, 1.0, 23).tolist()
    for way in ways:
        many = way.many(taus)
        for k, tau in enumerate(taus):
            one = way(tau)
            np.testing.assert_array_equal(one.place_cm, many.place_cm[k])
            np.testing.assert_array_equal(one.fingers, many.fingers[k])
            np.testing.assert_array_equal(one.back, many.back[k])
    assert len(ways) > 3


def test_the_truth_has_a_row_a_frame() -> None:
    seen, told = simulator.session(0, NONE)
    frames = told["frames"]
    assert frames["t_s"] == pytest.approx([one.t_s for one in seen], abs=1e-4)
    for side in ("left", "right"):
        assert {len(column) for column in frames[side].values()} == {len(seen)}
    assert told["width"], told["height"] == seen[0].size_px


@pytest.mark.parametrize("technique", STROKES, ids=lambda t: t.id)
@pytest.mark.parametrize("act", ["right", "reversed"])
def test_clear_strokes_are_judged_exactly(technique: Technique, act: StrokeAct) -> None:
    seen, told = simulator.simulate(clear_clip(technique, act), SEED, NONE)
    report = review(seen, technique.id)
    senses = {attempt.sense for attempt in report.attempts}
    assert senses == {Sense(act)}
    assert report.repetitions == told["repetitions"] == (3 if act == "right" else 0)
    assert len(report.attempts) == 3


@pytest.mark.parametrize("technique", STROKES, ids=lambda t: t.id)
def test_the_working_part_is_where_the_truth_says(technique: Technique) -> None:
    """A chart's own error is far from making a right stroke one that is off the path."""
    seen, told = simulator.simulate(clear_clip(technique, "right"), SEED, NONE)
    follower, row = BodyFollower(), told["frames"]["left"]
    chart = list(ChartName).index(technique.chart)
    miss_cm = []
    for index, one in enumerate(seen):
        at_uv = follower.push(one).touches[0].at_uv[chart]
        if row["stroke"][index] >= 0 and row["joints_uv"][index] is not None:
            tips = np.mean(np.array(row["joints_uv"][index])[[8, 12]], axis=0)
            true_uv = np.array(row["palm_uv"][index]) if technique.view is View.BACK else tips
            miss_cm.append(to_cm(technique.chart, at_uv) - to_cm(technique.chart, true_uv))
    assert np.hypot(*np.median(miss_cm, axis=0)) < technique.off_path_cm / 2


@pytest.mark.parametrize("name", ["forehead-to-temples", "chin-to-ears", "back-long-stroke"])
def test_a_map_of_skin_agrees_with_the_skin(name: str) -> None:
    technique = LIBRARY.find(name)
    someone = simulator.player("back" if technique.view is View.BACK else "front", SEED)
    line = routes.line_uv(technique)
    feeling = replace(someone.figure, feel=at_rest)
    felt = routes.laid(feeling, technique, line, routes.Touch())
    found = routes.laid(someone.figure, technique, line, routes.Touch())
    assert not np.array_equal(found.points_cm, felt.points_cm)
    assert np.linalg.norm(found.points_cm - felt.points_cm, axis=1).max() < 0.6
    assert (found.fingers * felt.fingers).sum(axis=1).min() > np.cos(np.deg2rad(6))


@pytest.mark.parametrize("name", ["cheeks-to-ears", "chin-to-ears", "jaw-outwards"])
@pytest.mark.parametrize("number", range(simulator.FIGURES))
def test_before_the_ears_a_map_of_skin_stays_on_the_skin(name: str, number: int) -> None:
    technique = LIBRARY.find(name)
    figure = simulator.player("front", number).figure
    path = routes.laid(figure, technique, routes.line_uv(technique), routes.Touch())
    off_cm = at_rest([figure.head]).distance_cm(path.points_cm)
    assert np.abs(off_cm).max() < 0.5


def still(count: int = 3000) -> TrueLandmarks:
    """Give landmarks that do not move: hands, face and body apart from each other."""
    rng = np.random.default_rng(5)
    hand = np.array([300.0, 300.0]) + 30 * rng.uniform(-1, 1, (2, 21, 2))
    hand += np.array([[[-200.0, 0.0]], [[200.0, 0.0]]])
    face = np.zeros((468, 3))
    face[:, :2] = rng.uniform((280, 60), (360, 140), (468, 2))
    body = np.tile([320.0, 50.0], (33, 1))
    body[[11, 12]], body[[23, 24]] = [(400, 150), (240, 150)], [(360, 400), (280, 400)]

    def every(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values, (count, *values.shape)).copy()

    return TrueLandmarks(
        np.arange(count) / 30,
        (640, 480),
        every(hand),
        every(np.zeros((2, 21, 3))),
        every(face),
        every(body),
    )


def test_no_noise_is_no_noise() -> None:
    true = still(10)
    seen = observe(true, NONE, np.random.default_rng(1))
    for name in ("hands_px", "face_px", "body_px"):
        assert np.allclose([getattr(one, name) for one in seen], getattr(true, name), atol=1e-6)


def test_a_hand_wanders_as_far_and_as_long_as_was_asked() -> None:
    true = still(10_000)
    whole = Wander(white=0.02, drift=0.05, tau_s=0.3)
    moved = HandNoise(tuple(Mode((axis,) * 21, whole) for axis in ((1.0, 0.0), (0.0, 1.0))))
    noise = LandmarkNoise(hand_free=moved, hand_over=moved)
    clock = Clock(np.random.default_rng(1), len(true.t_s), 1 / 30)
    seen, _ = hands_seen(clock, noise, true, np.zeros((len(true.t_s), 2)))
    off = (seen - true.hands_px)[:, 0, 5] / palm_px(true.hands_px[:1, 0])
    assert off.var(axis=0) == pytest.approx(0.02**2 + 0.05**2, rel=0.15)
    step = 9  # frames in 0.3 s: 2/e of the drift's variance is left, none of the white
    later = (off[:-step] * off[step:]).mean(axis=0)
    assert later == pytest.approx(0.05**2 * 2 / np.e, rel=0.25)


@pytest.mark.parametrize("turn_deg", [0.0, 40.0, 90.0, 200.0])
def test_errors_along_a_hand_are_along_it_however_it_is_turned(turn_deg: float) -> None:
    true = still()
    turn = np.deg2rad(turn_deg)
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    middles = true.hands_px.mean(axis=2, keepdims=True)
    true.hands_px[:] = middles + (true.hands_px - middles) @ turned
    longer = HandNoise((Mode(((1.0, 0.0),) * 21, Wander(drift=0.05)),), bias=((0.2, 0.0),) * 21)
    noise = LandmarkNoise(hand_free=longer, hand_over=longer)
    clock = Clock(np.random.default_rng(1), len(true.t_s), 1 / 30)
    seen, _ = hands_seen(clock, noise, true, np.zeros((len(true.t_s), 2)))
    off = (seen - true.hands_px)[:, 0]
    along = true.hands_px[0, 0, 9] - true.hands_px[0, 0, 0]
    across = np.array([-along[1], along[0]])
    assert np.abs(off @ across).max() < 1e-9 * np.abs(off @ along).max()
    assert (off @ along).mean() > 0
    assert (off @ along).std() > 0


def test_a_hand_that_works_on_the_other_has_errors_of_its_own() -> None:
    true = replace(still(), works=(False, True))
    assert over_body(true).T.tolist() == [[0.0] * len(true.t_s), [1.0] * len(true.t_s)]
    noise = LandmarkNoise(hand_over=HandNoise(joint=Wander(stays=0.1)))
    seen = np.array([one.hands_px for one in observe(true, noise, np.random.default_rng(1))])
    assert np.allclose(seen[:, 0], true.hands_px[:, 0])
    assert np.abs(seen[:, 1] - true.hands_px[:, 1]).max() > 0


def test_a_fast_hand_is_seen_worse_but_for_what_stays() -> None:
    true = still()
    palms = np.array([palm_px(true.hands_px[:1, side])[0] for side in range(2)])
    swing = palms[0] * np.abs(np.mod(np.arange(3000) / 30, 2.0) - 1.0)  # one palm a second
    true.hands_px[:, 0, :, 0] += swing[:, None]
    joint = HandNoise(joint=Wander(white=0.02, stays=0.1))
    noise = LandmarkNoise(hand_free=joint, hand_over=joint, hand_fast=0.5)
    clock = Clock(np.random.default_rng(1), len(true.t_s), 1 / 30)
    seen, _ = hands_seen(clock, noise, true, np.zeros((len(true.t_s), 2)))
    off = (seen - true.hands_px) / palms[:, None, None]
    assert off[:, 0].std(axis=0).mean() == pytest.approx(0.03, rel=0.03)
    assert off[:, 1].std(axis=0).mean() == pytest.approx(0.02, rel=0.03)
    assert off.mean(axis=0).std() == pytest.approx(0.1, rel=0.2)


def test_errors_do_not_depend_on_the_frame_rate() -> None:
    wander = Wander(drift=1.0, tau_s=0.5)
    for fps in (10, 30):
        drawn = Clock(np.random.default_rng(2), 400 * fps, 1 / fps).draw(wander, 4)
        lag = fps // 2
        assert drawn.var() == pytest.approx(1.0, rel=0.1)
        assert (drawn[:-lag] * drawn[lag:]).mean() == pytest.approx(2 / np.e, abs=0.08)


def test_a_part_is_missing_as_often_and_as_long_as_was_asked() -> None:
    count, dt_s = 200_000, 1 / 30
    lost, away = np.full(count, 0.5), np.full(count, 0.4)
    there = np.ones(count, dtype=bool)
    found = presence(np.random.default_rng(3), there, lost, away, dt_s)
    assert (~found).mean() == pytest.approx(0.5 * 0.4 / (1 + 0.5 * 0.4), rel=0.1)
    assert (found[:-1] & ~found[1:]).sum() / (found.sum() * dt_s) == pytest.approx(0.5, rel=0.1)


def test_a_hand_is_met_anew_where_it_was_not_seen_for_long() -> None:
    seen = np.ones((100, 2), dtype=bool)
    seen[20:30, 0] = False  # A blink.
    seen[50:80, 1] = False
    assert np.flatnonzero(met_anew(seen, 0.03)).tolist() == [0, 80]


def test_names_are_wrong_only_from_where_a_hand_is_met_anew_and_over_a_blink() -> None:
    seen = np.ones((6000, 2), dtype=bool)
    for begin in range(10, 6000, 200):
        seen[begin : begin + 30, 0] = False
        seen[begin + 50 : begin + 53, 1] = False
    clock = Clock(np.random.default_rng(7), len(seen), 0.03)
    swapped = swaps(clock, seen, 0.3, 3.0)
    met = np.flatnonzero(met_anew(seen, 0.03))
    begun = np.flatnonzero(swapped & ~np.roll(swapped, 1))
    assert set(begun) <= set(met)
    assert swapped[(~seen).any(axis=1)].any()  # Who is alone in the picture has a name, too.
    assert 3 <= len(begun) <= 15  # of thirty
    assert 0.03 * swapped.sum() / len(begun) == pytest.approx(3.0, rel=0.5)


def test_what_is_not_in_the_picture_is_not_found() -> None:
    true = still(5)
    true.hands_px[:, 0] += (0.0, 1000.0)
    seen = observe(true, NONE, np.random.default_rng(1))
    assert not any(one.has_hand[0] for one in seen)
    assert all(one.has_hand[1] for one in seen)


def test_only_what_lies_under_a_hand_is_covered() -> None:
    true = still(1)
    points = np.concatenate([true.hands_px[:, 0, 5:10], [[[10.0, 10.0]]]], axis=1)
    covered = cover(true.hands_px, points)[0]
    assert covered[-1] == 0
    assert covered[:-1].max() > 0.5


def test_noise_is_kept_in_a_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    mode = Mode(((1.0, 0.0),) * 21, Wander(0.5, 0.25, 1.0))
    noise = replace(NONE, hand_fast=0.25, hand_free=HandNoise((mode,)))
    write_noise(tmp_path / "noise.json", noise, {"clips": []})
    assert read_noise(tmp_path / "noise.json") == noise
    assert fitted() != NONE
