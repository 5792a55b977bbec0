"""Ways back round outside the head, and strokes that only reach far out."""

from __future__ import annotations

import itertools

import numpy as np

from coach.strokes.returns import around
from coach.strokes.segment import Bout, Pass
from coach.types import ChartName, Side

STEP = 10


def passes(*corners_cm: tuple[float, float]) -> tuple[Pass, ...]:
    """One pass from each corner to the next, 1 s each."""
    legs = [np.linspace(a, b, STEP, endpoint=False) for a, b in itertools.pairwise(corners_cm)]
    at_cm = np.concatenate([*legs, np.array([corners_cm[-1]])])
    n = len(at_cm)
    whole = Bout(
        Side.LEFT,
        ChartName.FACE,
        np.arange(n) / STEP,
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
