"""The compiled shading of what the rasteriser saw: light at every second pixel, then all pixels.

A pixel is shaded once where its samples see one surface, and at each sample where they don't.
Colours are linear light. What stays is drawn once, over the room; what moves then over that.
"""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math
from typing import Final

import numba as nb
import numpy as np

from sample_videos.studio.raster import AT_X, AT_Y, SAMPLES
from sample_videos.studio.rays import occlusion, sunlight
from sample_videos.studio.shading import shade

BRIGHTEST: Final = 2.0
"""A highlight counts for no more than this when samples are averaged."""
SURFACE: Final = 15
"""Numbers kept of a pixel's surface: colour, grain, normal, texture point, material, sunlight and
openness."""

_STEP_CM: Final = 1.2  # samples of a pixel that are further apart are shaded apart
_SAME_CM: Final = 0.6  # light is taken from a neighbour that is no further behind or before


@nb.njit(fastmath=True, inline="always", cache=True)
def _ray(x, y, lens, d):
    """Write the direction through a picture position whose part along the camera's axis is 1."""
    u, v = (x - 0.5 * lens[0]) / lens[2], (0.5 * lens[1] - y) / lens[2]
    for k in range(3):
        d[k] = u * lens[6 + k] + v * lens[9 + k] - lens[12 + k]


@nb.njit(fastmath=True, cache=True)
def _weigh(t, x, y, meshes, screen, work):
    """Add what a triangle is at a picture position to colour, grain and normal (body's frame)."""
    normals, paint, materials, triangles = meshes
    ia, ib, ic = triangles[t, 0], triangles[t, 1], triangles[t, 2]
    a, b, c = screen[ia], screen[ib], screen[ic]
    abx, aby, acx, acy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    inverse = 1.0 / (aby * acx - abx * acy)
    px, py = x - a[0], y - a[1]
    v = min(max((py * acx - px * acy) * inverse, 0.0), 1.0)
    w = min(max((px * aby - py * abx) * inverse, 0.0), 1.0 - v)
    u = 1.0 - v - w
    for k in range(3):
        work[1, k] += u * paint[ia, k] + v * paint[ib, k] + w * paint[ic, k]
        work[2, k] += u * paint[ia, k + 3] + v * paint[ib, k + 3] + w * paint[ic, k + 3]
        work[3, k] += u * normals[ia, k] + v * normals[ib, k] + w * normals[ic, k]
    return materials[ia] if u > max(v, w) else (materials[ib] if v > w else materials[ic])


@nb.njit(fastmath=True, cache=True)
def _light_at(p, n, first, scene):
    """Sunlight and openness of the sky left at a point by the bodies from `first` on."""
    frames, sizes, grid, light = scene
    open_part = occlusion(p[0], p[1], p[2], n[0], n[1], n[2], first, frames, sizes, grid)
    if n[0] * light[0, 0] + n[1] * light[0, 1] + n[2] * light[0, 2] < -0.4:
        return 0.0, open_part
    x, y, z = p[0] + 0.12 * n[0], p[1] + 0.12 * n[1], p[2] + 0.12 * n[2]
    return sunlight(x, y, z, first, frames, sizes, grid, light), open_part


@nb.njit(fastmath=True, cache=True)
def _place(x, y, depth, lens, work):
    """Write point (6) and direction to the camera (4) of what is seen at a picture position."""
    _ray(x, y, lens, work[4])
    n = 0.0
    for k in range(3):
        work[6, k] = lens[3 + k] + depth * work[4, k]
        n += work[4, k] * work[4, k]
    n = -1.0 / math.sqrt(n)
    for k in range(3):
        work[4, k] *= n


@nb.njit(fastmath=True, cache=True)
def _turn(frame, work):
    """Turn the normal of `_weigh` to the world and make it a unit; write the texture point (5)."""
    size = 0.0
    nx, ny, nz = work[3, 0], work[3, 1], work[3, 2]
    for k in range(3):
        work[3, k] = frame[3 * k] * nx + frame[3 * k + 1] * ny + frame[3 * k + 2] * nz
        size += work[3, k] * work[3, k]
    size = 1.0 / math.sqrt(size + 1e-12)
    qx, qy, qz = work[6, 0] - frame[28], work[6, 1] - frame[29], work[6, 2] - frame[30]
    for k in range(3):
        work[3, k] *= size
        work[5, k] = frame[19 + k] * qx + frame[22 + k] * qy + frame[25 + k] * qz


@nb.njit(fastmath=True, parallel=True, cache=True)
def light_up(lens, scene, first, meshes, owners, screen, seen, nearness, under, lit):
    """Work out the light at every second pixel of every second row.

    Rows of `lit` (height / 2, width / 2, 7): sunlight, openness, body (-1: what stays, where only
    the light that moving bodies leave counts; -2: none), inverse distance, normal. The other
    arguments are those of `resolve`.
    """
    for j in nb.prange(lit.shape[0]):
        work = np.empty((7, 3))
        for i in range(lit.shape[1]):
            x, y = 2 * i + 1, 2 * j + 1
            t, near, row = seen[y, x, 0], nearness[y, x, 0], lit[j, i]
            row[2] = -2.0
            work[1:4] = 0.0
            if t >= 0:
                _weigh(t, x + AT_X[0], y + AT_Y[0], meshes, screen, work)
                _place(x + AT_X[0], y + AT_Y[0], 1.0 / near, lens, work)
                _turn(scene[0][owners[t]], work)
                row[0], row[1] = _light_at(work[6], work[3], 0, scene)
                row[2] = owners[t]
            elif under[2][y, x] > 0.0:
                near = under[2][y, x]
                _place(x + 0.5, y + 0.5, 1.0 / near, lens, work)
                for c in range(3):
                    work[3, c] = under[3][y, x, 6 + c]
                row[0], row[1] = _light_at(work[6], work[3], first, scene)
                row[2] = -1.0
            row[3] = near
            row[4], row[5], row[6] = work[3, 0], work[3, 1], work[3, 2]


@nb.njit(fastmath=True, cache=True)
def _light_near(x, y, owner, first, near, lit, scene, work):
    """Sunlight and openness at a picture position: between those of `lit` on the same surface."""
    u, v = 0.5 * (x - 1.5), 0.5 * (y - 1.5)
    i, j = math.floor(u), math.floor(v)
    sun, sky, total = 0.0, 0.0, 0.0
    for b in range(max(j, 0), min(j + 2, lit.shape[0])):
        for a in range(max(i, 0), min(i + 2, lit.shape[1])):
            row = lit[b, a]
            if row[2] != owner or abs(row[3] - near) > _SAME_CM * near * near:
                continue
            if row[4] * work[3, 0] + row[5] * work[3, 1] + row[6] * work[3, 2] < 0.7:
                continue
            w = (1.0 - abs(a - u)) * (1.0 - abs(b - v)) + 1e-3
            total, sun, sky = total + w, sun + w * row[0], sky + w * row[1]
    if total > 0.1:
        return sun / total, sky / total
    return _light_at(work[6], work[3], first, scene)


@nb.njit(fastmath=True, cache=True)
def _finish(x, y, near, owner, material, lit, scene, work, keep):
    """Shade what `_weigh` and `_place` gathered into `work[0]`; keep it for other light."""
    _turn(scene[0][owner], work)
    sun, sky = _light_near(x, y, owner, 0, near, lit, scene, work)
    for k in range(3):
        keep[k], keep[3 + k], keep[6 + k] = work[1, k], work[2, k], work[3, k]
        keep[9 + k] = work[5, k]
    keep[12], keep[13], keep[14] = material, sun, sky
    shade(material, work[1], work[2], work[3], work[4], work[5], sun, sky, scene[3], work[0])


@nb.njit(fastmath=True, cache=True)
def _relight(x, y, near, lens, first, lit, scene, row, work):
    """Light a pixel of what stays again under what moves; tell whether that matters."""
    _place(x + 0.5, y + 0.5, 1.0 / near, lens, work)
    for c in range(3):
        work[1, c], work[2, c], work[3, c] = row[c], row[3 + c], row[6 + c]
        work[5, c] = row[9 + c]
    sun, sky = _light_near(x + 0.5, y + 0.5, -1, first, near, lit, scene, work)
    if sun * row[13] > row[13] - 0.002 and sky > 0.998:
        return False
    sun, sky = row[13] * sun, row[14] * sky
    shade(int(row[12]), work[1], work[2], work[3], work[4], work[5], sun, sky, scene[3], work[0])
    return True


@nb.njit(fastmath=True, cache=True)
def _shade_whole(x, y, seen, nearness, owners, meshes, screen, lens, lit, scene, work, keep):
    """Shade a pixel at once if its four samples see one surface; tell whether they do."""
    owner, least, most, material = owners[seen[0]], nearness[0], nearness[0], -1
    for s in range(1, SAMPLES):
        if owners[seen[s]] != owner:
            return False
        least, most = min(least, nearness[s]), max(most, nearness[s])
    if 1.0 / least - 1.0 / most > _STEP_CM:
        return False
    work[1:4] = 0.0
    near = 0.0
    for s in range(SAMPLES):
        kind = _weigh(seen[s], x + AT_X[s], y + AT_Y[s], meshes, screen, work)
        if material >= 0 and kind != material:
            return False
        material = kind
        near += 0.25 * nearness[s]
    for k in range(3):
        work[1, k] *= 0.25
        work[2, k] *= 0.25
    _place(x + 0.5, y + 0.5, 1.0 / near, lens, work)
    _finish(x + 0.5, y + 0.5, near, owner, material, lit, scene, work, keep)
    return True


@nb.njit(fastmath=True, parallel=True, cache=True)
def resolve(lens, scene, first, meshes, owners, screen, seen, nearness, under, lit, out, kept):
    """Shade every pixel of what `draw` found, over what is there already.

    Parameters
    ----------
    lens : (15,) float
        See `project`.
    scene : tuple
        Frames, sizes and grids of all bodies, and rows of the light.
    first : int
        The first body of those that were drawn; those before it are in `under`.
    meshes : tuple
        Normals, paint, materials and triangles of the bodies drawn, end to end.
    owners : (m,) int
        The body of each triangle.
    screen, seen, nearness
        From `project` and `draw`; `seen` is -1 where nothing was drawn.
    under : tuple
        What is there already: picture with smooth edges, one shade a pixel, its inverse distance
        (0: no body) and its surface.
    lit : (height / 2, width / 2, 7) float
        From `light_up`.
    out : (height, width, 3) float
        The picture.
    kept : tuple
        One shade a pixel, its inverse distance and its surface, of what was drawn; arrays of no
        rows to keep nothing.
    """
    smooth, plate, plate_near, surface = under
    keeping = kept[0].shape[0] > 0
    for y in nb.prange(out.shape[0]):
        work, keep, total = np.empty((7, 3)), np.empty(SURFACE), np.empty(3)
        for x in range(out.shape[1]):
            drawn = 0
            for s in range(SAMPLES):
                drawn += seen[y, x, s] >= 0
            if drawn == SAMPLES and _shade_whole(
                x, y, seen[y, x], nearness[y, x], owners, meshes, screen, lens, lit, scene, work,
                keep,
            ):  # fmt: skip
                for c in range(3):
                    out[y, x, c] = work[0, c]
                if keeping:
                    _keep(x, y, kept, work, keep, nearness[y, x, 0])
                continue
            for c in range(3):
                total[c] = 0.0
            if drawn < SAMPLES:
                share = (SAMPLES - drawn) / SAMPLES
                near = plate_near[y, x]
                changed = near > 0.0 and _relight(
                    x, y, near, lens, first, lit, scene, surface[y, x], work
                )
                for c in range(3):
                    light = smooth[y, x, c]
                    if changed:
                        light *= min((work[0, c] + 1e-3) / (plate[y, x, c] + 1e-3), 1.5)
                    total[c] += share * min(light, BRIGHTEST)
            fresh = True
            for s in range(SAMPLES):
                t = seen[y, x, s]
                if t < 0:
                    continue
                work[1:4] = 0.0
                px, py = x + AT_X[s], y + AT_Y[s]
                material = _weigh(t, px, py, meshes, screen, work)
                _place(px, py, 1.0 / nearness[y, x, s], lens, work)
                near = nearness[y, x, s]
                _finish(px, py, near, owners[t], material, lit, scene, work, keep)
                for c in range(3):
                    total[c] += min(work[0, c], BRIGHTEST) / SAMPLES
                if keeping and fresh:
                    _keep(x, y, kept, work, keep, nearness[y, x, s])
                    fresh = False
            for c in range(3):
                out[y, x, c] = total[c]


@nb.njit(fastmath=True, cache=True)
def _keep(x, y, kept, work, keep, near):
    """Store what a pixel shows for other frames."""
    kept[1][y, x] = near
    for c in range(3):
        kept[0][y, x, c] = work[0, c]
    for c in range(SURFACE):
        kept[2][y, x, c] = keep[c]
