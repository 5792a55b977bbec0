"""Clear clips: three even strokes with lifted returns, straight before the camera."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.coaching.session import Session
from coach.techniques.library import load_library
from coach.techniques.schema import Kind, Technique
from coach.types import Observation, Report, View
from sample_videos.studio import routes
from sample_videos.studio.acts import Doing, Habit
from sample_videos.studio.camera import Camera
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.performance import Clip
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.vocabulary import StrokeAct

LIBRARY = load_library()
STROKES = [t for t in routes.LIBRARY.techniques if t.kind is Kind.STROKE]
FRONT = Camera.orbit((0.0, -5.0, 2.0), 85.0, fov_deg=42.0)
SEED = 0
BEHIND = Camera.orbit((0.0, 2.0, 0.0), 130.0, fov_deg=44.0)


def clear_clip(technique: Technique, act: StrokeAct, lift_cm: float = 6.0, fps: int = 24) -> Clip:
    """Give the clip of a technique; what is not told here is as plain as can be."""
    front = technique.view is View.FRONT
    habit = Habit(stroke_s=1.2 if front else 1.7, lift_cm=lift_cm)
    return Clip(
        name="clear",
        view="front" if front else "back",
        region=technique.region.value,  # type: ignore[arg-type]
        technique=technique.id,
        act=act,
        perform=Doing(technique.id, act, habit),
        camera=FRONT if front else BEHIND,
        look=draw_look(np.random.default_rng(1)),
        room=1,
        sensor=Sensor(fps=fps),
    )


def review(seen: Sequence[Observation], technique: str | None = None) -> Report:
    session = Session(LIBRARY, technique=technique)
    for one in seen:
        session.push(one)
    session.finish()
    return session.report("simulated", 1.0)
