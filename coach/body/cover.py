"""Which points of the body lie under a hand, as far as the picture shows."""

from __future__ import annotations

import numpy as np
import shapely

from coach.types import FloatArray

__all__ = ["covered_by"]

FLESH_SHARE = 0.3
"""How far the flesh reaches beyond the joints, in palm lengths (wrist to middle knuckle)."""

WRIST, MIDDLE_KNUCKLE = 0, 9


def covered_by(hands_px: FloatArray, points_px: FloatArray) -> FloatArray:
    """Tell which points lie under a hand's outline.

    Parameters
    ----------
    hands_px
        (hands, 21, 2); NaN for a hand that is not seen.
    points_px
        (n, 2).

    Returns
    -------
    (n,): 1 where a hand lies over or close around the point, else 0.
    """
    covered = np.zeros(len(points_px), dtype=bool)
    for hand_px in hands_px:
        if not np.isfinite(hand_px).all():
            continue
        reach_px = FLESH_SHARE * np.hypot(*(hand_px[MIDDLE_KNUCKLE] - hand_px[WRIST]))
        outline = shapely.MultiPoint(hand_px).convex_hull.buffer(reach_px, quad_segs=4)
        covered |= shapely.contains_xy(outline, points_px[:, 0], points_px[:, 1])
    return covered.astype(np.float64)
