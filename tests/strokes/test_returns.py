"""Ways back round outside the head, and strokes that only reach far out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from coach.strokes.returns import around
from coach.strokes.segment import Bout, Pass
from coach.types import ChartName, Side

STEP = 10


def passes(
    *corners_cm: tuple[float, float],
    each_s: tuple[float, ...] | None = None,
    anchor: ChartName = ChartName.FACE,
) -> tuple[Pass, ...]:
    """One pass from each corner to the next, 1 s each if nothing else is said."""
    legs = [np.linspace(a, b, STEP, endpoint=False) for a, b in itertools.pairwise(corners_cm)]
    at_cm = np.concatenate([*legs, np.array([corners_cm[-1]])])
    n = len(at_cm)
    seconds = each_s or (1.0,) * len(legs)
    t_s = np.concatenate([[0.0], np.cumsum(np.repeat(seconds, STEP) / STEP)])
    whole = Bout(
        Side.LEFT,
        anchor,
        t_s,
        at_cm,
        np.zeros((n, len(ChartName), 2)),
        np.ones(n),
    )
    return tuple(Pass(whole, k * STEP, (k + 1) * STEP) for k in range(len(corners_cm) - 1))


def test_a_way_back_outside_is_one_movement() -> None:
    stroke, out, back = passes((1, 3), (7, 1), (11, -3), (1.5, 2.5))
    assert around((stroke, out, back)) == (stroke, Pass(stroke.bout, out.first, back.last))


def test_strokes_that_reach_far_out_stay_strokes() -> None:
    to_and_fro = passes((1, 3), (11, 2), (1, 3), (11, 2), (1, 3))
    assert around(to_and_fro) == to_and_fro


SHORT = ((2.0, -4.0), (4.5, -2.0))
"""A short stroke, shorter than its way back through the air is high."""


def joined(stroke: Pass, out: Pass, back: Pass) -> tuple[Pass, ...]:
    return (stroke, Pass(stroke.bout, out.first, back.last))


def test_a_way_back_that_rises_higher_than_its_stroke_is_long_is_one_movement() -> None:
    three = passes(*SHORT, (6.5, -6.5), SHORT[0], each_s=(1.2, 0.4, 0.4))
    assert around(three) == joined(*three)


def test_so_is_the_one_before_the_next_stroke_where_the_first_was_not_seen() -> None:
    out, back, stroke = passes(SHORT[1], (6.5, -6.5), *SHORT, each_s=(0.4, 0.4, 1.2))
    assert around((out, back, stroke)) == (Pass(out.bout, out.first, back.last), stroke)


@pytest.mark.parametrize(
    ("corners_cm", "each_s"),
    [
        ((*SHORT, (6.5, -6.5), SHORT[0]), (1.2, 1.2, 1.2)),  # as slow as the stroke
        ((*SHORT, (6.5, -6.5), SHORT[0]), (1.2, 1.8, 0.2)),  # one half of it is
        ((*SHORT, SHORT[0], SHORT[1]), (1.2, 0.3, 0.3)),  # to and fro along the same line
        ((*SHORT, (6.5, -6.5), (9.0, -4.0)), (1.2, 0.4, 0.4)),  # it goes somewhere else
        ((*SHORT, (5.5, 1.0), (6.5, 4.0)), (1.2, 0.3, 0.3)),  # and on, not back
    ],
)
def test_what_is_slow_or_does_not_lead_back_stays_as_it_was(
    corners_cm: tuple[tuple[float, float], ...], each_s: tuple[float, ...]
) -> None:
    three = passes(*corners_cm, each_s=each_s)
    assert around(three) == three


def test_on_other_parts_of_the_body_nothing_is_joined() -> None:
    three = passes(*SHORT, (6.5, -6.5), SHORT[0], each_s=(1.2, 0.4, 0.4), anchor=ChartName.TORSO)
    assert around(three) == three


def test_every_way_back_of_a_session_is_joined_and_no_stroke() -> None:
    corners = (*SHORT, (6.5, -6.5)) * 3 + SHORT
    found = around(passes(*corners, each_s=(1.2, 0.4, 0.4) * 3 + (1.2,)))
    assert [one.start_s for one in found] == pytest.approx([0, 1.2, 2, 3.2, 4, 5.2, 6])


def test_a_way_back_and_the_way_to_another_stroke_stay_two_movements() -> None:
    corners = ((2.0, -6.0), (6.0, -2.0), (2.0, -6.0), (7.5, -6.0), (6.0, -2.0))
    four = passes(*corners, each_s=(1.2, 0.4, 0.4, 1.2))
    assert around(four) == four
