"""The whole history for other programs: JSON, and a table with a row an attempt."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import asdict

from coach.history.records import AttemptRecord, SessionRecord
from coach.spreadsheet import harmless

__all__ = ["COLUMNS", "history_csv", "history_json"]

VERSION = 1
SESSION_COLUMNS = ("id", "started_at", "source", "duration_s")
ATTEMPT_COLUMNS = (
    "number",
    "start_s",
    "end_s",
    "side",
    "technique",
    "region",
    "sense",
    "verdict",
    "counted",
    "direction_error_deg",
    "coverage",
    "offset_cm",
    "confidence",
    "cue",
)
COLUMNS = (*(f"session_{name}" for name in SESSION_COLUMNS), *ATTEMPT_COLUMNS)


def history_json(sessions: Sequence[SessionRecord]) -> str:
    """Write all sessions as JSON, version 1; keys as in `coach.history.records`.

    Times have their offset from UTC; what is unknown is null.
    """
    rows = [_plain(asdict(session)) for session in sessions]
    return json.dumps({"version": VERSION, "sessions": rows}, indent=2, ensure_ascii=False) + "\n"


def history_csv(sessions: Sequence[SessionRecord]) -> str:
    """Write all attempts as a table; a session without any has one row of its own.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for session in sessions:
        first = [_cell(getattr(session, name)) for name in SESSION_COLUMNS]
        for attempt in session.attempts or (None,):
            writer.writerow([*first, *_cells(attempt)])
    return out.getvalue()


def _cells(attempt: AttemptRecord | None) -> list[str]:
    if attempt is None:
        return [""] * len(ATTEMPT_COLUMNS)
    return [_cell(getattr(attempt, name)) for name in ATTEMPT_COLUMNS]


def _cell(value: object) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return harmless(plain) if isinstance(plain, str) else str(plain)


def _plain(value: object) -> object:
    """Give a value as JSON knows it."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
