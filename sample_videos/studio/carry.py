"""How moving bodies carry the hands that work on them, and goals for the solver from tracks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.motion import Aim, Grip, Track, minimum_jerk
from sample_videos.studio.paths import unit
from sample_videos.studio.primitives import Floats, rotation
from sample_videos.studio.reach import Goal

Carrier = Literal["head", "neck", "torso"]

UPPER_ARM_CM: Final = 29.0
FOREARM_CM: Final = 25.5
_REACH_CM: Final = 50.0
"""Whoever massages leans so far forward that the arm is never longer than this."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where head and torso are at one instant."""

    head: Placement = field(default_factory=Placement)
    torso: Placement = field(default_factory=Placement)

    def carrying(self, count: int) -> tuple[Placement, ...]:
        """Return where `count` bodies are: the head, and all others with the torso."""
        return (self.head, *[self.torso] * (count - 1))

    def share(self, place_cm: Floats, carrier: Carrier) -> float:
        """Return how far a place is moved by the head (1) rather than by the torso (0)."""
        if carrier == "torso":
            return 0.0
        if carrier == "neck":  # its skin is dragged along by the head, the less the lower
            return minimum_jerk((float(place_cm[1]) + 17.0) / 10.0)
        away = float(np.linalg.norm(place_cm - np.array([0.0, -1.0, 0.0])))
        return 1.0 - minimum_jerk((away - 16.0) / 14.0)

    def carried(self, aim: Aim, carrier: Carrier) -> Aim:
        """Return an aim at rest moved with the body it belongs to."""
        share = self.share(aim.place_cm, carrier)
        if share <= 0.0:
            return aim.placed(self.torso)
        if share >= 1.0:
            return aim.placed(self.head)
        return aim.placed(self.torso).mixed(aim.placed(self.head), share)

    def at_rest(self, points_cm: Floats, carrier: Carrier) -> Floats:
        """Take points (n, 3) of the world back to where they are on the bodies at rest."""
        low = self.torso.to_local(points_cm)
        if carrier == "torso":
            return low
        high = self.head.to_local(points_cm)
        share = np.array([self.share(point, carrier) for point in low])[:, None]
        return np.asarray((1 - share) * low + share * high)


def head_placement(angles_deg: tuple[float, float, float], pivot_cm: Floats) -> Placement:
    """Place a head turned about the vertical, nodding and tilted about its pivot on the neck."""
    turn, nod, tilt = np.deg2rad(angles_deg)
    matrix = rotation((0, 1, 0), turn) @ rotation((1, 0, 0), nod) @ rotation((0, 0, 1), tilt)
    return Placement(matrix, pivot_cm - matrix @ pivot_cm)


def within_reach_cm(shoulder_cm: Floats, wrist_cm: Floats) -> Floats:
    """Return the shoulder, brought forward if the wrist is beyond the arm's reach."""
    away = shoulder_cm - wrist_cm
    length = float(np.linalg.norm(away))
    return np.asarray(wrist_cm + away * min(1.0, _REACH_CM / (length + 1e-9)))


def elbow_cm(shoulder_cm: Floats, wrist_cm: Floats, pole: Floats) -> Floats:
    """Place the elbow between shoulder and wrist, bent towards `pole`."""
    reach = wrist_cm - shoulder_cm
    length = float(np.linalg.norm(reach))
    along_reach = reach / (length + 1e-9)
    length = min(max(length, 8.0), UPPER_ARM_CM + FOREARM_CM - 0.3)
    base = (length**2 + UPPER_ARM_CM**2 - FOREARM_CM**2) / (2 * length)
    height = np.sqrt(max(UPPER_ARM_CM**2 - base**2, 0.04))
    side = unit(pole - (pole @ along_reach) * along_reach)
    return np.asarray(shoulder_cm + base * along_reach + height * side)


def goals(
    track: Track,
    times_s: Floats,
    stands: Sequence[Stand],
    skins: Sequence[Skin],
    grip: Grip,
    elbow_of: Callable[[Floats], Floats],
    carrier: Carrier = "torso",
) -> list[Goal]:
    """Turn a track into one goal an instant, in the world."""
    result = []
    for t_s, stand, skin in zip(times_s, stands, skins, strict=True):
        aim = stand.carried(track.at(float(t_s)), carrier)
        lift = float(skin.distance_cm(aim.place_cm[None])[0])
        lift = 0.0 if lift < 0.04 else lift
        rest_rad = grip.rest_rad if track.shape_rad is None else track.shape_rad(float(t_s))
        wrist = aim.place_cm - (8.0 if grip.effector == "palm" else 16.0) * aim.fingers
        result.append(
            Goal(
                aim.place_cm,
                aim.fingers,
                aim.back,
                lift,
                rest_rad,
                grip.working,
                grip.effector,
                elbow_of(wrist),
            )
        )
    return result
