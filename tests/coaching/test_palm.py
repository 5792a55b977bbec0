"""An open palm that is held up is seen; hands that massage, wave or make a fist are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.guided import GuidedSession, Moment, Stage
from coach.coaching.palm import PalmSign, is_open_palm
from coach.types import HANDS, FloatArray, Frame, Observation, Side
from tests.app.made_live import FOREHEAD, LIBRARY, LIGHT, strokes
from tests.simulated import HAND

NO_PATH = np.empty((0, 2))
NO_HAND = np.full((21, 2), np.nan)
FPS = 30.0


def turned(points_px: FloatArray, degrees: float) -> FloatArray:
    """Turn about the first point."""
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (points_px - points_px[0]) @ turn.T + points_px[0]


def opened(hand_px: FloatArray) -> FloatArray:
    """Spread the fingers, each about its knuckle."""
    hand = hand_px.copy()
    for knuckle, degrees in ((5, -10), (13, 6), (17, 12)):
        hand[knuckle : knuckle + 4] = turned(hand[knuckle : knuckle + 4], degrees)
    return hand


CLOSED_LEFT_PALM = HAND * (40.0, -40.0) + (560.0, 300.0)
"""A left palm beside the head: its thumb points to the middle of the picture."""
LEFT_PALM = opened(CLOSED_LEFT_PALM)


def mirrored(hand_px: FloatArray) -> FloatArray:
    return hand_px * (-1.0, 1.0) + (2 * hand_px[0, 0], 0.0)


def bent(hand_px: FloatArray, fingers: Iterable[int]) -> FloatArray:
    """Lay the last two joints of some fingers back onto the palm."""
    hand = hand_px.copy()
    for knuckle in fingers:
        hand[knuckle + 2] = hand[knuckle] + 0.3 * (hand[knuckle + 1] - hand[knuckle])
        hand[knuckle + 3] = hand[knuckle]
    return hand


def test_an_open_palm_is_told_for_either_hand() -> None:
    assert is_open_palm(LEFT_PALM, Side.LEFT)
    assert is_open_palm(mirrored(LEFT_PALM), Side.RIGHT)
    assert is_open_palm(turned(LEFT_PALM, 25), Side.LEFT)


@pytest.mark.parametrize(
    "hand_px",
    [
        mirrored(LEFT_PALM),
        turned(LEFT_PALM, 70),
        turned(LEFT_PALM, 180),
        bent(LEFT_PALM, (5, 9, 13, 17)),
        bent(LEFT_PALM, (17,)),
        CLOSED_LEFT_PALM,
        LEFT_PALM * (0.25, 1.0),
        NO_HAND,
        np.zeros((21, 2)),
    ],
    ids=["back", "sideways", "down", "fist", "finger", "together", "edge", "none", "point"],
)
def test_other_hands_are_no_open_palm(hand_px: FloatArray) -> None:
    assert not is_open_palm(hand_px, Side.LEFT)


def signs(left_px: Iterable[FloatArray], path_px: FloatArray = NO_PATH) -> list[float]:
    """Give when a sign was completed."""
    sign = PalmSign()
    return [
        number / FPS
        for number, hand_px in enumerate(left_px)
        if sign.push(number / FPS, np.stack([hand_px, NO_HAND]), path_px)
    ]


def test_a_palm_is_held_for_a_second_and_counts_once() -> None:
    assert signs([LEFT_PALM] * 25) == []
    assert signs([LEFT_PALM] * 150) == [pytest.approx(1.0, abs=0.05)]


def test_it_counts_again_when_it_was_taken_down() -> None:
    assert len(signs([*[LEFT_PALM] * 40, *[NO_HAND] * 30, *[LEFT_PALM] * 40])) == 2
    # Lost for a moment only: still the same sign.
    assert len(signs([*[LEFT_PALM] * 40, *[NO_HAND] * 5, *[LEFT_PALM] * 40])) == 1


def test_a_waving_palm_is_no_sign() -> None:
    ways = 90 * np.sin(2 * np.pi * np.arange(150) / 30)
    waved = [LEFT_PALM + np.array([way, 0.0]) for way in ways]
    assert all(is_open_palm(hand_px, Side.LEFT) for hand_px in waved)
    assert signs(waved) == []


def test_a_palm_on_the_path_is_no_sign() -> None:
    assert signs([LEFT_PALM] * 60, LEFT_PALM[9:10] + 5.0) == []
    assert signs([LEFT_PALM] * 60, LEFT_PALM[9:10] - (400.0, 0.0)) != []


def test_strokes_are_no_sign() -> None:
    sign = PalmSign()
    assert not any(sign.push(one.t_s, one.hands_px, NO_PATH) for one in strokes(3))


def with_palm(seen: Observation) -> Observation:
    return replace(seen, hands_px=np.stack([LEFT_PALM, NO_HAND]))


def moments(session: GuidedSession, seen: Iterable[Observation]) -> list[Moment]:
    """Let a session see a person for as long as it takes, after what it has seen."""
    start_s = session.t_s + 1 / FPS
    shown = [replace(one, t_s=start_s + number / FPS) for number, one in enumerate(seen)]
    return [session.take(Frame(one.t_s, LIGHT), one) for one in shown]


def test_practice_rests_and_goes_on_by_the_palm_and_what_is_done_meanwhile_is_not_judged() -> None:
    session = GuidedSession(LIBRARY, FOREHEAD)
    still = strokes(1)[:20]
    palm = [*(with_palm(one) for one in still), *(with_palm(one) for one in still), *still, *still]
    assert moments(session, strokes(2))[-1].stage is Stage.PRACTICE
    assert moments(session, palm)[-1].stage is Stage.RESTING
    resting = moments(session, strokes(3))
    assert {moment.stage for moment in resting} == {Stage.RESTING}
    assert session.report.repetitions == 2
    assert moments(session, palm)[-1].stage is Stage.PRACTICE
    moments(session, strokes(1))
    session.finish()
    assert session.report.repetitions == 3
    assert {attempt.side for attempt in session.report.attempts} <= {*HANDS, Side.BOTH}


def test_a_rest_can_be_ended_without_the_palm() -> None:
    session = GuidedSession(LIBRARY, FOREHEAD)
    still = strokes(1)[:20]
    moments(session, strokes(1))
    moments(session, [with_palm(one) for one in [*still, *still]])
    assert session.is_resting
    session.go_on()
    assert moments(session, strokes(2))[-1].stage is Stage.PRACTICE
    session.finish()
    assert session.report.repetitions == 3
