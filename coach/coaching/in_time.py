"""Strokes that left no time for a way back: parts of the one before or after them.

A stroke can't be done again before the hand has gone back. So of two of one hand in the same sense
that follow each other at once, the shorter one is the other one's beginning or end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coach.types import Attempt, Side

__all__ = ["in_time"]

BACK = 0.2
"""A way back takes at least this share of its stroke's time (ours)."""
SHORTER = 0.65
"""What takes less than this share of the longer one's time may be its beginning or end."""


def in_time(attempts: Sequence[Attempt], strokes: Collection[str]) -> tuple[Attempt, ...]:
    """Leave out strokes that come too soon after a longer one, or before it.

    Parameters
    ----------
    attempts
        With those of two hands that did the same joined already.
    strokes
        Ids of the techniques that need a way back.
    """
    counted = [a for a in attempts if a.counted and a.technique in strokes]
    return tuple(a for a in attempts if not (a.counted and any(_is_end(a, b) for b in counted)))


def _is_end(one: Attempt, whole: Attempt) -> bool:
    """Tell whether a stroke is the beginning or the end of a longer one."""
    same_hand = one.side is whole.side or Side.BOTH in (one.side, whole.side)
    if one is whole or not same_hand or one.technique != whole.technique:
        return False
    gap_s = max(one.start_s, whole.start_s) - min(one.end_s, whole.end_s)
    return one.pace_s < SHORTER * whole.pace_s and gap_s < BACK * whole.pace_s
