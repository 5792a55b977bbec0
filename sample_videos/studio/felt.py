"""How far a point is from baked bodies, in compiled code and exact where it matters."""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numba as nb
import numpy as np

from sample_videos.studio.blocks import listed_distance
from sample_videos.studio.field import Body, Placement
from sample_videos.studio.primitives import Floats

NEAR_CM = 1.2
"""Nearer than this the distance is exact, farther off it is read from the grid."""


def bodies_of(bodies: Sequence[Body]) -> tuple[tuple[Any, ...], ...]:
    """Return bodies as compiled code wants them."""
    return tuple(
        (
            body.low_cm.astype(float),
            float(body.step_cm),
            body.grid_cm,
            np.ascontiguousarray(body.lists),
            body.counts,
            np.ascontiguousarray(body.rows, dtype=float),
            np.ascontiguousarray(body.codes),
        )
        for body in bodies
    )


def frames_of(placements: Sequence[Placement]) -> Floats:
    """Return placements as rows (n, 12): rotation, then origin."""
    return np.stack([np.concatenate([p.rotation.ravel(), p.origin_cm]) for p in placements])


@nb.njit(cache=True)
def _in_grid(grid, u, v, w):
    i, j, k = int(u), int(v), int(w)
    i = min(i, grid.shape[0] - 2)
    j = min(j, grid.shape[1] - 2)
    k = min(k, grid.shape[2] - 2)
    a, b, c = u - i, v - j, w - k
    low = (grid[i, j, k] * (1 - a) + grid[i + 1, j, k] * a) * (1 - b)
    low += (grid[i, j + 1, k] * (1 - a) + grid[i + 1, j + 1, k] * a) * b
    high = (grid[i, j, k + 1] * (1 - a) + grid[i + 1, j, k + 1] * a) * (1 - b)
    high += (grid[i, j + 1, k + 1] * (1 - a) + grid[i + 1, j + 1, k + 1] * a) * b
    return low * (1 - c) + high * c


@nb.njit(cache=True)
def _one(x, y, z, body):
    """Distance to one body in its own frame."""
    low, step, grid, lists, counts, rows, codes = body
    u, v, w = (x - low[0]) / step, (y - low[1]) / step, (z - low[2]) / step
    top_u, top_v, top_w = grid.shape[0] - 1.0, grid.shape[1] - 1.0, grid.shape[2] - 1.0
    cu, cv, cw = min(max(u, 0.0), top_u), min(max(v, 0.0), top_v), min(max(w, 0.0), top_w)
    far = step * math.sqrt((u - cu) ** 2 + (v - cv) ** 2 + (w - cw) ** 2)
    d = _in_grid(grid, cu, cv, cw) + far
    if far > 0.0 or abs(d) > NEAR_CM:
        return d
    ny, nz = (grid.shape[1] - 1) // 2, (grid.shape[2] - 1) // 2
    bx = min(int(u) // 2, (grid.shape[0] - 1) // 2 - 1)
    by, bz = min(int(v) // 2, ny - 1), min(int(w) // 2, nz - 1)
    block = (bx * ny + by) * nz + bz
    return listed_distance(x, y, z, lists[block], 0, counts[block], rows, codes)[0]


@nb.njit(cache=True)
def distance(x, y, z, bodies, frames):
    """Signed distance of a point to the nearest of placed bodies; frames are rows (bodies, 12)."""
    best = 1e9
    for b in range(len(bodies)):
        f = frames[b]
        dx, dy, dz = x - f[9], y - f[10], z - f[11]
        d = _one(
            f[0] * dx + f[3] * dy + f[6] * dz,
            f[1] * dx + f[4] * dy + f[7] * dz,
            f[2] * dx + f[5] * dy + f[8] * dz,
            bodies[b],
        )
        best = min(best, d)
    return best


@nb.njit(cache=True)
def slope(x, y, z, bodies, frames, out):
    """Write the gradient of the distance, from central differences."""
    e = 0.02
    out[0] = distance(x + e, y, z, bodies, frames) - distance(x - e, y, z, bodies, frames)
    out[1] = distance(x, y + e, z, bodies, frames) - distance(x, y - e, z, bodies, frames)
    out[2] = distance(x, y, z + e, bodies, frames) - distance(x, y, z - e, bodies, frames)
    out /= 2 * e
