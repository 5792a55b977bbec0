"""A live session's own clock, and what is said by it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.coaching.guided import GuidedSession, Moment, Stage
from coach.coaching.safety import reminder_at
from coach.techniques.library import load_library
from coach.techniques.routine_library import load_routines
from coach.types import Frame, Observation
from tests.simulated import Script, observe

LIBRARY = load_library()
FOREHEAD = "forehead-to-temples"
LIGHT = np.full((48, 64, 3), 130, np.uint8)


def still(duration_s: float) -> list[Observation]:
    """Give a person who sits there with both hands at rest."""
    return list(observe(Script([duration_s], [duration_s])))


def take(session: GuidedSession, seen: list[Observation], since_s: float = 0.0) -> list[Moment]:
    return [
        session.take(Frame(since_s + one.t_s, LIGHT), replace(one, t_s=since_s + one.t_s))
        for one in seen
    ]


@pytest.mark.parametrize("worked_s", [0.0, 50.0])
def test_a_reminder_comes_with_a_single_technique_after_a_minute_of_work(worked_s: float) -> None:
    """The clock starts with practice, not with the camera, and goes on with the next technique."""
    session = GuidedSession(LIBRARY, FOREHEAD, worked_s=worked_s)
    moments = take(session, still(64.0 - worked_s))
    begun_s = next(m.update.t_s for m in moments if m.stage is Stage.PRACTICE)
    due = [m for m in moments if m.reminder is not None]
    assert begun_s > 0.5
    assert due[0].update.t_s == pytest.approx(60.0 - worked_s + begun_s, abs=0.2)
    assert {m.reminder.note.id for m in due if m.reminder} == {"no-pain"}


def test_the_clock_stands_still_while_nobody_watches() -> None:
    session = GuidedSession(LIBRARY, FOREHEAD)
    seen = still(4.0)
    take(session, seen)
    before_s = session.worked_s
    assert 1.0 < before_s < 4.0
    take(session, seen[:1], since_s=300.0)
    assert session.worked_s == before_s, "the pictures stopped for five minutes"
    nobody = {"face_px": np.full((468, 3), np.nan), "body_px": np.full((33, 2), np.nan)}
    moments = take(session, [replace(one, **nobody) for one in seen], since_s=301.0)
    assert moments[-1].stage is Stage.AWAY
    assert session.worked_s < before_s + 3.5


def test_a_first_session_is_told_that_it_is_enough() -> None:
    session = GuidedSession(LIBRARY, FOREHEAD, limit_s=900.0, worked_s=899.0)
    moments = take(session, still(4.0))
    assert moments[0].reminder is not None
    assert moments[0].reminder.note.id == "breathe"
    assert moments[-1].reminder is not None
    assert moments[-1].reminder.note.id == "enough"


def test_a_routine_keeps_its_own_clock() -> None:
    routine = load_routines(LIBRARY).find("face-first")
    session = GuidedSession(LIBRARY, FOREHEAD, routine, limit_s=900.0)
    moments = take(session, still(64.0))
    for moment in moments:
        assert moment.update.standing is not None
        assert moment.reminder == reminder_at(moment.update.standing.worked_s)
    assert moments[-1].reminder is not None
