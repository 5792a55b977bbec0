"""How strictly a technique is judged: its own tolerances, wider or narrower."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from coach.techniques.library import Library
from coach.techniques.schema import Technique

__all__ = ["Strictness", "with_strictness"]


class Strictness(StrEnum):
    """How much room a stroke has; normal is what each technique's file says."""

    GENTLE = "gentle"
    NORMAL = "normal"
    STRICT = "strict"


ROOM = {Strictness.GENTLE: 1.3, Strictness.NORMAL: 1.0, Strictness.STRICT: 0.8}
"""Factor on the distance from the path, the angle and the range of the pace (ours)."""
RIGHT_ANGLE_DEG = 90.0


def with_strictness(library: Library, strictness: Strictness) -> Library:
    """Give the library with every technique's tolerances made wider or narrower.

    No-go places and the sense of a stroke stay as they are: off is off, and reversed is
    reversed.
    """
    room = ROOM[strictness]
    if room == 1.0:
        return library
    return replace(library, techniques=tuple(_with_room(t, room) for t in library.techniques))


def _with_room(technique: Technique, room: float) -> Technique:
    return technique.model_copy(
        update={
            "off_path_cm": technique.off_path_cm * room,
            "direction_deg": min(technique.direction_deg * room, RIGHT_ANGLE_DEG),
            "coverage_min": min(technique.coverage_min / room, 1.0),
            "pace_min_s": technique.pace_min_s / room,
            "pace_max_s": technique.pace_max_s * room,
        }
    )
