"""The clock of a source: any stamps in, times from 0 that strictly increase out."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.capture.timing import RESTART_S, FrameClock

STAMPS = st.lists(st.none() | st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=60)
RATES = st.sampled_from([math.nan, 0.0, 24.0, 25.0, 29.97, 60.0])


def times(fps: float, stamps: list[float | None]) -> list[float]:
    clock = FrameClock(fps)
    given_out = [clock.time_of(stamp) for stamp in stamps]
    return [t for t in given_out if t is not None]


@given(RATES, STAMPS)
def test_times_start_at_0_and_strictly_increase(fps, stamps):
    found = times(fps, stamps)
    assert found[0] == 0.0
    assert all(math.isfinite(t) for t in found)
    assert all(before < after for before, after in pairwise(found))


@given(st.floats(-1e4, 1e4), st.lists(st.floats(0.001, 5), max_size=40))
def test_good_stamps_are_kept_as_they_are(start_s, steps):
    stamps = [start_s]
    for step in steps:
        stamps.append(stamps[-1] + step)
    assert times(25, stamps) == pytest.approx([s - start_s for s in stamps], abs=1e-9)


def test_equal_and_slightly_earlier_stamps_are_dropped():
    assert times(25, [3.0, 3.04, 3.04, 3.02, 3.08]) == pytest.approx([0, 0.04, 0.08])


def test_a_clock_that_starts_anew_goes_on_one_step_later():
    assert times(25, [0.0, 2.0, 0.0, 0.04]) == pytest.approx([0, 2.0, 2.04, 2.08])
    assert RESTART_S == 1.0


def test_frames_without_stamps_come_one_step_apart():
    assert times(50, [None, None, 7.0, 7.5]) == pytest.approx([0, 0.02, 0.04, 0.54])
    assert times(50, [1.0, None, 1.04]) == pytest.approx([0, 0.02, 0.04])
