"""How far thumb and fingers are stretched, from a hand's joints in space."""

from __future__ import annotations

import numpy as np

from coach.types import FloatArray

__all__ = ["FINGERS", "stretch_of"]

FINGERS = 5
"""Thumb, index, middle, ring and little finger, in the order of what is told of each."""
WRIST, INDEX, MIDDLE = 0, 5, 9
THUMB_TIP = 4
INDEX_JOINTS = [5, 6, 7, 8]
KNUCKLES, TIPS = [5, 9, 13, 17], [8, 12, 16, 20]


def stretch_of(hands_world_m: FloatArray) -> FloatArray:
    """Tell how far the fingers of hands are stretched.

    Parameters
    ----------
    hands_world_m
        (hands, 21, 3): joints in metres; NaN for a hand that was not seen.

    Returns
    -------
    (hands, 5): of the thumb, how far its tip is from the index finger's nearest joint, in lengths
    of the palm; of each finger, how far its tip is from the wrist, over how far its knuckle is:
    about 1.7 stretched, 1.1 curled into the hand.
    """
    tips, knuckles = (
        np.linalg.norm(hands_world_m[:, joints] - hands_world_m[:, [WRIST]], axis=-1)
        for joints in (TIPS, KNUCKLES)
    )
    palm = np.linalg.norm(hands_world_m[:, MIDDLE] - hands_world_m[:, WRIST], axis=-1)
    thumb = hands_world_m[:, [THUMB_TIP]] - hands_world_m[:, INDEX_JOINTS]
    out = np.linalg.norm(thumb, axis=-1).min(axis=1) / palm
    return np.column_stack([out, tips / knuckles])
