"""What a hand does with every kind of technique, as functions of time: its score.

Simulated scenes of the whole catalogue and drawn clips play the same scores.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.body.scale import to_cm
from coach.techniques.schema import Kind, Technique
from sample_videos.studio.primitives import Floats
from sample_videos.studio.vocabulary import Sense

STEP_HZ: Final = 240.0
"""How finely a movement is worked out before the camera's frames are taken from it."""
TOUCHING: Final = 0.3
"""For this share of its beat a hand that taps is on the skin."""
WAY_S: Final = (3.6, 6.0)
"""How long a hand that shakes travels."""


@dataclass(frozen=True, slots=True)
class Score:
    """A hand's movement relative to its rail, at `STEP_HZ`, from its first contact to its last.

    Attributes
    ----------
    along : (n,) float
        Share of the rail.
    lift_cm : (n,) float
        Height over the skin.
    aside_cm, upwards_cm : (n,) float
        What is added across the picture, away from the midline, and up: shaking, carrying,
        swinging.
    open : (n,) float
        How far the hand is open, 0 to 1.
    spans_s : tuple of (float, float)
        From when to when the hand is at each repetition.
    quickest_s : float
        How long its quickest movement takes from where it turns to where it turns again, if that
        is quicker than a repetition.
    """

    along: Floats
    lift_cm: Floats
    aside_cm: Floats
    upwards_cm: Floats
    open: Floats
    spans_s: tuple[tuple[float, float], ...]
    quickest_s: float = math.inf

    @property
    def count(self) -> int:
        """Repetitions that are done."""
        return len(self.spans_s)

    @property
    def contact_s(self) -> float:
        """How long the hand is at its place."""
        return len(self.along) / STEP_HZ

    @property
    def beat_s(self) -> float:
        """How long a repetition takes, with all that is between two."""
        return self.contact_s / max(self.count, 1)


def score_of(
    technique: Technique, sense: Sense, rng: np.random.Generator, longest_s: float = math.inf
) -> Score:
    """Draw how somebody does a technique; fewer times than usual where that would take longer."""
    makers = {
        Kind.STROKE: _strokes,
        Kind.CIRCLE: _circles,
        Kind.RUB: _rubs,
        Kind.TAP: _taps,
        Kind.PRESS: _presses,
        Kind.KNEAD: _kneads,
        Kind.VIBRATE: _shakes,
        Kind.HOLD: _hold,
        Kind.TIMED: _hold,
    }
    return makers[technique.kind](technique, sense == "reversed", rng, longest_s)


def _ease(tau: Floats) -> Floats:
    return np.asarray(tau**3 * (10 - 15 * tau + 6 * tau**2))


def _even(tau: Floats) -> Floats:
    return np.asarray(0.55 * _ease(tau) + 0.45 * (tau - np.sin(2 * np.pi * tau) / (2 * np.pi)))


def _steps(seconds: float) -> Floats:
    count = max(round(seconds * STEP_HZ), 2)
    return np.arange(count) / count


def _spans(
    pieces: Sequence[Floats], first: int = 0, every: int = 1, share: float = 1.0
) -> tuple[tuple[float, float], ...]:
    """Return when some of the pieces, that follow each other, are played, up to a share of each."""
    lengths_s = np.array([len(piece) for piece in pieces]) / STEP_HZ
    begin_s = np.cumsum(lengths_s) - lengths_s
    spans = np.stack([begin_s, begin_s + share * lengths_s], axis=1)[first::every]
    return tuple((float(start_s), float(end_s)) for start_s, end_s in spans)


def _times(usual: int, each_s: float, longest_s: float) -> int:
    """Return how often something is done: as usual, or as often as there is time, but twice."""
    return usual if usual * each_s <= longest_s else min(usual, max(int(longest_s / each_s), 2))


def _score(
    along: Floats,
    spans_s: tuple[tuple[float, float], ...],
    lift_cm: Floats | None = None,
    aside_cm: Floats | None = None,
    upwards_cm: Floats | None = None,
    opened: Floats | None = None,
    quickest_s: float = math.inf,
) -> Score:
    still = np.zeros(len(along))
    return Score(
        along,
        still if lift_cm is None else lift_cm,
        still if aside_cm is None else aside_cm,
        still if upwards_cm is None else upwards_cm,
        np.ones(len(along)) if opened is None else opened,
        spans_s,
        quickest_s,
    )


def _seconds(technique: Technique, rng: np.random.Generator, slowest: float = 3.0) -> float:
    """Draw how long one takes, well within what is neither too fast nor too slow."""
    low = technique.pace_min_s * 1.35
    high = min(technique.pace_max_s * 0.8, max(slowest, 1.5 * low))
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _strokes(
    technique: Technique, backwards: bool, rng: np.random.Generator, longest_s: float
) -> Score:
    count, stroke_s = int(rng.integers(4, 7)), _seconds(technique, rng, 2.0)
    count = _times(count, 1.7 * stroke_s, longest_s)
    low, high = 0.0, 1.0
    lift = rng.uniform(3.0, 6.0)
    along, lifts = [np.full(12, low)], [np.zeros(12)]
    for k in range(count):
        there = low + (high - low) * _even(_steps(stroke_s * rng.uniform(0.92, 1.08)))
        along.append(there)
        lifts.append(np.zeros(len(there)))
        if k + 1 < count:
            tau = _steps(max(stroke_s * rng.uniform(0.55, 0.8), 0.35))
            along.append(high + (low - high) * _ease(tau))
            lifts.append(lift * np.minimum(1.0, 2.4 * np.sin(np.pi * tau)) ** 2)
    path = np.concatenate(along)
    path = 1.0 - path if backwards else path
    return _score(path, _spans(along, 1, 2), np.concatenate(lifts))


def _circles(
    technique: Technique, backwards: bool, rng: np.random.Generator, longest_s: float
) -> Score:
    count, round_s = int(rng.integers(4, 8)), _seconds(technique, rng, 2.4)
    count = _times(count, round_s, longest_s)
    rounds = [k + _steps(round_s * rng.uniform(0.92, 1.08)) for k in range(count)]
    along = np.mod(np.concatenate(rounds), 1.0)
    return _score(1.0 - along if backwards else along, _spans(rounds))


def _rubs(technique: Technique, _: bool, rng: np.random.Generator, longest_s: float) -> Score:
    count, both_s = int(rng.integers(8, 14)), _seconds(technique, rng, 1.1)
    count = _times(count, both_s, longest_s)
    ways = [_steps(both_s * rng.uniform(0.92, 1.08)) for _ in range(count)]
    tau = np.concatenate(ways)
    return _score(0.5 - 0.5 * np.cos(2 * np.pi * tau), _spans(ways), quickest_s=both_s / 2)


def _taps(technique: Technique, _: bool, rng: np.random.Generator, longest_s: float) -> Score:
    count, beat_s = int(rng.integers(14, 26)), 1.0 / float(rng.uniform(1.5, 3.4))
    count = _times(count, beat_s, longest_s)
    height = float(rng.uniform(4.0, 9.0))
    beats = [_steps(beat_s * rng.uniform(0.94, 1.06)) for _ in range(count)]
    spans = _spans(beats, share=TOUCHING)
    # It leaves from the last tap; it does not fall again.
    beats[-1] = beats[-1][beats[-1] <= TOUCHING]
    tau = np.concatenate(beats)
    up = np.clip((tau - TOUCHING) / (1.0 - TOUCHING), 0.0, 1.0)
    lift = height * np.sin(np.pi * up) ** 2
    wander = np.linspace(0.15, 0.85, len(tau)) if rng.random() < 0.5 else np.full(len(tau), 0.5)
    # the forearm swings about the elbow, so that the hand also moves up
    return _score(wander, spans, lift, upwards_cm=0.35 * lift)


def _presses(technique: Technique, _: bool, rng: np.random.Generator, longest_s: float) -> Score:
    count, dwell_s = int(rng.integers(4, 8)), float(rng.uniform(0.9, 2.0))
    count = _times(count, dwell_s + 0.6, longest_s)
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    length_cm = float(np.hypot(*np.diff(path_cm, axis=0).T).sum())
    reach = min(0.9, count * rng.uniform(4.0, 7.0) / length_cm)
    stations = 0.05 + np.linspace(0.0, reach, count)
    along, lifts = [], []
    for k in range(count):
        rest = _steps(dwell_s * rng.uniform(0.9, 1.1))
        along.append(np.full(len(rest), stations[k]))
        lifts.append(np.zeros(len(rest)))
        if k + 1 < count:
            tau = _steps(rng.uniform(0.45, 0.7))
            along.append(stations[k] + (stations[k + 1] - stations[k]) * _ease(tau))
            lifts.append(rng.uniform(2.5, 4.0) * np.sin(np.pi * tau) ** 2)
    lift = np.concatenate(lifts)
    return _score(np.concatenate(along), _spans(along, 0, 2), lift, upwards_cm=0.3 * lift)


def _kneads(
    technique: Technique, backwards: bool, rng: np.random.Generator, longest_s: float
) -> Score:
    count, fold_s = int(rng.integers(8, 14)), float(rng.uniform(0.6, 1.4))
    count = _times(count, fold_s, longest_s)
    folds = [_steps(fold_s * rng.uniform(0.92, 1.08)) for _ in range(count)]
    tau = np.concatenate(folds)
    opened = 0.5 + 0.5 * np.cos(2 * np.pi * tau)
    along = np.linspace(0.03, 0.97, len(tau))
    carried = rng.uniform(0.5, 1.5) * (1.0 - opened)
    return _score(
        1.0 - along if backwards else along,
        _spans(folds),
        aside_cm=carried,
        opened=opened,
        quickest_s=fold_s / 2,
    )


def _shakes(
    technique: Technique, backwards: bool, rng: np.random.Generator, longest_s: float
) -> Score:
    count, way_s = int(rng.integers(2, 4)), float(rng.uniform(*WAY_S))
    way_s = min(way_s, max(longest_s / 2 - 0.6, WAY_S[0]))
    count = _times(count, way_s + 1.2, longest_s)
    low, high = 0.0, 1.0
    rate_hz, swing = float(rng.uniform(5.6, 9.0)), float(rng.uniform(0.5, 0.9))
    along, lifts, shakes = [], [], []
    for k in range(count):
        tau = _steps(way_s)
        along.append(low + (high - low) * _even(tau))
        lifts.append(np.zeros(len(tau)))
        shakes.append(swing * np.sin(2 * np.pi * rate_hz * way_s * tau))
        if k + 1 < count:
            tau = _steps(rng.uniform(1.0, 1.5))
            along.append(high + (low - high) * _ease(tau))
            lifts.append(4.0 * np.minimum(1.0, 2.4 * np.sin(np.pi * tau)) ** 2)
            shakes.append(np.zeros(len(tau)))
    path = np.concatenate(along)
    return _score(
        1.0 - path if backwards else path,
        _spans(along, 0, 2),
        np.concatenate(lifts),
        aside_cm=np.concatenate(shakes),
        quickest_s=0.5 / rate_hz,
    )


def _hold(technique: Technique, _: bool, rng: np.random.Generator, longest_s: float) -> Score:
    steps = _steps(min(float(rng.uniform(25.0, 40.0)), longest_s))
    sway = 0.15 * np.sin(2 * np.pi * 0.25 * len(steps) / STEP_HZ * steps)
    return _score(np.full(len(steps), 0.5), _spans([steps]), upwards_cm=sway)
