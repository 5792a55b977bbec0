"""The face chart: a head model that holds while hands cover the face.

The mesh that MediaPipe gives for a covered face slides under the hands. So a model of this
person's own head is learned while the face is free, and then laid rigidly onto the landmarks
that lie outside the hands' outlines.

Head frame: origin midway between the outer eye corners, X to the person's left, Y up, Z out of
the face, one unit being half the distance of the outer eye corners. u is X; v is Y divided by
the height of the forehead's highest landmark (10) above the eye line, and by the depth of the
chin (152) below it. The chart goes on beyond the mesh, to hairline, temples, ears and neck.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from coach.body.cover import covered_by
from coach.body.smoothing import OneEuro
from coach.body.turning import rotation, rotation_vector, turn_onto
from coach.types import ChartName, FloatArray, Observation

__all__ = ["FaceChart", "FaceFitter"]

OUTER_EYE_LEFT, OUTER_EYE_RIGHT = 263, 33
FOREHEAD_TOP, CHIN = 10, 152
TRAGUS_LEFT, TRAGUS_RIGHT = 454, 234
ACROSS = np.array([[263, 33], [362, 133], [300, 70], [454, 234], [291, 61], [397, 172]])
"""Pairs (person's left, right) that lie straight across the head."""

HOLD_S = 1.0
"""How long the last good fit stands in for a face that is not found."""
KEEP_S, STAYED = 6.0, 0.5
"""How long a face that hands hide is held while the pose's nose, eyes, ears and mouth, which are
found much longer than the mesh, stay within this distance, in head units. (Moving the head along
with them was tried: under hands they are off by more than a head moves.)"""
POSE_HEAD = list(range(11))
POSE_SURE, POSE_LEAST = 0.5, 5
LEARN_COVER = 0.05
"""The head model is learned only while less than this share of the mesh is covered."""
LEARN_FRAMES = 60
TRUST_MIN_SHARE = 0.25
"""With less of the mesh free than this, the mesh found is not trusted at all."""
MISS_SLACK = 0.004
"""How much worse than usual, in head units, a mesh may fit the head before it is doubted."""
AGREE = 0.06
"""Landmarks agree on the head's place within this distance, in head units."""
CALM_HZ, QUICK_HZ = 2.0, 15.0
"""Cut-off of size and turn at rest, and its rise for each unit (radian, e-fold) of change."""
FLAT_BEYOND = 1.3
"""Beyond this |X| the model of the surface goes on without falling away further."""
NEWTON_STEPS, EXACT_PX = 8, 1e-9


@dataclass(frozen=True, slots=True)
class FaceChart:
    """The face chart in one frame.

    Attributes
    ----------
    origin_px
        (2,): midway between the outer eye corners.
    axes_px
        (2, 3): where one unit of X, Y, Z of the head frame goes in the picture.
    up, down
        Head units of v = 1 above, and of v = -1 below the eye line.
    surface
        (4,): the skin's Z = s0 + s1 X² + s2 Y + s3 Y².
    tragus
        (3,): the left ear's tragus in the head frame; the right one mirrors it.
    """

    origin_px: FloatArray
    axes_px: FloatArray
    up: float
    down: float
    surface: FloatArray
    tragus: FloatArray

    @property
    def name(self) -> ChartName:
        """Which chart this is."""
        return ChartName.FACE

    @property
    def unit_px(self) -> float:
        """Half the distance of the outer eye corners, were the face seen straight on."""
        return float(np.sqrt((self.axes_px**2).sum() / 2))

    def to_px(self, points_uv: FloatArray) -> FloatArray:
        """Map (n, 2) chart points, taken to lie on the skin, to (n, 2) picture points."""
        x = points_uv[:, 0]
        y = np.where(points_uv[:, 1] >= 0, self.up, self.down) * points_uv[:, 1]
        head = np.stack([x, y, self._z(x, y)])
        return self.origin_px + (self.axes_px @ head).T

    def to_uv(self, points_px: FloatArray, above: float = 0.0) -> FloatArray:
        """Map (n, 2) picture points to (n, 2) chart points.

        Parameters
        ----------
        points_px
            In the picture.
        above
            How far above the skin the points lie, in head units along its normal. The joint of a
            fingertip lies half a finger's thickness above the place it touches, which is seen
            as a shift to the side wherever the skin falls away from the camera.
        """
        flat = np.linalg.inv(self.axes_px[:, :2])
        offsets = points_px - self.origin_px
        starts = (offsets - self.axes_px[:, 2] * self.surface[0]) @ flat.T
        found = [
            self._on_skin(tuple(offset), tuple(start), above)
            for offset, start in zip(offsets.tolist(), starts.tolist(), strict=True)
        ]
        return np.array(found, dtype=np.float64).reshape(-1, 2)

    def _on_skin(
        self, offset_px: tuple[float, ...], start: tuple[float, ...], above: float
    ) -> tuple[float, float]:
        """(u, v) of one point, by Newton's method from (x, y) in the head frame.

        In plain numbers: there are one or two points a frame, and setting numpy to work on so few
        took half of all the time after the landmarks.
        """
        (ax, ay, az), (bx, by, bz) = self.axes_px.tolist()
        s0, s1, s2, s3 = self.surface.tolist()
        # A ray that grazes the model's surface has no stable place on it: take a small step.
        least = 0.2 * self.unit_px**2
        x, y = start
        for _ in range(NEWTON_STEPS):
            near = min(max(x, -FLAT_BEYOND), FLAT_BEYOND)
            tall = min(max(y, -self.down), self.up)
            z = s0 + s1 * near**2 + s2 * tall + s3 * tall**2
            # The skin's slopes go on beyond the model's edge for its normal, not for its height.
            z_x, z_y = 2 * s1 * near, s2 + 2 * s3 * tall
            lift = above / math.sqrt(z_x**2 + z_y**2 + 1)
            px, py, pz = x - lift * z_x, y - lift * z_y, z + lift
            miss_x = ax * px + ay * py + az * pz - offset_px[0]
            miss_y = bx * px + by * py + bz * pz - offset_px[1]
            if abs(miss_x) + abs(miss_y) < EXACT_PX:
                break
            z_x = z_x if abs(x) < FLAT_BEYOND else 0.0
            z_y = z_y if -self.down < y < self.up else 0.0
            x_right, x_down = ax + az * z_x, bx + bz * z_x
            y_right, y_down = ay + az * z_y, by + bz * z_y
            det = x_right * y_down - x_down * y_right
            if abs(det) < least:
                det = math.copysign(least, det)
            x -= (miss_x * y_down - miss_y * y_right) / det
            y -= (x_right * miss_y - x_down * miss_x) / det
        return x, y / (self.up if y >= 0 else self.down)

    def _z(self, x: FloatArray, y: FloatArray) -> FloatArray:
        s0, s1, s2, s3 = self.surface
        near = np.clip(x, -FLAT_BEYOND, FLAT_BEYOND)
        tall = np.clip(y, -self.down, self.up)
        z: FloatArray = s0 + s1 * near**2 + s2 * tall + s3 * tall**2
        return z


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Where the head is: weak perspective.

    Attributes
    ----------
    origin_px
        (2,): where the head frame's origin lies in the picture, y up.
    log_scale
        Natural logarithm of the pixels of one head unit.
    turn
        (3, 3): the rotation from the head frame to the picture's axes (x right, y up, z near).
    """

    origin_px: FloatArray
    log_scale: float
    turn: FloatArray


class FaceFitter:
    """Follows one face from frame to frame.

    The head's shape is learned from the frames themselves while nothing covers it. Under hands
    the landmarks that stay free keep their places in the picture, but what the mesh says of
    size and turn goes wrong together with the covered ones. So size and turn follow the mesh
    only as far as it still fits the head (its residual), while the place always follows the
    free landmarks.
    """

    def __init__(self) -> None:
        self._head: FloatArray | None = None
        self._surface: FloatArray | None = None
        self._learned = 0
        self._best_free = 0.0
        self._usual_miss = math.nan
        self._pose: HeadPose | None = None
        self._t_s = self._mesh_s = -math.inf
        self._with_pose: tuple[Observation, FloatArray, float] | None = None
        self._place = OneEuro(min_cutoff_hz=2.5, beta=1.0)

    def push(self, seen: Observation) -> FaceChart | None:
        """Give the chart for this frame; None while there is nothing to go by.

        A face that is lost is held for `HOLD_S` seconds, or for `KEEP_S` while the pose shows that
        the head stays where it was, and then unknown.
        """
        if seen.t_s - self._t_s > HOLD_S:
            self._pose = None
        if seen.has_face:
            self._follow(seen)
        elif self._pose is not None and seen.t_s - self._mesh_s <= KEEP_S:
            self._keep(seen, self._pose)
        if self._pose is None or self._head is None:
            return None
        if self._surface is None:  # The head has changed.
            self._surface = _surface(self._head)
        return _chart(self._head, self._surface, self._pose)

    def _follow(self, seen: Observation) -> None:
        mesh = seen.face_px * (1.0, -1.0, -1.0)
        free = 1.0 - covered_by(seen.hands_px, seen.face_px[:, :2])
        share = float(free.mean())
        self._learn(mesh, free, share)
        if self._head is None or (share < TRUST_MIN_SHARE and self._pose is not None):
            return
        fit, miss = _lay_onto(self._head, mesh, free + 1e-6)
        trust = self._trust(miss, share)
        if self._pose is not None:
            fit = _towards(self._pose, fit, trust, seen.t_s - self._t_s)
        origin_px = _place(self._head, fit, mesh[:, :2], free)
        unit_px = math.exp(fit.log_scale)
        origin_px = self._place(seen.t_s, origin_px / unit_px) * unit_px
        self._pose = replace(fit, origin_px=origin_px)
        self._t_s = self._mesh_s = seen.t_s
        if _sees_head(seen):
            self._with_pose = seen, origin_px, unit_px

    def _keep(self, seen: Observation, pose: HeadPose) -> None:
        """Hold on longer while the pose's head stays where it was: hands hide the face."""
        if self._with_pose is None or not _sees_head(seen):
            return
        before, origin_px, unit_px = self._with_pose
        from_head = (origin_px - _pose_head(before)) / unit_px
        moved = (_pose_head(seen) - pose.origin_px) / math.exp(pose.log_scale) + from_head
        if np.hypot(*moved) < STAYED:
            self._t_s = seen.t_s

    def _trust(self, miss: float, share: float) -> float:
        """How far size and turn of this mesh may be believed, 0 to 1."""
        if 1.0 - share <= LEARN_COVER:
            known = math.isfinite(self._usual_miss)
            self._usual_miss += 0.05 * (miss - self._usual_miss) if known else 0.0
            self._usual_miss = self._usual_miss if known else miss
            return 1.0
        usual = self._usual_miss if math.isfinite(self._usual_miss) else 0.0
        return 1.0 / (1.0 + (miss / (1.2 * usual + MISS_SLACK)) ** 4)

    def _learn(self, mesh: FloatArray, free: FloatArray, share: float) -> None:
        if self._head is None or (self._learned == 0 and share > self._best_free):
            self._head, self._surface = _head_frame(mesh), None
            self._best_free = share
        if 1.0 - share > LEARN_COVER or self._learned >= LEARN_FRAMES:
            return
        fit, _ = _lay_onto(self._head, mesh, free)
        shift = np.append(fit.origin_px, mesh[:, 2].mean())
        in_head = (mesh - shift) @ fit.turn / math.exp(fit.log_scale)
        self._learned += 1
        self._head = _head_frame(self._head + (_head_frame(in_head) - self._head) / self._learned)
        self._surface = None


def _sees_head(seen: Observation) -> bool:
    """Tell whether the pose sees the head."""
    if not seen.has_body:
        return False
    return bool((seen.body_visibility[POSE_HEAD] >= POSE_SURE).sum() >= POSE_LEAST)


def _pose_head(seen: Observation) -> FloatArray:
    """(2,): where the pose sees the head, y up."""
    sure = seen.body_visibility[POSE_HEAD] >= POSE_SURE
    return np.asarray(np.median(seen.body_px[POSE_HEAD][sure], axis=0) * (1.0, -1.0))


def _head_frame(mesh: FloatArray) -> FloatArray:
    """Turn a (468, 3) mesh (x right, y up, z near) into the head frame."""
    eyes = mesh[[OUTER_EYE_LEFT, OUTER_EYE_RIGHT]]
    across = (mesh[ACROSS[:, 0]] - mesh[ACROSS[:, 1]]).sum(axis=0)
    x = across / np.linalg.norm(across)
    up = mesh[FOREHEAD_TOP] - mesh[CHIN]
    up = up - x * (up @ x)
    y = up / np.linalg.norm(up)
    axes = np.stack([x, y, np.cross(x, y)])
    centred = (mesh - eyes.mean(axis=0)) @ axes.T
    unit = 0.5 * (centred[OUTER_EYE_LEFT, 0] - centred[OUTER_EYE_RIGHT, 0])
    return np.asarray(centred / unit, dtype=np.float64)


def _lay_onto(model: FloatArray, mesh: FloatArray, weights: FloatArray) -> tuple[HeadPose, float]:
    """Weighted least-squares similarity that lays (n, 3) model points onto mesh points.

    Umeyama, IEEE TPAMI 13(4), 1991, doi:10.1109/34.88573; one reweighting round keeps
    landmarks that slid from steering.

    Returns
    -------
    pose
        The fit.
    miss
        Root mean square distance of the weighted landmarks from the model, in head units.
    """
    # One axis a row: numpy is several times as quick over long rows as over many short ones.
    model, mesh = np.ascontiguousarray(model.T), np.ascontiguousarray(mesh.T)
    given = w = weights / weights.sum()
    model2 = _squares(model)
    for _ in range(2):
        centre_model, centre_mesh = model @ w, mesh @ w
        covariance = (w * mesh) @ model.T - np.outer(centre_mesh, centre_model)
        turn = turn_onto(covariance)
        scale = float((turn * covariance).sum() / (model2 @ w - centre_model @ centre_model))
        shift = centre_mesh - scale * (turn @ centre_model)
        miss2 = _squares((mesh - shift[:, None]) / scale - turn @ model)
        w = w / (1.0 + miss2 / 0.1**2)
        w /= w.sum()
    return HeadPose(shift[:2], math.log(scale), turn), math.sqrt(given @ miss2)


def _squares(vectors: FloatArray) -> FloatArray:
    """(n,): the squared lengths of (k, n) vectors."""
    return np.asarray((vectors * vectors).sum(axis=0))


def _towards(before: HeadPose, fit: HeadPose, trust: float, dt_s: float) -> HeadPose:
    """Let size and turn follow a new fit as quickly as it is trusted.

    As in the One-Euro filter, the cut-off rises with the change that is asked for.
    """
    change = rotation_vector(fit.turn @ before.turn.T)
    grown = fit.log_scale - before.log_scale
    size = float(np.hypot(np.linalg.norm(change), grown))
    gain = 1 - math.exp(-2 * math.pi * dt_s * trust * (CALM_HZ + QUICK_HZ * size))
    turn = rotation(gain * change) @ before.turn
    return HeadPose(fit.origin_px, before.log_scale + gain * grown, turn)


def _place(head: FloatArray, pose: HeadPose, mesh: FloatArray, free: FloatArray) -> FloatArray:
    """(2,): where the head's origin lies, from the free landmarks' places in the picture."""
    scale = math.exp(pose.log_scale)
    votes = mesh.T - scale * (pose.turn[:2] @ head.T)
    place = np.median(votes[:, free > 0], axis=1) if free.any() else votes.mean(axis=1)
    for _ in range(4):
        miss2 = _squares(votes - place[:, None]) / (scale * AGREE) ** 2
        weights = (free + 1e-6) / (1.0 + miss2)
        place = votes @ weights / weights.sum()
    return np.asarray(place)


def _surface(head: FloatArray) -> FloatArray:
    """(4,): the skin of a (468, 3) head, see `FaceChart.surface`."""
    x, y, z = head.T
    basis = np.stack([np.ones_like(x), x**2, y, y**2], axis=-1)
    surface, *_ = np.linalg.lstsq(basis, z, rcond=None)
    return np.asarray(surface)


def _chart(head: FloatArray, surface: FloatArray, pose: HeadPose) -> FaceChart:
    return FaceChart(
        origin_px=pose.origin_px * (1.0, -1.0),
        axes_px=math.exp(pose.log_scale) * pose.turn[:2] * [[1.0], [-1.0]],
        up=float(head[FOREHEAD_TOP, 1]),
        down=float(-head[CHIN, 1]),
        surface=surface,
        tragus=0.5 * (head[TRAGUS_LEFT] + head[TRAGUS_RIGHT] * (-1, 1, 1)),
    )
