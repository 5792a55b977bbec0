"""How a surface looks: skin, hair, cloth, wet eyes, under one soft set of lights.

Everything is linear light. Directions are in the world and point from the surface to the light.
"""

# numba ships no types: arithmetic on array elements is Any to the type checker
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba import njit

from sample_videos.studio.noise import drawn_out, noise
from sample_videos.studio.other_shading import shade_otherwise
from sample_videos.studio.primitives import Floats

_SKIN_WRAP: Final = (0.42, 0.22, 0.16)
_SKIN_SHADE_POWER: Final = (0.62, 1.0, 1.12)  # red light travels furthest in skin


@njit(cache=True, fastmath=True)
def _lambert(n: Floats, towards: Floats, wrap: float) -> float:
    c = (n[0] * towards[0] + n[1] * towards[1] + n[2] * towards[2] + wrap) / (1.0 + wrap)
    return c * c / (c + 0.08) if c > 0 else 0.0


@njit(cache=True, fastmath=True)
def _half(n: Floats, v: Floats, towards: Floats) -> float:
    x, y, z = v[0] + towards[0], v[1] + towards[1], v[2] + towards[2]
    h = (n[0] * x + n[1] * y + n[2] * z) / math.sqrt(x * x + y * y + z * z + 1e-9)
    return max(0.0, h)


@njit(cache=True, fastmath=True)
def _strand_gloss(t: Floats, v: Floats, towards: Floats, power: float) -> float:
    x, y, z = v[0] + towards[0], v[1] + towards[1], v[2] + towards[2]
    c = (t[0] * x + t[1] * y + t[2] * z) / math.sqrt(x * x + y * y + z * z + 1e-9)
    return (1.0 - min(1.0, c * c)) ** (0.5 * power)


@njit(cache=True, fastmath=True)
def shade(
    material: int,
    colour: Floats,
    grain: Floats,
    n: Floats,
    v: Floats,
    p: Floats,
    key_shadow: float,
    occlusion: float,
    light: Floats,
    out: Floats,
) -> None:
    """Write the light that leaves a point towards the camera.

    Parameters
    ----------
    material : int
        `SKIN`, `HAIR`, `CLOTH`, `EYE` or `GLOSS` of the primitives module.
    colour, grain : (3,) float
        Linear albedo; unit direction of strands or threads.
    n, v, p : (3,) float
        Unit normal, unit direction to the camera, point in cm **in the body's own frame**, so that
        texture sticks to a moving body. `n` is changed in place for cloth.
    key_shadow, occlusion : float
        1 where the key light, or the whole sky, is seen; 0 where nothing of it is.
    light : (9, 3) float
        Rows of a `Light`; the second number of the last is 0 for the usual way to draw a surface
        and 1 for the other (`other_shading`).
    out : (3,) float
        Linear RGB, may exceed 1.
    """
    if light[8, 1] > 0.5:
        shade_otherwise(material, colour, grain, n, v, p, key_shadow, occlusion, light, out)
        return
    x, y, z = p[0], p[1], p[2]
    gloss, power, texture, wrap = 0.03, 14.0, 1.0, 0.10
    if material == 1:
        strand = drawn_out(x, y, z, grain, 7.0, 0.5)
        lock = drawn_out(x, y, z, grain, 1.6, 0.25)
        texture = 0.45 + 0.65 * strand + 0.45 * lock
        gloss, wrap = 0.0, 0.25
    elif material == 2:
        texture = 0.94 + 0.12 * noise(x * 6.0, y * 6.0, z * 6.0)
        gloss, wrap = 0.0, 0.15
    elif material == 3:
        gloss, power = 0.9, 260.0
    else:
        texture = (
            0.955
            + 0.06 * noise(x * 0.9, y * 0.9, z * 0.9)
            + 0.03 * noise(x * 3.1, y * 3.1, z * 3.1)
        )
        gloss, power = (0.10, 26.0) if material == 0 else (0.16, 40.0)
    skin = material == 0 or material == 4
    facing = max(0.0, n[0] * v[0] + n[1] * v[1] + n[2] * v[2])
    edge = (1.0 - facing) ** 4
    rim = _lambert(n, light[4], 0.0) * edge * occlusion
    up = 0.5 + 0.5 * n[1]
    shine = gloss * _half(n, v, light[0]) ** power * key_shadow
    shine += 0.25 * gloss * _half(n, v, light[2]) ** power * occlusion
    if skin:
        shine *= 0.55 + 1.2 * edge
    for c in range(3):
        w = _SKIN_WRAP[c] if skin else wrap
        power_c = _SKIN_SHADE_POWER[c] if skin else 1.0
        shadow = key_shadow**power_c
        sky = occlusion**power_c
        sent = light[1, c] * _lambert(n, light[0], w) * shadow
        sent += light[3, c] * _lambert(n, light[2], w + 0.3) * sky
        sent += (light[7, c] + (light[6, c] - light[7, c]) * up) * sky
        sent += light[5, c] * rim * (0.9 if skin else 0.6)
        out[c] = colour[c] * texture * sent + light[1, c] * shine
        if material == 2:
            out[c] += 0.10 * colour[c] * edge * sent
    if material == 1:
        _hair_gloss(colour, grain, n, v, strand, key_shadow, occlusion, light, out)


@njit(cache=True, fastmath=True)
def _hair_gloss(
    colour: Floats,
    grain: Floats,
    n: Floats,
    v: Floats,
    strand: float,
    key_shadow: float,
    occlusion: float,
    light: Floats,
    out: Floats,
) -> None:
    """Add the two bands of light that run across strands."""
    along = grain[0] * n[0] + grain[1] * n[1] + grain[2] * n[2]
    t = np.empty(3)
    for c in range(3):
        t[c] = grain[c] - along * n[c] + (strand - 0.5) * 0.35 * n[c]
    t /= math.sqrt(t[0] * t[0] + t[1] * t[1] + t[2] * t[2] + 1e-6)
    key = _strand_gloss(t, v, light[0], 44.0) * key_shadow * max(0.0, 0.3 + n[2] + n[1])
    fill = _strand_gloss(t, v, light[2], 20.0) * occlusion
    for c in range(3):
        tint = 0.03 + 0.55 * colour[c]
        out[c] += tint * (0.40 * key * light[1, c] + 0.25 * fill * light[3, c]) * strand
