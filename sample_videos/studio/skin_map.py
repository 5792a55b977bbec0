"""Skin as a map: what hands touch, felt once and looked up ever after.

A `Skin` marches to its surface for every point; that is too slow for thousands of sessions. A
`SkinMap` knows a sheet of the surface, rows of points from the middle to the side, and finds
places, distances and normals by interpolation: of lines as they are seen from the front, and of
points in space in the direction in which their sheet was felt. (From the front, the skin before an
ear and the ear are one behind the other.) A `casting.Figure` is given the one or the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from sample_videos.studio.field import Surface
from sample_videos.studio.paths import unit
from sample_videos.studio.primitives import Floats

ROW_CM = 0.8
COLUMNS = 36
WIDE_CM = 0.5
FELT_CM = 1.2
"""Normals are felt this far above the skin, so that small features do not turn the hand."""


@dataclass(slots=True, eq=False)
class SkinMap:
    """A sheet of skin, x >= 0, in rows of equal height.

    Attributes
    ----------
    low_cm : float
        Height of the lowest row; the others follow every `ROW_CM`.
    points_cm, normals : (rows, columns, 3) float
        The surface from the middle outwards.
    axis_z_cm : float, optional
        Depth of the upright axis around which the sheet was felt, if it was not from the front.
    limit_rad : float
        How far round that was.
    """

    low_cm: float
    points_cm: Floats
    normals: Floats
    axis_z_cm: float | None = None
    limit_rad: float = 0.0
    # distance and normal are mostly asked for the same points, one after the other
    _asked: Floats | None = field(default=None, init=False)
    _found: tuple[Floats, Floats] | None = field(default=None, init=False)
    _below: Floats | None = field(default=None, init=False)
    _across_cm: Floats = field(init=False, repr=False)
    _sheet: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # laid out as they are looked up: x of whole rows, and point with normal of single places
        self._across_cm = self.points_cm[..., 0].copy()
        self._sheet = np.concatenate([self.points_cm, self.normals], axis=-1).reshape(-1, 6)

    def _find(self, points_cm: Floats) -> tuple[Floats, Floats]:
        """Return the skin, and its normals, below points (n, 3)."""
        if self._found is None or self._asked is not points_cm:
            self._asked, self._found = points_cm, self._below_points(points_cm)
        return self._found

    def _below_points(self, points_cm: Floats) -> tuple[Floats, Floats]:
        """Return the skin (n, 3), and its normals, along the rays that the sheet was felt by."""
        if self.axis_z_cm is None:
            return self._behind(points_cm)
        low, up = self._rows(points_cm)
        round_rad = np.arctan2(np.abs(points_cm[:, 0]), points_cm[:, 2] - self.axis_z_cm)
        last = self._across_cm.shape[1] - 1
        far = np.clip(last * round_rad / self.limit_rad, 0, last)
        column = np.clip(np.ceil(far).astype(int), 1, last)
        return self._blended(points_cm, low, up, column, (far - column + 1)[:, None])

    def _behind(self, places_cm: Floats) -> tuple[Floats, Floats]:
        """Return the skin, and its normals, at places (n, 2 or 3) as they are seen from the front.

        The first from the middle outwards; where there is none, the one furthest out.
        """
        x = np.abs(places_cm[:, 0])
        low, up = self._rows(places_cm)
        # along each point's own row, blended from the two around it: first column beyond x
        across = (1 - up) * self._across_cm[low] + up * self._across_cm[low + 1]
        beyond = across >= x[:, None]
        each, columns = np.arange(len(x)), across.shape[1]
        column = beyond.argmax(axis=1)
        column = np.where(beyond[each, column], column, across.argmax(axis=1))
        column = np.clip(column, 1, columns - 1)
        near, far = across[each, column - 1], across[each, column]
        w = np.clip((x - near) / np.where(np.abs(far - near) < 1e-6, 1e-6, far - near), 0, 1)
        return self._blended(places_cm, low, up, column, w[:, None])

    def _rows(self, places_cm: Floats) -> tuple[np.ndarray, Floats]:
        """Return the row below each place (n,), and how far above it that is (n, 1), of 1."""
        row = np.clip((places_cm[:, 1] - self.low_cm) / ROW_CM, 0, len(self.points_cm) - 1.001)
        low = row.astype(int)
        return low, (row - low)[:, None]

    def _blended(
        self, places_cm: Floats, low: np.ndarray, up: Floats, column: np.ndarray, w: Floats
    ) -> tuple[Floats, Floats]:
        """Return points and normals between two rows, and between a column and the one before."""
        columns = self._across_cm.shape[1]
        sheet, at = self._sheet, low * columns + column
        inner = (1 - up) * sheet[at - 1] + up * sheet[at + columns - 1]
        outer = (1 - up) * sheet[at] + up * sheet[at + columns]
        found = (1 - w) * inner + w * outer
        found[:, ::3] *= np.where(places_cm[:, 0] < 0, -1.0, 1.0)[:, None]
        return found[:, :3], unit(found[:, 3:])

    def distance_cm(self, points_cm: Floats) -> Floats:
        """Distance of points (n, 3) from the skin, along its normal."""
        skin, normals = self._find(points_cm)
        return np.asarray(((points_cm - skin) * normals).sum(axis=1))

    def normal(self, points_cm: Floats, eps_cm: float = 0.05) -> Floats:
        """Outward normals at points (n, 3).

        `skin_path` feels widely for them a little above the points it last asked for; the sheet's
        are felt so already, so they are those of these points.
        """
        if eps_cm >= WIDE_CM and self._below is not None and len(self._below) == len(points_cm):
            return self._below_points(self._below)[1]
        self._below = points_cm
        return self._find(points_cm)[1].copy()

    def around(self, line_xy_cm: Floats, axis_z_cm: float = 0.0, limit_deg: float = 0.0) -> Floats:
        """Lay a frontal line (n, 2) on the skin, whose axis was chosen when it was felt."""
        return self._behind(line_xy_cm)[0]

    def meet(self, start_cm: Floats, direction: Floats, reach_cm: float = 0.0) -> Floats:
        """Drop points (n, 3) on the skin as it is seen from the front."""
        return self._behind(start_cm)[0]


def feel_around(
    skin: Surface, low_cm: float, high_cm: float, axis_z_cm: float, limit_deg: float
) -> SkinMap:
    """Feel skin around an upright axis, from the front round to the side."""
    heights = np.arange(low_cm, high_cm, ROW_CM)
    angles = np.deg2rad(np.linspace(0.0, limit_deg, COLUMNS))
    out = np.stack([np.sin(angles), np.zeros_like(angles), np.cos(angles)], axis=1)
    rays = np.tile(out, (len(heights), 1))
    axis = np.stack([np.zeros(len(rays)), np.repeat(heights, COLUMNS)], axis=1)
    axis = np.concatenate([axis, np.full((len(rays), 1), axis_z_cm)], axis=1)
    points, normals = _felt(skin, axis + 26 * rays, -rays, (len(heights), COLUMNS), 26.0)
    return SkinMap(low_cm, points, normals, axis_z_cm, math.radians(limit_deg))


def feel_from_front(skin: Surface, low_cm: float, high_cm: float, wide_cm: float) -> SkinMap:
    """Feel skin straight from where the camera is."""
    heights, across = np.arange(low_cm, high_cm, ROW_CM), np.linspace(0.0, wide_cm, COLUMNS)
    start = np.stack([np.tile(across, len(heights)), np.repeat(heights, COLUMNS)], axis=1)
    start = np.concatenate([start, np.full((len(start), 1), 45.0)], axis=1)
    rays = np.tile([0.0, 0.0, -1.0], (len(start), 1))
    return SkinMap(low_cm, *_felt(skin, start, rays, (len(heights), COLUMNS), 60.0))


def _felt(
    skin: Surface, start: Floats, rays: Floats, shape: tuple[int, int], reach: float
) -> tuple[Floats, Floats]:
    points = skin.meet(start, rays, reach)
    normals = skin.normal(points + FELT_CM * skin.normal(points, 0.4), 1.0)
    return points.reshape(*shape, 3), normals.reshape(*shape, 3)
