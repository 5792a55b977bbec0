"""MediaPipe's hand, face and pose landmarkers in VIDEO mode, with arrays for results.

A landmarker follows what it sees from frame to frame, so it belongs to one clip or camera: make
a new one for the next. Each is a context manager; it holds native threads until it is closed.

How many it looks for is not free. While it follows fewer than the number asked for, it runs its
detector on every frame as well; faces and poses are then even taken from the detector each time
instead of being followed, which makes them jitter and lets them go when a hand covers them.
So ask for no more than are there: one face and one body for a person alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.tracking.task import Task
from coach.types import BODY_POINTS, FACE_POINTS, HAND_POINTS, FloatArray, frozen_array

__all__ = [
    "FaceLandmarker",
    "FaceLandmarks",
    "HandLandmarker",
    "HandLandmarks",
    "PoseLandmarker",
    "PoseLandmarks",
]


@dataclass(frozen=True, slots=True)
class HandLandmarks:
    """The hands in one picture, in no order that means anything.

    Attributes
    ----------
    points_px
        (n, 21, 2): x to the right, y down.
    depth_px
        (n, 21): from the wrist, in the scale of x; smaller is nearer to the camera.
    world_m
        (n, 21, 3): metres about the hand's own centre, picture axes.
    handedness
        (n,): "Left" or "Right" as MediaPipe says, which is the person's own side in a picture
        that is not mirrored. (Up to 0.10 it was meant for mirrored pictures. MediaPipe 1.2
        agrees with the nearer wrist of the pose in 532 of 538 hands of recorded clips.)
    score
        (n,): how sure the label is, 0 to 1. It is high for wrong labels, too.
    """

    points_px: FloatArray
    depth_px: FloatArray
    world_m: FloatArray
    handedness: NDArray[np.str_]
    score: FloatArray

    def __post_init__(self) -> None:
        count = len(self.points_px)
        _freeze(
            self,
            points_px=(count, HAND_POINTS, 2),
            depth_px=(count, HAND_POINTS),
            world_m=(count, HAND_POINTS, 3),
            score=(count,),
        )
        if self.handedness.shape != (count,):
            raise ValueError(f"handedness has shape {self.handedness.shape}, not {(count,)}")
        self.handedness.flags.writeable = False


@dataclass(frozen=True, slots=True)
class FaceLandmarks:
    """The faces in one picture.

    Attributes
    ----------
    points_px
        (n, 468, 3): x to the right, y down, z in the scale of x, smaller is nearer to the
        camera. The ten iris points that follow are left out: not every model gives them.
    """

    points_px: FloatArray

    def __post_init__(self) -> None:
        _freeze(self, points_px=(None, FACE_POINTS, 3))


@dataclass(frozen=True, slots=True)
class PoseLandmarks:
    """The bodies in one picture. An empty room can have one, too.

    Attributes
    ----------
    points_px
        (n, 33, 2): x to the right, y down; also outside of the picture, where it guesses.
    visibility
        (n, 33): 0 to 1.
    world_m
        (n, 33, 3): metres about the middle of the hips, picture axes.
    """

    points_px: FloatArray
    visibility: FloatArray
    world_m: FloatArray

    def __post_init__(self) -> None:
        count = len(self.points_px)
        _freeze(
            self,
            points_px=(count, BODY_POINTS, 2),
            visibility=(count, BODY_POINTS),
            world_m=(count, BODY_POINTS, 3),
        )


class HandLandmarker(Task):
    """Finds and follows hands.

    Parameters
    ----------
    model
        The hand bundle.
    num_hands
        How many at most: two of a person alone, up to four with a partner's.
    min_detection, min_presence, min_tracking
        0 to 1; how sure it must be to take a new hand, to keep one, and to go on following
        instead of detecting anew.

    Raises
    ------
    ModelError
        The model or the native library can't be loaded.
    """

    def __init__(
        self,
        model: Path,
        *,
        num_hands: int = 2,
        min_detection: float = 0.3,
        min_presence: float = 0.5,
        min_tracking: float = 0.5,
    ) -> None:
        options = {
            "num_hands": num_hands,
            "min_hand_detection_confidence": min_detection,
            "min_hand_presence_confidence": min_presence,
            "min_tracking_confidence": min_tracking,
        }
        super().__init__("hand", model, options)

    def detect(self, image_rgb: NDArray[np.uint8], t_ms: int) -> HandLandmarks:
        """Look at the next frame.

        Parameters
        ----------
        image_rgb
            (height, width, 3).
        t_ms
            Its time in milliseconds, later than that of any frame before.

        Raises
        ------
        ValueError
            The time does not rise, or it is no RGB picture.
        """
        result = self.run(image_rgb, t_ms)
        self.found(len(result.hand_landmarks))
        points = _points_px(result.hand_landmarks, HAND_POINTS, image_rgb.shape)
        labels = [hand[0] for hand in result.handedness]
        return HandLandmarks(
            points_px=points[:, :, :2],
            depth_px=points[:, :, 2],
            world_m=_coordinates(result.hand_world_landmarks, HAND_POINTS),
            handedness=np.array([label.category_name for label in labels], dtype=np.str_),
            score=np.array([label.score for label in labels], dtype=np.float64),
        )


class FaceLandmarker(Task):
    """Finds and follows faces.

    Parameters
    ----------
    model
        The face bundle.
    num_faces
        How many at most; a second one costs steadiness, see above.
    min_detection, min_presence, min_tracking
        As for hands.

    Raises
    ------
    ModelError
        The model or the native library can't be loaded.
    """

    def __init__(
        self,
        model: Path,
        *,
        num_faces: int = 1,
        min_detection: float = 0.5,
        min_presence: float = 0.5,
        min_tracking: float = 0.5,
    ) -> None:
        options = {
            "num_faces": num_faces,
            "min_face_detection_confidence": min_detection,
            "min_face_presence_confidence": min_presence,
            "min_tracking_confidence": min_tracking,
        }
        super().__init__("face", model, options)

    def detect(self, image_rgb: NDArray[np.uint8], t_ms: int) -> FaceLandmarks:
        """Look at the next frame; see `HandLandmarker.detect`."""
        result = self.run(image_rgb, t_ms)
        self.found(len(result.face_landmarks))
        return FaceLandmarks(_points_px(result.face_landmarks, FACE_POINTS, image_rgb.shape))


class PoseLandmarker(Task):
    """Finds and follows bodies.

    Parameters
    ----------
    model
        The pose bundle.
    num_poses
        How many at most; a second one costs steadiness, see above.
    min_detection, min_presence, min_tracking
        As for hands.

    Raises
    ------
    ModelError
        The model or the native library can't be loaded.
    """

    def __init__(
        self,
        model: Path,
        *,
        num_poses: int = 1,
        min_detection: float = 0.5,
        min_presence: float = 0.5,
        min_tracking: float = 0.5,
    ) -> None:
        options = {
            "num_poses": num_poses,
            "min_pose_detection_confidence": min_detection,
            "min_pose_presence_confidence": min_presence,
            "min_tracking_confidence": min_tracking,
        }
        super().__init__("pose", model, options)

    def detect(self, image_rgb: NDArray[np.uint8], t_ms: int) -> PoseLandmarks:
        """Look at the next frame; see `HandLandmarker.detect`."""
        result = self.run(image_rgb, t_ms)
        poses = result.pose_landmarks
        self.found(len(poses))
        visibility = np.array([[p.visibility for p in pose] for pose in poses], dtype=np.float64)
        return PoseLandmarks(
            points_px=_points_px(poses, BODY_POINTS, image_rgb.shape)[:, :, :2],
            visibility=visibility.reshape(len(poses), BODY_POINTS),
            world_m=_coordinates(result.pose_world_landmarks, BODY_POINTS),
        )


def _coordinates(found: Sequence[Any], count: int) -> FloatArray:
    """Give (n, count, 3) out of MediaPipe's lists of landmarks, the first of each."""
    rows = [[(p.x, p.y, p.z) for p in points[:count]] for points in found]
    return np.array(rows, dtype=np.float64).reshape(len(found), count, 3)


def _points_px(found: Sequence[Any], count: int, shape: tuple[int, ...]) -> FloatArray:
    """Give (n, count, 3) in pixels; MediaPipe's z is in the scale of x."""
    height_px, width_px = shape[:2]
    return _coordinates(found, count) * (width_px, height_px, width_px)


def _freeze(result: object, **shapes: tuple[int | None, ...]) -> None:
    for name, shape in shapes.items():
        object.__setattr__(result, name, frozen_array(getattr(result, name), shape, name))
