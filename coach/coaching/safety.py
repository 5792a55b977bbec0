"""The rules around a session: before, during and after it, how often, and when not at all.

All of it is information from the articles that the techniques come from; ``data/safety.toml``
holds the words and, beside each, its source. Nothing here diagnoses or promises anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Protocol

from pydantic import Field

from coach.techniques.routine import Aim
from coach.techniques.routine_rules import FIRST_SESSION_MIN
from coach.techniques.schema import Identifier, Strict, Words, read_checked
from coach.types import Region

__all__ = [
    "REMIND_EVERY_S",
    "Advice",
    "Course",
    "Frequency",
    "Note",
    "Reason",
    "Safety",
    "Today",
    "course_length",
    "limit_s",
    "reminder_at",
    "safety",
    "stops",
    "today",
    "usual_aim",
]

DATA = Path(__file__).parent / "data" / "safety.toml"
REMIND_EVERY_S = 60.0
"""One reminder a minute: enough to be heard, seldom enough not to disturb (ours)."""
WEEK_DAYS = 7


class Note(Strict):
    """One sentence, for some parts of the body or (none named) for all.

    Attributes
    ----------
    source
        The article's words it comes from, or "ours".
    """

    id: Identifier
    regions: tuple[Region, ...] = ()
    words: Words
    source: Words


class Reason(Note):
    """Something that speaks against a massage.

    Attributes
    ----------
    words
        As in a list of things that one may have.
    stop
        What to do instead, for somebody who may be worried.
    """

    stop: Words


class Frequency(Strict):
    """Days a week that are recommended, from least to most, for an aim."""

    aim: Aim
    days_min: Annotated[float, Field(gt=0, le=7)]
    days_max: Annotated[float, Field(gt=0, le=7)]
    source: Words


class Course(Strict):
    """How many sessions a course has, and how long the break after it is."""

    sessions_min: Annotated[int, Field(gt=0)]
    sessions_max: Annotated[int, Field(gt=0)]
    break_days_min: Annotated[int, Field(gt=0)]
    break_days_max: Annotated[int, Field(gt=0)]
    source: Words


class Safety(Strict):
    """Everything that is said around a session."""

    format: Annotated[int, Field(ge=1, le=1)]
    before: tuple[Note, ...]
    reason: tuple[Reason, ...]
    during: tuple[Note, ...]
    after: tuple[Note, ...]
    frequency: tuple[Frequency, ...]
    course: Course

    def before_of(self, *regions: Region) -> tuple[Note, ...]:
        """Give what is to be true before a part of the body is massaged, or one of several."""
        return tuple(note for note in self.before if _is_about(note, regions))

    def reasons_of(self, *regions: Region) -> tuple[Reason, ...]:
        """Give what speaks against massaging a part of the body, or one of several."""
        return tuple(reason for reason in self.reason if _is_about(reason, regions))

    def frequency_of(self, aim: Aim) -> Frequency:
        """Give how often is recommended."""
        return next(one for one in self.frequency if one.aim is aim)


class Advice(StrEnum):
    """What the person's own history says about a session today."""

    FIRST = "first"
    FINE = "fine"
    OFTEN = "often"
    """This week has had as many days as are recommended, or more."""
    COURSE_OVER = "course_over"
    """A course is complete: a break is due."""
    HURT = "hurt"
    """The last session was stopped because something hurt."""


@dataclass(frozen=True, slots=True)
class Today:
    """How a session today stands to what was done before.

    Attributes
    ----------
    days
        Days with a session in the last seven, today included if there was one.
    most
        So many are recommended at most.
    course
        Sessions since the last long break.
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


@cache
def safety() -> Safety:
    """Give everything that is said around a session."""
    return read_checked(DATA, Safety)


def usual_aim(region: Region | None) -> Aim:
    """Give the aim to begin with, for the part that is massaged most (ours)."""
    return Aim.FACE if region in (Region.FACE, None) else Aim.PREVENTIVE


def limit_s(*, is_first: bool) -> float:
    """Give after how long a session goes on to its last step: 15 minutes for the very first."""
    return 60.0 * FIRST_SESSION_MIN if is_first else math.inf


def reminder_at(worked_s: float) -> Note | None:
    """Give the reminder that is due after so much work, in turn; None for the first minute."""
    number = math.floor(worked_s / REMIND_EVERY_S)
    during = safety().during
    return during[(number - 1) % len(during)] if number > 0 else None


def today(sessions: Sequence[Past], aim: Aim, day: date) -> Today:
    """Hold a session today against the person's own history.

    Parameters
    ----------
    sessions
        In order of time.
    aim
        What the session is for.
    day
        Today.
    """
    days = {one.day for one in sessions}
    week = {one for one in days if timedelta() <= day - one < timedelta(days=WEEK_DAYS)}
    most = safety().frequency_of(aim).days_max
    course = course_length(sessions, day)
    if not days:
        advice = Advice.FIRST
    elif sessions[-1].hurt:
        advice = Advice.HURT
    elif course >= safety().course.sessions_max:
        advice = Advice.COURSE_OVER
    elif day not in days and len(week) >= most:
        advice = Advice.OFTEN
    else:
        advice = Advice.FINE
    return Today(advice, len(week), most, course)


def course_length(sessions: Sequence[Past], day: date) -> int:
    """Count the sessions since the last long break, walking back from a day."""
    number = 0
    later = day
    for session in reversed(sessions):
        if (later - session.day).days >= safety().course.break_days_min:
            break
        number += 1
        later = session.day
    return number


def _is_about(note: Note, regions: Sequence[Region]) -> bool:
    return not note.regions or not set(regions).isdisjoint(note.regions)


def stops(ticked: Iterable[str]) -> tuple[Reason, ...]:
    """Give the reasons that were ticked, in the order of the list."""
    chosen = set(ticked)
    return tuple(reason for reason in safety().reason if reason.id in chosen)
