"""Acts do what they say: they touch or hover, run the right or the wrong way, and count so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba")

from coach.body.scale import to_cm
from sample_videos.studio import clips, felt, hands, routes
from sample_videos.studio.acts import Doing
from sample_videos.studio.bones import local_joints
from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.telling import SPINE_CM
from sample_videos.studio.truth import COUNTED
from sample_videos.studio.vocabulary import FAULT_OF, StrokeAct
from tests.studio.planned import Case, plain_figure, planned

SHOWN: tuple[tuple[str, StrokeAct], ...] = (
    ("forehead-to-temples", "right"),
    ("forehead-to-temples", "reversed"),
    ("chin-to-ears", "hovering"),
    ("chin-to-ears", "one_hand"),
    ("brows-outwards", "rubbing"),
    ("brows-outwards", "off_path"),
    ("around-the-eyes", "right"),
    ("neck-side-down", "too_short"),
    ("neck-side-down", "reversed"),
    ("back-long-stroke", "right"),
    ("back-long-stroke", "too_fast"),
    ("back-long-stroke", "on_spine"),
    ("back-herringbone", "across_spine"),
)


@cache
def _case(name: str, act: StrokeAct) -> Case:
    return planned(name, act, Doing(name, act), 5)


@pytest.fixture(params=SHOWN, ids=lambda shown: f"{shown[0]}-{shown[1]}")
def case(request: pytest.FixtureRequest) -> Case:
    return _case(*request.param)


def _tips_in_strokes(truth: dict[str, Any]) -> np.ndarray:
    """Gaps (n, 2) of index and middle finger in all frames of strokes."""
    frames = truth["frames"]
    return np.array(
        [
            lift[1:3]
            for side in hands.SIDES
            for lift, stroke in zip(frames[side]["lift_cm"], frames[side]["stroke"], strict=True)
            if stroke >= 0 and lift is not None
        ]
    )


def test_hands_touch_when_they_should_and_only_then(case: Case) -> None:
    take, truth = case
    gaps, lengths = _tips_in_strokes(truth), [s["touching"] for s in truth["strokes"]]
    assert len(gaps) > 5
    if take.clip.act == "hovering":
        assert not any(lengths)
        assert 2.5 < gaps.min() < 6.5
        return
    assert all(lengths)
    # at the ear and where the collar begins a tip may press in, as in the sample clips
    if take.clip.region == "neck" and gaps.min() <= -0.3:
        pytest.xfail("at the ear lobe, where the skin jumps, a tip presses in by up to 0.5 cm")
    assert gaps.min() > -0.3
    on_palms = take.clip.view == "back"
    assert np.quantile(gaps, 0.9) < (0.4 if on_palms else 0.15)
    for side in hands.SIDES:
        hand = truth["frames"][side]
        touched = [c for c, s in zip(hand["contact"], hand["stroke"], strict=True) if s >= 0]
        assert all(touched)


def test_counts_and_faults_follow_from_the_act(case: Case) -> None:
    take, truth = case
    fault = FAULT_OF.get(take.clip.act)
    sides = {s["side"] for s in truth["strokes"]}
    assert all(s["fault"] == fault for s in truth["strokes"])
    assert (truth["repetitions"] > 0) == (fault in COUNTED)
    if fault is None:
        of_side = [sum(s["side"] == side for s in truth["strokes"]) for side in sides]
        assert truth["repetitions"] == (max if truth["together"] else sum)(of_side)
    if take.clip.act in ("one_hand", "on_spine", "across_spine"):
        assert len(sides) == 1
    assert 5.0 <= truth["duration_s"] <= 10.0


def test_senses_run_as_they_are_called(case: Case) -> None:
    take, truth = case
    technique = routes.LIBRARY.find(take.clip.technique or "")
    reference = to_cm(technique.chart, routes.line_uv(technique))
    if technique.kind.value == "circle" or take.clip.act == "across_spine":
        return
    for stroke in truth["strokes"]:
        path = to_cm(technique.chart, np.array(stroke["path_uv"]))
        along = (path[-1] - path[0]) @ (reference[-1] - reference[0])
        assert (along > 0) == (stroke["sense"] == "right")
    backwards = {s["sense"] == "reversed" for s in truth["strokes"]}
    wanted = {"reversed": {True}, "rubbing": {True, False}}
    assert backwards == wanted.get(take.clip.act, {False})


def test_fingers_are_where_the_paths_say(case: Case) -> None:
    take, truth = case
    technique = routes.LIBRARY.find(take.clip.technique or "")
    back = take.clip.view == "back"
    for number, stroke in enumerate(truth["strokes"]):
        hand = truth["frames"][stroke["side"]]
        mirror = np.array([1.0 if stroke["side"] == "left" else -1.0, 1.0])
        own = [k for k, n in enumerate(hand["stroke"]) if n == number and hand["joints_uv"][k]]
        if len(own) < 8:
            continue
        places = (
            hand["palm_uv"]
            if back
            else [joints and np.mean(joints[8:13:4], axis=0) for joints in hand["joints_uv"]]
        )
        for frame, end in ((own[0], 0), (own[-1], -1)):
            seen = to_cm(technique.chart, np.array(places[frame]) * mirror)
            told = to_cm(technique.chart, np.array(stroke["path_uv"][end]))
            assert np.linalg.norm(seen - told) < 1.6


def test_short_strokes_are_short_and_stray_ones_stray() -> None:
    short = _case("neck-side-down", "too_short")[1]["strokes"][0]
    neck = routes.LIBRARY.find("neck-side-down")

    def length(uv: np.ndarray) -> float:
        return float(np.linalg.norm(np.diff(to_cm(neck.chart, uv), axis=0), axis=1).sum())

    assert length(np.array(short["path_uv"])) < 0.5 * length(routes.line_uv(neck))
    brows = routes.LIBRARY.find("brows-outwards")
    reference = to_cm(brows.chart, routes.line_uv(brows))
    for stroke in _case("brows-outwards", "off_path")[1]["strokes"]:
        path = to_cm(brows.chart, np.array(stroke["path_uv"]))
        away = np.linalg.norm(path[:, None] - reference, axis=2).min(axis=1)
        assert np.median(away) > 1.25 * brows.off_path_cm


def test_only_palms_near_the_spine_are_told_to_be_on_it(case: Case) -> None:
    take, truth = case
    wrong = take.clip.act in ("on_spine", "across_spine")
    assert {s["no_go"] for s in truth["strokes"]} == {"spine" if wrong else None}
    if not wrong:
        return
    for side in {s["side"] for s in truth["strokes"]}:
        hand = truth["frames"][side]
        scale = np.abs(take.figure.landmarks.shoulders_cm[:, 0]).mean()
        near = [
            abs(uv[0]) * scale
            for uv, stroke in zip(hand["palm_uv"], hand["stroke"], strict=True)
            if stroke >= 0
        ]
        assert min(near) < SPINE_CM


def test_a_mirrored_sensor_mirrors_every_pixel_and_no_side() -> None:
    take, plain = _case("forehead-to-temples", "right")
    sensor = replace(take.clip.sensor, mirrored=True)
    turned = clips.tell(replace(take, clip=replace(take.clip, sensor=sensor)))
    width = plain["width"]
    assert turned["mirrored"]
    assert turned["strokes"] == plain["strokes"]
    frames, seen = plain["frames"], turned["frames"]
    pairs = [(frames[key], seen[key]) for key in ("eyes_px", "shoulders_px", "hips_px")]
    for key in ("joints_px", "palm_px"):
        pairs.append(
            [row for row in f["left"][key] if row]
            for f in (frames, seen)  # type: ignore[arg-type]
        )
    for before, after in pairs:
        flipped = np.array(list(before)) * (-1, 1) + (width, 0)
        assert np.allclose(flipped, np.array(list(after)), atol=0.11)


def test_compiled_hands_and_distances_agree_with_the_plain_ones() -> None:
    rng = np.random.default_rng(2)
    angles = rng.uniform(hands.LOWEST, hands.HIGHEST)
    out = np.empty((21, 3))
    for side, flip in (("right", 1.0), ("left", -1.0)):
        local_joints(angles, flip, out)
        assert np.allclose(out, hands.local_joints_cm(side, angles[None])[0])  # type: ignore[arg-type]
    figure = plain_figure("front")
    skin = Skin([(figure.head, Placement()), (figure.torso, Placement())])
    points = rng.uniform((-9, -20, -9), (9, 10, 12), (400, 3))
    plain = skin.distance_cm(points)
    bodies = felt.bodies_of((figure.head, figure.torso))
    frames = felt.frames_of([Placement()] * 2)
    compiled = np.array([felt.distance(*point, bodies, frames) for point in points])
    near = np.abs(plain) < 1.0
    assert near.sum() > 20
    assert np.allclose(compiled[near], plain[near], atol=0.01)
