"""The attempts as a table for spreadsheets: RFC 4180, one row an attempt."""

from __future__ import annotations

import csv
import io
import math

import numpy as np

from coach.present.report_json import in_time_order
from coach.present.words import clean
from coach.spreadsheet import harmless
from coach.types import Attempt, Report

__all__ = ["COLUMNS", "strokes_csv"]

COLUMNS = (
    "source",
    "number",
    "start_s",
    "end_s",
    "pace_s",
    "side",
    "technique",
    "sense",
    "verdict",
    "counted",
    "direction_error_deg",
    "coverage",
    "offset_cm",
    "confidence",
    "cue",
    "chart",
    "start_u",
    "start_v",
    "end_u",
    "end_v",
)


def strokes_csv(report: Report) -> str:
    """Write every attempt as a row under a header, lines ending in CR LF.

    Numbers have the units of their column's name, and an empty cell is an unknown number.
    ``start_*`` and ``end_*`` are the ends of the path in chart units. A text that a spreadsheet
    would run as a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, attempt in enumerate(in_time_order(report), start=1):
        writer.writerow([_text(report.source), number, *_cells(attempt)])
    return out.getvalue()


def _cells(attempt: Attempt) -> list[str]:
    known = attempt.path_uv[np.isfinite(attempt.path_uv).all(axis=1)]
    start, end = (known[0], known[-1]) if len(known) else ((math.nan,) * 2,) * 2
    return [
        _number(attempt.start_s, 3),
        _number(attempt.end_s, 3),
        _number(attempt.pace_s, 3),
        attempt.side.value,
        _text(attempt.technique or ""),
        attempt.sense.value if attempt.sense else "",
        attempt.verdict.value,
        "yes" if attempt.counted else "no",
        _number(attempt.direction_error_deg, 1),
        _number(attempt.coverage, 3),
        _number(attempt.offset_cm, 2),
        _number(attempt.confidence, 3),
        _text(attempt.cue),
        attempt.chart.value,
        *(_number(float(value), 4) for value in (*start, *end)),
    ]


def _text(text: str) -> str:
    return clean(harmless(text))


def _number(value: float, digits: int) -> str:
    return f"{round(value, digits) + 0.0:.{digits}f}" if math.isfinite(value) else ""
