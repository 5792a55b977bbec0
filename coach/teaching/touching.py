"""Which part of the hand touches: seen where one camera shows it, assumed where it does not.

A finger that is curled shows, wherever it points: its tip is near the wrist. So fists, thumbs, and
one or two fingers are seen. A flat hand's palm and its fingertips look alike: the joints' depth
says nothing of what lies on the skin. Only a palm that is beside the face can't be touching it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.body.scale import FACE_V_DOWN_CM, FACE_V_UP_CM, TRAGUS_CM
from coach.teaching.demonstration import Demonstration
from coach.teaching.repetition import Repetition
from coach.teaching.stretch import FINGERS
from coach.techniques.schema import Effector, Known
from coach.types import HANDS, ChartName, FloatArray, HandPart, View, usual_part

__all__ = ["Touching", "assumed", "touching_of"]

CURLED, STRETCHED = 1.35, 1.4
"""A finger is curled when its tip is nearer to the wrist than so many times its knuckle, and
stretched when it is further."""
THUMB_OUT = 0.55
"""A thumb is out when its tip is so far from the joints of the index finger, in palms."""
MOSTLY = 0.7
"""What is seen in so many of the frames of the repetitions is so; of frames in which the hand is
seen, and these have to be as many of all …"""
LEAST_FRAMES = 10
"""… and so many at least."""
OFF_FACE, BESIDE = 0.8, 1.1
"""A palm does not touch the face when for this share of the way its middle is so many times as far
from the face's as the face's edge is."""
FACE_CM: Final = np.array([TRAGUS_CM, (FACE_V_UP_CM + FACE_V_DOWN_CM) / 2])
FACE_MIDDLE_CM: Final = np.array([0.0, (FACE_V_UP_CM - FACE_V_DOWN_CM) / 2])
"""The ellipse that a face fills: half axes and middle, in the face chart."""
USUAL = {HandPart.PALM: Effector.PALM, HandPart.FINGERTIPS: Effector.FINGERTIPS}
UNSEEN = "the fingers were not seen well"
LOOKS_FLAT = {
    HandPart.PALM: "fingertips would look the same",
    HandPart.FINGERTIPS: "the palm would look the same",
}


@dataclass(frozen=True, slots=True)
class Touching:
    """Which part of the hand touches.

    Attributes
    ----------
    effector
        The part.
    known
        Whether that was seen, assumed, or given by the teacher.
    why
        Why it could not be seen; empty when it was, or was given.
    fingers
        How many fingers touch, when these were seen to be one or two; 0 otherwise.
    """

    effector: Effector
    known: Known
    why: str = ""
    fingers: int = 0


def assumed(chart: ChartName, view: View, why: str = UNSEEN) -> Touching:
    """Give what is assumed to touch: the palm on the trunk, fingertips on head and neck."""
    return Touching(USUAL[usual_part(chart, view)], Known.ASSUMED, why)


def touching_of(
    kept: Sequence[Repetition], shown: Demonstration, chart: ChartName, view: View
) -> Touching:
    """Tell which part of the hand touches, from the repetitions that are learned from."""
    stretched, palms_cm = _during(kept, shown)
    known = np.isfinite(stretched).all(axis=1)
    if known.sum() < LEAST_FRAMES or known.mean() < MOSTLY:
        return assumed(chart, view)
    thumb_out = stretched[known, 0] > THUMB_OUT
    curled = _mostly(stretched[known, 1:] < CURLED)
    straight = _mostly(stretched[known, 1:] > STRETCHED)
    if curled.all() and _mostly(thumb_out):
        return Touching(Effector.THUMB, Known.SEEN)
    if curled.all() and _mostly(~thumb_out):
        return Touching(Effector.FIST, Known.SEEN)
    if straight[0] and curled[2:].all() and (straight[1] or curled[1]):
        return Touching(Effector.FINGERTIPS, Known.SEEN, fingers=2 if straight[1] else 1)
    if chart is ChartName.FACE and straight[0] and _are_off_face(palms_cm):
        return Touching(Effector.FINGERTIPS, Known.SEEN)
    flat = LOOKS_FLAT[usual_part(chart, view)]
    return assumed(chart, view, flat if straight.all() else UNSEEN)


def _during(kept: Sequence[Repetition], shown: Demonstration) -> tuple[FloatArray, FloatArray]:
    """(n, 5) how far thumb and fingers were stretched in the repetitions; (n, 2) the palms."""
    picked = [
        (shown.during(at_s.min(), at_s.max()), HANDS.index(side))
        for one in kept
        for side, at_s in zip(HANDS, one.at_s, strict=True)
        if np.isfinite(at_s).all()
    ]
    stretched = [shown.stretched[rows, hand] for rows, hand in picked]
    palms_cm = [shown.palms_cm[rows, hand] for rows, hand in picked]
    return (
        np.concatenate([np.empty((0, FINGERS)), *stretched]),
        np.concatenate([np.empty((0, 2)), *palms_cm]),
    )


def _mostly(is_so: np.ndarray) -> np.ndarray:
    """Tell of frames (n, ...) what is so in most of them."""
    return np.asarray(is_so.mean(axis=0) >= MOSTLY)


def _are_off_face(palms_cm: FloatArray) -> bool:
    known_cm = palms_cm[np.isfinite(palms_cm).all(axis=1)]
    if not len(known_cm):
        return False
    beside = np.hypot(*((known_cm - FACE_MIDDLE_CM) / FACE_CM).T) > BESIDE
    return bool(beside.mean() >= OFF_FACE)
