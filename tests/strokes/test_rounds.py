"""How often a hand goes round, and which way, where its place is as uncertain as its circles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.body.placement import CHARTS
from coach.strokes.rounds import goes_round, rounds
from coach.strokes.segment import Bout
from coach.strokes.signals import motions, smoothed
from coach.strokes.winding import wound
from coach.techniques.library import load_library
from coach.types import ChartName, FloatArray, HandPart, Sense, Side

COLLAR = load_library().find("collar-circles")
FPS = 30.0
RADIUS_CM = 4.0


def bout(at_cm: FloatArray, anchor: ChartName = ChartName.TORSO) -> Bout:
    n = len(at_cm)
    nowhere = np.full((n, len(CHARTS), 2), np.nan)
    places = np.full((n, len(HandPart), len(CHARTS), 2), np.nan)
    places[:, :, CHARTS.index(COLLAR.chart)] = 0.5
    return Bout(
        Side.LEFT, anchor, np.arange(n) / FPS, at_cm, nowhere, np.ones(n), parts_uv=places,
        pinch=np.ones(n),
    )  # fmt: skip


def circling(turns: float, seconds: float, flat: float = 1.0) -> FloatArray:
    angle = 2 * np.pi * turns * np.arange(round(seconds * FPS)) / (seconds * FPS)
    return RADIUS_CM * np.stack([np.cos(angle), flat * np.sin(angle)], axis=-1)


def errors(count: int, size_cm: float, seed: int) -> FloatArray:
    """(n, 2): errors that last for a quarter of a second, as those of landmarks do."""
    rng = np.random.default_rng(seed)
    slow = smoothed(rng.normal(size=(count + 60, 2)), 0.12)[30:-30]
    return np.asarray(size_cm * slow / slow.std())


def counted(at_cm: FloatArray) -> int:
    (motion,) = motions(bout(at_cm))
    return len(rounds(motion, COLLAR, asked=True)[1])


@pytest.mark.parametrize("turns", [3, 5, 8])
@pytest.mark.parametrize("flat", [1.0, 0.5])
def test_rounds_are_counted(turns: int, flat: float) -> None:
    assert counted(circling(turns, 1.3 * turns, flat)) == turns


@pytest.mark.parametrize("turns", [4, 6])
def test_rounds_are_counted_under_errors_half_as_large(turns: int) -> None:
    at_cm = circling(turns, 1.3 * turns)
    said = [counted(at_cm + errors(len(at_cm), RADIUS_CM / 2, seed)) for seed in range(20)]
    assert np.mean(np.array(said) == turns) >= 0.9


@settings(deadline=None, max_examples=25)
@given(st.floats(0, 2 * np.pi), st.sampled_from([-1.0, 1.0]), st.integers(0, 99))
def test_the_way_round_is_the_hands_own(begins: float, way: float, seed: int) -> None:
    turned = np.array([[np.cos(begins), np.sin(begins)], [-np.sin(begins), np.cos(begins)]])
    on_left_cm = (12.0, 0.0)
    at_cm = circling(5, 7.0) @ turned * (1.0, way) + errors(210, 1.0, seed) + on_left_cm
    (motion,) = motions(bout(at_cm))
    directed = COLLAR.model_copy(update={"either_way": False})
    _, beats = rounds(motion, directed, asked=True)
    u, v = COLLAR.path_array_uv.T
    written = np.sign((u * np.roll(v, -1) - np.roll(u, -1) * v).sum())
    assert len(beats) == 5
    assert {beat.sense for beat in beats} == {Sense.RIGHT if way == written else Sense.REVERSED}


@pytest.mark.parametrize("seed", range(8))
def test_to_and_fro_goes_round_no_way(seed: int) -> None:
    t_s = np.arange(round(8 * FPS)) / FPS
    at_cm = 6.0 * np.sin(2 * np.pi * 0.8 * t_s)[:, None] * (0.8, 0.6)
    (motion,) = motions(bout(at_cm + errors(len(t_s), 0.4, seed)))
    assert not goes_round(motion)
    assert not rounds(motion, COLLAR, asked=True)[1]


def test_a_hand_that_rests_goes_round_no_way() -> None:
    (motion,) = motions(bout(errors(240, 0.5, 3)))
    assert not goes_round(motion)
    assert not wound(motion.bout)


def test_where_the_place_is_not_known_nothing_goes_round() -> None:
    (motion,) = motions(bout(circling(5, 7.0)))
    assert not goes_round(replace(motion, at_cm=np.full_like(motion.at_cm, np.nan)))


def test_coming_and_going_are_no_rounds() -> None:
    at_cm = circling(5, 6.5)
    come = at_cm[0] + np.linspace(1, 0, 15)[:, None] * (20.0, -12.0)
    go = at_cm[-1] + np.linspace(0, 1, 15)[:, None] * (14.0, -20.0)
    assert counted(np.concatenate([come, at_cm, go])) == 5
