"""Roller and massager: they sit in a fist, touch where they work, and go through nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("numba")

from benchmarks.catalogue_acts import acts_for
from benchmarks.catalogue_drawn import clip_of, drawn_with_device
from coach.techniques.schema import Kind, Technique
from sample_videos.studio import clips, hands
from sample_videos.studio.by_device import WithDevice
from sample_videos.studio.camera import Camera
from sample_videos.studio.devices import HOLDING_RAD, Device, massager, roller
from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.hands import SIDES, Side
from sample_videos.studio.looks import Look
from sample_videos.studio.mesh import mesh_of
from sample_videos.studio.people import LOOKS
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.standing import standing
from sample_videos.studio.telling import Take
from sample_videos.studio.vocabulary import StrokeAct
from tests.studio.planned import Case, gaps_cm, planned

Making = Callable[[Side, np.random.Generator], Device]
NAMES = [technique.id for technique in drawn_with_device()]
ROLLED = "abdomen-roller-down"
SOMEBODY: Look = LOOKS["hazel"]
LONGEST_S = 5.0
MAKERS = (massager, roller)
FAR = Camera.orbit((0.0, -27.0, 5.0), 140.0, fov_deg=50.0)


@cache
def case(name: str, act: StrokeAct = "right", seed: int = 7) -> Case:
    take, _ = planned(name, act, WithDevice(name, act, LONGEST_S), seed, Sensor(fps=15))
    take = replace(take, clip=replace(take.clip, camera=FAR))
    return take, clips.tell(take)


def device_of(take: Take) -> Device:
    assert take.performance.device is not None
    return take.performance.device


def working(case: Case) -> np.ndarray:
    take, truth = case
    return np.array(truth["frames"][device_of(take).side]["stroke"]) >= 0


def head_gaps_cm(take: Take) -> np.ndarray:
    device = device_of(take)
    poses = take.poses[device.side]
    return np.array(
        [device.gap_cm(pose, take.skin(k, device.side)) for k, pose in enumerate(poses)]
    )


def test_these_are_done_in_front_with_what_a_fist_holds() -> None:
    assert set(NAMES) == {
        "abdomen-roller-down",
        "vibrating-massager-abdomen",
        "vibrating-massager-pelvis",
        "vibrating-massager-sides",
    }


@pytest.mark.parametrize("technique", drawn_with_device(), ids=lambda one: one.id)
def test_all_that_can_be_done_with_each_can_be_performed(technique: Technique) -> None:
    for act in acts_for(technique):
        clip = clip_of(technique, act, 10_726)
        assert clip.region == "abdomen"
        performance = clip.perform(standing(SOMEBODY), np.random.default_rng(1))
        deeds = [d for side in SIDES for *_, d in performance.tracks[side].strokes()]
        assert {deed.fault for deed in deeds} == {None if act == "right" else act}
        assert performance.duration_s < 13.0


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("side", SIDES)
def test_a_handle_lies_in_the_fist_with_every_finger_round_it(side: Side, make: Making) -> None:
    device = make(side, np.random.default_rng(1))
    joints = hands.local_joints_cm(side, HOLDING_RAD[None])[0]
    gaps = Skin([(device.body, Placement())]).distance_cm(joints) - hands.RADII_CM
    assert gaps.min() > -0.2
    for tip in hands.TIPS[1:]:
        assert gaps[tip - 1 : tip + 1].max() < 0.35
    assert gaps[1:5].min() < 1.0, "the thumb is at its end"


@pytest.mark.parametrize("make", MAKERS)
def test_a_device_is_the_same_in_either_hand(make: Making) -> None:
    right, left = (make(side, np.random.default_rng(1)) for side in ("right", "left"))
    mirror = np.array([-1.0, 1.0, 1.0])
    np.testing.assert_allclose(right.middle_cm * mirror, left.middle_cm)
    places = np.random.default_rng(2).uniform((-16, 0, -8), (16, 14, 3), (200, 3))
    gaps = [Skin([(one.body, Placement())]) for one in (right, left)]
    np.testing.assert_allclose(
        gaps[0].distance_cm(places), gaps[1].distance_cm(places * mirror), atol=1e-6
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_head_touches_while_it_is_said_to_work_and_only_then(name: str) -> None:
    take, truth = case(name)
    gaps, at_work = head_gaps_cm(take), working((take, truth))
    assert np.abs(gaps[at_work]).max() < 0.2
    touches = np.array(truth["frames"][device_of(take).side]["contact"])
    assert touches[at_work].all()
    np.testing.assert_array_equal(touches, gaps < 0.3)
    assert not touches[:5].any()
    assert not touches[-3:].any()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [7, 8])
def test_neither_device_nor_hand_nor_arm_goes_through_the_body(name: str, seed: int) -> None:
    take, _ = case(name, seed=seed)
    device = device_of(take)
    surface_cm = mesh_of(device.body).points_cm[::7].astype(np.float64)
    for k, pose in enumerate(take.poses[device.side]):
        skin = take.skin(k, device.side)
        solid_cm = device.placed(pose).to_world(surface_cm)
        assert skin.distance_cm(solid_cm).min() > -0.3
        elbow_cm = take.performance.elbow_cm(device.side, pose.wrist_cm)
        arm_cm = np.linspace(pose.wrist_cm, elbow_cm, 8)
        assert (skin.distance_cm(arm_cm) - np.linspace(2.0, 3.4, 8)).min() > 0.0
    assert gaps_cm(take, device.side).min() > -0.3


@pytest.mark.parametrize("name", NAMES)
def test_a_wrist_is_hardly_bent_and_the_other_hand_hangs(name: str) -> None:
    take, truth = case(name)
    device = device_of(take)
    for k in np.flatnonzero(working((take, truth)))[::10]:
        pose = take.poses[device.side][k]
        forearm = pose.wrist_cm - take.performance.elbow_cm(device.side, pose.wrist_cm)
        assert forearm @ pose.rotation[:, 1] > 0.7 * np.linalg.norm(forearm)
    (other,) = set(SIDES) - {device.side}
    assert take.performance.device_in(other) is None
    assert not take.performance.tracks[other].strokes()
    assert not any(truth["frames"][other]["contact"])


@pytest.mark.parametrize(("act", "way"), [("right", -1.0), ("reversed", 1.0)])
def test_a_roll_lies_across_its_way_and_goes_down_it_or_up(act: StrokeAct, way: float) -> None:
    take, truth = case(ROLLED, act)
    device = device_of(take)
    for row in truth["strokes"]:
        path = np.array(row["path_uv"])
        assert way * (path[-1, 1] - path[0, 1]) > 0.5
    for k in np.flatnonzero(working((take, truth))):
        roll_cm = device.placed(take.poses[device.side][k]).to_world(device.middle_cm)
        axis = roll_cm[-1] - roll_cm[0]
        assert abs(axis[1]) < 0.6 * np.linalg.norm(axis)


def test_a_roll_is_lifted_on_its_way_back() -> None:
    take, truth = case(ROLLED)
    rows = truth["strokes"]
    assert truth["repetitions"] == len(rows)
    for row, after in pairwise(rows):
        between = (take.times_s > row["end_s"]) & (take.times_s < after["start_s"])
        assert row["lift_cm"] == pytest.approx(head_gaps_cm(take)[between].max(), abs=0.1)
        assert row["lift_cm"] > 2.0


def test_too_short_is_a_part_of_the_way() -> None:
    right, short = (
        np.array([row["path_uv"] for row in case(ROLLED, act)[1]["strokes"]])
        for act in ("right", "too_short")
    )
    assert np.ptp(short[..., 1]) < 0.6 * np.ptp(right[..., 1])


@pytest.mark.parametrize("technique", drawn_with_device(), ids=lambda one: one.id)
def test_a_massager_stays_at_its_place(technique: Technique) -> None:
    if technique.kind is not Kind.TIMED:
        return
    take, truth = case(technique.id)
    (row,) = truth["strokes"]
    assert row["end_s"] - row["start_s"] == pytest.approx(LONGEST_S, abs=0.02)
    at_work = working((take, truth))
    wrists = np.array([pose.wrist_cm for pose in take.poses[row["side"]]])[at_work]
    assert np.ptp(wrists, axis=0).max() < 0.5
    middle = np.mean(row["path_uv"], axis=0)
    wanted = technique.path_array_uv.mean(axis=0)
    assert np.abs(middle - wanted).max() < 0.25
