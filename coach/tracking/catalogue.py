"""The landmark models Coach needs: what they are made of, and where they can be had.

Every address is of a fixed version and every file has its SHA-256, so what runs is what was
tried. ``models/README.md`` tells the same to people, with licence and limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "ALL",
    "FACE",
    "GOOGLE",
    "HAND",
    "POSE",
    "WHEEL_BYTES",
    "WHEEL_FILE",
    "WHEEL_REQUIREMENT",
    "WHEEL_SHA256",
    "WHEEL_TAGS",
    "Bundle",
    "Member",
    "Surgery",
]

GOOGLE = "https://storage.googleapis.com/mediapipe-models/"

WHEEL_REQUIREMENT = "mediapipe==0.10.21"
"""The last MediaPipe on PyPI with models inside. It is read as an archive, never installed."""
WHEEL_FILE = "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl"
WHEEL_TAGS = (
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
    "--platform=manylinux_2_28_x86_64",
)
"""One wheel for every machine: the models in it are the same on all platforms."""
WHEEL_BYTES = 35_622_638
WHEEL_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"


class Surgery(StrEnum):
    """What a model out of the wheel lacks before the Tasks API reads it."""

    NONE = "none"
    RGB_INPUT = "say that the input is RGB in [0, 1]"
    IRIS_STAND_INS = "give 478 points, not 468"


@dataclass(frozen=True, slots=True)
class Member:
    """One network of a bundle.

    Attributes
    ----------
    name
        What the Tasks API calls it in the bundle.
    wheel_path
        Where it is in the wheel.
    sha256
        Of the file in the wheel.
    surgery
        What must be changed.
    """

    name: str
    wheel_path: str
    sha256: str
    surgery: Surgery = Surgery.NONE


@dataclass(frozen=True, slots=True)
class Bundle:
    """One landmarker's ``.task`` file.

    Attributes
    ----------
    name
        For people: face, hand or pose.
    file_name
        In the store.
    address
        Of the bundle that Google publishes.
    size_bytes, sha256
        Of the published bundle.
    members
        What the same is assembled from when Google can't be reached.
    """

    name: str
    file_name: str
    address: str
    size_bytes: int
    sha256: str
    members: tuple[Member, ...]


FACE = Bundle(
    name="face",
    file_name="face_landmarker.task",
    address=GOOGLE + "face_landmarker/face_landmarker/float16/1/face_landmarker.task",
    size_bytes=3_758_596,
    sha256="64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
    members=(
        Member(
            "face_detector.tflite",
            "mediapipe/modules/face_detection/face_detection_short_range.tflite",
            "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        ),
        Member(
            "face_landmarks_detector.tflite",
            "mediapipe/modules/face_landmark/face_landmark.tflite",
            "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
            Surgery.IRIS_STAND_INS,
        ),
    ),
)

HAND = Bundle(
    name="hand",
    file_name="hand_landmarker.task",
    address=GOOGLE + "hand_landmarker/hand_landmarker/float16/1/hand_landmarker.task",
    size_bytes=7_819_105,
    sha256="fbc2a30080c3c557093b5ddfc334698132eb341044ccee322ccf8bcf3607cde1",
    members=(
        Member(
            "hand_detector.tflite",
            "mediapipe/modules/palm_detection/palm_detection_full.tflite",
            "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54",
        ),
        Member(
            "hand_landmarks_detector.tflite",
            "mediapipe/modules/hand_landmark/hand_landmark_full.tflite",
            "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3",
        ),
    ),
)

POSE = Bundle(
    name="pose",
    file_name="pose_landmarker.task",
    address=GOOGLE + "pose_landmarker/pose_landmarker_full/float16/1/pose_landmarker_full.task",
    size_bytes=9_398_198,
    sha256="4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
    members=(
        Member(
            "pose_detector.tflite",
            "mediapipe/modules/pose_detection/pose_detection.tflite",
            "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
        ),
        Member(
            "pose_landmarks_detector.tflite",
            "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
            "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
            Surgery.RGB_INPUT,
        ),
    ),
)

ALL = (FACE, HAND, POSE)
