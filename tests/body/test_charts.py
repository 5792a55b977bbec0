"""Charts: there and back is the identity, and they hold what they promise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from coach.body.face import FaceChart, FaceFitter
from coach.body.neck import neck_chart
from coach.body.scale import to_cm
from coach.body.torso import PlaneChart, TorsoFitter, ViewJudge
from coach.types import ChartName, Observation, View
from tests.simulated import PLACES, Camera, Script, head_mesh, observe, technique_path

STILL = Script([1.0], [1.0])


def first(view: View = View.FRONT, camera: Camera | None = None) -> Observation:
    return next(observe(STILL, camera, view))


def face_at(yaw_deg: float, pitch_deg: float, roll_deg: float) -> FaceChart:
    turn = Rotation.from_euler("yxz", [yaw_deg, pitch_deg, roll_deg], degrees=True).as_matrix()
    return FaceChart(
        origin_px=np.array([310.0, 190.0]),
        axes_px=42 * turn[:2] * [[1], [-1]],
        up=1.26,
        down=2.7,
        surface=np.array([0.3, -0.5, 0.02, -0.1]),
        tragus=np.array([1.7, -0.45, -0.6]),
    )


@given(st.floats(-25, 25), st.floats(-20, 20), st.floats(-180, 180))
def test_face_there_and_back_is_the_identity(yaw: float, pitch: float, roll: float) -> None:
    chart = face_at(yaw, pitch, roll)
    grid = np.stack(np.meshgrid(np.linspace(-1.6, 1.6, 7), np.linspace(-1, 1.1, 7)), -1)
    points_uv = grid.reshape(-1, 2)
    np.testing.assert_allclose(chart.to_uv(chart.to_px(points_uv)), points_uv, atol=1e-5)


@given(st.floats(-25, 25), st.floats(-20, 20), st.floats(-0.2, 0.2))
def test_a_point_above_the_skin_is_charted_where_it_would_land(
    yaw: float, pitch: float, above: float
) -> None:
    chart = face_at(yaw, pitch, 0.0)
    points_uv = np.array([[0.2, 0.6], [-0.9, 0.5], [1.1, -0.3], [-0.5, -0.8]])
    x = points_uv[:, 0]
    y = points_uv[:, 1] * np.where(points_uv[:, 1] >= 0, chart.up, chart.down)
    s0, s1, s2, s3 = chart.surface
    skin = np.stack([x, y, s0 + s1 * x**2 + s2 * y + s3 * y**2])
    normal = np.stack([-2 * s1 * x, -s2 - 2 * s3 * y, np.ones(4)])
    raised = skin + above * normal / np.linalg.norm(normal, axis=0)
    points_px = chart.origin_px + (chart.axes_px @ raised).T
    np.testing.assert_allclose(chart.to_uv(points_px, above), points_uv, atol=1e-3)


@given(st.floats(20, 400), st.floats(-180, 180), st.floats(0.3, 3))
def test_plane_there_and_back_is_the_identity(size: float, roll_deg: float, tall: float) -> None:
    turn = Rotation.from_euler("z", roll_deg, degrees=True).as_matrix()[:2, :2]
    chart = PlaneChart(ChartName.TORSO, np.array([5.0, 9.0]), size * turn * [1.0, tall])
    points_uv = np.random.default_rng(0).uniform(-1.5, 1.5, (20, 2))
    np.testing.assert_allclose(chart.to_uv(chart.to_px(points_uv)), points_uv, atol=1e-9)


@pytest.mark.parametrize("roll_deg", [0.0, 30.0, 90.0, -120.0])
def test_face_landmarks_have_their_coordinates(roll_deg: float) -> None:
    chart = FaceFitter().push(first(camera=Camera(roll_deg=roll_deg)))
    assert chart is not None
    landmarks_px = Camera(roll_deg=roll_deg).project(head_mesh()[[263, 33, 10, 152]])
    want_uv = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    np.testing.assert_allclose(chart.to_uv(landmarks_px), want_uv, atol=0.03)


def slid(seen: Observation, shift_px: float) -> Observation:
    """Cover the forehead with a hand, and let what lies under and around it slide and grow."""
    face_px = np.array(seen.face_px)
    high = face_px[:, 1] < 190
    face_px[high, :2] += (0.0, -shift_px)
    face_px[:, 2] *= 1.5
    hands_px = np.full((2, 21, 2), np.nan)
    hands_px[0] = np.random.default_rng(1).uniform((260, 140), (380, 190), (21, 2))
    return replace(seen, face_px=face_px, hands_px=hands_px)


def test_covered_landmarks_that_slide_do_not_move_the_chart() -> None:
    fitter = FaceFitter()
    frames = list(observe(STILL))
    for seen in frames[:20]:
        before = fitter.push(seen)
    for seen in frames[20:]:
        after = fitter.push(slid(seen, 15.0))
    assert before is not None
    assert after is not None
    eyes_uv = np.array([(1.0, 0.0), (-1.0, 0.0)])
    moved = np.abs(after.to_px(eyes_uv) - before.to_px(eyes_uv)).max() / before.unit_px
    assert moved < 0.06


def lost(seen: Observation, t_s: float, shift_px: float | None) -> Observation:
    """Lose the face, and move the pose's head; None: lose the pose as well."""
    body_px = (
        np.full((33, 2), np.nan) if shift_px is None else seen.body_px + np.array([shift_px, 0.0])
    )
    return replace(seen, t_s=t_s, face_px=np.full((468, 3), np.nan), body_px=body_px)


@pytest.mark.parametrize("shift_px", [None, 40.0], ids=["no pose", "head moved"])
def test_a_lost_face_is_held_for_a_second_then_unknown(shift_px: float | None) -> None:
    fitter = FaceFitter()
    seen = first()
    assert fitter.push(seen) is not None
    assert fitter.push(lost(seen, 0.9, shift_px)) is not None
    assert fitter.push(lost(seen, 1.2, shift_px)) is None


def test_a_hidden_face_is_held_longer_while_the_head_stays_where_it_was() -> None:
    fitter = FaceFitter()
    seen = first()
    assert fitter.push(seen) is not None
    held = [fitter.push(lost(seen, t_s, 5.0)) is not None for t_s in np.arange(0.5, 9.0, 0.5)]
    assert held[:12] == [True] * 12
    assert not held[-1]


def test_torso_joints_have_their_coordinates() -> None:
    for view in (View.FRONT, View.BACK):
        seen = first(view)
        chart = TorsoFitter().push(seen, view)
        assert chart is not None
        shoulders_uv = chart.to_uv(seen.body_px[[11, 12]])
        np.testing.assert_allclose(shoulders_uv, [(1, 1), (-1, 1)], atol=1e-9)


def test_a_pose_with_its_sides_confused_is_turned_round() -> None:
    seen = first(View.BACK)
    confused_px = np.array(seen.body_px)
    confused_px[[11, 12, 23, 24]] = confused_px[[12, 11, 24, 23]]
    fitter = TorsoFitter()
    right = fitter.push(seen, View.BACK)
    turned = fitter.push(replace(seen, body_px=confused_px, t_s=0.1), View.BACK)
    assert right is not None
    assert turned is not None
    np.testing.assert_allclose(turned.axes_px, right.axes_px, atol=1e-6)


def test_joints_that_jump_for_a_moment_are_not_believed() -> None:
    seen = first(View.BACK)
    fitter = TorsoFitter()
    before = fitter.push(seen, View.BACK)
    jumped_px = np.array(seen.body_px)
    jumped_px[11] += (120, 0)
    after = fitter.push(replace(seen, body_px=jumped_px, t_s=0.1), View.BACK)
    assert before is not None
    assert after is not None
    np.testing.assert_allclose(after.axes_px, before.axes_px)


@pytest.mark.parametrize("view", [View.FRONT, View.BACK])
@pytest.mark.parametrize("roll_deg", [0.0, 90.0, 180.0])
def test_the_view_is_told_from_shoulders_and_face(view: View, roll_deg: float) -> None:
    judge = ViewJudge()
    for seen in observe(STILL, Camera(roll_deg=roll_deg), view):
        told = judge.push(seen)
    assert told is view


def test_a_back_stays_a_back_while_the_pose_is_confused() -> None:
    judge = ViewJudge()
    for seen in observe(STILL, view=View.BACK):
        judge.push(seen)
    front_px = first(View.FRONT).body_px
    for step in range(60):
        told = judge.push(replace(seen, body_px=front_px, t_s=1.0 + step / 30))
    assert told is View.BACK


def test_the_neck_lies_between_ears_and_shoulders() -> None:
    seen = first()
    face, torso = FaceFitter().push(seen), TorsoFitter().push(seen, View.FRONT)
    assert face is not None
    assert torso is not None
    chart = neck_chart(face, torso)
    assert chart is not None
    tragus_px = Camera().project(np.array([PLACES[454], PLACES[234]]))
    np.testing.assert_allclose(chart.to_uv(tragus_px), [(1, 1), (-1, 1)], atol=0.12)


def test_centimetres_follow_the_kink_of_the_face_chart() -> None:
    points_uv = np.array([(1.0, 1.0), (-1.0, -1.0)])
    want_cm = [(4.45, 5.60), (-4.45, -12.07)]
    np.testing.assert_allclose(to_cm(ChartName.FACE, points_uv), want_cm)


def test_the_simulated_person_is_an_average_adult() -> None:
    """The simulator's own places agree with the charts it is used to test."""
    from coach.techniques.library import load_library

    seen = first()
    chart = FaceFitter().push(seen)
    assert chart is not None
    technique = load_library().find("forehead-to-temples")
    path_px = Camera().project(technique_path(technique))
    np.testing.assert_allclose(chart.to_uv(path_px), technique.path_array_uv, atol=0.05)
