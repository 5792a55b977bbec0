"""Whose face was found, and when a back is in view."""

from __future__ import annotations

import numpy as np
import pytest

from coach.tracking.close_look import Torso
from coach.tracking.facing import Facing
from coach.types import FACE_POINTS, FloatArray

HEAD_PX = np.array([300.0, 80.0])
TORSO = Torso(np.array([300.0, 380.0]), np.array([0.0, -220.0]), 160.0)
NO_FACE = np.full((FACE_POINTS, 3), np.nan)
SECOND = np.arange(0.0, 10.0, 0.1)


def body() -> FloatArray:
    """Give a pose whose head is at `HEAD_PX`."""
    body_px = np.full((33, 2), 300.0)
    body_px[:11] = HEAD_PX
    return body_px


def face(away_px: tuple[float, float] = (0.0, 0.0)) -> FloatArray:
    """Give a face so far away from the pose's head."""
    spread = np.linspace(-30.0, 30.0, FACE_POINTS)[:, None] * (1.0, 1.0, 0.0)
    return spread + np.append(HEAD_PX + away_px, 0.0)


def test_a_face_on_the_pose_is_the_persons_own() -> None:
    facing = Facing()
    assert facing.is_own(0.0, face((20.0, -10.0)), TORSO, body())
    assert not facing.may_be_back(0.0)


@pytest.mark.parametrize("away_px", [(-90.0, 0.0), (0.0, 120.0), (300.0, 300.0)])
def test_a_face_beside_the_pose_is_somebody_elses(away_px: tuple[float, float]) -> None:
    facing = Facing()
    assert not facing.is_own(0.0, face(away_px), TORSO, body())
    assert facing.may_be_back(0.0)


def test_without_a_body_a_face_is_shown_at_once_and_believed_when_it_lasts() -> None:
    facing = Facing()
    for t_s in (0.0, 0.1, 0.2):
        assert facing.is_own(t_s, face(), None, body())
        assert facing.may_be_back(t_s)
    assert facing.is_own(0.6, face(), None, body())
    assert not facing.may_be_back(0.6)


def test_a_pattern_taken_for_a_face_for_a_moment_does_not_hide_a_back() -> None:
    facing = Facing()
    for t_s in (0.6, 0.7, 0.8):
        facing.is_own(t_s, face(), None, body())
    for t_s in (0.9, 1.0):
        facing.is_own(t_s, NO_FACE, TORSO, body())
        assert facing.may_be_back(t_s)
    assert not facing.is_back(2.2)
    assert facing.is_back(2.4)


def test_a_face_that_hands_cover_is_no_back_for_five_seconds() -> None:
    facing = Facing()
    facing.is_own(1.0, face(), TORSO, body())
    facing.is_own(5.9, NO_FACE, TORSO, body())
    assert facing.is_absent(5.9)
    assert not facing.is_back(5.9)
    assert facing.is_back(6.1)


def test_nobody_is_no_back_at_once() -> None:
    facing = Facing()
    found = [facing.is_own(t_s, NO_FACE, None, body()) or facing.is_back(t_s) for t_s in SECOND]
    assert next(t_s for t_s, back in zip(SECOND, found, strict=True) if back) == pytest.approx(1.6)
