"""The measures of single frames: touch, and place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from benchmarks.acts import TOUCHING_ACTS
from benchmarks.outcome import Outcome
from benchmarks.truth import Truth
from coach.types import FloatArray, View

__all__ = ["bias", "contact", "contact_high_lift", "place"]

BoolArray = NDArray[np.bool_]

TOLERANCE_FRAMES = 2
HIGH_LIFT_CM = 4.0
"""Returns lifted so high should be told from strokes frame by frame."""


def contact(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (right of those said, said, found of the true ones, true), in frames of one hand.

    A frame is right when it is so within two frames.
    """
    if truth.act not in TOUCHING_ACTS:
        return None
    at = _nearest(truth.t_s, said.t_s)
    sums = np.zeros(4)
    for index, hand in enumerate(truth.hands):
        true, told = hand.contact[at], said.touching[:, index]
        sums += (
            (told & _widened(true)).sum(),
            told.sum(),
            (true & _widened(told)).sum(),
            true.sum(),
        )
    return sums


def contact_high_lift(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give the same for clips whose returns are lifted by 4 cm or more."""
    return contact(truth, said) if truth.lift_cm >= HIGH_LIFT_CM else None


def place(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (4, 2): millimetres and frames, free, over the face, on the back; (placed, touching).

    Each frame in which a hand touches counts once a hand. Hands that do no strokes have no say:
    in the lap they touch no skin that a chart knows.
    """
    if truth.act not in TOUCHING_ACTS:
        return None
    at = _nearest(truth.t_s, said.t_s)
    over = truth.hand_over_face[at]
    sums = np.zeros((4, 2))
    for index, hand in enumerate(truth.hands):
        true_uv, said_uv = hand.place_uv[at], said.places_uv[:, index]
        off_mm = np.hypot(*truth.scale.from_to_mm(true_uv, said_uv).T)
        touches = hand.contact[at]
        placed = touches & np.isfinite(off_mm)
        back = np.full(len(at), truth.view is View.BACK)
        for row, kind in enumerate((~back & ~over, ~back & over, back)):
            sums[row] += off_mm[placed & kind].sum(), (placed & kind).sum()
        sums[3] += placed.sum(), touches.sum()
    return sums if sums[3, 1] else None


def bias(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (outwards, upwards, frames): where touches are seen from where they are, in mm."""
    if truth.act not in TOUCHING_ACTS:
        return None
    at = _nearest(truth.t_s, said.t_s)
    sums = np.zeros(3)
    for index, hand in enumerate(truth.hands):
        true_uv = hand.place_uv[at]
        off_mm = truth.scale.from_to_mm(true_uv, said.places_uv[:, index])
        off_mm = off_mm * np.stack([np.sign(true_uv[:, 0]), np.ones(len(at))], axis=-1)
        placed = hand.contact[at] & np.isfinite(off_mm).all(axis=1)
        sums += (*off_mm[placed].sum(axis=0), placed.sum())
    return sums if sums[2] else None


def _nearest(t_s: FloatArray, wanted_s: FloatArray) -> NDArray[np.intp]:
    """Give the index of the frame nearest to each time."""
    after = np.clip(np.searchsorted(t_s, wanted_s), 1, len(t_s) - 1)
    earlier = wanted_s - t_s[after - 1] < t_s[after] - wanted_s
    return np.asarray(after - earlier, dtype=np.intp)


def _widened(frames: BoolArray) -> BoolArray:
    structure = np.ones(2 * TOLERANCE_FRAMES + 1, dtype=bool)
    return np.asarray(binary_dilation(frames, structure), dtype=bool)
