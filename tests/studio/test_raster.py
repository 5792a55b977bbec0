"""Meshes and the rasteriser against a ball, whose surface is known exactly."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")

from sample_videos.studio import cubes, raster
from sample_videos.studio.camera import Camera
from sample_videos.studio.field import Body, Placement, bake
from sample_videos.studio.light import Light
from sample_videos.studio.mesh import coat, mesh_of
from sample_videos.studio.primitives import CUT, Parts
from sample_videos.studio.render import Actor, Stage

RADIUS_CM, AWAY_CM, WIDE, HIGH = 5.0, 40.0, 128, 96
CAMERA = Camera.orbit((1.0, 2.0, 3.0), AWAY_CM, 30.0, 20.0, 10.0, 24.0, WIDE, HIGH)
PLACE = Placement(origin_cm=np.array([1.0, 2.0, 3.0]))


@pytest.fixture(scope="module")
def ball() -> Body:
    parts = Parts()
    parts.begin(0.5)
    parts.ell((0, 0, 0), (RADIUS_CM,) * 3, (0.7, 0.5, 0.4))
    return bake(parts.arrays(), 0.5)


def test_every_case_of_a_cube_is_cut_between_inside_and_outside() -> None:
    ends = np.stack([cubes.EDGE_NODE, cubes.EDGE_NODE | 4 >> cubes.EDGE_AXIS], axis=1)
    for case in range(256):
        used = cubes.CASES[case, : cubes.LENGTHS[case]]
        inside = (case >> ends & 1).astype(bool)
        cut = inside[:, 0] != inside[:, 1]
        assert set(used.ravel()) == set(np.flatnonzero(cut))


def test_a_ball_s_mesh_is_closed_round_and_faces_out(ball: Body) -> None:
    mesh = coat(ball, np.ones(len(mesh_of(ball).points_cm), bool))
    points = mesh.points_cm.astype(float)
    assert np.abs(np.linalg.norm(points, axis=1) - RADIUS_CM).max() < 0.02
    assert np.allclose(mesh.normals, points / RADIUS_CM, atol=0.02)
    a, b, c = np.moveaxis(points[mesh.triangles], 1, 0)
    volume = np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6
    assert volume == pytest.approx(4 / 3 * np.pi * RADIUS_CM**3, rel=0.01)
    assert np.allclose(mesh.paint[:, :3], [0.7, 0.5, 0.4], atol=1e-5)


def test_no_gaps_where_cells_differ_in_size() -> None:
    parts = Parts()
    parts.begin(0.4)
    parts.ell((0, 0, 0), (6.0, 6.0, 6.0), (1, 1, 1))
    parts.ell((0, 0, 6), (0.3, 0.3, 0.5), (1, 1, 1))
    parts.ell((2, 2, 5.5), (0.4, 0.4, 0.4), (1, 1, 1), op=CUT, k=0.1)
    bright = np.full((HIGH, WIDE, 3), 50.0)
    camera = Camera((0.0, 0.0, 20.0), 170.0, WIDE, HIGH)
    picture = Stage(camera, [Actor(bake(parts.arrays(), 0.5))], bright).render([])
    assert picture[HIGH // 4 : -HIGH // 4, WIDE // 4 : -WIDE // 4].max() < 5.0


def _rays() -> np.ndarray:
    """Unit directions (height, width, 3) through the middles of the pixels."""
    y, x = np.mgrid[0:HIGH, 0:WIDE] + 0.5
    own = np.stack([x - WIDE / 2, HIGH / 2 - y, np.full(x.shape, -CAMERA.focal_px)], axis=-1)
    world = own @ CAMERA.axes
    return np.asarray(world / np.linalg.norm(world, axis=-1, keepdims=True))


def test_silhouette_and_depth_of_a_ball(ball: Body) -> None:
    mesh = mesh_of(ball)
    screen = np.empty_like(mesh.points_cm)
    frame = np.concatenate([PLACE.rotation.ravel(), PLACE.origin_cm, np.zeros(19)])
    size = (WIDE, HIGH, CAMERA.focal_px)
    raster.project(
        mesh.points_cm, frame, np.array([*size, *CAMERA.position_cm, *CAMERA.rotation]), screen
    )
    assert np.allclose(screen[:, :2], CAMERA.project_px(PLACE.to_world(mesh.points_cm)), atol=1e-3)
    nearness = np.zeros((HIGH, WIDE, raster.SAMPLES), np.float32)
    seen = np.full(nearness.shape, -1, np.int32)
    raster.draw(mesh.triangles, screen, nearness, seen)
    rays = _rays()
    along = rays @ (PLACE.origin_cm - CAMERA.position_cm)
    beside = np.sqrt(AWAY_CM**2 - along**2)
    pixel_cm = AWAY_CM / CAMERA.focal_px
    hit = (seen >= 0).mean(axis=-1)
    assert np.all(hit[beside < RADIUS_CM - pixel_cm] == 1)
    assert np.all(hit[beside > RADIUS_CM + pixel_cm] == 0)
    inside = beside < 0.9 * RADIUS_CM
    reach = along - np.sqrt(np.maximum(RADIUS_CM**2 - beside**2, 0))
    depth = reach * -(rays @ CAMERA.axes[2])
    found = 1 / np.maximum(nearness.mean(axis=-1), 1e-9)
    assert np.abs(found - depth)[inside].max() < 0.05


def test_what_moves_hides_and_shades_what_stays(ball: Body) -> None:
    room = np.full((HIGH, WIDE, 3), 0.5)
    stage = Stage(CAMERA, [Actor(ball, PLACE)], room)
    empty = stage.render([])
    assert np.allclose(empty[0, 0], 0.5)
    speck = Parts()
    speck.begin(0.2)
    speck.ell((0, 0, 0), (1.0, 1.0, 1.0), (0.0, 0.9, 0.0))
    towards = np.array(CAMERA.position_cm) - PLACE.origin_cm
    middle = PLACE.origin_cm + (RADIUS_CM + 1.0) * towards / AWAY_CM
    moved = stage.render([Actor(bake(speck.arrays(), 0.3), Placement(origin_cm=middle))])
    green = moved[HIGH // 2, WIDE // 2]
    assert green[1] > 2 * green[0]
    assert np.allclose(moved[0, 0], 0.5)
    beside = moved - empty
    assert beside[..., 1][moved[..., 1] < moved[..., 0]].min() < -0.02  # its shadow
    assert np.array_equal(stage.render([]), empty)


def test_light_from_the_other_side_brightens_that_side(ball: Body) -> None:
    room = np.zeros((HIGH, WIDE, 3))
    front = Camera((0.0, 0.0, AWAY_CM), 170.0, WIDE, HIGH)
    for way in (-1.0, 1.0):
        light = Light(key_direction=(way, 0.0, 0.0))
        picture = Stage(front, [Actor(ball)], room, light).render([]).sum(axis=(0, 2))
        left, right = picture[: WIDE // 2].sum(), picture[WIDE // 2 :].sum()
        assert (right - left) * way > 0
