"""Whose moment belongs to whose: the teacher's time for the pupil's."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.teaching.compare import Beside, Comparison, compare
from coach.teaching.in_step import InStep, in_step, moment_of, turns
from coach.techniques.schema import Technique
from coach.types import FloatArray, Sense, Side
from tests.simulated import SIMULATED, repeat, technique_path
from tests.teaching.made import LIBRARY, moves, shown

FOREHEAD = LIBRARY.find("forehead-to-temples")
EYES = LIBRARY.find("around-the-eyes")
PATH = technique_path(FOREHEAD)
K = 40


def row(
    number: int,
    start_s: float,
    pace_s: float,
    along: FloatArray,
    *,
    side: Side = Side.LEFT,
    backwards: bool = False,
    turned_s: float = 0.0,
    gap_cm: float = 0.5,
) -> Beside:
    """Give a hand's repetition along a straight way, `along` of it gone at even steps of time."""
    right_uv = np.column_stack([along, np.zeros(len(along))])
    return Beside(
        start_s=start_s,
        end_s=start_s + pace_s,
        side=side,
        sense=Sense.REVERSED if backwards else Sense.RIGHT,
        path_uv=right_uv + np.array([0.0, 0.1]),
        right_uv=right_uv,
        gap_cm=gap_cm,
        worst_cm=gap_cm,
        worst_at=0.5,
        worst_aside_cm=np.zeros(2),
        length_share=1.0,
        number=number,
        backwards=backwards,
        t_s=start_s + turned_s + np.linspace(0.0, pace_s, len(along)),
        along=along,
    )


def of(*rows: Beside) -> Comparison:
    return Comparison(FOREHEAD, 1.0, rows, 0)


EVEN = np.linspace(0.0, 1.0, K)
TEACHER = of(*(row(i + 1, 2.0 * i + 1.0, 1.0, EVEN, gap_cm=1.0 - 0.2 * i) for i in range(3)))
steps = st.lists(st.floats(0.0, 1.0), min_size=K - 1, max_size=K - 1)


def way_of(values: list[float]) -> FloatArray:
    """Make a way, gone in uneven steps, from 0 to 1."""
    way = np.concatenate([[0.0], np.cumsum(np.array(values) + 1e-3)])
    return way / way[-1]


def falls(times_s: FloatArray) -> FloatArray:
    return np.diff(times_s)[np.diff(times_s) < -1e-9]


@settings(deadline=None, max_examples=60)
@given(steps, steps, st.floats(0.2, 5.0), st.floats(0.2, 5.0))
def test_time_never_runs_back_within_a_repetition(
    pupil: list[float], teacher: list[float], pupil_s: float, teacher_s: float
) -> None:
    beside = of(row(1, 3.0, pupil_s, way_of(pupil)))
    steps = in_step(beside, of(row(1, 7.0, teacher_s, way_of(teacher))))
    assert steps.at(3.0) == pytest.approx(7.0)
    assert steps.at(3.0 + pupil_s) == pytest.approx(7.0 + teacher_s)
    times_s = np.array([steps.at(3.0 + pupil_s * share) for share in np.linspace(0, 1, 200)])
    assert not falls(times_s).size
    within = (steps.windows_s[:, 0] <= times_s[:, None]) & (
        times_s[:, None] <= steps.windows_s[:, 1]
    )
    assert within.any(axis=1).all()


@settings(deadline=None, max_examples=30)
@given(st.floats(0.6, 1.7), st.floats(0.6, 1.7))
def test_the_same_place_is_beside_the_same_place(one: float, other: float) -> None:
    """One begins slowly, the other quickly: both are shown at the same place."""
    beside = of(row(1, 0.0, 2.0, EVEN**one))
    steps = in_step(beside, of(row(1, 5.0, 1.0, EVEN**other)))
    for t_s in np.linspace(0.1, 1.9, 19):
        place = (t_s / 2.0) ** one
        shown = (steps.at(t_s) - 5.0) ** other
        assert shown == pytest.approx(place, abs=0.06)


def test_who_stays_while_the_other_goes_on_is_moved_slowly() -> None:
    waits = np.concatenate([np.linspace(0, 0.5, K), np.full(K, 0.5), np.linspace(0.5, 1, K)])
    steps = in_step(of(row(1, 0.0, 3.0, waits)), of(row(1, 0.0, 1.0, EVEN)))
    assert 0.3 < steps.at(1.0) < 0.5 < steps.at(2.0) < 0.7


def test_backwards_both_begin_and_end_together() -> None:
    steps = in_step(of(row(1, 1.0, 2.0, EVEN, backwards=True)), TEACHER)
    best = TEACHER.rows[-1]
    assert steps.at(1.0) == pytest.approx(best.start_s)
    assert steps.at(2.0) == pytest.approx((best.start_s + best.end_s) / 2, abs=0.02)
    now = moment_of(row(1, 0.0, 1.0, EVEN, backwards=True), 0.25)
    assert now.right_uv[0] == pytest.approx(0.25, abs=0.01)
    assert now.shown_uv[0] == pytest.approx(0.75, abs=0.01)


def test_the_repetition_nearest_to_the_way_is_shown_of_the_same_hand() -> None:
    rows = (
        row(1, 1.0, 1.0, EVEN, gap_cm=0.9),
        row(2, 3.0, 1.0, EVEN, gap_cm=0.4),
        row(3, 5.0, 1.0, EVEN, gap_cm=0.1, side=Side.RIGHT),
        row(4, 7.0, 4.0, EVEN, gap_cm=0.01),  # much slower than the others
    )
    pupil = of(row(1, 0.0, 1.0, EVEN), row(2, 2.0, 1.0, EVEN, side=Side.RIGHT))
    steps = in_step(pupil, of(*rows))
    assert steps.at(0.0) == pytest.approx(3.0)
    assert steps.at(2.0) == pytest.approx(5.0)


def test_between_repetitions_it_runs_on_and_comes_in_again() -> None:
    pupil = of(*(row(i + 1, 10.0 * i + 5.0, 1.0, EVEN) for i in range(2)))
    steps = in_step(pupil, TEACHER)
    best = TEACHER.rows[-1]
    assert steps.at(0.0) == steps.at(4.4) == pytest.approx(best.start_s - 0.5)  # half the pause
    assert steps.at(4.8) == pytest.approx(best.start_s - 0.2)
    assert steps.at(6.3) == pytest.approx(best.end_s + 0.3)
    assert steps.at(9.9) == pytest.approx(best.end_s + 1.0)  # the last one: nothing comes after
    assert steps.at(14.9) == pytest.approx(best.start_s - 0.1)
    assert steps.at(99.0) == pytest.approx(best.end_s + 1.0)
    grid_s = np.linspace(0.0, 20.0, 2001)
    times_s = np.array([steps.at(t_s) for t_s in grid_s])
    assert len(falls(times_s)) == 1  # in the middle of the pause
    assert times_s.min() >= steps.windows_s.min()
    assert times_s.max() <= steps.windows_s.max()


def test_a_short_pause_is_gone_through_more_quickly() -> None:
    pupil = of(row(1, 0.0, 1.0, EVEN), row(2, 1.2, 1.0, EVEN))
    steps = in_step(pupil, TEACHER)
    assert steps.at(1.2) == pytest.approx(TEACHER.rows[-1].start_s)
    assert steps.at(1.0999) == pytest.approx(TEACHER.rows[-1].end_s + 1.0, abs=0.01)


def test_of_two_at_once_the_first_is_shown() -> None:
    found = of(
        row(1, 0.0, 1.0, EVEN),
        row(2, 0.2, 1.0, EVEN, side=Side.RIGHT),
        row(3, 1.1, 1.0, EVEN, side=Side.RIGHT),
    )
    assert [one.number for one in turns(found)] == [1, 3]


def test_a_circle_goes_round_from_where_the_pupil_began() -> None:
    """The pupil begins a quarter round, the teacher three quarters."""
    pupil = of(row(1, 0.0, 2.0, EVEN, turned_s=1.5))  # passes the technique's beginning at 1.5 s
    steps = in_step(pupil, of(row(1, 10.0, 1.0, EVEN, turned_s=0.25)))
    for t_s in (0.1, 0.5, 0.9, 1.2, 1.45, 1.55, 1.9):
        place = ((t_s - 1.5) / 2.0) % 1.0
        assert ((steps.at(t_s) - 10.25) / 1.0) % 1.0 == pytest.approx(place, abs=0.03)
        assert 10.0 <= steps.at(t_s) <= 11.0


@pytest.mark.parametrize("technique", SIMULATED, ids=lambda t: t.id)
def test_a_person_is_in_step_with_themselves(technique: Technique) -> None:
    strokes = moves(technique)
    found = compare(shown(technique, strokes, strokes), technique, 1.2)
    steps: InStep = in_step(found, found)
    best = min(found.rows, key=lambda one: one.gap_cm)
    for share in np.linspace(0.05, 0.95, 10):
        t_s = best.start_s + share * best.pace_s
        off_s = abs(steps.at(t_s) - t_s)
        assert min(off_s, abs(off_s - best.pace_s)) < 0.25 * best.pace_s


def test_moments_follow_the_hand_in_time() -> None:
    strokes = repeat(PATH, 3)
    for technique in (FOREHEAD, EYES):
        strokes = moves(technique)
        for one in compare(shown(technique, strokes, strokes), technique, 1.2).rows:
            times_s = np.linspace(one.start_s, one.end_s, 20)
            gone = [len(moment_of(one, t_s).gone_uv) for t_s in times_s]
            assert all(b >= a for a, b in pairwise(gone))
            assert gone[0] < 4
            assert gone[-1] >= len(one.path_uv) - 3
            steps_uv = np.diff([moment_of(one, t_s).gone_uv[-1] for t_s in times_s], axis=0)
            assert np.hypot(*steps_uv.T).max() < 0.7
            with pytest.raises(ValueError, match="read-only"):
                moment_of(one, one.end_s).gone_uv[:] = 0
