"""The nouns of the history: what is kept of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from coach.coaching.how_often import usual_aim
from coach.history.kinds import region_of, routine_of
from coach.techniques.routine import Aim
from coach.types import Region, Sense, Side, Verdict, View

__all__ = ["AttemptRecord", "SessionRecord"]


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """One attempt; fields as in `coach.types.Attempt`. The path is not kept.

    Attributes
    ----------
    number
        Its place in the session, from 1.
    region
        Of its technique, else of the session; None when unknown.
    """

    number: int
    start_s: float
    end_s: float
    side: Side
    technique: str | None
    region: Region | None
    sense: Sense | None
    verdict: Verdict
    counted: bool
    direction_error_deg: float
    coverage: float
    offset_cm: float
    confidence: float
    cue: str


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session with its attempts.

    Attributes
    ----------
    id
        Its number in the file.
    started_at
        With the offset of the place where it was.
    source
        Name of the clip, or of the camera.
    duration_s
        NaN when unknown.
    coach
        Version of the program that judged it.
    hurt
        The person stopped because something hurt.
    routine
        Id of the routine that was followed, if one was.
    """

    id: int
    started_at: datetime
    source: str
    technique: str | None
    asked: str | None
    region: Region | None
    view: View
    duration_s: float
    coach: str
    attempts: tuple[AttemptRecord, ...]
    hurt: bool = False
    routine: str | None = None

    @property
    def day(self) -> date:
        """The day it was, where it was."""
        return self.started_at.date()

    @property
    def regions(self) -> frozenset[Region]:
        """The parts of the body it was about; none when nobody knows.

        What was asked for counts, too: a session may end before anything was seen.
        """
        routine = routine_of(self.routine)
        named = [
            self.region,
            routine.region if routine is not None else None,
            region_of(self.asked),
            *(attempt.region for attempt in self.attempts),
        ]
        return frozenset(region for region in named if region is not None)

    @property
    def aim(self) -> Aim:
        """What it was for: its routine's aim, else what is usual for that part of the body."""
        routine = routine_of(self.routine)
        return (
            routine.aim if routine is not None else usual_aim(self.region or region_of(self.asked))
        )

    @property
    def repetitions(self) -> int:
        """Attempts that count."""
        return sum(attempt.counted for attempt in self.attempts)
