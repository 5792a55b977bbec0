"""A back stays where it is while the pose slips off it."""

from __future__ import annotations

import numpy as np
import pytest

from coach.tracking.close_look import Torso
from coach.tracking.steady import SteadyBack


def torso(x_px: float = 0.0, y_px: float = 0.0, up_px: float = -220.0) -> Torso:
    return Torso(np.array([300.0 + x_px, 380.0 + y_px]), np.array([0.0, up_px]), 160.0)


def test_the_first_pose_is_believed_and_so_is_one_that_moves_as_people_do() -> None:
    back = SteadyBack()
    for step in range(20):
        assert back.push(0.1 * step, torso(x_px=10.0 * step))
    held = back.held(2.0)
    assert held is not None
    assert held.hips_px[0] == pytest.approx(490.0)


@pytest.mark.parametrize("slip", [torso(x_px=80.0), torso(y_px=-200.0, up_px=30.0), None])
def test_a_pose_that_jumps_or_is_lost_leaves_the_back_where_it_was(slip: Torso | None) -> None:
    back = SteadyBack()
    back.push(0.0, torso())
    for t_s in np.arange(0.1, 2.0, 0.1):
        assert not back.push(t_s, slip)
    held = back.held(2.0)
    assert held is not None
    assert held.hips_px.tolist() == [300.0, 380.0]
    assert back.push(2.1, torso(x_px=5.0))


def test_a_pose_that_stays_elsewhere_is_believed_after_a_while() -> None:
    back = SteadyBack()
    back.push(0.0, torso())
    believed = [back.push(t_s, torso(x_px=200.0)) for t_s in np.arange(0.1, 4.0, 0.1)]
    assert believed.index(True) == 25
    assert all(believed[25:])


def test_poses_that_jump_about_are_not_believed() -> None:
    back = SteadyBack()
    back.push(0.0, torso())
    assert not any(
        back.push(t_s, torso(x_px=100.0 * (1 + k % 3)))
        for k, t_s in enumerate(np.arange(0.1, 5.0, 0.1))
    )


def test_a_back_that_is_lost_for_long_is_unknown_and_any_pose_is_a_new_one() -> None:
    back = SteadyBack()
    back.push(0.0, torso())
    assert back.held(6.0) is not None
    assert back.held(6.1) is None
    assert back.push(6.2, torso(x_px=300.0))
