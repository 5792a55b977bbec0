"""Ways back that go round outside the body: they are one movement, however they bend.

A hand that goes on outwards at the end of its stroke and comes in again where it began has been
away. Cut at its furthest point, as a to-and-fro would be, that looks like two strokes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.strokes.contact import HEAD_CENTRE_CM
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
JAW_CM = -7.0
HIGHER_CM, APEX_TURNED, APEX_LESS = 2.0, -0.85, 3.0
"""A way back that rises from the head and comes down again, seen from the side, has its turning
point so much further from the head's middle than the ends of the stroke, which lies above the jaw
(on jaw and neck hands rise towards the camera); it may lead back steeper, and go further."""
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
    long_cm = max(float(np.hypot(*(stroke.at_cm[-1] - one.at_cm[0]))) for one in before)
    if not (_is_outside(stroke, out, long_cm) or _is_apex(stroke, out, back, long_cm)):
        return False
    near_cm = max(NEAR_CM, NEAR * long_cm)
    left_cm = np.hypot(*(out.at_cm[0] - stroke.at_cm[-1]))
    came_cm = min(float(np.hypot(*(back.at_cm[-1] - one.at_cm[0]))) for one in before)
    return bool(max(left_cm, came_cm) <= near_cm)


def _is_outside(stroke: Pass, out: Pass, long_cm: float) -> bool:
    """Tell whether a hand went on to where there is no skin."""
    if _cosine(stroke, out) < TURNED or np.hypot(*out.chord_cm) > LESS * long_cm:
        return False
    x_cm, y_cm = out.at_cm[-1]
    return bool(abs(x_cm) >= OUTSIDE_CM and y_cm >= NECK_CM)


def _is_apex(stroke: Pass, out: Pass, back: Pass, long_cm: float) -> bool:
    """Tell whether a hand rose from the head, and came down again where the stroke began."""
    if _cosine(stroke, out) < APEX_TURNED or np.hypot(*out.chord_cm) > APEX_LESS * long_cm:
        return False
    ends = np.array([stroke.at_cm[0], stroke.at_cm[-1], back.at_cm[-1]])
    if ends[:, 1].min() < JAW_CM:
        return False
    ends_cm = np.hypot(*(ends - HEAD_CENTRE_CM).T)
    return bool(np.hypot(*(out.at_cm[-1] - HEAD_CENTRE_CM)) > ends_cm.max() + HIGHER_CM)


def _cosine(one: Pass, other: Pass) -> float:
    a, b = one.chord_cm, other.chord_cm
    return float(a @ b / (np.hypot(*a) * np.hypot(*b)))
