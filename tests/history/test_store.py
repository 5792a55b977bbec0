"""The history's file: what goes in comes out, whatever happens to the program."""

from __future__ import annotations

import math
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from coach.errors import HistoryError
from coach.history import store
from coach.history.migrations import MIGRATIONS
from coach.history.store import History, history_path
from coach.techniques.routine import Aim
from coach.types import Phase, Region, Side, Standing, Verdict
from tests.history.conftest import MORNING, attempt, days_later, report


def test_there_is_no_file_until_something_is_kept(history):
    assert history.sessions() == ()
    assert not history.path.exists()


def test_what_goes_in_comes_out(history):
    seen = report(
        attempt(1.0),
        attempt(4.0, Verdict.REVERSED, side=Side.LEFT, direction_error_deg=171.0),
        attempt(7.0, Verdict.NOT_JUDGED, technique=None, sense=None, coverage=math.nan),
        asked="forehead-to-temples",
    )
    number = history.add(seen, MORNING)
    (kept,) = history.sessions()
    assert kept.id == number
    assert (kept.started_at, kept.source, kept.duration_s) == (MORNING, "clip.mp4", 60.0)
    assert (kept.technique, kept.asked, kept.region) == (seen.technique, seen.asked, Region.FACE)
    assert kept.repetitions == 1
    for row, was in zip(kept.attempts, seen.attempts, strict=True):
        assert (row.start_s, row.end_s, row.side) == (was.start_s, was.end_s, was.side)
        assert (row.technique, row.sense, row.verdict) == (was.technique, was.sense, was.verdict)
        assert (row.counted, row.cue, row.confidence) == (was.counted, was.cue, was.confidence)
        assert row.direction_error_deg == was.direction_error_deg
    assert math.isnan(kept.attempts[2].coverage)


def test_an_attempts_region_is_that_of_its_technique(history):
    history.add(report(attempt(technique="chin-to-ears"), attempt(technique=None)), MORNING)
    history.add(report(attempt(technique="neck-side-down")), days_later(1))
    first, second = history.sessions()
    assert [row.region for row in first.attempts] == [Region.FACE, Region.FACE]
    assert second.attempts[0].region is Region.NECK


def test_a_session_knows_its_parts_and_its_aim(history):
    history.add(report(attempt(), attempt(technique="neck-side-down")), MORNING)
    stopped = report(technique=None, region=None, asked="back-long-stroke", hurt=True)
    history.add(stopped, days_later(1))
    standing = Standing("back-relaxing", 1.0, 0, Phase.WORKING, ())
    history.add(report(technique=None, region=None, standing=standing), days_later(2))
    history.add(report(technique=None, region=None, asked="my-own"), days_later(3))
    both, hurt, routine, unknown = history.sessions()
    assert both.regions == {Region.FACE, Region.NECK}
    assert both.aim is Aim.FACE
    assert hurt.regions == {Region.BACK}, "what was asked for, though nothing was seen"
    assert hurt.aim is Aim.PREVENTIVE
    assert (routine.routine, routine.regions) == ("back-relaxing", {Region.BACK})
    assert routine.aim is Aim.RELAXING
    assert unknown.regions == frozenset()


def test_an_unknown_length_stays_unknown(history):
    history.add(report(duration_s=math.nan, region=None, technique=None), MORNING)
    (kept,) = history.sessions()
    assert math.isnan(kept.duration_s)
    assert kept.region is None


def test_sessions_come_in_order_of_time_and_keep_their_own_day(history):
    tokyo = timezone(timedelta(hours=9))
    late = datetime(2025, 3, 4, 1, 0, tzinfo=tokyo)  # Still March 3 in Greenwich.
    history.add(report(), days_later(2))
    history.add(report(), late)
    history.add(report(), MORNING)
    assert [kept.started_at for kept in history.sessions()] == [MORNING, late, days_later(2)]
    assert history.sessions()[1].day.isoformat() == "2025-03-04"


def test_a_moment_without_its_offset_is_refused(history):
    with pytest.raises(ValueError, match="offset"):
        history.add(report(), datetime(2025, 3, 3, 8, 0))
    assert history.sessions() == ()


def test_the_same_session_is_kept_once(history):
    first = history.add(report(attempt()), MORNING)
    assert history.add(report(attempt()), MORNING) == first
    history.add(report(attempt(), source="other.mp4"), MORNING)
    assert len(history.sessions()) == 2


def test_a_session_can_be_forgotten(history):
    number = history.add(report(attempt()), MORNING)
    history.add(report(attempt()), days_later(1))
    history.delete(number)
    (left,) = history.sessions()
    assert left.started_at == days_later(1)
    assert len(left.attempts) == 1


def test_nothing_is_left_in_the_file_after_deleting_all(history):
    history.add(report(attempt(cue="A very private cue"), source="secret.mp4"), MORNING)
    history.delete_all()
    assert history.sessions() == ()
    left = b"".join(path.read_bytes() for path in history.path.parent.iterdir())
    assert b"secret.mp4" not in left
    assert b"very private" not in left
    history.add(report(), MORNING)
    assert len(history.sessions()) == 1


def test_where_it_is_kept_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("COACH_HISTORY", str(tmp_path / "mine.db"))
    store.add(report(attempt()), MORNING)
    assert history_path() == tmp_path / "mine.db"
    assert History(tmp_path / "mine.db").sessions()[0].repetitions == 1


WRITER = """
import sys
from datetime import timedelta
from pathlib import Path
from coach.history.store import History
from tests.history.conftest import MORNING, attempt, report
history = History(Path(sys.argv[1]))
number = int(sys.argv[2])
while number < int(sys.argv[3]):
    seen = report(*(attempt(i) for i in range(20)), source=sys.argv[4])
    history.add(seen, MORNING + timedelta(minutes=number))
    print(number, flush=True)
    number += 1
"""


def writer(history, first, last, name):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(history.path), str(first), str(last), name],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_two_programs_write_at_once_from_the_very_first_moment(history):
    with writer(history, 0, 40, "one.mp4") as one, writer(history, 0, 40, "two.mp4") as two:
        while one.poll() is None or two.poll() is None:
            assert all(len(kept.attempts) == 20 for kept in history.sessions())
            time.sleep(0.02)
    assert (one.returncode, two.returncode) == (0, 0)
    kept = history.sessions()
    assert [sum(k.source == name for k in kept) for name in ("one.mp4", "two.mp4")] == [40, 40]


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_new_file_is_waited_for_while_another_program_is_about_to_write(history, lock):
    history.path.parent.mkdir(parents=True, exist_ok=True)
    other = sqlite3.connect(history.path, isolation_level=None, check_same_thread=False)
    other.execute(f"BEGIN {lock}")
    ready = threading.Timer(0.3, other.execute, ["COMMIT"])
    ready.start()
    history.add(report(attempt()), MORNING)
    ready.join()
    other.close()
    assert len(history.sessions()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("after", [1, 4])
def test_a_killed_writer_loses_nothing_that_it_said_was_kept(history, after):
    with writer(history, 0, 100_000, "clip.mp4") as killed:
        assert killed.stdout is not None
        told = [int(killed.stdout.readline()) for _ in range(after)]
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        told += [int(line) for line in killed.stdout.read().split()]
    kept = history.sessions()
    assert len(kept) in (len(told), len(told) + 1)  # It may die between keeping and saying.
    assert all(len(session.attempts) == 20 for session in kept)
    history.add(report(attempt()), days_later(1000))
    assert len(history.sessions()) == len(kept) + 1
    with sqlite3.connect(history.path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_an_interrupted_change_leaves_no_trace(history, monkeypatch):
    history.add(report(attempt()), MORNING)
    bad = replace(attempt(), cue=object())
    with pytest.raises(HistoryError):
        history.add(report(attempt(), bad), days_later(1))
    assert len(history.sessions()) == 1


AS_OF_OLD = (
    "INSERT INTO session (started_at, started_unix_s, source, view, coach) "
    "VALUES (?, ?, 'camera', 'front', '0.1.0')"
)
"""What the first program wrote of a session; later columns have to do without it."""


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_an_old_file_is_brought_up_to_date(history, version, monkeypatch):
    with monkeypatch.context() as old:
        old.setattr(store, "MIGRATIONS", MIGRATIONS[:version])
        with history._writing() as connection:
            connection.execute(AS_OF_OLD, (MORNING.isoformat(), MORNING.timestamp()))
    history.add(replace(report(attempt()), hurt=True), days_later(1))
    assert [kept.repetitions for kept in history.sessions()] == [0, 1]
    assert [kept.hurt for kept in history.sessions()] == [False, True]
    with sqlite3.connect(history.path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        indexes = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        assert ("session_by_time",) in indexes.fetchall()
    connection.close()


def test_a_migration_that_fails_changes_nothing(history, monkeypatch):
    history.add(report(attempt()), MORNING)
    broken = (*MIGRATIONS, "CREATE TABLE more (a);\nCREATE TABLE session (a);\n")
    with monkeypatch.context() as newer:
        newer.setattr(store, "MIGRATIONS", broken)
        with pytest.raises(HistoryError):
            history.sessions()
    assert len(history.sessions()) == 1


def test_a_file_of_a_newer_program_is_left_alone(history, monkeypatch):
    with monkeypatch.context() as newer:
        newer.setattr(store, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE more (a);"))
        history.add(report(), MORNING)
    before = history.path.read_bytes()
    with pytest.raises(HistoryError, match="newer Coach"):
        history.add(report(), days_later(1))
    assert history.path.read_bytes() == before


@pytest.mark.parametrize("damage", ["no database", "cut short", "torn"])
def test_a_damaged_file_is_told_and_never_touched(history, damage):
    for day in range(40):
        history.add(report(*(attempt(i) for i in range(20))), days_later(day))
    whole = history.path.read_bytes()
    content = {
        "no database": b"this is my diary, not a database" * 200,
        "cut short": whole[: len(whole) // 2],
        "torn": whole[:4096] + os.urandom(4096) * 6 + whole[4096 * 7 :],
    }[damage]
    history.path.write_bytes(content)
    with pytest.raises(HistoryError, match=r"damaged.*left as it is"):
        history.sessions()
    assert history.path.read_bytes() == content


def test_words_that_no_program_wrote_are_damage(history):
    history.add(report(attempt()), MORNING)
    with sqlite3.connect(history.path) as connection:
        connection.execute("UPDATE attempt SET verdict = 'splendid'")
    connection.close()
    with pytest.raises(HistoryError, match="damaged"):
        history.sessions()


def test_a_folder_in_the_way_is_told(tmp_path):
    with pytest.raises(HistoryError, match="COACH_HISTORY"):
        History(tmp_path).add(report(), MORNING)


def test_a_file_in_the_folders_place_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(HistoryError, match="COACH_HISTORY"):
        History(tmp_path / "file" / "history.db").add(report(), MORNING)


def test_a_window_that_holds_the_file_too_long_is_told(history, monkeypatch):
    history.add(report(), MORNING)
    monkeypatch.setattr(store, "WAIT_S", 0.1)
    other = sqlite3.connect(history.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(HistoryError, match="in use"):
        history.add(report(), days_later(1))
    assert len(history.sessions()) == 1  # Readers never wait.
    other.execute("ROLLBACK")
    other.close()
    history.add(report(), days_later(1))
    assert len(history.sessions()) == 2
