"""How far points are from primitives, compiled.

Kinds and operations are the numbers of the primitives module, which documents the parameters.
"""

# numba ships no types: arithmetic on array elements is Any to the type checker
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


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
def distances(
    points: Floats, kind: Ints, params: Floats, group: Ints, op: Ints, blend: Floats
) -> Floats:
    """Return the distance of points (n, 3) to a union of groups of parts."""
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
