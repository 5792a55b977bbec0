"""People for the sample clips: figures from the front and from behind.

Frames: y up, centimetres. From the front the head's centre is the origin, the face looks along +z
and +x is the person's left. From behind the back looks along +z, so -x is the person's left, and
the origin is in the middle of the back, `BACK_ORIGIN_CM` below the head's centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from sample_videos.studio.glasses import add_glasses
from sample_videos.studio.hair import add_hair
from sample_videos.studio.hand_shape import arm_parts, hand_parts
from sample_videos.studio.head_shape import shaped
from sample_videos.studio.heads import add_head, chin_cm, feature_cm
from sample_videos.studio.looks import LOOKS, Look
from sample_videos.studio.primitives import Floats, Parts, drop_on
from sample_videos.studio.torso import (
    SPINE_CM,
    add_bare_back,
    add_chest,
    hip_joint_cm,
    shoulder_joint_cm,
)

__all__ = ["LOOKS", "Figure", "Landmarks", "Look", "arm_parts", "back_person", "front_person"]
__all__ += ["hand_parts"]

BACK_ORIGIN_CM: Final = 38.0
NECK_PIVOT_CM: Final = (0.0, -9.0, -3.5)

View = Literal["front", "back"]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Places of a figure, in cm in its own frame; pairs are the person's left, then right.

    Attributes
    ----------
    outer_eyes_cm, tragi_cm : (2, 3) float
        Outer corners of the eyes; the skin just in front of the ear holes.
    shoulders_cm, hips_cm : (2, 3) float
        Shoulder and hip joints.
    chin_cm, hairline_cm : (3,) float
        Where the chin turns under; top of the forehead in the middle, where a face mesh ends.
    neck_pivot_cm : (3,) float
        Where the head turns on the neck.
    spine_cm : (n, 3) float
        Middle line of the back on the skin, from the neck down to the sacrum.
    """

    outer_eyes_cm: Floats
    tragi_cm: Floats
    shoulders_cm: Floats
    hips_cm: Floats
    chin_cm: Floats
    hairline_cm: Floats
    neck_pivot_cm: Floats
    spine_cm: Floats


@dataclass(frozen=True, slots=True)
class Figure:
    """A person: the head with its neck and hair, the rest, and where things are.

    Arms and hands come from `arm_parts` and `hand_parts`, laid over joints.
    """

    look: Look
    view: View
    head: Parts
    torso: Parts
    landmarks: Landmarks

    @property
    def parts(self) -> Parts:
        """Head and torso together."""
        whole = Parts()
        whole.extend(self.torso)
        whole.extend(self.head)
        return whole


def _pair(points: list[Floats]) -> Floats:
    return np.stack(points)


def _landmarks(look: Look, bare_head: Parts, torso: Parts, chest: bool) -> Landmarks:
    """Find the landmarks in the frame of the front view, on the skin that was built."""
    both = (1.0, -1.0)
    eyes = [feature_cm(look, "outer_eye", s) for s in both]
    chin = drop_on(bare_head, [chin_cm(look)], (0, 0.72, -0.69), 6.0)[0]
    brow = drop_on(bare_head, [feature_cm(look, "hairline")], (0, 0, -1), 8.0)[0]
    tragi = [drop_on(bare_head, [feature_cm(look, "tragus", s)], (-s, 0, 0), 8.0)[0] for s in both]
    spine = SPINE_CM if chest else drop_on(torso, SPINE_CM, (0, 0, 1), 12.0)
    return Landmarks(
        outer_eyes_cm=drop_on(bare_head, eyes, (0, 0, -1), 6.0),
        tragi_cm=_pair(tragi),
        shoulders_cm=_pair([shoulder_joint_cm(look.build, s) for s in both]),
        hips_cm=_pair([hip_joint_cm(look.build, s) for s in both]),
        chin_cm=chin,
        hairline_cm=brow,
        neck_pivot_cm=np.array(NECK_PIVOT_CM),
        spine_cm=spine,
    )


def _heads(look: Look, view: View) -> tuple[Parts, Parts]:
    """Return the head as it is seen, and without hair and glasses."""
    head, bare = Parts(), Parts()
    add_head(head, look)
    add_head(bare, look)
    add_hair(head, look, put_up=view == "back")
    add_glasses(head, look)
    return shaped(head, look.face), shaped(bare, look.face)


def front_person(look: Look) -> Figure:
    """Return a dressed person who faces the camera."""
    head, bare = _heads(look, "front")
    torso = Parts()
    add_chest(torso, look)
    return Figure(look, "front", head, torso, _landmarks(look, bare, torso, chest=True))


def back_person(look: Look) -> Figure:
    """Return a person with a bare back, seen from behind; long hair is put up."""
    head, bare = _heads(look, "back")
    torso = Parts()
    add_bare_back(torso, look)
    marks = _landmarks(look, bare, torso, chest=False)
    turned = {name: _turn(getattr(marks, name)) for name in Landmarks.__dataclass_fields__}
    up = BACK_ORIGIN_CM
    return Figure(look, "back", head.half_turn(up), torso.half_turn(up), Landmarks(**turned))


def _turn(points_cm: Floats) -> Floats:
    return np.asarray(points_cm * (-1, 1, -1) + np.array((0, BACK_ORIGIN_CM, 0)))
