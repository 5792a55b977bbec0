"""How finely a body's blocks are cut into cells for its mesh: finer where parts are small."""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math
from typing import Final

import numba as nb
import numpy as np
import numpy.typing as npt

from sample_videos.studio.distances import join, part_distance
from sample_videos.studio.field import Body

MOST_CELLS: Final = 8
"""Along an edge of a block, where parts are smallest."""
TRUST_STEPS: Final = 0.6
"""Between nodes of the grid distances are taken as they are if they are more than this many steps,
and worked out from the parts if they are less."""
_FLAT_CM: Final = 0.012
"""How far a triangle may be from the round surface that it stands for."""
_LONGEST_CM: Final = 0.5
"""Cells are no longer than this: where wide blends meet, a surface is rounder than its parts."""
_NEAR_EDGE: Final = 0.75
"""Two surfaces whose distances differ less, in half diagonals of a block, may meet in it."""
_SHARP_CM: Final = 0.45
"""Cuts with a narrower blend leave a rim."""


def cell_sizes(body: Body) -> npt.NDArray[np.float64]:
    """Return for each part how long a cell's edge may be where it is, in cm.

    That is the chord of its smallest radius whose arc is `_FLAT_CM` high, or for paint a part of
    the width of its edge.
    """
    params, kind, op = body.rows[:, :12], body.codes[:, 0], body.codes[:, 2]
    blend = body.rows[:, 16]
    radius = params[:, 3:6].min(axis=1)
    radius = np.where(kind == 1, 0.5 * (params[:, 6] + params[:, 7]), radius)
    radius = np.where(kind == 3, params[:, 5], radius)
    radius = np.where(op == 2, radius, np.maximum(radius, 0.6 * blend))
    chord = np.minimum(np.sqrt(8.0 * _FLAT_CM * radius), _LONGEST_CM)
    return np.asarray(np.where(op == 2, np.maximum(chord, 0.25 / body.rows[:, 12]), chord))


@nb.njit(fastmath=True, cache=True)
def choose_cells(step, shape, grid, lists, counts, rows, codes, low, sizes, cells):
    """Write how many cells an edge of each block has; 0 where the surface is not."""
    by, bz = (shape[1] - 1) // 2, (shape[2] - 1) // 2
    half = step * math.sqrt(3.0)
    for block in range(counts.shape[0]):
        ix, iy, iz = 2 * (block // (by * bz)) + 1, 2 * (block // bz % by) + 1, 2 * (block % bz) + 1
        around = grid[ix - 1 : ix + 2, iy - 1 : iy + 2, iz - 1 : iz + 2]
        if around.min() > TRUST_STEPS * step or around.max() < -TRUST_STEPS * step:
            continue
        x, y, z = low[0] + ix * step, low[1] + iy * step, low[2] + iz * step
        smallest, crease, group, here, other = _LONGEST_CM, False, -1, 1e9, 3e9
        for q in range(counts[block]):
            i = lists[block, q]
            op, blend = codes[i, 2], rows[i, 16]
            d = part_distance(codes[i, 0], rows[i], x, y, z)
            if abs(d) < half + (0.5 / rows[i, 12] if op == 2 else 0.25 * blend):
                smallest = min(smallest, sizes[i])
            if op == 2:
                continue
            # two groups, or a sharp cut, leave an edge where both surfaces are
            if codes[i, 1] != group:
                crease |= abs(here - other) < _NEAR_EDGE * half
                group, other, here = codes[i, 1], min(here, other), 1e9
            elif op == 1 and blend < _SHARP_CM:
                crease |= abs(here + d) < _NEAR_EDGE * half and abs(d) < half
            here = join(here, d, op, blend)
        crease |= abs(here - other) < _NEAR_EDGE * half
        cells[block] = min(max(math.ceil(2.0 * step / smallest), 1), MOST_CELLS)
        if crease:
            cells[block] = MOST_CELLS


@nb.njit(cache=True)
def even_out(shape, cells):
    """Give each block at least half as many cells as its neighbours have: no gaps between them."""
    bx, by, bz = (shape[0] - 1) // 2, (shape[1] - 1) // 2, (shape[2] - 1) // 2
    for least in (MOST_CELLS, MOST_CELLS // 2):
        for block in range(cells.shape[0]):
            if cells[block] < least:
                continue
            at = (block // (by * bz), block // bz % by, block % bz)
            for axis, stride in ((0, by * bz), (1, bz), (2, 1)):
                for way in (-1, 1):
                    if not 0 <= at[axis] + way < (bx, by, bz)[axis]:
                        continue
                    other = block + way * stride
                    if cells[other] > 0:
                        cells[other] = max(cells[other], (cells[block] + 1) // 2)
