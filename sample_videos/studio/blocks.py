"""A body's box cut into blocks: which parts matter in each, and distances at the nodes, compiled.

A block is two steps of the grid wide. Lengths are centimetres.
"""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math

import numba as nb
import numpy as np

from sample_videos.studio.distances import join, part_distance

EXACT_STEPS = 2.0
"""Grid distances are exact this many steps from the surface, and interpolated beyond."""
_BIG = 2
"""How many blocks along an edge are asked together what may matter in them."""


@nb.njit(fastmath=True, cache=True)
def listed_distance(x, y, z, items, start, count, rows, codes):
    """Exact distance to the parts named by `items[start:start + count]`, and the nearest group."""
    best, nearest, d, group = 1e9, -1, 1e9, -1
    for q in range(start, start + count):
        i = items[q]
        if codes[i, 2] == 2:
            continue
        if codes[i, 1] != group:
            if d < best:
                best, nearest = d, group
            d, group = 1e9, codes[i, 1]
        row = rows[i]
        d = join(d, part_distance(codes[i, 0], row, x, y, z), codes[i, 2], row[16])
    if d < best:
        best, nearest = d, group
    return best, nearest


@nb.njit(fastmath=True, cache=True)
def _list_parts(x, y, z, reach, rows, codes, blend, among, found, work):
    """Write which parts of `among` matter within `reach` of a point; return how many, distance."""
    dist, union, final = work
    union[:] = 1e9
    final[:] = 1e9
    for i in among:
        g = codes[i, 1]
        dist[i] = part_distance(codes[i, 0], rows[i], x, y, z)
        if codes[i, 2] == 2:
            continue
        final[g] = join(final[g], dist[i], codes[i, 2], rows[i, 16])
        if codes[i, 2] == 0:
            union[g] = min(union[g], dist[i])
    nearest = final.min()
    used = 0
    for i in among:
        g = codes[i, 1]
        # a group is listed as a whole or not at all: a cut must never be dropped alone
        if final[g] > nearest + 2.0 * reach + blend[g]:
            continue
        # a later part's wide blend may still need what is far off by itself
        slack = 2.0 * reach + 1.5 * blend[g]
        if codes[i, 2] == 0:
            keep = dist[i] <= final[g] + slack
        elif codes[i, 2] == 2:
            keep = dist[i] <= reach + 1.0 / rows[i, 12]
        else:
            keep = -dist[i] >= union[g] - slack
        if keep:
            found[used] = i
            used += 1
    return used, nearest


@nb.njit(fastmath=True, parallel=True, cache=True)
def list_blocks(low, step, blocks, rows, codes, lists, counts, near):
    """Write each block's parts, and whether it is near the surface; big blocks are asked first."""
    n, groups = rows.shape[0], codes[:, 1].max() + 1
    reach = step * math.sqrt(3.0) * 1.05
    blend = np.zeros(groups)
    for i in range(n):
        blend[codes[i, 1]] = max(blend[codes[i, 1]], rows[i, 16])
    big = (blocks + _BIG - 1) // _BIG
    for bx in nb.prange(big[0]):
        work = (np.empty(n), np.empty(groups), np.empty(groups))
        everything, few = np.arange(n), np.empty(n, np.int64)
        for by in range(big[1]):
            for bz in range(big[2]):
                x = low[0] + (2 * bx + 1) * _BIG * step
                y = low[1] + (2 * by + 1) * _BIG * step
                z = low[2] + (2 * bz + 1) * _BIG * step
                used, d = _list_parts(
                    x, y, z, _BIG * reach, rows, codes, blend, everything, few, work
                )
                far = abs(d) > (EXACT_STEPS + _BIG * math.sqrt(3.0)) * step
                for ix in range(bx * _BIG, min((bx + 1) * _BIG, blocks[0])):
                    for iy in range(by * _BIG, min((by + 1) * _BIG, blocks[1])):
                        for iz in range(bz * _BIG, min((bz + 1) * _BIG, blocks[2])):
                            at = (ix * blocks[1] + iy) * blocks[2] + iz
                            if far:
                                counts[at], lists[at, :used] = used, few[:used]
                                continue
                            x = low[0] + (2 * ix + 1) * step
                            y = low[1] + (2 * iy + 1) * step
                            z = low[2] + (2 * iz + 1) * step
                            counts[at], d = _list_parts(
                                x, y, z, reach, rows, codes, blend, few[:used], lists[at], work
                            )
                            near[at] = abs(d) < (EXACT_STEPS + math.sqrt(3.0)) * step


@nb.njit(fastmath=True, parallel=True, cache=True)
def fill_grid(low, step, blocks, rows, codes, lists, counts, near, grid):
    """Write the distances at the nodes: far from the surface, only at the blocks' corners."""
    nodes = 2 * blocks + 1
    for odd in range(2):
        for ix in nb.prange(nodes[0]):
            for iy in range(nodes[1]):
                for iz in range(nodes[2]):
                    a, b, c = ix % 2, iy % 2, iz % 2
                    if (a + b + c > 0) != (odd == 1):
                        continue
                    cell = min(ix // 2, blocks[0] - 1) * blocks[1] + min(iy // 2, blocks[1] - 1)
                    block = cell * blocks[2] + min(iz // 2, blocks[2] - 1)
                    if odd == 1 and not near[block]:
                        grid[ix, iy, iz] = 0.125 * (
                            grid[ix - a, iy - b, iz - c]
                            + grid[ix - a, iy - b, iz + c]
                            + grid[ix - a, iy + b, iz - c]
                            + grid[ix - a, iy + b, iz + c]
                            + grid[ix + a, iy - b, iz - c]
                            + grid[ix + a, iy - b, iz + c]
                            + grid[ix + a, iy + b, iz - c]
                            + grid[ix + a, iy + b, iz + c]
                        )
                        continue
                    x, y, z = low[0] + ix * step, low[1] + iy * step, low[2] + iz * step
                    grid[ix, iy, iz] = listed_distance(
                        x, y, z, lists[block], 0, counts[block], rows, codes
                    )[0]
