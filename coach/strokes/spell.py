"""A spell: what one hand did at one place, beat by beat, where it is no stroke along a path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from coach.body.scale import from_cm, to_cm
from coach.strokes.signals import GRID_HZ, Motion
from coach.techniques.schema import Mirror, Technique
from coach.types import ChartName, FloatArray, Sense, Side, frozen_array

__all__ = ["Beat", "Spell", "beats_between", "offsets_cm", "shares_along"]

PATH_SAMPLES = 16


@dataclass(frozen=True, slots=True)
class Beat:
    """One repetition of something that has no way along a path.

    Attributes
    ----------
    start_s, end_s
        When.
    path_uv
        (16, 2): where the hand was meanwhile, in the technique's chart.
    offset_cm
        Median distance from the technique's place.
    sense
        Which way the hand travelled meanwhile; None where that means nothing, or is not known.
    pace_s
        What the technique's pace is compared with: the beat's length, or a press's dwell.
    """

    start_s: float
    end_s: float
    path_uv: FloatArray
    offset_cm: float
    sense: Sense | None
    pace_s: float

    def __post_init__(self) -> None:
        path = frozen_array(self.path_uv, (PATH_SAMPLES, 2), "path_uv")
        object.__setattr__(self, "path_uv", path)


@dataclass(frozen=True, slots=True)
class Spell:
    """Beats of one hand that belong together.

    Attributes
    ----------
    technique
        What they fit.
    anchor
        The chart the hand was followed in.
    evenness
        How surely it is of that kind, 0 to 1.
    beats
        In time order.
    """

    technique: Technique
    side: Side
    anchor: ChartName
    evenness: float
    beats: tuple[Beat, ...]

    @property
    def offset_cm(self) -> float:
        """Median distance of its beats from the technique's place."""
        return float(np.median([beat.offset_cm for beat in self.beats]))


def beats_between(
    motion: Motion,
    technique: Technique,
    spans: Sequence[tuple[int, int]],
    senses: Sequence[Sense | None] | None = None,
    paces_s: Sequence[float] | None = None,
) -> tuple[Beat, ...]:
    """Make beats of stretches of a movement; those whose place is not known are left out.

    Parameters
    ----------
    spans
        (first, last) of each on the movement's grid.
    senses, paces_s
        One for each; without a sense, and as long as they last, if not given.
    """
    place_cm = motion.place_cm(technique.chart, technique.effector.part)
    away_cm = offsets_cm(place_cm, technique)
    found = []
    for number, (first, last) in enumerate(spans):
        part = place_cm[first : last + 1]
        if last <= first or not np.isfinite(part).all():
            continue
        steps = np.linspace(0, len(part) - 1, PATH_SAMPLES).round().astype(int)
        length_s = (last - first) / GRID_HZ
        found.append(
            Beat(
                start_s=float(motion.t_s[first]),
                end_s=float(motion.t_s[last]),
                path_uv=from_cm(technique.chart, part[steps]),
                offset_cm=float(np.median(away_cm[first : last + 1])),
                sense=None if senses is None else senses[number],
                pace_s=length_s if paces_s is None else paces_s[number],
            )
        )
    return tuple(found)


def offsets_cm(place_cm: FloatArray, technique: Technique) -> FloatArray:
    """(n,): distance of places (n, 2) from a technique's path, on either side of the body."""
    line = _line(technique)
    return np.asarray(shapely.distance(line, shapely.points(_folded(place_cm, technique))))


def shares_along(place_cm: FloatArray, technique: Technique) -> FloatArray:
    """(n,): how far along a technique's path places (n, 2) lie, 0 to 1."""
    line = _line(technique)
    along = shapely.line_locate_point(line, shapely.points(_folded(place_cm, technique)))
    return np.asarray(along / line.length)


def _line(technique: Technique) -> shapely.LineString:
    return shapely.LineString(to_cm(technique.chart, technique.path_array_uv))


def _folded(place_cm: FloatArray, technique: Technique) -> FloatArray:
    """Bring places onto the person's left, where the path is written down."""
    if technique.mirror is Mirror.NONE or not np.nanmedian(place_cm[:, 0]) < 0:
        return place_cm
    return place_cm * (-1.0, 1.0)
