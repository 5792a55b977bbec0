"""Numbers and charts of a review."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from coach.app.plain import degrees, literal, percent, seconds
from coach.app.review_charts import SELECTION, pace_chart, timeline_chart
from coach.app.review_figures import clock, numbered, right_share, sides, verdicts_of
from coach.app.words import load_words
from coach.techniques.library import load_library
from coach.types import Side, Verdict
from tests.cli.conftest import REPORT

ENGLISH = load_words("en")
LIBRARY = load_library()


def test_the_share_is_of_what_was_judged():
    assert right_share(REPORT) == pytest.approx(2 / 5)
    assert math.isnan(right_share(replace(REPORT, attempts=())))


def test_both_hands_count_for_each():
    left, right = sides(REPORT, LIBRARY)
    assert (left.side, left.attempts, left.counted) == (Side.LEFT, 6, 2)
    assert (right.side, right.attempts, right.counted) == (Side.RIGHT, 5, 1)
    assert left.pace_s == pytest.approx(1.2)


def test_filters_keep_the_numbers_of_the_report():
    assert [one.number for one in numbered(REPORT, LIBRARY)] == [1, 2, 3, 4, 5, 6]
    assert [one.number for one in numbered(REPORT, LIBRARY, Side.RIGHT)] == [1, 3, 4, 5, 6]
    assert [one.number for one in numbered(REPORT, LIBRARY, None, [Verdict.NO_GO])] == [5]
    assert numbered(REPORT, LIBRARY, Side.RIGHT, [Verdict.TOO_FAST]) == ()


def test_verdicts_come_right_first():
    assert verdicts_of(REPORT)[0] is Verdict.GOOD
    assert set(verdicts_of(REPORT)) == {attempt.verdict for attempt in REPORT.attempts}


@pytest.mark.parametrize(("t_s", "said"), [(0, "0:00.0"), (62.54, "1:02.5"), (59.99, "1:00.0")])
def test_clock(t_s, said):
    assert clock(t_s) == said


def test_what_is_unknown_is_a_dash():
    assert {percent(math.nan), seconds(math.nan, ENGLISH), degrees(math.nan)} == {"–"}
    assert (percent(0.5), seconds(1.25, ENGLISH), degrees(12.4)) == ("50%", "1.2 s", "12°")
    russian = load_words("ru")
    assert (seconds(1.25, russian), seconds(1805.0, russian)) == ("1,2 с", "30:05 мин")


def test_names_are_never_read_as_markdown():
    marked = "![x](http://evil.example/a.png) <b>*_`$:red[x]|~#"
    assert re.sub(r"\\(.)", r"\1", literal(marked)) == marked
    assert not re.search(r"(?<!\\)[\[\]<>*_`$:|~#]", literal(marked))


def rows_of(chart, layer):
    return chart["datasets"][layer.get("data", chart.get("data"))["name"]]


def test_the_timeline_has_a_bar_a_hand_and_a_sign_a_verdict():
    chart = timeline_chart(numbered(REPORT, LIBRARY), 75.0, 3, ENGLISH, "light").to_dict()
    bars, signs = chart["layer"]
    rows = rows_of(chart, bars)
    assert len(rows) == 11  # Five with both hands, one with the left.
    assert {row["number"] for row in rows if row["is_chosen"]} == {3}
    assert min(row["end"] - row["start"] for row in rows) >= 75.0 * 0.012 - 1e-9
    colours = bars["encoding"]["color"]["scale"]
    shapes = signs["encoding"]["shape"]["scale"]
    assert colours["domain"] == shapes["domain"]
    assert len(set(shapes["range"])) == len(shapes["domain"]) == len(verdicts_of(REPORT))
    assert chart["params"][0]["name"] == SELECTION


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_band_of_the_pace_is_the_techniques(scheme):
    technique = load_library().find("forehead-to-temples")
    chart = pace_chart(numbered(REPORT, LIBRARY), technique, ENGLISH, scheme).to_dict()
    band, points = chart["layer"]
    assert rows_of(chart, band) == [{"low": technique.pace_min_s, "high": technique.pace_max_s}]
    assert len(rows_of(chart, points)) == 6
    assert len(pace_chart(numbered(REPORT, LIBRARY), None, ENGLISH, scheme).to_dict()["layer"]) == 1
