"""A session today, held against the person's own history: how often, and how long a course.

What counts is days with a massage of like kind, as the back-massage article has it: "The dosage of
massage depends on its type", and its numbers differ by the aim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from coach.coaching.safety import safety, touched
from coach.techniques.routine import Aim
from coach.types import Region

__all__ = [
    "HURT_FADES_DAYS",
    "Advice",
    "Past",
    "Today",
    "about",
    "course_days",
    "today",
    "usual_aim",
]

WEEK_DAYS = 7
HURT_FADES_DAYS = 28
"""That something hurt is remembered this long, unless a session of the same part of the body went
well meanwhile. Four weeks are the longest break the articles name: after one all begins anew. The
choice is ours."""


class Advice(StrEnum):
    """What the person's own history says about a session today."""

    FIRST = "first"
    FINE = "fine"
    OFTEN = "often"
    """The last seven days had as many days of like kind as are recommended, or more."""
    COURSE_OVER = "course_over"
    """A course is complete: a break is due."""
    HURT = "hurt"
    """The last session of this part of the body was stopped because something hurt."""


@dataclass(frozen=True, slots=True)
class Today:
    """How a session today stands to what was done before.

    Attributes
    ----------
    days
        Of the last seven, those with a massage of like kind, today included if there was one.
    most
        So many are recommended at most.
    course
        Days with a massage of like kind since the last long break.
    """

    advice: Advice
    days: int
    most: float
    course: int


class Past(Protocol):
    """A session that was on a day."""

    @property
    def hurt(self) -> bool:
        """It was stopped because something hurt."""
        ...

    @property
    def day(self) -> date:
        """The day it was."""
        ...

    @property
    def regions(self) -> frozenset[Region]:
        """The parts of the body it was about; none when nobody knows."""
        ...

    @property
    def aim(self) -> Aim:
        """What it was for."""
        ...


AnyPast = TypeVar("AnyPast", bound=Past)

USUAL = {Region.FACE: Aim.FACE, Region.HAND: Aim.RELAXING, Region.BODY: Aim.RELAXING}


def usual_aim(region: Region | None) -> Aim:
    """Give the aim to begin with, where nobody named one.

    That of the routines for face, hands ("morning and evening daily", self-massage article) and
    devices; preventive for all else, which is the most careful (ours).
    """
    return USUAL.get(region, Aim.PREVENTIVE) if region is not None else Aim.FACE


def about(sessions: Iterable[AnyPast], regions: Iterable[Region]) -> tuple[AnyPast, ...]:
    """Give the sessions that were about one of these parts of the body."""
    parts = touched(regions)
    return tuple(one for one in sessions if _shares(one, parts))


def today(sessions: Sequence[Past], regions: Iterable[Region], aim: Aim, day: date) -> Today:
    """Hold a session today against the person's own history.

    Parameters
    ----------
    sessions
        In order of time.
    regions
        The parts of the body that are to be massaged.
    aim
        What the session is for.
    day
        Today.
    """
    parts = touched(regions)
    like = [one for one in about(sessions, parts) if _uses_up(one.aim, aim)]
    days = {one.day for one in like}
    week = {one for one in days if timedelta() <= day - one < timedelta(days=WEEK_DAYS)}
    most = safety().frequency_of(aim).days_max
    course = course_days(like, day)
    if not sessions:
        advice = Advice.FIRST
    elif _hurt_lately(sessions, parts, day):
        advice = Advice.HURT
    elif course >= safety().course.sessions_max:
        advice = Advice.COURSE_OVER
    elif day not in days and len(week) >= most:
        advice = Advice.OFTEN
    else:
        advice = Advice.FINE
    return Today(advice, len(week), most, course)


def course_days(sessions: Iterable[Past], day: date) -> int:
    """Count the days with a session since the last long break, walking back from a day.

    However many practices a day has: together they are one session of the course.
    """
    number = 0
    later = day
    for earlier in sorted({one.day for one in sessions}, reverse=True):
        if (later - earlier).days >= safety().course.break_days_min:
            break
        number += 1
        later = earlier
    return number


def _shares(session: Past, parts: frozenset[Region]) -> bool:
    return not touched(session.regions).isdisjoint(parts)


def _uses_up(was: Aim, aim: Aim) -> bool:
    """Tell whether a past session counts: one that may be done daily leaves other aims alone."""
    return was is aim or safety().frequency_of(was).days_max < WEEK_DAYS


def _hurt_lately(sessions: Sequence[Past], parts: frozenset[Region], day: date) -> bool:
    """Tell whether the last session of these parts hurt; one of unknown parts may have been."""
    last = next((one for one in reversed(sessions) if not one.regions or _shares(one, parts)), None)
    return last is not None and last.hurt and (day - last.day).days < HURT_FADES_DAYS
