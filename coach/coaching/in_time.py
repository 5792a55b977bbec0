"""Strokes that left no time for a way back: parts of the one before or after them.

A stroke can't be done again before the hand has gone back. So of two of one hand in the same sense
that follow each other at once, the shorter one is the other one's beginning or end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from coach.types import Attempt, Side

__all__ = ["both_at_once", "in_time"]

BACK = 0.2
"""A way back takes at least this share of its stroke's time (ours)."""
FEWEST_BOTH = 2
"""Who has done something so often with both hands at once does it so."""
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


def both_at_once(attempts: Sequence[Attempt], strokes: Collection[str]) -> tuple[Attempt, ...]:
    """Join what one hand and the other did within the time of one repetition.

    Only of who has done it with both hands at once. Two repetitions take longer than two strokes:
    in between the hands go back.

    Parameters
    ----------
    attempts
        With those of two hands that did the same joined already.
    strokes
        Ids of the techniques that need a way back.
    """
    done = list(attempts)
    for technique in strokes:
        mine = sorted((a for a in attempts if a.technique == technique), key=lambda a: a.start_s)
        both_s = [a.pace_s for a in mine if a.side is Side.BOTH]
        if len(both_s) < FEWEST_BOTH:
            continue
        longest_s = 2 * float(np.median(both_s))
        for one, other in pairwise([a for a in mine if a.side is not Side.BOTH]):
            if one in done and _are_one(one, other, longest_s):
                done = [a for a in done if a not in (one, other)]
                done.append(_together(one, other))
    return tuple(sorted(done, key=lambda a: (a.start_s, a.side)))


def _are_one(one: Attempt, other: Attempt, longest_s: float) -> bool:
    """Tell whether what two hands did, one after the other, may be what both did at once."""
    contrary = None not in (one.sense, other.sense) and one.sense is not other.sense
    took_s = max(one.end_s, other.end_s) - one.start_s
    return one.side is not other.side and not contrary and took_s < longest_s


def _together(one: Attempt, other: Attempt) -> Attempt:
    """Say of both hands what is said of the one that was seen for longer."""
    left, right = (one, other) if one.side is Side.LEFT else (other, one)
    return replace(
        max(one, other, key=lambda a: a.pace_s),
        start_s=one.start_s,
        end_s=max(one.end_s, other.end_s),
        side=Side.BOTH,
        path_uv=left.path_uv,
        path_right_uv=right.path_uv,
    )
