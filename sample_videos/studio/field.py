"""Distance fields: how far a point is from a body's surface, exactly and from a grid.

A body is baked once into a box of grid distances (for long steps, shadows and occlusion) and into
short lists, a block of the box each, of the parts that can matter inside the block (for the
exact distance near the surface). Everything is in the body's own frame; a `Placement` moves it.
All lengths are centimetres.
"""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call"

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numba as nb
import numpy as np
import numpy.typing as npt

from sample_videos.studio.blocks import fill_grid, list_blocks, listed_distance
from sample_videos.studio.primitives import ADD, ELLIPSOID, ROUND_CONE, Floats, Ints, PartArrays

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


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
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
        Distances at the nodes, exact within `EXACT_STEPS` of the surface.
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
    near = np.zeros(len(lists), np.bool_)
    list_blocks(low, step_cm, blocks, rows, codes, lists, counts, near)
    fill_grid(low, step_cm, blocks, rows, codes, lists, counts, near, grid)
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


class Surface(Protocol):
    """What hands move along: felt point by point (`Skin`), or known beforehand (`SkinMap`)."""

    def distance_cm(self, points_cm: Floats) -> Floats:
        """Signed distance of points (n, 3), negative inside."""

    def normal(self, points_cm: Floats, eps_cm: float = ...) -> Floats:
        """Outward unit normals at points (n, 3), felt `eps_cm` wide."""

    def meet(self, start_cm: Floats, direction: Floats, reach_cm: float = ...) -> Floats:
        """First point on each ray (n, 3) from outside."""

    def around(self, line_xy_cm: Floats, axis_z_cm: float, limit_deg: float) -> Floats:
        """Lift a frontal line (n, 2), x >= 0, onto skin that curves away to the side."""


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

    def around(self, line_xy_cm: Floats, axis_z_cm: float, limit_deg: float) -> Floats:
        """Lift a line in the frontal plane onto skin that curves away to the side.

        Parameters
        ----------
        line_xy_cm : (n, 2) float
            The line as seen from the front, x >= 0.
        axis_z_cm : float
            Depth of the upright axis around which the surface is searched.
        limit_deg : float
            How far round from the front the search may go.

        Returns
        -------
        (n, 3) float
            The first place of the surface, from the front round to the side, that has the wanted
            x; where there is none, the one furthest out.
        """
        angles = np.deg2rad(np.linspace(0.0, limit_deg, 45))
        out = np.stack([np.sin(angles), np.zeros_like(angles), np.cos(angles)], axis=1)
        points = []
        for x, y in line_xy_cm:
            axis = np.array([0.0, y, axis_z_cm])
            ring = self.meet(axis + 26 * out, -out, 26.0)
            reached = np.nonzero(ring[:, 0] >= x)[0]
            k = int(reached[0]) if len(reached) else int(np.argmax(ring[:, 0]))
            if k > 0 and len(reached):
                a, b = ring[k - 1], ring[k]
                points.append(a + (b - a) * np.clip((x - a[0]) / (b[0] - a[0] + 1e-9), 0, 1))
            else:
                points.append(ring[k])
        return np.array(points)
