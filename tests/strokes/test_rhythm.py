"""Rhythms: how often, and where nothing can be told."""

from __future__ import annotations

import numpy as np
import pytest

from coach.strokes.rhythm import Rhythm, one_way, rhythm_of
from coach.strokes.signals import GRID_HZ

GRID_HZ_INT = round(GRID_HZ)


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


def test_quick_beats_under_a_slow_drift_are_the_rhythm() -> None:
    t_s = np.arange(0, 8, 1 / GRID_HZ)
    drift = 2.0 * np.sin(2 * np.pi * 1.2 * t_s) * np.hanning(len(t_s))
    found = rhythm_of((drift + np.sin(2 * np.pi * 3.3 * t_s))[:, None], 1.1, 4.8)
    assert found is not None
    assert found.rate_hz == pytest.approx(3.3, abs=0.1)
    assert abs(len(found.beats) - 8 * 3.3) < 2


def test_beats_are_counted_while_the_swing_turns() -> None:
    # from along the first channel to along the second, as of a hand that goes on along a chest
    t_s = np.arange(0, 10, 1 / GRID_HZ)
    turn = np.pi / 2 * t_s / t_s[-1]
    beating = np.sin(2 * np.pi * 2.0 * t_s)
    found = rhythm_of(np.stack([np.cos(turn), np.sin(turn)], axis=1) * beating[:, None], 1.1, 4.8)
    assert found is not None
    assert len(found.beats) == 20
    # each at the same moment of its beat: a swing that turns is not taken to turn over
    assert np.ptp(np.mod(np.array(found.beats) / GRID_HZ * 2.0 + 0.25, 1.0)) < 0.25


def test_one_missing_beat_is_put_in_and_a_pause_is_left() -> None:
    step = round(GRID_HZ / 2.0)
    # the fourth is missing; after the sixth there is a pause of three beats
    beats = tuple(step * k for k in (1, 2, 3, 5, 6, 9, 10))
    found = Rhythm(2.0, 0.9, 1.0, beats, beats)
    assert found.unbroken == tuple(step * k for k in (1, 2, 3, 4, 5, 6, 9, 10))


def test_beats_that_are_lost_in_errors_are_told_by_the_phase() -> None:
    t_s = np.arange(0, 12, 1 / GRID_HZ)
    beating = np.sin(2 * np.pi * 2.0 * t_s)
    beating[round(5 * GRID_HZ) : round(6 * GRID_HZ)] = 0.0  # two beats, not seen
    found = rhythm_of(beating[:, None], 1.1, 4.8)
    assert found is not None
    assert len(found.beats) < 24
    assert len(found.turns) == pytest.approx(24, abs=1)


def test_a_pause_is_told_by_no_phase() -> None:
    t_s = np.arange(0, 16, 1 / GRID_HZ)
    paused = (t_s > 5) & (t_s < 11)
    found = rhythm_of((np.sin(2 * np.pi * 2.0 * t_s) * ~paused)[:, None], 1.1, 4.8)
    assert found is not None
    assert len(found.turns) == pytest.approx(20, abs=2)
    assert not any(6 < k / GRID_HZ < 10 for k in found.turns)


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_only_what_turns_one_way_is_kept(way: float) -> None:
    t_s = np.arange(0, 8, 1 / GRID_HZ)
    there, back = (np.exp(2j * np.pi * sign * 1.5 * t_s) for sign in (way, -way))
    kept = one_way(there + 2.0 * back, way * 1.5, 0.3)
    inner = slice(GRID_HZ_INT, -GRID_HZ_INT)
    assert np.abs(kept - there)[inner].max() < 0.1
