"""Devices that a fist holds: a massager with a round head, and a roller.

A device is one solid, fixed in the wrist's frame of the hand that holds it (see `hands`): its
handle lies in the hollow of the fist, its head beyond the little finger, as a stick is held that is
set down. It goes where the hand goes; what touches the body is its head.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.field import Body, Placement, Surface, bake
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.looks import linear
from sample_videos.studio.motion import Aim
from sample_videos.studio.primitives import EYE, Floats, Parts
from sample_videos.studio.stiff import Stiff

HOLDING_RAD: Final = np.array([1.26, 1.38, 1.26, 0.92, 1.26, 1.36, 1.31, 1.1, 0.35, -0.1, 0.9])
"""A fist round a handle, the thumb before its end."""
HANDLE_CM: Final = 1.4
"""Radius of the handle …"""
HOLLOW_CM: Final = np.array([0.0, 6.6, -2.95])
"""… and where its axis, which runs across the hand, goes through the fist."""
TOP_CM: Final = -3.2
"""The handle ends beside the index finger …"""
FOOT_CM: Final = 5.5
"""… and goes over into the neck of the device below the little finger."""
STEEP_RAD: Final = 0.65
"""By how much a handle leans out from the skin, so that the fist finds room."""
HELD: Final = Stiff(HOLDING_RAD, (hands.WRIST,), 0.0, roll_rad=-STEEP_RAD)
"""The little finger's side dips to the skin; the device itself says how far off the hand is."""
BALL_CM: Final = 3.0
"""Radius of a massager's head …"""
BALL_AT_CM: Final = 10.5
"""… and how far its middle is from the fist's."""
ROLL_CM: Final = 2.1
ROLL_AT_CM: Final = 11.0
"""The same of a roll, which lies across the handle …"""
ROLL_HALF_CM: Final = 3.0
"""… so long to either side before it rounds off …"""
FORK_CM: Final = 5.6
"""… between the prongs of a fork, so far to either side."""
STEP_CM: Final = 0.3
"""How finely a device is baked."""
COLOURS: Final = ((226, 226, 222), (58, 62, 70), (74, 120, 158), (196, 104, 92), (150, 168, 128))


@dataclass(frozen=True, slots=True)
class Device:
    """A device in a hand.

    Attributes
    ----------
    side : {"left", "right"}
        Which hand holds it.
    body : Body
        The solid, in the wrist's frame.
    middle_cm : (n, 3) float
        Points along the middle of its head, in the same frame.
    radius_cm : float
        How far the head's surface is from these.
    """

    side: Side
    body: Body
    middle_cm: Floats
    radius_cm: float

    def posed(self, side: Side, aim: Aim) -> HandPose:
        """Return the pose of the hand that brings the head to its place on the skin."""
        pose = HELD.posed(side, aim)
        head_cm = self.placed(pose).to_world(self.middle_cm).mean(axis=0)
        over_cm = aim.place_cm + self.radius_cm * aim.back
        return replace(pose, wrist_cm=pose.wrist_cm + over_cm - head_cm)

    def placed(self, pose: HandPose) -> Placement:
        """Return where the device is for a pose of the hand."""
        return Placement(pose.rotation, pose.wrist_cm)

    def gap_cm(self, pose: HandPose, skin: Surface) -> float:
        """Return how far the head is from the skin, negative inside."""
        middle_cm = self.placed(pose).to_world(self.middle_cm)
        return float(skin.distance_cm(middle_cm).min()) - self.radius_cm


def massager(side: Side, rng: np.random.Generator) -> Device:
    """Return a massager: a round head on a handle."""
    handle, head = _colours(rng)
    middle, parts = _at(side, BALL_AT_CM), _handle(side, handle)
    parts.cap(_at(side, FOOT_CM), middle, HANDLE_CM, 1.0, handle)
    parts.begin(0.1, EYE)
    parts.ell(middle, (BALL_CM,) * 3, head)
    return Device(side, bake(parts.arrays(), STEP_CM), middle[None], BALL_CM)


def roller(side: Side, rng: np.random.Generator) -> Device:
    """Return a roller: a roll in a fork on a handle. Smooth as it is, nobody sees it turn."""
    handle, roll = _colours(rng)
    parts, axle = _handle(side, handle), []
    for across_cm in (-1.0, 1.0):
        corner = _at(side, FOOT_CM + 2.6, FORK_CM * across_cm)
        axle.append(_at(side, ROLL_AT_CM, FORK_CM * across_cm))
        parts.path([_at(side, FOOT_CM + 1.2), corner, axle[-1]], (0.8, 0.45, 0.45), handle)
    parts.cap(*axle, 0.3, 0.3, handle)
    parts.begin(0.1, EYE)
    ends = [_at(side, ROLL_AT_CM, ROLL_HALF_CM * across_cm) for across_cm in (-1.0, 1.0)]
    parts.cap(*ends, ROLL_CM, ROLL_CM, roll)
    return Device(side, bake(parts.arrays(), STEP_CM), np.linspace(*ends, 9), ROLL_CM)


def _at(side: Side, along_cm: float, across_cm: float = 0.0) -> Floats:
    """Return a place in the wrist's frame: so far out of the fist, so far towards its knuckles."""
    outwards = 1.0 if side == "right" else -1.0
    return HOLLOW_CM + np.array([outwards * along_cm, across_cm, 0.0])


def _handle(side: Side, colour: Floats) -> Parts:
    parts = Parts()
    parts.begin(0.3, EYE)
    parts.cap(_at(side, TOP_CM), _at(side, FOOT_CM), HANDLE_CM, HANDLE_CM, colour)
    return parts


def _colours(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw the colours of a handle and of a head."""
    one, other = rng.choice(len(COLOURS), 2, replace=False)
    return linear(COLOURS[one]), linear(COLOURS[other])
