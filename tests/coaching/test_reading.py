"""What goes round: circles, or strokes with a bowed way back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from coach.body.placement import BodyFollower
from coach.coaching.reading import likeliest_strokes
from coach.strokes.groups import BoutGroups
from coach.strokes.periodic import Circling
from coach.strokes.segment import Bout
from coach.strokes.stroke import Stroke, strokes_of
from coach.techniques.schema import Technique
from coach.types import View
from sample_videos.studio import simulator
from sample_videos.studio.landmark_noise import LandmarkNoise
from tests.studio.clear import LIBRARY, SEED, clear_clip

JAW, EYES = LIBRARY.find("chin-to-ears"), LIBRARY.find("around-the-eyes")


def bouts_of(technique: Technique, lift_cm: float, fps: int) -> list[Bout]:
    clip = clear_clip(technique, "right", lift_cm, fps)
    seen, _ = simulator.simulate(clip, SEED, LandmarkNoise())
    follower, groups = BodyFollower(), BoutGroups()
    found: list[Bout] = []
    for one in seen:
        found += groups.push(follower.push(one).touches)
    return [*found, *groups.finish()]


def by_hand(strokes: Sequence[Stroke]) -> set[int]:
    return {sum(one.side is side for one in strokes) for side in {one.side for one in strokes}}


def test_a_high_way_back_before_a_slow_camera_makes_no_circle() -> None:
    bouts = bouts_of(JAW, 8.0, 12)
    assert any(one.closed for one in strokes_of(bouts)), "they look round"
    for asked in (None, JAW):
        strokes = likeliest_strokes(bouts, LIBRARY.for_view(View.FRONT), asked)
        assert not any(one.closed for one in strokes)
        assert by_hand(strokes) == {3}


@pytest.mark.parametrize("asked", [None, JAW, EYES])
def test_circles_stay_circles_whatever_was_asked_for(asked: Technique | None) -> None:
    bouts = bouts_of(EYES, 5.0, 24)
    strokes = likeliest_strokes(bouts, LIBRARY.for_view(View.FRONT), asked)
    assert strokes
    assert all(one.closed for one in strokes)


def test_where_nobody_circles_nothing_is_closed() -> None:
    assert not any(one.closed for one in strokes_of(bouts_of(EYES, 5.0, 24), Circling.NO))
