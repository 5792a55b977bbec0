"""The compiled passes of the renderer: what stays, what moves over it, smooth edges.

The scene is a tuple of flat arrays, see the rays module. Colours are linear light.
"""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math

import numba as nb
import numpy as np

from sample_videos.studio.field import listed_distance
from sample_videos.studio.primitives import part_distance
from sample_videos.studio.rays import (
    FAR_CM,
    block_at,
    exact_distance,
    occlusion,
    sunlight,
    to_local,
    trace,
)
from sample_videos.studio.shading import KEY_DIRECTION, shade

# a highlight counts for no more than this when samples are averaged
BRIGHTEST = 2.0


@nb.njit(fastmath=True, cache=True)
def _albedo(x, y, z, f, s, lists, counts, rows, codes):
    """Colour, material and grain direction at a local point of the nearest group's surface."""
    block = block_at(x, y, z, f, s)
    start, count = s[4] + block * s[6], counts[s[5] + block]
    group = listed_distance(x, y, z, lists, start, count, rows, codes)[1]
    total, r, g, b = 1e-12, 0.0, 0.0, 0.0
    most, material, ux, uy, uz = 0.0, 0, 0.0, 1.0, 0.0
    for q in range(start, start + count):
        i = lists[q]
        if codes[i, 1] != group or codes[i, 2] == 1:
            continue
        row = rows[i]
        d = part_distance(codes[i, 0], row, x, y, z)
        if codes[i, 2] == 2:
            w = row[17] * min(max(0.5 - d * row[12], 0.0), 1.0)
            r, g, b = r / total, g / total, b / total
            r, g, b = r + w * (row[13] - r), g + w * (row[14] - g), b + w * (row[15] - b)
            total = 1.0
            if w > 0.5:
                material = codes[i, 3]
            continue
        w = math.exp(-row[12] * max(d, -0.3))
        total += w
        r, g, b = r + w * row[13], g + w * row[14], b + w * row[15]
        if w > most:
            most, material, ux, uy, uz = w, codes[i, 3], row[18], row[19], row[20]
    return r / total, g / total, b / total, material, ux, uy, uz


@nb.njit(fastmath=True, cache=True)
def _normal(x, y, z, f, s, lists, counts, rows, codes):
    """Outward normal of a body at a local point, in its own frame."""
    e = 0.025
    nx, ny, nz = 0.0, 0.0, 0.0
    for corner in range(4):
        sx = 1.0 if corner in (0, 1) else -1.0
        sy = 1.0 if corner in (0, 2) else -1.0
        sz = sx * sy
        d = exact_distance(x + sx * e, y + sy * e, z + sz * e, f, s, lists, counts, rows, codes)
        nx, ny, nz = nx + sx * d, ny + sy * d, nz + sz * d
    n = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    return nx / n, ny / n, nz / n


@nb.njit(fastmath=True, cache=True)
def _light_at(px, py, pz, n, first, scene):
    """Sunlight and openness of the sky left at a point by the bodies from `first` on."""
    frames, sizes, grid = scene[0], scene[1], scene[2]
    ao = occlusion(px, py, pz, n[0], n[1], n[2], first, frames, sizes, grid)
    if n[0] * KEY_DIRECTION[0] + n[1] * KEY_DIRECTION[1] + n[2] * KEY_DIRECTION[2] < -0.4:
        return 0.0, ao
    x, y, z = px + 0.12 * n[0], py + 0.12 * n[1], pz + 0.12 * n[2]
    return sunlight(x, y, z, first, frames, sizes, grid), ao


@nb.njit(fastmath=True, cache=True)
def _surface(t, b, cam, dx, dy, dz, scene, work):
    """Write colour, grain, normal, view and texture point of a hit into `work[1:6]`."""
    frames, sizes, _grid, lists, counts, rows, codes = scene
    f, s = frames[b], sizes[b]
    px, py, pz = cam[0] + dx * t, cam[1] + dy * t, cam[2] + dz * t
    x, y, z = to_local(px, py, pz, f)
    mx, my, mz = _normal(x, y, z, f, s, lists, counts, rows, codes)
    colour, grain, n, v, p = work[1], work[2], work[3], work[4], work[5]
    colour[0], colour[1], colour[2], material, grain[0], grain[1], grain[2] = _albedo(
        x, y, z, f, s, lists, counts, rows, codes
    )
    qx, qy, qz = px - f[28], py - f[29], pz - f[30]
    p[0] = f[19] * qx + f[22] * qy + f[25] * qz
    p[1] = f[20] * qx + f[23] * qy + f[26] * qz
    p[2] = f[21] * qx + f[24] * qy + f[27] * qz
    n[0] = f[0] * mx + f[1] * my + f[2] * mz
    n[1] = f[3] * mx + f[4] * my + f[5] * mz
    n[2] = f[6] * mx + f[7] * my + f[8] * mz
    v[0], v[1], v[2] = -dx, -dy, -dz
    return material


@nb.njit(fastmath=True, inline="always", cache=True)
def _ray(px, py, width, height, focal):
    dx, dy = (px - width / 2) / focal, -(py - height / 2) / focal
    n = math.sqrt(dx * dx + dy * dy + 1.0)
    return dx / n, dy / n, -1.0 / n


@nb.njit(fastmath=True, cache=True)
def _shade_hit(t, b, cam, dx, dy, dz, scene, work):
    """Write the light of a hit into `work[0]`; return material, sunlight and openness."""
    material = _surface(t, b, cam, dx, dy, dz, scene, work)
    px, py, pz = cam[0] + dx * t, cam[1] + dy * t, cam[2] + dz * t
    sun, ao = _light_at(px, py, pz, work[3], 0, scene)
    shade(material, work[1], work[2], work[3], work[4], work[5], sun, ao, work[0])
    return material, sun, ao


@nb.njit(fastmath=True, parallel=True, cache=True)
def render_plate(size, focal, cam, scene, room, picture, depth, owner, surface):
    """Render what stays, one sample a pixel, and keep what is needed to light it again.

    `surface` (height, width, 15) gets colour, grain, normal, texture point, material, sunlight
    and openness; `owner` the body seen, or -1.
    """
    width, height = size
    for y in nb.prange(height):
        work = np.empty((6, 3))
        for x in range(width):
            dx, dy, dz = _ray(x + 0.5, y + 0.5, width, height, focal)
            t, b = trace(cam, dx, dy, dz, 0, FAR_CM, scene)
            depth[y, x], owner[y, x] = t, b
            if b < 0:
                for c in range(3):
                    picture[y, x, c] = room[y, x, c]
                continue
            material, sun, ao = _shade_hit(t, b, cam, dx, dy, dz, scene, work)
            for c in range(3):
                picture[y, x, c] = work[0, c]
                surface[y, x, c] = work[1, c]
                surface[y, x, 3 + c] = work[2, c]
                surface[y, x, 6 + c] = work[3, c]
                surface[y, x, 9 + c] = work[5, c]
            surface[y, x, 12], surface[y, x, 13], surface[y, x, 14] = material, sun, ao


@nb.njit(fastmath=True, cache=True)
def _relight(x, y, cam, dx, dy, dz, t, first, scene, surface, work):
    """Light a pixel of the plate again under the moving bodies; tell whether they matter."""
    px, py, pz = cam[0] + dx * t, cam[1] + dy * t, cam[2] + dz * t
    row = surface[y, x]
    for c in range(3):
        work[1, c], work[2, c], work[3, c] = row[c], row[3 + c], row[6 + c]
        work[5, c] = row[9 + c]
    sun, ao = _light_at(px, py, pz, work[3], first, scene)
    if sun * row[13] > row[13] - 0.002 and ao > 0.998:
        return False
    work[4, 0], work[4, 1], work[4, 2] = -dx, -dy, -dz
    material = int(row[12])
    shade(
        material, work[1], work[2], work[3], work[4], work[5], row[13] * sun, row[14] * ao, work[0]
    )
    return True


@nb.njit(fastmath=True, parallel=True, cache=True)
def render_over(size, focal, cam, scene, first, plate, smooth, depth, surface, out, owner):
    """Render the moving bodies (from `first` on) and their shadows over the plate.

    `plate` has the plate's single samples and `smooth` its edges refined; where a shadow falls
    the refined colour is scaled as the single sample is. `depth` is changed in place, `owner`
    becomes the moving body seen in a pixel, or -1.
    """
    width, height = size
    for y in nb.prange(height):
        work = np.empty((6, 3))
        for x in range(width):
            dx, dy, dz = _ray(x + 0.5, y + 0.5, width, height, focal)
            behind = depth[y, x]
            t, b = trace(cam, dx, dy, dz, first, behind, scene)
            owner[y, x] = b
            if b >= 0:
                depth[y, x] = t
                _shade_hit(t, b, cam, dx, dy, dz, scene, work)
                for c in range(3):
                    out[y, x, c] = work[0, c]
                continue
            for c in range(3):
                out[y, x, c] = smooth[y, x, c]
            if behind < FAR_CM and _relight(
                x, y, cam, dx, dy, dz, behind, first, scene, surface, work
            ):
                for c in range(3):
                    change = (work[0, c] + 1e-3) / (plate[y, x, c] + 1e-3)
                    out[y, x, c] *= min(change, 1.5)


@nb.njit(fastmath=True, parallel=True, cache=True)
def refine_edges(size, focal, cam, scene, room, edge, picture, out):
    """Give every marked pixel four samples in a rotated grid; copy the others."""
    width, height = size
    for y in nb.prange(height):
        work, total = np.empty((6, 3)), np.empty(3)
        for x in range(width):
            if not edge[y, x]:
                for c in range(3):
                    out[y, x, c] = picture[y, x, c]
                continue
            total[:] = 0.0
            for j in range(4):
                sx, sy = 0.125 + 0.25 * ((2 * j + 1) % 5 if j != 2 else 0), 0.125 + 0.25 * j
                dx, dy, dz = _ray(x + sx, y + sy, width, height, focal)
                t, b = trace(cam, dx, dy, dz, 0, FAR_CM, scene)
                if b >= 0:
                    _shade_hit(t, b, cam, dx, dy, dz, scene, work)
                for c in range(3):
                    light = work[0, c] if b >= 0 else room[y, x, c]
                    total[c] += 0.25 * min(light, BRIGHTEST)
            for c in range(3):
                out[y, x, c] = total[c]
