"""Names of the places that paths begin and end at, so that a teacher can check what was learned."""

from __future__ import annotations

import numpy as np

from coach.body.scale import to_cm
from coach.types import ChartName, FloatArray, View

__all__ = ["place_words"]

Named = tuple[float, float, str, str]
"""u, v on the person's left, and what the place is called: of one side, of both."""

FACE: tuple[Named, ...] = (
    (0.00, 0.62, "the middle of the forehead", "the middle of the forehead"),
    (0.70, 0.70, "the side of the forehead", "the sides of the forehead"),
    (0.00, 1.00, "the hairline", "the hairline"),
    (0.75, 1.00, "the hairline", "the hairline"),
    (1.40, 0.25, "the temple", "the temples"),
    (0.22, 0.33, "the inner end of the brow", "the inner ends of the brows"),
    (0.70, 0.46, "the middle of the brow", "the middle of the brows"),
    (1.15, 0.33, "the tail of the brow", "the tails of the brows"),
    (0.00, 0.20, "the bridge of the nose", "the bridge of the nose"),
    (0.25, 0.00, "the inner corner of the eye", "the inner corners of the eyes"),
    (1.10, 0.00, "the outer corner of the eye", "the outer corners of the eyes"),
    (0.72, 0.12, "the eye", "the eyes"),
    (0.70, -0.18, "below the eye", "below the eyes"),
    (0.00, -0.38, "the tip of the nose", "the tip of the nose"),
    (0.30, -0.36, "beside the nose", "both sides of the nose"),
    (1.00, -0.25, "the cheekbone", "the cheekbones"),
    (0.80, -0.48, "the cheek", "the cheeks"),
    (0.00, -0.56, "the upper lip", "the upper lip"),
    (0.48, -0.62, "the corner of the mouth", "the corners of the mouth"),
    (0.00, -0.78, "below the mouth", "below the mouth"),
    (0.05, -0.98, "the chin", "the chin"),
    (0.75, -0.88, "the jaw", "the jaw"),
    (1.25, -0.62, "the angle of the jaw", "the angles of the jaw"),
    (1.62, -0.20, "the ear", "the ears"),
    (1.60, -0.45, "the lobe of the ear", "the lobes of the ears"),
)
NECK: tuple[Named, ...] = (
    (1.12, 0.88, "behind the ear", "behind the ears"),
    (0.92, 0.55, "the side of the neck", "the sides of the neck"),
    (0.25, 0.50, "the front of the throat", "the front of the throat"),
    (0.20, 0.10, "the pit of the throat", "the pit of the throat"),
    (1.15, 0.15, "the collar", "the collar"),
    (2.00, 0.08, "the shoulder", "the shoulders"),
)
BACK: tuple[Named, ...] = (
    (0.35, 0.12, "the lower back", "the lower back"),
    (0.35, 0.45, "beside the spine at the waist", "both sides of the spine at the waist"),
    (0.35, 0.70, "beside the spine between the shoulder blades", "between the shoulder blades"),
    (0.42, 0.97, "the top of the shoulder", "the tops of the shoulders"),
    (0.90, 0.90, "the shoulder", "the shoulders"),
    (0.65, 0.72, "the shoulder blade", "the shoulder blades"),
    (0.80, 0.45, "the flank", "the flanks"),
    (0.70, 0.05, "the hip", "the hips"),
    (0.12, 1.18, "the nape", "the nape"),
)
CHEST: tuple[Named, ...] = (
    (0.05, 0.80, "the breastbone", "the breastbone"),
    (0.55, 0.80, "the chest", "the chest"),
    (0.60, 1.00, "the collarbone", "the collarbones"),
    (1.00, 0.98, "the shoulder", "the shoulders"),
    (0.20, 0.35, "the belly", "the belly"),
    (0.80, 0.35, "the flank", "the flanks"),
    (0.60, 0.05, "the hip", "the hips"),
)


def place_words(chart: ChartName, view: View, point_uv: FloatArray, *, both: bool) -> str:
    """Name the place nearest to a point on the person's left.

    Parameters
    ----------
    point_uv
        (2,).
    both
        The same is done on the right: name both places.
    """
    named = _named(chart, view)
    places_cm = to_cm(chart, np.array([place[:2] for place in named]))
    nearest = int(np.argmin(np.hypot(*(places_cm - to_cm(chart, point_uv)).T)))
    _, _, one, two = named[nearest]
    return two if both else one


def _named(chart: ChartName, view: View) -> tuple[Named, ...]:
    if chart is ChartName.FACE:
        return FACE
    if chart is ChartName.NECK:
        return NECK
    return BACK if view is View.BACK else CHEST
