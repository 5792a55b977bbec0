"""The clips of the collection."""

from __future__ import annotations

from collections.abc import Mapping

from sample_videos.studio import back_scenes, front_scenes
from sample_videos.studio.camera import Camera
from sample_videos.studio.performance import Clip

FRONT = Camera((0.0, -4.0, 90.0), 749.0)
BEHIND = Camera((0.0, 6.0, 128.0), 749.0)

_FOREHEAD, _CHIN, _NECK, _BACK = (
    "forehead-to-temples",
    "chin-to-ears",
    "neck-side-down",
    "back-long-stroke",
)
CLIPS: Mapping[str, Clip] = {
    clip.name: clip
    for clip in (
        Clip(
            "forehead_to_temples",
            "front",
            "face",
            _FOREHEAD,
            None,
            front_scenes.forehead,
            FRONT,
            "hazel",
            1,
        ),
        Clip(
            "temples_to_forehead",
            "front",
            "face",
            _FOREHEAD,
            "reversed",
            front_scenes.forehead_reversed,
            FRONT,
            "birch",
            2,
        ),
        Clip("chin_to_ears", "front", "face", _CHIN, None, front_scenes.chin, FRONT, "olive", 3),
        Clip("neck_side_down", "front", "neck", _NECK, None, front_scenes.neck, FRONT, "umber", 4),
        Clip(
            "back_long_stroke",
            "back",
            "back",
            _BACK,
            None,
            back_scenes.back_long,
            BEHIND,
            "olive",
            6,
            "hazel",
        ),
        Clip(
            "back_on_the_spine",
            "back",
            "back",
            _BACK,
            "no_go",
            back_scenes.back_on_spine,
            BEHIND,
            "umber",
            7,
            "birch",
        ),
        Clip("idle", "front", None, None, None, front_scenes.idle, FRONT, "walnut", 5),
    )
}
