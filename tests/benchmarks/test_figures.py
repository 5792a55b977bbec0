"""The comparison with MediaPipe's points: known errors come out as they were put in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba")

from benchmarks.figure_errors import (
    HEAD_POINTS,
    BodyErrors,
    Faces,
    HandErrors,
    length_px,
    miss_cm,
    rays,
)
from benchmarks.figure_stills import (
    _TOUCHES,
    Still,
    _touching,
    bare_head,
    known_features_cm,
)
from sample_videos.studio import hands
from sample_videos.studio.camera import Camera
from sample_videos.studio.casting import cast
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.field import Placement, Skin, bake
from sample_videos.studio.hands import HandPose
from sample_videos.studio.primitives import Floats, Parts

LOOK = draw_look(np.random.default_rng(1))
EMPTY = np.zeros((1, 1, 3), np.uint8)


@pytest.fixture(scope="module")
def head() -> Skin:
    return bare_head(LOOK)


def still(skin: Skin, yaw_deg: float, **more: Any) -> Still:
    camera = Camera.orbit((0.0, -2.0, 2.0), 70.0, yaw_deg)
    unused: Any = None
    return Still("face", "test", LOOK, LOOK, unused, camera, EMPTY, skin, **more)


def true_mesh_px(view: Still, places_cm: Floats) -> Floats:
    return np.concatenate([view.camera.project_px(places_cm), np.zeros((10, 2))])


def test_a_length_across_the_view_is_the_distance_of_its_ends_in_the_picture(head: Skin) -> None:
    view = still(head, 0.0)
    ends = np.array([[-4.0, 0.0, 3.0], [4.0, 0.0, 3.0]])
    a, b = view.camera.project_px(ends)
    assert length_px(view, *ends) == pytest.approx(float(np.linalg.norm(a - b)))


def test_rays_go_back_to_where_points_came_from(head: Skin) -> None:
    view = still(head, 20.0)
    points = np.array([[3.0, -5.0, 4.0], [-2.0, 6.0, 1.0]])
    ways = rays(view, view.camera.project_px(points))
    away = points - np.asarray(view.camera.position_cm)
    assert np.allclose(ways, away / np.linalg.norm(away, axis=1, keepdims=True))


def test_a_ray_beside_a_ball_misses_by_what_it_misses() -> None:
    parts = Parts()
    parts.begin(0.5)
    parts.ell((0, 0, 0), (9.0, 9.0, 9.0), (0.5, 0.5, 0.5))
    ball = Skin([(bake(parts.arrays(), 1.0), Placement())])
    ways = np.array([[0.0, 0.0, -1.0]])
    assert miss_cm(ball, np.array([10.5, 0, 50.0]), ways, 50.0) == pytest.approx([1.5], abs=0.01)
    assert miss_cm(ball, np.array([8.0, 0, 50.0]), ways, 50.0) == pytest.approx([0.0])


def test_a_mesh_that_lies_on_the_face_has_no_error_and_a_shift_comes_out(head: Skin) -> None:
    features = known_features_cm(LOOK, head)
    xy = np.random.default_rng(2).uniform((-4.5, -8.0), (4.5, 4.5), (HEAD_POINTS, 2))
    start = np.column_stack([xy, np.full(HEAD_POINTS, 30.0)])
    places = head.meet(start, np.tile((0.0, 0.0, -1.0), (HEAD_POINTS, 1)))
    for shift_px in (0.0, 3.0):
        faces = Faces()
        for yaw in (0.0, 10.0, -10.0):
            view = still(head, yaw, features_cm=features)
            mesh = true_mesh_px(view, places)
            for index, place in features.items():
                mesh[index] = view.camera.project_px(place) + np.array((shift_px, 0.0))
            faces.add(view, mesh)
        faces.finish_person()
        wide = length_px(view, features[33], features[263])
        for rows in faces.features.values():
            assert np.array(rows)[:, 0] == pytest.approx(shift_px / wide, abs=1e-3)
            assert np.array(rows)[:, 1] == pytest.approx(0.0, abs=1e-6)
        assert np.median(np.concatenate(faces.surface)) < 0.005


def test_a_hand_is_matched_and_measured_in_widths_of_its_palm(head: Skin) -> None:
    turn = hands.frame(np.array((0.0, 1.0, 0.0)), np.array((0.0, 0.0, 1.0)))
    pose = HandPose("left", turn, np.array((6.0, -12.0, 8.0)), hands.RELAXED)
    view = still(head, 0.0, poses={"left": pose})
    joints = pose.joints_cm()
    palm_px = length_px(view, joints[5], joints[17])
    true_px = view.camera.project_px(joints)
    along = true_px[9] - true_px[0]
    along = along / np.linalg.norm(along)
    errors = HandErrors()
    errors.add(view, [true_px + 200.0, true_px + 0.1 * palm_px * along])
    errors.add(view, [true_px + 200.0])
    assert errors.found["test", LOOK.tone] == [True, False]
    assert np.allclose(errors.errors["test", LOOK.tone][0], (0.1, 0.1, 0.0))


@pytest.mark.parametrize("swapped", [False, True])
def test_a_body_is_measured_in_widths_of_its_shoulders_whichever_side_is_which(
    head: Skin, swapped: bool
) -> None:
    figure = cast("front", LOOK)
    view = replace(still(head, 10.0), figure=figure)
    marks = figure.landmarks
    wide = length_px(view, *marks.shoulders_cm)
    body_px = np.zeros((33, 2))
    right_px, down_px = np.array([[0.1 * wide, 0.0], [0.0, 0.2 * wide]])
    order = slice(None, None, -1) if swapped else slice(None)
    body_px[[11, 12]] = (view.camera.project_px(marks.shoulders_cm) + right_px)[order]
    body_px[[23, 24]] = (view.camera.project_px(marks.hips_cm) + down_px)[order]
    bodies = BodyErrors()
    bodies.add(view, [body_px])
    bodies.add(view, [])
    assert bodies.errors["face", "shoulders"][0] == pytest.approx(0.1)
    assert bodies.errors["face", "hips"][0] == pytest.approx(0.2)
    assert bodies.swapped["face"] == [swapped]
    assert bodies.found["face", LOOK.tone] == [True, False]


@pytest.mark.parametrize("name", list(_TOUCHES))
def test_hands_rest_where_stills_show_them(head: Skin, name: str) -> None:
    figure = cast("front", LOOK)
    poses = {side: _touching(figure, head, side, name) for side in hands.SIDES}
    for side, pose in poses.items():
        tips_cm = pose.joints_cm()[[8, 12]]
        assert np.abs(head.distance_cm(tips_cm)).max() < 1.5
        assert (tips_cm[:, 0].mean() > 0) == (side == "left")
