"""Clips that are planned and told, not drawn: what is done in them, and what their truth says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sample_videos.studio import clips, routes
from sample_videos.studio.casting import Figure, cast
from sample_videos.studio.collection import BEHIND, FRONT
from sample_videos.studio.people import LOOKS, View
from sample_videos.studio.performance import Clip, Performance
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.telling import Take
from sample_videos.studio.vocabulary import StrokeAct

Case = tuple[Take, dict[str, Any]]


def plain_figure(view: View) -> Figure:
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
    figure = plain_figure(technique.view.value)
    clip = Clip(
        f"{name} {act}",
        figure.view,
        routes.region_of(technique),
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
