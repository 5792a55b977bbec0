"""What landmarkers said of clips against what is true in them: errors, aligned frame by frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from coach.types import BODY_POINTS, FACE_POINTS, FloatArray, Observation
from sample_videos.studio.landmark_scene import (
    HIPS,
    OUTER_EYES,
    SHOULDERS,
    TrueLandmarks,
    cover,
    over_body,
    palm_px,
)

__all__ = [
    "FREE_SHARE",
    "FaceErrors",
    "Laid",
    "Measured",
    "errors_of_face",
    "errors_of_hands",
    "laid_on",
    "measure",
]

SIDES = ("left", "right")
FREE_SHARE = 0.01
"""With less of the mesh covered than this, a face counts as uncovered."""
LEAST_FREE = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """A clip's truth and what was said, frame by frame.

    Attributes
    ----------
    view, region
        From where the person is seen; what is worked on.
    true
        The truth. The mesh is this clip's own, learned while it was free and laid where the
        head truly is, so that it has no error of shape.
    hands_px, hands_world_m, face_px, body_px
        What was said: (n, 2, 21, 2), (n, 2, 21, 3), (n, 468, 3), (n, 33, 2).
    log_size
        Logarithm of the mesh's size over the true one; NaN without a face.
    shape
        (468, 3): the mesh learned, in distances of its outer eye corners, or None.
    """

    name: str
    view: str
    region: str | None
    true: TrueLandmarks
    hands_px: FloatArray
    hands_world_m: FloatArray
    face_px: FloatArray
    body_px: FloatArray
    log_size: float
    shape: FloatArray | None


@dataclass(frozen=True, slots=True)
class FaceErrors:
    """Errors of a mesh as a whole, and what is left of each point's.

    Attributes
    ----------
    place, log_size, turn_deg
        (n, 2), (n, 1), (n, 3).
    left
        (n, 468, 2): in distances of the outer eye corners.
    covered
        (n, 468): how far each point lies under a hand.
    """

    place: FloatArray
    log_size: FloatArray
    turn_deg: FloatArray
    left: FloatArray
    covered: FloatArray


def measure(name: str, seen: Sequence[Observation], truth: dict[str, Any]) -> Measured:
    """Align a clip's observations with its truth."""
    frames = truth["frames"]
    count = min(len(seen), len(frames["t_s"]))
    size_px = (int(truth["width"]), int(truth["height"]))
    hands_px = np.full((count, 2, 21, 2), np.nan)
    for index, side in enumerate(SIDES):
        for k, joints in enumerate(frames[side]["joints_px"][:count]):
            if joints is not None:
                hands_px[k, index] = joints
    hands_px = _unmirrored(hands_px, truth)
    said_face = np.array([one.face_px for one in seen[:count]])
    face, log_size, shape = _true_mesh(frames, truth, said_face, hands_px)
    true = TrueLandmarks(
        t_s=np.array(frames["t_s"][:count]),
        size_px=size_px,
        hands_px=hands_px,
        hands_world_m=np.full((count, 2, 21, 3), np.nan),
        face_px=face,
        body_px=_unmirrored(_true_body(frames, count), truth),
        works=_workers(truth) if truth["region"] == "hand" else None,
    )
    hands, world, body = (
        np.array([getattr(one, part) for one in seen[:count]])
        for part in ("hands_px", "hands_world_m", "body_px")
    )
    view, region = truth["view"], truth["region"]
    return Measured(name, view, region, true, hands, world, said_face, body, log_size, shape)


def _workers(truth: dict[str, Any]) -> tuple[bool, bool]:
    sides = {row["side"] for row in truth["strokes"]}
    return SIDES[0] in sides, SIDES[1] in sides


def _unmirrored(points_px: FloatArray, truth: dict[str, Any]) -> FloatArray:
    """Turn points of a mirrored picture back, as capture does with the picture."""
    if not truth.get("mirrored", False):
        return points_px
    return np.stack([truth["width"] - points_px[..., 0], points_px[..., 1]], axis=-1)


def _true_body(frames: dict[str, Any], count: int) -> FloatArray:
    body = np.full((count, BODY_POINTS, 2), np.nan)
    for joints, key in ((SHOULDERS, "shoulders_px"), (HIPS, "hips_px")):
        places = np.array(frames[key], dtype=np.float64)
        body[:, joints] = places if places.ndim == 2 else places[:count]
    body[:, 0] = body[:, SHOULDERS].mean(axis=1)  # has_body looks at the nose
    return body


def _turns(truth: dict[str, Any], count: int) -> FloatArray:
    """(n, 3, 3): from the head to the camera's axes."""
    turn, nod, tilt = np.array(truth["frames"]["head_deg"][:count]).T
    head = Rotation.from_euler("YXZ", np.stack([turn, nod, tilt], axis=1), degrees=True)
    axes = np.array(truth.get("camera", {}).get("rotation", np.eye(3).ravel())).reshape(3, 3)
    return np.asarray(axes @ head.as_matrix())


def _true_mesh(
    frames: dict[str, Any], truth: dict[str, Any], said: FloatArray, hands_px: FloatArray
) -> tuple[FloatArray, float, FloatArray | None]:
    """Lay the mesh this clip shows while it is free where the eyes and the head truly are."""
    nothing = np.full((len(said), FACE_POINTS, 3), np.nan)
    if frames["eyes_px"] is None:
        return nothing, float("nan"), None
    eyes = _unmirrored(np.array(frames["eyes_px"][: len(said)]), truth)
    turns = _turns(truth, len(said))
    unit = np.linalg.norm(eyes[:, 0] - eyes[:, 1], axis=1)
    unit = unit / np.linalg.norm(turns[:, :2, 0], axis=1)
    share = cover(hands_px, said[..., :2]).mean(axis=1)
    free = (share < FREE_SHARE) & np.isfinite(said[:, 0, 0])
    if free.sum() < LEAST_FREE:
        return nothing, float("nan"), None
    middle = np.concatenate([eyes.mean(axis=1), np.zeros((len(said), 1))], axis=1)[:, None]
    local = (said - middle) * (1.0, -1.0, -1.0) / unit[:, None, None]
    shape = np.median(np.einsum("nji,npj->npi", turns[free], local[free]), axis=0)
    laid = np.einsum("nij,pj->npi", turns, shape) * unit[:, None, None] * (1.0, -1.0, -1.0)
    wide = float(np.linalg.norm(shape[OUTER_EYES[0]] - shape[OUTER_EYES[1]]))
    own = shape - shape[list(OUTER_EYES)].mean(axis=0)
    return laid + middle, float(np.log(wide)), own / wide


def errors_of_hands(one: Measured) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Errors (n, 2, 21, 2) in palms along and across each hand; over the body (n, 2); palms."""
    size = palm_px(one.true.hands_px)
    joints = one.true.hands_px
    along = joints[:, :, 9] - joints[:, :, 0]
    along = along / np.linalg.norm(along, axis=-1, keepdims=True)
    across = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    thumb = ((joints[:, :, 5] - joints[:, :, 17]) * across).sum(axis=-1, keepdims=True)
    across = across * np.sign(thumb)
    miss = (one.hands_px - joints) / size[..., None, None]
    axes = np.stack([along, across], axis=-1)
    return np.einsum("nsjk,nskl->nsjl", miss, axes), over_body(one.true), size


def errors_of_face(one: Measured) -> FaceErrors:
    """Fit the mesh that was said to the true one, and see what is left."""
    true, said = one.true.face_px, one.face_px
    count = len(true)
    place, size = np.full((count, 2), np.nan), np.full((count, 1), np.nan)
    turn = np.full((count, 3), np.nan)
    left = np.full((count, FACE_POINTS, 2), np.nan)
    unit = np.linalg.norm(true[:, OUTER_EYES[0]] - true[:, OUTER_EYES[1]], axis=-1)
    for k in np.nonzero(np.isfinite(said[:, 0, 0]) & np.isfinite(true[:, 0, 0]))[0]:
        eyes = true[k, list(OUTER_EYES)].mean(axis=0)
        a, b = (true[k] - eyes) / unit[k], (said[k] - eyes) / unit[k]
        laid = laid_on(a, b)
        place[k], size[k], turn[k] = laid.origin[:2], laid.log_size, laid.turn_deg
        left[k] = laid.left[:, :2]
    return FaceErrors(place, size, turn, left, cover(one.true.hands_px, true[..., :2]))


@dataclass(frozen=True, slots=True)
class Laid:
    """How a mesh is moved, grown and turned against another, and what is left.

    Attributes
    ----------
    origin, turn_deg
        (3,): where its origin comes to lie, and by how much it is turned about each axis.
    log_size
        Logarithm of how much larger it is.
    left
        (n, 3): what that leaves of every point's distance.
    """

    origin: FloatArray
    log_size: float
    turn_deg: FloatArray
    left: FloatArray


def laid_on(true: FloatArray, said: FloatArray) -> Laid:
    """Lay a mesh (n, 3) on one that was said, and see what moves it there, and what is left."""
    mid_a, mid_b = true.mean(axis=0), said.mean(axis=0)
    found, _ = Rotation.align_vectors(said - mid_b, true - mid_a)
    turned = found.apply(true - mid_a)
    scale = float((turned * (said - mid_b)).sum() / (turned**2).sum())
    origin = mid_b - scale * found.apply(mid_a)
    left = said - scale * found.apply(true) - origin
    return Laid(origin, float(np.log(scale)), np.rad2deg(found.as_rotvec()), left)
