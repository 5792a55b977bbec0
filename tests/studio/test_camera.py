"""The camera: where it stands, how it is turned, what it sees where."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")

from sample_videos.studio.camera import Camera

TARGET_CM = (3.0, -4.0, 5.0)
TURNS = [(0, 0, 0), (40, 0, 0), (-70, 25, 0), (15, -30, 12), (170, 60, -20)]


@pytest.mark.parametrize(("yaw", "pitch", "roll"), TURNS)
def test_an_orbiting_camera_has_its_target_in_the_middle(
    yaw: float, pitch: float, roll: float
) -> None:
    camera = Camera.orbit(TARGET_CM, 90.0, yaw, pitch, roll, 40.0, 640, 360)
    assert np.allclose(camera.project_px(np.array(TARGET_CM)), [320, 180])
    assert np.allclose(camera.axes @ camera.axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(camera.axes) == pytest.approx(1.0)
    assert np.linalg.norm(np.subtract(camera.position_cm, TARGET_CM)) == pytest.approx(90.0)


def test_world_points_go_to_the_camera_and_back() -> None:
    camera = Camera.orbit(TARGET_CM, 70.0, 30.0, -20.0, 10.0)
    points = np.random.default_rng(1).normal(0, 10, (20, 3))
    back = camera.to_camera_cm(points) @ camera.axes + camera.position_cm
    assert np.allclose(back, points)


def test_signs_of_the_orbit() -> None:
    right, high = Camera.orbit(TARGET_CM, 80.0, 25.0, 0.0), Camera.orbit(TARGET_CM, 80.0, 0.0, 25.0)
    assert right.position_cm[0] > TARGET_CM[0]
    assert high.position_cm[1] > TARGET_CM[1]
    above = np.add(TARGET_CM, (0.0, 5.0, 0.0))
    rolled = Camera.orbit(TARGET_CM, 80.0, roll_deg=10.0)
    assert rolled.project_px(above)[0] > 320  # the content turns clockwise


def test_an_offset_moves_the_target_in_the_picture_and_nothing_else() -> None:
    camera = Camera.orbit(TARGET_CM, 80.0, 20.0, 10.0, 5.0, offset=(0.1, -0.2))
    assert np.allclose(camera.project_px(np.array(TARGET_CM)), [320 + 64, 240 - 96])
    assert camera.rotation == Camera.orbit(TARGET_CM, 80.0, 20.0, 10.0, 5.0).rotation


def test_the_field_of_view_spans_the_height() -> None:
    camera = Camera.orbit((0.0, 0.0, 0.0), 100.0, fov_deg=40.0)
    top = np.array([0.0, 100.0 * np.tan(np.radians(20.0)), 0.0])
    assert camera.project_px(top)[1] == pytest.approx(0.0, abs=1e-9)


def test_an_orbit_from_the_front_is_the_plain_camera() -> None:
    plain = Camera((0.0, -4.0, 90.0), 749.0)
    assert plain.axes.tolist() == np.eye(3).tolist()
    orbit = Camera.orbit((0.0, -4.0, 0.0), 90.0, fov_deg=2 * np.degrees(np.arctan(240 / 749)))
    points = np.random.default_rng(2).normal(0, 10, (9, 3))
    assert np.allclose(orbit.project_px(points), plain.project_px(points))


def test_what_is_behind_the_camera_is_not_seen() -> None:
    camera = Camera((0.0, 0.0, 50.0), 600.0)
    assert camera.sees(np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 90.0]])).tolist() == [True, False]
