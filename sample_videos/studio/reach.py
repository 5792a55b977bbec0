"""Inverse kinematics: hand poses that bring fingertips or palm to a place on the skin.

A goal says where the working part of the hand should be, how far off the skin, where the fingers
point and which way the back of the hand looks. The solver bends wrist and fingers so that the
chosen tips meet the skin, nothing goes through it, and the hand stays near its rest shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

from sample_videos.studio import hands
from sample_videos.studio.field import Skin
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.primitives import Floats

Effector = Literal["fingertips", "palm"]
PALM_DEPTH_CM = 1.35
# with directions held as strongly as this, they are a motion already found, not a wish
FIRM = 100.0
N_FREE = 6 + hands.N_ANGLES
# longest step of the solver in a round: turn (rad), wrist (cm), angles (rad)
STRIDE = np.array([0.3] * 3 + [2.0] * 3 + [0.3] * hands.N_ANGLES)
# how strongly the angles are held at rest: knuckles, middle joints, fan, thumb
STIFFNESS = np.array([0.5] * 4 + [0.6] * 4 + [1.5, 1.5, 2.0])


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
    hold : float
        How strongly the two directions are held.
    """

    place_cm: Floats
    fingers: Floats
    back: Floats
    lift_cm: float
    rest_rad: Floats
    working: tuple[int, ...]
    effector: Effector
    elbow_cm: Floats
    hold: float = 3.0


def _spread_free(free: Floats, base: Floats, side: Side) -> tuple[Floats, Floats]:
    """Return rotations (n, 3, 3) and joints (n, 21, 3) for free vectors (n, 17)."""
    turn = Rotation.from_rotvec(free[:, :3]).as_matrix() @ base
    local = hands.local_joints_cm(side, free[:, 6:])
    return turn, np.einsum("nij,nkj->nki", turn, local) + free[:, None, 3:6]


def _residuals(free: Floats, base: Floats, side: Side, goal: Goal, skin: Skin) -> Floats:
    n = len(free)
    limit, stiff = (0.72, 1.0) if goal.hold < FIRM else (-1.0, 3.0)
    turn, joints = _spread_free(free, base, side)
    middles = 0.5 * (joints[:, [5, 9, 13, 17]] + joints[:, :1])
    probes = np.concatenate([joints, middles], axis=1)
    radii = np.concatenate([hands.RADII_CM, np.full(4, PALM_DEPTH_CM)])
    near = np.linalg.norm(probes[0].mean(axis=0) - goal.place_cm) < 40 and goal.lift_cm < 12
    if near:
        gap = skin.distance_cm(probes.reshape(-1, 3)).reshape(n, -1) - radii
    else:
        gap = np.full(probes.shape[:2], 20.0)
    follow = 6.0 if goal.lift_cm < 1.0 else 6.0 / (1.0 + 3 * (goal.lift_cm - 1.0))
    touch = follow * (gap[:, list(goal.working)] - goal.lift_cm) if near else np.zeros((n, 1))
    if goal.effector == "palm":
        effector = joints[:, list(hands.PALM)].mean(axis=1) - PALM_DEPTH_CM * goal.back
        aim = 5.0
    else:
        pads = joints[:, list(hands.EFFECTOR_TIPS)]
        effector = pads.mean(axis=1) - 0.6 * goal.back
        aim = 6.0
    floating = [tip for tip in hands.TIPS[1:] if tip not in goal.working]
    hover = 5.0 * np.maximum(0.4 - gap[:, floating], 0.0)
    sunk = 12.0 * np.maximum(0.02 - gap, 0.0)
    angles = free[:, 6:]
    limits = 6.0 * (
        np.maximum(hands.LOWEST - angles, 0.0) + np.maximum(angles - hands.HIGHEST, 0.0)
    )
    forearm = goal.elbow_cm - joints[:, 0]
    forearm = forearm / np.linalg.norm(forearm, axis=1, keepdims=True)
    straight = -np.einsum("ni,ni->n", forearm, turn[:, :, 1])
    broken = 5.0 * np.maximum(limit - straight, 0.0)[:, None]
    return np.concatenate(
        [
            touch,
            aim * (effector - goal.place_cm),
            hover,
            sunk,
            goal.hold * (turn[:, :, 1] - goal.fingers),
            goal.hold * (turn[:, :, 2] - goal.back),
            (stiff * STIFFNESS) * (angles - goal.rest_rad),
            limits,
            broken,
        ],
        axis=1,
    )


def solve(goal: Goal, side: Side, skin: Skin, start: HandPose | None, rounds: int = 30) -> HandPose:
    """Find the pose for one goal by damped least squares, from a neighbouring pose."""
    if start is None:
        base = hands.frame(goal.fingers, goal.back)
        wrist = goal.place_cm - 17 * base[:, 1]
        start = HandPose(side, base, wrist, goal.rest_rad.copy())
        rounds = 40
    base = start.rotation
    free = np.concatenate([np.zeros(3), start.wrist_cm, start.angles_rad])
    damping, eps = 0.05, 1e-4
    steps = np.concatenate([np.zeros((1, N_FREE)), eps * np.eye(N_FREE)])
    value = _residuals(free + steps, base, side, goal, skin)
    for _ in range(rounds):
        slope = (value[1:] - value[0]).T / eps
        push = slope.T @ value[0]
        square = slope.T @ slope + damping * np.eye(N_FREE)
        trial = free - np.clip(np.linalg.solve(square, push), -STRIDE, STRIDE)
        new = _residuals(trial + steps, base, side, goal, skin)
        if np.sum(new[0] ** 2) < np.sum(value[0] ** 2):
            shrink = float(np.abs(trial - free).max())
            free, value, damping = trial, new, damping * 0.4
            if shrink < 2e-3:
                break
        else:
            damping *= 6.0
    turn = Rotation.from_rotvec(free[:3]).as_matrix() @ base
    return HandPose(side, turn, free[3:6], free[6:])


def follow(goals: Sequence[Goal], side: Side, skins: Sequence[Skin]) -> list[HandPose]:
    """Solve goals frame by frame, smooth the motion, and bring it back onto the skin.

    Smoothing takes the solver's small jumps out but cuts corners; the second pass holds every
    pose near the smooth motion while the tips find the skin again.
    """
    poses: list[HandPose] = []
    for goal, skin in zip(goals, skins, strict=True):
        poses.append(solve(goal, side, skin, poses[-1] if poses else None))
    smoothed = smooth(poses, 3.0)
    settled = []
    for goal, skin, pose in zip(goals, skins, smoothed, strict=True):
        turn = pose.rotation
        near = replace(
            goal, fingers=turn[:, 1], back=turn[:, 2], rest_rad=pose.angles_rad, hold=FIRM
        )
        settled.append(solve(near, side, skin, pose, 12))
    return smooth(settled, 0.7)


def smooth(poses: Sequence[HandPose], sigma_frames: float) -> list[HandPose]:
    """Smooth a motion over time."""
    quats = Rotation.from_matrix(np.stack([pose.rotation for pose in poses])).as_quat()
    flips = np.cumprod(np.where(np.sum(quats[1:] * quats[:-1], axis=1) < 0, -1.0, 1.0))
    quats[1:] *= flips[:, None]
    rows = np.concatenate(
        [
            quats,
            np.stack([pose.wrist_cm for pose in poses]),
            np.stack([pose.angles_rad for pose in poses]),
        ],
        axis=1,
    )
    rows = gaussian_filter1d(rows, sigma_frames, axis=0, mode="nearest")
    turns = Rotation.from_quat(rows[:, :4]).as_matrix()
    return [
        HandPose(pose.side, turn, row[4:7], row[7:])
        for pose, turn, row in zip(poses, turns, rows, strict=True)
    ]
