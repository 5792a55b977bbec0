"""The rules around a session: before, during and after it, and when not at all.

All of it is information from the articles that the techniques come from; ``data/safety.toml``
holds the words and, beside each, its source. Nothing here diagnoses or promises anything.
`coach.coaching.how_often` holds a session against the person's own history.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.techniques.library import load_library
from coach.techniques.routine import Aim
from coach.techniques.routine_rules import FIRST_SESSION_MIN
from coach.techniques.schema import Identifier, Strict, Words, read_checked
from coach.types import Region

__all__ = [
    "REMIND_EVERY_S",
    "Course",
    "Frequency",
    "Note",
    "Reason",
    "Reminder",
    "Safety",
    "limit_s",
    "reminder_at",
    "safety",
    "stops",
    "touched",
]

DATA = Path(__file__).parent / "data" / "safety.toml"
REMIND_EVERY_S = 60.0
"""One reminder a minute: enough to be heard, seldom enough not to disturb (ours)."""


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
    """Something that speaks against a massage, today or for now.

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
    """Everything that is said around a session.

    Attributes
    ----------
    before
        What can be put right before a massage, and then speaks against it no more.
    reason
        What speaks against a massage altogether.
    enough
        Said when a first session has been long enough.
    """

    format: Annotated[int, Field(ge=1, le=1)]
    before: tuple[Reason, ...]
    reason: tuple[Reason, ...]
    during: tuple[Note, ...]
    enough: Note
    after: tuple[Note, ...]
    frequency: tuple[Frequency, ...]
    course: Course

    def before_of(self, *regions: Region) -> tuple[Reason, ...]:
        """Give what has to wait before a part of the body is massaged, or one of several."""
        return tuple(note for note in self.before if _is_about(note, regions))

    def reasons_of(self, *regions: Region) -> tuple[Reason, ...]:
        """Give what speaks against massaging a part of the body, or one of several."""
        return tuple(reason for reason in self.reason if _is_about(reason, regions))

    def frequency_of(self, aim: Aim) -> Frequency:
        """Give how often is recommended."""
        return next(one for one in self.frequency if one.aim is aim)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said once while a session goes on.

    Attributes
    ----------
    turn
        Counts up: who has said this one does not say it again.
    is_urgent
        It is said whatever else is wrong.
    """

    turn: int
    note: Note
    is_urgent: bool = False


@cache
def safety() -> Safety:
    """Give everything that is said around a session."""
    return read_checked(DATA, Safety)


@cache
def _on_body() -> frozenset[Region]:
    return load_library().parts_of(Region.BODY)


def touched(regions: Iterable[Region]) -> frozenset[Region]:
    """Give the parts of the body that are massaged: "body" stands for all that devices reach."""
    named = frozenset(regions)
    return (named - {Region.BODY}) | _on_body() if Region.BODY in named else named


def limit_s(*, is_first: bool) -> float:
    """Give after how long a session has been long enough: 15 minutes for the very first."""
    return 60.0 * FIRST_SESSION_MIN if is_first else math.inf


def reminder_at(worked_s: float, limit_s: float = math.inf) -> Reminder | None:
    """Give the reminder that is due after so much work; None for the first minute.

    They come in turn. Once the limit is reached, that is said instead.
    """
    turn = math.floor(worked_s / REMIND_EVERY_S)
    if worked_s >= limit_s:
        return Reminder(turn, safety().enough, is_urgent=True)
    during = safety().during
    return Reminder(turn, during[(turn - 1) % len(during)]) if turn > 0 else None


def stops(ticked: Iterable[str]) -> tuple[Reason, ...]:
    """Give what was ticked of all that speaks against a massage, in the order of the lists."""
    chosen = set(ticked)
    told = safety()
    return tuple(reason for reason in (*told.reason, *told.before) if reason.id in chosen)


def _is_about(note: Note, regions: Iterable[Region]) -> bool:
    return not note.regions or not touched(regions).isdisjoint(note.regions)
