"""The report as JSON, version 1: written, and read back."""

from __future__ import annotations

import json
import math
import re

import numpy as np
from pydantic import ValidationError

from coach import __version__
from coach.errors import InputError
from coach.present.report_file import (
    VERSION,
    AttemptRow,
    ReportFile,
    RoutineRow,
    SidesRow,
    StepRow,
    TrackingRow,
)
from coach.present.words import clean
from coach.types import (
    PATH_POINTS,
    Attempt,
    FloatArray,
    Phase,
    Report,
    Side,
    Standing,
    StepCount,
    StepState,
    Tracking,
)

__all__ = ["in_time_order", "read_report", "report_json"]

TIME_DIGITS = 3
DEGREE_DIGITS = 1
SHARE_DIGITS = 3
PATH_DIGITS = 4
CM_DIGITS = 2

NUMBER = r"(-?[\d.]+(?:[eE][+-]?\d+)?|null)"
POINT_LINES = re.compile(rf"\[\n\s+{NUMBER},\n\s+{NUMBER}\n\s+\]")
PATH_LINES = re.compile(r"(\[)\n\s+(\[-?[\dn].*\])\n\s+(\])")


def report_json(report: Report) -> str:
    """Write a report as JSON (version 1), ending in a newline.

    Strict JSON: what is NaN becomes null, times are rounded to milliseconds.
    """
    tracking = report.tracking
    row = ReportFile(
        version=VERSION,
        coach=__version__,
        source=clean(report.source),
        technique=report.technique,
        technique_asked=report.asked,
        region=report.region,
        view=report.view,
        duration_s=_rounded(report.duration_s, TIME_DIGITS),
        repetitions=report.repetitions,
        repetitions_by_side=SidesRow(
            left=report.repetitions_of(Side.LEFT), right=report.repetitions_of(Side.RIGHT)
        ),
        attempts=[_attempt_row(attempt) for attempt in in_time_order(report)],
        tracking=TrackingRow(
            face=_share(tracking.face),
            body=_share(tracking.body),
            left_hand=_share(tracking.left_hand),
            right_hand=_share(tracking.right_hand),
        ),
        warnings=[clean(warning) for warning in report.warnings],
        obstacle=clean(report.obstacle),
        routine=_routine_row(report.standing) if report.standing is not None else None,
    )
    return _dump(row.model_dump(mode="json"))


def in_time_order(report: Report) -> list[Attempt]:
    """Give the attempts in the order in which every form of the report lists them.

    Times are compared as they are written, so that reading a report again changes nothing.
    """
    return sorted(
        report.attempts,
        key=lambda attempt: (
            round(attempt.start_s, TIME_DIGITS),
            round(attempt.end_s, TIME_DIGITS),
        ),
    )


def _dump(value: object) -> str:
    """Indent, but keep a path on one line; strings hold no raw line breaks to confuse."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    text = POINT_LINES.sub(r"[\1, \2]", text)
    return PATH_LINES.sub(r"\1\2\3", re.sub(r"\],\n\s+\[", "], [", text)) + "\n"


def _attempt_row(attempt: Attempt) -> AttemptRow:
    start_s, end_s = round(attempt.start_s, TIME_DIGITS), round(attempt.end_s, TIME_DIGITS)
    return AttemptRow(
        start_s=start_s,
        end_s=end_s,
        side=attempt.side,
        technique=attempt.technique,
        sense=attempt.sense,
        direction_error_deg=_rounded(attempt.direction_error_deg, DEGREE_DIGITS),
        verdict=attempt.verdict,
        counted=attempt.counted,
        confidence=_share(attempt.confidence),
        cue=clean(attempt.cue),
        chart=attempt.chart,
        path=_path_rows(attempt.path_uv),
        path_right=(
            _path_rows(attempt.path_right_uv) if np.isfinite(attempt.path_right_uv).any() else None
        ),
        pace_s=_rounded(end_s - start_s, TIME_DIGITS),
        coverage=_share(attempt.coverage),
        offset_cm=_rounded(attempt.offset_cm, CM_DIGITS),
    )


def _routine_row(standing: Standing) -> RoutineRow:
    steps = [
        StepRow(
            technique=step.technique,
            state=step.state,
            total=step.total,
            left=step.left,
            right=step.right,
            repetitions_wanted=step.repetitions,
            each_hand=step.each,
            done_s=round(step.done_s, TIME_DIGITS),
            length_s=_rounded(step.length_s, TIME_DIGITS),
        )
        for step in standing.steps
    ]
    return RoutineRow(
        id=standing.routine, worked_s=round(standing.worked_s, TIME_DIGITS), steps=steps
    )


def _path_rows(path_uv: FloatArray) -> list[list[float | None]]:
    return [[_rounded(value, PATH_DIGITS) for value in point] for point in path_uv.tolist()]


def _rounded(value: float, digits: int) -> float | None:
    return round(float(value), digits) + 0.0 if math.isfinite(value) else None


def _share(value: float) -> float | None:
    """Round a share; a sum that passed 1 by a rounding error is 1."""
    return _rounded(min(max(value, 0.0), 1.0), SHARE_DIGITS) if math.isfinite(value) else None


def read_report(text: str) -> Report:
    """Read a report that `report_json` wrote.

    Raises
    ------
    InputError
        It is not JSON, not a Coach report, or of a version this program doesn't know.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"this is not a JSON file: {error}") from error
    version = values.get("version") if isinstance(values, dict) else None
    if version != VERSION:
        raise InputError(
            f"this is not a Coach report of version {VERSION} (its version is {version!r})"
        )
    try:
        row = ReportFile.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(str(part) for part in fault["loc"])
        raise InputError(f'this Coach report is damaged: "{key}": {fault["msg"]}') from error
    return _report(row)


def _report(row: ReportFile) -> Report:
    return Report(
        source=row.source,
        technique=row.technique,
        region=row.region,
        view=row.view,
        duration_s=_number(row.duration_s),
        attempts=tuple(_attempt(attempt) for attempt in row.attempts),
        tracking=Tracking(
            _number(row.tracking.face),
            _number(row.tracking.body),
            _number(row.tracking.left_hand),
            _number(row.tracking.right_hand),
        ),
        warnings=tuple(row.warnings),
        asked=row.technique_asked,
        standing=_standing(row),
        obstacle=row.obstacle,
    )


def _standing(row: ReportFile) -> Standing | None:
    """Give where the person was when the clip ended."""
    routine = row.routine
    if routine is None:
        return None
    steps = tuple(
        StepCount(
            technique=step.technique,
            state=step.state,
            left=step.left,
            right=step.right,
            total=step.total,
            done_s=step.done_s,
            repetitions=step.repetitions_wanted,
            length_s=_number(step.length_s),
            each=step.each_hand,
        )
        for step in routine.steps
    )
    states = [step.state for step in steps]
    here = states.index(StepState.OPEN) if StepState.OPEN in states else len(states)
    phase = Phase.OVER if here == len(states) else Phase.WORKING
    return Standing(
        routine.id, _number(row.duration_s), here, phase, steps, worked_s=routine.worked_s
    )


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(
        start_s=row.start_s,
        end_s=row.end_s,
        side=row.side,
        technique=row.technique,
        sense=row.sense,
        direction_error_deg=_number(row.direction_error_deg),
        verdict=row.verdict,
        counted=row.counted,
        confidence=_number(row.confidence),
        cue=row.cue,
        chart=row.chart,
        path_uv=_path(row.path),
        path_right_uv=_path(row.path_right or [[None, None]] * PATH_POINTS),
        coverage=_number(row.coverage),
        offset_cm=_number(row.offset_cm),
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _path(rows: list[list[float | None]]) -> FloatArray:
    return np.array([[_number(value) for value in point] for point in rows], dtype=np.float64)
