"""The other hand: whether it went along where only one hand's stroke was made out.

Hands that do the same hide each other, and one of them is often followed less well: its stroke is
found too short, or in two parts, or not at all. Where it still moved as a mirror image of the
stroke that was made out, both hands did it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from coach.body.placement import CHARTS
from coach.body.scale import to_cm
from coach.coaching.counter import shared_time
from coach.strokes.lanes import SAME_PLACE_CM
from coach.strokes.match import resample
from coach.strokes.segment import Bout
from coach.types import PATH_POINTS, Attempt, FloatArray, Side

__all__ = ["with_other_hand"]

SAME_WAY, SO_FAR = 0.6, 0.3
"""It went along when it moved, mirrored, the same way (cosine) and at least so far, as a share of
the stroke …"""
HALFWAY = 0.5
"""… from its first half to its second, as a hand that comes or goes does not …"""
BACK = 0.7
"""… and meanwhile never so far back, as a share of how far it went along."""
BESIDE = 0.5
"""The other hand's places count only beside the stroke, mirrored: a hand that comes or goes moves
elsewhere. So near is beside, as a share of the stroke's length, or by what passes of one kind may
be apart."""
SLACK_S = 0.1
"""Two hands begin and end within so long of each other."""
BUSY = 0.2
"""It did something else when something of its own that shares so much time was made out."""
OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


def with_other_hand(attempts: Sequence[Attempt], bouts: Sequence[Bout]) -> tuple[Attempt, ...]:
    """Say of strokes of one hand that both did them, where the other went along.

    What is said of the stroke stays: it is the hand that was made out that is judged.

    Parameters
    ----------
    attempts
        With those of two hands that did the same joined already.
    bouts
        Both hands', in which the attempts were found.
    """
    return tuple(_joined(attempt, attempts, bouts) for attempt in attempts)


def _joined(attempt: Attempt, attempts: Sequence[Attempt], bouts: Sequence[Bout]) -> Attempt:
    if attempt.side not in OTHER or attempt.sense is None:
        return attempt
    other = OTHER[attempt.side]
    if any(a.side in (other, Side.BOTH) and shared_time(a, attempt) > BUSY for a in attempts):
        return attempt
    for bout in bouts:
        if bout.side is other:
            path_uv = _path_along(attempt, bout)
            if path_uv is not None:
                left, right = attempt.path_uv, path_uv
                if attempt.side is Side.RIGHT:
                    left, right = right, left
                return replace(attempt, side=Side.BOTH, path_uv=left, path_right_uv=right)
    return attempt


def _path_along(attempt: Attempt, bout: Bout) -> FloatArray | None:
    """(16, 2): the way the other hand went meanwhile; None when it did not go along."""
    during = (bout.t_s >= attempt.start_s - SLACK_S) & (bout.t_s <= attempt.end_s + SLACK_S)
    at_uv = bout.at_uv[during, CHARTS.index(attempt.chart)]
    at_uv = at_uv[np.isfinite(at_uv).all(axis=1)]
    if len(at_uv) < 3:
        return None
    mirrored_cm = to_cm(attempt.chart, attempt.path_uv * (-1.0, 1.0))
    theirs_cm = mirrored_cm[-1] - mirrored_cm[0]
    far_cm = float(np.hypot(*theirs_cm))
    at_cm = to_cm(attempt.chart, at_uv)
    away_cm = np.hypot(*(at_cm[:, None] - mirrored_cm).transpose(2, 0, 1)).min(axis=1)
    beside = away_cm <= max(BESIDE * far_cm, SAME_PLACE_CM[attempt.chart])
    if beside.sum() < 3:
        return None
    at_uv, at_cm = at_uv[beside], at_cm[beside]
    along_cm = (at_cm - mirrored_cm[0]) @ theirs_cm / far_cm
    first, last = _rise(along_cm)
    gone_cm = along_cm[last] - along_cm[first]
    if gone_cm < max(SO_FAR * far_cm, SAME_WAY * float(np.hypot(*(at_cm[last] - at_cm[first])))):
        return None
    if not along_cm[first] <= HALFWAY * far_cm <= along_cm[last]:
        return None
    down, up = _rise(-along_cm)
    if last - first < 2 or along_cm[down] - along_cm[up] > BACK * gone_cm:
        return None
    return resample(at_uv[first : last + 1], PATH_POINTS)


def _rise(values: FloatArray) -> tuple[int, int]:
    """Give the two indices, in order, between which (n,) values rise the most."""
    lowest = np.minimum.accumulate(values)
    last = int(np.argmax(values - lowest))
    return int(np.argmin(values[: last + 1])), last
