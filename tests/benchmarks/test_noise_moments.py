"""Errors made with known numbers are told by the same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.noise_moments import size_and_spread, wander
from sample_videos.studio.landmark_errors import Clock
from sample_videos.studio.landmark_noise import Wander


def drawn(what: Wander, fps: float = 25.0) -> np.ndarray:
    clock = Clock(np.random.default_rng(4), 12_000, 1 / fps)
    return clock.draw(what, 6, clock.form())


def test_the_size_of_even_errors() -> None:
    size, spread = size_and_spread(np.random.default_rng(1).normal(0, 0.3, 100_000))
    assert size == pytest.approx(0.3, rel=0.02)
    assert spread < 0.15


def test_a_few_slips_change_little() -> None:
    errors = np.random.default_rng(1).normal(0, 0.3, 100_000)
    errors[::50] = 20.0
    assert size_and_spread(errors)[0] == pytest.approx(0.3, rel=0.12)


@pytest.mark.parametrize("fps", [12.0, 25.0, 30.0])
def test_white_noise_drift_and_what_stays_are_told_apart(fps: float) -> None:
    clocks = [Clock(np.random.default_rng(seed), 400, 1 / fps) for seed in range(60)]
    sessions = [clock.draw(Wander(0.02, 0.08, 0.15, stays=0.1), 6) for clock in clocks]
    found = wander(sessions, [1 / fps] * len(sessions))
    assert found.white == pytest.approx(0.02, rel=0.25)
    assert found.drift == pytest.approx(0.08, rel=0.15)
    assert found.tau_s == pytest.approx(0.15, rel=0.25)
    assert found.stays == pytest.approx(0.1, rel=0.25)


def test_good_and_bad_form_are_told() -> None:
    found = wander([drawn(Wander(drift=0.1, tau_s=0.2, spread=0.6))], [0.04])
    assert found.spread == pytest.approx(0.6, rel=0.2)
    assert found.drift == pytest.approx(0.1, rel=0.25)


def test_what_is_missing_is_left_out() -> None:
    errors = drawn(Wander(white=0.1))
    errors[::3] = np.nan
    assert wander([errors], [0.04]).white == pytest.approx(0.1, rel=0.1)
    assert wander([np.full((5, 2), np.nan)], [0.04]) == Wander()
