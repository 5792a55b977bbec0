"""Which chart a hand is followed in, where it may be at the other hand or at the face."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body.placement import BodyFollower
from coach.types import BODY_POINTS, ChartName, FloatArray, Observation
from tests.simulated import HAND, SHOULDER_DEPTH, SHOULDER_HALF, Camera, head_mesh

CAMERA = Camera()


def seen(t_s: float, left: FloatArray, right: FloatArray) -> Observation:
    """See somebody's face, shoulders and hands, each (21, 2) in head units from the eyes."""
    body = np.full((BODY_POINTS, 2), np.nan)
    shoulders = np.array([[1.0, -1.0], [-1.0, -1.0]]) * (SHOULDER_HALF, SHOULDER_DEPTH)
    body[[11, 12]] = CAMERA.project(shoulders)
    body[[23, 24]] = CAMERA.project(shoulders * (0.6, 3.2))
    mesh = head_mesh()
    face_px = np.column_stack([CAMERA.project(mesh), np.zeros(len(mesh))])
    hands_px = np.stack([CAMERA.project(left), CAMERA.project(right)])
    return Observation(
        t_s,
        (640, 800),
        hands_px,
        np.full((2, 21, 3), np.nan),
        np.ones(2),
        face_px,
        body,
        np.where(np.isfinite(body[:, 0]), 1.0, 0.0),
    )


@pytest.mark.parametrize(
    ("wrist", "at"),
    [((2.6, -4.0), ChartName.HAND), ((0.6, -3.0), ChartName.FACE)],
    ids=["beside-the-chin", "before-the-face"],
)
def test_a_hand_held_out_beside_the_head_is_worked_on(
    wrist: tuple[float, float], at: ChartName
) -> None:
    follower, anchors = BodyFollower(), []
    held = HAND + wrist
    for k in range(90):
        # the fingertips of the right hand go up and down the back of the left one
        tips = np.add(wrist, (0.2, 1.0 + 0.9 * np.sin(k / 3)))
        working = HAND * (-1.0, 1.0)
        working = working + (tips - working[[8, 12]].mean(axis=0))
        anchors.append(follower.push(seen(k / 30, held, working)).touches[1].anchor)
    assert set(anchors[45:]) == {at}
