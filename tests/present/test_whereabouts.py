"""Where the hands were: places in the chart, and time by cell of the drawing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from coach.present.svg import WIDTH, Sheet
from coach.present.whereabouts import CELL, cells, outline_lines, whereabouts
from coach.types import ChartName, Update, View

FACE, FRONT = ChartName.FACE, View.FRONT


@dataclass
class ShiftedChart:
    """Chart points are picture points less 100, over 10."""

    name: ChartName = FACE

    def to_uv(self, points_px):
        return (points_px - 100) / 10

    def to_px(self, points_uv):
        return points_uv * 10 + 100


def update(t_s, left_px, right_px=(np.nan, np.nan), charts=(ShiftedChart(),)):  # noqa: B008
    hands = np.full((2, 21, 2), np.nan)
    return Update(t_s, FRONT, charts, hands, np.array([left_px, right_px], dtype=float))


def test_hands_that_are_seen_are_placed_where_the_chart_holds():
    seen = [
        update(0.0, (105.0, 110.0)),
        update(0.1, (np.nan, np.nan)),
        update(0.2, (105.0, 110.0), charts=()),
        update(0.3, (100.0, 100.0), (95.0, 102.0)),
    ]
    found = whereabouts(seen, FACE, FRONT)
    assert found.points_uv == pytest.approx(np.array([[0.5, 1.0], [0.0, 0.0], [-0.5, 0.2]]))
    assert found.step_s == pytest.approx(0.1)


def test_nobody_seen_is_nowhere():
    found = whereabouts([], FACE, FRONT)
    assert len(found.points_uv) == 0
    assert len(cells(found).seconds) == 0


def test_time_adds_up_in_the_cells_of_the_drawing():
    resting = [update(i / 10, (105.0, 105.0)) for i in range(20)]
    passing = [update(2.0 + i / 10, (95.0, 95.0)) for i in range(5)]
    far_away = [update(2.5, (900.0, 900.0))]
    found = cells(whereabouts([*resting, *passing, *far_away], FACE, FRONT))
    assert sorted(found.seconds) == pytest.approx([0.5, 2.0])
    (corner,) = found.corners[found.seconds > 1]
    place = Sheet.of(FACE, FRONT).from_uv(np.array([0.5, 0.5]))
    assert ((corner <= place) & (place < corner + CELL)).all()


@pytest.mark.parametrize(
    ("chart", "view"),
    [(FACE, FRONT), (ChartName.NECK, FRONT), (ChartName.TORSO, View.BACK)],
)
def test_the_outline_lies_about_the_drawing(chart, view):
    lines = outline_lines(chart, view)
    points = np.concatenate([line.points for line in lines])
    assert np.isfinite(points).all()
    assert 0 <= np.median(points[:, 0]) <= WIDTH
    closed = [line for line in lines if line.is_closed]
    assert closed
    assert all((line.points[0] == line.points[-1]).all() for line in closed)
