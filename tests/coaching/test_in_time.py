"""Strokes without time for a way back are parts of those beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.in_time import BACK, SHORTER, in_time
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
