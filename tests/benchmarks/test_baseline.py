"""The naive baseline on simulated movements."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.baseline import baseline, reversals
from coach.techniques.library import Library, load_library
from coach.types import ChartName, Sense
from tests.simulated import Script, observe, repeat, technique_path

FOREHEAD = "forehead-to-temples"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_reversals_of_a_zigzag() -> None:
    way = np.array([0.0, 2, 4, 6, 4, 2, 0, 2, 4, 6, 8])
    assert reversals(way, 1.0) == [0, 3, 6, 10]


def test_small_wiggles_are_no_reversal() -> None:
    assert reversals(np.array([0.0, 3, 2.5, 6, 5.6, 9]), 1.0) == [0, 5]
    assert reversals(np.array([0.0, 0.4, -0.3]), 1.0) == [0]


def test_it_counts_ways_there_and_back(library: Library) -> None:
    path = technique_path(library.find(FOREHEAD)) * (0.8, 0.8)
    moves = repeat(path, 4, lift=0.0)
    seen = list(observe(Script(moves, [])))
    (said,) = baseline(seen, library, [FOREHEAD], ChartName.FACE)
    assert said.repetitions == pytest.approx(4, abs=1)
    assert {Sense.RIGHT, Sense.REVERSED} <= {a.sense for a in said.attempts}


def test_it_takes_the_way_back_for_a_stroke_of_the_other_sense(library: Library) -> None:
    """What it can't do, and why the rules are there: a lifted return counts as a touch."""
    path = technique_path(library.find(FOREHEAD)) * (0.8, 0.8)
    seen = list(observe(Script(repeat(path, 3, lift=0.3), [])))
    (said,) = baseline(seen, library, [FOREHEAD], ChartName.FACE)
    assert sum(a.sense is Sense.REVERSED for a in said.attempts) >= 2


def test_no_hands_no_strokes(library: Library) -> None:
    (said,) = baseline(list(observe(Script([2.0], [2.0]))), library, [None], ChartName.FACE)
    assert not said.attempts
    assert said.technique is None
    assert not said.touching.any()
