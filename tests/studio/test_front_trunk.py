"""Hands on belly and chest: they touch where they work, and go through nothing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

pytest.importorskip("numba")

from benchmarks.catalogue_acts import acts_for
from benchmarks.catalogue_drawn import clip_of, drawn_in_front
from coach.techniques.schema import Technique
from sample_videos.studio import hands
from sample_videos.studio.front_trunk import KNUCKLES, OnTheFront
from sample_videos.studio.hands import SIDES
from sample_videos.studio.looks import Look
from sample_videos.studio.people import LOOKS
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.standing import standing
from sample_videos.studio.vocabulary import StrokeAct
from tests.studio.planned import Case, gaps_cm, planned

NAMES = [technique.id for technique in drawn_in_front()]
SOMEBODY: Look = LOOKS["hazel"]


@cache
def case(name: str, act: StrokeAct = "right") -> Case:
    return planned(name, act, OnTheFront(name, act, 5.0), 7, Sensor(fps=15))


def test_these_are_belly_and_chest_without_devices() -> None:
    assert set(NAMES) == {
        "abdomen-brush-down",
        "abdomen-clockwise",
        "abdomen-navel-out",
        "fists-below-navel",
        "thymus-taps",
    }


@pytest.mark.parametrize("technique", drawn_in_front(), ids=lambda one: one.id)
def test_all_that_can_be_done_with_each_can_be_performed(technique: Technique) -> None:
    for act in acts_for(technique):
        clip = clip_of(technique, act, 10_720)
        assert clip.region == "abdomen"
        performance = clip.perform(standing(SOMEBODY), np.random.default_rng(1))
        deeds = [d for side in SIDES for *_, d in performance.tracks[side].strokes()]
        assert {deed.fault for deed in deeds} == {None if act == "right" else act}
        assert performance.duration_s < 13.0


@pytest.mark.parametrize("name", NAMES)
def test_hands_touch_where_they_are_said_to_work(name: str) -> None:
    take, truth = case(name)
    parts = list(KNUCKLES) if name == "fists-below-navel" else list(hands.EFFECTOR_TIPS)
    for side in {row["side"] for row in truth["strokes"]}:
        working = np.array(truth["frames"][side]["stroke"]) >= 0
        near = gaps_cm(take, side)[working][:, parts]
        assert np.median(np.abs(near)) < 0.5


@pytest.mark.parametrize("name", NAMES)
def test_hands_do_not_go_through_the_body_or_each_other(name: str) -> None:
    take, truth = case(name)
    for side in {row["side"] for row in truth["strokes"]}:
        assert gaps_cm(take, side).min() > -1.0
    if len({row["side"] for row in truth["strokes"]}) > 1:
        both = [np.array([pose.joints_cm() for pose in take.poses[side]]) for side in SIDES]
        if name == "abdomen-navel-out":  # fingertips of two palms meet, as if they interlaced
            both = [joints[:, list(hands.PALM)] for joints in both]
        away = np.linalg.norm(both[0][:, :, None] - both[1][:, None], axis=-1)
        assert away.min() > 0.8


def test_the_hand_goes_round_as_a_clock_does_and_the_other_way() -> None:
    for act, way in (("right", 1.0), ("reversed", -1.0)):
        take, truth = case("abdomen-clockwise", act)
        assert {row["side"] for row in truth["strokes"]} == {"right"}
        assert {row["sense"] for row in truth["strokes"]} == {act}
        working = np.array(truth["frames"]["right"]["stroke"]) >= 0
        places = np.array([pose.joints_cm()[9, :2] for pose in take.poses["right"]])[working]
        out = places - places.mean(axis=0)
        turned = np.unwrap(np.arctan2(out[:, 1], out[:, 0]))
        # as the person sees it on the own belly: from the right side up, and over to the left
        assert way * (turned[-1] - turned[0]) < -np.pi
