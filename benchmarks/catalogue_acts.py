"""What can be done with a technique of the catalogue: rightly, and with what faults."""

from __future__ import annotations

from typing import Literal, get_args

from coach.techniques.schema import Kind, Technique

__all__ = ["ACTS", "Act", "acts_for"]

Act = Literal["right", "reversed", "too_short", "off_path"]
ACTS: tuple[Act, ...] = get_args(Act)
EVERYWHERE_CM = 12.0
"""What has so much room is done all over a part of the body: nowhere on it is off its path."""


def acts_for(technique: Technique) -> tuple[Act, ...]:
    """Give what can be done with a technique."""
    found: list[Act] = ["right"]
    directed = technique.kind in (Kind.STROKE, Kind.CIRCLE, Kind.VIBRATE, Kind.KNEAD)
    if directed and not technique.either_way:
        found.append("reversed")
    if technique.kind in (Kind.STROKE, Kind.VIBRATE):
        found.append("too_short")
    in_place = technique.off_path_cm < EVERYWHERE_CM
    if in_place and technique.kind in (Kind.TAP, Kind.PRESS, Kind.HOLD):
        found.append("off_path")
    return tuple(found)
