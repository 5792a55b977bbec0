"""Warping and averaging, with answers known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.strokes.match import resample
from coach.teaching.align import (
    BAND,
    POINTS,
    apart_cm,
    average,
    length_cm,
    paired,
    ring,
    ring_area_cm2,
    turned,
)
from coach.types import FloatArray

ARC = np.stack([5 * np.cos(np.linspace(0, 2, POINTS)), 5 * np.sin(np.linspace(0, 2, POINTS))], -1)
RING = ring(np.stack([np.cos(np.linspace(0, 6.2, 40)), 2 * np.sin(np.linspace(0, 6.2, 40))], -1))


def slow_paired_cost(a: FloatArray, b: FloatArray) -> float:
    """The same sum by plain recursion over all ways within the band."""
    cost = np.hypot(*(a[:, None] - b[None]).transpose(2, 0, 1))
    cost[np.abs(np.subtract.outer(np.arange(len(a)), np.arange(len(b)))) > BAND] = np.inf
    total = np.full(cost.shape, np.inf)
    for i in range(len(a)):
        for k in range(len(b)):
            before = [
                total[x, y] for x, y in ((i - 1, k), (i, k - 1), (i - 1, k - 1)) if min(x, y) >= 0
            ]
            total[i, k] = cost[i, k] + (min(before) if before else 0.0)
    return float(total[-1, -1])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.floats(0.0, 0.5))
@example(95, 0.5)  # without the band there is a cheaper way
def test_the_warp_is_the_cheapest(seed: int, size: float) -> None:
    rng = np.random.default_rng(seed)
    a, b = (ARC + size * np.cumsum(rng.normal(0, 0.3, ARC.shape), axis=0) for _ in range(2))
    pairs = paired(a, b)
    assert tuple(pairs[0]) == (0, 0)
    assert tuple(pairs[-1]) == (POINTS - 1, POINTS - 1)
    steps = np.diff(pairs, axis=0)
    assert ((steps >= 0) & (steps <= 1)).all()
    assert (steps.sum(axis=1) >= 1).all()
    i, k = pairs.T
    assert np.hypot(*(a[i] - b[k]).T).sum() == pytest.approx(slow_paired_cost(a, b))


def test_what_is_gone_at_another_pace_is_the_same_path() -> None:
    quick_then_slow = ARC[(np.linspace(0, 1, 200) ** 1.2 * (POINTS - 1)).astype(int)]
    slow = resample(quick_then_slow, POINTS)
    assert apart_cm(ARC, slow) < 0.15
    assert apart_cm(ARC, ARC[::-1]) > 2


def test_the_average_lies_in_the_middle() -> None:
    mean = average([ARC * 0.9, ARC * 1.1], ARC * 0.9, closed=False)
    assert np.abs(np.hypot(*mean.T) - 5.0).max() < 0.06
    assert np.hypot(*(mean[0] - ARC[0])) < 0.05
    assert np.hypot(*(mean[-1] - ARC[-1])) < 0.05


def test_the_average_of_noise_comes_nearer_to_the_truth() -> None:
    rng = np.random.default_rng(1)
    noisy = [resample(ARC + rng.normal(0, 0.25, ARC.shape), POINTS) for _ in range(8)]
    mean = average(noisy, noisy[0], closed=False)
    off = [np.hypot(*(one - ARC).T).mean() for one in noisy]
    assert np.hypot(*(mean - ARC).T).mean() < 0.6 * np.mean(off)


def test_one_path_averages_to_itself() -> None:
    assert np.hypot(*(average([ARC], ARC, closed=False) - ARC).T).max() < 0.06
    assert np.hypot(*(average([RING], RING, closed=True) - RING).T).max() < 0.15


@settings(deadline=None)
@given(st.integers(0, POINTS - 2))
def test_rings_begin_anywhere(step: int) -> None:
    other = np.roll(RING[:-1], -step, axis=0)
    assert np.allclose(turned(np.concatenate([other, other[:1]]), RING), RING)


def test_rings_have_a_sense() -> None:
    assert ring_area_cm2(RING) == pytest.approx(2 * np.pi, rel=0.03)
    assert ring_area_cm2(RING[::-1]) == pytest.approx(-2 * np.pi, rel=0.03)
    assert np.allclose(RING[0], RING[-1])
    assert length_cm(RING) == pytest.approx(9.69, rel=0.02)
