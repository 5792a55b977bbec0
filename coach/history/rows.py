"""Rows of the history's file from the nouns, and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from coach.history.kinds import region_of
from coach.history.records import AttemptRecord, SessionRecord
from coach.types import Attempt, Region, Sense, Side, Verdict, View

__all__ = ["attempt_of", "known", "session_of", "values_of"]


def values_of(attempt: Attempt, region: Region | None) -> tuple[object, ...]:
    """Give what is kept of an attempt, from ``start_s`` on.

    Parameters
    ----------
    region
        That of the session, for attempts of no known technique.
    """
    return (
        attempt.start_s,
        attempt.end_s,
        attempt.side,
        attempt.technique,
        region_of(attempt.technique) or region,
        attempt.sense,
        attempt.verdict,
        attempt.counted,
        known(attempt.direction_error_deg),
        known(attempt.coverage),
        known(attempt.offset_cm),
        known(attempt.confidence),
        attempt.cue,
    )


def session_of(row: tuple[object, ...], attempts: list[AttemptRecord]) -> SessionRecord:
    """Read a row of sessions; raises ValueError for what no program wrote."""
    number, started_at, source, technique, asked, region, view, duration_s, coach, *rest = row
    hurt, routine = rest
    return SessionRecord(
        id=int(str(number)),
        started_at=datetime.fromisoformat(str(started_at)),
        source=str(source),
        technique=_text(technique),
        asked=_text(asked),
        region=Region(str(region)) if region is not None else None,
        view=View(str(view)),
        duration_s=_number(duration_s),
        coach=str(coach),
        attempts=tuple(attempts),
        hurt=bool(hurt),
        routine=_text(routine),
    )


def attempt_of(row: Sequence[object]) -> AttemptRecord:
    """Read a row of attempts, from ``number`` on; raises ValueError as `session_of`."""
    number, start_s, end_s, side, technique, region, sense, verdict, counted, *rest = row
    direction_error_deg, coverage, offset_cm, confidence, cue = rest
    return AttemptRecord(
        number=int(str(number)),
        start_s=_number(start_s),
        end_s=_number(end_s),
        side=Side(str(side)),
        technique=_text(technique),
        region=Region(str(region)) if region is not None else None,
        sense=Sense(str(sense)) if sense is not None else None,
        verdict=Verdict(str(verdict)),
        counted=bool(counted),
        direction_error_deg=_number(direction_error_deg),
        coverage=_number(coverage),
        offset_cm=_number(offset_cm),
        confidence=_number(confidence),
        cue=str(cue),
    )


def known(value: float) -> float | None:
    """Give a number as it is kept: NULL when it is unknown."""
    return float(value) if math.isfinite(value) else None


def _number(value: object) -> float:
    return float(str(value)) if value is not None else math.nan


def _text(value: object) -> str | None:
    return str(value) if value is not None else None
