"""Where landmarks truly are, frame by frame, and what can be read off them.

What situation a hand or a face is in (over the face, covered, at the picture's edge) is told from
the true landmarks in the picture, so that the same reading serves simulated sessions and the truth
of rendered clips.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sample_videos.studio.primitives import Floats

RIGID: Final = (0, 5, 9, 13, 17)
BLOBS: Final = (RIGID, (6, 10, 14, 18), (8, 12))
"""Palm, middles of the fingers, working tips."""
OUTER_EYES: Final = (263, 33)
SHOULDERS: Final = (11, 12)
HIPS: Final = (23, 24)
COVER_REACH: Final = 1.05
"""How far, in palms, a hand's flesh reaches from the middles of palm, fingers and tips (chosen so
that the share covered agrees with the hull of the joints, widened by the flesh)."""


MARGIN: Final = 1.1
"""Fingers this far out of the body part's box (1: at its edge) are still over it."""


@dataclass(frozen=True, slots=True)
class TrueLandmarks:
    """Where every landmark is, in every frame; NaN for what there is not.

    Attributes
    ----------
    t_s : (n,) float
        Times of the frames, evenly spaced.
    size_px : (int, int)
        Width and height of the picture.
    hands_px : (n, 2, 21, 2) float
        Left and right hand, in the picture or not.
    hands_world_m : (n, 2, 21, 3) float
        The same about each hand's own centre: right, down and away from the camera, in metres.
    face_px : (n, 468, 3) float
        The mesh; NaN for a person seen from behind.
    body_px : (n, 33, 2) float
        The pose, in the picture or not.
    works : (bool, bool), optional
        Where one hand works on the other: which of them does.
    """

    t_s: Floats
    size_px: tuple[int, int]
    hands_px: Floats
    hands_world_m: Floats
    face_px: Floats
    body_px: Floats
    works: tuple[bool, bool] | None = None


def palm_px(hands_px: Floats) -> Floats:
    """Return the size (...) of palms (..., 21, 2): root mean square distance of rigid joints."""
    points = hands_px[..., RIGID, :]
    offset = points - points.mean(axis=-2, keepdims=True)
    pairs = len(RIGID) / (len(RIGID) - 1) * 2
    return np.asarray(np.sqrt(pairs * (offset**2).sum(axis=-1).mean(axis=-1)))


def eye_px(face_px: Floats) -> Floats:
    """Return the distance (...) of the outer eye corners of meshes (..., 468, 3), with depth."""
    return np.asarray(
        np.linalg.norm(face_px[..., OUTER_EYES[0], :] - face_px[..., OUTER_EYES[1], :], axis=-1)
    )


def inside_share(points_px: Floats, size_px: tuple[int, int]) -> Floats:
    """Return the share (...) of points (..., m, 2) that lie in the picture."""
    return np.asarray(are_inside(points_px, size_px).mean(axis=-1))


def are_inside(points_px: Floats, size_px: tuple[int, int]) -> np.ndarray:
    """Tell of points (..., 2) whether they lie in the picture (...)."""
    # each axis by itself: numpy is slow over a last axis of two
    x, y = points_px[..., 0], points_px[..., 1]
    return np.asarray((x >= 0) & (x < size_px[0]) & (y >= 0) & (y < size_px[1]))


def box_px(points_px: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest corner (n, 2) of boxes around points (n, m, 2 or more)."""
    x, y = points_px[..., 0], points_px[..., 1]
    low = np.stack([x.min(axis=1), y.min(axis=1)], axis=1)
    return low, np.stack([x.max(axis=1), y.max(axis=1)], axis=1)


def cover(hands_px: Floats, points_px: Floats) -> Floats:
    """Return how far (n, m), from 0 to 1, points (n, m, 2) lie under hands (n, 2, 21, 2)."""
    x_px, y_px = np.ascontiguousarray(points_px[..., 0]), np.ascontiguousarray(points_px[..., 1])
    free = np.ones(x_px.shape)
    size = palm_px(hands_px)
    with np.errstate(invalid="ignore"):
        low, high = box_px(points_px)
        for side in range(2):
            for joints in BLOBS:
                centre = hands_px[:, side, joints].mean(axis=1)
                reach = COVER_REACH * size[:, side, None]
                near = ((centre > low - reach) & (centre < high + reach)).all(axis=1)
                # in place, which is twice as quick: it is most of what a session's face costs
                away, across = x_px[near], y_px[near]
                for offset, axis in ((away, 0), (across, 1)):
                    offset -= centre[near, axis, None]
                    offset /= reach[near]
                    offset *= offset
                away += across
                away *= 2.0
                away -= 1.0
                free[near] *= np.clip(away, 0.0, 1.0, out=away)
    return np.asarray(1.0 - free)


def over_body(true: TrueLandmarks) -> Floats:
    """Return 1 where a hand (n, 2) is over what it works on, else 0.

    That is a hand that works on the other, or whose fingers are over face, neck or back.
    """
    if true.works is not None:
        return np.tile(np.array(true.works, dtype=np.float64), (len(true.t_s), 1))
    fingers = true.hands_px[:, :, (5, 9, 8, 12)].mean(axis=2)
    front = np.isfinite(true.face_px[:, 0, 0]).any()
    trunk = true.body_px[:, SHOULDERS if front else SHOULDERS + HIPS]
    low, high = box_px(true.face_px if front else trunk)
    high[:, 1] = np.maximum(high[:, 1], trunk[..., 1].max(axis=1))
    with np.errstate(invalid="ignore"):
        away = np.abs(fingers - ((low + high) / 2)[:, None]) / ((high - low) / 2)[:, None]
        return np.asarray((away.max(axis=-1) < MARGIN).astype(np.float64))
