"""What bodies leave of the light at a point: openness to the sky, shadows of the lamp, compiled.

The scene comes as flat arrays (see `render.flatten`): one row of `frames` and `sizes` a body, and
the bodies' grids end to end. Distances are centimetres.

Columns of `frames`: 0-8 rotation of the placement (row by row), 9-11 its origin, 12-14 lower
corner of the box, 15 step of the grid, 16-18 upper corner, 19-27 and 28-30 rotation and origin of
the frame in which the texture is fixed. Columns of `sizes`: 0-2 nodes of the grid along x, y, z,
3 where the grid begins.
"""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import numba as nb

SHADOW_REACH_CM = 30.0


@nb.njit(fastmath=True, inline="always", cache=True)
def to_local(x, y, z, f):
    """Take a world point to a body's frame."""
    x, y, z = x - f[9], y - f[10], z - f[11]
    return (
        f[0] * x + f[3] * y + f[6] * z,
        f[1] * x + f[4] * y + f[7] * z,
        f[2] * x + f[5] * y + f[8] * z,
    )


@nb.njit(fastmath=True, inline="always", cache=True)
def turned(x, y, z, f):
    """Take a world direction to a body's frame."""
    return (
        f[0] * x + f[3] * y + f[6] * z,
        f[1] * x + f[4] * y + f[7] * z,
        f[2] * x + f[5] * y + f[8] * z,
    )


@nb.njit(fastmath=True, cache=True)
def grid_distance(x, y, z, f, s, grid):
    """Distance from a local point, between the nodes of the body's grid."""
    gx, gy, gz = (x - f[12]) / f[15], (y - f[13]) / f[15], (z - f[14]) / f[15]
    ix, iy, iz = int(gx), int(gy), int(gz)
    ix = min(max(ix, 0), s[0] - 2)
    iy = min(max(iy, 0), s[1] - 2)
    iz = min(max(iz, 0), s[2] - 2)
    gx, gy, gz = gx - ix, gy - iy, gz - iz
    row, plane = s[2], s[1] * s[2]
    at = s[3] + ix * plane + iy * row + iz
    c00 = grid[at] + (grid[at + 1] - grid[at]) * gz
    c01 = grid[at + row] + (grid[at + row + 1] - grid[at + row]) * gz
    at += plane
    c10 = grid[at] + (grid[at + 1] - grid[at]) * gz
    c11 = grid[at + row] + (grid[at + row + 1] - grid[at + row]) * gz
    c0 = c00 + (c01 - c00) * gy
    c1 = c10 + (c11 - c10) * gy
    return c0 + (c1 - c0) * gx


@nb.njit(fastmath=True, cache=True)
def crossing(ox, oy, oz, dx, dy, dz, f):
    """Where a local ray enters and leaves a body's box."""
    near, far = 0.0, 1e9
    for axis in range(3):
        o = ox if axis == 0 else (oy if axis == 1 else oz)
        d = dx if axis == 0 else (dy if axis == 1 else dz)
        if abs(d) < 1e-9:
            d = 1e-9
        a, b = (f[12 + axis] - o) / d, (f[16 + axis] - o) / d
        near, far = max(near, min(a, b)), min(far, max(a, b))
    return near, far


@nb.njit(fastmath=True, cache=True)
def occlusion(px, py, pz, nx, ny, nz, first, frames, sizes, grid):
    """How open the bodies from `first` on leave the sky above a point, from 0 to 1."""
    hidden = 0.0
    weight = 0.5
    for j in range(4):
        h = 0.4 + 0.55 * j
        x, y, z = px + nx * h, py + ny * h, pz + nz * h
        nearest = h
        for b in range(first, frames.shape[0]):
            f = frames[b]
            lx, ly, lz = to_local(x, y, z, f)
            if f[12] < lx < f[16] and f[13] < ly < f[17] and f[14] < lz < f[18]:
                nearest = min(nearest, grid_distance(lx, ly, lz, f, sizes[b], grid))
        hidden += (h - nearest) * weight
        weight *= 0.68
    return max(0.0, 1.0 - 0.62 * hidden)


@nb.njit(fastmath=True, cache=True)
def sunlight(px, py, pz, first, frames, sizes, grid, light):
    """How much of a broad lamp bodies from `first` on leave to a point, from 0 to 1."""
    open_part = 1.0
    for b in range(first, frames.shape[0]):
        f, s = frames[b], sizes[b]
        ox, oy, oz = to_local(px, py, pz, f)
        rx, ry, rz = turned(light[0, 0], light[0, 1], light[0, 2], f)
        t, end = crossing(ox, oy, oz, rx, ry, rz, f)
        end = min(end, SHADOW_REACH_CM)
        t = max(t, 0.25)
        for _ in range(40):
            if t >= end:
                break
            d = grid_distance(ox + rx * t, oy + ry * t, oz + rz * t, f, s, grid)
            open_part = min(open_part, 0.5 + 0.5 * light[8, 0] * d / t)
            if open_part <= 0.0:
                return 0.0
            t += min(max(0.8 * d, 0.2 + 0.1 * t), 3.0)
    return open_part * open_part * (3.0 - 2.0 * open_part)
