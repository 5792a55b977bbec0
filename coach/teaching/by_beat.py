"""Repetitions of what has no right way along a path: taps, presses, holds and rubbing.

Which of them was shown is told by the hands' movement alone, as when nobody said what is done
(`coach.strokes.spells.kind_of`); where it was shown is where the hands were meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from coach.body.placement import CHARTS
from coach.body.scale import to_cm
from coach.coaching.counter import partners
from coach.strokes.match import TELL_APART_CM
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.teaching.beats import BY_BEAT, Beat
from coach.teaching.demonstration import Demonstration
from coach.teaching.repetition import Odd, Repetition
from coach.teaching.repetitions import alike_cm, sorted_out
from coach.techniques.schema import Kind
from coach.types import HANDS, ChartName, FloatArray, Side

__all__ = ["kind_shown", "repeated"]

AMID, LITTLE = 0.8, 4.0
"""Strokes take less than this share of the time that hands tap or press; they would be the
technique, and the rest what happens before, after and between them. Holds take so many times as
long as all else (ours)."""
AT_PLACE = 2.0
"""A beat further from the place of the others than so many times what repetitions may differ by is
done elsewhere (ours)."""


def kind_shown(beats: Sequence[Beat], strokes: Sequence[Stroke]) -> Kind | None:
    """Tell which kind was shown; None for strokes and circles.

    A hand that rests before and after its strokes holds nothing: a hold is shown where hardly
    anything else is done.
    """
    stroked_s = sum(_alone_s(stroke, beats) for stroke in strokes)
    done_s = {kind: sum(b.pace_s for b in beats if b.kind is kind) for kind in BY_BEAT}
    rubbed_s, held_s = done_s.pop(Kind.RUB), done_s.pop(Kind.HOLD)
    busy = max(done_s, key=lambda kind: done_s[kind])
    if rubbed_s > max(done_s[busy], stroked_s):
        return Kind.RUB
    if done_s[busy] > max(stroked_s / AMID, held_s / 2):
        still = busy is Kind.PRESS and _on_one_place([b for b in beats if b.kind is busy])
        return Kind.HOLD if still else busy
    return Kind.HOLD if held_s > LITTLE * max(stroked_s, done_s[busy]) else None


def _alone_s(stroke: Stroke, beats: Sequence[Beat]) -> float:
    """How much of a stroke is no beat of the same hand, if it is a way over several of them."""
    shared_s = [
        min(stroke.end_s, beat.end_s) - max(stroke.start_s, beat.start_s)
        for beat in beats
        if beat.side is stroke.side
    ]
    within_s = [s for s in shared_s if s > 0]
    whole_s = stroke.end_s - stroke.start_s
    return whole_s - sum(within_s) if len(within_s) > 1 else whole_s


def _on_one_place(presses: Sequence[Beat]) -> bool:
    """Tell whether a hand that seems to press only trembles: it never goes anywhere."""
    anchor = presses[0].anchor
    places_cm = [
        to_cm(anchor, np.median(beat.path_uv[CHARTS.index(anchor)], axis=0) * (sign, 1.0))
        for beat in presses
        for sign in (-1.0 if beat.side is Side.RIGHT else 1.0,)
        if beat.anchor is anchor
    ]
    away_cm = np.hypot(*(np.array(places_cm) - np.median(places_cm, axis=0)).T)
    return bool(np.percentile(away_cm, 75) < TELL_APART_CM.get(anchor, np.inf))


def repeated(
    beats: Sequence[Beat], kind: Kind, shown: Demonstration, chart: ChartName
) -> tuple[Repetition, ...]:
    """Give the repetitions of what is done beat by beat; those done elsewhere are marked.

    Two hands rub, press and hold together; each tap is one.
    """
    mine = [beat for beat in beats if beat.kind is kind]
    found = _each(mine, chart) if kind is Kind.TAP else _together(mine, chart)
    known = [one for one in found if one.kept]
    if not known:
        return tuple(found)
    if kind is Kind.RUB:
        return sorted_out([_turned(one, known[0]) for one in found], shown, chart)
    usual_cm = np.median([_place_cm(one) for one in known], axis=0)
    reach_cm = AT_PLACE * alike_cm(chart) + _spread_cm(known, usual_cm)
    return tuple(
        replace(one, odd=Odd.BESIDE)
        if one.kept and np.hypot(*(_place_cm(one) - usual_cm)) > reach_cm
        else one
        for one in found
    )


def _turned(one: Repetition, usual: Repetition) -> Repetition:
    """Tell a way to and fro from the end that another one is told from."""
    if not one.done_cm:
        return one
    way, usually = (path[-1] - path[0] for path in (one.done_cm[0], usual.done_cm[0]))
    if way @ usually >= 0:
        return one
    return replace(one, paths_cm=one.paths_cm[:, ::-1], at_s=one.at_s[:, ::-1])


def _each(beats: Sequence[Beat], chart: ChartName) -> list[Repetition]:
    return [_repetition((beat,), chart) for beat in beats]


def _together(beats: Sequence[Beat], chart: ChartName) -> list[Repetition]:
    lefts, rights = ([beat for beat in beats if beat.side is side] for side in HANDS)
    done = partners(lefts, rights, lambda *_: True)
    return sorted((_repetition(pair, chart) for pair in done), key=lambda one: one.start_s)


def _repetition(beats: Sequence[Beat], chart: ChartName) -> Repetition:
    paths_cm = np.full((len(HANDS), PATH_SAMPLES, 2), np.nan)
    at_s = np.full((len(HANDS), PATH_SAMPLES), np.nan)
    for beat in beats:
        path_uv = beat.path_uv[CHARTS.index(chart)]
        sign = -1.0 if path_uv[:, 0].mean() < 0 else 1.0
        paths_cm[HANDS.index(beat.side)] = to_cm(chart, path_uv * (sign, 1.0))
        at_s[HANDS.index(beat.side)] = np.linspace(beat.start_s, beat.end_s, PATH_SAMPLES)
    start_s = min(beat.start_s for beat in beats)
    one = Repetition(
        start_s=start_s,
        end_s=start_s + float(np.mean([beat.pace_s for beat in beats])),
        side=beats[0].side if len(beats) == 1 else Side.BOTH,
        paths_cm=paths_cm,
        at_s=at_s,
        closed=False,
        contact=1.0,
    )
    return one if one.done_cm else replace(one, odd=Odd.NOT_FOLLOWED)


def _place_cm(one: Repetition) -> FloatArray:
    """(2,): where a repetition was, of two hands in the mean."""
    places_cm = [np.median(path, axis=0) for path in one.done_cm]
    return np.asarray(np.mean(places_cm, axis=0))


def _spread_cm(known: Sequence[Repetition], usual_cm: FloatArray) -> float:
    """How far from their middle most beats are: taps wander along a muscle."""
    away_cm = [np.hypot(*(_place_cm(one) - usual_cm)) for one in known]
    return float(np.percentile(away_cm, 75))
