"""The report as JSON, version 1: written, read back, and described by a JSON Schema.

The models below are the one description of the file: the schema beside this module is made
from them (a test compares the two), and ``docs/report.md`` explains every field.
"""

from __future__ import annotations

import json
import math
import re
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach import __version__
from coach.errors import InputError
from coach.present.words import clean
from coach.types import (
    PATH_POINTS,
    Attempt,
    ChartName,
    FloatArray,
    Region,
    Report,
    Sense,
    Side,
    Tracking,
    Verdict,
    View,
)

__all__ = ["SCHEMA_ID", "VERSION", "read_report", "report_json", "schema_json"]

VERSION: Literal[1] = 1
SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"

TIME_DIGITS = 3
DEGREE_DIGITS = 1
SHARE_DIGITS = 3
PATH_DIGITS = 4
CM_DIGITS = 2

NUMBER = r"(-?[\d.]+(?:[eE][+-]?\d+)?|null)"
POINT_LINES = re.compile(rf"\[\n\s+{NUMBER},\n\s+{NUMBER}\n\s+\]")
PATH_LINES = re.compile(r"(\[)\n\s+(\[-?[\dn].*\])\n\s+(\])")

Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
PointRow = Annotated[list[Number | None], Field(min_length=2, max_length=2)]
PathRows = Annotated[list[PointRow], Field(min_length=PATH_POINTS, max_length=PATH_POINTS)]


class Strict(BaseModel):
    """No unknown keys, no silent conversions between types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SidesRow(Strict):
    """Counted attempts by hand; one with both hands counts for each."""

    left: Count = Field(description="Counted attempts in which the left hand took part.")
    right: Count = Field(description="Counted attempts in which the right hand took part.")


class TrackingRow(Strict):
    """Share of the frames in which each part was seen, 0 to 1; null when unknown."""

    face: Share | None = Field(description="Share of the frames with a face, 0 to 1.")
    body: Share | None = Field(description="Share of the frames with a body, 0 to 1.")
    left_hand: Share | None = Field(description="Share of the frames with the left hand, 0 to 1.")
    right_hand: Share | None = Field(description="Share of the frames with the right hand, 0 to 1.")


class AttemptRow(Strict):
    """One stroke, judged."""

    start_s: Seconds = Field(description="When it began, in seconds from the first frame.")
    end_s: Seconds = Field(description="When it ended, in seconds from the first frame.")
    side: Side = Field(description="The person's own hand, or both when they moved together.")
    technique: str | None = Field(description="Id of the technique it fits; null for none.")
    sense: Sense | None = Field(
        description="Along the technique or against it; null when that can't be told."
    )
    direction_error_deg: Annotated[float, Field(ge=0, le=180, allow_inf_nan=False)] | None = Field(
        description="Median angle to the technique's right direction, in degrees, 0 to 180."
    )
    verdict: Verdict = Field(description="What is said of it.")
    counted: bool = Field(description="Whether it is a repetition.")
    confidence: Share | None = Field(
        description="How sure its sense and contact are, 0 (a guess) to 1 (certain)."
    )
    cue: str = Field(description="The one correction that matters most; empty when none is needed.")
    chart: ChartName = Field(description="The chart of its path.")
    path: PathRows = Field(
        description="16 [u, v] points in order, in chart units; u is positive on the person's "
        "left. For both hands, the left hand's. null where unknown."
    )
    path_right: PathRows | None = Field(
        description="For both hands, the right hand's 16 [u, v] points; null otherwise."
    )
    pace_s: Seconds | None = Field(description="How long it took, in seconds: end_s - start_s.")
    coverage: Share | None = Field(
        description="Share of the technique's length that was gone along, 0 to 1."
    )
    offset_cm: Number | None = Field(
        description="Median distance from the technique's path, in centimetres of an average adult."
    )


class ReportFile(Strict):
    """What a clip showed: Coach's report, version 1."""

    version: Literal[1] = Field(description="Version of this format.")
    coach: str = Field(description="Version of the program that wrote it.")
    source: str = Field(description="Name of the clip or camera.")
    technique: str | None = Field(
        description="Id of the technique asked for, or of the one most attempts fit."
    )
    region: Region | None = Field(description="The part of the body; null when unknown.")
    view: View = Field(description="Which way the person faces.")
    duration_s: Seconds | None = Field(description="Length of the clip in seconds.")
    repetitions: Count = Field(description="Counted attempts; both hands together make one.")
    repetitions_by_side: SidesRow
    attempts: list[AttemptRow] = Field(description="Every stroke, in time order.")
    tracking: TrackingRow
    warnings: list[str] = Field(description="Plain sentences about what could not be judged.")


def report_json(report: Report) -> str:
    """Write a report as JSON (version 1), ending in a newline.

    Strict JSON: what is NaN becomes null, times are rounded to milliseconds.
    """
    attempts = sorted(report.attempts, key=lambda attempt: (attempt.start_s, attempt.end_s))
    tracking = report.tracking
    row = ReportFile(
        version=VERSION,
        coach=__version__,
        source=clean(report.source),
        technique=report.technique,
        region=report.region,
        view=report.view,
        duration_s=_rounded(report.duration_s, TIME_DIGITS),
        repetitions=report.repetitions,
        repetitions_by_side=SidesRow(
            left=report.repetitions_of(Side.LEFT), right=report.repetitions_of(Side.RIGHT)
        ),
        attempts=[_attempt_row(attempt) for attempt in attempts],
        tracking=TrackingRow(
            face=_share(tracking.face),
            body=_share(tracking.body),
            left_hand=_share(tracking.left_hand),
            right_hand=_share(tracking.right_hand),
        ),
        warnings=[clean(warning) for warning in report.warnings],
    )
    return _dump(row.model_dump(mode="json"))


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


def schema_json() -> str:
    """Write the JSON Schema of the report, as it is shipped beside this module."""
    schema = {"$schema": SCHEMA_ID, **ReportFile.model_json_schema(mode="serialization")}
    return json.dumps(_untitled(schema), indent=2) + "\n"


def _untitled(node: object) -> object:
    """Drop the titles that pydantic makes from the keys: they say nothing new."""
    if isinstance(node, dict):
        return {k: _untitled(v) for k, v in node.items() if k != "title"}
    return [_untitled(item) for item in node] if isinstance(node, list) else node
