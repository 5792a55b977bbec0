"""Stretches of a grid, against what can be counted by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coach.strokes.stretches import longest, stretches

HOLDS = np.array([1, 1, 0, 0, 1, 0, 1, 1, 1], dtype=bool)


def test_first_and_last_are_inclusive() -> None:
    assert stretches(HOLDS) == [(0, 1), (4, 4), (6, 8)]
    assert longest(HOLDS) == (6, 8)


def test_short_gaps_are_bridged() -> None:
    assert stretches(HOLDS, 2) == [(0, 1), (4, 8)]
    assert stretches(HOLDS, 3) == [(0, 8)]
    assert longest(HOLDS, 2) == (4, 8)


def test_where_nothing_holds_there_is_none() -> None:
    assert stretches(np.zeros(4, dtype=bool)) == []
    assert longest(np.zeros(4, dtype=bool)) == (0, 0)


@given(st.lists(st.booleans(), max_size=40), st.integers(0, 5))
def test_they_cover_what_holds_and_lie_apart(holds: list[bool], join: int) -> None:
    found = stretches(np.array(holds, dtype=bool), join)
    covered = {k for first, last in found for k in range(first, last + 1)}
    assert {k for k, one in enumerate(holds) if one} <= covered
    assert all(holds[first] and holds[last] for first, last in found)
    assert all(b[0] - a[1] > max(join, 1) for a, b in pairwise(found))
