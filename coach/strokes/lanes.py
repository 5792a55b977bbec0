"""Lanes: the same path over the body, gone along one way and the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from coach.strokes.segment import Pass
from coach.types import ChartName, FloatArray

__all__ = ["ANSWER_S", "SAME_PLACE_CM", "Lane", "folded", "lanes", "neighbours", "same_way"]

SAME_PLACE = 0.45
"""Ends of two passes coincide when nearer than this share of the longer one's length."""
SAME_PLACE_CM = {
    ChartName.FACE: 2.0,
    ChartName.NECK: 2.0,
    ChartName.TORSO: 5.0,
    ChartName.ARM: 5.0,
    ChartName.LEG: 5.0,
    ChartName.HAND: 2.0,
}
ANSWER_S = 1.5
"""A pass back answers a pass that ended no longer ago than this."""
MIRROR_SHARED, MIRROR_COSINE = 0.5, 0.7
"""Passes of two hands mirror each other when they share this much of the longer one's time, and
their folded directions agree this well."""
BACK_COSINE = -0.5
"""A pass back runs against the pass before it: at 120° to it, or more …"""
BACK_LENGTH = 0.5
"""… and over at least this share of its length (or the other way round)."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Passes of one or both hands along the same path, one way or the other.

    Attributes
    ----------
    passes
        In time order.
    ways
        +1 for passes that go the way of the lane's first pass, −1 for those that come back.
    """

    passes: tuple[Pass, ...]
    ways: tuple[int, ...]


def lanes(passes: Sequence[Pass]) -> tuple[Lane, ...]:
    """Sort passes into lanes.

    Passes that run the same way at the same place are of one kind; the kind that most often
    answers another is its way back, however far it bows. Passes of both hands are of one kind
    when they mirror each other.
    """
    ordered = sorted(passes, key=lambda one: (one.start_s, one.bout.side))
    kinds: list[list[Pass]] = []
    for one in ordered:
        kind = next((kind for kind in kinds if _is_of(kind, one)), None)
        if kind is None:
            kinds.append([one])
        else:
            kind.append(one)
    groups: list[dict[int, int]] = []  # kind's index → its way
    for _, i, k in sorted(_links(kinds), reverse=True):
        at = {j: g for g in groups for j in g}
        if i not in at and k not in at:
            groups.append({i: 1, k: -1})
        elif (i in at) != (k in at):
            group, new, old = (at[i], k, i) if i in at else (at[k], i, k)
            if _alike(kinds[_first_of(group, -group[old])][0], kinds[new][0]):
                group[new] = -group[old]
    linked = {i for group in groups for i in group}
    groups += [{i: 1} for i in range(len(kinds)) if i not in linked]
    return tuple(
        _lane([(p, way) for i, way in group.items() for p in kinds[i]]) for group in groups
    )


def _is_of(kind: Sequence[Pass], one: Pass) -> bool:
    """Tell whether a pass is of a kind: it runs the same way as its first, or mirrors one of it."""
    return same_way(kind[0], one) or any(_mirrors(other, one) for other in kind)


def _mirrors(one: Pass, other: Pass) -> bool:
    """Tell whether two hands do the same at the same time, if not at quite the same place.

    A head that is turned, or a pose that slipped, puts one of them elsewhere.
    """
    if one.bout.side is other.bout.side or one.bout.anchor is not other.bout.anchor:
        return False
    shared_s = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
    longer_s = max(one.end_s - one.start_s, other.end_s - other.start_s)
    if shared_s < MIRROR_SHARED * longer_s:
        return False
    a, b = (np.subtract(*folded(p)[[-1, 0]]) for p in (one, other))
    size_a, size_b = np.hypot(*a), np.hypot(*b)
    return bool(
        a @ b > MIRROR_COSINE * size_a * size_b
        and min(size_a, size_b) > BACK_LENGTH * max(size_a, size_b)
    )


def _first_of(group: dict[int, int], way: int) -> int:
    return next(i for i, w in group.items() if w == way)


def _alike(one: Pass, other: Pass) -> bool:
    """Tell whether two passes run roughly the same way, over roughly the same length."""
    a, b = (np.subtract(*folded(p)[[-1, 0]]) for p in (one, other))
    size_a, size_b = np.hypot(*a), np.hypot(*b)
    return bool(
        a @ b / (size_a * size_b) > -BACK_COSINE
        and min(size_a, size_b) > BACK_LENGTH * max(size_a, size_b)
    )


def _lane(marked: list[tuple[Pass, int]]) -> Lane:
    marked.sort(key=lambda item: (item[0].start_s, item[0].bout.side))
    sign = marked[0][1]
    return Lane(tuple(p for p, _ in marked), tuple(sign * way for _, way in marked))


def _links(kinds: Sequence[Sequence[Pass]]) -> list[tuple[int, int, int]]:
    """Give (times one kind answers another, −index, −index) for all that do."""
    kind_of = {id(p): i for i, kind in enumerate(kinds) for p in kind}
    counts: dict[tuple[int, int], int] = {}
    for one, other in neighbours([p for kind in kinds for p in kind]):
        if _answers_it(one, other):
            i, k = sorted((kind_of[id(one)], kind_of[id(other)]))
            if i != k:
                counts[i, k] = counts.get((i, k), 0) + 1
    return [(n, i, k) for (i, k), n in counts.items()]


def neighbours(passes: Sequence[Pass]) -> list[tuple[Pass, Pass]]:
    """Pairs of passes of one bout, each with the next."""
    ordered = sorted(passes, key=lambda one: (one.bout.side, one.start_s))
    return [(a, b) for a, b in pairwise(ordered) if a.bout is b.bout]


def _answers_it(one: Pass, other: Pass) -> bool:
    """Tell whether a pass goes back along the one before it."""
    if other.start_s - one.end_s > ANSWER_S:
        return False
    a, b = one.chord_cm, other.chord_cm
    size_a, size_b = np.hypot(*a), np.hypot(*b)
    opposite = a @ b / (size_a * size_b) < BACK_COSINE
    return bool(opposite and min(size_a, size_b) > BACK_LENGTH * max(size_a, size_b))


def folded(one: Pass) -> FloatArray:
    """(n, 2): the path with the right side of the body folded onto the left."""
    at_cm = one.at_cm
    return at_cm * (-1.0, 1.0) if at_cm[:, 0].mean() < 0 else at_cm


def same_way(first: Pass, one: Pass) -> bool:
    """Tell whether two passes run the same way at the same place (or mirror each other)."""
    if one.bout.anchor is not first.bout.anchor:
        return False
    a, b = folded(first)[[0, -1]], folded(one)[[0, -1]]
    length_cm = max(np.hypot(*(a[1] - a[0])), np.hypot(*(b[1] - b[0])))
    reach_cm = max(SAME_PLACE * length_cm, SAME_PLACE_CM[one.bout.anchor])
    same = (a[1] - a[0]) @ (b[1] - b[0]) > 0
    return bool(same and np.hypot(*(a - b).T).max() <= reach_cm)
