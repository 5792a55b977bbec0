"""How the history's file came to its present shape. Steps are only ever added at the end.

``PRAGMA user_version`` of a file is how many of these it has been through.
"""

from __future__ import annotations

__all__ = ["MIGRATIONS"]

SESSIONS_AND_ATTEMPTS = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,       -- ISO 8601 with the offset of the place where it was
    started_unix_s REAL NOT NULL,
    source TEXT NOT NULL,
    technique TEXT,
    asked TEXT,
    region TEXT,
    view TEXT NOT NULL,
    duration_s REAL,                -- NULL when unknown
    coach TEXT NOT NULL,            -- version of the program
    UNIQUE (started_unix_s, source)
);
CREATE TABLE attempt (
    session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,        -- from 1, in time order
    start_s REAL NOT NULL,          -- from the start of the session
    end_s REAL NOT NULL,
    side TEXT NOT NULL,
    technique TEXT,
    region TEXT,
    sense TEXT,
    verdict TEXT NOT NULL,
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
    direction_error_deg REAL,
    coverage REAL,
    offset_cm REAL,
    confidence REAL,
    cue TEXT NOT NULL,
    PRIMARY KEY (session_id, number)
) WITHOUT ROWID;
"""

BY_TIME = "CREATE INDEX session_by_time ON session (started_unix_s);"

HURT = "ALTER TABLE session ADD COLUMN hurt INTEGER NOT NULL DEFAULT 0 CHECK (hurt IN (0, 1));"

ROUTINE = "ALTER TABLE session ADD COLUMN routine TEXT;"
"""Sessions that were kept before are of no routine that is known."""

MIGRATIONS: tuple[str, ...] = (SESSIONS_AND_ATTEMPTS, BY_TIME, HURT, ROUTINE)
