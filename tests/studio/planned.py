"""Clips that are planned and told, not drawn: what is done in them, and what their truth says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.catalogue_drawn import figure_for, region_for
from coach.types import View
from sample_videos.studio import clips, hands, routes
from sample_videos.studio.casting import Figure, cast
from sample_videos.studio.collection import BEHIND, FRONT
from sample_videos.studio.hands import Side
from sample_videos.studio.people import LOOKS
from sample_videos.studio.performance import Clip, Performance
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.telling import Take
from sample_videos.studio.vocabulary import StrokeAct

Case = tuple[Take, dict[str, Any]]


def plain_figure(view: str) -> Figure:
    """Bake somebody from the front, or from behind with a partner's hands."""
    if view == "front":
        return cast("front", LOOKS["hazel"])
    return cast("back", LOOKS["olive"], LOOKS["umber"])


def planned(
    name: str,
    act: StrokeAct,
    perform: Callable[[Figure, np.random.Generator], Performance],
    seed: int,
    sensor: Sensor | None = None,
) -> Case:
    """Plan a clip of a technique, and tell its truth."""
    technique = routes.EVERY.find(name)
    behind = technique.view is View.BACK
    look, partner = ("olive", LOOKS["umber"]) if behind else ("hazel", None)
    figure = figure_for(technique, LOOKS[look], partner)
    clip = Clip(
        f"{name} {act}",
        figure.view,
        region_for(technique),
        name,
        act,
        perform,
        FRONT if figure.view == "front" else BEHIND,
        LOOKS["hazel"],
        1,
        sensor=sensor or Sensor(),
    )
    take = clips.plan(clip, figure, seed)
    return take, clips.tell(take)


def gaps_cm(take: Take, side: Side) -> np.ndarray:
    """Give how far the skin of every joint is from the person's: (frames, 21)."""
    return np.array(
        [
            take.skin(k, side).distance_cm(pose.joints_cm()) - hands.RADII_CM
            for k, pose in enumerate(take.poses[side])
        ]
    )
