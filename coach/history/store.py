"""The history's file: sessions and attempts in SQLite. Only this room touches the database.

Every call opens the file, does one thing, and closes it, so that several windows and programs
may use it at once: one writes at a time (the others wait), readers never wait (write-ahead
log). What `add` returned from is on the disk: each change is synced, and after a power cut or
a kill the file holds each session whole or not at all.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import platformdirs

from coach import __version__
from coach.errors import HistoryError
from coach.history.migrations import MIGRATIONS
from coach.history.records import AttemptRecord, SessionRecord
from coach.history.rows import attempt_of, known, session_of, values_of
from coach.types import Report

__all__ = ["History", "add", "history_path"]

WAIT_S = 15.0
"""How long to wait for another window that writes."""
POLL_S = 0.02


def history_path() -> Path:
    """Give where the history is kept: ``$COACH_HISTORY``, else the user's data folder."""
    if named := os.environ.get("COACH_HISTORY"):
        return Path(named).expanduser().absolute()
    return platformdirs.user_data_path("coach", appauthor=False) / "history.db"


def add(report: Report, started_at: datetime) -> int:
    """Keep a session in the history; see `History.add`."""
    return History().add(report, started_at)


class History:
    """Sessions that were practised or reviewed.

    Parameters
    ----------
    path
        The file, which is made when it is first written to; None for `history_path`.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path if path is not None else history_path()

    def add(self, report: Report, started_at: datetime) -> int:
        """Keep a session.

        The same session added again (same moment, same source) is kept once.

        Parameters
        ----------
        report
            What was seen.
        started_at
            When it began, with its offset from UTC.

        Returns
        -------
        int
            Its number in the file.

        Raises
        ------
        ValueError
            ``started_at`` has no offset.
        HistoryError
            The file can't be read or written.
        """
        if started_at.utcoffset() is None:
            raise ValueError("started_at needs its offset from UTC")
        with self._writing() as connection:
            known = connection.execute(
                "SELECT id FROM session WHERE started_unix_s = ? AND source = ?",
                (started_at.timestamp(), report.source),
            ).fetchone()
            if known is not None:
                return int(known[0])
            return _insert(connection, report, started_at)

    def sessions(self) -> tuple[SessionRecord, ...]:
        """Give every session with its attempts, in order of time.

        Raises
        ------
        HistoryError
            The file can't be read.
        """
        if not self.path.exists():
            return ()
        with self._reading() as connection:
            sessions = connection.execute(
                "SELECT id, started_at, source, technique, asked, region, view, duration_s, "
                "coach, hurt, routine FROM session ORDER BY started_unix_s, id"
            ).fetchall()
            attempts: dict[int, list[AttemptRecord]] = {row[0]: [] for row in sessions}
            for session_id, *row in connection.execute(
                "SELECT session_id, number, start_s, end_s, side, technique, region, sense, "
                "verdict, counted, direction_error_deg, coverage, offset_cm, confidence, cue "
                "FROM attempt ORDER BY session_id, number"
            ):
                attempts[session_id].append(attempt_of(row))
        return tuple(session_of(row, attempts[row[0]]) for row in sessions)

    def delete(self, session_id: int) -> None:
        """Forget one session; nothing happens when there is none of that number."""
        with self._writing() as connection:
            connection.execute("DELETE FROM session WHERE id = ?", (session_id,))

    def delete_all(self) -> None:
        """Forget everything, so that nothing of it is left in the file.

        Raises
        ------
        HistoryError
            The file can't be written.
        """
        if not self.path.exists():
            return
        with self._explained(), closing(self._connect()) as connection:
            with _transaction(connection):
                connection.execute("DELETE FROM session")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with (
            self._explained(),
            closing(self._connect()) as connection,
            _transaction(connection),
        ):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._explained(), closing(self._connect()) as connection:
            connection.execute("BEGIN")  # Both tables as they were at one moment.
            yield connection

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = FULL")
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Bring the file to its present shape; two programs may try at once."""
        if self._version(connection) == len(MIGRATIONS):
            return
        _log_ahead(connection)
        with _transaction(connection):
            done = self._version(connection)  # Another program may have been quicker.
            for number, step in enumerate(MIGRATIONS[done:], start=done + 1):
                for statement in _statements(step):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")

    def _version(self, connection: sqlite3.Connection) -> int:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise HistoryError(
                f"the history {self.path} was written by a newer Coach: update this one"
            )
        return version

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what SQLite and the system say into one line; never touch a file they reject."""
        try:
            yield
        except (sqlite3.DatabaseError, OSError, KeyError, ValueError) as error:
            raise HistoryError(f"the history {self.path} {_why(error)}") from error


def _why(error: Exception) -> str:
    if isinstance(error, sqlite3.OperationalError):
        if "locked" in str(error) or "busy" in str(error):
            return "is in use by another program: try again in a moment"
        if "full" in str(error):
            return "can't be written: the disk is full"
        return f"can't be used ({error}): set COACH_HISTORY to a file that can be written"
    if isinstance(error, OSError):
        said = (error.strerror or str(error)).lower()
        return f"can't be used ({said}): set COACH_HISTORY to a file that can be written"
    return (
        f"is damaged ({error}) and was left as it is: move it away to begin a new one, "
        "or put a copy of it back"
    )


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch a new file to the write-ahead log.

    Where every other statement waits for its turn, SQLite refuses this one at once while another
    program is about to write.
    """
    until_s = time.monotonic() + WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until_s:
                raise
        time.sleep(POLL_S)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _statements(step: str) -> Iterator[str]:
    """Split a step: `executescript` would end the transaction."""
    statement = ""
    for line in step.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _insert(connection: sqlite3.Connection, report: Report, started_at: datetime) -> int:
    session_id = connection.execute(
        "INSERT INTO session (started_at, started_unix_s, source, technique, asked, region, view, "
        "duration_s, coach, hurt, routine) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            started_at.isoformat(),
            started_at.timestamp(),
            report.source,
            report.technique,
            report.asked,
            report.region,
            report.view,
            known(report.duration_s),
            __version__,
            report.hurt,
            report.standing.routine if report.standing is not None else None,
        ),
    ).lastrowid
    assert session_id is not None
    in_order = sorted(report.attempts, key=lambda attempt: (attempt.start_s, attempt.end_s))
    connection.executemany(
        f"INSERT INTO attempt VALUES ({', '.join('?' * 15)})",
        [
            (session_id, number, *values_of(attempt, report.region))
            for number, attempt in enumerate(in_order, start=1)
        ],
    )
    return session_id
