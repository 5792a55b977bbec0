"""Frames left out of quick clips, and none of usual ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.capture.pace import EARLY_S, ENOUGH_HZ, Pace, paced
from coach.types import Frame


def taken(times_s: list[float], most_hz: float = 30.0) -> list[float]:
    pace = Pace(most_hz)
    return [t_s for t_s in times_s if pace.takes(t_s)]


@pytest.mark.parametrize("fps", [10, 15, 24, 25, 29.97, 30])
def test_usual_clips_lose_no_frame(fps: float) -> None:
    # as containers round: to milliseconds
    times_s = [round(number / fps, 3) for number in range(round(60 * fps))]
    assert taken(times_s, ENOUGH_HZ) == times_s


@given(st.lists(st.floats(-0.004, 0.004), min_size=300, max_size=300))
def test_a_phone_that_keeps_time_loosely_loses_next_to_no_frame(off_s: list[float]) -> None:
    times_s = [number / 30 + off for number, off in enumerate(off_s)]
    assert len(taken(times_s)) >= 298


@pytest.mark.parametrize("fps", [48, 50, 59.94, 60, 120, 240])
def test_quick_clips_are_thinned_evenly(fps: float) -> None:
    times_s = [round(number / fps, 3) for number in range(round(30 * fps))]
    kept = taken(times_s)
    assert len(kept) == pytest.approx(900, abs=3)
    assert kept[0] == 0
    steps_s = np.diff(kept)
    assert steps_s.max() <= 1 / 30 + 1 / fps + 0.002
    assert steps_s.min() >= 1 / 30 - max(1 / fps, EARLY_S) - 0.002


def test_after_a_gap_it_does_not_make_up_for_what_was_missed() -> None:
    times_s = [number / 60 for number in range(60)] + [5 + number / 60 for number in range(60)]
    assert sum(t_s >= 5 for t_s in taken(times_s)) == 30


def test_frames_keep_their_times_and_pictures() -> None:
    pictures = [np.full((2, 2, 3), number, np.uint8) for number in range(8)]
    frames = [Frame(number / 60, picture) for number, picture in enumerate(pictures)]
    assert list(paced(frames)) == frames[::2]
