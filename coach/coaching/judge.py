"""What is said of one stroke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from coach.coaching.alike import courses
from coach.coaching.counter import hangs_on, partner_of
from coach.coaching.leeway import allowed_deg, allowed_off_cm, least_coverage
from coach.coaching.no_go import NO_GO_SHARE, share_on, wider_cm
from coach.strokes.match import Match, best_match, lay_beside, resample
from coach.strokes.spells import is_at
from coach.strokes.stroke import Stroke
from coach.techniques.library import Library
from coach.techniques.schema import Kind, Mirror, NoGo, Technique
from coach.types import PATH_POINTS, Attempt, ChartName, FloatArray, Sense, Verdict

__all__ = ["LIFT_CLEAR", "at_anchor", "judge_all", "most_done"]

LIFT_CLEAR = "Lift your hand clear on the way back, so that the stroke's direction can be seen."
"""The cue when stroke and return can't be told apart."""

LONE: dict[str, Any] = {"verdict": Verdict.NOT_JUDGED, "counted": False, "cue": ""}
COUNTED = {Verdict.GOOD, Verdict.TOO_FAST, Verdict.TOO_SLOW}
WRONG_WAY = 3.0
"""A movement whose sense can't be told counts, unless it is so many times likelier that it was done
the wrong way round than rightly."""
SURELY_TOUCHED = 0.9
"""Movements that fit no technique are spoken of only from this probability of contact on."""


def judge_all(
    strokes: Sequence[Stroke],
    wanted: Sequence[Technique],
    candidates: Sequence[Technique],
    library: Library,
    asked: Technique | None,
    known: Collection[str] = (),
) -> tuple[Attempt, ...]:
    """Judge strokes that were done one after the other, leaving out what is none to speak of.

    A single movement may be anything: it is judged only if its technique was asked for, or is done
    more than once (by both hands at once is more than once).

    Parameters
    ----------
    wanted
        Techniques that are judged.
    candidates
        All that can be seen. A stroke that fits one that is not wanted is named, but not judged.
    asked
        The technique the person said they would do.
    known
        Ids of techniques that were done before.
    """
    usual = asked or most_done(strokes, wanted)
    alone = _by_one_hand(strokes)
    matches = [_match(stroke, wanted, asked, usual, alone) for stroke in strokes]
    pairs = list(zip(strokes, matches, strict=True))
    course = iter(courses([(stroke, match) for stroke, match in pairs if match is not None]))
    in_place = [stroke for stroke, match in pairs if match is not None]
    judged = [
        _judged(stroke, match, *next(course), library)
        if match is not None
        else _unjudged(stroke, wanted, candidates, library, asked, in_place)
        for stroke, match in pairs
    ]
    found = [attempt for attempt in judged if attempt is not None]
    done = Counter(attempt.technique for attempt in found)
    return tuple(
        replace(attempt, **LONE)
        if asked is None and done[attempt.technique] == 1 and attempt.technique not in known
        else attempt
        for attempt in found
    )


def most_done(strokes: Sequence[Stroke], techniques: Sequence[Technique]) -> Technique | None:
    """Give the technique that was done for longest, by what each stroke fits best.

    Hands that stroke together do the same: where they run is the middle of the two.
    """
    done_s: dict[str, float] = {}
    alone = _by_one_hand(strokes)
    for stroke in strokes:
        possible = at_anchor(stroke, techniques)
        path_for = partial(_middle_path, stroke, partner_of(stroke, strokes))
        match = best_match(path_for, possible, closed=stroke.closed, alone=alone)
        if match is not None:
            pace_s = stroke.end_s - stroke.start_s
            done_s[match.technique.id] = done_s.get(match.technique.id, 0.0) + pace_s
    return max(techniques, key=lambda technique: done_s.get(technique.id, 0.0), default=None)


def _by_one_hand(strokes: Sequence[Stroke]) -> bool:
    """Tell whether hands mostly stroke one at a time."""
    return 2 * sum(partner_of(one, strokes) is None for one in strokes) > len(strokes)


def _middle_path(stroke: Stroke, other: Stroke | None, technique: Technique) -> FloatArray:
    """(32, 2): a stroke's path in the middle of itself and the other hand's mirror image.

    Not on the trunk, where each hand has its own side, and not of circles.
    """
    own_uv = stroke.path_for(technique)
    mirrored = technique.mirror is Mirror.PATH and technique.chart is not ChartName.TORSO
    if other is None or not mirrored or stroke.closed or other.closed:
        return own_uv
    middle_uv = (own_uv + other.path_for(technique) * (-1.0, 1.0)) / 2
    return middle_uv if np.isfinite(middle_uv).all() else own_uv


def at_anchor(stroke: Stroke, techniques: Sequence[Technique]) -> list[Technique]:
    """Give the techniques that a hand may be doing that was followed in this stroke's chart."""
    return [technique for technique in techniques if is_at(technique, stroke.anchor)]


def _match(
    stroke: Stroke,
    wanted: Sequence[Technique],
    asked: Technique | None,
    usual: Technique | None,
    alone: bool,
) -> Match | None:
    possible = wanted if asked is not None else at_anchor(stroke, wanted)
    return best_match(
        stroke.path_for, possible, closed=stroke.closed, asked=asked, usual=usual, alone=alone
    )


def _unjudged(
    stroke: Stroke,
    wanted: Sequence[Technique],
    candidates: Sequence[Technique],
    library: Library,
    asked: Technique | None,
    in_place: Sequence[Stroke],
) -> Attempt | None:
    """Say what can be said of a stroke that fits no technique that is wanted.

    What hangs on a stroke that fits is the end of its way back, and not the same done elsewhere.
    """
    match = best_match(stroke.path_for, at_anchor(stroke, candidates), closed=stroke.closed)
    zone = _gone_over(stroke, wanted, library)
    if match is not None and zone not in library.zones_of(match.technique):
        return _another(stroke, match, asked)
    if zone is not None:
        return replace(_unknown(stroke), verdict=Verdict.NO_GO, cue=f"Keep off {zone.say}.")
    if not _is_sure(stroke):
        return None
    if asked is not None and not any(hangs_on(stroke, other) for other in in_place):
        beside = lay_beside(stroke.path_for, asked, closed=stroke.closed)
        if beside is not None:
            return _elsewhere(stroke, beside)
    return _unknown(stroke)


def _elsewhere(stroke: Stroke, match: Match) -> Attempt:
    """Say of the technique that was asked for that it was done off its place."""
    reversed_ = match.sense is Sense.REVERSED and match.technique.kind is not Kind.RUB
    verdict = Verdict.REVERSED if reversed_ else Verdict.OFF_PATH
    return replace(_matched(stroke, match), verdict=verdict, cue=_cue(match.technique, verdict))


def _gone_over(stroke: Stroke, wanted: Sequence[Technique], library: Library) -> NoGo | None:
    """Give the place to keep off that a movement of no technique goes over again and again.

    Whichever way the hand touched: both ways lead over it. Places that only taps and the like keep
    off are none for a stroke.
    """
    if not stroke.evident or stroke.closed:
        return None
    zones = {
        zone.id: zone
        for technique in wanted
        for zone in library.zones_of(technique)
        if technique.kind.is_path or zone.forbids(Kind.STROKE)
    }
    path_uv = _path(stroke, stroke.anchor)
    over = (zone for zone in zones.values() if zone.chart is stroke.anchor)
    return next((zone for zone in over if share_on(zone, path_uv) > NO_GO_SHARE), None)


def _is_sure(stroke: Stroke) -> bool:
    """Tell whether a movement no technique knows was surely a stroke over the skin.

    To and fro in the air and rubbing look alike, and people gesture.
    """
    return stroke.evident and not stroke.to_and_fro and stroke.contact >= SURELY_TOUCHED


def _judged(
    stroke: Stroke, match: Match, course_uv: FloatArray, course: Match, library: Library
) -> Attempt:
    """Judge a stroke by its course; the numbers that are told are its own."""
    verdict = _verdict(stroke, course_uv, course, library)
    wrong = match.sense is Sense.REVERSED and stroke.likelier >= WRONG_WAY
    rubbed = stroke.to_and_fro and _far_enough(course) and verdict is Verdict.NOT_JUDGED
    return replace(
        _matched(stroke, match),
        verdict=verdict,
        counted=verdict in COUNTED or (rubbed and not wrong),
        cue=_cue(match.technique, verdict),
    )


def _another(stroke: Stroke, match: Match, asked: Technique | None) -> Attempt:
    done = match.technique
    what = f'not "{asked.name}"' if asked is not None else f"a technique for the {done.region}"
    cue = f'This looks like "{done.name}", {what}.'
    return replace(_matched(stroke, match), cue=cue)


def _matched(stroke: Stroke, match: Match) -> Attempt:
    """Say what a match says, without a verdict."""
    return replace(
        _unknown(stroke),
        technique=match.technique.id,
        sense=None if stroke.to_and_fro else match.sense,
        direction_error_deg=float("nan") if stroke.to_and_fro else match.direction_error_deg,
        chart=match.technique.chart,
        path_uv=resample(stroke.path_for(match.technique), PATH_POINTS),
        coverage=match.coverage,
        offset_cm=match.offset_cm,
    )


def _verdict(stroke: Stroke, path_uv: FloatArray, match: Match, library: Library) -> Verdict:
    technique = match.technique
    pace_s = stroke.end_s - stroke.start_s
    path_uv = resample(path_uv, PATH_POINTS)
    zones = library.zones_of(technique)
    if any(share_on(z, path_uv, wider_cm(z, technique)) > NO_GO_SHARE for z in zones):
        return Verdict.NO_GO
    if stroke.to_and_fro:
        return Verdict.NOT_JUDGED
    rubs = technique.kind is Kind.RUB  # Both ways are right.
    if match.sense is Sense.REVERSED and not rubs:
        return Verdict.REVERSED
    # A circle's direction is everywhere another; where it lies says how well it is done.
    error_deg = match.across_deg if rubs else match.direction_error_deg
    circles = technique.kind is Kind.CIRCLE
    strays = not circles and error_deg > allowed_deg(technique, match.chord_cm)
    if match.offset_cm > allowed_off_cm(technique) or strays:
        return Verdict.OFF_PATH
    if not _far_enough(match):
        return Verdict.TOO_SHORT
    if pace_s < technique.pace_min_s:
        return Verdict.TOO_FAST
    if pace_s > technique.pace_max_s:
        return Verdict.TOO_SLOW
    return Verdict.GOOD


def _far_enough(match: Match) -> bool:
    return match.coverage >= least_coverage(match.technique)


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
