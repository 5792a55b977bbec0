"""What strokes, presses and circles that were done alike are judged by: the middle one of them.

Where a hand runs is known to a centimetre or so, and every stroke is off in another way. Who does
one stroke after the other does them much alike, and with both hands alike on either side. So the
middle one tells better where each of them ran than it does itself: as long as it differs by no more
than the camera can tell, it is judged as if it had run there. A head that seems to be turned sets
both hands off to the same side; in the middle of the two that cancels out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from coach.body.scale import to_cm
from coach.coaching.counter import partner_of
from coach.coaching.leeway import FINEST_CM
from coach.strokes.match import TELL_APART_CM, Match, lay_along, resample
from coach.strokes.spell import Spell, beside_cm, moved
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.techniques.schema import Kind, Mirror, Technique
from coach.types import ChartName, FloatArray, Sense, Side

__all__ = ["ALIKE_CM", "beats_alike", "courses"]

FEWEST = 3
"""Of fewer strokes none is in the middle."""
ALIKE_CM = TELL_APART_CM | {ChartName.FACE: 1.9, ChartName.NECK: 2.4, ChartName.HAND: 4.0}
"""Strokes that are done alike seem to run no further than this from the middle one, on average. (A
hand that is worked on turns, and is found turned, while it is half covered.)"""
AS_LONG_CM = {ChartName.FACE: 3.0, ChartName.NECK: 3.0}
"""Where one of them runs further off, it is as long as the middle one all the same, if it seems
longer or shorter by no more than this: each end is known to a centimetre and a half there."""
Done = tuple[str, Sense, bool]
"""What was done: a technique's id, in which sense, and whether that could not be told."""


def courses(matched: Sequence[tuple[Stroke, Match]]) -> list[tuple[FloatArray, Match]]:
    """Give where each stroke ran, as those done alike did, and how that lies along its technique.

    Alike are three strokes or more along one technique and in one sense, of one hand on one side of
    the body, or of both on either side: not on the trunk, where a spine is kept off by each hand.
    Of strokes that both hands did together it is the middle of the two that is compared. Circles
    are left as they are, as each may begin elsewhere.

    Returns
    -------
    For each a path (32, 2) in the technique's chart, and its match.
    """
    own_uv = [resample(one.path_for(fit.technique), PATH_SAMPLES) for one, fit in matched]
    found = [(path_uv, fit) for path_uv, (_, fit) in zip(own_uv, matched, strict=True)]
    groups: dict[tuple[Done, Side, bool], list[int]] = defaultdict(list)
    for k, (stroke, match) in enumerate(matched):
        if match.technique.kind is Kind.STROKE:
            on_right = bool(own_uv[k][:, 0].mean() < 0)
            done = (match.technique.id, match.sense, stroke.to_and_fro)
            groups[done, stroke.side, on_right].append(k)
    for (done, side, on_right), members in groups.items():
        technique = matched[members[0]][1].technique
        other = Side.RIGHT if side is Side.LEFT else Side.LEFT
        mirrored = technique.mirror is Mirror.PATH and technique.chart is not ChartName.TORSO
        beside = groups.get((done, other, not on_right), []) if mirrored else []
        if len(members) + len(beside) < FEWEST:
            continue
        if len(members) >= FEWEST:
            first, *rest = members
            begin_uv = np.median([own_uv[k][0] for k in rest], axis=0)
            own_uv[first] = _without_coming(own_uv[first], begin_uv, technique)
        middle_uv = np.median([own_uv[k] for k in members], axis=0)
        if beside:
            theirs_uv = np.median([own_uv[k] for k in beside], axis=0) * (-1.0, 1.0)
            middle_uv = (middle_uv + theirs_uv) / 2
        middle = lay_along(middle_uv, technique, closed=False)
        if middle is None:
            continue
        index_of = {id(matched[k][0]): k for k in beside}
        for k in members:
            path_uv = own_uv[k]
            partner = partner_of(matched[k][0], [matched[j][0] for j in beside])
            if partner is not None:
                path_uv = (path_uv + own_uv[index_of[id(partner)]] * (-1.0, 1.0)) / 2
            if _apart_cm(technique, path_uv, middle_uv) <= ALIKE_CM[technique.chart]:
                found[k] = middle_uv, middle
            elif _is_as_long(matched[k][1], middle):
                found[k] = own_uv[k], replace(matched[k][1], coverage=middle.coverage)
    return found


def _without_coming(path_uv: FloatArray, begin_uv: FloatArray, technique: Technique) -> FloatArray:
    """(32, 2): a hand's first stroke from where its others begin: what is before is its coming."""
    away_cm = to_cm(technique.chart, path_uv) - to_cm(technique.chart, begin_uv)
    early_cm = np.hypot(*away_cm[: len(path_uv) // 2].T)
    if early_cm[0] <= ALIKE_CM[technique.chart]:
        return path_uv
    return resample(path_uv[int(np.argmin(early_cm)) :], PATH_SAMPLES)


def beats_alike(spell: Spell) -> Spell:
    """Let presses and folds lie as far beside the path as the middle one, circles about its middle.

    Presses and folds go on along the path: how far they lie beside it they have in common.
    """
    technique, beats = spell.technique, spell.beats
    kinds = (Kind.PRESS, Kind.KNEAD, Kind.CIRCLE)
    if technique.kind not in kinds or len(beats) < FEWEST:
        return spell
    by_cm = _to_middle_cm(spell)
    most_cm = max(TELL_APART_CM[technique.chart], FINEST_CM.get(technique.chart, 0.0))
    by_cm[np.hypot(*by_cm.T) > most_cm] = 0.0
    moves = zip(beats, by_cm, strict=True)
    return replace(spell, beats=tuple(moved(beat, technique, by) for beat, by in moves))


def _to_middle_cm(spell: Spell) -> FloatArray:
    """(m, 2): from where each beat lies to where it would as the middle one does."""
    technique = spell.technique
    paths_cm = to_cm(technique.chart, np.array([beat.path_uv for beat in spell.beats]))
    at_cm = np.median(paths_cm, axis=1)
    if technique.kind is Kind.CIRCLE:
        return np.asarray(np.median(at_cm, axis=0) - at_cm)
    # The path is written down on the person's left.
    on_right = technique.mirror is not Mirror.NONE and np.median(at_cm[:, 0]) < 0
    fold = np.array([-1.0 if on_right else 1.0, 1.0])
    own_cm = np.array([beside_cm(place_cm, technique) for place_cm in at_cm * fold])
    return np.asarray((np.median(own_cm, axis=0) - own_cm) * fold)


def _is_as_long(one: Match, middle: Match) -> bool:
    """Tell whether a stroke goes along as much of its technique's path, as far as can be told."""
    technique = middle.technique
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    long_cm = float(np.hypot(*np.diff(path_cm, axis=0).T).sum())
    longer_cm = abs(one.coverage - middle.coverage) * long_cm
    return longer_cm <= AS_LONG_CM.get(technique.chart, 0.0)


def _apart_cm(technique: Technique, one_uv: FloatArray, other_uv: FloatArray) -> float:
    apart_cm = to_cm(technique.chart, one_uv) - to_cm(technique.chart, other_uv)
    return float(np.linalg.norm(apart_cm, axis=-1).mean())
