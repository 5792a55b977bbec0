"""What is said of one stroke."""

from __future__ import annotations

import numpy as np
import shapely

from coach.strokes.match import Match, best_match, resample
from coach.strokes.stroke import Stroke
from coach.techniques.library import Library
from coach.techniques.schema import NoGo, Technique
from coach.types import PATH_POINTS, Attempt, ChartName, FloatArray, Sense, Verdict

__all__ = ["LIFT_CLEAR", "SEVERITY", "judge"]

LIFT_CLEAR = "Lift your hand clear on the way back, so that the stroke's direction can be seen."
"""The cue when stroke and return can't be told apart."""

SEVERITY = (
    Verdict.NO_GO,
    Verdict.REVERSED,
    Verdict.OFF_PATH,
    Verdict.TOO_SHORT,
    Verdict.TOO_FAST,
    Verdict.TOO_SLOW,
    Verdict.NOT_JUDGED,
    Verdict.GOOD,
)
"""What matters most first: an attempt has one verdict."""

COUNTED = {Verdict.GOOD, Verdict.TOO_FAST, Verdict.TOO_SLOW}
SURELY_TOUCHED = 0.9
"""Movements that fit no technique are spoken of only from this probability of contact on."""
NO_GO_SHARE = 0.15
"""A stroke with more than this share of its length on a no-go place went over it."""


def judge(
    stroke: Stroke, candidates: tuple[Technique, ...], library: Library, asked: str | None
) -> Attempt | None:
    """Judge one stroke; None when it is nothing to speak of.

    Parameters
    ----------
    candidates
        Techniques it may be.
    asked
        Id of the technique the person said they would do.
    """
    match = best_match(stroke.path_uv, candidates, closed=stroke.closed, asked=asked)
    if match is None:
        return _unknown(stroke) if _is_sure(stroke) else None
    technique = match.technique
    verdict = _verdict(stroke, match, library)
    return Attempt(
        start_s=stroke.start_s,
        end_s=stroke.end_s,
        side=stroke.side,
        technique=technique.id,
        sense=None if stroke.to_and_fro else match.sense,
        direction_error_deg=float("nan") if stroke.to_and_fro else match.direction_error_deg,
        verdict=verdict,
        counted=verdict in COUNTED or (stroke.to_and_fro and _far_enough(match)),
        confidence=stroke.contact,
        cue=_cue(technique, verdict),
        chart=technique.chart,
        path_uv=_path(stroke, technique.chart),
        coverage=match.coverage,
        offset_cm=match.offset_cm,
    )


def _is_sure(stroke: Stroke) -> bool:
    """Tell whether a movement no technique knows was surely a stroke over the skin.

    To and fro in the air and rubbing look alike, and people gesture.
    """
    return stroke.evident and not stroke.to_and_fro and stroke.contact >= SURELY_TOUCHED


def _verdict(stroke: Stroke, match: Match, library: Library) -> Verdict:
    technique = match.technique
    pace_s = stroke.end_s - stroke.start_s
    path_uv = _path(stroke, technique.chart)
    if any(_share_on(zone, path_uv) > NO_GO_SHARE for zone in library.zones_of(technique)):
        return Verdict.NO_GO
    if stroke.to_and_fro:
        return Verdict.NOT_JUDGED
    if match.sense is Sense.REVERSED:
        return Verdict.REVERSED
    if (
        match.offset_cm > technique.off_path_cm
        or match.direction_error_deg > technique.direction_deg
    ):
        return Verdict.OFF_PATH
    if not _far_enough(match):
        return Verdict.TOO_SHORT
    if pace_s < technique.pace_min_s:
        return Verdict.TOO_FAST
    if pace_s > technique.pace_max_s:
        return Verdict.TOO_SLOW
    return Verdict.GOOD


def _far_enough(match: Match) -> bool:
    return match.coverage >= match.technique.coverage_min


def _cue(technique: Technique, verdict: Verdict) -> str:
    if verdict is Verdict.GOOD:
        return ""
    if verdict is Verdict.NOT_JUDGED:
        return LIFT_CLEAR
    words: str = getattr(technique.cues, verdict.value)
    return words


def _unknown(stroke: Stroke) -> Attempt:
    return Attempt(
        start_s=stroke.start_s,
        end_s=stroke.end_s,
        side=stroke.side,
        technique=None,
        sense=None,
        direction_error_deg=float("nan"),
        verdict=Verdict.NOT_JUDGED,
        counted=False,
        confidence=stroke.contact,
        cue="",
        chart=stroke.anchor,
        path_uv=_path(stroke, stroke.anchor),
    )


def _path(stroke: Stroke, chart: ChartName) -> FloatArray:
    return resample(stroke.path_uv[list(ChartName).index(chart)], PATH_POINTS)


def _share_on(zone: NoGo, path_uv: FloatArray) -> float:
    """Share of a path's points that lie on a no-go place."""
    outline = np.array(zone.polygon_uv)
    outlines = [outline, outline * (-1.0, 1.0)] if zone.mirrored else [outline]
    on = [shapely.contains_xy(shapely.Polygon(o), path_uv[:, 0], path_uv[:, 1]) for o in outlines]
    return float(np.any(on, axis=0).mean())
