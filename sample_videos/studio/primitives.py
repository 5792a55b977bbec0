"""Primitives that bodies are made of, and how far a point is from each.

Lengths are centimetres. Parts of one *group* are joined, in the order of the list, by a smooth
union (`ADD`) or carved by a smooth subtraction (`CUT`); groups are joined by a plain union, which
keeps an edge between, say, hair and skin. A `PAINT` part has no body: it colours the surface of
its group where the surface lies inside it (lips, blush, stubble).

Rows of ``params_cm`` (12 numbers, unused ones 0):

================== ==========================================================================
``ELLIPSOID`` 0    centre xyz, radii xyz
``ROUND_CONE`` 1   end a xyz, end b xyz, radius at a, radius at b
``TURNED`` 2       ellipsoid: centre xyz, radii xyz, quaternion wxyz (its own axes to the world's)
``RING`` 3         elliptic torus: centre xyz, ring radii along its own x and z, tube radius,
                   quaternion wxyz; the hole looks along its own y
================== ==========================================================================
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Vector = Sequence[float] | Floats

ELLIPSOID: Final = 0
ROUND_CONE: Final = 1
TURNED: Final = 2
RING: Final = 3

ADD: Final = 0
CUT: Final = 1
PAINT: Final = 2

SKIN: Final = 0
HAIR: Final = 1
CLOTH: Final = 2
EYE: Final = 3
GLOSS: Final = 4  # lips and nails: skin that shines a little more

N_PARAMS: Final = 12


@dataclass(frozen=True, slots=True)
class PartArrays:
    """Parts as arrays, ready for compiled code.

    Attributes
    ----------
    kind, group, op, material : (n,) int
        `ELLIPSOID`...; index of the group from 0 without a gap; `ADD`...; `SKIN`....
    params_cm : (n, 12) float
        As in the module's table.
    colour : (n, 3) float
        Linear-light albedo in [0, 1].
    sharpness : (n,) float
        How fast a colour gives way to its neighbour's, in 1/cm. For `PAINT`: 1 / width of its edge.
    blend_cm : (n,) float
        Width of the smooth union or subtraction with which the part joins its group.
    opacity : (n,) float
        How much a `PAINT` part covers, 0 to 1; 1 for the others.
    grain : (n, 3) float
        Unit direction of hair strands or threads.
    bound_cm : (n, 4) float
        Centre xyz and radius of a ball around the part.
    """

    kind: Ints
    params_cm: Floats
    group: Ints
    op: Ints
    material: Ints
    colour: Floats
    sharpness: Floats
    blend_cm: Floats
    opacity: Floats
    grain: Floats
    bound_cm: Floats


class Parts:
    """Collects parts group by group; `arrays` hands them over."""

    def __init__(self) -> None:
        self._rows: list[tuple[object, ...]] = []
        self._group = -1
        self._blend_cm = 0.5
        self._material = SKIN
        self._grain: Vector = (0.0, 1.0, 0.0)

    def __len__(self) -> int:
        return len(self._rows)

    def begin(self, blend_cm: float, material: int = SKIN, grain: Vector = (0.0, 1.0, 0.0)) -> None:
        """Open a new group: width of its smooth union in cm, default material and grain."""
        self._group += 1
        self._blend_cm, self._material, self._grain = blend_cm, material, grain

    def ell(self, centre: Vector, radii: Vector, colour: Vector, **more: object) -> None:
        """Add an ellipsoid; ``rot`` (a 3 x 3 matrix, its own axes to the world's) turns it."""
        rot = more.pop("rot", None)
        params = [*centre, *radii]
        if rot is None:
            self._add(ELLIPSOID, params, colour, **more)
        else:
            self._add(TURNED, [*params, *quaternion(np.asarray(rot, float))], colour, **more)

    def cap(
        self, a: Vector, b: Vector, r_a: float, r_b: float, colour: Vector, **more: object
    ) -> None:
        """Add a round cone from `a` to `b`."""
        self._add(ROUND_CONE, [*a, *b, r_a, r_b], colour, **more)

    def ring(
        self, centre: Vector, r_x: float, r_z: float, tube: float, colour: Vector, **more: object
    ) -> None:
        """Add an elliptic torus lying flat (in xz) unless ``rot`` turns it."""
        rot = np.asarray(more.pop("rot", np.eye(3)), float)
        self._add(RING, [*centre, r_x, r_z, tube, *quaternion(rot)], colour, **more)

    def path(
        self,
        points: Sequence[Vector] | Floats,
        radii: Sequence[float],
        colour: Vector,
        **more: object,
    ) -> None:
        """Add a chain of round cones through the points, one radius a point."""
        for i in range(len(points) - 1):
            self.cap(points[i], points[i + 1], radii[i], radii[i + 1], colour, **more)

    def extend(self, other: Parts) -> None:
        """Append another collection, its groups after ours."""
        shift = self._group + 1
        self._rows += [(row[0], row[1], row[2] + shift, *row[3:]) for row in other._rows]  # type: ignore[operator]
        self._group += other._group + 1

    def half_turn(self, up_cm: float) -> Parts:
        """Return a copy turned by 180 degrees about the y axis, then raised."""
        turned = Parts()
        turned._group = self._group
        flip, lift = np.array((-1.0, 1.0, -1.0)), np.array((0.0, up_cm, 0.0))
        for kind, row, group, op, material, colour, kc, k, opacity, grain, _ in self._rows:
            params = np.array(row)
            params[:3] = params[:3] * flip + lift
            if kind == ROUND_CONE:
                params[3:6] = params[3:6] * flip + lift
            elif kind in (TURNED, RING):
                w, i, j, m = params[6:10]  # the quaternion of the half turn times this one
                params[6:10] = (-j, m, w, -i)
            ball = bounding_ball(kind, params)
            turned._rows.append(
                (kind, params, group, op, material, colour, kc, k, opacity, grain * flip, ball)
            )
        return turned

    def _add(
        self,
        kind: int,
        params: Sequence[float],
        colour: Vector,
        op: int = ADD,
        kc: float = 4.0,
        k: float | None = None,
        opacity: float = 1.0,
        material: int | None = None,
        grain: Vector | None = None,
    ) -> None:
        if self._group < 0:
            raise ValueError("begin() a group before adding parts to it")
        row = np.zeros(N_PARAMS)
        row[: len(params)] = params
        unit = np.asarray(self._grain if grain is None else grain, float)
        self._rows.append(
            (
                kind,
                row,
                self._group,
                op,
                self._material if material is None else material,
                np.asarray(colour, float),
                kc,
                self._blend_cm if k is None else k,
                opacity,
                unit / np.linalg.norm(unit),
                bounding_ball(kind, row),
            )
        )

    def arrays(self) -> PartArrays:
        """Return the parts as arrays."""
        columns = list(zip(*self._rows, strict=True))
        ints = [np.array(columns[i], np.int64) for i in (0, 2, 3, 4)]
        real = [np.array(columns[i], np.float64) for i in (1, 5, 6, 7, 8, 9, 10)]
        return PartArrays(ints[0], real[0], *ints[1:], *real[1:])


def quaternion(rot: Floats) -> Floats:
    """Return the unit quaternion wxyz of a rotation matrix."""
    from scipy.spatial.transform import Rotation

    return np.roll(Rotation.from_matrix(rot).as_quat(), 1)


def rotation(axis: Vector, angle_rad: float) -> Floats:
    """Return the right-handed rotation about an axis as a matrix."""
    from scipy.spatial.transform import Rotation

    unit = np.asarray(axis, float)
    return Rotation.from_rotvec(angle_rad * unit / np.linalg.norm(unit)).as_matrix()


def bounding_ball(kind: int, params: Floats) -> Floats:
    """Return centre xyz and radius of a ball around one part, in cm."""
    if kind == ROUND_CONE:
        middle = (params[:3] + params[3:6]) / 2
        half = float(np.linalg.norm(params[3:6] - params[:3])) / 2
        return np.array([*middle, half + max(params[6], params[7])])
    if kind == RING:
        return np.array([*params[:3], max(params[3], params[4]) + params[5]])
    return np.array([*params[:3], params[3:6].max()])


@njit(cache=True, fastmath=True, inline="always")
def ellipsoid_distance(x: float, y: float, z: float, a: float, b: float, c: float) -> float:
    """Return about how far a point is from an ellipsoid at the origin with radii a, b, c."""
    u, v, w = x / a, y / b, z / c
    k0 = math.sqrt(u * u + v * v + w * w)
    u, v, w = u / a, v / b, w / c
    k1 = math.sqrt(u * u + v * v + w * w)
    least = -min(a, b, c)  # the quotient is far too low near the middle of a long ellipsoid
    return least if k1 < 1e-9 else max(least, k0 * (k0 - 1.0) / k1)


@njit(cache=True, fastmath=True, inline="always")
def cone_distance(x: float, y: float, z: float, p: Floats) -> float:
    """Return about how far a point is from a round cone."""
    bx, by, bz = p[3] - p[0], p[4] - p[1], p[5] - p[2]
    qx, qy, qz = x - p[0], y - p[1], z - p[2]
    h = (qx * bx + qy * by + qz * bz) / (bx * bx + by * by + bz * bz + 1e-9)
    h = min(1.0, max(0.0, h))
    qx, qy, qz = qx - h * bx, qy - h * by, qz - h * bz
    return math.sqrt(qx * qx + qy * qy + qz * qz) - (p[6] + (p[7] - p[6]) * h)


@njit(cache=True, fastmath=True, inline="always")
def to_own_axes(x: float, y: float, z: float, p: Floats) -> tuple[float, float, float]:
    """Return the point in the own axes of a part that carries a quaternion."""
    w, i, j, k = p[6], -p[7], -p[8], -p[9]
    x, y, z = x - p[0], y - p[1], z - p[2]
    tx, ty, tz = 2 * (j * z - k * y), 2 * (k * x - i * z), 2 * (i * y - j * x)
    return (
        x + w * tx + j * tz - k * ty,
        y + w * ty + k * tx - i * tz,
        z + w * tz + i * ty - j * tx,
    )


@njit(cache=True, fastmath=True, inline="always")
def ring_distance(x: float, y: float, z: float, p: Floats) -> float:
    """Return about how far a point, in the ring's own axes, is from an elliptic torus."""
    u, v = x / p[3], z / p[4]
    k0 = math.sqrt(u * u + v * v)
    u, v = u / p[3], v / p[4]
    k1 = math.sqrt(u * u + v * v)
    least = -min(p[3], p[4])
    flat = least if k1 < 1e-9 else max(least, k0 * (k0 - 1.0) / k1)
    return math.sqrt(flat * flat + y * y) - p[5]


@njit(cache=True, fastmath=True)
def part_distance(kind: int, p: Floats, x: float, y: float, z: float) -> float:
    """Return about how far a point is from one part (negative inside), in cm."""
    if kind == 0:
        return ellipsoid_distance(x - p[0], y - p[1], z - p[2], p[3], p[4], p[5])
    if kind == 1:
        return cone_distance(x, y, z, p)
    x, y, z = to_own_axes(x, y, z, p)
    if kind == 2:
        return ellipsoid_distance(x, y, z, p[3], p[4], p[5])
    return ring_distance(x, y, z, p)


@njit(cache=True, fastmath=True, inline="always")
def join(d: float, part: float, op: int, k: float) -> float:
    """Return the distance after a part is added to (`ADD`) or carved from (`CUT`) what is there."""
    if op == 1:
        part = -part
    h = max(k - abs(d - part), 0.0)
    bow = 0.25 * h * h / k
    return max(d, part) + bow if op == 1 else min(d, part) - bow


@njit(cache=True, fastmath=True)
def _distances(
    points: Floats, kind: Ints, params: Floats, group: Ints, op: Ints, blend: Floats
) -> Floats:
    out = np.empty(points.shape[0])
    for j in range(points.shape[0]):
        x, y, z = points[j]
        best, d, now = 1e9, 1e9, -1
        for i in range(kind.shape[0]):
            if group[i] != now:
                best, d, now = min(best, d), 1e9, group[i]
            if op[i] != 2:
                d = join(d, part_distance(kind[i], params[i], x, y, z), op[i], blend[i])
        out[j] = min(best, d)
    return out


def distances_cm(parts: PartArrays, points_cm: Floats) -> Floats:
    """Return about how far points (n, 3) are from the surface, negative inside, in cm."""
    points = np.ascontiguousarray(np.atleast_2d(points_cm), dtype=np.float64)
    return np.asarray(
        _distances(points, parts.kind, parts.params_cm, parts.group, parts.op, parts.blend_cm)
    )


def drop_on(parts: Parts, points_cm: Vector | Floats, direction: Vector, back_cm: float) -> Floats:
    """Move points (n, 3) along a direction onto the surface, from `back_cm` before each."""
    arrays = parts.arrays()
    unit = np.asarray(direction, float) / np.linalg.norm(direction)
    points = np.atleast_2d(np.asarray(points_cm, float)) - back_cm * unit
    for _ in range(80):
        points = points + 0.7 * distances_cm(arrays, points)[:, None] * unit
    return np.asarray(points)
