"""Line art of the body: what the diagrams draw techniques and results on.

Shapes are points in centimetres of an average adult from the chart's origin, x to the person's
left, y up, joined by smooth curves. The proportions follow ``coach.body.scale`` (eye line to
chin 12 cm, tragus 2 cm under the eye line, shoulder joints 18 cm from the midline, 50 cm above
the hips); the drawing is ours. Only the person's left half is listed: the right half mirrors it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coach.types import ChartName, FloatArray, View

__all__ = ["Figure", "Paint", "Shape", "figure"]


class Paint(StrEnum):
    """How a shape is painted; also its class in a drawing."""

    SKIN = "skin"
    HAIR = "hair"
    CLOTH = "cloth"
    FEATURE = "feature"
    BROW = "brow"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Shape:
    """One closed area or open line.

    Attributes
    ----------
    points_cm
        (n, 2).
    closed
        The last point is joined with the first.
    """

    paint: Paint
    points_cm: FloatArray
    closed: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A body part as seen from one side.

    Attributes
    ----------
    shapes
        From the rearmost to the foremost.
    low_cm, high_cm
        Corners of the part that is shown: lowest, highest x and y.
    words
        What is drawn, for people who can't see it.
    """

    shapes: tuple[Shape, ...]
    low_cm: tuple[float, float]
    high_cm: tuple[float, float]
    words: str


Points = list[tuple[float, float]]

HEAD: Points = [
    (0, 11.6), (3.0, 11.2), (5.6, 9.5), (7.2, 6.6), (7.65, 3.2), (7.5, 0), (7.25, -3.0),
    (6.75, -6.0), (5.7, -8.6), (3.8, -10.9), (1.9, -12.2), (0, -12.5),
]  # fmt: skip
EAR: Points = [
    (7.3, 0.9), (8.1, 1.6), (8.8, 1.0), (8.8, -0.6), (8.3, -2.3), (7.7, -3.6), (7.0, -3.2),
]  # fmt: skip
HAIR_FRONT: Points = [
    (0, 12.7), (3.6, 12.3), (6.6, 10.3), (8.1, 6.9), (8.2, 3.6), (7.65, 1.4), (7.3, 3.4),
    (6.5, 5.8), (5.0, 7.3), (3.0, 8.1), (1.4, 7.9), (0, 7.6),
]  # fmt: skip
HAIR_BACK: Points = [
    (0, 12.7), (3.6, 12.3), (6.6, 10.3), (8.1, 6.9), (8.3, 3.0), (8.0, -0.6), (7.2, -4.2),
    (6.2, -7.0), (4.8, -8.7), (2.4, -9.3), (0, -9.5),
]  # fmt: skip
EAR_FOLD: Points = [(8.3, 0.7), (8.3, -0.5), (7.9, -1.8)]
BROW: Points = [(1.3, 2.05), (2.6, 2.7), (4.0, 2.6), (5.2, 1.75)]
CLOSED_EYE: Points = [(1.9, 0.1), (2.5, -0.4), (3.2, -0.55), (3.9, -0.4), (4.45, 0.05)]
NOSTRIL: Points = [(0, -4.75), (0.7, -4.85), (1.35, -4.55), (1.65, -3.95), (1.4, -3.4)]
MOUTH: Points = [(0, -7.3), (0.7, -7.2), (1.5, -7.25), (2.5, -6.9)]
LOWER_LIP: Points = [(0, -8.35), (0.7, -8.3), (1.3, -8.05)]

FACE_NECK: Points = [(0, -9.0), (5.6, -9.0), (5.7, -13.0), (6.8, -15.6), (10.5, -17.4),
                     (15.0, -18.8), (17.0, -22.0), (0, -24.0)]  # fmt: skip

SHOULDERS: Points = [
    (0, 16.0), (5.8, 14.0), (6.3, 9.6), (6.9, 6.6), (8.8, 4.6), (12.5, 3.2), (16.5, 2.0),
    (19.8, -0.4), (21.6, -4.5), (22.2, -12.0), (22.4, -20.0), (0, -20.0),
]  # fmt: skip
COLLARBONE: Points = [(1.6, -1.3), (3.6, -0.6), (8.0, 0.1), (12.0, 0.9), (16.2, 0.9)]
THROAT: Points = [(4.6, 11.0), (3.9, 6.5), (2.6, 2.0), (1.2, -0.9)]
NAPE: Points = [(2.5, 10.0), (2.6, 6.5), (3.4, 3.0), (5.4, 0.2)]

ARM: Points = [
    (15.5, 52.2), (19.6, 51.2), (22.2, 48.0), (23.1, 43.0), (23.4, 37.0), (24.1, 30.0),
    (25.2, 22.0), (26.5, 12.0), (27.3, 4.0), (27.5, -3.0), (26.7, -8.0), (25.0, -8.6),
    (23.6, -3.0), (22.7, 5.0), (21.3, 15.0), (19.8, 24.0), (18.4, 32.0), (17.0, 39.0), (15.0, 46.0),
]  # fmt: skip
TRUNK: Points = [
    (0, 66.0), (5.8, 64.0), (6.3, 59.8), (6.9, 56.8), (8.8, 54.9), (12.5, 53.4), (16.5, 52.0),
    (18.6, 47.5), (17.6, 41.0), (17.0, 36.0), (15.7, 28.0), (14.7, 20.0), (15.2, 13.0),
    (16.8, 5.0), (17.7, -2.0), (17.6, -14.0), (0, -14.0),
]  # fmt: skip
WAISTBAND: Points = [
    (0, 2.0), (6.0, 2.3), (12.0, 3.1), (16.9, 4.6), (17.8, -2.0), (17.7, -14.0), (0, -14.0),
]  # fmt: skip
SHOULDER_BLADE: Points = [(8.2, 46.2), (5.6, 44.6), (5.4, 40.0), (7.4, 34.6), (9.8, 36.4)]
SPINE: Points = [(0, 6.5), (0, 20.0), (0, 40.0), (0, 58.0)]
BACK_DIMPLE: Points = [(2.7, 7.4), (3.6, 6.6), (4.5, 7.2)]
CHEST: Points = [(1.2, 36.4), (5.0, 34.6), (10.0, 34.6), (14.4, 37.4), (16.6, 41.4)]
NAVEL: Points = [(0, 14.6), (0.35, 14.0), (0, 13.5)]

HEAD_ABOVE_NECK = (0.0, 20.5)
HEAD_ABOVE_HIPS = (0.0, 70.5)
NECK_ABOVE_HIPS = (0.0, 50.0)
HERE = (0.0, 0.0)


def _area(paint: Paint, half: Points, at: tuple[float, float] = HERE) -> Shape:
    """Close a half that begins and ends on the midline with its mirror image."""
    left = np.array(half, dtype=np.float64)
    right = left[::-1] * [-1.0, 1.0]
    whole = np.concatenate([left, right[1:-1]])
    return Shape(paint, whole + at, closed=True)


def _pair(
    paint: Paint, points: Points, at: tuple[float, float] = HERE, *, closed: bool = False
) -> tuple[Shape, Shape]:
    """Give a shape of the left side and its twin."""
    left = np.array(points, dtype=np.float64)
    return Shape(paint, left + at, closed), Shape(paint, left * [-1.0, 1.0] + at, closed)


def _across(paint: Paint, half: Points, at: tuple[float, float] = HERE) -> Shape:
    """Give an open line over the midline from its left half, which begins there."""
    left = np.array(half, dtype=np.float64)
    whole = np.concatenate([left[:0:-1] * [-1.0, 1.0], left])
    return Shape(paint, whole + at, closed=False)


def _face(at: tuple[float, float] = HERE) -> tuple[Shape, ...]:
    return (
        *_pair(Paint.SKIN, EAR, at, closed=True),
        *_pair(Paint.HINT, EAR_FOLD, at),
        _area(Paint.SKIN, HEAD, at),
        _area(Paint.HAIR, HAIR_FRONT, at),
        *_pair(Paint.BROW, BROW, at),
        *_pair(Paint.FEATURE, CLOSED_EYE, at),
        _across(Paint.FEATURE, NOSTRIL, at),
        _across(Paint.FEATURE, MOUTH, at),
        _across(Paint.HINT, LOWER_LIP, at),
    )


def _head_from_behind(at: tuple[float, float]) -> tuple[Shape, ...]:
    return (*_pair(Paint.SKIN, EAR, at, closed=True), _area(Paint.HAIR, HAIR_BACK, at))


def _trunk() -> tuple[Shape, ...]:
    return (
        *_pair(Paint.SKIN, ARM, closed=True),
        _area(Paint.SKIN, TRUNK),
        _area(Paint.CLOTH, WAISTBAND),
    )


FACE = Figure(
    (_area(Paint.SKIN, FACE_NECK), *_face()), (-12.0, -17.0), (12.0, 14.0), "a face from the front"
)
NECK_FRONT = Figure(
    (
        _area(Paint.SKIN, SHOULDERS),
        *_pair(Paint.HINT, COLLARBONE),
        *_pair(Paint.HINT, THROAT),
        *_face(HEAD_ABOVE_NECK),
    ),
    (-24.0, -9.5),
    (24.0, 34.5),
    "a head, neck and shoulders from the front",
)
NECK_BACK = Figure(
    (
        _area(Paint.SKIN, SHOULDERS),
        *_pair(Paint.HINT, NAPE),
        *_head_from_behind(HEAD_ABOVE_NECK),
    ),
    (-24.0, -9.5),
    (24.0, 34.5),
    "a head, neck and shoulders from behind",
)
TORSO_BACK = Figure(
    (
        *_trunk(),
        Shape(Paint.HINT, np.array(SPINE, dtype=np.float64), closed=False),
        *_pair(Paint.HINT, SHOULDER_BLADE),
        *_pair(Paint.HINT, BACK_DIMPLE),
        *_head_from_behind(HEAD_ABOVE_HIPS),
    ),
    (-31.0, -7.5),
    (31.0, 85.0),
    "a back from behind",
)
TORSO_FRONT = Figure(
    (
        *_trunk(),
        *_pair(Paint.HINT, COLLARBONE, NECK_ABOVE_HIPS),
        *_pair(Paint.HINT, CHEST),
        _across(Paint.HINT, NAVEL),
        *_face(HEAD_ABOVE_HIPS),
    ),
    (-31.0, -7.5),
    (31.0, 85.0),
    "a chest from the front",
)


ARM_OUT: Points = [
    (-3.0, -17.0), (-1.0, -18.5), (1.5, -17.5), (3.2, -8.0), (3.4, -1.0), (3.0, 2.0), (4.2, 14.0),
    (4.6, 22.0), (4.2, 27.0), (5.2, 40.0), (5.8, 52.0), (3.0, 58.5), (-2.5, 58.0), (-4.6, 50.0),
    (-4.4, 38.0), (-4.0, 27.0), (-4.4, 20.0), (-3.2, 8.0), (-2.6, 1.0), (-3.2, -6.0),
]  # fmt: skip
LEG_OUT: Points = [
    (-4.0, -21.0), (0.0, -23.5), (4.0, -22.0), (4.6, -14.0), (3.6, -4.0), (3.4, 2.0), (5.4, 18.0),
    (5.6, 30.0), (4.9, 40.0), (6.4, 56.0), (8.2, 76.0), (8.6, 86.0), (-8.0, 86.0), (-8.2, 74.0),
    (-6.4, 54.0), (-4.9, 40.0), (-5.4, 30.0), (-5.0, 18.0), (-3.2, 2.0), (-3.6, -6.0),
]  # fmt: skip
PALM_OUT: Points = [
    (-2.6, -3.0), (2.6, -3.0), (3.4, 1.0), (5.2, 3.5), (8.0, 6.6), (8.6, 8.6), (7.2, 9.0),
    (4.6, 7.2), (4.0, 9.4), (4.0, 17.0), (3.2, 18.2), (2.2, 17.4), (2.0, 10.6), (1.5, 18.6),
    (0.5, 19.8), (-0.5, 18.8), (-0.4, 10.6), (-1.3, 17.4), (-2.2, 18.4), (-3.0, 17.4),
    (-2.6, 10.0), (-3.6, 14.6), (-4.4, 15.2), (-4.9, 14.2), (-4.4, 8.0), (-4.0, 2.0),
]  # fmt: skip


def _both(half: Points, out_cm: float) -> tuple[Shape, Shape]:
    """Give a limb, drawn about its own middle line, on either side."""
    left = np.array(half, dtype=np.float64) + np.array([out_cm, 0.0])
    return Shape(Paint.SKIN, left, True), Shape(Paint.SKIN, left * (-1.0, 1.0), True)


ARMS = Figure(_both(ARM_OUT, 10.0), (-24.0, -21.0), (24.0, 61.0), "two arms, from hand to shoulder")
LEGS = Figure(_both(LEG_OUT, 10.0), (-28.0, -26.0), (28.0, 88.0), "two legs, from foot to hip")
PALMS = Figure(_both(PALM_OUT, 8.0), (-19.0, -4.5), (19.0, 21.5), "two hands, fingers up")
LIMBS = {ChartName.ARM: ARMS, ChartName.LEG: LEGS, ChartName.HAND: PALMS}


def figure(chart: ChartName, view: View) -> Figure:
    """Give the figure of a chart as seen from one side; an unknown side is the front."""
    if chart in LIMBS:
        return LIMBS[chart]
    if chart is ChartName.FACE:
        return FACE
    if chart is ChartName.NECK:
        return NECK_BACK if view is View.BACK else NECK_FRONT
    return TORSO_BACK if view is View.BACK else TORSO_FRONT
