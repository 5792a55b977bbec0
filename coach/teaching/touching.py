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
from coach.techniques.schema import Effector, Known
from coach.types import HANDS, ChartName, FloatArray, HandPart, View, usual_part

__all__ = ["Touching", "touching_of"]

CURLED, STRETCHED = 1.35, 1.4
"""A finger is curled when its tip is nearer to the wrist than so many times its knuckle, and
stretched when it is further."""
THUMB_OUT = 0.7
"""A thumb is out when its tip is so far from the joints of the index finger, in palms."""
MOSTLY = 0.7
"""What is seen in so many of the frames of the repetitions is so; of frames in which the hand is
seen, and these have to be as many of all …"""
LEAST_FRAMES = 10
"""… and so many at least."""
OFF_FACE = 0.8
"""A palm that is beside the face for this share of the way does not touch it."""
FACE_CM: Final = np.array([TRAGUS_CM, (FACE_V_UP_CM + FACE_V_DOWN_CM) / 2])
FACE_MIDDLE_CM: Final = np.array([0.0, (FACE_V_UP_CM - FACE_V_DOWN_CM) / 2])
"""The ellipse that a face fills: half axes and middle, in the face chart."""
USUAL = {HandPart.PALM: Effector.PALM, HandPart.FINGERTIPS: Effector.FINGERTIPS}
UNSEEN = "the fingers were not seen well"
LOOKS_FLAT = {
    Effector.PALM: "fingertips would look the same",
    Effector.FINGERTIPS: "the palm would look the same",
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


def touching_of(
    kept: Sequence[Repetition], shown: Demonstration, chart: ChartName, view: View
) -> Touching:
    """Tell which part of the hand touches, from the repetitions that are learned from."""
    usual = USUAL[usual_part(chart, view)]
    rows, seen = _during(kept, shown)
    if len(rows) < LEAST_FRAMES or seen < MOSTLY:
        return Touching(usual, Known.ASSUMED, UNSEEN)
    curled = _mostly(rows[:, 1:] < CURLED)
    stretched = _mostly(rows[:, 1:] > STRETCHED)
    if curled.all():
        thumb = _mostly(rows[:, :1] > THUMB_OUT)[0]
        return Touching(Effector.THUMB if thumb else Effector.FIST, Known.SEEN)
    if stretched[0] and curled[2:].all() and (stretched[1] or curled[1]):
        return Touching(Effector.FINGERTIPS, Known.SEEN, fingers=2 if stretched[1] else 1)
    if not stretched.all():
        return Touching(usual, Known.ASSUMED, UNSEEN)
    if chart is ChartName.FACE and view is View.FRONT and _palm_is_off_face(kept):
        return Touching(Effector.FINGERTIPS, Known.SEEN)
    return Touching(usual, Known.ASSUMED, LOOKS_FLAT[usual])


def _during(kept: Sequence[Repetition], shown: Demonstration) -> tuple[FloatArray, float]:
    """(n, 5) how far thumb and fingers were stretched in the repetitions; the share seen."""
    picked = [
        shown.stretched[shown.during(at_s.min(), at_s.max()), HANDS.index(side)]
        for one in kept
        for side, at_s in zip(HANDS, one.at_s, strict=True)
        if np.isfinite(at_s).all()
    ]
    rows = np.concatenate([np.empty((0, 5)), *picked])
    known = np.isfinite(rows).all(axis=1)
    return rows[known], float(known.mean()) if len(known) else 0.0


def _mostly(is_so: np.ndarray) -> np.ndarray:
    """(k,) of (n, k): whether each is so in most of the frames."""
    return np.asarray(is_so.mean(axis=0) >= MOSTLY)


def _palm_is_off_face(kept: Sequence[Repetition]) -> bool:
    palms_cm = np.concatenate([one.parts_cm[HandPart.PALM].reshape(-1, 2) for one in kept])
    palms_cm = palms_cm[np.isfinite(palms_cm).all(axis=1)]
    if not len(palms_cm):
        return False
    beside = np.hypot(*((palms_cm - FACE_MIDDLE_CM) / FACE_CM).T) > 1.0
    return bool(beside.mean() >= OFF_FACE)
