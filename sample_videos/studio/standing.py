"""A person who stands before the camera, seen from the head to the thighs.

The studio's usual figures from the front end in their clothes below the chest, as no picture shows
more of them. This one has a hem to the T-shirt, and trousers below it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sample_videos.studio.casting import HEAD_STEP_CM, TORSO_STEP_CM, Figure
from sample_videos.studio.field import bake
from sample_videos.studio.looks import Look, linear
from sample_videos.studio.people import front_person
from sample_videos.studio.primitives import CLOTH, CUT, Parts

HEM_CM: Final = -73.0
"""Height of the T-shirt's lower edge in front."""


def _trousers(look: Look) -> Parts:
    """Return trousers, which go up under the hem."""
    hips, cloth, parts = look.build.hips, linear(look.trousers), Parts()
    parts.begin(3.0, CLOTH)
    parts.ell((0, -68, -3.6), (15.9 * hips, 12.6, 10.3), cloth)
    for s in (-1.0, 1.0):
        thigh = ((s * 8.6 * hips, -77, -2.6), (s * 9.6 * hips, -112, -2.0))
        parts.cap(*thigh, 8.9 * hips, 7.4, cloth, k=2.0)
    return parts


@lru_cache(maxsize=2)
def standing(look: Look) -> Figure:
    """Return the baked figure of a person in a T-shirt."""
    person, torso = front_person(look), Parts()
    torso.extend(person.torso)
    # the last group is the T-shirt's
    below = (0.0, HEM_CM - 14.0, -3.6)
    torso.ell(below, (48.0, 14.0, 40.0), linear(look.cloth), op=CUT, k=0.3, material=CLOTH)
    torso.extend(_trousers(look))
    return Figure(
        "front",
        bake(person.head.arrays(), HEAD_STEP_CM),
        bake(torso.arrays(), TORSO_STEP_CM),
        person.landmarks,
        look,
    )
