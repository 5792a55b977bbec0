"""Which passes touched the skin, and which flew back over the path they came.

From one camera a hand that strokes and a hand that flies back look alike. What tells them
apart is the comparison of passes along the same *lane*, the one way and the other: it cancels
what depends on the hand's pose. Three hypotheses compete for each lane: the passes one way
touched, the passes the other way did, or both (rubbing). Every cue is a likelihood, none a
threshold, and most are allowed to be silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import logsumexp
from scipy.stats import norm

from coach.strokes.segment import Pass
from coach.types import ChartName, FloatArray

__all__ = ["Evidence", "Lane", "compare", "lanes", "same_way", "weigh"]

SAME_PLACE = 0.45
"""Ends of two passes coincide when nearer than this share of the longer one's length."""
SAME_PLACE_CM = {ChartName.FACE: 2.0, ChartName.NECK: 2.0, ChartName.TORSO: 5.0}
ANSWER_S = 1.5
"""A pass back answers a pass that ended no longer ago than this."""
BACK_COSINE = -0.5
BACK_LENGTH = 0.5
"""… and runs against it, over at least this share of its length (or the other way round)."""
COMPARE_POINTS = 16
MIDDLE = slice(3, 13)
"""Passes are compared along their middle: at the ends both touch."""

PRIOR = np.log([0.42, 0.42, 0.16])
"""One way, the other way, both ways (rubbing)."""
SIZE_LIFTED = (0.030, 0.025)
SIZE_LEVEL = (0.0, 0.012)
"""Log ratio of the palm's apparent size, flight over stroke: mean and spread when the return
is lifted towards the camera, and when it is not (or both touch)."""
BOW_LIFTED = (1.6, 1.2)
BOW_LEVEL = (0.0, 0.35)
"""How much further out the flight bows than the stroke, in centimetres."""
PACE_FLIGHT = (0.45, 0.40)
PACE_LEVEL = (0.0, 0.25)
"""Log ratio of durations, stroke over flight."""
MOST_SAID = 2.5
"""A single cue makes a hypothesis at most e^this times less likely."""
SPEAKS = 0.6
"""How often a flight is lifted so that size or bow show it; else the cue is silent."""
END_RIGHT = 0.75
"""How often the first and the last pass of a bout are working strokes."""
HEAD_CENTRE_CM = np.array([0.0, -2.0])
"""What "outwards" is measured from, in the face chart."""


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a lane: the probability of each hypothesis.

    Attributes
    ----------
    forth, back, both
        The passes that go +1 touched and the others flew; the reverse; all touched.
    """

    forth: float
    back: float
    both: float

    def touched(self, way: int) -> float:
        """Probability that the passes of a way touched the skin while the others flew."""
        return self.forth if way > 0 else self.back


def lanes(passes: Sequence[Pass]) -> tuple[Lane, ...]:
    """Sort passes into lanes.

    Passes that run the same way at the same place are of one kind; the kind that most often
    answers another is its way back, however far it bows. Passes of both hands are of one kind
    when they mirror each other.
    """
    ordered = sorted(passes, key=lambda one: (one.start_s, one.bout.side))
    kinds: list[list[Pass]] = []
    for one in ordered:
        kind = next((kind for kind in kinds if same_way(kind[0], one)), None)
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


def _first_of(group: dict[int, int], way: int) -> int:
    return next(i for i, w in group.items() if w == way)


def _alike(one: Pass, other: Pass) -> bool:
    """Tell whether two passes run roughly the same way, over roughly the same length."""
    a, b = (np.subtract(*_folded(p)[[-1, 0]]) for p in (one, other))
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
    for one, other in _neighbours([p for kind in kinds for p in kind]):
        if _answers_it(one, other):
            i, k = sorted((kind_of[id(one)], kind_of[id(other)]))
            if i != k:
                counts[i, k] = counts.get((i, k), 0) + 1
    return [(n, i, k) for (i, k), n in counts.items()]


def _neighbours(passes: Sequence[Pass]) -> list[tuple[Pass, Pass]]:
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


def weigh(lane: Lane) -> Evidence:
    """Weigh all the cues for a lane."""
    score = PRIOR.copy()
    for forth_pass, back_pass in _answers(lane):
        score += _pair_score(forth_pass, back_pass)
    score += _ends_score(lane)
    forth, back, both = np.exp(score - logsumexp(score))
    return Evidence(float(forth), float(back), float(both))


def _folded(one: Pass) -> FloatArray:
    """(n, 2): the path with the right side of the body folded onto the left."""
    at_cm = one.at_cm
    return at_cm * (-1.0, 1.0) if at_cm[:, 0].mean() < 0 else at_cm


def same_way(first: Pass, one: Pass) -> bool:
    """Tell whether two passes run the same way at the same place (or mirror each other)."""
    if one.bout.anchor is not first.bout.anchor:
        return False
    a, b = _folded(first)[[0, -1]], _folded(one)[[0, -1]]
    length_cm = max(np.hypot(*(a[1] - a[0])), np.hypot(*(b[1] - b[0])))
    reach_cm = max(SAME_PLACE * length_cm, SAME_PLACE_CM[one.bout.anchor])
    same = (a[1] - a[0]) @ (b[1] - b[0]) > 0
    return bool(same and np.hypot(*(a - b).T).max() <= reach_cm)


def _answers(lane: Lane) -> list[tuple[Pass, Pass]]:
    """Pairs of passes (one way, the other way) of one bout, one right after the other."""
    way_of = {id(p): way for p, way in zip(lane.passes, lane.ways, strict=True)}
    pairs = []
    for one, other in _neighbours(lane.passes):
        if way_of[id(one)] != way_of[id(other)] and other.start_s - one.end_s <= ANSWER_S:
            pairs.append((one, other) if way_of[id(one)] > 0 else (other, one))
    return pairs


def _pair_score(forth: Pass, back: Pass) -> FloatArray:
    """Log likelihoods of the three hypotheses from a pass forth and one back."""
    size, bow_cm, pace = compare(forth, back)
    # Each cue says how much more "flight-like" the pass back is than the pass forth.
    cues = [
        (size, SIZE_LIFTED, SIZE_LEVEL, SPEAKS),
        (bow_cm, BOW_LIFTED, BOW_LEVEL, SPEAKS),
        (pace, PACE_FLIGHT, PACE_LEVEL, 1.0),
    ]
    score = np.zeros(3)
    for value, lifted, level, speaks in cues:
        if np.isfinite(value):
            silent = (1 - speaks) * norm.pdf(value, *level)
            likely = np.log(
                [
                    speaks * norm.pdf(value, *lifted) + silent + 1e-9,
                    speaks * norm.pdf(-value, *lifted) + silent + 1e-9,
                    norm.pdf(value, *level) + 1e-9,
                ]
            )
            # No single look at a hand is proof: tracking slips now and then.
            score += np.maximum(likely - likely.max(), -MOST_SAID)
    return score


def compare(forth: Pass, back: Pass) -> tuple[float, float, float]:
    """Compare a pass back with the pass forth, at the same places of the path.

    Returns
    -------
    size
        Log ratio of the palm's apparent size, back over forth.
    bow_cm
        How much further outwards from the head the pass back runs; NaN on the torso.
    pace
        Log ratio of durations, forth over back.
    """
    there, there_size = _along(forth)
    again, again_size = _along(back)
    again, again_size = again[::-1], again_size[::-1]
    size = float(np.median(np.log(again_size[MIDDLE] / there_size[MIDDLE])))
    bow_cm = float("nan")
    if forth.bout.anchor is ChartName.FACE:
        chord = there[-1] - there[0]
        across = np.array([-chord[1], chord[0]]) / np.hypot(*chord)
        middle = (there[0] + there[-1]) / 2
        if across @ (middle - HEAD_CENTRE_CM) < 0:
            across = -across
        bow_cm = float(np.median(((again - there) @ across)[MIDDLE]))
    pace = float(np.log((forth.end_s - forth.start_s) / (back.end_s - back.start_s)))
    return size, bow_cm, pace


def _along(one: Pass) -> tuple[FloatArray, FloatArray]:
    """Places and palm sizes at equal steps of the way from end to end."""
    at_cm = _folded(one)
    step = np.hypot(*np.diff(at_cm, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(step + 1e-9)])
    grid = np.linspace(0, way[-1], COMPARE_POINTS)
    places = np.stack([np.interp(grid, way, at_cm[:, axis]) for axis in (0, 1)], axis=-1)
    return places, np.interp(grid, way, one.palm_size)


def _ends_score(lane: Lane) -> FloatArray:
    """Weigh the ends: a bout's first and last pass are working strokes, mostly."""
    score = np.zeros(3)
    right, wrong = np.log(END_RIGHT), np.log(1 - END_RIGHT)
    bouts = {id(p.bout): p.bout for p in lane.passes}
    for key in bouts:
        ways = [w for p, w in zip(lane.passes, lane.ways, strict=True) if id(p.bout) == key]
        for way in (ways[0], ways[-1]):
            score += [right, wrong, np.log(0.5)] if way > 0 else [wrong, right, np.log(0.5)]
    return score
