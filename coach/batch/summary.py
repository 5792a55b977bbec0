"""The one table over all clips: RFC 4180, a row a clip."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coach.present.words import clean
from coach.spreadsheet import harmless
from coach.types import Report, Side, Verdict

__all__ = ["COLUMNS", "Row", "State", "summary_csv"]

COLUMNS = (
    "clip",
    "state",
    "technique",
    "technique_asked",
    "region",
    "view",
    "duration_s",
    "repetitions",
    "repetitions_left",
    "repetitions_right",
    "attempts",
    *(verdict.value for verdict in Verdict),
    "median_direction_error_deg",
    "median_pace_s",
    "face_seen",
    "body_seen",
    "left_hand_seen",
    "right_hand_seen",
    "notes",
    "why",
    "folder",
    "took_s",
    "sha256",
)


class State(StrEnum):
    """What came of a clip."""

    REVIEWED = "reviewed"
    NOTHING_TO_JUDGE = "nothing to judge"
    FAILED = "failed"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of one clip.

    Attributes
    ----------
    clip
        What it is called.
    report
        None where there is none.
    why
        What was wrong; empty when nothing was.
    folder
        Where its results are, below the table's own folder; empty without any.
    took_s
        How long the review took; NaN when there was none.
    sha256
        Of its content; empty when it can't be read.
    was_there
        An earlier run had reviewed it.
    """

    clip: str
    state: State
    report: Report | None = None
    why: str = ""
    folder: str = ""
    took_s: float = math.nan
    sha256: str = ""
    was_there: bool = False


def summary_csv(rows: Iterable[Row]) -> str:
    """Write the table under a header, lines ending in CR LF; see `COLUMNS`.

    An empty cell is an unknown number. ``*_seen`` are shares of the frames. A text that a
    spreadsheet would run as a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        told = _told(row.report) if row.report is not None else [""] * (len(COLUMNS) - 6)
        ends = [_text(row.why), _text(row.folder), _number(row.took_s, 1), row.sha256]
        writer.writerow([_text(row.clip), row.state.value, *told, *ends])
    return out.getvalue()


def _told(report: Report) -> Sequence[str]:
    verdicts = Counter(attempt.verdict for attempt in report.attempts)
    tracking = report.tracking
    return [
        _text(report.technique or ""),
        _text(report.asked or ""),
        report.region.value if report.region else "",
        report.view.value,
        _number(report.duration_s, 2),
        str(report.repetitions),
        str(report.repetitions_of(Side.LEFT)),
        str(report.repetitions_of(Side.RIGHT)),
        str(len(report.attempts)),
        *(str(verdicts[verdict]) for verdict in Verdict),
        _number(_median([a.direction_error_deg for a in report.attempts]), 1),
        _number(_median([a.pace_s for a in report.attempts]), 2),
        _number(tracking.face, 3),
        _number(tracking.body, 3),
        _number(tracking.left_hand, 3),
        _number(tracking.right_hand, 3),
        _text(" ".join(report.warnings)),
    ]


def _median(values: Iterable[float]) -> float:
    known = sorted(value for value in values if math.isfinite(value))
    if not known:
        return math.nan
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2


def _text(text: str) -> str:
    return clean(harmless(text))


def _number(value: float, digits: int) -> str:
    return f"{round(value, digits) + 0.0:.{digits}f}" if math.isfinite(value) else ""
