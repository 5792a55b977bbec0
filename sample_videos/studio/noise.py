"""Smooth noise in space, for what skin, hair and cloth are grained with."""

# numba ships no types: arithmetic on array elements is Any to the type checker
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math

from numba import njit

from sample_videos.studio.primitives import Floats

__all__ = ["drawn_out", "noise"]


@njit(cache=True, fastmath=True)
def _corner(i: int, j: int, k: int) -> float:
    n = (i * 374761393 + j * 668265263 + k * 2147483647) & 0x7FFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0x7FFFFFFF
    return ((n ^ (n >> 16)) & 0xFFFF) / 65535.0


@njit(cache=True, fastmath=True)
def noise(x: float, y: float, z: float) -> float:
    """Return smooth noise in [0, 1] with features one unit wide."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    u, v, w = x - i, y - j, z - k
    u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
    total = 0.0
    for a in range(2):
        for b in range(2):
            for c in range(2):
                weight = (u if a else 1 - u) * (v if b else 1 - v) * (w if c else 1 - w)
                total += weight * _corner(i + a, j + b, k + c)
    return total


@njit(cache=True, fastmath=True)
def drawn_out(x: float, y: float, z: float, grain: Floats, across: float, along: float) -> float:
    """Return noise drawn out along the grain; both numbers are features per cm."""
    s = x * grain[0] + y * grain[1] + z * grain[2]
    f = s * (along - across)
    return noise(x * across + f * grain[0], y * across + f * grain[1], z * across + f * grain[2])
