"""Drawn clips away from face and back: hands on a hand, hands on a belly.

The clips of `python -m benchmarks.accuracy` show faces, necks and backs. What landmarkers do with
hands before the chest, one on the other, and before a belly is measured on these; nothing is judged
on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from benchmarks import cache
from benchmarks.catalogue_cameras import camera_for
from benchmarks.filming import write_take
from coach.techniques.library import load_library
from sample_videos.studio import clips
from sample_videos.studio.belly import OnTheBelly
from sample_videos.studio.casting import Figure
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.habits import Habit
from sample_videos.studio.held_out import OnTheHand, holding_out
from sample_videos.studio.light import draw_light
from sample_videos.studio.performance import Clip
from sample_videos.studio.routes import Touch
from sample_videos.studio.sensor import draw_sensor
from sample_videos.studio.standing import standing

__all__ = ["draw", "film", "folder"]

ROOMS: Final = 10_000


def folder() -> Path:
    """Where these clips are kept: beside those of the accuracy bench."""
    near = cache.clips_folder()
    return near.with_name(f"{near.name}-elsewhere")


def draw(seed: int) -> Clip:
    """Draw who strokes a hand (even seeds) or circles on the belly, before what camera."""
    rng = np.random.default_rng([seed, 31])
    on_hand = seed % 2 == 0
    technique = load_library().find("hand-wrist-to-webs" if on_hand else "abdomen-clockwise")
    tone = 1 + (seed // 2) % 10
    look, light, sensor = draw_look(rng, tone), draw_light(rng), draw_sensor(rng)
    habit = Habit(
        count=4 if on_hand else 3,
        stroke_s=float(rng.uniform(0.7, 1.3) if on_hand else rng.uniform(1.3, 2.0)),
        return_ratio=float(rng.uniform(0.45, 0.8)),
        lift_cm=float(rng.uniform(3.0, 6.0)),
        jitter_cm=float(rng.uniform(0.1, 0.3)),
        touch=Touch(float(rng.uniform(-8, 8)), 0.0),
    )
    return Clip(
        f"{seed:04d}_{technique.id}".replace("-", "_"),
        "front",
        "hand" if on_hand else "abdomen",
        technique.id,
        "right",
        (OnTheHand if on_hand else OnTheBelly)(technique.id, habit),
        camera_for(rng, technique, sensor),
        look,
        int(rng.integers(ROOMS)),
        None,
        light,
        sensor,
    )


def figure_of(clip: Clip) -> Figure:
    """Bake who plays in it."""
    return (holding_out if clip.region == "hand" else standing)(clip.look)


def film(seed: int) -> None:
    """Render the clip of a seed and write its truth, if they are not there."""
    video = folder() / f"{seed}.mp4"
    if not video.with_suffix(".truth.json").exists():
        clip = draw(seed)
        write_take(clips.plan(clip, figure_of(clip), seed), video)
