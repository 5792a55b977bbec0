"""Inverse kinematics: hand poses that bring fingertips or palm to a place on the skin.

A goal says where the working part of the hand should be, how far off the skin, where the fingers
point and which way the back of the hand looks. The solver bends wrist and fingers so that the
chosen tips meet the skin, nothing goes through it, and the hand stays near its rest shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

from sample_videos.studio import felt, hands, solver
from sample_videos.studio.field import Body, Placement
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.primitives import Floats

Effector = Literal["fingertips", "palm"]
WISHED: Final = 3.0
"""How strongly the wanted directions of the hand are held."""
FIRM: Final = 100.0
"""With directions held as strongly as this, they are a motion already found, not a wish."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a hand should do at one instant, in the world.

    Attributes
    ----------
    place_cm : (3,) float
        Where the skin of the working part (pads of the tips, or the palm) should be.
    fingers : (3,) float
        Unit direction from the wrist to the fingers.
    back : (3,) float
        Unit direction out of the back of the hand.
    lift_cm : float
        Wanted gap between the working tips and the skin.
    rest_rad : (11,) float
        The hand's rest shape.
    working : tuple of int
        Tips (joint indices) that follow the skin.
    effector : {"fingertips", "palm"}
        What is brought to `place_cm`.
    elbow_cm : (3,) float
        About where the elbow is, to keep the wrist from breaking.
    """

    place_cm: Floats
    fingers: Floats
    back: Floats
    lift_cm: float
    rest_rad: Floats
    working: tuple[int, ...]
    effector: Effector
    elbow_cm: Floats


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What hands may not go through: bodies, and where each is at every instant.

    Attributes
    ----------
    bodies : tuple
        As compiled code wants them (`felt.bodies_of`).
    frames : (instants, bodies, 12) float
        Their placements.
    """

    bodies: tuple[object, ...]
    frames: Floats

    @classmethod
    def of(cls, bodies: Sequence[Body], placements: Sequence[Sequence[Placement]]) -> Surroundings:
        """Take bodies, and their placements at every instant."""
        frames = np.stack([felt.frames_of(row) for row in placements])
        return cls(felt.bodies_of(bodies), frames)


def solve(
    goals: Sequence[Goal],
    side: Side,
    around: Surroundings,
    starts: Sequence[HandPose] | None = None,
    rounds: int = 30,
) -> list[HandPose]:
    """Find the pose for every goal by damped least squares.

    Parameters
    ----------
    goals : sequence of Goal
        One an instant.
    around : Surroundings
        At the same instants.
    starts : sequence of HandPose, optional
        Poses of a motion already found, which is held firmly. Without them, each pose is looked
        for from the one before.
    rounds : int
        Most steps of the solver a pose.
    """
    wished = starts is None
    if starts is None:
        first = goals[0]
        base = hands.frame(first.fingers, first.back)
        starts = [HandPose(side, base, first.place_cm - 17 * base[:, 1], first.rest_rad)]
    turns = np.stack([pose.rotation for pose in starts])
    wrists = np.stack([pose.wrist_cm for pose in starts])
    angles = np.stack([pose.angles_rad for pose in starts])
    out = solver.solve_all(
        _rows(goals),
        np.array(goals[0].working, np.int64),
        goals[0].effector == "palm",
        WISHED if wished else FIRM,
        1.0 if side == "right" else -1.0,
        around.bodies,
        around.frames,
        turns,
        wrists,
        angles,
        rounds,
    )
    return [HandPose(side, *row) for row in zip(*out, strict=True)]


def _rows(goals: Sequence[Goal]) -> Floats:
    """Lay goals out as rows (n, 24): place, fingers, back, lift, elbow, rest shape."""
    return np.stack(
        [
            np.concatenate([g.place_cm, g.fingers, g.back, [g.lift_cm], g.elbow_cm, g.rest_rad])
            for g in goals
        ]
    )


def settle(
    goals: Sequence[Goal], side: Side, around: Surroundings, motion: Sequence[HandPose]
) -> list[HandPose]:
    """Bring a smooth motion back onto the skin: near to it, while the tips find the skin again."""
    near = [
        replace(
            goal,
            fingers=pose.rotation[:, 1],
            back=pose.rotation[:, 2],
            rest_rad=pose.angles_rad,
        )
        for goal, pose in zip(goals, motion, strict=True)
    ]
    return solve(near, side, around, motion, 12)


def smooth(poses: Sequence[HandPose], sigma: float) -> list[HandPose]:
    """Smooth a motion over time; `sigma` counts instants."""
    if sigma < 0.2 or len(poses) < 2:
        return list(poses)
    return _poses(poses[0], gaussian_filter1d(_table(poses), sigma, axis=0, mode="nearest"))


def between(poses: Sequence[HandPose], known_s: Floats, wanted_s: Floats) -> list[HandPose]:
    """Return a motion at other times, smoothly between the known ones."""
    wanted = np.clip(wanted_s, known_s[0], known_s[-1])
    return _poses(poses[0], PchipInterpolator(known_s, _table(poses))(wanted))


def _table(poses: Sequence[HandPose]) -> Floats:
    """Lay poses out as rows (n, 18): quaternion without flips of sign, wrist, angles."""
    quats = Rotation.from_matrix(np.stack([pose.rotation for pose in poses])).as_quat()
    flips = np.cumprod(np.where(np.sum(quats[1:] * quats[:-1], axis=1) < 0, -1.0, 1.0))
    quats[1:] *= flips[:, None]
    wrists = np.stack([pose.wrist_cm for pose in poses])
    return np.concatenate([quats, wrists, np.stack([pose.angles_rad for pose in poses])], axis=1)


def _poses(like: HandPose, rows: Floats) -> list[HandPose]:
    turns = Rotation.from_quat(rows[:, :4]).as_matrix()
    return [
        HandPose(like.side, turn, row[4:7], row[7:], like.palm)
        for turn, row in zip(turns, rows, strict=True)
    ]
