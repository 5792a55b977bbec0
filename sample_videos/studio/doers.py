"""Whose hands work and how: grips, where they rest, where elbows point, how they come and go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.casting import Figure
from sample_videos.studio.hands import Side
from sample_videos.studio.motion import Aim, Grip
from sample_videos.studio.paths import SkinPath, unit
from sample_videos.studio.primitives import Floats
from sample_videos.studio.strokes import Manner

FINGERS: Final = Grip(hands.RELAXED, hands.EFFECTOR_TIPS, "fingertips")
# angles of the joints, as in `hands`: index and middle finger stretched, the others curled
TWO_FINGER_REST: Final = np.array([0.15, 0.17, 0.75, 0.85, 0.25, 0.27, 1.0, 1.1, 1.0, 0.05, 0.45])
TWO_FINGERS: Final = Grip(TWO_FINGER_REST, hands.EFFECTOR_TIPS, "fingertips")
GESTURE_REST: Final = np.array([0.30, 0.34, 0.40, 0.46, 0.40, 0.45, 0.5, 0.55, 1.3, 0.2, 0.25])
GESTURING: Final = Grip(GESTURE_REST, (), "fingertips")
PALM_REST: Final = np.array([0.06, 0.04, 0.05, 0.08, 0.10, 0.10, 0.12, 0.14, 0.8, -0.28, 0.25])
PALMS: Final = Grip(PALM_REST, (8, 12, 16), "palm")

# below the picture, beside the body
FRONT_REST: Final = Aim(
    np.array([17.0, -47.0, 20.0]), unit(np.array([-0.25, 1.0, 0.0])), np.array([0.0, 0.0, 1.0])
)
# below the picture, on the way to the partner behind the camera
BACK_REST: Final = Aim(
    np.array([13.0, -84.0, 46.0]), unit(np.array([-0.05, 1.0, -0.4])), np.array([0.0, 0.4, 1.0])
)
PARTNER_SHOULDERS_CM: Final = np.array([[-17.0, -34.0, 60.0], [17.0, -34.0, 60.0]])


@dataclass(frozen=True, slots=True)
class Doer:
    """Whose hands work.

    Attributes
    ----------
    poles : mapping of side to (3,) float
        Where the elbows point.
    shoulders_cm : (2, 3) float
        Shoulder joints: left, right.
    """

    poles: Mapping[Side, Floats]
    shoulders_cm: Floats


def doer_of(figure: Figure, rng: np.random.Generator) -> Doer:
    """Return the person in front of the camera, or the partner behind a person's back."""
    swing = rng.uniform(-0.3, 0.3, 2)
    if figure.view == "front":
        pole = np.array([1.0 + swing[0], -0.9 + swing[1], 0.25])
        shoulders = figure.landmarks.shoulders_cm
    else:
        pole = np.array([0.45 + swing[0], -1.0 + swing[1], 0.1])
        shoulders = PARTNER_SHOULDERS_CM + rng.uniform(-1, 1, 3) * np.array([9.0, 6.0, 5.0])
    outwards = 1.0 if figure.view == "front" else -1.0
    return Doer(
        {"left": pole * np.array([outwards, 1, 1]), "right": pole * np.array([-outwards, 1, 1])},
        shoulders,
    )


def rest_of(figure: Figure) -> Aim:
    """Return where the hand on the side x > 0 rests."""
    return FRONT_REST if figure.view == "front" else BACK_REST


def manner_for(figure: Figure, first: SkinPath, last: SkinPath) -> Manner:
    """Return how the hand on the side x > 0 comes to a first path and leaves from a last one."""
    begin, end = first.points_cm[0], last.points_cm[-1]
    if figure.view == "back":
        # it leaves sideways, so as not to run down the back again
        aside = max(end[0], 2.0) + 14.0
        return Manner(
            np.array([0.1, 0.0, 1.0]),
            BACK_REST,
            (np.array([0.6 * begin[0] + 6.0, begin[1] - 18.0, 32.0]),),
            (np.array([aside, 0.6 * end[1] - 4.0, 34.0]), np.array([27.0, -30.0, 54.0])),
        )
    near = np.array([13.0, 0.8 * begin[1] - 3.0, 17.0])
    far = np.array([max(13.0, end[0] + 7.0), 0.8 * end[1] - 4.0, 18.0])
    low = end[1] < -6.0 and end[0] > 5.0  # along jaw and neck the way back bows aside
    outward = np.array([0.5, -0.1, 0.6]) if low or begin[1] < -6.0 else np.array([0.25, 0.0, 0.6])
    return Manner(
        outward,
        FRONT_REST,
        (np.array([19.0, -26.0, 26.0]), near),
        (far + np.array([3.0, -2.0, 2.0]), np.array([21.0, -28.0, 26.0])),
    )
