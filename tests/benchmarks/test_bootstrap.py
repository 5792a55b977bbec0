"""Intervals: they hold what they should as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.bootstrap import Estimate, divided, of_quantile, of_sums


def share(sums: np.ndarray) -> np.ndarray:
    return divided(sums[..., 0], sums[..., 1])


def test_the_value_is_that_of_all_clips_together() -> None:
    rows = [np.array([1.0, 1.0]), np.array([0.0, 3.0])]
    assert of_sums(rows, share).value == 0.25
    assert of_quantile([np.array([5.0, 1.0]), np.array([3.0])], 0.5).value == 3.0


def test_a_95_percent_interval_holds_the_truth_about_95_times_in_100() -> None:
    """Clips differ (a habit each), and strokes of one clip are alike."""
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(200):
        habits = rng.beta(8, 2, 60)
        rows = [np.array([rng.binomial(6, habit), 6.0]) for habit in habits]
        found = of_sums(rows, share)
        held += found.low <= 0.8 <= found.high
    assert 0.90 <= held / 200 <= 0.98


def test_strokes_of_one_clip_do_not_narrow_the_interval() -> None:
    few = [np.array([float(k % 4 > 0), 1.0]) for k in range(40)]
    many = [row * 10 for row in few]
    a, b = of_sums(few, share), of_sums(many, share)
    assert (a.low, a.high) == (b.low, b.high)


def test_without_a_single_error_the_interval_is_not_empty() -> None:
    found = of_sums([np.array([4.0, 4.0])] * 80, share, share=True)
    assert found == Estimate(1.0, pytest.approx(0.025 ** (1 / 80)), 1.0, 80)
    assert of_sums([np.array([0.0, 4.0])] * 80, share, share=True).high == pytest.approx(
        1 - 0.025 ** (1 / 80)
    )


def test_clips_without_a_say_are_left_out() -> None:
    rows = [np.array([1.0, 2.0]), np.array([0.0, 0.0])]
    assert of_sums(rows, share).clips == 1


def test_nothing_gives_nothing() -> None:
    found = of_sums([], share)
    assert np.isnan(found.value)
    assert found.clips == 0
    assert np.isnan(of_quantile([], 0.5).value)


def test_it_is_the_same_every_time() -> None:
    rng = np.random.default_rng(2)
    rows = [rng.normal(size=rng.integers(1, 9)) for _ in range(30)]
    assert of_quantile(rows, 0.95) == of_quantile(rows, 0.95)
