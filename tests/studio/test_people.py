"""People are built as promised: landmarks on the skin, sides alike, every look complete."""

import numpy as np
import pytest

from sample_videos.studio import people, shading
from sample_videos.studio.backdrop import background
from sample_videos.studio.hand_shape import back_of_hand
from sample_videos.studio.heads import add_head
from sample_videos.studio.light import Light
from sample_videos.studio.primitives import (
    CUT,
    PartArrays,
    Parts,
    distances_cm,
    rotation,
)

ON_SKIN_CM = 0.5


def _random_points(seed: int, spread_cm: tuple[float, float, float]) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, (200, 3)) * spread_cm


def _joints(side: str) -> np.ndarray:
    """Return an open hand, fingers up, its back towards +z."""
    joints = np.zeros((21, 3))
    joints[1:5] = [(-1.6, 1.6, -0.6), (-4.2, 4.6, -1.2), (-6.2, 6.8, -1.6), (-7.6, 8.8, -1.8)]
    for finger, x in enumerate((-2.6, -0.8, 0.9, 2.5)):
        for joint, y in enumerate((8.2, 12.2, 14.7, 16.8)):
            joints[5 + 4 * finger + joint] = (x * (1 + 0.1 * joint), y - 0.3 * abs(x), -0.2 * joint)
    return joints * ((1, 1, 1) if side == "right" else (-1, 1, 1))


def _check_arrays(arrays: PartArrays) -> None:
    assert np.all(np.isfinite(arrays.params_cm))
    assert np.all((arrays.colour >= 0) & (arrays.colour <= 1.0))
    assert np.array_equal(np.unique(arrays.group), np.arange(arrays.group.max() + 1))
    assert np.all(np.diff(arrays.group) >= 0)
    assert np.all(arrays.blend_cm > 0)
    first = np.searchsorted(arrays.group, np.arange(arrays.group.max() + 1))
    assert np.all(arrays.op[first] != CUT)


@pytest.mark.parametrize("name", people.LOOKS)
@pytest.mark.parametrize("build", [people.front_person, people.back_person])
def test_every_look_builds_with_its_landmarks_on_the_skin(name, build):
    figure = build(people.LOOKS[name])
    _check_arrays(figure.parts.arrays())
    head, torso, marks = figure.head.arrays(), figure.torso.arrays(), figure.landmarks
    on_head = np.vstack([marks.outer_eyes_cm, marks.tragi_cm, marks.chin_cm, marks.hairline_cm])
    assert np.abs(distances_cm(head, on_head)).max() < ON_SKIN_CM
    inside = np.vstack([marks.shoulders_cm, marks.neck_pivot_cm])
    assert distances_cm(figure.parts.arrays(), inside).max() < 0
    if figure.view == "back":
        assert np.abs(distances_cm(torso, marks.spine_cm)).max() < ON_SKIN_CM


@pytest.mark.parametrize("name", people.LOOKS)
def test_proportions_are_human(name):
    marks = people.front_person(people.LOOKS[name]).landmarks
    left, right = marks.outer_eyes_cm
    assert 8.5 < left[0] - right[0] < 9.8
    assert 12.0 < marks.tragi_cm[0, 0] - marks.tragi_cm[1, 0] < 15.0
    assert 14.0 < marks.hairline_cm[1] - marks.chin_cm[1] < 17.5
    assert marks.shoulders_cm[0, 0] > 0 > marks.shoulders_cm[1, 0]


def test_left_and_right_of_a_person_from_behind():
    marks = people.back_person(people.LOOKS["birch"]).landmarks
    assert marks.shoulders_cm[0, 0] < 0 < marks.shoulders_cm[1, 0]
    assert marks.spine_cm[:, 2].min() > 0
    assert np.all(np.diff(marks.spine_cm[:, 1]) < 0)


@pytest.mark.parametrize("name", people.LOOKS)
def test_a_head_without_hair_is_symmetric(name):
    parts = Parts()
    add_head(parts, people.LOOKS[name])
    points, arrays = _random_points(1, (10, 14, 12)), parts.arrays()
    here = distances_cm(arrays, points)
    there = distances_cm(arrays, points * (-1, 1, 1))
    near = np.abs(here) < 1.0
    assert near.sum() > 15
    # a smooth union depends a little on the order of its parts
    assert np.abs(here - there)[near].max() < 0.15


def test_half_turn_moves_the_same_head():
    look = people.LOOKS["hazel"]
    front, back = people.front_person(look), people.back_person(look)
    points = _random_points(2, (10, 14, 12))
    turned = points * (-1, 1, -1) + np.array((0, people.BACK_ORIGIN_CM, 0))
    a, b = distances_cm(front.head.arrays(), points), distances_cm(back.head.arrays(), turned)
    assert np.allclose(a, b, atol=1e-6)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hand_covers_its_joints(side):
    joints = _joints(side)
    assert back_of_hand(joints, side)[2] > 0.9
    hand = people.hand_parts(joints, side, people.LOOKS["olive"], elbow_cm=np.array((3, -24.0, 2)))
    arrays = hand.arrays()
    _check_arrays(arrays)
    depth = -distances_cm(arrays, joints)
    assert depth.min() > 0.3
    assert depth[[4, 8, 12, 16, 20]].max() < 1.0


def test_hands_are_mirror_images():
    points = _random_points(3, (9, 9, 4)) + np.array((0, 8, 0))
    look = people.LOOKS["umber"]
    right = people.hand_parts(_joints("right"), "right", look).arrays()
    left = people.hand_parts(_joints("left"), "left", look).arrays()
    apart = distances_cm(right, points) - distances_cm(left, points * (-1, 1, 1))
    assert np.abs(apart).max() < 0.1


def test_turned_parts_agree_with_plain_ones():
    plain, turned = Parts(), Parts()
    for parts in (plain, turned):
        parts.begin(0.5)
    plain.ell((1, 2, 3), (1, 2, 4), (0.5, 0.5, 0.5))
    turned.ell((1, 2, 3), (4, 2, 1), (0.5, 0.5, 0.5), rot=rotation((0, 1, 0), np.pi / 2))
    points = _random_points(4, (6, 6, 6))
    assert np.allclose(
        distances_cm(plain.arrays(), points), distances_cm(turned.arrays(), points), atol=1e-9
    )


@pytest.mark.parametrize("material", range(5))
def test_light_is_finite_and_dimmer_in_shadow(material):
    normal, camera = np.array((-0.3, 0.3, 0.9)), np.array((0.0, 0.0, 1.0))
    normal = normal / np.linalg.norm(normal)
    seen = []
    for open_part in (1.0, 0.0):
        out = np.zeros(3)
        shading.shade(
            material,
            np.array((0.5, 0.3, 0.2)),
            np.array((0.0, 1.0, 0.0)),
            normal.copy(),
            camera,
            np.array((1.0, 2.0, 3.0)),
            open_part,
            0.3 + 0.7 * open_part,
            Light().rows(),
            out,
        )
        seen.append(out)
    assert np.all(np.isfinite(seen))
    assert np.all(seen[0] > seen[1])
    assert np.all(seen[1] > 0)


def test_backgrounds_are_repeatable_and_differ():
    first, again, other = (background(160, 120, seed) for seed in (1, 1, 2))
    assert first.shape == (120, 160, 3)
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)
    assert first.min() >= 0
    assert first.max() <= 1
