"""Curves through points: scipy's numbers, to the last digit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import PchipInterpolator

from sample_videos.studio.curves import through


@pytest.mark.parametrize("seed", range(40))
def test_a_curve_is_the_librarys_to_the_last_digit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(3, 70))
    knots = np.cumsum(rng.uniform(0.01, 1.0, count))
    points = np.round(rng.normal(size=(count, 3)), int(rng.integers(0, 4)))  # some are level
    places = np.concatenate([knots, rng.uniform(knots[0], knots[-1], 50)])
    expected = PchipInterpolator(knots, points)(places)
    np.testing.assert_array_equal(through(knots, points, places), expected)


def test_through_two_points_leads_a_line() -> None:
    knots, points = np.array([0.0, 2.0]), np.array([[1.0, 5.0], [2.0, 1.0]])
    places = np.linspace(0.0, 2.0, 7)
    expected = PchipInterpolator(knots, points)(places)
    np.testing.assert_allclose(through(knots, points, places), expected, atol=1e-12)
