"""Glasses: two rims, a bridge and temples that reach over the ears."""

from __future__ import annotations

import numpy as np

from sample_videos.studio.looks import Look, linear
from sample_videos.studio.primitives import EYE, Parts, rotation

SIDES = (-1.0, 1.0)
_LENS_CM = (3.35, -0.3, 8.95)
_HINGE_CM = (6.6, 0.55, 7.1)
_EAR_CM = (7.45, 0.9, -1.2)


def add_glasses(parts: Parts, look: Look) -> None:
    """Add the glasses of a look, if it wears any, as a group of their own."""
    if look.glasses is None:
        return
    worn, colour = look.glasses, linear(look.glasses.colour)
    rim = worn.rim_cm
    parts.begin(0.15, EYE)
    for s in SIDES:
        centre = np.array(_LENS_CM) * (s, 1, 1)
        face_form = rotation((0, 1, 0), s * 0.14) @ rotation((1, 0, 0), np.pi / 2 + 0.1)
        parts.ring(centre, (worn.half_width_cm, worn.half_height_cm, rim), colour, rot=face_form)
        hinge, ear = np.array(_HINGE_CM) * (s, 1, 1), np.array(_EAR_CM) * (s, 1, 1)
        corner = centre + np.array((s * 0.97 * worn.half_width_cm, 0.45, -0.2))
        bend = ear + np.array((0, -2.0, -1.6))
        parts.path([corner, hinge, ear, bend], [rim, 0.9 * rim + 0.02, 0.12, 0.1], colour)
    inner = _LENS_CM[0] - worn.half_width_cm
    bridge = [(s * inner, _LENS_CM[1] + 0.3, 9.1) for s in SIDES]
    bridge.insert(1, (0.0, _LENS_CM[1] + 0.5, 9.35))
    parts.path(bridge, [rim, 0.8 * rim, rim], colour)
