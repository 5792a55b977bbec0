"""The studio: hands that touch, motion without jumps, the same picture for the same seed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

pytest.importorskip("numba")

from sample_videos.studio import circling, hands, paths, reach, render, truth
from sample_videos.studio.blocks import EXACT_STEPS
from sample_videos.studio.camera import Camera
from sample_videos.studio.carry import Stand, goals
from sample_videos.studio.field import Body, Placement, Skin, bake
from sample_videos.studio.hand_chart import HandChart
from sample_videos.studio.motion import (
    Grip,
    along,
    even_stroke,
    lifted_return,
    minimum_jerk,
    plateau,
)
from sample_videos.studio.primitives import Parts

EAST = np.array([1.0, 0.0, 0.0])


@pytest.fixture(scope="module")
def ball() -> Skin:
    """Skin of a head-sized ball at the origin."""
    return Skin([(_ball(), Placement())])


@lru_cache
def _ball() -> Body:
    parts = Parts()
    parts.begin(0.5)
    parts.ell((0, 0, 0), (9.0, 9.0, 9.0), (0.7, 0.5, 0.4))
    return bake(parts.arrays(), 1.0)


@pytest.fixture(scope="module")
def path(ball: Skin) -> paths.SkinPath:
    line = np.array([[1.5, 2.0, 8.0], [5.0, 2.5, 7.0], [7.5, 1.0, 4.0]])
    return paths.skin_path(ball, line, [(-0.9, 0.4, 0.0), (-0.3, 0.9, 0.0)], (25, 25))


def test_skin_distance_and_normal_on_a_ball(ball: Skin) -> None:
    points = np.array([[12.0, 0.0, 0.0], [0.0, 7.0, 0.0]])
    assert ball.distance_cm(points) == pytest.approx([3.0, -2.0], abs=1e-6)
    assert np.allclose(ball.normal(points), [[1, 0, 0], [0, 1, 0]], atol=1e-3)


def test_a_ray_meets_the_skin(ball: Skin) -> None:
    met = ball.meet(np.array([[20.0, 3.0, 0.0]]), -EAST[None])
    assert np.allclose(met, [[np.sqrt(81 - 9), 3.0, 0.0]], atol=5e-3)


def test_grid_and_lists_agree_with_the_exact_distance() -> None:
    parts = Parts()
    parts.begin(0.8)
    parts.ell((0, 0, 0), (4.0, 5.0, 4.5), (1, 1, 1))
    parts.cap((0, 0, 4), (0, 0, 7), 1.5, 0.6, (1, 1, 1))
    parts.ell((2, 1, 4), (1.2, 1.0, 1.0), (1, 1, 1), op=1)
    body = bake(parts.arrays(), 0.5)
    near = EXACT_STEPS * body.step_cm  # further off the grid is interpolated
    nodes = np.argwhere(np.abs(body.grid_cm) < near)[::37]
    exact = Skin([(body, Placement())]).distance_cm(body.low_cm + nodes * body.step_cm)
    assert np.allclose(body.grid_cm[tuple(nodes.T)], exact, atol=1e-4)


def test_a_path_lies_on_the_skin(ball: Skin, path: paths.SkinPath) -> None:
    assert np.abs(ball.distance_cm(path.points_cm)).max() < 0.01
    assert np.allclose(np.linalg.norm(path.fingers, axis=1), 1.0)


def test_a_mirrored_path_is_on_the_other_side(path: paths.SkinPath) -> None:
    assert np.allclose(path.mirrored().mirrored().points_cm, path.points_cm)
    assert path.mirrored().points_cm[:, 0].max() < 0


@pytest.fixture(scope="module")
def stroke(ball: Skin, path: paths.SkinPath) -> list[hands.HandPose]:
    """Twelve frames of a left hand that strokes the ball."""
    from sample_videos.studio.motion import Segment, Track

    track = Track((Segment(0.0, 1.0, along(path)),))
    times = np.linspace(0.0, 0.999, 12)
    grip = Grip(hands.RELAXED, hands.EFFECTOR_TIPS, "fingertips")
    shoulder_side = np.array([9.0, -20.0, 4.0])
    stands, skins = [Stand()] * len(times), [ball] * len(times)
    aims = goals(track, times, stands, skins, grip, lambda wrist: wrist + shoulder_side)
    around = reach.Surroundings.of((_ball(),), [(Placement(),)] * len(times))
    poses = reach.smooth(reach.solve(aims, "left", around), 2.0)
    return reach.settle(aims, "left", around, poses)


def test_working_tips_are_on_the_skin_and_not_deep_in_it(
    ball: Skin, stroke: list[hands.HandPose]
) -> None:
    for pose in stroke:
        lifts = truth.lifts_cm(pose, ball)
        assert np.abs(lifts[1:3]).max() < truth.CONTACT_CM
        assert lifts.min() > -0.3


def test_the_stroke_moves_without_jumps(stroke: list[hands.HandPose]) -> None:
    joints = np.array([pose.joints_cm() for pose in stroke])
    steps = np.linalg.norm(np.diff(joints, axis=0), axis=2)
    assert steps.max() < 4.0


def test_a_lifted_return_leaves_and_finds_the_skin(ball: Skin, path: paths.SkinPath) -> None:
    back = lifted_return(path, path, 4.5, np.array([0.0, 0.0, 0.5]), 0.4, 0.95)
    places = np.array([back(tau).place_cm for tau in np.linspace(0, 1, 41)])
    lift = ball.distance_cm(places)
    assert lift[[0, -1]] == pytest.approx([0, 0], abs=0.05)
    assert 3.5 < lift.max() < 5.5
    assert np.allclose(places[0], path.points_cm[-1])
    assert np.allclose(places[-1], path.points_cm[0])


def test_progress_runs_from_rest_to_rest() -> None:
    for progress in (minimum_jerk, even_stroke):
        values = [progress(tau) for tau in np.linspace(0, 1, 101)]
        assert values[0] == 0
        assert values[-1] == pytest.approx(1)
        assert np.all(np.diff(values) >= 0)
        assert values[1] < 0.001
    assert plateau(0.0, 0.3) == 0
    assert plateau(0.5, 0.3) == 1


def test_thumbs_lie_where_hands_have_them() -> None:
    angles = hands.RELAXED[None]
    right, left = (hands.local_joints_cm(side, angles)[0] for side in ("right", "left"))
    assert right[4, 0] < right[8, 0] < right[20, 0]
    assert np.allclose(left * [-1, 1, 1], right)


def test_charts_go_there_and_back() -> None:
    chart = truth.Chart(zero_y_cm=0.5, u_cm=4.6, up_cm=5.8, down_cm=12.0)
    uv = np.array([[1.0, 0.0], [-0.4, 0.9], [0.3, -0.6]])
    there = np.concatenate([chart.xy_cm(uv), np.zeros((3, 1))], axis=1)
    assert np.allclose(chart.uv(there), uv)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hands_chart_goes_there_and_back(side: hands.Side) -> None:
    turn = hands.frame(np.array([0.3, 1.0, 0.2]), np.array([0.1, 0.0, 1.0]))
    pose = hands.HandPose(side, turn, np.array([4.0, -20.0, 12.0]), hands.RELAXED)
    chart = HandChart.of(pose)
    uv = np.array([[2.0, 0.0], [2.0, 1.0], [2.6, 0.4]]) * (1.0 if side == "left" else -1.0, 1.0)
    assert np.allclose(chart.uv(chart.place_cm(uv)), uv)
    assert np.allclose(chart.uv(pose.joints_cm()[[0, 9]]), uv[:2])


def test_rounds_begin_and_end_at_rest_and_go_evenly_between() -> None:
    rounds = circling.Rounds(1.0, 1.4, 3)
    assert [rounds.gone(t) for t in rounds.marks_s] == pytest.approx([0, 1, 2, 3])
    speeds = np.diff([rounds.gone(t) for t in np.linspace(1.0, rounds.marks_s[-1], 201)])
    assert speeds.min() > 0
    assert speeds[0] == pytest.approx(speeds[-1])
    assert np.ptp(speeds[30:-30]) < 1e-9


def test_a_line_laid_beyond_its_ends_closes(ball: Skin) -> None:
    angle = np.linspace(0, 2 * np.pi, 25)
    line = circling.beyond(3 * np.stack([np.cos(angle), np.sin(angle)], axis=1))
    points = np.concatenate([line, np.full((len(line), 1), 9.0)], axis=1)
    path = circling.closed(paths.skin_path(ball, points, [(0.3, 1.0, 0.0)] * 2, (10, 10)))
    assert np.allclose(path.points_cm[0], path.points_cm[-1])
    assert np.abs(ball.distance_cm(path.points_cm)).max() < 0.1


def _small_picture() -> np.ndarray:
    from sample_videos.studio import clips
    from sample_videos.studio.backdrop import background

    parts = Parts()
    parts.begin(0.5)
    parts.ell((0, 0, 0), (9.0, 11.0, 9.0), (0.7, 0.5, 0.4))
    finger = Parts()
    finger.begin(0.3)
    finger.cap((6, 0, 11), (2, 2, 10), 0.9, 0.7, (0.7, 0.5, 0.4))
    camera = Camera((0.0, 0.0, 80.0), 60.0, 64, 48)
    still = [render.Actor(bake(parts.arrays(), 1.0))]
    stage = render.Stage(camera, still, background(64, 48, 3))
    linear = stage.render([render.Actor(bake(finger.arrays(), 1.0))])
    return render.develop(linear, clips.seeded("test", 1))


def test_the_same_seed_gives_the_same_picture() -> None:
    first = _small_picture()
    assert np.array_equal(first, _small_picture())
    assert first.std() > 5


def test_a_ball_is_seen_where_the_camera_projects_it() -> None:
    camera = Camera((0.0, 0.0, 80.0), 60.0, 64, 48)
    assert np.allclose(camera.project_px(np.array([0.0, 0.0, 0.0])), [32, 24])
    assert np.allclose(camera.project_px(np.array([8.0, 8.0, 0.0])), [38, 18])
    assert camera.sees(np.array([[0, 0, 0], [200.0, 0, 0]])).tolist() == [True, False]
