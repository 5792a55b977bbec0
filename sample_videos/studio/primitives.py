"""Primitives that bodies are made of, and how far a point is from each.

Lengths are centimetres. Parts of one *group* are joined, in the order of the list, by a smooth
union (`ADD`) or carved by a smooth subtraction (`CUT`); groups are joined by a plain union, which
keeps an edge between, say, hair and skin. A `PAINT` part has no body: it colours the surface of
its group where the surface lies inside it (lips, blush, stubble).

Rows of ``params_cm`` (12 numbers, unused ones 0):

================== ==========================================================================
``ELLIPSOID`` 0    centre xyz, radii xyz
``ROUND_CONE`` 1   end a xyz, end b xyz, radius at a, radius at b
``TURNED`` 2       ellipsoid: centre xyz, radii xyz, quaternion wxyz (its own axes to the world's)
``RING`` 3         elliptic torus: centre xyz, ring radii along its own x and z, tube radius,
                   quaternion wxyz; the hole looks along its own y
================== ==========================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypedDict, Unpack

import numpy as np
from scipy.spatial.transform import Rotation

from sample_videos.studio.distances import Floats, Ints, distances, join, part_distance

__all__ = ["Floats", "Ints", "PartArrays", "Parts", "Style", "Vector", "bounding_ball"]
__all__ += ["distances_cm", "drop_on", "join", "part_distance", "quaternion", "rotation"]

Vector = Sequence[float] | Floats

ELLIPSOID: Final = 0
ROUND_CONE: Final = 1
TURNED: Final = 2
RING: Final = 3

ADD: Final = 0
CUT: Final = 1
PAINT: Final = 2

SKIN: Final = 0
HAIR: Final = 1
CLOTH: Final = 2
EYE: Final = 3
GLOSS: Final = 4  # lips and nails: skin that shines a little more

N_PARAMS: Final = 12


@dataclass(frozen=True, slots=True)
class PartArrays:
    """Parts as arrays, ready for compiled code.

    Attributes
    ----------
    kind, group, op, material : (n,) int
        `ELLIPSOID`...; index of the group from 0 without a gap; `ADD`...; `SKIN`....
    params_cm : (n, 12) float
        As in the module's table.
    colour : (n, 3) float
        Linear-light albedo in [0, 1].
    sharpness : (n,) float
        How fast a colour gives way to its neighbour's, in 1/cm. For `PAINT`: 1 / width of its edge.
    blend_cm : (n,) float
        Width of the smooth union or subtraction with which the part joins its group.
    opacity : (n,) float
        How much a `PAINT` part covers, 0 to 1; 1 for the others.
    grain : (n, 3) float
        Unit direction of hair strands or threads.
    bound_cm : (n, 4) float
        Centre xyz and radius of a ball around the part.
    """

    kind: Ints
    params_cm: Floats
    group: Ints
    op: Ints
    material: Ints
    colour: Floats
    sharpness: Floats
    blend_cm: Floats
    opacity: Floats
    grain: Floats
    bound_cm: Floats


class Style(TypedDict, total=False):
    """What may be said of a part besides its shape.

    Attributes
    ----------
    op, material : int
        `ADD` unless given; the group's unless given.
    kc, opacity : float
        Sharpness of the colour in 1/cm; how much paint covers.
    k : float
        Width of the blend in cm, the group's unless given.
    grain : Vector
        Direction of strands, the group's unless given.
    """

    op: int
    material: int
    kc: float
    opacity: float
    k: float
    grain: Vector


@dataclass(frozen=True, slots=True)
class _Row:
    kind: int
    params: Floats
    group: int
    op: int
    material: int
    colour: Floats
    sharpness: float
    blend: float
    opacity: float
    grain: Floats


class Parts:
    """Collects parts group by group; `arrays` hands them over."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._group = -1
        self._blend_cm = 0.5
        self._material = SKIN
        self._grain: Vector = (0.0, 1.0, 0.0)

    def __len__(self) -> int:
        return len(self._rows)

    def begin(self, blend_cm: float, material: int = SKIN, grain: Vector = (0.0, 1.0, 0.0)) -> None:
        """Open a new group: width of its smooth union in cm, default material and grain."""
        self._group += 1
        self._blend_cm, self._material, self._grain = blend_cm, material, grain

    def ell(
        self,
        centre: Vector,
        radii: Vector,
        colour: Vector,
        rot: Floats | None = None,
        **style: Unpack[Style],
    ) -> None:
        """Add an ellipsoid; `rot` (3 x 3, its own axes to the world's) turns it."""
        params = [*centre, *radii]
        if rot is None:
            self._add(ELLIPSOID, params, colour, style)
        else:
            self._add(TURNED, [*params, *quaternion(rot)], colour, style)

    def cap(
        self,
        a: Vector,
        b: Vector,
        r_a: float,
        r_b: float,
        colour: Vector,
        **style: Unpack[Style],
    ) -> None:
        """Add a round cone from `a` to `b`."""
        self._add(ROUND_CONE, [*a, *b, r_a, r_b], colour, style)

    def ring(
        self,
        centre: Vector,
        radii: tuple[float, float, float],
        colour: Vector,
        rot: Floats | None = None,
        **style: Unpack[Style],
    ) -> None:
        """Add an elliptic torus (half widths in x and z, tube) that lies flat unless turned."""
        turn = quaternion(np.eye(3) if rot is None else rot)
        self._add(RING, [*centre, *radii, *turn], colour, style)

    def path(
        self,
        points: Sequence[Vector] | Floats,
        radii: Sequence[float] | Floats,
        colour: Vector,
        **style: Unpack[Style],
    ) -> None:
        """Add a chain of round cones through the points, one radius a point."""
        for i in range(len(points) - 1):
            self.cap(points[i], points[i + 1], radii[i], radii[i + 1], colour, **style)

    def extend(self, other: Parts) -> None:
        """Append another collection, its groups after ours."""
        shift = self._group + 1
        self._rows += [replace(row, group=row.group + shift) for row in other._rows]
        self._group += other._group + 1

    def half_turn(self, up_cm: float) -> Parts:
        """Return a copy turned by 180 degrees about the y axis, then raised."""
        turned = Parts()
        turned._group = self._group
        flip, lift = np.array((-1.0, 1.0, -1.0)), np.array((0.0, up_cm, 0.0))
        for row in self._rows:
            params = row.params.copy()
            params[:3] = params[:3] * flip + lift
            if row.kind == ROUND_CONE:
                params[3:6] = params[3:6] * flip + lift
            elif row.kind in (TURNED, RING):
                w, i, j, k = params[6:10]
                params[6:10] = (-j, k, w, -i)  # the half turn's quaternion times this one
            turned._rows.append(replace(row, params=params, grain=row.grain * flip))
        return turned

    def _add(self, kind: int, params: Sequence[float], colour: Vector, style: Style) -> None:
        if self._group < 0:
            raise ValueError("begin() a group before adding parts to it")
        row = np.zeros(N_PARAMS)
        row[: len(params)] = params
        grain = np.asarray(style.get("grain", self._grain), float)
        self._rows.append(
            _Row(
                kind,
                row,
                self._group,
                style.get("op", ADD),
                style.get("material", self._material),
                np.asarray(colour, float),
                style.get("kc", 4.0),
                style.get("k", self._blend_cm),
                style.get("opacity", 1.0),
                grain / np.linalg.norm(grain),
            )
        )

    def arrays(self) -> PartArrays:
        """Return the parts as arrays."""
        rows = self._rows
        return PartArrays(
            kind=np.array([row.kind for row in rows], np.int64),
            params_cm=np.array([row.params for row in rows]),
            group=np.array([row.group for row in rows], np.int64),
            op=np.array([row.op for row in rows], np.int64),
            material=np.array([row.material for row in rows], np.int64),
            colour=np.array([row.colour for row in rows]),
            sharpness=np.array([row.sharpness for row in rows], float),
            blend_cm=np.array([row.blend for row in rows], float),
            opacity=np.array([row.opacity for row in rows], float),
            grain=np.array([row.grain for row in rows]),
            bound_cm=np.array([bounding_ball(row.kind, row.params) for row in rows]),
        )


def quaternion(rot: Floats) -> Floats:
    """Return the unit quaternion wxyz of a rotation matrix."""
    return np.asarray(np.roll(Rotation.from_matrix(rot).as_quat(), 1))


def rotation(axis: Vector, angle_rad: float) -> Floats:
    """Return the right-handed rotation about an axis as a matrix."""
    unit = np.asarray(axis, float)
    return np.asarray(Rotation.from_rotvec(angle_rad * unit / np.linalg.norm(unit)).as_matrix())


def bounding_ball(kind: int, params: Floats) -> Floats:
    """Return centre xyz and radius of a ball around one part, in cm."""
    if kind == ROUND_CONE:
        middle = (params[:3] + params[3:6]) / 2
        half = float(np.linalg.norm(params[3:6] - params[:3])) / 2
        return np.array([*middle, half + max(params[6], params[7])])
    if kind == RING:
        return np.array([*params[:3], max(params[3], params[4]) + params[5]])
    return np.array([*params[:3], params[3:6].max()])


def distances_cm(parts: PartArrays, points_cm: Floats) -> Floats:
    """Return about how far points (n, 3) are from the surface, negative inside, in cm."""
    points = np.ascontiguousarray(np.atleast_2d(points_cm), dtype=np.float64)
    return np.asarray(
        distances(points, parts.kind, parts.params_cm, parts.group, parts.op, parts.blend_cm)
    )


def drop_on(
    parts: Parts, points_cm: Sequence[Vector] | Floats, direction: Vector, back_cm: float
) -> Floats:
    """Move points (n, 3) along a direction onto the surface, from `back_cm` before each."""
    arrays = parts.arrays()
    unit = np.asarray(direction, float) / np.linalg.norm(direction)
    points = np.atleast_2d(np.asarray(points_cm, float)) - back_cm * unit
    for _ in range(80):
        points = points + 0.7 * distances_cm(arrays, points)[:, None] * unit
    return np.asarray(points)
