"""The real thing on the sample clips: real MediaPipe, real files, against their truth."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach.coaching.review import review_clip
from coach.techniques.library import load_library
from coach.types import Attempt, Report, Side, Verdict, View
from tests.watching import told, watched

SAMPLES = Path(__file__).parent.parent / "sample_videos"
NAMES = (
    "forehead_to_temples",
    "temples_to_forehead",
    "chin_to_ears",
    "neck_side_down",
    "back_long_stroke",
    "back_on_the_spine",
    "around_the_eyes",
    "hand_wrist_to_webs",
    "abdomen_clockwise",
    "idle",
)
CIRCLES = ("around_the_eyes", "abdomen_clockwise")
EVERY = pytest.mark.parametrize("name", NAMES)
WITH_STROKES = pytest.mark.parametrize("name", [name for name in NAMES if name != "idle"])


@cache
def truth(name: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((SAMPLES / f"{name}.truth.json").read_text("utf-8"))
    return values


def report(name: str) -> Report:
    found, _ = watched(SAMPLES / f"{name}.mp4")
    return found


def meets(attempt: Attempt, stroke: dict[str, Any]) -> bool:
    """Their middles lie within each other, and the hand is the same."""
    middle = (attempt.start_s + attempt.end_s) / 2
    in_time = stroke["start_s"] <= middle <= stroke["end_s"]
    return in_time and attempt.side in (Side(stroke["side"]), Side.BOTH)


@EVERY
def test_view_technique_and_region(name: str) -> None:
    want, got = truth(name), report(name)
    assert got.view is View(want["view"])
    assert got.technique == want["technique"]
    if want["technique"] is not None:
        assert got.region is not None
        assert got.region.value == want["region"]


@EVERY
def test_exact_number_of_repetitions(name: str) -> None:
    want, got = truth(name), report(name)
    by_side = {side.value: got.repetitions_of(side) for side in (Side.LEFT, Side.RIGHT)}
    assert got.repetitions == want["repetitions"]
    assert by_side == want["repetitions_by_side"]


@WITH_STROKES
def test_every_stroke_is_found_with_its_sense(name: str) -> None:
    attempts = [a for a in report(name).attempts if a.technique == truth(name)["technique"]]
    for stroke in truth(name)["strokes"]:
        met = [a for a in attempts if meets(a, stroke)]
        assert len(met) == 1, stroke
        assert met[0].sense is not None
        assert met[0].sense.value == stroke["sense"]


@WITH_STROKES
def test_nothing_is_called_a_stroke_that_was_none(name: str) -> None:
    for attempt in report(name).attempts:
        assert any(meets(attempt, stroke) for stroke in truth(name)["strokes"]), attempt


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("idle", *CIRCLES)])
def test_directions_are_measured(name: str) -> None:
    for attempt in report(name).attempts:
        error = attempt.direction_error_deg
        assert min(error, 180 - error) < 20


@pytest.mark.parametrize("name", ["hand_wrist_to_webs", *CIRCLES])
def test_told_what_is_done_it_counts_the_same(name: str) -> None:
    want = truth(name)
    asked = told(SAMPLES / f"{name}.mp4", want["technique"])
    assert asked.technique == want["technique"]
    assert asked.repetitions == want["repetitions"]
    assert {a.verdict for a in asked.attempts} == {Verdict.GOOD}
    senses = [a.sense.value for a in asked.attempts if a.sense is not None]
    assert senses == ["right"] * want["repetitions"]


def test_the_fault_on_the_spine_is_found() -> None:
    attempts = report("back_on_the_spine").attempts
    assert [a.verdict for a in attempts] == [Verdict.NO_GO] * len(
        truth("back_on_the_spine")["strokes"]
    )


def test_idle_hands_do_nothing() -> None:
    assert report("idle").repetitions == 0
    assert not [a for a in report("idle").attempts if a.technique is not None]


@EVERY
def test_the_person_is_tracked(name: str) -> None:
    tracking = report(name).tracking
    assert tracking.body > 0.95
    if truth(name)["view"] == "front":
        assert tracking.face > 0.9  # hands cover it now and then


def test_another_technique_of_the_face_is_not_what_was_done() -> None:
    asked = told(SAMPLES / "forehead_to_temples.mp4", "chin-to-ears")
    assert (asked.asked, asked.technique) == ("chin-to-ears", None)
    assert asked.repetitions == 0
    assert {a.technique for a in asked.attempts} == {"forehead-to-temples"}
    assert {a.verdict for a in asked.attempts} == {Verdict.NOT_JUDGED}


def test_strokes_are_no_claps_folds_or_rubs_for_who_says_so() -> None:
    for technique in load_library().techniques:
        if not technique.kind.is_path:
            asked = told(SAMPLES / "back_long_stroke.mp4", technique.id)
            assert asked.repetitions == 0, technique.id


def test_a_mirrored_clip_swaps_the_sides() -> None:
    name = "neck_side_down"
    mirrored = review_clip(SAMPLES / f"{name}.mp4", load_library(), mirrored=True).report
    assert mirrored.repetitions == truth(name)["repetitions"]
    sides = [a.side for a in report(name).attempts]
    swapped = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
    assert [a.side for a in mirrored.attempts] == [swapped[side] for side in sides]
