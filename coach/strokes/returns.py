"""Ways back that go round outside the body: they are one movement, however they bend.

A hand that goes on outwards at the end of its stroke and comes in again where it began has been
away. Cut at its furthest point, as a to-and-fro would be, that looks like two strokes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.strokes.segment import Pass
from coach.types import ChartName

__all__ = ["OUTSIDE_CM", "around"]

OUTSIDE_CM = 9.0
"""Beside the head there is no skin further from the midline than this: MediaPipe's canonical face
is 7.7 cm from it to the side of the face, the ear another centimetre."""
NECK_CM = -14.0
"""Below this height, in the face chart, shoulders may be there."""
APART_S = 0.5
LESS = 1.2
"""Going on outwards is not much longer than the stroke before it."""
TURNED = -0.5
"""Cosine from which on a pass retraces the one before it instead of going on from its end."""
NEAR_CM = 2.5
NEAR = 0.5
"""A way back begins near where the stroke ended, and ends near where it began: nearer than this,
or than this share of the stroke's length."""


def around(passes: Sequence[Pass]) -> tuple[Pass, ...]:
    """Join the two halves of each way back that turns round outside the body.

    Parameters
    ----------
    passes
        Of one bout, in time order.
    """
    joined: list[Pass] = []
    for one in passes:
        if len(joined) > 1 and _is_way_back(joined[-3:-1], joined[-1], one):
            joined[-1] = Pass(one.bout, joined[-1].first, one.last)
        else:
            joined.append(one)
    return tuple(joined)


def _is_way_back(before: Sequence[Pass], out: Pass, back: Pass) -> bool:
    """Tell whether a hand came back to where it began, after one pass or two on the skin."""
    stroke = before[-1]
    if stroke.bout.anchor is not ChartName.FACE:
        return False
    if out.start_s - stroke.end_s > APART_S or back.start_s - out.end_s > APART_S:
        return False
    if _turns_back(stroke, out):
        return False
    x_cm, y_cm = out.at_cm[-1]
    if abs(x_cm) < OUTSIDE_CM or y_cm < NECK_CM:
        return False
    long_cm = max(float(np.hypot(*(stroke.at_cm[-1] - one.at_cm[0]))) for one in before)
    if np.hypot(*out.chord_cm) > LESS * long_cm:
        return False
    near_cm = max(NEAR_CM, NEAR * long_cm)
    left_cm = np.hypot(*(out.at_cm[0] - stroke.at_cm[-1]))
    came_cm = min(float(np.hypot(*(back.at_cm[-1] - one.at_cm[0]))) for one in before)
    return bool(max(left_cm, came_cm) <= near_cm)


def _turns_back(one: Pass, other: Pass) -> bool:
    a, b = one.chord_cm, other.chord_cm
    return bool(a @ b < TURNED * np.hypot(*a) * np.hypot(*b))
