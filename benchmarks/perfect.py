"""What would be said if the landmarkers made no errors: found joints replaced by the true ones.

What is wrong with true joints is wrong in the judging, or can't be told from joints at all; the
rest is what the landmarkers got wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.truth import Truth
from coach.types import HAND_POINTS, HANDS, FloatArray, Observation

__all__ = ["PARTS", "with_true"]

PARTS = ("hands", "body", "hands and body")
"""What can be replaced; body: shoulders and hips. (A mesh of the true face is not told.)"""

SHOULDERS_AND_HIPS = [11, 12, 23, 24]
IN_PICTURE = 0.7
"""A hand is replaced where so many of its joints lie within the picture; elsewhere it is unseen."""
PALM_M = 0.1
"""A stand-in for the metric size of a true hand: judging uses only its presence."""


def with_true(seen: Sequence[Observation], truth: Truth, parts: str) -> list[Observation]:
    """Give a clip's landmarks with the joints of `parts` where they truly are.

    Raises
    ------
    ValueError
        There are no such parts.
    """
    if parts not in PARTS:
        raise ValueError(f'no parts "{parts}"; there are: {", ".join(PARTS)}')
    changed = []
    for index, one in enumerate(seen[: len(truth.t_s)]):
        if "hands" in parts:
            one = _with_hands(one, truth, index)
        if "body" in parts:
            one = _with_body(one, truth, index)
        changed.append(one)
    return changed


def _with_hands(seen: Observation, truth: Truth, index: int) -> Observation:
    hands_px = np.stack([_turned(hand.joints_px[index], truth, seen) for hand in truth.hands])
    inside = ((hands_px >= 0) & (hands_px < seen.size_px)).all(axis=2).mean(axis=1) >= IN_PICTURE
    hands_px[~inside] = np.nan
    world_m = np.full((len(HANDS), HAND_POINTS, 3), np.nan)
    world_m[inside] = PALM_M
    score = np.where(inside, 1.0, np.nan)
    return replace(seen, hands_px=hands_px, hands_world_m=world_m, hands_score=score)


def _with_body(seen: Observation, truth: Truth, index: int) -> Observation:
    joints_px = _turned(truth.torso_px[index], truth, seen)
    if not np.isfinite(joints_px).all():
        return seen
    body_px, visibility = seen.body_px.copy(), seen.body_visibility.copy()
    if not seen.has_body:
        body_px[:] = joints_px.mean(axis=0)
    body_px[SHOULDERS_AND_HIPS], visibility[SHOULDERS_AND_HIPS] = joints_px, 1.0
    return replace(seen, body_px=body_px, body_visibility=visibility)


def _turned(points_px: FloatArray, truth: Truth, seen: Observation) -> FloatArray:
    """Give (n, 2) points of the clip's picture in that which is judged: never a mirror image."""
    return points_px * (-1.0, 1.0) + (seen.size_px[0], 0.0) if truth.mirrored else points_px.copy()
