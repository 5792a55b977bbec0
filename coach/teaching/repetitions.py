"""The repetitions of a demonstration: which are alike, and which are odd, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from coach.body.placement import CHARTS
from coach.body.scale import to_cm
from coach.coaching.counter import partners
from coach.strokes.match import TELL_APART_CM
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.teaching.align import apart_cm, ring, ring_area_cm2, turned
from coach.teaching.demonstration import Demonstration
from coach.teaching.repetition import Odd, Repetition
from coach.types import HANDS, ChartName, FloatArray, Side

__all__ = ["MOST", "alike_cm", "found", "sorted_out", "typical"]

MOST = 60
"""Of a long demonstration no more movements than these are compared, the first ones: nobody has to
show it more often."""
ALIKE = 1.75
"""Two repetitions are alike when they run nearer to each other, in the mean, than this many times
what a place is uncertain by: both are uncertain, and nobody does it twice the same way."""
MIRRORED = 2.0
"""… and two hands mirror each other within this many times: a head that is turned puts the one
elsewhere than the other."""
SHORTER, LONGER = 0.6, 1.6
"""Shares of the usual length between which a repetition is whole."""
QUICKER, SLOWER = 0.4, 2.5
"""Shares of the usual time between which a repetition is done as the others are."""
LOST = 0.75
"""A hand that was seen in less of its repetition than this was lost."""
EDGE_S = 0.25
"""A hand that can't be seen within so long before or after a repetition that is too short was lost
in it."""
SAME_WAY = 0.8
"""Cosine from which on two paths run the same way: 37° apart. Of right strokes 19 in 20 are seen
within 25° of their true direction."""


def found(shown: Demonstration, chart: ChartName, sides: Sequence[Side]) -> list[Repetition]:
    """Give the repetitions of the hands asked for, in time order, those known to be odd marked."""
    strokes = [stroke for stroke in shown.strokes if stroke.side in sides][:MOST]
    joined = list(_paired(strokes, chart))
    return sorted(joined, key=lambda one: (one.start_s, one.side))


def sorted_out(
    repetitions: Sequence[Repetition], shown: Demonstration, chart: ChartName
) -> tuple[Repetition, ...]:
    """Keep the largest group of repetitions that are alike, and say of the others why not."""
    usual = typical([one for one in repetitions if one.kept], chart)
    if usual is None:
        return tuple(repetitions)
    judged = [_judged(one, usual, shown, chart) for one in repetitions]
    kept = [one for one in judged if one.kept]
    both = sum(one.side is Side.BOTH for one in kept)
    if 2 * both >= len(kept):
        judged = [_with_both(one, shown) for one in judged]
    pace_s = float(np.median([one.pace_s for one in kept]))
    return tuple(_in_pace(one, pace_s) for one in judged)


def typical(repetitions: Sequence[Repetition], chart: ChartName) -> Repetition | None:
    """Give the repetition that most others are like; None without any."""
    if not repetitions:
        return None
    near = np.array([[_apart_cm(a, b) for b in repetitions] for a in repetitions])
    alike = near <= alike_cm(chart)
    # Among those with as many like them, the one in their middle.
    means = np.where(alike, near, 0.0).sum(axis=1) / alike.sum(axis=1)
    return repetitions[int(np.lexsort((means, -alike.sum(axis=1)))[0])]


def alike_cm(chart: ChartName) -> float:
    """Give how far apart repetitions may run, in the mean, and be alike."""
    return ALIKE * TELL_APART_CM[chart]


def _paired(strokes: Sequence[Stroke], chart: ChartName) -> Iterator[Repetition]:
    """Join what both hands did together, mirroring each other."""
    lefts, rights = ([s for s in strokes if s.side is side] for side in HANDS)
    for done in partners(lefts, rights, partial(_mirrored, chart=chart)):
        yield _repetition(done, chart)


def _repetition(strokes: Sequence[Stroke], chart: ChartName) -> Repetition:
    timed_cm = np.full((len(HANDS), PATH_SAMPLES, 3), np.nan)
    for stroke in strokes:
        timed_cm[HANDS.index(stroke.side)] = _timed_cm(stroke, chart)
    # Hands that do the same lift together: what one of them shows is true of both.
    told = [stroke for stroke in strokes if not stroke.to_and_fro]
    one = Repetition(
        start_s=min(stroke.start_s for stroke in strokes),
        end_s=max(stroke.end_s for stroke in strokes),
        side=strokes[0].side if len(strokes) == 1 else Side.BOTH,
        paths_cm=timed_cm[..., :2],
        at_s=timed_cm[..., 2],
        closed=strokes[0].closed,
        contact=float(np.mean([stroke.contact for stroke in told or strokes])),
        told_from_way_back=any(s.evident and not s.closed for s in told),
    )
    if not one.done_cm:
        return replace(one, odd=Odd.NOT_FOLLOWED)
    if not told:
        return replace(one, odd=Odd.OPEN)
    return one


def _timed_cm(stroke: Stroke, chart: ChartName) -> FloatArray:
    """(32, 3): a stroke's path as in `Repetition.paths_cm`, and its times."""
    path_uv, at_s = (values[CHARTS.index(chart)] for values in (stroke.path_uv, stroke.at_s))
    if not np.isfinite(path_uv).all():
        return np.full((PATH_SAMPLES, 3), np.nan)
    sign = -1.0 if path_uv[:, 0].mean() < 0 else 1.0
    timed_cm = np.column_stack([to_cm(chart, path_uv * (sign, 1.0)), at_s])
    return ring(timed_cm) if stroke.closed else timed_cm


def _mirrored(left: Stroke, right: Stroke, chart: ChartName) -> bool:
    if left.closed is not right.closed:
        return False
    a, b = _timed_cm(left, chart)[:, :2], _timed_cm(right, chart)[:, :2]
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return True  # One was not followed: the other speaks for both.
    return _path_apart_cm(a, b, closed=left.closed) <= MIRRORED * alike_cm(chart)


def _apart_cm(a: Repetition, b: Repetition) -> float:
    """How far apart two repetitions run: each hand with itself, else the one with the other."""
    if a.closed is not b.closed or not a.done_cm or not b.done_cm:
        return float("inf")
    both = [(p, q) for p, q in zip(a.paths_cm, b.paths_cm, strict=True) if np.isfinite(p + q).all()]
    pairs = both or [(a.done_cm[0], b.done_cm[0])]
    return float(np.mean([_path_apart_cm(p, q, closed=a.closed) for p, q in pairs]))


def _path_apart_cm(a: FloatArray, b: FloatArray, *, closed: bool) -> float:
    if not closed:
        same_way = _cosine(a[-1] - a[0], b[-1] - b[0]) > SAME_WAY
        return apart_cm(a, b) if same_way else float("inf")
    if ring_area_cm2(a) * ring_area_cm2(b) < 0:
        return float("inf")  # Round the other way is nowhere alike.
    return apart_cm(a, turned(b, a))


def _judged(
    one: Repetition, usual: Repetition, shown: Demonstration, chart: ChartName
) -> Repetition:
    """Mark a repetition with what is odd about it, compared with the usual one."""
    if not one.kept or _apart_cm(one, usual) <= alike_cm(chart):
        return one
    return replace(one, odd=_oddness(one, usual, shown, chart))


def _oddness(one: Repetition, usual: Repetition, shown: Demonstration, chart: ChartName) -> Odd:
    if one.closed is not usual.closed:
        return Odd.CIRCLE if one.closed else Odd.NO_CIRCLE
    if _apart_cm(_backwards(one), usual) <= alike_cm(chart):
        return Odd.OTHER_WAY
    share = one.length_cm / usual.length_cm
    if share < SHORTER:
        return Odd.LOST if _cut_off(one, shown) else Odd.SHORT
    if share > LONGER:
        return Odd.LONG
    shift_cm = usual.done_cm[0].mean(axis=0) - one.done_cm[0].mean(axis=0)
    if _apart_cm(replace(one, paths_cm=one.paths_cm + shift_cm), usual) <= alike_cm(chart):
        return Odd.BESIDE
    return Odd.ELSEWHERE


def _backwards(one: Repetition) -> Repetition:
    return replace(one, paths_cm=one.paths_cm[:, ::-1])


def _cut_off(one: Repetition, shown: Demonstration) -> bool:
    """Tell whether a hand went out of sight as its repetition began or ended."""
    spans = ((one.start_s - EDGE_S, one.start_s), (one.end_s, one.end_s + EDGE_S))
    sides = HANDS if one.side is Side.BOTH else (one.side,)
    return any(shown.share_seen(side, *span) < LOST for side in sides for span in spans)


def _with_both(one: Repetition, shown: Demonstration) -> Repetition:
    """Leave out a repetition that was seen of one hand only, where the others were of both."""
    if not one.kept or one.side is Side.BOTH:
        return one
    other = Side.RIGHT if one.side is Side.LEFT else Side.LEFT
    lost = shown.share_seen(other, one.start_s, one.end_s) < LOST
    return replace(one, odd=Odd.OTHER_LOST if lost else Odd.ONE_HAND)


def _in_pace(one: Repetition, pace_s: float) -> Repetition:
    if not one.kept or QUICKER * pace_s <= one.pace_s <= SLOWER * pace_s:
        return one
    return replace(one, odd=Odd.QUICK if one.pace_s < pace_s else Odd.SLOW)


def _cosine(a: FloatArray, b: FloatArray) -> float:
    return float(a @ b / (np.hypot(*a) * np.hypot(*b) + 1e-9))
