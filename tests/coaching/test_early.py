"""Live practice: verdicts soon after each stroke, that agree with the review and stand."""

from __future__ import annotations

import numpy as np
import pytest

from coach.coaching.session import Session
from coach.techniques.schema import Kind
from coach.types import Attempt, Verdict
from tests.coaching.test_session import LIBRARY, perform, review, shown, told
from tests.simulated import SIMULATED, repeat, technique_path

STROKES = pytest.mark.parametrize(
    "technique", [t for t in SIMULATED if t.kind is Kind.STROKE], ids=lambda t: t.id
)
SOON_S = 2.0


def practise(frames, asked):  # type: ignore[no-untyped-def]
    """Give (time, attempt) of all that was said, and the session."""
    session, said = Session(LIBRARY, technique=asked, live=True), []
    for seen in frames:
        said += [(seen.t_s, attempt) for attempt in session.push(seen).finished]
    at_the_end = session.finish()
    return said, at_the_end, session


@STROKES
@pytest.mark.parametrize("backwards", [False, True], ids=["right", "reversed"])
def test_each_stroke_is_told_soon_and_as_in_the_review(technique, backwards) -> None:  # type: ignore[no-untyped-def]
    moves = perform(technique, backwards=backwards)
    frames = list(shown(technique, moves, moves))
    said, at_the_end, session = practise(frames, technique.id)
    report = session.report("live", 1.0)
    assert told(report) == told(review(frames, technique.id))
    told_before_leaving = [a for t_s, a in said if t_s - a.end_s < SOON_S]
    assert len(told_before_leaving) >= len(report.attempts) - 1
    assert len(said) + len(at_the_end) == len(report.attempts)


def test_what_was_said_stands_and_is_said_once() -> None:
    technique = LIBRARY.find("forehead-to-temples")
    moves = repeat(technique_path(technique), 12)
    said, at_the_end, session = practise(shown(technique, moves, moves), technique.id)
    attempts: list[Attempt] = [a for _, a in said] + list(at_the_end)
    assert tuple(sorted(attempts, key=lambda a: a.start_s)) == tuple(
        session.report("live", 1.0).attempts
    )
    assert [a.verdict for a in attempts] == [Verdict.GOOD] * 12
    starts_s = np.array([a.start_s for a in attempts])
    assert (np.diff(starts_s) > 1.0).all()


def test_a_review_waits_until_the_hands_have_left() -> None:
    technique = LIBRARY.find("forehead-to-temples")
    moves = repeat(technique_path(technique), 3)
    session = Session(LIBRARY, technique=technique.id)
    finished = [session.push(seen).finished for seen in shown(technique, moves, moves)]
    assert len([f for f in finished if f]) <= 1
