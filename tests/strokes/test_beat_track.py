"""Moments that come again: found where they are, and the best series there is."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.strokes.beat_track import EVENLY, LEAST, REACH, even_moments
from coach.types import FloatArray

HZ = 20.0
PERIODS_S = np.geomspace(0.9, 7.0, 15)


def pulses(moments_s: FloatArray, seconds: float) -> FloatArray:
    t_s = np.arange(round(seconds * HZ)) / HZ
    away = t_s[:, None] - moments_s[None, :]
    return np.asarray(np.exp(-0.5 * (away / 0.15) ** 2).sum(axis=1) - 0.2)


@settings(deadline=None, max_examples=40)
@given(
    st.floats(1.5, 4.0),
    st.lists(st.floats(0.85, 1.15), min_size=3, max_size=8),
    st.integers(0, 2**32 - 1),
)
def test_uneven_moments_under_noise_are_found(
    period_s: float, shares: list[float], seed: int
) -> None:
    moments_s = 0.5 * period_s + np.cumsum([0.0, *(period_s * share for share in shares)])
    strength = pulses(moments_s, float(moments_s[-1]) + 0.5 * period_s)
    strength += np.random.default_rng(seed).normal(0, 0.05, len(strength))
    found_s = np.array(even_moments(strength, HZ, PERIODS_S)) / HZ
    assert len(found_s) == len(moments_s)
    np.testing.assert_allclose(found_s, moments_s, atol=0.2)


def test_a_moment_that_was_not_seen_leaves_a_gap_not_another_series() -> None:
    moments_s = np.array([1.0, 3.0, 5.0, 9.0, 11.0, 13.0])
    found_s = np.array(even_moments(pulses(moments_s, 14.0), HZ, PERIODS_S)) / HZ
    assert set(moments_s.round()) <= set(found_s.round())


@pytest.mark.parametrize("seed", range(8))
def test_no_other_series_is_better(seed: int) -> None:
    """The slow, obvious way: try every set of moments with every period."""
    rng = np.random.default_rng(seed)
    strength, periods_s = rng.normal(0, 0.6, 13), np.array([0.15, 0.2, 0.3])

    def worth(moments: tuple[int, ...], period_s: float) -> float:
        steps = [(b - a) / HZ / period_s for a, b in pairwise(moments)]
        if any(not 1 / REACH <= step <= REACH for step in steps):
            return -np.inf
        cost = sum(EVENLY * np.log(step) ** 2 for step in steps)
        return float(sum(strength[k] - LEAST for k in moments) - cost)

    def best(moments: tuple[int, ...]) -> float:
        return max(worth(moments, float(period_s)) for period_s in periods_s)

    every = [k for size in range(1, 14) for k in combinations(range(13), size)]
    assert best(even_moments(strength, HZ, periods_s)) == pytest.approx(max(map(best, every)))
