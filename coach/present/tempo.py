"""Pace and angle of attempts as their technique means them: for taps, the time to the next."""

from __future__ import annotations

from collections.abc import Sequence

from coach.present.paths import has_direction
from coach.present.words import find_technique
from coach.strokes.spell import PAUSE
from coach.techniques.library import Library
from coach.techniques.schema import Kind
from coach.types import Attempt, Side

__all__ = ["IN_RHYTHM", "angle_deg", "paces_s"]

IN_RHYTHM = frozenset({Kind.TAP, Kind.KNEAD})
"""Their pace is the time from one to the next; an attempt spans half of the usual time."""


def paces_s(attempts: Sequence[Attempt], library: Library) -> tuple[float, ...]:
    """Give what each attempt's pace was judged by.

    For most that is how long it took. For taps and kneading it is the time to the hand's next
    one, but no longer than a pause; of the last, the usual time.
    """
    found = [attempt.pace_s for attempt in attempts]
    next_s: dict[tuple[str | None, Side], float] = {}
    for place in sorted(range(len(found)), key=lambda k: attempts[k].start_s, reverse=True):
        attempt = attempts[place]
        technique = find_technique(attempt.technique, library)
        if technique is None or technique.kind not in IN_RHYTHM:
            continue
        usual_s, middle_s = 2 * attempt.pace_s, (attempt.start_s + attempt.end_s) / 2
        hand = (attempt.technique, attempt.side)
        found[place] = min(next_s.get(hand, middle_s + usual_s) - middle_s, PAUSE * usual_s)
        next_s[hand] = middle_s
    return tuple(found)


def angle_deg(attempt: Attempt, library: Library) -> float:
    """Give the angle to the right direction, in degrees; NaN where there is no single one.

    A circle goes every way in turn, and to and fro both ways are right.
    """
    technique = find_technique(attempt.technique, library)
    has_one = technique is None or (technique.kind is Kind.STROKE and has_direction(technique))
    return attempt.direction_error_deg if has_one else float("nan")
