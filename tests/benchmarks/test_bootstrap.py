"""Intervals: they hold what they should as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.bootstrap import (
    Estimate,
    difference,
    divided,
    of_change,
    of_quantile,
    of_quantile_change,
    of_sums,
)


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
    found = of_sums([np.array([4.0, 4.0])] * 80, share, "share")
    assert found == Estimate(1.0, pytest.approx(0.025 ** (1 / 80)), 1.0, 80)
    assert of_sums([np.array([0.0, 4.0])] * 80, share, "share").high == pytest.approx(
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


def test_a_quantile_that_is_off_by_the_same_everywhere_has_no_doubt_about_it() -> None:
    """Clips are drawn anew in pairs, so what differs between clips is not in the difference."""
    rng = np.random.default_rng(4)
    before = [rng.normal(5.0 * rng.random(), 1.0, rng.integers(1, 9)) for _ in range(40)]
    found = of_quantile_change(before, [row + 2.0 for row in before], 0.95)
    assert found.value == pytest.approx(2.0)
    assert np.isnan(found.low) or found.low == pytest.approx(found.high) == pytest.approx(2.0)


def test_a_change_of_a_quantile_that_chance_explains_holds_0() -> None:
    rng = np.random.default_rng(6)
    before, after = ([rng.normal(size=5) for _ in range(40)] for _ in range(2))
    found = of_quantile_change(before, after, 0.5)
    assert found.low < 0 < found.high
    assert np.isnan(of_quantile_change([], [], 0.5).value)


def test_it_is_the_same_every_time() -> None:
    rng = np.random.default_rng(2)
    rows = [rng.normal(size=rng.integers(1, 9)) for _ in range(30)]
    assert of_quantile(rows, 0.95) == of_quantile(rows, 0.95)


def test_no_interval_is_better_than_one_without_a_width() -> None:
    for found in (of_sums([np.array([3.0, 4.0])], share), of_quantile([np.array([5.0])], 0.5)):
        assert np.isfinite(found.value)
        assert np.isnan([found.low, found.high]).all()


def test_a_rate_of_nothing_may_be_more_the_shorter_it_was_looked_for() -> None:
    found = of_sums([np.array([0.0, 0.5])] * 4, share, "rate")
    assert (found.value, found.low) == (0.0, 0.0)
    assert np.exp(-found.high * 2.0) == pytest.approx(0.025), "so seldom is nothing seen in 2 min"
    assert np.isnan(of_sums([np.array([2.0, 0.5])], share, "rate").high)


def test_a_change_over_the_same_clips_is_told_more_sharply_than_two_numbers() -> None:
    """Clips differ much; each gains a little."""
    rng = np.random.default_rng(3)
    before = [np.array([k, 40.0]) for k in rng.integers(2, 38, 40)]
    after = [row + np.array([1.0, 0.0]) * (k % 2) for k, row in enumerate(before)]
    found = of_change(before, after, share)
    assert found.value == pytest.approx(1 / 80)
    assert 0 < found.low < found.value < found.high
    apart = difference(of_sums(after, share), of_sums(before, share))
    assert apart.low < 0 < apart.high
    assert np.isnan(of_change([], [], share).value)


def test_a_difference_holds_the_truth_about_95_times_in_100() -> None:
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(200):
        found = [
            of_sums([np.array([rng.binomial(6, habit), 6.0]) for habit in habits], share)
            for habits in (rng.beta(8, 2, 30), rng.beta(6, 4, 40))
        ]
        apart = difference(*found)
        held += apart.low <= 0.2 <= apart.high
    assert 0.90 <= held / 200 <= 0.98


def test_two_groups_without_an_error_may_differ_by_what_either_may_be_off() -> None:
    groups = [of_sums([np.array([4.0, 4.0])] * count, share, "share") for count in (20, 30)]
    apart = difference(*groups)
    assert apart.value == 0.0
    assert apart.low == pytest.approx(groups[0].low - 1.0)
    assert apart.high == pytest.approx(1.0 - groups[1].low)
