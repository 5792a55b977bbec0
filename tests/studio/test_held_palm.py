"""One hand on the other, thumbs in a palm, fingers on fingers: touching, going through nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

pytest.importorskip("numba")

from benchmarks.catalogue_acts import acts_for
from benchmarks.catalogue_drawn import clip_of, drawn_on_hand, figure_for
from coach.techniques.schema import Effector, Technique
from sample_videos.studio import hands
from sample_videos.studio.by_score import THUMB
from sample_videos.studio.casting import Figure
from sample_videos.studio.habits import Habit
from sample_videos.studio.held_out import BY_FINGERS, OnTheHand, lines_on
from sample_videos.studio.held_palm import OnThePalm
from sample_videos.studio.people import LOOKS
from sample_videos.studio.performance import Performance
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.vocabulary import StrokeAct
from tests.studio.planned import Case, gaps_cm, planned

BY_THUMB = [one.id for one in drawn_on_hand() if one.effector is Effector.THUMB]


@cache
def case(name: str, act: StrokeAct = "right") -> Case:
    perform: Callable[[Figure, np.random.Generator], Performance]
    if name in BY_THUMB:
        perform = OnThePalm(name, act, 5.0)
    else:
        perform = OnTheHand(name, Habit(count=4, stroke_s=0.9), act)
    return planned(name, act, perform, 7, Sensor(fps=15))


def test_these_are_all_techniques_of_the_hand() -> None:
    assert {one.id for one in drawn_on_hand()} - set(BY_THUMB) == {
        "finger-by-finger",
        "hand-wrist-to-webs",
    }
    assert len(BY_THUMB) == 3


@pytest.mark.parametrize("technique", drawn_on_hand(), ids=lambda one: one.id)
def test_all_that_can_be_done_with_each_can_be_performed(technique: Technique) -> None:
    for act in acts_for(technique):
        clip = clip_of(technique, act, 12_000)
        assert clip.region == "hand"
        figure = figure_for(technique, LOOKS["hazel"], None)
        performance = clip.perform(figure, np.random.default_rng(1))
        deeds = [deed for *_, deed in performance.tracks["right"].strokes()]
        assert {deed.fault for deed in deeds} == {None if act == "right" else act}
        assert not performance.tracks["left"].strokes()
        assert performance.duration_s < 13.0


@pytest.mark.parametrize("name", [one.id for one in drawn_on_hand()])
def test_the_hand_touches_where_it_is_said_to_work_and_goes_through_nothing(name: str) -> None:
    take, truth = case(name)
    parts = [THUMB] if name in BY_THUMB else list(hands.EFFECTOR_TIPS)
    working = np.array(truth["frames"]["right"]["stroke"]) >= 0
    gaps = gaps_cm(take, "right")
    assert np.median(np.abs(gaps[working][:, parts])) < 0.5
    assert gaps.min() > -1.0


@pytest.mark.parametrize("name", BY_THUMB)
def test_a_palm_is_shown_where_a_thumb_works_on_it(name: str) -> None:
    take, truth = case(name)
    pose = take.poses["left"][0]
    assert pose.rotation[2, 2] < -0.9  # the back of the hand looks away from the camera
    tip_z = np.array([hand.joints_cm()[THUMB, 2] for hand in take.poses["right"]])
    working = np.array(truth["frames"]["right"]["stroke"]) >= 0
    assert (tip_z[working] > pose.joints_cm()[hands.PALM, 2].max()).all()


def test_presses_let_go_in_between_and_circles_do_not() -> None:
    for name, lifts in (("palm-centre-press", True), ("palm-thumb-circles", False)):
        take, truth = case(name)
        rows = truth["strokes"]
        begin, end = rows[0]["start_s"], rows[-1]["end_s"]
        inside = (take.times_s > begin) & (take.times_s < end)
        assert bool(gaps_cm(take, "right")[inside, THUMB].max() > 1.0) is lifts


def test_one_finger_after_the_other_is_stroked_from_its_base_to_its_tip() -> None:
    for act, way in (("right", 1.0), ("reversed", -1.0)):
        rows = case(BY_FINGERS, act)[1]["strokes"]
        paths = np.array([row["path_uv"] for row in rows])
        assert (way * (paths[:, -1, 1] - paths[:, 0, 1]) > 0.5).all()
        # from the index finger, on the thumb's side, to the little one
        assert (np.diff(paths[:, :, 0].mean(axis=1)) < -0.3).all()


def test_each_finger_is_as_long_as_it_is() -> None:
    held = figure_for(drawn_on_hand()[0], LOOKS["hazel"], None).held
    assert held is not None
    lines = lines_on(held, BY_FINGERS)
    tips = [line[-1, 1] for line in lines]
    assert len(lines) == 4
    assert max(tips) == tips[1]  # the middle one
    assert all(line.shape == (25, 2) for line in lines)
