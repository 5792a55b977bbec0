"""Paths laid on people: which side of the body, and where there is no place for them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coach.body.hand import HandChart
from coach.present.paths import worked_side
from coach.present.reference import Reference
from coach.techniques.library import load_library
from coach.types import HANDS, ChartName, Side

WEBS = load_library().find("hand-wrist-to-webs")


@pytest.mark.parametrize("chart", list(ChartName))
def test_a_hand_works_on_its_own_side_but_for_arms_and_hands(chart: ChartName) -> None:
    other = chart in (ChartName.ARM, ChartName.HAND)
    assert worked_side(chart, Side.LEFT) is (Side.RIGHT if other else Side.LEFT)
    assert worked_side(chart, Side.RIGHT) is (Side.LEFT if other else Side.RIGHT)
    assert worked_side(chart, Side.BOTH) is Side.BOTH


@pytest.mark.parametrize("side", HANDS)
def test_the_way_is_drawn_on_the_hand_that_is_massaged_only(side: Side) -> None:
    chart = HandChart(ChartName.HAND, np.zeros(2), np.diag([20.0, -40.0]), side)
    placed = Reference.of(WEBS, ()).on(chart, HANDS)
    assert list(placed.paths_px) == [side]
    assert np.isfinite(placed.paths_px[side]).all()
    assert placed.length_px > 0


def test_where_the_chart_has_no_place_nothing_is_drawn() -> None:
    chart = HandChart(ChartName.HAND, np.zeros(2), np.diag([20.0, -40.0]), Side.LEFT)
    placed = Reference.of(WEBS, ()).on(chart, (Side.RIGHT,))
    assert placed.paths_px == {}
    assert math.isnan(placed.length_px)
    image = np.zeros((60, 80, 3), np.uint8)
    placed.draw_ghost(image, (255, 255, 255), 2.0)
    placed.draw_dot(image, 1.0, 2.0)
    assert not image.any()
