"""A practice goes into the history once, however it ends."""

from __future__ import annotations

from datetime import UTC, datetime

from coach.app.live.limits import Limits
from coach.app.live.practice import Practice
from coach.app.live.server import LiveServer
from coach.app.live.store import Store
from coach.errors import HistoryError
from coach.history.keeping import Record
from coach.history.store import History
from coach.types import Report
from tests.app.made_live import FOREHEAD, LIBRARY, empty_room, practise, strokes


def test_what_was_done_is_kept_once_from_when_it_began() -> None:
    began = datetime.now(UTC)
    practice = Practice(LIBRARY, FOREHEAD)
    practise(practice, strokes(3))
    assert practice.record == Record()
    practice.finish()
    practice.finish(hurts=True)
    assert practice.record == Record(is_kept=True)
    assert not practice.hurts
    (session,) = History().sessions()
    assert session.technique == FOREHEAD
    assert len(session.attempts) == 3
    assert began <= session.started_at <= datetime.now(UTC)


def test_nothing_done_is_nothing_kept() -> None:
    practice = Practice(LIBRARY, FOREHEAD)
    practise(practice, empty_room(2.0))
    practice.finish()
    assert practice.record == Record()
    assert History().sessions() == ()


def test_a_history_that_fails_loses_nothing_of_the_practice() -> None:
    def full(report: Report, started_at: datetime) -> None:
        raise HistoryError("the history is full")

    practice = Practice(LIBRARY, FOREHEAD, keep=full)
    practise(practice, strokes(2))
    practice.finish()
    assert practice.is_over
    assert practice.record == Record(fault="the history is full")
    assert practice.report.repetitions == 2


def test_a_practice_that_nobody_comes_back_to_is_kept() -> None:
    now_s = [0.0]
    store = Store(10.0, 4, now=lambda: now_s[0])
    practice = Practice(LIBRARY, FOREHEAD)
    practice_id = store.add(practice)
    practise(practice, strokes(2))
    now_s[0] = 11.0
    assert store.find(practice_id) is None
    assert practice.record.is_kept


def test_what_is_going_on_when_the_program_ends_is_kept() -> None:
    server = LiveServer(Limits())
    practice = Practice(LIBRARY, FOREHEAD)
    server.start(practice)
    practise(practice, strokes(2))
    server.close()
    assert practice.record.is_kept
    assert len(History().sessions()) == 1
