"""What is only timed: told where a hand was at its place, and by the clock alone elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from coach.coaching.session import Session
from coach.coaching.timed import NOWHERE, TOO_BRIEF, WHICH
from coach.techniques.library import load_library
from coach.types import FloatArray, Region, Report, Verdict
from tests.simulated import (
    DOWN,
    HIP_DEPTH,
    SHOULDER_DEPTH,
    SHOULDER_HALF,
    Camera,
    Move,
    Script,
    observe,
    rest,
)

LIBRARY = load_library()
FAR = Camera(unit_px=20.0, origin_px=(320.0, 100.0))
CHIN = np.array([0.3, -0.8 * DOWN])


def on_trunk(u: float, v: float) -> FloatArray:
    return np.array([u * SHOULDER_HALF, -HIP_DEPTH + v * (HIP_DEPTH - SHOULDER_DEPTH)])


BELLY, CHEST = on_trunk(0.25, 0.25), on_trunk(0.3, 0.75)


def stayed(asked: str, place: FloatArray, time_s: float, *, live: bool = False) -> Report:
    aside = place + np.array([3.0, -1.0])
    come, leave = Move(np.stack([aside, place]), 0.5), Move(np.stack([place, aside]), 0.5)
    session = Session(LIBRARY, technique=asked, live=live)
    for one in observe(Script([0.5, come, rest(place, time_s), leave, 1.5], []), FAR, fps=15.0):
        session.push(one)
    session.finish()
    return session.report("", time_s + 3.5)


def told(report: Report) -> list[tuple[str | None, Verdict]]:
    return [(attempt.technique, attempt.verdict) for attempt in report.attempts]


@pytest.mark.parametrize("live", [False, True])
def test_a_massager_at_its_place_is_told_by_its_time(live: bool) -> None:
    name = "vibrating-massager-abdomen"
    brief, long = (stayed(name, BELLY, time_s, live=live) for time_s in (8.0, 62.0))
    assert told(brief) == [(name, Verdict.TOO_SHORT)]
    assert brief.attempts[0].cue == LIBRARY.find(name).cues.too_short
    assert told(long) == [(name, Verdict.GOOD)]
    assert (*brief.warnings, *long.warnings) == ()


def test_a_hand_elsewhere_is_no_massager() -> None:
    report = stayed("vibrating-massager-abdomen", CHEST, 8.0)
    assert report.attempts == ()
    assert report.warnings == (NOWHERE,)
    assert report.obstacle == ""


def test_a_hand_at_the_face_rolls_no_ball_on_the_trunk() -> None:
    report = stayed("ball", CHIN, 8.0)
    assert not any(attempt.technique == "ball" for attempt in report.attempts)
    assert report.warnings == (NOWHERE,)


def test_a_hand_that_is_briefly_on_the_trunk_may_do_anything() -> None:
    report = stayed("ball", CHEST, 8.0)
    assert told(report) == [("ball", Verdict.NOT_JUDGED)]
    assert report.repetitions == 0
    assert report.attempts[0].cue == TOO_BRIEF
    assert report.warnings == (TOO_BRIEF,)


def test_some_device_or_other_is_not_told() -> None:
    session = Session(LIBRARY, region=Region.BODY)
    for one in observe(Script([0.5, rest(BELLY, 5.0)], []), FAR, fps=15.0):
        session.push(one)
    session.finish()
    assert session.obstacle == WHICH


def test_what_has_no_place_of_its_own_counts_by_the_clock() -> None:
    report = stayed("ball", CHEST, 33.0)
    assert told(report) == [("ball", Verdict.GOOD)]
    assert report.warnings == ()
