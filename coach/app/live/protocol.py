"""What the browser and the server say to each other over the live connection.

The browser first says `Hello`, then sends pictures: a head of 12 bytes (number, uint32; time
of capture in seconds, float64; both little-endian) and a JPEG. Every picture is answered, by
its `Drawing` or, when a newer one overtook it, by that of the newer: an answer settles all
pictures up to its number. All else is JSON text with a ``type``.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field, TypeAdapter, ValidationError

from coach.app.live.routine_rows import Message, RoutineRow
from coach.coaching.guided import Stage
from coach.coaching.safety import Reminder
from coach.types import Attempt, Sense, Verdict

__all__ = [
    "Bye",
    "Counts",
    "Curve",
    "Drawing",
    "Ended",
    "GoOn",
    "Hello",
    "Next",
    "Picture",
    "Points",
    "ProtocolError",
    "Ready",
    "Reason",
    "ReminderRow",
    "Request",
    "Row",
    "Skipped",
    "Stop",
    "points",
    "read_picture",
    "read_words",
    "reminder_row",
    "row",
]

HEAD = struct.Struct("<Id")
JPEG_START = b"\xff\xd8\xff"
LONGEST_S = 1e9
"""No browser's clock says more than about 30 years."""

Points = list[tuple[float, float]]
Reason = Literal[
    "full", "token", "taken", "idle", "models", "protocol", "rate", "gone", "ended", "error"
]
"""Why a connection ends; the browser has words for each."""


class ProtocolError(Exception):
    """The other side says what nobody of ours says."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as it came.

    Attributes
    ----------
    number
        Counts up.
    stamp_s
        When it was taken, by the browser's clock.
    """

    number: int
    stamp_s: float
    jpeg: bytes


class Hello(Message):
    """The first words of a connection."""

    type: Literal["hello"]
    token: Annotated[str, Field(max_length=100)]


class GoOn(Message):
    """The person ends a rest that an open palm began."""

    type: Literal["go_on"]


class Stop(Message):
    """The person ends the practice."""

    type: Literal["stop"]
    hurts: bool = False


class Next(Message):
    """The person goes on to the routine's next step."""

    type: Literal["next"]


Request = Hello | GoOn | Next | Stop
REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="type")])


class Counts(Message):
    """Repetitions that were right, and all attempts."""

    left: int
    right: int
    total: int
    attempts: int


class Row(Message):
    """One attempt, for people; what isn't known is null."""

    side: str
    verdict: Verdict
    counted: bool
    technique: str | None
    cue: str
    sense: Sense | None
    direction_error_deg: float | None
    pace_s: float
    offset_cm: float | None


class Curve(Message):
    """A line in the picture; for a guide, in the right direction."""

    side: str
    points: Points
    verdict: Verdict | None = None


class ReminderRow(Message):
    """What is due to be said, once each turn; ``urgent``: whatever else is wrong."""

    id: str
    turn: int
    urgent: bool


class Ready(Message):
    """The landmarkers are loaded: pictures may come.

    ``token`` opens the next connection of the same practice.
    """

    type: Literal["ready"] = "ready"
    token: str
    counts: Counts
    rows: list[Row]


class Drawing(Message):
    """What is to be drawn over the picture of that number; all lines in its pixels.

    ``finished`` holds what is new; ``rows`` then holds all attempts, since later strokes may
    change what is known of earlier ones. ``stay_s``, for what is measured by time alone, is how
    long the hand has stayed by now. ``reminder`` stays until the next is due.
    """

    type: Literal["drawing"] = "drawing"
    number: int
    stage: Stage
    hint: str
    size: tuple[int, int]
    hands: list[Points]
    contacts: list[tuple[float, float] | None]
    guides: list[Curve]
    zones: list[Points]
    last: list[Curve]
    finished: list[Row]
    rows: list[Row] | None
    counts: Counts
    stay_s: float | None = None
    reminder: ReminderRow | None = None
    routine: RoutineRow | None = None


class Skipped(Message):
    """The picture of that number could not be used."""

    type: Literal["skipped"] = "skipped"
    number: int
    reason: Literal["rate", "picture", "time"]


class Ended(Message):
    """The practice is over; its report waits on the server."""

    type: Literal["ended"] = "ended"
    hurts: bool
    counts: Counts


class Bye(Message):
    """Why the server closes the connection."""

    type: Literal["bye"] = "bye"
    reason: Reason


def read_picture(message: bytes) -> Picture:
    """Read the head of a picture.

    Raises
    ------
    ProtocolError
        It has no such head, or no JPEG follows.
    """
    if len(message) <= HEAD.size or message[HEAD.size : HEAD.size + 3] != JPEG_START:
        raise ProtocolError("no picture")
    number, stamp_s = HEAD.unpack_from(message)
    if not math.isfinite(stamp_s) or not 0 <= stamp_s < LONGEST_S:
        raise ProtocolError("no time")
    return Picture(number, stamp_s, message[HEAD.size :])


def read_words(message: str) -> Request:
    """Read a text message of the browser.

    Raises
    ------
    ProtocolError
        It is none.
    """
    try:
        return REQUEST.validate_json(message)
    except ValidationError as error:
        raise ProtocolError("no such message") from error


def points(points_px: ArrayLike) -> Points:
    """Give the points of (n, 2) that are known, to a tenth of a pixel."""
    known = np.asarray(points_px, dtype=np.float64)
    known = known[np.isfinite(known).all(axis=1)]
    return [(float(x), float(y)) for x, y in np.round(known, 1)]


def row(attempt: Attempt, cue: str, pace_s: float) -> Row:
    """Say an attempt in a row, with its cue in the person's language, and its pace."""
    return Row(
        side=attempt.side,
        verdict=attempt.verdict,
        counted=attempt.counted,
        technique=attempt.technique,
        cue=cue,
        sense=attempt.sense,
        direction_error_deg=_known(attempt.direction_error_deg),
        pace_s=round(pace_s, 3),
        offset_cm=_known(attempt.offset_cm),
    )


def reminder_row(reminder: Reminder | None) -> ReminderRow | None:
    """Say what is due, by its id: the browser has the words."""
    if reminder is None:
        return None
    return ReminderRow(id=reminder.note.id, turn=reminder.turn, urgent=reminder.is_urgent)


def _known(number: float) -> float | None:
    return round(number, 2) if math.isfinite(number) else None
