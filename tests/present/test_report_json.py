"""The JSON report: exact keys, strict, and the same again when it is read."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import InputError
from coach.present.report import read_report, report_json
from coach.present.report_file import schema_json
from coach.present.report_json import in_time_order
from coach.types import (
    PATH_POINTS,
    Attempt,
    ChartName,
    Phase,
    Region,
    Report,
    Sense,
    Side,
    Standing,
    StepCount,
    StepState,
    Tracking,
    Verdict,
    View,
)

REPORT_KEYS = [
    "version",
    "coach",
    "source",
    "technique",
    "technique_asked",
    "region",
    "view",
    "duration_s",
    "repetitions",
    "repetitions_by_side",
    "attempts",
    "tracking",
    "warnings",
    "obstacle",
    "routine",
]
ATTEMPT_KEYS = [
    "start_s",
    "end_s",
    "side",
    "technique",
    "sense",
    "direction_error_deg",
    "verdict",
    "counted",
    "confidence",
    "cue",
    "chart",
    "path",
    "path_right",
    "pace_s",
    "coverage",
    "offset_cm",
]
DOCS = Path(__file__).parents[2] / "docs" / "report.md"

share = st.one_of(st.just(math.nan), st.floats(0, 1))


def some_path(seed: int, unknown: int) -> np.ndarray:
    """Give a path with that many unknown coordinates."""
    random = np.random.default_rng(seed)
    values = random.uniform(-3, 3, 2 * PATH_POINTS)
    values[random.permutation(values.size)[:unknown]] = np.nan
    return values.reshape(-1, 2)


path = st.builds(some_path, st.integers(0, 99), st.integers(0, 2 * PATH_POINTS))
attempts = st.builds(
    Attempt,
    start_s=st.floats(0, 1e4),
    end_s=st.floats(0, 1e4),
    side=st.sampled_from(Side),
    technique=st.one_of(st.none(), st.text()),
    sense=st.one_of(st.none(), st.sampled_from(Sense)),
    direction_error_deg=st.one_of(st.just(math.nan), st.floats(0, 180)),
    verdict=st.sampled_from(Verdict),
    counted=st.booleans(),
    confidence=share,
    cue=st.text(),
    chart=st.sampled_from(ChartName),
    path_uv=path,
    path_right_uv=path,
    coverage=share,
    offset_cm=st.one_of(st.just(math.inf), st.floats(0, 100)),
)
reports = st.builds(
    Report,
    source=st.text(st.characters()),
    technique=st.one_of(st.none(), st.text()),
    region=st.one_of(st.none(), st.sampled_from(Region)),
    view=st.sampled_from(View),
    duration_s=st.one_of(st.just(math.nan), st.floats(0, 1e4)),
    attempts=st.lists(attempts, max_size=3),
    tracking=st.builds(Tracking, share, share, share, share),
    warnings=st.lists(st.text(), max_size=2),
)


def same(one: object, other: object, tolerance: float) -> bool:
    if isinstance(one, float):
        known = math.isfinite(one)
        return abs(one - other) <= tolerance if known else math.isnan(other)
    if isinstance(one, np.ndarray):
        return np.allclose(one, other, atol=tolerance, rtol=0, equal_nan=True)
    return one == other


@settings(deadline=None)
@given(reports)
def test_what_is_written_can_be_read_again(report):
    text = report_json(report)
    again = read_report(text)
    for wrote, read in zip(in_time_order(report), again.attempts, strict=True):
        for field in fields(Attempt):
            if field.name not in ("technique", "cue"):
                one, other = getattr(wrote, field.name), getattr(read, field.name)
                assert same(one, other, 0.051), field.name
    assert again.repetitions == report.repetitions
    assert report_json(again) == text


@settings(deadline=None)
@given(reports)
def test_every_report_fits_the_schema(report):
    text = report_json(report)
    text.encode("utf-8")
    check(json.loads(text), json.loads(schema_json()))


def check(value: object, schema: dict, root: dict | None = None) -> None:
    """Validate against the part of JSON Schema that the report's uses; no part goes unread."""
    root = root or schema
    known = {"$ref", "$defs", "$schema", "description", "type", "properties", "required", "items"}
    known |= {"additionalProperties", "anyOf", "enum", "const", "minimum", "maximum"}
    assert set(schema) <= known | {"minItems", "maxItems"}
    if "$ref" in schema:
        check(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        assert any(fits(value, option, root) for option in schema["anyOf"]), value
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
        "null": type(None),
    }
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]]), value
        assert schema["type"] not in ("integer", "number") or not isinstance(value, bool)
    assert "const" not in schema or value == schema["const"]
    assert "enum" not in schema or value in schema["enum"]
    assert "minimum" not in schema or value >= schema["minimum"]
    assert "maximum" not in schema or value <= schema["maximum"]
    if isinstance(value, list) and "items" in schema:
        assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", math.inf)
        for item in value:
            check(item, schema["items"], root)
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) <= set(value) <= set(schema["properties"])
        assert schema["additionalProperties"] is False
        for key, inner in value.items():
            check(inner, schema["properties"][key], root)


def fits(value: object, schema: dict, root: dict) -> bool:
    try:
        check(value, schema, root)
    except AssertionError:
        return False
    return True


def test_the_checker_notices_what_is_wrong(make_report):
    good = json.loads(report_json(make_report(Verdict.GOOD)))
    schema = json.loads(schema_json())
    for change in ({"extra": 1}, {"version": 2}, {"repetitions": -1}, {"view": "side"}):
        assert not fits(good | change, schema, schema)
    good["attempts"][0]["path"].pop()
    assert not fits(good, schema, schema)


def test_the_shipped_schema_is_up_to_date():
    shipped = files("coach.present").joinpath("report.schema.json").read_text("utf-8")
    assert json.loads(shipped) == json.loads(schema_json())


def test_an_obstacle_is_kept_and_older_reports_have_none(make_report):
    told = replace(make_report(Verdict.GOOD), obstacle="Turn.", warnings=("Turn.",))
    text = report_json(told)
    assert read_report(text).obstacle == "Turn."
    older = {key: value for key, value in json.loads(text).items() if key != "obstacle"}
    assert read_report(json.dumps(older)).obstacle == ""


def test_keys_are_exactly_these_and_in_this_order(make_report):
    values = json.loads(report_json(make_report(Verdict.GOOD, Verdict.REVERSED)))
    assert list(values) == REPORT_KEYS
    assert all(list(attempt) == ATTEMPT_KEYS for attempt in values["attempts"])
    assert list(values["repetitions_by_side"]) == ["left", "right"]
    assert list(values["tracking"]) == ["face", "body", "left_hand", "right_hand"]


def test_the_steps_of_a_routine_are_written_and_read_again(make_report):
    counted = StepCount("chin-to-ears", StepState.DONE, 5, 4, 5, 0.0, 5, math.nan)
    timed = StepCount("around-the-eyes", StepState.OPEN, 0, 0, 0, 12.3456, 0, 60.0)
    skipped = StepCount("neck-side-down", StepState.SKIPPED, 0, 0, 0, 0.0, 3, math.nan, True)
    report = replace(
        make_report(Verdict.GOOD),
        standing=Standing("mine", 70.0, 1, Phase.WORKING, (counted, timed, skipped), 0.0, 61.0),
    )
    text = report_json(report)
    row = json.loads(text)["routine"]
    assert (row["id"], row["worked_s"]) == ("mine", 61.0)
    assert [step["state"] for step in row["steps"]] == ["done", "open", "skipped"]
    assert [step["length_s"] for step in row["steps"]] == [None, 60.0, None]
    assert [step["each_hand"] for step in row["steps"]] == [False, False, True]
    again = read_report(text)
    assert again.standing is not None
    assert (again.standing.step, again.standing.phase) == (1, Phase.WORKING)
    assert report_json(again) == text


def test_every_key_and_verdict_is_documented():
    docs = DOCS.read_text("utf-8")
    words = [*REPORT_KEYS, *ATTEMPT_KEYS, *(verdict.value for verdict in Verdict)]
    assert [word for word in words if f"`{word}`" not in docs] == []


def test_unknown_is_null_and_times_are_milliseconds(make_report, make_attempt):
    attempt = make_attempt(
        Verdict.NOT_JUDGED,
        start_s=1.00049,
        side=Side.LEFT,
        sense=None,
        direction_error_deg=math.nan,
        coverage=math.nan,
        offset_cm=math.inf,
    )
    report = replace(make_report(), attempts=(attempt,), duration_s=math.nan)
    values = json.loads(report_json(report))
    row = values["attempts"][0]
    assert values["duration_s"] is None
    assert (row["start_s"], row["end_s"], row["pace_s"]) == (1.0, 2.5, 1.5)
    unknown = ("sense", "direction_error_deg", "coverage", "offset_cm", "path_right")
    assert [row[key] for key in unknown] == [None] * 5


def test_attempts_are_in_time_order(make_report, make_attempt):
    late, early = make_attempt(start_s=5.0), make_attempt(start_s=1.0)
    values = json.loads(report_json(replace(make_report(), attempts=(late, early))))
    assert [row["start_s"] for row in values["attempts"]] == [1.0, 5.0]


def test_repetitions_by_side(make_report):
    turns = make_report(*[Verdict.GOOD] * 3, technique="brows-outwards")
    values = json.loads(report_json(turns))
    assert values["repetitions"] == 3
    assert values["repetitions_by_side"] == {"left": 2, "right": 1}


def test_a_path_is_one_line_of_the_file(make_report):
    lines = report_json(make_report(Verdict.GOOD)).splitlines()
    assert [line.lstrip()[:9] for line in lines if '"path' in line] == ['"path": [', '"path_rig']
    assert max(map(len, lines)) < 400


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a JSON file"),
        ("[" * 100_000, "not a JSON file"),
        ("[1, 2]", "not a Coach report"),
        ('{"version": 2}', "its version is 2"),
        ('{"version": 1}', '"coach": Field required'),
    ],
)
def test_other_files_are_refused_in_one_line(text, said):
    with pytest.raises(InputError, match=said) as error:
        read_report(text)
    assert "\n" not in str(error.value)


def test_damaged_reports_name_the_key(make_report):
    values = json.loads(report_json(make_report(Verdict.GOOD)))
    values["attempts"][0]["verdict"] = "perfect"
    with pytest.raises(InputError, match=r"attempts\.0\.verdict"):
        read_report(json.dumps(values))
    values = json.loads(report_json(make_report(Verdict.GOOD)))
    values["duration_s"] = float("nan")
    with pytest.raises(InputError):
        read_report(json.dumps(values))
