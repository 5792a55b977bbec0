"""What a hand does with every kind of technique, rightly and with faults, as functions of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coach.body.scale import to_cm
from coach.techniques.schema import Kind, Technique
from coach.types import FloatArray

__all__ = ["ACTS", "STEP_HZ", "Act", "Score", "acts_for", "score_of"]

Act = Literal["right", "reversed", "too_short", "off_place"]
ACTS: tuple[Act, ...] = ("right", "reversed", "too_short", "off_place")
EVERYWHERE_CM = 12.0
"""What has so much room is done all over a part of the body: nowhere on it is the wrong place."""
SHORT = (0.3, 0.36)
"""How much of its way in the chart a stroke that is too short goes along."""
STEP_HZ = 240.0
"""How finely a movement is worked out before the camera's frames are taken from it."""


@dataclass(frozen=True, slots=True)
class Score:
    """A hand's movement relative to its rail, at `STEP_HZ`, from its first contact to its last.

    Attributes
    ----------
    along
        (n,): share of the rail.
    lift_cm
        (n,): height over the skin.
    aside_cm, upwards_cm
        (n,): what is added across the picture and up, in cm: shaking, carrying, swinging.
    open
        (n,): how far the hand is open, 0 to 1.
    count
        Repetitions that were done.
    contact_s
        How long the hand was at its place.
    """

    along: FloatArray
    lift_cm: FloatArray
    aside_cm: FloatArray
    upwards_cm: FloatArray
    open: FloatArray
    count: int
    contact_s: float


def acts_for(technique: Technique) -> tuple[Act, ...]:
    """Give what can be done with a technique."""
    found: list[Act] = ["right"]
    directed = technique.kind in (Kind.STROKE, Kind.CIRCLE, Kind.VIBRATE, Kind.KNEAD)
    if directed and not technique.either_way:
        found.append("reversed")
    if technique.kind in (Kind.STROKE, Kind.VIBRATE):
        found.append("too_short")
    in_place = technique.off_path_cm < EVERYWHERE_CM
    if in_place and technique.kind in (Kind.TAP, Kind.PRESS, Kind.HOLD):
        found.append("off_place")
    return tuple(found)


def _ease(tau: FloatArray) -> FloatArray:
    return np.asarray(tau**3 * (10 - 15 * tau + 6 * tau**2))


def _even(tau: FloatArray) -> FloatArray:
    return np.asarray(0.55 * _ease(tau) + 0.45 * (tau - np.sin(2 * np.pi * tau) / (2 * np.pi)))


def _steps(seconds: float) -> FloatArray:
    count = max(round(seconds * STEP_HZ), 2)
    return np.arange(count) / count


def score_of(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    """Draw how somebody does a technique."""
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
    return makers[technique.kind](technique, act, rng)


def _score(
    along: FloatArray,
    count: int,
    lift_cm: FloatArray | None = None,
    aside_cm: FloatArray | None = None,
    upwards_cm: FloatArray | None = None,
    opened: FloatArray | None = None,
) -> Score:
    still = np.zeros(len(along))
    return Score(
        along,
        still if lift_cm is None else lift_cm,
        still if aside_cm is None else aside_cm,
        still if upwards_cm is None else upwards_cm,
        np.ones(len(along)) if opened is None else opened,
        count,
        len(along) / STEP_HZ,
    )


def _seconds(technique: Technique, rng: np.random.Generator, slowest: float = 3.0) -> float:
    """Draw how long one takes, well within what is neither too fast nor too slow."""
    low = technique.pace_min_s * 1.35
    high = min(technique.pace_max_s * 0.8, max(slowest, 1.5 * low))
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _strokes(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    count, stroke_s = int(rng.integers(4, 7)), _seconds(technique, rng, 2.0)
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
    path = 1.0 - path if act == "reversed" else path
    return _score(path, count, np.concatenate(lifts))


def _circles(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    count, round_s = int(rng.integers(4, 8)), _seconds(technique, rng, 2.4)
    turns = np.concatenate([k + _steps(round_s * rng.uniform(0.92, 1.08)) for k in range(count)])
    along = np.mod(turns, 1.0)
    return _score(1.0 - along if act == "reversed" else along, count)


def _rubs(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    count, both_s = int(rng.integers(8, 14)), _seconds(technique, rng, 1.1)
    tau = np.concatenate([_steps(both_s * rng.uniform(0.92, 1.08)) for _ in range(count)])
    return _score(0.5 - 0.5 * np.cos(2 * np.pi * tau), count)


def _taps(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    count, beat_s = int(rng.integers(14, 26)), 1.0 / float(rng.uniform(1.5, 3.4))
    height = float(rng.uniform(4.0, 9.0))
    beats = [_steps(beat_s * rng.uniform(0.94, 1.06)) for _ in range(count)]
    beats[-1] = beats[-1][beats[-1] <= 0.3]  # It leaves from the last tap; it does not fall again.
    tau = np.concatenate(beats)
    up = np.clip((tau - 0.3) / 0.7, 0.0, 1.0)
    lift = height * np.sin(np.pi * up) ** 2
    wander = np.linspace(0.15, 0.85, len(tau)) if rng.random() < 0.5 else np.full(len(tau), 0.5)
    # the forearm swings about the elbow, so that the hand also moves up
    return _score(wander, count, lift, upwards_cm=0.35 * lift)


def _presses(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    count, dwell_s = int(rng.integers(4, 8)), float(rng.uniform(0.9, 2.0))
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
    return _score(np.concatenate(along), count, lift, upwards_cm=0.3 * lift)


def _kneads(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    count, fold_s = int(rng.integers(8, 14)), float(rng.uniform(0.6, 1.4))
    tau = np.concatenate([_steps(fold_s * rng.uniform(0.92, 1.08)) for _ in range(count)])
    opened = 0.5 + 0.5 * np.cos(2 * np.pi * tau)
    along = np.linspace(0.03, 0.97, len(tau))
    carried = rng.uniform(0.5, 1.5) * (1.0 - opened)
    return _score(
        1.0 - along if act == "reversed" else along, count, aside_cm=carried, opened=opened
    )


def _shakes(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    count, way_s = int(rng.integers(2, 4)), float(rng.uniform(3.6, 6.0))
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
        1.0 - path if act == "reversed" else path,
        count,
        np.concatenate(lifts),
        aside_cm=np.concatenate(shakes),
    )


def _hold(technique: Technique, act: Act, rng: np.random.Generator) -> Score:
    steps = _steps(float(rng.uniform(25.0, 40.0)))
    sway = 0.15 * np.sin(2 * np.pi * 0.25 * len(steps) / STEP_HZ * steps)
    return _score(np.full(len(steps), 0.5), 1, upwards_cm=sway)
