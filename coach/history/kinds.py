"""What the ids in the history stand for: the techniques and routines that come with Coach."""

from __future__ import annotations

from functools import cache

from coach.techniques.library import load_library
from coach.techniques.routine import Routine
from coach.techniques.routine_library import load_routines
from coach.types import Region

__all__ = ["region_of", "routine_of"]


def region_of(technique_id: str | None) -> Region | None:
    """Give the part of the body of a technique; None for one that does not come with Coach."""
    return _regions().get(technique_id or "")


def routine_of(routine_id: str | None) -> Routine | None:
    """Give a routine; None for one that does not come with Coach."""
    return _routines().get(routine_id or "")


@cache
def _regions() -> dict[str, Region]:
    return {technique.id: technique.region for technique in load_library().techniques}


@cache
def _routines() -> dict[str, Routine]:
    return {routine.id: routine for routine in load_routines(load_library()).routines}
