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
    seen_px = hands_px[np.isfinite(hands_px).all(axis=(1, 2))]
    palms_px = seen_px[:, MIDDLE_KNUCKLE] - seen_px[:, WRIST]
    outlines = shapely.buffer(
        shapely.convex_hull(shapely.multipoints(seen_px)),
        FLESH_SHARE * np.hypot(*palms_px.T),
        quad_segs=4,
    )
    shapely.prepare(outlines)
    covered = shapely.contains_xy(outlines[:, None], points_px[:, 0], points_px[:, 1])
    return np.asarray(covered.any(axis=0), dtype=np.float64)
