"""Who plays in a clip: a person's looks, baked once, and limbs laid over moving joints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from sample_videos.studio.field import Body, bake
from sample_videos.studio.hands import Side
from sample_videos.studio.people import (
    LOOKS,
    Landmarks,
    Look,
    View,
    arm_parts,
    back_person,
    front_person,
    hand_parts,
)
from sample_videos.studio.people import Figure as Person
from sample_videos.studio.primitives import Floats, PartArrays

HEAD_STEP_CM = 0.25
TORSO_STEP_CM = 0.45


@dataclass(frozen=True, slots=True)
class Figure:
    """A person as the studio shows one.

    Attributes
    ----------
    view : {"front", "back"}
        Which side the camera sees.
    head, torso : Body
        The head with the neck, which may turn, and the rest, which stays.
    landmarks : Landmarks
        Places for charts and motions.
    hands_look : Look
        Whose hands are seen: the person's own, or a partner's.
    """

    view: View
    head: Body
    torso: Body
    landmarks: Landmarks
    hands_look: Look

    def limb(
        self, side: Side, joints_cm: Floats, elbow_cm: Floats, shoulder_cm: Floats
    ) -> tuple[PartArrays, PartArrays]:
        """Return the parts of a hand and of its arm, to be baked for one frame."""
        hand = hand_parts(joints_cm, side, self.hands_look)
        arm = arm_parts(shoulder_cm, elbow_cm, joints_cm[0], self.hands_look)
        return hand.arrays(), arm.arrays()


@lru_cache(maxsize=4)
def cast(view: View, look: str, partner: str | None = None) -> Figure:
    """Return a baked figure by the names of looks; `partner` has the hands if given."""
    person = front_person(LOOKS[look]) if view == "front" else back_person(LOOKS[look])
    if view == "back":
        _add_resting_arms(person)
    return Figure(
        view,
        bake(person.head.arrays(), HEAD_STEP_CM),
        bake(person.torso.arrays(), TORSO_STEP_CM),
        person.landmarks,
        LOOKS[partner or look],
    )


def _add_resting_arms(person: Person) -> None:
    """Let the arms of a person seen from behind hang down, hands in the lap."""
    for shoulder in person.landmarks.shoulders_cm:
        out = float(np.sign(shoulder[0]))
        elbow = shoulder + np.array([out * 4.5, -27.0, -1.0])
        wrist = elbow + np.array([-out * 5.0, -9.0, -21.0])
        bare = replace(person.look, top="tank")
        person.torso.extend(arm_parts(shoulder, elbow, wrist, bare))
