"""A person as landmarks: face mesh, pose and rigid hands, placed for all frames at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from coach.types import BODY_POINTS, FACE_POINTS
from sample_videos.studio import hands
from sample_videos.studio.camera import Camera
from sample_videos.studio.casting import Figure
from sample_videos.studio.hands import Side
from sample_videos.studio.motion import Grip
from sample_videos.studio.people import Landmarks
from sample_videos.studio.primitives import Floats

FACE_MESH: Final = Path(__file__).with_name("face_mesh.json")
FOREHEAD_TOP: Final = 10
CHIN: Final = 152
PAD_CM: Final = 0.6
"""From the joint at a finger's tip to the skin of its pad."""
PALM_CM: Final = 1.35
"""From the middle of the palm's joints to its skin."""
NOSE, LEFT_EAR, RIGHT_EAR = 0, 7, 8
POSE_FACE: Final = {0: 4, 1: 362, 2: 386, 3: 263, 4: 133, 5: 159, 6: 33, 9: 291, 10: 61}
"""Joints of the pose that are points of the mesh: nose, eyes, corners of the mouth."""


@dataclass(frozen=True, slots=True)
class Motion:
    """How the rigid parts of a person move: (n, 3, 3) rotations and (n, 3) places.

    Attributes
    ----------
    head_turn, head_cm
        The head's frame in the world.
    torso_cm
        The torso's, which never turns.
    """

    head_turn: Floats
    head_cm: Floats
    torso_cm: Floats

    def with_head(self, points_cm: Floats) -> Floats:
        """Take points (m, 3) of the head to the world (n, m, 3)."""
        return np.asarray(points_cm @ np.swapaxes(self.head_turn, 1, 2) + self.head_cm[:, None])

    def with_torso(self, points_cm: Floats) -> Floats:
        """Take points (m, 3) of the torso to the world (n, m, 3)."""
        return np.asarray(points_cm[None] + self.torso_cm[:, None])


@lru_cache(maxsize=1)
def mean_mesh() -> Floats:
    """Return the mean face mesh (468, 3): person's left, up, out; outer eye corners 1 apart."""
    points = np.array(json.loads(FACE_MESH.read_text(encoding="utf-8"))["points"])
    points.setflags(write=False)
    return points


def face_mesh_cm(marks: Landmarks) -> Floats:
    """Return a figure's mesh (468, 3), that agrees with its landmarks, in the head's frame."""
    mesh = mean_mesh()
    eyes = marks.outer_eyes_cm
    middle = eyes.mean(axis=0)
    unit = float(eyes[0, 0] - eyes[1, 0])
    up = (marks.hairline_cm[1] - middle[1]) / (mesh[FOREHEAD_TOP, 1] * unit)
    down = (middle[1] - marks.chin_cm[1]) / (-mesh[CHIN, 1] * unit)
    tall = np.where(mesh[:, 1] >= 0, up, down)
    return np.asarray(
        middle + unit * mesh * np.stack([np.ones_like(tall), tall, np.ones_like(tall)], axis=1)
    )


def face_px(mesh_cm: Floats, motion: Motion, camera: Camera) -> Floats:
    """Return the mesh in the picture (n, 468, 3), with depth in the scale of x."""
    seen = camera.to_camera_cm(motion.with_head(mesh_cm))
    away = -seen[..., 2]
    middle = away.mean(axis=1, keepdims=True)
    x = camera.width_px / 2 + camera.focal_px * seen[..., 0] / away
    y = camera.height_px / 2 - camera.focal_px * seen[..., 1] / away
    return np.stack([x, y, camera.focal_px * (away - middle) / middle], axis=-1)


def no_face(count: int) -> Floats:
    """Return a mesh that is not seen."""
    return np.full((count, FACE_POINTS, 3), np.nan)


def body_px(
    figure: Figure, mesh_cm: Floats, motion: Motion, wrists_cm: Floats, camera: Camera
) -> Floats:
    """Return the pose's joints in the picture (n, 33, 2); wrists (n, 2, 3) are the person's own."""
    marks = figure.landmarks
    count = len(motion.torso_cm)
    joints = np.zeros((count, BODY_POINTS, 3))
    facing = 1.0 if figure.view == "front" else -1.0
    if figure.view == "front":
        joints[:, list(POSE_FACE)] = motion.with_head(mesh_cm[list(POSE_FACE.values())])
    else:
        head = marks.outer_eyes_cm.mean(axis=0) + np.zeros((len(POSE_FACE), 3))
        joints[:, list(POSE_FACE)] = motion.with_head(head)
    joints[:, [LEFT_EAR, RIGHT_EAR]] = motion.with_head(marks.tragi_cm)
    shoulders, hips = (motion.with_torso(pair) for pair in (marks.shoulders_cm, marks.hips_cm))
    joints[:, 11:13], joints[:, 23:25] = shoulders, hips
    outwards = facing * np.array([[6.0, -4.0, 0.0], [-6.0, -4.0, 0.0]])
    joints[:, 13:15] = (shoulders + wrists_cm) / 2 + outwards * (1, facing, 1)
    joints[:, 15:17] = wrists_cm
    joints[:, 17:23] = np.repeat(wrists_cm, 3, axis=1)[:, [0, 3, 1, 4, 2, 5]]
    legs = hips + np.array([0.0, -42.0, 0.0])
    joints[:, 25:33] = np.concatenate([legs - (0, 42.0 * k / 2, 0) for k in range(4)], axis=1)
    return camera.project_px(joints)


def hanging_wrists_cm(figure: Figure, motion: Motion) -> Floats:
    """Return the wrists (n, 2, 3) of a person whose arms hang down."""
    marks = figure.landmarks
    low = marks.hips_cm * (1.0, 0.0, 1.0) + marks.hips_cm * (0.0, 1.0, 0.0)
    return motion.with_torso(low + (marks.shoulders_cm - marks.hips_cm) * (1.3, 0.0, 1.0))


@dataclass(frozen=True)
class RigidHand:
    """A hand that keeps its rest shape."""

    side: Side
    grip: Grip

    @cached_property
    def local_cm(self) -> Floats:
        """(21, 3): joints in the wrist's frame."""
        return hands.local_joints_cm(self.side, self.grip.rest_rad[None])[0]

    def joints_cm(self, place: Floats, fingers: Floats, back: Floats) -> Floats:
        """Return the joints (n, 21, 3) that bring the working part to places (n, 3)."""
        back = back - (back * fingers).sum(axis=1, keepdims=True) * fingers
        back = back / np.linalg.norm(back, axis=1, keepdims=True)
        axes = np.stack([np.cross(fingers, back), fingers, back], axis=1)
        joints = self.local_cm @ axes
        palm = self.grip.effector == "palm"
        part = list(hands.PALM if palm else hands.EFFECTOR_TIPS)
        depth = PALM_CM if palm else PAD_CM
        now = joints[:, part].mean(axis=1) - depth * back
        return np.asarray(joints + (place - now)[:, None])


def world_m(joints_cm: Floats, camera: Camera) -> Floats:
    """Return joints (..., 21, 3) about their middle: right, down, away from the camera, in m."""
    about = joints_cm - joints_cm.mean(axis=-2, keepdims=True)
    return np.asarray(about @ camera.axes.T * (0.01, -0.01, -0.01))
