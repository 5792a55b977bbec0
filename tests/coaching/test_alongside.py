"""The other hand: told of where it went along, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body.placement import CHARTS
from coach.body.scale import from_cm
from coach.coaching.alongside import with_other_hand
from coach.strokes.segment import Bout
from coach.types import PATH_POINTS, Attempt, ChartName, FloatArray, Sense, Side, Verdict

START_CM, END_CM = np.array([1.0, 4.0]), np.array([7.0, 2.0])
"""A stroke along the left half of the forehead."""


def way_cm(begin: float, end: float, n: int = PATH_POINTS) -> FloatArray:
    return START_CM + np.linspace(begin, end, n)[:, None] * (END_CM - START_CM)


def stroke(side: Side = Side.LEFT) -> Attempt:
    path_cm = way_cm(0, 1) * (1.0 if side is Side.LEFT else -1.0, 1.0)
    return Attempt(
        start_s=1.0, end_s=2.0, side=side, technique="forehead-to-temples", sense=Sense.RIGHT,
        direction_error_deg=3.0, verdict=Verdict.GOOD, counted=True, confidence=0.9, cue="",
        chart=ChartName.FACE, path_uv=from_cm(ChartName.FACE, path_cm), coverage=0.9, offset_cm=0.4,
    )  # fmt: skip


def hand(side: Side, at_cm: FloatArray, start_s: float = 1.0, end_s: float = 2.0) -> Bout:
    """Give a hand at places that are written down for the left one."""
    at_cm = at_cm * (1.0 if side is Side.LEFT else -1.0, 1.0)
    at_uv = np.full((len(at_cm), len(CHARTS), 2), np.nan)
    at_uv[:, CHARTS.index(ChartName.FACE)] = from_cm(ChartName.FACE, at_cm)
    t_s = np.linspace(start_s, end_s, len(at_cm))
    return Bout(side, ChartName.FACE, t_s, at_cm, at_uv, np.ones(len(at_cm)))


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_hand_that_went_half_as_far_went_along(side: Side) -> None:
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    attempt = stroke(side)
    (both,) = with_other_hand([attempt], [hand(other, way_cm(0.25, 0.75))])
    assert both.side is Side.BOTH
    assert (both.verdict, both.counted, both.coverage) == (Verdict.GOOD, True, 0.9)
    seen_uv = both.path_uv if other is Side.LEFT else both.path_right_uv
    judged_uv = both.path_right_uv if other is Side.LEFT else both.path_uv
    np.testing.assert_array_equal(judged_uv, attempt.path_uv)
    turned = 1.0 if other is Side.LEFT else -1.0
    ends_uv = from_cm(ChartName.FACE, way_cm(0.25, 0.75, 2) * (turned, 1.0))
    np.testing.assert_allclose(seen_uv[[0, -1]], ends_uv, atol=1e-6)


@pytest.mark.parametrize(
    "at_cm",
    [
        pytest.param(way_cm(0.5, 0.52), id="rests"),
        pytest.param(way_cm(1, 0), id="comes back"),
        pytest.param(np.concatenate([way_cm(0, 1, 8), way_cm(1, 0, 8)]), id="to and fro"),
        pytest.param(way_cm(0.9, 4), id="goes away"),
        pytest.param(way_cm(-3, 0.2), id="comes"),
        pytest.param(way_cm(0, 1) - (0.0, 9.0), id="elsewhere"),
        pytest.param(way_cm(0, 1, 2), id="hardly seen"),
        pytest.param(np.full((PATH_POINTS, 2), np.nan), id="not seen"),
    ],
)
def test_a_hand_that_did_something_else_did_not(at_cm: FloatArray) -> None:
    attempt = stroke()
    assert with_other_hand([attempt], [hand(Side.RIGHT, at_cm)]) == (attempt,)


def test_a_hand_at_another_time_did_not() -> None:
    attempt = stroke()
    later = hand(Side.RIGHT, way_cm(0, 1), 3.0, 4.0)
    assert with_other_hand([attempt], [later]) == (attempt,)


def test_a_hand_of_which_something_of_its_own_is_told_is_left_alone() -> None:
    mine, its = stroke(), replace(stroke(Side.RIGHT), sense=Sense.REVERSED)
    bouts = [hand(Side.LEFT, way_cm(0, 1)), hand(Side.RIGHT, way_cm(0, 1))]
    assert with_other_hand([mine, its], bouts) == (mine, its)


def test_where_the_way_was_not_made_out_nothing_is_added() -> None:
    attempt = replace(stroke(), sense=None)
    assert with_other_hand([attempt], [hand(Side.RIGHT, way_cm(0, 1))]) == (attempt,)
