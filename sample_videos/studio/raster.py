"""The compiled rasteriser: which triangle is seen at which sample of the picture.

Every pixel has four samples in a rotated grid; `draw` finds the nearest triangle at each. What is
seen there is shaded by the pixels module.
"""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math
from typing import Final

import numba as nb
import numpy as np

SAMPLES: Final = 4
AT_X: Final = (0.375, 0.875, 0.125, 0.625)
AT_Y: Final = (0.125, 0.375, 0.625, 0.875)
NEAR_CM: Final = 2.0
"""Triangles that reach nearer to the camera than this are left out."""

# triangles reach a little over their edges, by pixels and by a share of their own width: no gaps
# where cells of different sizes meet
_GROW_PX: Final = 0.05
_GROW: Final = 0.04


@nb.njit(fastmath=True, cache=True)
def project(points, frame, lens, screen):
    """Write picture position (px) and inverse distance (1/cm) of a body's vertices.

    `lens` is width, height, focal length, eye point and the rows of the camera's axes; vertices
    too near to the camera get the inverse distance 0.
    """
    width, height, focal = lens[0], lens[1], lens[2]
    axes, move = np.empty((3, 3)), np.empty(3)
    for i in range(3):
        move[i] = 0.0
        for k in range(3):
            move[i] += lens[6 + 3 * i + k] * (frame[9 + k] - lens[3 + k])
            axes[i, k] = 0.0
            for j in range(3):
                axes[i, k] += lens[6 + 3 * i + j] * frame[3 * j + k]
    for n in range(points.shape[0]):
        p = points[n]
        x = axes[0, 0] * p[0] + axes[0, 1] * p[1] + axes[0, 2] * p[2] + move[0]
        y = axes[1, 0] * p[0] + axes[1, 1] * p[1] + axes[1, 2] * p[2] + move[1]
        z = -(axes[2, 0] * p[0] + axes[2, 1] * p[1] + axes[2, 2] * p[2] + move[2])
        near = z < NEAR_CM
        inverse = 1.0 / max(z, NEAR_CM)
        screen[n, 0] = 0.5 * width + focal * x * inverse
        screen[n, 1] = 0.5 * height - focal * y * inverse
        screen[n, 2] = 0.0 if near else inverse


@nb.njit(fastmath=True, cache=True)
def draw(triangles, screen, nearness, seen):
    """Write the nearest triangle's number and inverse distance (1/cm) at every sample.

    `nearness` and `seen` are (height, width, 4); `nearness` starts as what is there already.
    """
    height, width = nearness.shape[0], nearness.shape[1]
    for t in range(triangles.shape[0]):
        a, b, c = screen[triangles[t, 0]], screen[triangles[t, 1]], screen[triangles[t, 2]]
        abx, aby, acx, acy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
        area = aby * acx - abx * acy
        if area <= 1e-9 or min(a[2], b[2], c[2]) <= 0.0:
            continue
        left = max(math.floor(min(a[0], b[0], c[0])), 0)
        right = min(math.floor(max(a[0], b[0], c[0])), width - 1)
        top = max(math.floor(min(a[1], b[1], c[1])), 0)
        foot = min(math.floor(max(a[1], b[1], c[1])), height - 1)
        inverse = 1.0 / area
        grow_v = _GROW * area + _GROW_PX * (abs(acx) + abs(acy))
        grow_w = _GROW * area + _GROW_PX * (abs(abx) + abs(aby))
        most = area + _GROW * area + _GROW_PX * (abs(acx - abx) + abs(acy - aby))
        zb, zc = (b[2] - a[2]) * inverse, (c[2] - a[2]) * inverse
        for y in range(top, foot + 1):
            for x in range(left, right + 1):
                for s in range(SAMPLES):
                    px, py = x + AT_X[s] - a[0], y + AT_Y[s] - a[1]
                    v = py * acx - px * acy
                    w = px * aby - py * abx
                    if v < -grow_v or w < -grow_w or v + w > most:
                        continue
                    near = a[2] + v * zb + w * zc
                    if near > nearness[y, x, s]:
                        nearness[y, x, s] = near
                        seen[y, x, s] = t


@nb.njit(cache=True)
def mark(seen, triangles, wanted):
    """Mark the vertices of all triangles that are seen anywhere."""
    last = -1
    for t in seen.ravel():
        if t >= 0 and t != last:
            wanted[triangles[t, 0]] = wanted[triangles[t, 1]] = wanted[triangles[t, 2]] = True
            last = t
