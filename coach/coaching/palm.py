"""A held open palm: the sign by which a person pauses practice without touching anything.

Hands that massage show the camera their backs. A palm that is turned to the camera, upright, with
the fingers open, away from the path and still for a moment is none of them.
"""

from __future__ import annotations

import math

import numpy as np

from coach.types import HANDS, FloatArray, Side

__all__ = ["PalmSign", "is_open_palm"]

HOLD_S = 1.0
"""The palm is held for this long (ours)."""
FLICKER_S = 0.25
"""Landmarks may be lost for this long meanwhile."""
RELEASE_S = 0.6
"""After a sign the palm is taken down for this long before another one counts (ours)."""
STRAIGHT = 0.9
"""Least length of a stretched finger, from knuckle to tip, over the sum of its parts."""
LONG = 0.5
"""Least length of a finger in the picture over that of the palm: shorter ones point at us."""
UPRIGHT_DEG = 40.0
SPREAD_DEG = 12.0
"""Least angle between index and little finger."""
WIDE = 0.3
"""Least width of the palm over its length: less is seen from the edge."""
STILL = 0.35
"""How far the palm may wander while it is held, in its own lengths."""
CLEAR = 0.3
"""No joint comes nearer than this to the path, in lengths of the palm."""
UP_PX = np.array([0.0, -1.0])
WRIST, INDEX, MIDDLE, LITTLE = 0, 5, 9, 17
FINGERS = np.array([[5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16], [17, 18, 19, 20]])


def is_open_palm(hand_px: FloatArray, side: Side) -> bool:
    """Tell whether a hand is held up with its open palm to the camera.

    Parameters
    ----------
    hand_px
        (21, 2); NaN when there is none. Pictures are not mirrored.
    """
    if not np.isfinite(hand_px).all():
        return False
    across, along = hand_px[LITTLE] - hand_px[INDEX], hand_px[MIDDLE] - hand_px[WRIST]
    length = float(np.hypot(*along))
    if length == 0 or _angle_deg(along, UP_PX) > UPRIGHT_DEG:
        return False
    # A left palm has its little finger on the right, a left back on the left.
    facing = (across[1] * along[0] - across[0] * along[1]) / length**2
    if (facing if side is Side.LEFT else -facing) < WIDE:
        return False
    joints = hand_px[FINGERS]
    reach = np.hypot(*(joints[:, -1] - joints[:, 0]).T)
    parts = np.hypot(*np.moveaxis(np.diff(joints, axis=1), -1, 0)).sum(axis=1)
    if (reach < STRAIGHT * parts).any() or (reach < LONG * length).any():
        return False
    first, last = joints[0, -1] - joints[0, 0], joints[-1, -1] - joints[-1, 0]
    return _angle_deg(first, last) >= SPREAD_DEG


def _angle_deg(one: FloatArray, other: FloatArray) -> float:
    cosine = one @ other / (np.hypot(*one) * np.hypot(*other))
    return math.degrees(math.acos(float(np.clip(cosine, -1.0, 1.0))))


class PalmSign:
    """Follows both hands until one of them has been held up for long enough."""

    def __init__(self) -> None:
        self._holds = {side: Hold() for side in HANDS}
        self._seen_s = -math.inf
        self._is_armed = True

    def push(self, t_s: float, hands_px: FloatArray, path_px: FloatArray) -> bool:
        """Take one frame; tell whether the sign was completed by it.

        Parameters
        ----------
        hands_px
            (2, 21, 2): left, right hand.
        path_px
            (n, 2): the path to keep away from.
        """
        held = False
        for side, hand_px in zip(HANDS, hands_px, strict=True):
            shows = is_open_palm(hand_px, side) and _is_clear(hand_px, path_px)
            if shows:
                self._seen_s = t_s
            held |= self._holds[side].push(t_s, hand_px if shows else None)
        if t_s - self._seen_s > RELEASE_S:
            self._is_armed = True
        signed = held and self._is_armed
        self._is_armed &= not signed
        return signed


class Hold:
    """How long one palm has been held in one place."""

    def __init__(self) -> None:
        self._from_s = self._last_s = math.nan
        self._at_px = np.full(2, np.nan)

    def push(self, t_s: float, palm_px: FloatArray | None) -> bool:
        """Take one frame of the palm; tell whether it has been held for long enough."""
        if palm_px is None:
            return False
        at_px = palm_px[MIDDLE]
        length = float(np.hypot(*(at_px - palm_px[WRIST])))
        goes_on = t_s - self._last_s <= FLICKER_S
        if not (goes_on and np.hypot(*(at_px - self._at_px)) <= STILL * length):
            self._from_s, self._at_px = t_s, at_px
        self._last_s = t_s
        return t_s - self._from_s >= HOLD_S


def _is_clear(hand_px: FloatArray, path_px: FloatArray) -> bool:
    if not len(path_px):
        return True
    length = float(np.hypot(*(hand_px[MIDDLE] - hand_px[WRIST])))
    gaps = np.hypot(*np.moveaxis(hand_px[:, None] - path_px[None], -1, 0))
    return bool(gaps.min() >= CLEAR * length)
