"""Ways back that go round outside the body, or through the air: one movement, however they bend.

A hand that goes on outwards at the end of its stroke and comes in again where it began has been
away. Cut at its furthest point, as a to-and-fro would be, that looks like two strokes. So does a
way back that is lifted higher than its stroke is long: it goes out and in again. What tells it is
the pace, as a hand strokes slowly and flies.
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
BOTH_QUICKER, EACH_QUICKER = 2.0, 1.4
"""The halves of a way back through the air are so many times as quick as their stroke: together,
and each of them at least."""
NEAR_CM = 2.5
NEAR = 0.5
"""A way back begins near where the stroke ended, and ends near where it began: nearer than this,
or than this share of the stroke's length."""


def around(passes: Sequence[Pass]) -> tuple[Pass, ...]:
    """Join the two halves of each way back that turns round outside the body, or in the air.

    Parameters
    ----------
    passes
        Of one bout, in time order.
    """
    joined: list[Pass] = []
    for one in _through_air(passes):
        if len(joined) > 1 and _is_way_back(joined[-3:-1], joined[-1], one):
            joined[-1] = Pass(one.bout, joined[-1].first, one.last)
        else:
            joined.append(one)
    return tuple(joined)


def _through_air(passes: Sequence[Pass]) -> list[Pass]:
    """Join the halves of ways back that turn in the air, after their stroke or before the next."""
    joined: list[Pass] = []
    k = 0
    while k < len(passes):
        out, *rest = passes[k : k + 2]
        strokes = [passes[i] for i in (k - 1, k + 2) if 0 <= i < len(passes)]
        if k and _turns_back(passes[k - 1], out):  # it is the whole way back of that one
            strokes = []
        if rest and any(_flies_back(stroke, out, rest[0]) for stroke in strokes):
            out = Pass(out.bout, out.first, rest[0].last)
            k += 1
        joined.append(out)
        k += 1
    return joined


def _flies_back(stroke: Pass, out: Pass, back: Pass) -> bool:
    """Tell whether a hand flew from where a stroke ends to where it begins, out and in again."""
    if stroke.bout.anchor is not ChartName.FACE:
        return False
    apart_s = max(out.start_s - stroke.end_s, stroke.start_s - back.end_s)
    if max(apart_s, back.start_s - out.end_s) > APART_S:
        return False
    if _turns_back(stroke, out) or out.chord_cm @ back.chord_cm >= 0:
        return False
    chord_cm, back_cm = stroke.chord_cm, back.at_cm[-1] - out.at_cm[0]
    long_cm = float(np.hypot(*chord_cm))
    if chord_cm @ back_cm > TURNED * long_cm * np.hypot(*back_cm):
        return False
    left_cm, came_cm = out.at_cm[0] - stroke.at_cm[-1], back.at_cm[-1] - stroke.at_cm[0]
    if max(np.hypot(*left_cm), np.hypot(*came_cm)) > max(NEAR_CM, NEAR * long_cm):
        return False
    halves_cm = [float(np.hypot(*half.chord_cm)) for half in (out, back)]
    halves_s = [half.end_s - half.start_s for half in (out, back)]
    stroke_cm_s = long_cm / (stroke.end_s - stroke.start_s)
    both_cm_s = sum(halves_cm) / sum(halves_s)
    each_cm_s = min(cm / s for cm, s in zip(halves_cm, halves_s, strict=True))
    return each_cm_s > EACH_QUICKER * stroke_cm_s and both_cm_s > BOTH_QUICKER * stroke_cm_s


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
