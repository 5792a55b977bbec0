"""A technique that this view can't show gets what to do about it, and no verdict."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body.torso import PlaneChart
from coach.coaching.session import Session
from coach.coaching.sought import Sought
from coach.coaching.tally import Tally
from coach.techniques.library import load_library
from coach.techniques.routine_library import load_routines
from coach.types import ChartName, Observation, Region, Report, View
from tests.simulated import SIMULATED, Camera, Script, observe, repeat, technique_path

LIBRARY = load_library()
ROUTINES = load_routines(LIBRARY)
FRAMES = list(observe(Script(*[repeat(technique_path(SIMULATED[-1]), 1)] * 2)))
FAR = Camera(unit_px=20.0, origin_px=(320.0, 100.0))
"""From here the picture goes down to the hips and further; from the usual place, to the chest."""


def strokes(name: str, camera: Camera | None = None) -> list[Observation]:
    technique = LIBRARY.find(name)
    moves = repeat(technique_path(technique), 3)
    how = {"view": technique.view, "effector": technique.effector}
    return list(observe(Script(moves, moves), camera, **how))


def reviewed(frames: list[Observation], session: Session) -> Report:
    for one in frames:
        session.push(one)
    session.finish()
    report = session.report("", 1.0)
    assert report.obstacle == session.obstacle
    assert not report.obstacle or report.warnings[0] == report.obstacle
    return report


def obstacle(asked: str, view: View, charts: tuple[ChartName, ...] = tuple(ChartName)) -> str:
    tally = Tally(one(asked))
    in_the_middle = np.array([320.0, 240.0]), 50 * np.eye(2)
    held = [PlaneChart(name, *in_the_middle) for name in charts]
    for frame in FRAMES:
        tally.push(frame, view, held)
    return tally.obstacle()


def one(asked: str) -> Sought:
    technique = LIBRARY.find(asked)
    return Sought((technique,), technique.name, technique)


@pytest.mark.parametrize(
    ("asked", "view", "words"),
    [
        ("back-cup-clap", View.FRONT, "sees the back"),
        ("forehead-to-temples", View.BACK, "sees your face"),
        ("neck-press-release", View.FRONT, "sees the nape"),
        ("abdomen-clockwise", View.BACK, "sees chest and belly"),
        ("arm-upwards", View.BACK, "sees the arm from shoulder to wrist"),
        ("leg-upwards", View.FRONT, "sees the back of the legs"),
        ("leg-front-upwards", View.BACK, "sees the front of the legs"),
    ],
)
def test_turn_so_that_the_camera_sees(asked: str, view: View, words: str) -> None:
    told = obstacle(asked, view)
    assert "Turn so that the camera" in told
    assert words in told
    assert obstacle(asked, LIBRARY.find(asked).view) == ""


@pytest.mark.parametrize(
    ("asked", "words"),
    [("leg-front-upwards", "hip to toes"), ("hand-wrist-to-webs", "both hands"),
     ("arm-upwards", "shoulder to wrist"), ("fists-below-navel", "shoulders and hips")],
)  # fmt: skip
def test_what_must_be_in_the_picture(asked: str, words: str) -> None:
    assert words in obstacle(asked, View.FRONT, (ChartName.FACE,))


def test_hands_are_judged_without_a_face() -> None:
    faceless = [replace(one, face_px=np.full((468, 3), np.nan)) for one in FRAMES]
    tally = Tally(one("palm-centre-press"))
    for frame in faceless:
        tally.push(replace(frame, body_px=np.full((33, 2), np.nan)), View.UNKNOWN, [])
    assert "both hands" in tally.obstacle()
    assert {t.id for t in LIBRARY.for_view(View.UNKNOWN)} == {
        t.id for t in LIBRARY.of_region(Region.HAND)
    }


def test_no_wrong_verdict_is_given_from_the_wrong_side() -> None:
    report = reviewed(FRAMES, Session(LIBRARY, technique="back-cup-clap"))
    assert not any(attempt.technique == "back-cup-clap" for attempt in report.attempts)
    assert any("Turn so that the camera sees the back" in warning for warning in report.warnings)


def test_a_routine_from_the_wrong_side_is_told_to_turn() -> None:
    routine = ROUTINES.find("face-first")
    report = reviewed(strokes("back-long-stroke"), Session(LIBRARY, routine=routine))
    assert report.obstacle == (
        f'"{routine.name}" can\'t be seen from this side. Turn so that the camera sees your face.'
    )
    right = reviewed(strokes("forehead-to-temples"), Session(LIBRARY, routine=routine))
    assert right.obstacle == ""
    assert right.repetitions == 3


def test_a_part_of_the_body_from_the_wrong_side_is_told_to_turn() -> None:
    report = reviewed(strokes("chin-to-ears"), Session(LIBRARY, region=Region.BACK))
    assert report.obstacle == (
        "Nothing for this part of the body can be seen from this side. "
        "Turn so that the camera sees the back."
    )
    assert report.technique is None
    assert {attempt.technique for attempt in report.attempts} == {"chin-to-ears"}


def test_a_part_of_the_body_that_has_two_sides_is_seen_from_either() -> None:
    for name in ("neck-side-down", "back-long-stroke"):
        report = reviewed(strokes(name, FAR), Session(LIBRARY, region=Region.NECK))
        assert report.obstacle == ""


@pytest.mark.parametrize("asked", ["abdomen-clockwise", "fists-below-navel", "abdomen-brush-down"])
def test_a_place_below_the_picture_is_told(asked: str) -> None:
    near = reviewed(strokes("chin-to-ears"), Session(LIBRARY, technique=asked))
    assert near.obstacle == (
        f'The place of "{LIBRARY.find(asked).name}" was not in the picture. '
        "Show chest and belly, from shoulders to hips."
    )
    far = reviewed(strokes("chin-to-ears", FAR), Session(LIBRARY, technique=asked))
    assert far.obstacle == ""


def test_a_part_of_the_body_below_the_picture_is_told() -> None:
    report = reviewed(strokes("chin-to-ears"), Session(LIBRARY, region=Region.ABDOMEN))
    assert report.obstacle.startswith("This part of the body was not in the picture. Show chest")


def test_a_place_high_on_the_chest_is_in_the_picture_with_head_and_shoulders() -> None:
    report = reviewed(strokes("chin-to-ears"), Session(LIBRARY, technique="thymus-taps"))
    assert report.obstacle == ""


def test_what_counted_was_seen_however_the_picture_ends() -> None:
    tally = Tally(one("abdomen-clockwise"))
    for frame in FRAMES:
        tally.push(frame, View.FRONT, [PlaneChart(ChartName.TORSO, np.full(2, 900.0), np.eye(2))])
    (done, *_) = reviewed(
        strokes("forehead-to-temples"), Session(LIBRARY, technique="forehead-to-temples")
    ).attempts
    assert "not in the picture" in tally.obstacle()
    assert tally.obstacle([replace(done, technique="abdomen-clockwise")]) == ""
