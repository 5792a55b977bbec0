"""Who plays in a clip: a person's looks, baked once, and limbs laid over moving joints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sample_videos.studio.field import Body, Placement, Skin, Surface, bake
from sample_videos.studio.hand_shape import hand_parts, upper_arm
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.people import Landmarks, Look, View, back_person, front_person
from sample_videos.studio.primitives import Floats, PartArrays, Parts

HEAD_STEP_CM = 0.25
TORSO_STEP_CM = 0.45


def at_rest(bodies: Sequence[Body]) -> Surface:
    """Return the skin of bodies that stand where they were built."""
    return Skin([(body, Placement()) for body in bodies])


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A hand that is held out to be massaged by the other one.

    Attributes
    ----------
    pose : HandPose
        Where it is while the body is at rest.
    body : Body
        What the other hand feels of it.
    """

    pose: HandPose
    body: Body


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
    feel : callable
        Gives the skin of some of the bodies at rest, as strokes are laid on it.
    held : HeldOut or None
        The hand that is massaged, if one is; the torso carries it.
    """

    view: View
    head: Body
    torso: Body
    landmarks: Landmarks
    hands_look: Look
    feel: Callable[[Sequence[Body]], Surface] = at_rest
    held: HeldOut | None = None

    def handed(self, pose: HandPose) -> HandPose:
        """Return a pose found for the common hand as one of the hand that is seen."""
        build = self.hands_look.build
        return replace(pose, palm=(build.palm_wide, build.palm_long))

    def felt_by(self, side: Side) -> tuple[Body, ...]:
        """Return what a hand feels: head, torso, and the other hand where that is held out."""
        if self.held is None or self.held.pose.side == side:
            return self.head, self.torso
        return self.head, self.torso, self.held.body

    def limb(
        self, side: Side, joints_cm: Floats, elbow_cm: Floats, shoulder_cm: Floats
    ) -> tuple[PartArrays, PartArrays]:
        """Return the parts of a hand with its forearm, and of the upper arm, for one frame."""
        hand = hand_parts(joints_cm, side, self.hands_look, elbow_cm=elbow_cm)
        arm = Parts()
        upper_arm(arm, shoulder_cm, elbow_cm, self.hands_look)
        return hand.arrays(), arm.arrays()


@lru_cache(maxsize=4)
def cast(view: View, look: Look, partner: Look | None = None) -> Figure:
    """Return a baked figure; `partner` has the hands if given."""
    person = front_person(look) if view == "front" else back_person(look)
    return Figure(
        view,
        bake(person.head.arrays(), HEAD_STEP_CM),
        bake(person.torso.arrays(), TORSO_STEP_CM),
        person.landmarks,
        partner or look,
    )
