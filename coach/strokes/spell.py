"""A spell: what one hand did at one place, beat by beat, where it is no stroke along a path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from coach.body.scale import from_cm, to_cm
from coach.strokes.signals import GRID_HZ, Motion
from coach.techniques.schema import Mirror, Technique
from coach.types import ChartName, FloatArray, Sense, Side, frozen_array

__all__ = [
    "PATH_SAMPLES",
    "Beat",
    "Spell",
    "around_peaks",
    "beats_between",
    "beside_cm",
    "centred_spells",
    "moved",
    "offsets_cm",
    "shares_along",
]

PATH_SAMPLES = 16
MOST_CM = 5.0
"""A middle between two hands further off than this is not the spine."""
PAUSE = 2.2
"""Beats that are further apart than so many times the usual are parted by a pause."""


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


def around_peaks(
    peaks: Sequence[int], rate_hz: float, count: int
) -> tuple[list[tuple[int, int]], list[float]]:
    """Give the span about each peak of a rhythm, and the time from it to the next one.

    A span is half a beat long, so that hands that work in turn are not taken to work together.

    Parameters
    ----------
    count
        How long the grid is.
    """
    usual = GRID_HZ / rate_hz
    spans = [(max(round(k - usual / 4), 0), min(round(k + usual / 4), count - 1)) for k in peaks]
    steps = np.minimum(np.diff([*peaks, peaks[-1] + usual]), PAUSE * usual) / GRID_HZ
    return spans, steps.tolist()


def offsets_cm(place_cm: FloatArray, technique: Technique) -> FloatArray:
    """(n,): distance of places (n, 2) from a technique's path, on either side of the body.

    NaN where the place is not known.
    """
    known = np.isfinite(place_cm).all(axis=1)
    away_cm = np.full(len(place_cm), np.nan)
    if known.any():
        points = shapely.points(_folded(place_cm[known], technique))
        away_cm[known] = shapely.distance(_line(technique), points)
    return away_cm


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


def centred_spells(spells: Sequence[Spell]) -> tuple[Spell, ...]:
    """Shift what two hands do on either side of a back so that its middle lies between them.

    See `coach.strokes.midline`: a back that is seen from the side seems shifted.
    """
    found = list(spells)
    for i, one in enumerate(found):
        for k, other in enumerate(found):
            if one.side is Side.LEFT and other.side is Side.RIGHT and _mirror(one, other):
                middle_u = (_middle_u(one) + _middle_u(other)) / 2
                chart = one.technique.chart
                if abs(to_cm(chart, np.array([middle_u, 0.0]))[0]) <= MOST_CM:
                    found[i], found[k] = _shifted(one, middle_u), _shifted(other, middle_u)
    return tuple(found)


def beside_cm(place_cm: FloatArray, technique: Technique) -> FloatArray:
    """(2,): from the nearest point of a technique's path, as written down, to a place (2,)."""
    line = _line(technique)
    nearest = line.interpolate(line.project(shapely.Point(place_cm)))
    return np.asarray(place_cm - np.array(nearest.coords[0]))


def moved(beat: Beat, technique: Technique, by_cm: FloatArray) -> Beat:
    """Move a beat by (2,) centimetres in its technique's chart."""
    path_cm = to_cm(technique.chart, beat.path_uv) + by_cm
    away_cm = float(np.median(offsets_cm(path_cm, technique)))
    return replace(beat, path_uv=from_cm(technique.chart, path_cm), offset_cm=away_cm)


def _mirror(one: Spell, other: Spell) -> bool:
    """Tell whether two hands did the same at the same time, on either side."""
    technique = one.technique
    on_trunk = technique.chart in (ChartName.TORSO, ChartName.NECK)
    if technique is not other.technique or not on_trunk:
        return False
    if technique.mirror is not Mirror.PATH or _middle_u(one) * _middle_u(other) >= 0:
        return False
    start_s = max(one.beats[0].start_s, other.beats[0].start_s)
    end_s = min(one.beats[-1].end_s, other.beats[-1].end_s)
    return end_s - start_s > 0.5 * (one.beats[-1].end_s - one.beats[0].start_s)


def _middle_u(spell: Spell) -> float:
    return float(np.median([beat.path_uv[:, 0] for beat in spell.beats]))


def _shifted(spell: Spell, by_u: float) -> Spell:
    technique = spell.technique
    by_cm = to_cm(technique.chart, np.array([-by_u, 0.0]))
    return replace(spell, beats=tuple(moved(beat, technique, by_cm) for beat in spell.beats))
