"""The same people drawn in another way.

What Coach is right about must not hang on how the studio happens to draw. So everybody can be
drawn a second time: a head that is long or broad beyond the usual spread, wider above or below,
another nose, mouth and build, other hands, and skin off the usual ramp of colours. `heads` draws
such a look in its other way, `other_shading` its surfaces, `other_places` what is behind it.
Camera, light, sensor and what is done stay; spreads are ours.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sample_videos.studio.crowd import to_lab, to_rgb
from sample_videos.studio.looks import Build, Drawing, Face, Look, Rgb

__all__ = ["drawn_as"]


def drawn_as(look: Look, drawing: Drawing) -> Look:
    """Return a person as drawn in one of the two ways; the same each time."""
    if drawing == look.drawing:
        return look
    if drawing == "studio":
        raise ValueError("a look that was drawn in the other way can't be taken back")
    rng = np.random.default_rng([look.seed, 2])
    hue = float(rng.choice((1.0, -0.6)) * rng.uniform(2.5, 4.5))  # rosy, or sallow
    shift = np.array((rng.uniform(-3.0, 3.0), hue, -0.9 * hue))
    return replace(
        look,
        name=look.name.replace("drawn", "other"),
        skin=_shifted(look.skin, shift),
        lip=_shifted(look.lip, 0.5 * shift + (-2.0, rng.uniform(-4.0, 4.0), -3.0)),
        blush=_shifted(look.blush, shift),
        palm=None if look.palm is None else _shifted(look.palm, shift),
        face=_other_face(look.face, rng),
        build=_other_build(look.build, rng),
        drawing=drawing,
    )


def _shifted(colour: Rgb, lab: np.ndarray) -> Rgb:
    return to_rgb(to_lab(colour) + lab)


def _away(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw a number that is not small, of either sign."""
    return float(rng.choice((-1.0, 1.0)) * rng.uniform(low, high))


def _other_face(face: Face, rng: np.random.Generator) -> Face:
    """Draw a face off the middle of the usual ones: what varies together there varies apart."""
    long, nose_cm = _away(rng, 0.5, 1.0), _away(rng, 0.3, 0.6)
    return replace(
        face,
        width=1.035 - 0.075 * long,
        height=1.0 + 0.07 * long,
        depth=1.0 + _away(rng, 0.03, 0.08),
        taper=_away(rng, 0.03, 0.075),
        jaw=face.jaw * (1.0 + _away(rng, 0.04, 0.1)),
        cheek=face.cheek * (1.0 + _away(rng, 0.05, 0.12)),
        nose=face.nose * (1.0 + _away(rng, 0.1, 0.2)),
        nose_cm=nose_cm,
        nose_out_cm=_away(rng, 0.3, 0.6),
        mouth_cm=-0.4 * nose_cm,  # room between nose and lips
        mouth=1.0 + _away(rng, 0.08, 0.15),
        lips=face.lips * (1.0 + _away(rng, 0.1, 0.25)),
        chin_cm=face.chin_cm + _away(rng, 0.15, 0.4),
        forehead_cm=_away(rng, 0.3, 0.7),
        eye_gap=0.97 + _away(rng, 0.03, 0.06),
        eye=face.eye * (1.0 + _away(rng, 0.04, 0.09)),
        brow_cm=_away(rng, 0.15, 0.35),
        marked=0.6 * face.marked,  # folds look deeper in hard light
        brow=face.brow * float(rng.uniform(0.9, 1.4)),
    )


def _other_build(build: Build, rng: np.random.Generator) -> Build:
    """Draw a trunk that narrows or widens downwards, and hands of other proportions."""
    wedge = _away(rng, 0.5, 1.0)
    return replace(
        build,
        shoulders=build.shoulders * (1.0 + 0.08 * wedge),
        waist=build.waist * (1.0 - 0.12 * wedge),
        hips=build.hips * (1.0 - 0.09 * wedge),
        neck=build.neck * (1.0 + _away(rng, 0.05, 0.1)),
        limbs=build.limbs * (1.0 + _away(rng, 0.05, 0.12)),
        muscle=build.muscle * (1.0 + _away(rng, 0.2, 0.5)),
        palm_wide=1.0 + _away(rng, 0.04, 0.09),
        palm_long=1.0 + _away(rng, 0.03, 0.06),
        fingers=1.0 + _away(rng, 0.06, 0.12),
    )
