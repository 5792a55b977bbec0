"""Distance fields: how far a point is from a body's surface, exactly and from a grid.

A body is baked once into a box of grid distances (for long steps, shadows and occlusion) and into
short lists, a block of the box each, of the parts that can matter inside the block (for the
exact distance near the surface). Everything is in the body's own frame; a `Placement` moves it.
All lengths are centimetres.
"""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call"

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numba as nb
import numpy as np
import numpy.typing as npt

from sample_videos.studio.primitives import (
    ADD,
    ELLIPSOID,
    ROUND_CONE,
    Floats,
    Ints,
    PartArrays,
    join,
    part_distance,
)

FAR_CM = 1e9


@dataclass(frozen=True, slots=True)
class Placement:
    """A rigid frame: `world = rotation @ local + origin_cm`."""

    rotation: Floats = field(default_factory=lambda: np.eye(3))
    origin_cm: Floats = field(default_factory=lambda: np.zeros(3))

    def to_world(self, points_cm: Floats) -> Floats:
        """Take points (..., 3) from the body's frame to the world."""
        return np.asarray(points_cm @ self.rotation.T + self.origin_cm)

    def to_local(self, points_cm: Floats) -> Floats:
        """Take points (..., 3) from the world to the body's frame."""
        return np.asarray((points_cm - self.origin_cm) @ self.rotation)


@dataclass(frozen=True, slots=True)
class Body:
    """A baked body.

    Attributes
    ----------
    rows : (n, 21) float
        Parts sorted by group: twelve parameters, sharpness, colour, blend, opacity, grain.
    codes : (n, 4) int
        Kind, group, operation and material.
    low_cm : (3,) float
        Lower corner of the box.
    step_cm : float
        Distance between grid nodes; a block is two steps wide.
    grid_cm : (nx, ny, nz) float32
        Distances at the nodes.
    lists : (blocks, n) int16
        Parts that matter in a block.
    counts : (blocks,) int16
        How many of each row of `lists` are in use.
    """

    rows: Floats
    codes: Ints
    low_cm: Floats
    step_cm: float
    grid_cm: npt.NDArray[np.float32]
    lists: npt.NDArray[np.int16]
    counts: npt.NDArray[np.int16]


@nb.njit(fastmath=True, cache=True)
def listed_distance(x, y, z, items, start, count, rows, codes):  # type: ignore[no-untyped-def]
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


@nb.njit(fastmath=True, parallel=True, cache=True)
def _bake(low, step, nodes, rows, codes, grid, lists, counts):  # type: ignore[no-untyped-def]
    n, groups = rows.shape[0], codes[:, 1].max() + 1
    bx, by, bz = (nodes[0] - 1) // 2, (nodes[1] - 1) // 2, (nodes[2] - 1) // 2
    reach = step * math.sqrt(3.0) * 1.05
    # a group is listed as a whole or not at all: a cut must never be dropped alone
    blend = np.zeros(groups)
    for i in range(n):
        blend[codes[i, 1]] = max(blend[codes[i, 1]], rows[i, 16])
    for plane in nb.prange(bx):
        dist = np.empty(n)
        union, final = np.empty(groups), np.empty(groups)
        for iy in range(by):
            for iz in range(bz):
                block = (plane * by + iy) * bz + iz
                x = low[0] + (2 * plane + 1) * step
                y = low[1] + (2 * iy + 1) * step
                z = low[2] + (2 * iz + 1) * step
                union[:] = 1e9
                final[:] = 1e9
                for i in range(n):
                    g = codes[i, 1]
                    dist[i] = part_distance(codes[i, 0], rows[i], x, y, z)
                    if codes[i, 2] == 2:
                        continue
                    final[g] = join(final[g], dist[i], codes[i, 2], rows[i, 16])
                    if codes[i, 2] == 0:
                        union[g] = min(union[g], dist[i])
                nearest = final.min()
                used = 0
                for i in range(n):
                    g = codes[i, 1]
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
                        lists[block, used] = i
                        used += 1
                counts[block] = used
    flat = lists.reshape(-1)
    for ix in nb.prange(nodes[0]):
        for iy in range(nodes[1]):
            for iz in range(nodes[2]):
                cell = min(ix // 2, bx - 1) * by + min(iy // 2, by - 1)
                block = cell * bz + min(iz // 2, bz - 1)
                grid[ix, iy, iz] = listed_distance(
                    low[0] + ix * step,
                    low[1] + iy * step,
                    low[2] + iz * step,
                    flat,
                    block * n,
                    counts[block],
                    rows,
                    codes,
                )[0]


def bake(parts: PartArrays, step_cm: float, margin_cm: float = 3.5) -> Body:
    """Bake parts into a body whose box reaches `margin_cm` beyond them."""
    order = np.argsort(parts.group, kind="stable")
    columns = [
        parts.params_cm,
        parts.sharpness[:, None],
        np.clip(parts.colour, 0.0, 1.0),
        np.maximum(parts.blend_cm, 0.01)[:, None],
        parts.opacity[:, None],
        parts.grain,
    ]
    rows = np.ascontiguousarray(np.hstack(columns)[order])
    codes = np.stack([parts.kind, parts.group, parts.op, parts.material], axis=1)[order]
    codes = np.ascontiguousarray(codes)
    low, high = _box(parts)
    low, high = low - margin_cm, high + margin_cm
    blocks = np.maximum(np.ceil((high - low) / (2 * step_cm)), 1).astype(np.int64)
    nodes = 2 * blocks + 1
    grid = np.empty(tuple(nodes), np.float32)
    lists = np.zeros((int(blocks.prod()), len(rows)), np.int16)
    counts = np.zeros(len(lists), np.int16)
    _bake(low, step_cm, nodes, rows, codes, grid, lists, counts)
    lists = np.ascontiguousarray(lists[:, : max(int(counts.max()), 1)])
    return Body(rows, codes, low, step_cm, grid, lists, counts)


def _box(parts: PartArrays) -> tuple[Floats, Floats]:
    """Lower and upper corner of a box around all parts that are added."""
    params, cone = parts.params_cm, (parts.kind == ROUND_CONE)[:, None]
    centre, radius = parts.bound_cm[:, :3], parts.bound_cm[:, 3:]
    ends = np.stack([params[:, :3], params[:, 3:6]])
    ball_a, ball_b = params[:, 6:7], params[:, 7:8]
    low = np.where(cone, np.minimum(ends[0] - ball_a, ends[1] - ball_b), centre - radius)
    high = np.where(cone, np.maximum(ends[0] + ball_a, ends[1] + ball_b), centre + radius)
    straight = (parts.kind == ELLIPSOID)[:, None]
    low = np.where(straight, params[:, :3] - params[:, 3:6], low)
    high = np.where(straight, params[:, :3] + params[:, 3:6], high)
    added = parts.op == ADD
    return np.asarray(low[added].min(axis=0)), np.asarray(high[added].max(axis=0))


@nb.njit(fastmath=True, cache=True)
def _exact(points, rows, codes, out):  # type: ignore[no-untyped-def]
    items = np.arange(rows.shape[0])
    for j in range(points.shape[0]):
        out[j] = listed_distance(
            points[j, 0], points[j, 1], points[j, 2], items, 0, len(items), rows, codes
        )[0]


class Skin:
    """The surface of one or more placed bodies: distances and outward normals in the world.

    Parameters
    ----------
    bodies : sequence of (Body, Placement)
        What counts as skin; the nearest one is felt.
    """

    def __init__(self, bodies: Sequence[tuple[Body, Placement]]) -> None:
        self._bodies = tuple(bodies)

    def distance_cm(self, points_cm: Floats) -> Floats:
        """Signed distance of points (n, 3) to the surface, negative inside."""
        best = np.full(len(points_cm), FAR_CM)
        out = np.empty(len(points_cm))
        for body, placement in self._bodies:
            local = np.ascontiguousarray(placement.to_local(points_cm))
            _exact(local, body.rows, body.codes, out)
            best = np.minimum(best, out)
        return best

    def normal(self, points_cm: Floats, eps_cm: float = 0.05) -> Floats:
        """Outward unit normals at points (n, 3), from differences `eps_cm` wide."""
        shifts = np.concatenate([np.eye(3), -np.eye(3)]) * eps_cm
        around = (points_cm[:, None, :] + shifts).reshape(-1, 3)
        d = self.distance_cm(around).reshape(-1, 6)
        slope = d[:, :3] - d[:, 3:]
        return np.asarray(slope / (np.linalg.norm(slope, axis=1, keepdims=True) + 1e-12))

    def meet(self, start_cm: Floats, direction: Floats, reach_cm: float = 60.0) -> Floats:
        """First point of the surface on each ray (n, 3) from outside; rays that miss stop short."""
        points = np.array(start_cm, float)
        travelled = np.zeros(len(points))
        for _ in range(120):
            d = self.distance_cm(points)
            step = np.where(travelled < reach_cm, 0.8 * d, 0.0)
            points = points + step[:, None] * direction
            travelled = travelled + step
            if np.all((np.abs(d) < 1e-3) | (travelled >= reach_cm)):
                break
        return points
