"""Which passes touched the skin, and which flew back over the path they came.

From one camera a hand that strokes and a hand that flies back look alike. What tells them
apart is the comparison of passes along the same lane, the one way and the other: it cancels
what depends on the hand's pose. At any time three hypotheses compete: the passes one way
touch, the passes the other way do, or both (rubbing). Every cue is a likelihood, none a
threshold, and most are allowed to be silent. People change over, so the hypotheses form a
hidden Markov chain along each hand's passes rather than one verdict for all of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from coach.strokes.lanes import ANSWER_S, Lane, folded
from coach.strokes.segment import Pass
from coach.types import ChartName, FloatArray, Side

__all__ = ["Evidence", "believed_ways", "compare", "weigh"]

COMPARE_POINTS = 16
MIDDLE = slice(3, 13)
"""Passes are compared along their middle: at the ends both touch."""

PRIOR = np.log([0.42, 0.42, 0.16])
"""One way, the other way, both ways (rubbing)."""
CHANGE = np.log(np.full((3, 3), 0.02) + 0.94 * np.eye(3))
"""How likely a person changes over from one pass to the next."""
SIZE_LIFTED, SIZE_LEVEL = (0.06, 0.14), (0.0, 0.12)
"""Log ratio of the palm's apparent size, flight over stroke: mean and spread when the return
is lifted towards the camera, and when it is not (or both touch)."""
BOW_LIFTED, BOW_LEVEL = (1.9, 1.4), (0.0, 0.35)
"""How much further out the flight bows than the stroke, in centimetres."""
PACE_FLIGHT, PACE_LEVEL = (0.3, 0.38), (0.0, 0.2)
PACE_FLIGHT_BACK, PACE_LEVEL_BACK = (0.3, 0.25), (0.0, 0.15)
"""Log ratio of durations, stroke over flight; on the back, where palms go evenly along a long
way, both are told better."""
SIZE_MOST, BOW_MOST_CM = 0.6, 6.0
"""Larger differences than these are not a lift but a hand that was mistaken."""
MOST_SAID = 2.5
"""A single cue makes a hypothesis at most e^this times less likely."""
SPEAKS = 0.75
"""How often a flight is lifted so that size or bow show it; else the cue is silent."""
PACE_WORTH = 0.8
"""A person's pace is a habit: many passes say no more about it than this many independent
ones. (How high a hand is lifted, and where, does vary from one return to the next.)"""
TOGETHER, OTHER_HAND = 0.3, 1.0
"""Passes of the other hand that share this much of the time say so much of what one's own do:
hands that mirror each other lift together."""
END_RIGHT = 0.75
"""How often the first and the last pass of a bout are working strokes."""
DECIDED = 0.55
"""A hypothesis about a lane is believed from this probability on."""
HEAD_CENTRE_CM = np.array([0.0, -2.0])
"""What "outwards" is measured from, in the face chart."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one pass of a lane: the probability of each hypothesis.

    Attributes
    ----------
    forth, back, both
        The passes that go +1 touch and the others fly; the reverse; all touch.
    """

    forth: float
    back: float
    both: float

    def touched(self, way: int) -> float:
        """Probability that the passes of a way touch the skin while the others fly."""
        return self.forth if way > 0 else self.back


def weigh(lane: Lane, ends: Sequence[Pass] = ()) -> tuple[Evidence, ...]:
    """Weigh all the cues for each pass of a lane.

    Parameters
    ----------
    ends
        The first and the last pass of each bout: a hand comes to where the working stroke
        begins and leaves from where it ends.

    Returns
    -------
    One for each of the lane's passes, in their order.
    """
    sides = {side: [i for i, p in enumerate(lane.passes) if p.bout.side is side] for side in Side}
    said = np.zeros((len(lane.passes), 3))
    for own in sides.values():
        said[own] = _said(lane, own, ends)
    coupled = said.copy()
    for side, own in sides.items():
        for i in own:
            for k in range(len(lane.passes)):
                if lane.passes[k].bout.side is not side and _together(lane, i, k):
                    coupled[i] += OTHER_HAND * said[k]
    found = [Evidence(0.0, 0.0, 0.0)] * len(lane.passes)
    for own in sides.values():
        for i, (forth, back, both) in zip(own, _smoothed(coupled[own]), strict=True):
            found[i] = Evidence(float(forth), float(back), float(both))
    return tuple(found)


def believed_ways(lane: Lane, evidence: Sequence[Evidence]) -> tuple[int, ...]:
    """Give which passes of a lane are believed to touch, each hand's from pass to pass.

    What was decided holds on to the passes beside it, of the same hand, for which it stays the
    likeliest: hysteresis, as of edges in a picture (Canny 1986, doi:10.1109/TPAMI.1986.4767851).

    Returns
    -------
    For each pass +1 if at that time those forth touch, −1 if those back do, 0 if it is open.
    """
    found = [0] * len(evidence)
    for side in Side:
        own = [i for i, p in enumerate(lane.passes) if p.bout.side is side]
        for i in own:
            found[i] = _way_of(evidence[i], DECIDED)
        for order in (own, own[::-1]):
            for before, i in pairwise(order):
                if found[i] == 0 and _way_of(evidence[i]) == found[before]:
                    found[i] = found[before]
    return tuple(found)


def _way_of(known: Evidence, least: float = 0.0) -> int:
    """Give the way that touches if it is the likeliest hypothesis, and likely enough; else 0."""
    likeliest = max(known.forth, known.back, known.both, least)
    return 1 if known.forth == likeliest else -1 if known.back == likeliest else 0


def compare(forth: Pass, back: Pass) -> tuple[float, float, float]:
    """Compare a pass back with the pass forth, at the same places of the path.

    Returns
    -------
    size
        Log ratio of the palm's apparent size, back over forth. NaN on the torso, where the
        palm is laid flat for the stroke, and its tilt outweighs a lift.
    bow_cm
        How much further outwards from the head the pass back runs; NaN on the torso.
    pace
        Log ratio of durations, forth over back.
    """
    pace = float(np.log((forth.end_s - forth.start_s) / (back.end_s - back.start_s)))
    if forth.bout.anchor is not ChartName.FACE:
        return float("nan"), float("nan"), pace
    there, there_size = _along(forth)
    again, again_size = (values[::-1] for values in _along(back))
    size = float(np.median(np.log(again_size[MIDDLE] / there_size[MIDDLE])))
    chord = there[-1] - there[0]
    across = np.array([-chord[1], chord[0]]) / np.hypot(*chord)
    if across @ ((there[0] + there[-1]) / 2 - HEAD_CENTRE_CM) < 0:
        across = -across
    bow_cm = float(np.median(((again - there) @ across)[MIDDLE]))
    return (
        size if abs(size) < SIZE_MOST else float("nan"),
        bow_cm if abs(bow_cm) < BOW_MOST_CM else float("nan"),
        pace,
    )


def _said(lane: Lane, own: Sequence[int], ends: Sequence[Pass]) -> FloatArray:
    """Give (passes, 3) log likelihoods from one hand's own passes; pairs are halved between."""
    said = np.zeros((len(own), 3))
    pairs = []
    for at, (i, k) in enumerate(pairwise(own)):
        a, b = lane.passes[i], lane.passes[k]
        answers = a.bout is b.bout and b.start_s - a.end_s <= ANSWER_S
        if answers and lane.ways[i] != lane.ways[k]:
            pairs.append((at, (a, b) if lane.ways[i] > 0 else (b, a)))
    compared = np.array([compare(*pair) for _, pair in pairs]).reshape(-1, 3)
    cues = _cues(compared, lane.passes[0].bout.anchor)
    for (at, _), values in zip(pairs, compared, strict=True):
        said[at : at + 2] += 0.5 * sum(cue.said(x) for cue, x in zip(cues, values, strict=True))
    for at, i in enumerate(own):
        likely = END_RIGHT if lane.ways[i] > 0 else 1 - END_RIGHT
        times = sum(lane.passes[i] is end for end in ends)
        said[at] += times * np.log([likely, 1 - likely, 0.5])
    return said


@dataclass(frozen=True, slots=True)
class _Cue:
    """How much more "flight-like" a pass back looks than the pass forth, and what that says.

    Attributes
    ----------
    flown, level
        Mean and spread of the value when the pass back flew, and when both touched.
    speaks
        How often a flight shows it at all.
    worth
        How much one pair counts.
    """

    flown: tuple[float, float]
    level: tuple[float, float]
    speaks: float
    worth: float = 1.0

    def said(self, value: float) -> FloatArray:
        """(3,): log likelihoods of the hypotheses."""
        if not np.isfinite(value):
            return np.zeros(3)
        silent = (1 - self.speaks) * _density(value, *self.level)
        likely = np.array(
            [
                self.speaks * _density(value, *self.flown) + silent,
                self.speaks * _density(-value, *self.flown) + silent,
                _density(value, *self.level),
            ]
        )
        said = np.log(likely + 1e-9)
        # No single look at a hand is proof: tracking slips now and then.
        return np.asarray(self.worth * np.maximum(said - said.max(), -MOST_SAID))


def _cues(compared: FloatArray, anchor: ChartName) -> tuple[_Cue, _Cue, _Cue]:
    """Give size, bow and pace for all the pairs (n, 3) of one hand.

    Whether somebody lifts is a habit, too: where no pass bows further out than another, that
    the next one does not either is no news.
    """
    on_torso = anchor is ChartName.TORSO
    paces = (PACE_FLIGHT_BACK, PACE_LEVEL_BACK) if on_torso else (PACE_FLIGHT, PACE_LEVEL)
    return (
        _Cue(SIZE_LIFTED, SIZE_LEVEL, _speaks(compared[:, 0], SIZE_LIFTED, SIZE_LEVEL)),
        _Cue(BOW_LIFTED, BOW_LEVEL, _speaks(compared[:, 1], BOW_LIFTED, BOW_LEVEL)),
        _Cue(*paces, 1.0, min(1.0, PACE_WORTH / max(len(compared), 1))),
    )


def _speaks(values: FloatArray, flown: tuple[float, float], level: tuple[float, float]) -> float:
    """How often this hand's flights show a cue: `SPEAKS` before anything was seen."""
    known = values[np.isfinite(values)]
    shown = SPEAKS * 0.5 * (_density(known, *flown) + _density(-known, *flown))
    silent = (1 - SPEAKS) * _density(known, *level)
    return float((SPEAKS + (shown / (shown + silent + 1e-12)).sum()) / (1 + len(known)))


def _density(value: ArrayLike, mean: float, spread: float) -> FloatArray:
    """Density of the normal distribution.

    `scipy.stats.norm.pdf` says the same, but checks so much that it took most of the time of
    judging, and a third of a second to load.
    """
    z = (np.asarray(value, dtype=np.float64) - mean) / spread
    return np.asarray(np.exp(-(z**2) / 2) / (math.sqrt(2 * math.pi) * spread))


def _smoothed(said: FloatArray) -> FloatArray:
    """Give (passes, 3) probabilities by the forward-backward algorithm.

    Rabiner: A tutorial on hidden Markov models. Proc. IEEE 77(2), 1989. doi:10.1109/5.18626
    """
    forwards, backwards = said.copy(), np.zeros_like(said)
    for i in range(len(said)):
        before = PRIOR if i == 0 else logsumexp(forwards[i - 1][:, None] + CHANGE, axis=0)
        forwards[i] += before
    for i in range(len(said) - 2, -1, -1):
        backwards[i] = logsumexp(CHANGE + said[i + 1] + backwards[i + 1], axis=1)
    score = forwards + backwards
    return np.asarray(np.exp(score - logsumexp(score, axis=1, keepdims=True)), dtype=np.float64)


def _together(lane: Lane, i: int, k: int) -> bool:
    a, b = lane.passes[i], lane.passes[k]
    shared_s = min(a.end_s, b.end_s) - max(a.start_s, b.start_s)
    longer_s = max(a.end_s - a.start_s, b.end_s - b.start_s)
    return lane.ways[i] == lane.ways[k] and shared_s > TOGETHER * longer_s


def _along(one: Pass) -> tuple[FloatArray, FloatArray]:
    """Places and palm sizes at equal steps of the way from end to end."""
    at_cm = folded(one)
    step = np.hypot(*np.diff(at_cm, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(step + 1e-9)])
    grid = np.linspace(0, way[-1], COMPARE_POINTS)
    places = np.stack([np.interp(grid, way, at_cm[:, axis]) for axis in (0, 1)], axis=-1)
    return places, np.interp(grid, way, one.palm_size)
