"""The hand's skeleton: 21 joints from a wrist frame and a few angles.

The wrist frame has the wrist as origin, +y towards the fingers, +z out of the back of the hand, so
that the palm looks along -z; the right hand's thumb lies on the -x side and the left hand's on +x.
Joints come in MediaPipe's order: wrist, then thumb, index, middle, ring and little finger from
their base to the tip. Lengths are centimetres, angles radians.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from sample_videos.studio.primitives import Floats

Side = Literal["left", "right"]
SIDES: Final[tuple[Side, Side]] = ("left", "right")

WRIST: Final = 0
TIPS: Final = (4, 8, 12, 16, 20)
PALM: Final = (0, 5, 9, 13, 17)
EFFECTOR_TIPS: Final = (8, 12)

SIZE: Final = 0.93
"""Of the lengths below, so that palm and fingers are those of an average adult (ours)."""
KNUCKLES_CM: Final = SIZE * np.array(
    [[-3.05, 8.6, 0.1], [-0.98, 8.95, 0.3], [1.08, 8.5, 0.2], [2.9, 7.7, -0.1]]
)
BONES_CM: Final = SIZE * np.array(
    [[4.4, 2.6, 2.1], [4.9, 3.0, 2.2], [4.5, 2.8, 2.2], [3.5, 2.1, 2.0]]
)
REST_FAN: Final = np.array([0.10, 0.02, -0.07, -0.17])
THUMB_BASE_CM: Final = SIZE * np.array([-2.9, 2.7, -0.7])
THUMB_BONES_CM: Final = SIZE * np.array([3.5, 3.3, 2.6])
# distance from each joint to the skin of the finger around it
RADII_CM: Final = SIZE * np.array(
    [
        1.7, 1.3, 1.1, 0.95, 0.8, 1.05, 0.88, 0.78, 0.64, 1.05, 0.9,
        0.8, 0.66, 1.0, 0.85, 0.75, 0.62, 0.9, 0.74, 0.65, 0.55,
    ]
)  # fmt: skip
# angles in radians: flexion at the knuckles (4), at the middle joints (4), fan (as a factor of
# `REST_FAN`), thumb out, thumb bend
N_ANGLES: Final = 11
FLEX: Final = slice(0, 4)
BEND: Final = slice(4, 8)
FAN: Final = 8
THUMB_OUT: Final = 9
THUMB_BEND: Final = 10
LOWEST: Final = np.array([-0.35] * 4 + [0.0] * 4 + [0.0, -0.3, 0.0])
HIGHEST: Final = np.array([1.4] * 4 + [1.7] * 4 + [2.2, 0.9, 1.0])
RELAXED: Final = np.array([0.18, 0.20, 0.26, 0.32, 0.28, 0.30, 0.36, 0.40, 1.0, 0.15, 0.3])

COMMON_PALM: Final = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class HandPose:
    """A hand in the world.

    Attributes
    ----------
    side : {"left", "right"}
        The hand's own side.
    rotation : (3, 3) float
        Columns are the wrist frame's axes in the world.
    wrist_cm : (3,) float
        The wrist joint.
    angles_rad : (11,) float
        See the constants of this module.
    palm : (2,) float
        Factors on breadth and length of the palm; wrist and fingertips stay where they are.
    """

    side: Side
    rotation: Floats
    wrist_cm: Floats
    angles_rad: Floats
    palm: tuple[float, float] = COMMON_PALM

    def joints_cm(self) -> Floats:
        """Return the 21 joints in the world."""
        local = local_joints_cm(self.side, self.angles_rad[None])[0]
        if self.palm != COMMON_PALM:
            local = _proportioned(local, self.palm)
        return np.asarray(local @ self.rotation.T + self.wrist_cm)


def _proportioned(joints_cm: Floats, palm: tuple[float, float]) -> Floats:
    """Move the knuckles of joints (21, 3) in the wrist frame, and along with them the fingers.

    The further out on its finger, the less a joint moves; the tip stays.
    """
    chains = joints_cm[1:].reshape(5, 4, 3)
    root = chains[:, :1] * (np.array([*palm, 1.0]) - 1.0)
    moved = chains + np.array([1.0, 2 / 3, 1 / 3, 0.0])[:, None] * root
    return np.concatenate([joints_cm[:1], moved.reshape(20, 3)])


def _fingers(angles: Floats) -> Floats:
    """Return the right hand's four fingers (n, 4, 4, 3): knuckle to tip."""
    fan = REST_FAN * angles[:, [FAN]]
    along = np.stack([-np.sin(fan), np.cos(fan), np.zeros_like(fan)], axis=-1)
    palmar = np.array([0.0, 0.0, -1.0])
    flex, bend = angles[:, FLEX], angles[:, BEND]
    turned = np.cumsum(np.stack([flex, bend, 0.66 * bend], axis=-1), axis=-1)
    direction = np.cos(turned)[..., None] * along[:, :, None, :]
    direction = direction + np.sin(turned)[..., None] * palmar
    steps = direction * BONES_CM[None, :, :, None]
    start = np.broadcast_to(KNUCKLES_CM[None, :, None, :], (len(angles), 4, 1, 3))
    return np.concatenate([start, start + np.cumsum(steps, axis=2)], axis=2)


def _thumb(angles: Floats) -> Floats:
    """Return the right hand's thumb (n, 4, 3): base to tip."""
    out, bend = angles[:, THUMB_OUT], angles[:, THUMB_BEND]
    points = [np.broadcast_to(THUMB_BASE_CM, (len(angles), 3))]
    for k, length in enumerate(THUMB_BONES_CM):
        away = 0.72 + out - k * bend * 0.5
        dip = 0.18 + 0.20 * k * bend
        step = np.stack(
            [-np.sin(away) * np.cos(dip), np.cos(away) * np.cos(dip), -np.sin(dip)], axis=-1
        )
        points.append(points[-1] + length * step)
    return np.stack(points, axis=1)


def local_joints_cm(side: Side, angles_rad: Floats) -> Floats:
    """Return joints (n, 21, 3) in the wrist frame for angles (n, 11)."""
    n = len(angles_rad)
    fingers = _fingers(angles_rad).reshape(n, 16, 3)
    joints = np.concatenate([np.zeros((n, 1, 3)), _thumb(angles_rad), fingers], axis=1)
    return joints if side == "right" else joints * np.array([-1.0, 1.0, 1.0])


def frame(fingers: Floats, back: Floats) -> Floats:
    """Return a rotation whose y axis is `fingers` and whose z axis is near `back`."""
    y = fingers / np.linalg.norm(fingers)
    z = back - (back @ y) * y
    z = z / np.linalg.norm(z)
    return np.stack([np.cross(y, z), y, z], axis=1)
