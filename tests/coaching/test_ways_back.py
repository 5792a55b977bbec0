"""Ways back are told from strokes by the strokes beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.ways_back import without_ways_back
from coach.types import Attempt, ChartName, Sense, Side, Verdict

STROKE = Attempt(
    1.0, 2.0, Side.LEFT, "chin-to-ears", Sense.RIGHT, 4.0, Verdict.GOOD, True, 0.9, "",
    ChartName.FACE, np.linspace((0.1, -1), (1.6, -0.2), 16),
)  # fmt: skip
NEXT = replace(STROKE, start_s=3.0, end_s=4.0)
OPEN = replace(STROKE, start_s=2.1, end_s=2.9, sense=None, verdict=Verdict.NOT_JUDGED)
BACK = replace(OPEN, path_uv=STROKE.path_uv[::-1])


def test_what_runs_against_strokes_beside_it_is_their_way_back() -> None:
    assert without_ways_back([STROKE, BACK, NEXT]) == (STROKE, NEXT)


@pytest.mark.parametrize(
    "other",
    [
        OPEN,  # the same way
        replace(BACK, start_s=6.0, end_s=7.0),  # long after
        replace(BACK, side=Side.RIGHT),
        replace(BACK, technique="jaw-outwards"),
        replace(BACK, sense=Sense.REVERSED, verdict=Verdict.REVERSED),
        replace(BACK, verdict=Verdict.NO_GO),
    ],
)
def test_anything_else_stays(other: Attempt) -> None:
    assert without_ways_back([STROKE, other, NEXT]) == (STROKE, other, NEXT)


def test_one_stroke_alone_may_be_the_way_back_itself() -> None:
    assert without_ways_back([STROKE, BACK]) == (STROKE, BACK)


def test_each_hand_of_a_pair_is_looked_at() -> None:
    mirrored = STROKE.path_uv * (-1, 1)
    pair = [replace(one, side=Side.BOTH, path_right_uv=mirrored) for one in (STROKE, NEXT)]
    back = replace(BACK, side=Side.RIGHT, path_uv=mirrored[::-1])
    assert without_ways_back([pair[0], back, pair[1]]) == tuple(pair)
    along = replace(back, path_uv=mirrored)
    assert without_ways_back([pair[0], along, pair[1]]) == (pair[0], along, pair[1])
