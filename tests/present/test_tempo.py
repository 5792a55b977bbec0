"""The pace of taps and kneading is the time from one to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.present.tempo import paces_s
from coach.techniques.library import load_library
from coach.types import Attempt, Side
from tests.history.conftest import attempt

LIBRARY = load_library()


def done(technique: str, start_s: float, length_s: float, side: Side = Side.RIGHT) -> Attempt:
    return replace(
        attempt(), technique=technique, start_s=start_s, end_s=start_s + length_s, side=side
    )


def test_taps_take_the_time_to_the_next_one_of_the_same_hand() -> None:
    taps = [done("thymus-taps", start_s, 0.25) for start_s in (0.0, 0.4, 1.0, 9.0)]
    other = done("thymus-taps", 0.1, 0.25, Side.LEFT)
    found = paces_s([*taps, other], LIBRARY)
    # Before a pause, no more than a pause; the last one of a hand, the usual time.
    assert found == pytest.approx((0.4, 0.6, 2.2 * 0.5, 0.5, 0.5))


def test_all_else_takes_as_long_as_it_lasts() -> None:
    strokes = [done("forehead-to-temples", start_s, 1.2) for start_s in (0.0, 2.0)]
    assert paces_s(strokes, LIBRARY) == pytest.approx((1.2, 1.2))
    assert paces_s([replace(strokes[0], technique=None)], LIBRARY) == pytest.approx((1.2,))
