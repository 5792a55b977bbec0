"""Whose hand it is, on sequences whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from coach.tracking.identity import BodySide, HandIdentity, SeenHands
from coach.tracking.zoom import Choice, Crop, Zoom, around_body, around_head
from coach.types import BODY_POINTS, FloatArray

BODY = BodySide(np.array([320.0, 200.0]), np.array([100.0, 0.0]), np.full((2, 2), np.nan))
"""The person's left is on the right of the picture."""
SHAPE = np.random.default_rng(0).uniform(-40, 40, (21, 2))


def seen(*hands: tuple[float, float, float]) -> SeenHands:
    """Hands at (x, y) with the share of the label that says left."""
    points = np.array([SHAPE + hand[:2] for hand in hands]).reshape(-1, 21, 2)
    return SeenHands(points, np.array([hand[2] for hand in hands]))


def test_sides_by_label_and_place() -> None:
    assert HandIdentity().assign(0.0, seen((230, 200, 0.1), (410, 200, 0.9)), BODY) == (1, 0)


def test_one_wrong_label_changes_nothing() -> None:
    identity = HandIdentity()
    for step in range(20):
        wrong = step in (7, 8, 9)
        labels = (0.99, 0.99) if wrong else (0.01, 0.99)
        hands = seen((230, 200, labels[0]), (410, 200, labels[1]))
        assert identity.assign(step / 30, hands, BODY) == (1, 0)


def test_hands_that_cross_keep_their_sides() -> None:
    identity = HandIdentity()
    for step in range(40):
        x_left, x_right = 400 - 4 * step, 240 + 4 * step
        hands = seen((x_right, 150, 0.1), (x_left, 300, 0.9))
        assert identity.assign(step / 30, hands, BODY) == (1, 0)


def test_a_grip_labelled_wrong_for_seconds_keeps_its_side() -> None:
    """Label and place must agree before a hand is renamed."""
    identity = HandIdentity()
    for step in range(90):
        assert identity.assign(step / 30, seen((190, 200, 0.9)), BODY) == (None, 0)


def test_a_hand_named_wrongly_at_first_is_renamed() -> None:
    identity = HandIdentity()
    identity.assign(0.0, seen((330, 200, 0.99)), BODY)
    for step in range(1, 90):
        told = identity.assign(step / 30, seen((330 - 2.0 * step, 200, 0.02)), BODY)
    assert told == (None, 0)


def test_no_hands_and_no_body() -> None:
    nobody = BodySide(np.full(2, np.nan), np.full(2, np.nan), np.full((2, 2), np.nan))
    assert HandIdentity().assign(0.0, seen(), nobody) == (None, None)
    assert HandIdentity().assign(0.0, seen((100, 100, 0.95)), nobody) == (0, None)


def test_both_hands_never_share_a_side() -> None:
    hands = seen((230, 200, 0.9), (410, 200, 0.9))
    assert sorted(HandIdentity().assign(0.0, hands, BODY)) == [0, 1]  # type: ignore[type-var]


def pose(shoulder_px: float, centre: tuple[float, float]) -> tuple[FloatArray, FloatArray]:
    body = np.tile(np.array(centre, dtype=float), (BODY_POINTS, 1))
    body[[11, 12], 0] += (shoulder_px / 2, -shoulder_px / 2)
    body[[23, 24], 1] += 1.4 * shoulder_px
    body[0, 1] -= 0.7 * shoulder_px
    return body, np.ones(BODY_POINTS)


CHOICES = pytest.mark.parametrize("choice", [around_body, around_head])


@CHOICES
@pytest.mark.parametrize("shoulder_px", [60.0, 700.0])
def test_far_people_are_cropped_near_ones_are_not(shoulder_px: float, choice: Choice) -> None:
    crop = Zoom().choose((1280, 720), *pose(shoulder_px, (640, 300)), choice)
    assert (crop == Crop(0, 0, 1280, 720)) == (shoulder_px > 100)
    assert 0 <= crop.left < crop.right <= 1280
    assert 0 <= crop.top < crop.bottom <= 720


@CHOICES
def test_the_crop_stays_while_the_person_sways(choice: Choice) -> None:
    zoom = Zoom()
    swayed = [pose(60, (640 + 5 * np.sin(i), 300)) for i in range(30)]
    crops = {zoom.choose((1280, 720), *body, choice) for body in swayed}
    assert len(crops) == 1
    assert zoom.choose((1280, 720), *pose(60, (200, 300)), choice) not in crops


def test_a_head_fills_a_good_part_of_its_crop() -> None:
    crop = Zoom().choose((1280, 720), *pose(60, (640, 300)), around_head)
    # A face is about 0.4 shoulder widths wide.
    assert 0.2 < 0.4 * 60 / (crop.right - crop.left) < 0.4


@CHOICES
def test_without_a_pose_the_whole_picture_is_looked_at(choice: Choice) -> None:
    nothing = np.full((BODY_POINTS, 2), np.nan)
    crop = Zoom().choose((640, 480), nothing, np.zeros(BODY_POINTS), choice)
    assert crop == Crop(0, 0, 640, 480)


def test_names_are_given_anew_after_forgetting() -> None:
    """What was taken for a front turned out to be a back: left and right change places."""
    identity = HandIdentity()
    behind = BodySide(BODY.midline_px, -BODY.across_px, BODY.wrists_px)
    for step in range(10):
        assert identity.assign(step / 30, seen((230, 200, 0.5), (410, 200, 0.5)), BODY) == (1, 0)
    assert identity.assign(0.34, seen((230, 200, 0.5), (410, 200, 0.5)), behind) == (1, 0)
    identity.forget()
    assert identity.assign(0.37, seen((230, 200, 0.5), (410, 200, 0.5)), behind) == (0, 1)
