"""Where hands are looked for that are too small in the picture to be found at once."""

from __future__ import annotations

import numpy as np
import pytest

from coach.tracking.close_look import HALF
from coach.tracking.wrist_search import NEAR, AtWrist
from coach.types import BODY_POINTS
from tests.tracking.test_close_look import hand, hands

SIZE_PX = (640, 480)
SHOULDER_PX = 100.0
BODY = np.full((BODY_POINTS, 2), np.nan)
BODY[[11, 12]] = (370.0, 150.0), (270.0, 150.0)
BODY[[23, 24]] = (350.0, 300.0), (290.0, 300.0)
BODY[[15, 16]] = (400.0, 340.0), (310.0, 250.0)
SURE = np.ones(BODY_POINTS)


def at_wrists() -> tuple[AtWrist, AtWrist]:
    left, right = AtWrist.of_standing(BODY, SURE, SIZE_PX)
    assert left is not None
    assert right is not None
    return left, right


def test_who_stands_is_looked_at_around_the_wrists() -> None:
    for wrist, joint in zip(at_wrists(), (15, 16), strict=True):
        (tile,) = wrist.tiles(hands())
        np.testing.assert_array_equal(tile.centre_px, BODY[joint])
        assert tile.half_px == HALF * SHOULDER_PX


@pytest.mark.parametrize("joint", [11, 24])
def test_who_sits_near_is_not(joint: int) -> None:
    hidden, outside = SURE.copy(), BODY.copy()
    hidden[joint], outside[joint] = 0.1, (300.0, 600.0)
    assert AtWrist.of_standing(BODY, hidden, SIZE_PX) == (None, None)
    assert AtWrist.of_standing(outside, SURE, SIZE_PX) == (None, None)


def test_a_wrist_out_of_sight_is_not_looked_at() -> None:
    away = BODY.copy()
    away[15] = (700.0, 340.0)
    left, right = AtWrist.of_standing(away, SURE, SIZE_PX)
    assert left is None
    assert right is not None


def test_nothing_is_missing_where_a_hand_is_known() -> None:
    left, right = at_wrists()
    known = hands(hand(320, 260))
    assert not right.misses(known)
    assert left.misses(known)
    assert right.misses(hands())


def test_only_a_hand_of_a_hands_size_at_the_wrist_is_taken() -> None:
    _, right = at_wrists()
    there = hand(320, 260)
    far, huge = hand(310 + NEAR * SHOULDER_PX + 20, 250), hand(310, 250, size=80.0)
    kept = right.plausible(hands(far, there, huge))
    np.testing.assert_array_equal(kept.points_px, there[None])
