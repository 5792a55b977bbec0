"""Backdrops: the first rooms stay, further places differ, sizes agree."""

from __future__ import annotations

import numpy as np
import pytest

from sample_videos.studio.backdrop import FIRST_PLACE, background


@pytest.mark.parametrize("seed", range(FIRST_PLACE, FIRST_PLACE + 8))
def test_every_place_is_light_in_range_and_repeatable(seed: int) -> None:
    room = background(96, 72, seed)
    assert room.shape == (72, 96, 3)
    assert 0 <= room.min() <= room.max() <= 1
    assert np.array_equal(room, background(96, 72, seed))
    assert np.abs(room - background(96, 72, seed + 1)).mean() > 0.01


@pytest.mark.parametrize("seed", [1, 4, 7, FIRST_PLACE, FIRST_PLACE + 5])
def test_a_place_is_the_same_at_every_size(seed: int) -> None:
    small, large = background(80, 60, seed), background(160, 120, seed)
    halved = large.reshape(60, 2, 80, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - halved).mean() < 0.01


@pytest.mark.parametrize("seed", [2, 7, *range(FIRST_PLACE, FIRST_PLACE + 40, 3)])
def test_other_places_are_as_bright_as_the_usual_one_of_their_seed(seed: int) -> None:
    usual, other = background(96, 72, seed), background(96, 72, seed, "other")
    assert np.abs(usual - other).mean() > 0.01
    assert other.mean() == pytest.approx(usual.mean(), rel=0.05)  # the brightest spots are cut off
