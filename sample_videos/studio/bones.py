"""The hand's skeleton in compiled code: `hands.local_joints_cm` for one hand, and how it moves."""

# numba ships no types for its decorators
# mypy: disable-error-code="untyped-decorator,import-untyped,no-untyped-call,no-untyped-def"

from __future__ import annotations

import math

import numba as nb
import numpy as np

from sample_videos.studio import hands

N_FREE = 6 + hands.N_ANGLES
N_PROBES = 25
"""Joints, and four places in the middle of the palm."""

_KNUCKLES = np.ascontiguousarray(hands.KNUCKLES_CM)
_BONES = np.ascontiguousarray(hands.BONES_CM)
_FAN = hands.REST_FAN
_THUMB_BASE = hands.THUMB_BASE_CM
_THUMB_BONES = hands.THUMB_BONES_CM


@nb.njit(cache=True)
def turned(spin, base, out):
    """Write the rotation of a small rotation vector after a base rotation (3, 3)."""
    angle = math.sqrt(spin[0] ** 2 + spin[1] ** 2 + spin[2] ** 2)
    if angle < 1e-12:
        out[:] = base
        return
    x, y, z = spin[0] / angle, spin[1] / angle, spin[2] / angle
    c, s = math.cos(angle), math.sin(angle)
    d = 1.0 - c
    turn = np.array(
        [
            [c + x * x * d, x * y * d - z * s, x * z * d + y * s],
            [y * x * d + z * s, c + y * y * d, y * z * d - x * s],
            [z * x * d - y * s, z * y * d + x * s, c + z * z * d],
        ]
    )
    for i in range(3):
        for j in range(3):
            out[i, j] = turn[i, 0] * base[0, j] + turn[i, 1] * base[1, j] + turn[i, 2] * base[2, j]


@nb.njit(cache=True)
def local_joints(angles, flip, out):
    """Write the joints (21, 3) in the wrist frame; `flip` is -1 for a left hand."""
    out[0, :] = 0.0
    x, y, z = _THUMB_BASE[0], _THUMB_BASE[1], _THUMB_BASE[2]
    out[1, 0], out[1, 1], out[1, 2] = flip * x, y, z
    for k in range(3):
        away = 0.72 + angles[9] - k * angles[10] * 0.5
        dip = 0.18 + 0.20 * k * angles[10]
        x -= _THUMB_BONES[k] * math.sin(away) * math.cos(dip)
        y += _THUMB_BONES[k] * math.cos(away) * math.cos(dip)
        z -= _THUMB_BONES[k] * math.sin(dip)
        out[2 + k, 0], out[2 + k, 1], out[2 + k, 2] = flip * x, y, z
    for f in range(4):
        fan = _FAN[f] * angles[8]
        ax, ay = -math.sin(fan), math.cos(fan)
        x, y, z = _KNUCKLES[f, 0], _KNUCKLES[f, 1], _KNUCKLES[f, 2]
        row = 5 + 4 * f
        out[row, 0], out[row, 1], out[row, 2] = flip * x, y, z
        bent = 0.0
        for k in range(3):
            bent += angles[f] if k == 0 else (1.0 if k == 1 else 0.66) * angles[4 + f]
            x += _BONES[f, k] * math.cos(bent) * ax
            y += _BONES[f, k] * math.cos(bent) * ay
            z -= _BONES[f, k] * math.sin(bent)
            out[row + 1 + k, 0], out[row + 1 + k, 1] = flip * x, y
            out[row + 1 + k, 2] = z


@nb.njit(cache=True)
def probes(free, base, flip, turn, out):
    """Write rotation (3, 3) and probes (25, 3) in the world for a free vector (17,)."""
    turned(free[:3], base, turn)
    local = np.empty((21, 3))
    local_joints(free[6:], flip, local)
    for j in range(21):
        for i in range(3):
            out[j, i] = (
                turn[i, 0] * local[j, 0]
                + turn[i, 1] * local[j, 1]
                + turn[i, 2] * local[j, 2]
                + free[3 + i]
            )
    for f in range(4):
        for i in range(3):
            out[21 + f, i] = 0.5 * (out[5 + 4 * f, i] + out[0, i])


@nb.njit(cache=True)
def moves(free, base, flip, turn, places, d_turn, d_places):
    """Write rotation and probes, and how they change with each of the 17 free numbers."""
    eps = 1e-4
    probes(free, base, flip, turn, places)
    near = free.copy()
    near_turn = np.empty((3, 3))
    near_places = np.empty((N_PROBES, 3))
    for k in range(N_FREE):
        near[k] = free[k] + eps
        probes(near, base, flip, near_turn, near_places)
        near[k] = free[k]
        for i in range(3):
            for j in range(3):
                d_turn[k, i, j] = (near_turn[i, j] - turn[i, j]) / eps
        for p in range(N_PROBES):
            for i in range(3):
                d_places[k, p, i] = (near_places[p, i] - places[p, i]) / eps
