"""Puts a practice that is over into the history, and says so if that can't be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from coach.errors import HistoryError
from coach.history import store
from coach.types import Report

__all__ = ["Keep", "Record", "keep", "kept"]

Keep = Callable[[Report, datetime], object]
"""Keeps what was done, and when it began; see `coach.history.store.History.add`."""


@dataclass(frozen=True, slots=True)
class Record:
    """Whether a practice is in the history.

    Attributes
    ----------
    fault
        Why it is not, in one line; empty when nothing went wrong.
    """

    is_kept: bool = False
    fault: str = ""


def keep(report: Report, started_at: datetime) -> None:
    """Put it into this computer's history."""
    store.add(report, started_at)


def kept(report: Report, started_at: datetime, keep: Keep = keep) -> Record:
    """Keep a practice in which something was done or hurt; its report outlives what goes wrong."""
    standing = report.standing
    went_on = standing is not None and any(step.done_s for step in standing.steps)
    if not report.attempts and not report.hurt and not went_on:
        return Record()
    try:
        keep(report, started_at)
    except HistoryError as error:
        return Record(fault=str(error))
    return Record(is_kept=True)
