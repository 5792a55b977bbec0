"""Strokes without time for a way back are parts of those beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.in_time import BACK, SHORTER, both_at_once, in_time
from coach.types import Attempt, ChartName, Sense, Side, Verdict

STROKES = {"chin-to-ears"}
STROKE = Attempt(
    1.0, 2.0, Side.BOTH, "chin-to-ears", Sense.RIGHT, 4.0, Verdict.GOOD, True, 0.9, "",
    ChartName.FACE, np.linspace((0.1, -1), (1.6, -0.2), 16),
)  # fmt: skip
NEXT = replace(STROKE, start_s=3.0, end_s=4.0)
END = replace(STROKE, start_s=2.1, end_s=2.4, side=Side.LEFT)


@pytest.mark.parametrize("start_s", [1.9, 2.0, 2.1, 2.65])
def test_what_leaves_no_time_for_a_way_back_is_no_stroke(start_s: float) -> None:
    part = replace(END, start_s=start_s, end_s=start_s + 0.3)
    assert in_time([STROKE, part, NEXT], STROKES) == (STROKE, NEXT)


@pytest.mark.parametrize(
    "other",
    [
        replace(END, start_s=2.0 + BACK + 0.01, end_s=2.6),  # time enough, on either side
        replace(END, end_s=2.1 + SHORTER + 0.01),  # as long as a stroke
        replace(END, technique="forehead-to-temples"),
        replace(END, counted=False, verdict=Verdict.REVERSED, sense=Sense.REVERSED),
    ],
)
def test_anything_else_stays(other: Attempt) -> None:
    assert in_time([STROKE, other, NEXT], STROKES) == (STROKE, other, NEXT)


def test_hands_in_turn_need_no_time_in_between() -> None:
    turns = [
        replace(END, side=side, start_s=1.0 + k, end_s=2.0 + k - 0.4 * (k == 1))
        for k, side in enumerate([Side.LEFT, Side.RIGHT, Side.LEFT])
    ]
    assert in_time(turns, STROKES) == tuple(turns)


def test_what_needs_no_way_back_stays() -> None:
    assert in_time([STROKE, END, NEXT], set()) == (STROKE, END, NEXT)


def lone(side: Side, start_s: float, end_s: float, **changes: object) -> Attempt:
    return replace(STROKE, side=side, start_s=start_s, end_s=end_s, **changes)  # type: ignore[arg-type]


BOTH = (NEXT, replace(NEXT, start_s=5.0, end_s=6.0))


def test_one_hand_and_the_other_within_a_repetitions_time_did_it_together() -> None:
    theirs_uv = STROKE.path_uv * (-1.0, 1.0)
    left = lone(Side.LEFT, 1.0, 2.0)
    right = lone(Side.RIGHT, 1.8, 2.4, verdict=Verdict.TOO_FAST, path_uv=theirs_uv)
    told = both_at_once([left, right, *BOTH], STROKES)
    assert [(a.side, a.start_s, a.end_s, a.verdict) for a in told] == [
        (Side.BOTH, 1.0, 2.4, Verdict.GOOD),  # What is said of the one that was seen for longer.
        (Side.BOTH, 3.0, 4.0, Verdict.GOOD),
        (Side.BOTH, 5.0, 6.0, Verdict.GOOD),
    ]
    assert told[0].path_right_uv is not None
    np.testing.assert_array_equal(told[0].path_right_uv, theirs_uv)


@pytest.mark.parametrize(
    "other",
    [
        lone(Side.RIGHT, 2.1, 3.05),  # as long as two strokes
        lone(Side.LEFT, 2.0, 2.4),  # the same hand
        lone(Side.RIGHT, 1.8, 2.4, sense=Sense.REVERSED),
        lone(Side.RIGHT, 1.8, 2.4, technique="forehead-to-temples"),
    ],
)
def test_what_may_be_two_repetitions_stays(other: Attempt) -> None:
    one = lone(Side.LEFT, 1.0, 2.0)
    assert len(both_at_once([one, other, *BOTH], STROKES)) == 4


def test_who_never_used_both_hands_at_once_did_one_with_each() -> None:
    hands = [lone(Side.LEFT, 1.0, 2.0), lone(Side.RIGHT, 1.8, 2.4)]
    assert both_at_once(hands, STROKES) == tuple(hands)
    assert both_at_once([*hands, NEXT], STROKES) == (*hands, NEXT)  # once is not enough
