"""How a surface looks in the other way of drawing: as common render engines shade.

Burley's diffuse and a microfacet highlight under one roughness; light from the room comes from all
sides alike. No light goes through the skin or round its edges, as it does in `shading`.

B. Burley: Physically based shading at Disney. SIGGRAPH courses, 2012.
B. Walter et al.: Microfacet models for refraction through rough surfaces. EGSR 2007.
doi:10.2312/EGWR/EGSR07/195-206 (the distribution of facets and their shadows).
C. Schlick: An inexpensive BRDF model for physically-based rendering. Computer Graphics Forum
13(3), 1994. doi:10.1111/1467-8659.1330233 (how reflection grows at grazing angles).
"""

# numba ships no types: arithmetic on array elements is Any to the type checker
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import math
from typing import Final

from numba import njit

from sample_videos.studio.noise import drawn_out, noise
from sample_videos.studio.primitives import Floats

_ROUGH: Final = (0.55, 0.45, 0.95, 0.12, 0.4)
"""Of skin, hair, cloth, eyes and moist lips (the materials of the primitives module)."""
_MIRRORED: Final = (0.028, 0.04, 0.01, 0.04, 0.035)
"""What each sends back of light that meets it head-on."""
_SHINY: Final = (0.18, 1.0, 1.0, 1.0, 1.0)
"""How much of that is seen. These three numbers of skin (a slope of 0.3 is a roughness of 0.55) are
what E. d'Eon and D. Luebke use for a whole face (Advanced techniques for realistic real-time skin
rendering. GPU Gems 3, chapter 14, 2007) after the faces that Weyrich et al. measured (Analysis of
human faces using a measurement-based skin reflectance model. ACM TOG 25(3), 2006.
doi:10.1145/1141911.1141987). At full strength skin shines eight times as much, as if wet."""


@njit(cache=True, fastmath=True)
def _texture(material: int, grain: Floats, x: float, y: float, z: float) -> float:
    """Return the factor on a colour: blotches and freckles, coarse locks, or woven stripes."""
    if material == 1:
        return 0.55 + 0.8 * drawn_out(x, y, z, grain, 2.6, 0.2)
    if material == 2:
        stripe = math.sin(2.2 * y + 0.6 * math.sin(0.5 * x)) > 0.35
        weave = 0.08 * noise(x * 11.0, y * 11.0, z * 11.0)
        return (0.72 if stripe else 1.04) + weave
    if material == 3:
        return 1.0
    blotches = 0.10 * (noise(x * 0.45 + 40.0, y * 0.45, z * 0.45) - 0.5)
    pores = 0.08 * (noise(x * 7.5, y * 7.5 + 9.0, z * 7.5) - 0.5)
    freckle = noise(x * 2.4, y * 2.4, z * 2.4 + 17.0)
    return 1.0 + blotches + pores - 0.6 * max(0.0, freckle - 0.72)


@njit(cache=True, fastmath=True)
def _grazing(cosine: float) -> float:
    """Schlick's fifth power: 0 head-on, 1 along the surface."""
    return (1.0 - min(1.0, cosine)) ** 5


@njit(cache=True, fastmath=True)
def _answer(
    n: Floats, v: Floats, towards: Floats, rough: float, mirrored: float
) -> tuple[float, float]:
    """Return the share of a light that is scattered (before colour), and that is mirrored."""
    nl = n[0] * towards[0] + n[1] * towards[1] + n[2] * towards[2]
    if nl <= 0.0:
        return 0.0, 0.0
    nv = max(1e-3, n[0] * v[0] + n[1] * v[1] + n[2] * v[2])
    x, y, z = v[0] + towards[0], v[1] + towards[1], v[2] + towards[2]
    size = math.sqrt(x * x + y * y + z * z + 1e-9)
    nh = max(0.0, (n[0] * x + n[1] * y + n[2] * z) / size)
    lh = max(0.0, (towards[0] * x + towards[1] * y + towards[2] * z) / size)
    turned = 0.5 + 2.0 * rough * lh * lh - 1.0
    scattered = nl * (1.0 + turned * _grazing(nl)) * (1.0 + turned * _grazing(nv))
    wide = rough**4
    facets = wide / (nh * nh * (wide - 1.0) + 1.0) ** 2  # times pi, which lights don't have here
    k = (rough + 1.0) ** 2 / 8.0
    hidden = (nl * (1.0 - k) + k) * (nv * (1.0 - k) + k)
    fresnel = mirrored + (1.0 - mirrored) * _grazing(lh)
    return scattered, facets * fresnel * nl / (4.0 * hidden)


@njit(cache=True, fastmath=True)
def shade_otherwise(
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
    """Shade as `shading.shade` does, with its arguments, in this way."""
    texture = _texture(material, grain, p[0], p[1], p[2])
    rough, mirrored = _ROUGH[material], _MIRRORED[material]
    key, key_shine = _answer(n, v, light[0], rough, mirrored)
    fill, fill_shine = _answer(n, v, light[2], rough, mirrored)
    rim, rim_shine = _answer(n, v, light[4], rough, mirrored)
    for c in range(3):
        sent = light[1, c] * key * key_shadow + light[3, c] * fill * occlusion
        sent += light[5, c] * rim * occlusion
        sent += 0.5 * (light[6, c] + light[7, c]) * occlusion
        shine = light[1, c] * key_shine * key_shadow + light[3, c] * fill_shine * occlusion
        shine += light[5, c] * rim_shine * occlusion
        out[c] = colour[c] * texture * sent + _SHINY[material] * shine
