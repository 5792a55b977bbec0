"""How a surface cuts a cube whose corners are inside or outside: the table of marching cubes.

Corner `4 x + 2 y + z`; edge `e` starts at corner `EDGE_NODE[e]` and runs along `EDGE_AXIS[e]`. The
table is worked out here: on every face the cut separates the inside corners, so that the cuts of
neighbouring cubes fit, and the cuts of the six faces are linked to loops.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

_EDGES: Final = [
    (corner, axis) for axis in range(3) for corner in range(8) if not corner >> (2 - axis) & 1
]
_NUMBER: Final = {frozenset((a, a | 4 >> axis)): e for e, (a, axis) in enumerate(_EDGES)}
EDGE_NODE: Final = np.array([corner for corner, _ in _EDGES])
EDGE_AXIS: Final = np.array([axis for _, axis in _EDGES])


def _faces() -> list[list[int]]:
    """Return the corners of the six faces, counter-clockwise seen from outside."""
    faces = []
    for axis in range(3):
        u, v = 4 >> (axis + 1) % 3, 4 >> (axis + 2) % 3
        ring = [0, u, u | v, v]
        faces.append([corner | 4 >> axis for corner in ring])
        faces.append(ring[::-1])
    return faces


def _links(case: int) -> dict[int, int]:
    """Return which cut edge follows which along the surface's outline on the faces."""
    links = {}
    for face in _faces():
        inside = [bool(case >> corner & 1) for corner in face]
        for i in range(4):
            if inside[i] and not inside[i - 1]:
                last = next(j for j in range(i, i + 4) if not inside[(j + 1) % 4])
                entry = _NUMBER[frozenset((face[i - 1], face[i]))]
                way_out = _NUMBER[frozenset((face[last % 4], face[(last + 1) % 4]))]
                links[way_out] = entry
    return links


def _triangles(case: int) -> list[tuple[int, int, int]]:
    links, found = _links(case), []
    while links:
        first, follow = links.popitem()
        loop = [first]
        while follow != first:
            loop.append(follow)
            follow = links.pop(follow)
        found += [(loop[0], c, b) for b, c in pairwise(loop[1:])]
    return found


_ALL: Final = [_triangles(case) for case in range(256)]
LENGTHS: Final = np.array([len(found) for found in _ALL])
CASES: Final = np.array(
    [[*found, *[(0, 0, 0)] * (int(LENGTHS.max()) - len(found))] for found in _ALL]
)
"""Triangles (256, n, 3) of cut edges, counter-clockwise seen from outside; `LENGTHS` are valid."""
