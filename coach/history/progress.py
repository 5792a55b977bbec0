"""What a history comes to: sums, trend, streak, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from coach.history.records import SessionRecord
from coach.types import Region, Verdict

__all__ = ["Day", "Progress", "Trend", "days_a_week", "progress"]

WEEK = timedelta(days=7)
WINDOW_DAYS = 28
"""How often is told over the last four weeks, or since the first session (ours)."""
TREND_SESSIONS = 5
"""The last so many sessions are compared with as many before them (ours)."""
TREND_STEP = 0.05
"""A change of the share that is smaller is none (ours)."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day; shares are NaN where nothing was judged."""

    day: date
    sessions: int
    repetitions: int
    minutes: float
    right_share: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The share of right attempts lately and before that, 0 to 1.

    Attributes
    ----------
    direction
        1 better, -1 worse, 0 much the same.
    """

    before: float
    lately: float
    direction: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What a history comes to.

    Attributes
    ----------
    right_share
        Of all judged attempts, 0 to 1; NaN when none was judged.
    minutes
        By part of the body; None stands for unknown.
    days
        Those with a session, in order.
    trend
        None until there are two sessions with judged attempts at least.
    streak_days
        Days in a row with a session, up to today or yesterday.
    """

    sessions: int
    repetitions: int
    right_share: float
    minutes: dict[Region | None, float]
    days: tuple[Day, ...]
    trend: Trend | None
    streak_days: int


def progress(sessions: Sequence[SessionRecord], today: date) -> Progress:
    """Sum a history up; sessions are in order of time."""
    days = tuple(_day(day, sessions) for day in sorted({session.day for session in sessions}))
    return Progress(
        sessions=len(sessions),
        repetitions=sum(session.repetitions for session in sessions),
        right_share=_right_share(sessions),
        minutes=_minutes(sessions),
        days=days,
        trend=_trend(sessions),
        streak_days=_streak({day.day for day in days}, today),
    )


def _day(day: date, sessions: Sequence[SessionRecord]) -> Day:
    of_day = [session for session in sessions if session.day == day]
    return Day(
        day,
        len(of_day),
        sum(session.repetitions for session in of_day),
        sum(_length_s(session) for session in of_day) / 60,
        _right_share(of_day),
    )


def _right_share(sessions: Sequence[SessionRecord]) -> float:
    verdicts = [a.verdict for session in sessions for a in session.attempts]
    judged = [verdict for verdict in verdicts if verdict is not Verdict.NOT_JUDGED]
    return judged.count(Verdict.GOOD) / len(judged) if judged else float("nan")


def _length_s(session: SessionRecord) -> float:
    """Give the session's length; where it is unknown, up to its last attempt."""
    if np.isfinite(session.duration_s):
        return session.duration_s
    return max((attempt.end_s for attempt in session.attempts), default=0.0)


def _minutes(sessions: Sequence[SessionRecord]) -> dict[Region | None, float]:
    """Share each session's time out among the parts its attempts were on."""
    minutes: Counter[Region | None] = Counter()
    for session in sessions:
        parts = Counter(a.region for a in session.attempts) or Counter([session.region])
        for region, number in parts.items():
            minutes[region] += _length_s(session) / 60 * number / parts.total()  # type: ignore[assignment]
    return dict(minutes)


def _trend(sessions: Sequence[SessionRecord]) -> Trend | None:
    judged = [session for session in sessions if np.isfinite(_right_share([session]))]
    if len(judged) < 2:
        return None
    number = min(TREND_SESSIONS, len(judged) // 2)
    before = _right_share(judged[-2 * number : -number])
    lately = _right_share(judged[-number:])
    step = lately - before
    return Trend(before, lately, 0 if abs(step) < TREND_STEP else int(np.sign(step)))


def _streak(days: set[date], today: date) -> int:
    last = today if today in days else today - timedelta(days=1)
    number = 0
    while last - timedelta(days=number) in days:
        number += 1
    return number


def days_a_week(sessions: Iterable[SessionRecord], today: date) -> float:
    """Give how many days a week have had a session, over the last four; NaN if there was none."""
    days = sorted({session.day for session in sessions})
    if not days:
        return float("nan")
    known = min(max((today - days[0]).days + 1, 7), WINDOW_DAYS)
    recent = [day for day in days if 0 <= (today - day).days < known]
    return len(recent) * 7 / known
