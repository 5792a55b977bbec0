"""Meshes of baked bodies: marching cubes block by block, finer where parts are small.

Every block of a body's box is cut into cells of its own size. Vertices lie on the lattice's edges,
so that neighbours with equal cells meet exactly; where cells differ in size the gap is far below
a pixel. What the parts know of the surface (normal, colour, material, grain) is worked out once
for each vertex that is seen. All in the body's own frame and in centimetres.
"""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import numba as nb
import numpy as np
import numpy.typing as npt

from sample_videos.studio.blocks import listed_distance
from sample_videos.studio.cells import MOST_CELLS, TRUST_STEPS, cell_sizes, choose_cells, even_out
from sample_videos.studio.cubes import CASES, EDGE_AXIS, EDGE_NODE, LENGTHS
from sample_videos.studio.distances import part_distance
from sample_videos.studio.field import Body

BARE: Final = 255
"""Material of a vertex that was not seen yet."""
_NORMAL_CM: Final = 0.03
"""Half the width of the differences that normals are taken from."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles of a body's surface, in its own frame.

    Attributes
    ----------
    points_cm : (n, 3) float32
        Vertices.
    triangles : (m, 3) int32
        Vertices of each triangle, counter-clockwise seen from outside.
    blocks : (n,) int32
        The body's block that each vertex is in.
    normals : (n, 3) float32
        Outward unit normals; like what follows only of vertices that were seen, see `coat`.
    paint : (n, 6) float32
        Linear albedo and direction of the grain.
    materials : (n,) uint8
        `SKIN`, `HAIR`... of the primitives module; `BARE` until it is known.
    """

    points_cm: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.int32]
    blocks: npt.NDArray[np.int32]
    normals: npt.NDArray[np.float32]
    paint: npt.NDArray[np.float32]
    materials: npt.NDArray[np.uint8]


_known: WeakKeyDictionary[Body, Mesh] = WeakKeyDictionary()


def mesh_of(body: Body) -> Mesh:
    """Return the mesh of a body, made when it is first asked for."""
    mesh = _known.get(body)
    if mesh is None:
        mesh = _known[body] = _meshed(body)
    return mesh


def coat(body: Body, wanted: npt.NDArray[np.bool_]) -> Mesh:
    """Return the mesh of a body with normals, paint and materials at the wanted vertices."""
    mesh = mesh_of(body)
    layers = (mesh.normals, mesh.paint, mesh.materials)
    lists = (body.lists, body.counts, body.rows, body.codes)
    _coat_all(wanted, mesh.points_cm, mesh.blocks, *lists, *layers)
    return mesh


def _meshed(body: Body) -> Mesh:
    cells = np.zeros(len(body.counts), np.int64)
    scene = (body.step_cm, np.array(body.grid_cm.shape), body.grid_cm, body.lists, body.counts)
    parts = (body.rows, body.codes, body.low_cm)
    choose_cells(*scene, *parts, cell_sizes(body), cells)
    even_out(scene[1], cells)
    room = int((4 * (cells + 1) ** 2 * (cells > 0)).sum()) + 1000
    while True:
        points, blocks = np.empty((room, 3), np.float32), np.empty(room, np.int32)
        triangles = np.empty((2 * room, 3), np.int32)
        n, m = _fill(*scene, *parts, cells, points, blocks, triangles)
        if n >= 0:
            break
        room *= 2
    return Mesh(
        points[:n].copy(),
        triangles[:m].copy(),
        blocks[:n].copy(),
        np.zeros((n, 3), np.float32),
        np.zeros((n, 6), np.float32),
        np.full(n, BARE, np.uint8),
    )


@nb.njit(fastmath=True, cache=True)
def _between(gx, gy, gz, ix, iy, iz, grid):
    """Distance at grid coordinates in the cell (ix, iy, iz), between its nodes."""
    u, v, w = gx - ix, gy - iy, gz - iz
    total = 0.0
    for a in range(2):
        for b in range(2):
            c0, c1 = grid[ix + a, iy + b, iz], grid[ix + a, iy + b, iz + 1]
            total += (u if a else 1 - u) * (v if b else 1 - v) * (c0 + (c1 - c0) * w)
    return total


@nb.njit(fastmath=True, cache=True)
def _normal(x, y, z, e, items, count, rows, codes):
    """Outward normal at a point, from differences `e` cm wide."""
    nx, ny, nz = 0.0, 0.0, 0.0
    for corner in range(4):
        sx = 1.0 if corner in (0, 1) else -1.0
        sy = 1.0 if corner in (0, 2) else -1.0
        sz = sx * sy
        d = listed_distance(x + sx * e, y + sy * e, z + sz * e, items, 0, count, rows, codes)[0]
        nx, ny, nz = nx + sx * d, ny + sy * d, nz + sz * d
    n = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
    return nx / n, ny / n, nz / n


@nb.njit(fastmath=True, cache=True)
def _colour(x, y, z, group, items, count, rows, codes, paint):
    """Write colour and grain of a group's surface at a point; return the material."""
    total, r, g, b = 1e-12, 0.0, 0.0, 0.0
    most, material, grain = 0.0, 0, -1
    for q in range(count):
        i = items[q]
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
            most, material, grain = w, codes[i, 3], i
    paint[0], paint[1], paint[2] = r / total, g / total, b / total
    paint[3], paint[4], paint[5] = 0.0, 1.0, 0.0
    if grain >= 0:
        paint[3], paint[4], paint[5] = rows[grain, 18], rows[grain, 19], rows[grain, 20]
    return material


@nb.njit(fastmath=True, parallel=True, cache=True)
def _coat_all(wanted, points, blocks, lists, counts, rows, codes, normals, paint, materials):
    """Write normal, paint and material of the wanted vertices that have none yet."""
    for n in nb.prange(points.shape[0]):
        if not wanted[n] or materials[n] != BARE:
            continue
        items, count = lists[blocks[n]], counts[blocks[n]]
        x, y, z = points[n, 0], points[n, 1], points[n, 2]
        nx, ny, nz = _normal(x, y, z, _NORMAL_CM, items, count, rows, codes)
        normals[n, 0], normals[n, 1], normals[n, 2] = nx, ny, nz
        group = listed_distance(x, y, z, items, 0, count, rows, codes)[1]
        materials[n] = _colour(x, y, z, group, items, count, rows, codes, paint[n])


@nb.njit(fastmath=True, cache=True)
def _fill(
    step, shape, grid, lists, counts, rows, codes, low, cells, points, blocks, triangles
):  # fmt: skip
    """Write all vertices and triangles; return how many, or -1 where there is no room for them."""
    by, bz = (shape[1] - 1) // 2, (shape[2] - 1) // 2
    most = MOST_CELLS + 1
    values = np.empty((most, most, most))
    ids = np.empty((3, most, most, most), np.int32)
    n, m = 0, 0
    for block in range(cells.shape[0]):
        k = cells[block]
        if k == 0:
            continue
        h = 2.0 * step / k
        ix, iy, iz = 2 * (block // (by * bz)), 2 * (block // bz % by), 2 * (block % bz)
        if n + 3 * k * (k + 1) * (k + 1) > points.shape[0] or m + 5 * k**3 > triangles.shape[0]:
            return -1, -1
        x, y, z = low[0] + ix * step, low[1] + iy * step, low[2] + iz * step
        items, count = lists[block], counts[block]
        _sample(x, y, z, h, k, ix, iy, iz, step, grid, items, count, rows, codes, values)
        begin = n
        n = _cross(x, y, z, h, k, values, ids, points, n)
        blocks[begin:n] = block
        if n > begin:
            m = _connect(k, values, ids, triangles, m)
    return n, m


@nb.njit(fastmath=True, cache=True)
def _cross(x, y, z, h, k, values, ids, points, n):
    """Write the vertices on a block's lattice after the first `n`; return how many there are."""
    for i in range(k + 1):
        for j in range(k + 1):
            for o in range(k + 1):
                a = values[i, j, o]
                for axis in range(3):
                    if (i, j, o)[axis] == k:
                        continue
                    b = values[i + (axis == 0), j + (axis == 1), o + (axis == 2)]
                    if (a < 0.0) == (b < 0.0):
                        continue
                    t = a / (a - b)
                    points[n, 0] = x + h * (i + t * (axis == 0))
                    points[n, 1] = y + h * (j + t * (axis == 1))
                    points[n, 2] = z + h * (o + t * (axis == 2))
                    ids[axis, i, j, o] = n
                    n += 1
    return n


@nb.njit(fastmath=True, cache=True)
def _sample(x0, y0, z0, h, k, ix, iy, iz, step, grid, items, count, rows, codes, values):
    """Write the distances at a block's nodes: exact near the surface, else from the grid."""
    near = max(TRUST_STEPS * step, 1.1 * h)
    for i in range(k + 1):
        for j in range(k + 1):
            for o in range(k + 1):
                gx, gy, gz = ix + 2.0 * i / k, iy + 2.0 * j / k, iz + 2.0 * o / k
                jx, jy, jz = min(int(gx), ix + 1), min(int(gy), iy + 1), min(int(gz), iz + 1)
                d = _between(gx, gy, gz, jx, jy, jz, grid)
                if abs(d) < near:
                    x, y, z = x0 + h * i, y0 + h * j, z0 + h * o
                    d = listed_distance(x, y, z, items, 0, count, rows, codes)[0]
                values[i, j, o] = d


@nb.njit(cache=True)
def _connect(k, values, ids, triangles, m):
    """Write the triangles of a block's cells after the first `m`; return how many there are."""
    for i in range(k):
        for j in range(k):
            for o in range(k):
                case = 0
                for corner in range(8):
                    a, b, c = corner >> 2, corner >> 1 & 1, corner & 1
                    if values[i + a, j + b, o + c] < 0.0:
                        case |= 1 << corner
                for q in range(LENGTHS[case]):
                    for v in range(3):
                        edge = CASES[case, q, v]
                        node = EDGE_NODE[edge]
                        triangles[m, v] = ids[
                            EDGE_AXIS[edge], i + (node >> 2), j + (node >> 1 & 1), o + (node & 1)
                        ]
                    m += 1
    return m
