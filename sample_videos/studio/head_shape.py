"""How heads differ: a smooth map from the common head, on which everything is built, to one's own.

The parts of a head are built where the common head has them and then moved and stretched by the
map, so that lips, lids, hair and glasses stay where they belong, and so do the landmarks. Near an
eye the map is a similarity: an eyeball stays a ball that its lids fit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from sample_videos.studio.looks import Face
from sample_videos.studio.primitives import RING, ROUND_CONE, TURNED, Floats, Parts

EYE_CM: Final = (3.12, 0.0, 6.45)
"""Centre of the left eyeball of the common head."""
_EYE_CORE_CM: Final = 1.9
_EYE_REACH_CM: Final = 3.4
_NECK_CM: Final = (-15.0, -11.5)
"""Between these heights the map fades: the root of the neck is the trunk's."""
_STEP_CM: Final = 1e-3


def _step(x: Floats, low: float, high: float) -> Floats:
    """Rise smoothly from 0 at `low` to 1 at `high`."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def _bell(x: Floats, middle: float, width: float) -> Floats:
    return np.asarray(np.exp(-(((x - middle) / width) ** 2)))


@dataclass(frozen=True, slots=True)
class HeadShape:
    """The map of one face."""

    face: Face

    @property
    def common(self) -> bool:
        """Whether it is the common head, which the map leaves alone."""
        f = self.face
        factors = (f.size, f.width, f.height, f.depth, f.eye_gap, f.eye, f.mouth)
        lengths = (f.forehead_cm, f.brow_cm, f.nose_cm, f.nose_out_cm, f.mouth_cm, f.taper)
        return all(x == 1.0 for x in factors) and all(x == 0.0 for x in lengths)

    def __call__(self, points_cm: Floats) -> Floats:
        """Take points (..., 3) of the common head to this one."""
        points = np.asarray(points_cm, float)
        if self.common:
            return points
        moved = self._whole(self._features(points))
        return self._eyes(points, moved)

    def stretch(self, point_cm: Floats) -> Floats:
        """Return how the map stretches at a point (3,): its Jacobian (3, 3)."""
        around = point_cm + _STEP_CM * np.concatenate([np.eye(3), -np.eye(3)])
        moved = self(around)
        return np.asarray((moved[:3] - moved[3:]).T / (2.0 * _STEP_CM))

    def _features(self, points: Floats) -> Floats:
        """Move brows, nose and mouth on the common head."""
        f = self.face
        x, y, z = np.moveaxis(points, -1, 0)
        front = _step(z, 2.0, 5.0)
        nose = _step(y, 1.5, -3.0) * _step(y, -6.5, -4.0) * _bell(x, 0.0, 2.2) * _step(z, 5.0, 7.5)
        tip = _bell(y, -3.0, 2.2) * _bell(x, 0.0, 1.6) * _step(z, 6.5, 8.5)
        mouth = _bell(y, -6.4, 1.9) * front
        up = f.brow_cm * _bell(y, 2.2, 1.5) * front - f.nose_cm * nose + f.mouth_cm * mouth
        wide = 1.0 + (f.mouth - 1.0) * mouth * _bell(x, 0.0, 4.0)
        return np.stack([x * wide, y + up, z + f.nose_out_cm * tip], axis=-1)

    def _whole(self, points: Floats) -> Floats:
        """Scale the head and raise the forehead."""
        f = self.face
        scales = f.size * np.array((f.width, f.height, f.depth))
        scaled = points * scales
        scaled[..., 0] *= 1.0 + f.taper * np.clip(points[..., 1] / 10.0, -1.2, 1.2)
        scaled[..., 1] += f.forehead_cm * _step(points[..., 1], 2.5, 8.0)
        part = _step(points[..., 1], *_NECK_CM)[..., None]
        return np.asarray(points + part * (scaled - points))

    def _eyes(self, points: Floats, moved: Floats) -> Floats:
        """Blend in a similarity about each eye."""
        f = self.face
        for s in (-1.0, 1.0):
            centre = np.array((s, 1.0, 1.0)) * EYE_CM
            away = np.linalg.norm((points - centre)[..., :2], axis=-1)
            part = _step(away, _EYE_REACH_CM, _EYE_CORE_CM) * _step(points[..., 2], 3.0, 5.0)
            home = self._whole((centre * (f.eye_gap, 1.0, 1.0))[None])[0]
            alike = home + f.size * f.eye * (points - centre)
            moved = moved + part[..., None] * (alike - moved)
        return np.asarray(moved)


class ShapedParts(Parts):
    """The parts of a common head, moved and stretched to another shape."""

    def __init__(self, parts: Parts, shape: HeadShape) -> None:
        super().__init__()
        self._group = parts._group
        self._rows = [
            replace(row, params=_shaped(row.kind, row.params, shape)) for row in parts._rows
        ]


def shaped(parts: Parts, face: Face) -> Parts:
    """Return the parts of a common head as those of a head with this face."""
    shape = HeadShape(face)
    return parts if shape.common else ShapedParts(parts, shape)


def _shaped(kind: int, params: Floats, shape: HeadShape) -> Floats:
    """Move one part and stretch it along its own axes; balls at the ends of cones stay balls."""
    out = params.copy()
    out[:3] = shape(params[:3])
    stretch = shape.stretch(params[:3])
    if kind == ROUND_CONE:
        out[3:6] = shape(params[3:6])
        out[6] *= np.cbrt(np.linalg.det(stretch))
        out[7] *= np.cbrt(np.linalg.det(shape.stretch(params[3:6])))
        return out
    axes = _axes(params[6:10]) if kind in (TURNED, RING) else np.eye(3)
    longer = np.linalg.norm(stretch @ axes, axis=0)
    if kind == RING:
        out[3:6] *= (longer[0], longer[2], np.cbrt(np.linalg.det(stretch)))
    else:
        out[3:6] *= longer
    return out


def _axes(quaternion_wxyz: Floats) -> Floats:
    """Return a part's own axes in the head, as columns."""
    return np.asarray(Rotation.from_quat(np.roll(quaternion_wxyz, -1)).as_matrix())
