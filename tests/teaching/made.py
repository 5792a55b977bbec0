"""Demonstrations by the simulated person, whose truth is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely

from coach.body.scale import to_cm
from coach.teaching.demonstration import Demonstration, Watch
from coach.techniques.library import load_library
from coach.techniques.schema import Kind, Technique
from coach.types import ChartName, FloatArray, Observation
from tests.simulated import Move, Script, observe, repeat, rest, technique_path

LIBRARY = load_library()


def watched(frames: Iterable[Observation], **span: float) -> Demonstration:
    watch = Watch(**span)
    for seen in frames:
        watch.push(seen)
    return watch.finish("simulated")


def moves(technique: Technique, times: int = 3, *, backwards: bool = False) -> list[Move | float]:
    path = technique_path(technique)[:: -1 if backwards else 1]
    if technique.kind is Kind.STROKE:
        return repeat(path, times)
    come = Move(np.stack([path[0] + (3.0, -5.0), path[0]]), 0.5)
    leave = Move(np.stack([path[0], path[0] + (4.0, -5.0)]), 0.5)
    circles = Move(np.concatenate([path] * times), 2.0 * times)
    return [0.5, come, rest(path[0], 0.2), circles, rest(path[0], 0.2), leave, 0.5]


def shown(
    technique: Technique,
    left: Sequence[Move | float],
    right: Sequence[Move | float] = (),
    **how: Any,
) -> Demonstration:
    frames = observe(Script(left, right), view=technique.view, effector=technique.effector, **how)
    return watched(frames)


def off_cm(path_uv: FloatArray, true_uv: FloatArray, chart: ChartName) -> float:
    """Give how far a true path runs from a learned one, in the mean along its way."""
    learned = shapely.LineString(to_cm(chart, path_uv))
    true = shapely.LineString(to_cm(chart, true_uv)).segmentize(0.2)
    return float(shapely.distance(learned, shapely.points(shapely.get_coordinates(true))).mean())
