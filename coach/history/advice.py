"""How often massage is recommended, and how long a course is.

Source: the back-massage article that the techniques come from ("how often"). Numbers that it
leaves open are marked as ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.types import Region

__all__ = ["COURSE_BREAK_DAYS", "COURSE_SESSIONS", "FREQUENCIES", "Aim", "Frequency", "usual_aim"]

COURSE_SESSIONS = (10, 25)
"""A course is 10 to 25 sessions."""
COURSE_BREAK_DAYS = (14, 28)
"""Two to four weeks without follow it."""


class Aim(StrEnum):
    """What somebody massages for."""

    FACE = "face"
    RELAXING = "relaxing"
    PREVENTIVE = "preventive"
    CORRECTIVE = "corrective"


@dataclass(frozen=True, slots=True)
class Frequency:
    """Days a week that are recommended, from least to most."""

    least: float
    most: float


FREQUENCIES: dict[Aim, Frequency] = {
    Aim.FACE: Frequency(3.5, 7),  # Daily or every other day.
    Aim.RELAXING: Frequency(1, 7),  # Daily at most; the least is ours.
    Aim.PREVENTIVE: Frequency(1, 2),  # Twice a week at most; the least is ours.
    Aim.CORRECTIVE: Frequency(2, 3),
}


def usual_aim(region: Region | None) -> Aim:
    """Give the aim to begin with, for the part that is massaged most (ours)."""
    return Aim.FACE if region in (Region.FACE, None) else Aim.PREVENTIVE
