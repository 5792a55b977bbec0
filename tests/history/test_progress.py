"""Sums over a history."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest

from coach.coaching.how_often import course_days
from coach.history.export import COLUMNS, history_csv, history_json
from coach.history.progress import days_a_week, progress
from coach.types import Region, Verdict
from tests.history.conftest import MORNING, attempt, days_later, report

TODAY = MORNING.date()


def day(number):
    return days_later(number).date()


def kept(history, *sessions):
    for seen, when in sessions:
        history.add(seen, when)
    return history.sessions()


def test_nothing_comes_to_nothing():
    done = progress((), TODAY)
    assert (done.sessions, done.repetitions, done.streak_days) == (0, 0, 0)
    assert math.isnan(done.right_share)
    assert math.isnan(days_a_week((), TODAY))
    assert done.trend is None


def test_sums_and_the_share_of_what_was_judged(history):
    seen = report(
        attempt(),
        attempt(),
        attempt(verdict=Verdict.REVERSED),
        attempt(verdict=Verdict.TOO_SLOW, counted=True),
        attempt(verdict=Verdict.NOT_JUDGED, counted=True),
    )
    done = progress(kept(history, (seen, MORNING)), TODAY)
    assert done.sessions == 1
    assert done.repetitions == 4
    assert done.right_share == pytest.approx(2 / 4)


def test_minutes_are_shared_among_the_parts_of_the_body(history):
    both = report(
        *(attempt() for _ in range(3)), attempt(technique="neck-side-down"), duration_s=240.0
    )
    idle = report(region=Region.BACK, duration_s=60.0)
    unknown = report(attempt(10.0, technique="back-long-stroke"), duration_s=math.nan)
    done = progress(
        kept(history, (both, MORNING), (idle, days_later(1)), (unknown, days_later(2))), day(2)
    )
    assert done.minutes == pytest.approx(
        {Region.FACE: 3.0, Region.NECK: 1.0, Region.BACK: 1.0 + 11.5 / 60}
    )


@pytest.mark.parametrize(
    ("days", "today", "streak"),
    [([0], 0, 1), ([0, 1, 2], 2, 3), ([0, 1, 2], 3, 3), ([0, 1, 2], 4, 0), ([0, 2, 3], 3, 2)],
)
def test_a_streak_holds_until_the_day_after(history, days, today, streak):
    sessions = kept(history, *((report(attempt()), days_later(n)) for n in days))
    assert progress(sessions, day(today)).streak_days == streak


def test_two_sessions_on_a_day_are_one_day(history):
    sessions = kept(history, (report(attempt()), MORNING), (report(attempt()), days_later(0.2)))
    done = progress(sessions, TODAY)
    assert [(one.sessions, one.repetitions) for one in done.days] == [(2, 2)]
    assert days_a_week(sessions, TODAY) == 1.0


@pytest.mark.parametrize(
    ("days", "today", "a_week"),
    [([0], 0, 1), (range(0, 28, 2), 27, 3.5), (range(100), 99, 7), ([0], 60, 0), ([0, 7], 13, 1)],
)
def test_how_often_is_told_over_four_weeks(history, days, today, a_week):
    sessions = kept(history, *((report(attempt()), days_later(n)) for n in days))
    assert days_a_week(sessions, day(today)) == pytest.approx(a_week)


@pytest.mark.parametrize(
    ("days", "today", "number"),
    [([0, 2, 4], 4, 3), ([0, 2, 30, 31], 31, 2), ([0, 2], 15, 2), ([0, 2], 16, 0)],
)
def test_a_course_begins_after_a_long_break(history, days, today, number):
    sessions = kept(history, *((report(attempt()), days_later(n)) for n in days))
    assert course_days(sessions, day(today)) == number


@pytest.mark.parametrize(
    ("rights", "direction"), [([0, 0, 1, 1], 1), ([1, 1, 0, 0], -1), ([1, 0, 1, 0], 0), ([0, 1], 1)]
)
def test_the_trend_compares_the_last_sessions_with_those_before(history, rights, direction):
    verdicts = [Verdict.GOOD if right else Verdict.REVERSED for right in rights]
    sessions = kept(
        history, *((report(attempt(verdict=v)), days_later(n)) for n, v in enumerate(verdicts))
    )
    trend = progress(sessions, day(len(rights))).trend
    assert trend is not None
    assert trend.direction == direction


def test_json_holds_everything(history):
    sessions = kept(history, (report(attempt(coverage=math.nan), duration_s=math.nan), MORNING))
    found = json.loads(history_json(sessions))
    (session,) = found["sessions"]
    assert found["version"] == 1
    assert session["started_at"] == MORNING.isoformat()
    assert session["duration_s"] is None
    assert session["attempts"][0]["coverage"] is None
    assert session["attempts"][0]["verdict"] == "good"
    assert session["attempts"][0]["counted"] is True


def test_the_table_has_a_row_an_attempt_and_runs_no_formula(history):
    bad = report(attempt(), attempt(cue="=HYPERLINK(1)"), source="=cmd|'/c calc'!A1")
    sessions = kept(history, (bad, MORNING), (report(), days_later(1)))
    rows = list(csv.DictReader(io.StringIO(history_csv(sessions), newline="")))
    assert len(rows) == 3
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["session_source"] == "'=cmd|'/c calc'!A1"
    assert rows[1]["cue"] == "'=HYPERLINK(1)"
    assert rows[0]["direction_error_deg"] == "12.5"
    assert (rows[0]["counted"], rows[2]["verdict"]) == ("yes", "")
