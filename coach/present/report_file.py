"""The keys of the JSON report, version 1: the one description of the file.

The JSON Schema beside this module is made from these models (a test compares the two), and
``docs/report.md`` explains every field.
"""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from coach.types import PATH_POINTS, ChartName, Region, Sense, Side, StepState, Verdict, View

__all__ = [
    "VERSION",
    "AttemptRow",
    "PathRows",
    "ReportFile",
    "RoutineRow",
    "SidesRow",
    "StepRow",
    "TrackingRow",
    "schema_json",
]

VERSION: Literal[1] = 1
SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"

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
        description="Angle to the technique's right direction, in degrees, 0 to 180."
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


class StepRow(Strict):
    """How far one step of the routine came."""

    technique: str = Field(description="Id of its technique.")
    state: StepState = Field(description="Done, left out, or begun and not finished (open).")
    total: Count = Field(description="Repetitions that counted; both hands together make one.")
    left: Count = Field(description="Those in which the left hand took part.")
    right: Count = Field(description="Those in which the right hand took part.")
    repetitions_wanted: Count = Field(description="How many it wants; 0 when it goes by the clock.")
    each_hand: bool = Field(description="Whether it wants so many of either hand.")
    done_s: Seconds = Field(description="How long it went on, when it goes by the clock.")
    length_s: Seconds | None = Field(
        description="How long it is to go on, in seconds; null when it is counted."
    )


class RoutineRow(Strict):
    """The routine that was followed."""

    id: str = Field(description="The routine's id.")
    worked_s: Seconds = Field(description="How long it went on, without absences, in seconds.")
    steps: list[StepRow] = Field(description="Its steps, in the routine's order.")


class ReportFile(Strict):
    """What a clip showed: Coach's report, version 1."""

    version: Literal[1] = Field(description="Version of this format.")
    coach: str = Field(description="Version of the program that wrote it.")
    source: str = Field(description="Name of the clip or camera.")
    technique: str | None = Field(
        description="Id of the technique done: the one asked for, else the one most attempts "
        "fit; null when none fits."
    )
    technique_asked: str | None = Field(
        description="Id of the technique asked for; null when none was."
    )
    region: Region | None = Field(description="The part of the body; null when unknown.")
    view: View = Field(description="Which way the person faces.")
    duration_s: Seconds | None = Field(description="Length of the clip in seconds.")
    repetitions: Count = Field(description="Counted attempts; both hands together make one.")
    repetitions_by_side: SidesRow
    attempts: list[AttemptRow] = Field(description="Every stroke, in time order.")
    tracking: TrackingRow
    warnings: list[str] = Field(description="Plain sentences about what could not be judged.")
    obstacle: str = Field(
        default="",
        description="Why nothing at all could be judged, which is one of the warnings; empty when "
        "something could.",
    )
    routine: RoutineRow | None = Field(
        default=None, description="The routine that was followed, step by step; null for none."
    )


def schema_json() -> str:
    """Write the JSON Schema of the report, as it is shipped beside this module."""
    schema = {"$schema": SCHEMA_ID, **ReportFile.model_json_schema(mode="serialization")}
    return json.dumps(_untitled(schema), indent=2) + "\n"


def _untitled(node: object) -> object:
    """Drop the titles that pydantic makes from the keys, and defaults: all is always written."""
    if isinstance(node, dict):
        return {k: _untitled(v) for k, v in node.items() if k not in ("title", "default")}
    return [_untitled(item) for item in node] if isinstance(node, list) else node
