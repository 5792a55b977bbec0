"""Rhythms: how often, and where nothing can be told."""

from __future__ import annotations

import numpy as np
import pytest

from coach.strokes.rhythm import rhythm_of
from coach.strokes.signals import GRID_HZ


def test_a_rhythm_is_found_and_its_beats_are_counted() -> None:
    t_s = np.arange(0, 6, 1 / GRID_HZ)
    found = rhythm_of(np.sin(2 * np.pi * 2.0 * t_s)[:, None], 1.1, 4.8)
    assert found is not None
    assert found.rate_hz == pytest.approx(2.0, abs=0.1)
    assert len(found.beats) == 12


@pytest.mark.parametrize("high_hz", [1.1, 1.134, 1.3])
@pytest.mark.parametrize("count", [137, 400, 1199])
def test_where_pictures_come_too_rarely_nothing_beats(high_hz: float, count: int) -> None:
    channels = np.random.default_rng(1).normal(size=(count, 2))
    assert rhythm_of(channels, 1.1, high_hz) is None
