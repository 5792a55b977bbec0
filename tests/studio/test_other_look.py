"""The other way to draw people: other shapes and pixels, the same people doing the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numba")

from sample_videos.studio import hands, render
from sample_videos.studio.backdrop import background
from sample_videos.studio.camera import Camera
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.field import bake
from sample_videos.studio.heads import feature_cm, mouth_corner_cm
from sample_videos.studio.looks import Drawing, Look
from sample_videos.studio.other_look import drawn_as
from sample_videos.studio.primitives import Parts
from sample_videos.studio.reach import between, smooth
from sample_videos.studio.scenario import draw
from sample_videos.studio.torso import shoulder_joint_cm

PEOPLE = [draw_look(np.random.default_rng(seed)) for seed in range(40)]
OTHERS = [drawn_as(look, "other") for look in PEOPLE]


def spread(looks: list[Look], part: str, name: str) -> tuple[float, float]:
    values = [getattr(getattr(look, part), name) for look in looks]
    return min(values), max(values)


def test_a_person_is_drawn_otherwise_the_same_way_each_time() -> None:
    again = [drawn_as(look, "other") for look in PEOPLE]
    assert again == OTHERS
    assert all(drawn_as(look, "studio") is look for look in PEOPLE)
    assert all(drawn_as(look, "other") is look for look in OTHERS)
    with pytest.raises(ValueError, match="back"):
        drawn_as(OTHERS[0], "studio")


def test_who_it_is_stays() -> None:
    for look, other in zip(PEOPLE, OTHERS, strict=True):
        for name in ("tone", "hairstyle", "top", "beard", "glasses", "seed"):
            assert getattr(look, name) == getattr(other, name)
        assert look.skin != other.skin
        assert look.name != other.name


@pytest.mark.parametrize(
    ("part", "name"),
    [("face", "height"), ("face", "taper"), ("face", "nose_out_cm"), ("build", "waist"),
     ("build", "palm_wide"), ("build", "fingers")],
)  # fmt: skip
def test_shapes_reach_beyond_the_usual_spread(part: str, name: str) -> None:
    low, high = spread(PEOPLE, part, name)
    other_low, other_high = spread(OTHERS, part, name)
    assert other_low < low
    assert other_high > high


def test_features_lie_elsewhere_and_faces_stay_faces() -> None:
    tips = [[feature_cm(look, "nose_tip") for look in looks] for looks in (PEOPLE, OTHERS)]
    moved_cm = np.linalg.norm(np.subtract(*tips), axis=1)
    assert np.median(moved_cm) > 0.4
    for other in OTHERS:
        nose, mouth = feature_cm(other, "nose_tip"), mouth_corner_cm(other)
        eyes = [feature_cm(other, name) for name in ("inner_eye", "outer_eye", "tragus")]
        assert 0 < eyes[0][0] < eyes[1][0] < eyes[2][0]
        assert mouth[1] + 1.0 < nose[1] < eyes[0][1]
        assert shoulder_joint_cm(other.build, 1.0)[0] > 12.0


@pytest.mark.parametrize("side", hands.SIDES)
def test_a_hand_of_other_proportions_keeps_wrist_and_fingertips(side: hands.Side) -> None:
    turn = hands.frame(np.array((0.2, 1.0, 0.1)), np.array((0.0, 0.1, 1.0)))
    pose = hands.HandPose(side, turn, np.array((3.0, 2.0, 1.0)), hands.RELAXED)
    other = replace(pose, palm=(1.08, 0.95))
    usual, changed = pose.joints_cm(), other.joints_cm()
    kept = [hands.WRIST, *hands.TIPS]
    assert np.allclose(usual[kept], changed[kept])

    def wide(joints: np.ndarray) -> float:
        return float(np.linalg.norm(joints[5] - joints[17]))

    assert wide(changed) > 1.05 * wide(usual)
    fingers = [np.linalg.norm(np.diff(j[9:13], axis=0), axis=1).sum() for j in (usual, changed)]
    assert fingers[1] > 1.02 * fingers[0]
    later = between(smooth([other] * 4, 1.0), np.arange(4.0), np.array([0.5, 1.5]))
    assert np.allclose(later[0].joints_cm(), changed)


def picture(look_drawing: Drawing) -> np.ndarray:
    parts = Parts()
    parts.begin(0.5)
    parts.ell((0, 0, 0), (9.0, 11.0, 9.0), (0.7, 0.5, 0.4))
    room = background(64, 48, 3, look_drawing)
    camera = Camera((0.0, 0.0, 80.0), 60.0, 64, 48)
    actors = [render.Actor(bake(parts.arrays(), 1.0))]
    return np.asarray(render.Stage(camera, actors, room, None, look_drawing).render([]))


def test_skin_and_room_are_drawn_otherwise() -> None:
    usual, other = picture("studio"), picture("other")
    assert np.array_equal(usual, picture("studio"))
    skin = np.s_[18:30, 27:37]
    assert np.abs(usual - other)[skin].mean() > 0.02
    assert np.abs(usual - other)[:8].mean() > 0.02


@pytest.mark.parametrize("seed", range(20))
def test_a_seed_does_the_same_before_the_same_camera(seed: int) -> None:
    usual, other = draw(seed), draw(seed, "other")
    assert usual.look.drawing == "studio"
    assert other.look.drawing == "other"
    assert replace(other, look=usual.look, partner=usual.partner) == usual
    if usual.partner is not None:
        assert other.partner == drawn_as(usual.partner, "other")
