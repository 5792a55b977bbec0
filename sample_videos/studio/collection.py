"""The clips of the collection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sample_videos.studio.acts import Doing
from sample_videos.studio.belly import OnTheBelly
from sample_videos.studio.camera import Camera
from sample_videos.studio.casting import Figure, cast
from sample_videos.studio.circling import AroundTheEyes
from sample_videos.studio.habits import Habit
from sample_videos.studio.held_out import OnTheHand, holding_out
from sample_videos.studio.idling import Idling
from sample_videos.studio.people import LOOKS
from sample_videos.studio.performance import Clip
from sample_videos.studio.routes import Touch
from sample_videos.studio.standing import standing
from sample_videos.studio.truth import Region
from sample_videos.studio.vocabulary import StrokeAct

FRONT: Final = Camera((0.0, -4.0, 90.0), 749.0)
BEHIND: Final = Camera((0.0, 6.0, 128.0), 749.0)
STANDING: Final = Camera((0.0, -38.0, 168.0), 749.0)
HANDS: Final = Camera((0.0, -16.0, 100.0), 749.0)

_BROW = Habit(count=4, stroke_s=1.15, return_ratio=0.57, lift_cm=4.6)
_JAW = Habit(
    count=4,
    stroke_s=1.4,
    return_ratio=0.47,
    lift_cm=4.6,
    two_fingers=True,
    head_deg=(2.5, 1.6, 1.2),
)
# begins a little lower than the technique says, so that no finger catches on the ear
_NECK = Habit(
    count=4, stroke_s=1.5, return_ratio=0.8, lift_cm=5.4, way="turn", offset_cm=(0.0, -1.0)
)
# fingers that point inwards and lie flat clear the brow and the bridge of the nose
_EYES = Habit(count=4, stroke_s=1.4, lag_s=0.04, offset_cm=(0.3, -0.25), touch=Touch(-15.0, -7.0))
_HAND = Habit(count=5, stroke_s=0.9, return_ratio=0.48, lift_cm=4.8, jitter_cm=0.15)
_BELLY = Habit(count=4, stroke_s=1.45)
_BACK = Habit(count=3, stroke_s=1.75, return_ratio=0.54, lift_cm=6.5, touch=Touch(-2.0))
_SPINE = Habit(count=3, stroke_s=1.7, return_ratio=0.56, lift_cm=6.5, way="right")


def _before(name: str, technique: str, act: StrokeAct, habit: Habit, who: str, room: int) -> Clip:
    region: Region = "neck" if technique.startswith("neck") else "face"
    perform = Doing(technique, act, habit)
    return Clip(name, "front", region, technique, act, perform, FRONT, LOOKS[who], room)


def _behind(name: str, act: StrokeAct, habit: Habit, who: str, room: int, partner: str) -> Clip:
    technique = "back-long-stroke"
    perform = Doing(technique, act, habit)
    people = (LOOKS[who], room, LOOKS[partner])
    return Clip(name, "back", "back", technique, act, perform, BEHIND, *people)


CLIPS: Mapping[str, Clip] = {
    clip.name: clip
    for clip in (
        _before("forehead_to_temples", "forehead-to-temples", "right", _BROW, "hazel", 1),
        _before("temples_to_forehead", "forehead-to-temples", "reversed", _BROW, "birch", 2),
        _before("chin_to_ears", "chin-to-ears", "right", _JAW, "olive", 3),
        _before("neck_side_down", "neck-side-down", "right", _NECK, "umber", 4),
        Clip(
            "around_the_eyes",
            "front",
            "face",
            "around-the-eyes",
            "right",
            AroundTheEyes("around-the-eyes", _EYES),
            FRONT,
            LOOKS["walnut"],
            8,
        ),
        Clip(
            "hand_wrist_to_webs",
            "front",
            "hand",
            "hand-wrist-to-webs",
            "right",
            OnTheHand("hand-wrist-to-webs", _HAND),
            HANDS,
            LOOKS["hazel"],
            9,
        ),
        Clip(
            "abdomen_clockwise",
            "front",
            "abdomen",
            "abdomen-clockwise",
            "right",
            OnTheBelly("abdomen-clockwise", _BELLY),
            STANDING,
            LOOKS["birch"],
            10,
        ),
        _behind("back_long_stroke", "right", _BACK, "olive", 6, "hazel"),
        _behind("back_on_the_spine", "on_spine", _SPINE, "umber", 7, "birch"),
        Clip(
            "idle",
            "front",
            None,
            None,
            "scratching",
            Idling("scratching", chatty=1.0),
            FRONT,
            LOOKS["walnut"],
            5,
        ),
    )
}


def figure_of(clip: Clip) -> Figure:
    """Bake who plays in a clip of the collection."""
    if clip.region == "hand":
        return holding_out(clip.look)
    if clip.region == "abdomen":
        return standing(clip.look)
    return cast(clip.view, clip.look, clip.partner)
