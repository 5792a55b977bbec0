"""A technique that this view can't show gets what to do about it, and no verdict."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body.torso import PlaneChart
from coach.coaching.session import Session
from coach.coaching.tally import Tally
from coach.techniques.library import load_library
from coach.types import ChartName, Region, View
from tests.simulated import SIMULATED, Script, observe, repeat, technique_path

LIBRARY = load_library()
FRAMES = list(observe(Script(*[repeat(technique_path(SIMULATED[-1]), 1)] * 2)))


def obstacle(asked: str, view: View, charts: tuple[ChartName, ...] = tuple(ChartName)) -> str:
    tally = Tally()
    held = [PlaneChart(name, np.zeros(2), np.eye(2)) for name in charts]
    for frame in FRAMES:
        tally.push(frame, view, held)
    return tally.obstacle(LIBRARY.find(asked))


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
    tally = Tally()
    for one in faceless:
        tally.push(replace(one, body_px=np.full((33, 2), np.nan)), View.UNKNOWN, [])
    assert "both hands" in tally.obstacle(LIBRARY.find("palm-centre-press"))
    assert {t.id for t in LIBRARY.for_view(View.UNKNOWN)} == {
        t.id for t in LIBRARY.of_region(Region.HAND)
    }


def test_no_wrong_verdict_is_given_from_the_wrong_side() -> None:
    session = Session(LIBRARY, technique="back-cup-clap")
    for one in FRAMES:
        session.push(one)
    session.finish()
    report = session.report("", 1.0)
    assert not any(attempt.technique == "back-cup-clap" for attempt in report.attempts)
    assert any("Turn so that the camera sees the back" in warning for warning in report.warnings)
