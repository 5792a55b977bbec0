"""A pupil beside a teacher, on a simulated person."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from coach.errors import NothingToJudge
from coach.present.comparison import comparison_json, comparison_svg, gap_words, pace_words
from coach.teaching.compare import Comparison, compare
from coach.techniques.schema import Technique
from coach.types import Sense, Side
from tests.simulated import SIMULATED, repeat, technique_path
from tests.teaching.made import LIBRARY, moves, shown

FOREHEAD = LIBRARY.find("forehead-to-temples")
PATH = technique_path(FOREHEAD)
EVERY = pytest.mark.parametrize("technique", SIMULATED, ids=lambda t: t.id)


@EVERY
@pytest.mark.parametrize("backwards", [False, True])
def test_a_perfect_pupil_is_beside_the_teacher(technique: Technique, backwards: bool) -> None:
    strokes = moves(technique, backwards=backwards)
    found = compare(shown(technique, strokes, strokes), technique, 1.2)
    wanted = Sense.REVERSED if backwards else Sense.RIGHT
    assert [row.sense for row in found.rows] == [wanted] * 6
    assert {row.side for row in found.rows} == {Side.LEFT, Side.RIGHT}
    assert found.gap_cm < 0.6
    assert found.others == 0
    for row in found.rows:
        assert 0.7 < row.length_share < 1.2
        assert np.sign(row.path_uv[:, 0].mean()) == (1 if row.side is Side.LEFT else -1)


def beside(up: float) -> Comparison:
    path = PATH + np.array([0.0, up])
    strokes = repeat(path, 3)
    return compare(shown(FOREHEAD, strokes, strokes), FOREHEAD, 1.2)


def test_it_is_told_where_and_how_far_off() -> None:
    high = beside(0.35)  # head units of 4.45 cm
    for row in high.rows:
        assert row.gap_cm == pytest.approx(1.3, abs=0.4)
        assert "too high" in gap_words(row)
    low = beside(-0.35)
    assert all("too low" in gap_words(row) for row in low.rows)


def test_the_pace_is_compared() -> None:
    (row, *_) = beside(0.0).rows
    assert pace_words(row, row.pace_s) == f"{row.pace_s:.1f} s"
    assert "2.0 times as quick" in pace_words(row, 2 * row.pace_s)
    assert "2.0 times as slow" in pace_words(row, row.pace_s / 2)


def test_what_is_something_else_is_not_compared() -> None:
    chin = LIBRARY.find("chin-to-ears")
    strokes = moves(chin)
    with pytest.raises(NothingToJudge, match="no movement like"):
        compare(shown(chin, strokes, strokes), FOREHEAD)
    back = LIBRARY.find("back-long-stroke")
    with pytest.raises(NothingToJudge, match="can't be seen from this side"):
        compare(shown(chin, strokes, strokes), back)


def test_it_is_drawn_and_written() -> None:
    found = beside(0.2)
    drawn = ElementTree.fromstring(comparison_svg(found))
    assert len(drawn.findall(".//*[@class='cd-ref']")) == 3  # both sides, and the legend
    assert "nan" not in comparison_svg(found)
    told = json.loads(comparison_json(found))
    assert told["technique"] == FOREHEAD.id
    assert len(told["repetitions"]) == len(found.rows) == 6
    assert {"gap_cm", "worst_cm", "sense", "pace_s"} <= set(told["repetitions"][0])


def test_what_has_no_way_along_a_path_is_refused() -> None:
    strokes = repeat(PATH, 2)
    with pytest.raises(NothingToJudge, match="no right way along a path"):
        compare(shown(FOREHEAD, strokes, strokes), LIBRARY.find("thymus-taps"))
