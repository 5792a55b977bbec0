"""The whole way from landmarks to verdicts, on a simulated person whose truth is known."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.body.scale import to_cm
from coach.coaching.session import Session
from coach.errors import TechniqueError
from coach.techniques.library import load_library
from coach.techniques.schema import Kind, Technique
from coach.types import Attempt, Observation, Report, Sense, Side, Verdict, View
from tests.simulated import SIMULATED, Camera, Move, Script, observe, repeat, rest, technique_path

LIBRARY = load_library()


def length_cm(technique: Technique) -> float:
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    return float(np.hypot(*np.diff(path_cm, axis=0).T).sum())


EVERY = pytest.mark.parametrize("technique", SIMULATED, ids=lambda t: t.id)
STROKES = pytest.mark.parametrize(
    "technique", [t for t in SIMULATED if t.kind is Kind.STROKE], ids=lambda t: t.id
)
LONG = pytest.mark.parametrize(
    "technique",
    [t for t in SIMULATED if t.kind is Kind.STROKE and length_cm(t) > 6.0],
    ids=lambda t: t.id,
)
"""Of shorter ones, a part is shorter than what is told from noise."""
TIMES = 3


def review(frames: Iterable[Observation], asked: str | None = None) -> Report:
    session = Session(LIBRARY, technique=asked)
    for seen in frames:
        session.push(seen)
    session.finish()
    return session.report("simulated", 1.0)


def perform(technique: Technique, *, backwards: bool = False) -> list[Move | float]:
    path = technique_path(technique)[:: -1 if backwards else 1]
    if technique.kind is Kind.STROKE:
        return repeat(path, TIMES)
    come = Move(np.stack([path[0] + (3.0, -5.0), path[0]]), 0.5)
    leave = Move(np.stack([path[0], path[0] + (4.0, -5.0)]), 0.5)
    circles = Move(np.concatenate([path] * TIMES), 2.0 * TIMES)
    return [0.5, come, rest(path[0], 0.2), circles, rest(path[0], 0.2), leave, 0.5]


def shown(
    technique: Technique,
    left: Sequence[Move | float],
    right: Sequence[Move | float] = (),
    **how: object,
) -> Iterable[Observation]:
    script = Script(left, right)
    return observe(script, view=technique.view, effector=technique.effector, **how)  # type: ignore[arg-type]


def told(report: Report) -> list[tuple[str | None, str | None, str]]:
    return [(a.technique, a.sense and a.sense.value, a.side.value) for a in report.attempts]


@EVERY
@pytest.mark.parametrize("noise_px", [0.0, 1.0])
def test_each_technique_is_recognised_and_counted(technique: Technique, noise_px: float) -> None:
    moves = perform(technique)
    report = review(shown(technique, moves, moves, noise_px=noise_px))
    assert told(report) == [(technique.id, "right", "both")] * TIMES
    assert report.technique == technique.id
    assert report.region is technique.region
    assert report.view is technique.view
    assert report.repetitions == TIMES
    assert all(a.verdict is Verdict.GOOD for a in report.attempts)
    assert max(a.direction_error_deg for a in report.attempts) < 15


@EVERY
def test_each_technique_reversed_is_told_and_not_counted(technique: Technique) -> None:
    moves = perform(technique, backwards=True)
    report = review(shown(technique, moves, moves))
    assert told(report) == [(technique.id, "reversed", "both")] * TIMES
    assert report.repetitions == 0
    assert {a.cue for a in report.attempts} == {technique.cues.reversed}


@EVERY
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_one_hand_is_named_by_its_side(technique: Technique, side: Side) -> None:
    moves = perform(technique)
    hands = (moves, []) if side is Side.LEFT else ([], moves)
    report = review(shown(technique, *hands))
    assert told(report) == [(technique.id, "right", side.value)] * TIMES
    assert report.repetitions_of(side) == TIMES
    assert report.repetitions_of(Side.BOTH) == 0


@STROKES
def test_hands_in_turn_make_one_repetition_each(technique: Technique) -> None:
    moves = perform(technique)
    report = review(shown(technique, moves, [1.8 / 2 + 0.1, *moves]))
    assert report.repetitions == 2 * TIMES
    assert report.repetitions_of(Side.LEFT) == TIMES


@LONG
def test_too_short_is_shown_and_not_counted(technique: Technique) -> None:
    path = technique_path(technique)
    fine = np.stack(
        [np.interp(np.linspace(0, len(path) - 1, 200), range(len(path)), c) for c in path.T], -1
    )
    way = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(fine, axis=0).T))])
    moves = repeat(fine[way <= 0.4 * way[-1]], TIMES, stroke_s=0.9, back_s=0.5, lift=0.4)
    report = review(shown(technique, moves, moves), asked=technique.id)
    assert {a.verdict for a in report.attempts} == {Verdict.TOO_SHORT}
    assert report.repetitions == 0


@pytest.mark.parametrize("backwards", [False, True])
def test_what_was_asked_for_and_done_elsewhere_is_told_to_be_off_its_path(
    backwards: bool,
) -> None:
    technique = LIBRARY.find("brows-outwards")
    above = np.array([0.0, 1.2])  # the forehead
    path = above + technique_path(technique)[:: -1 if backwards else 1]
    moves = repeat(path, TIMES)
    report = review(shown(technique, moves, moves), asked=technique.id)
    assert {a.technique for a in report.attempts} == {technique.id}
    verdict = Verdict.REVERSED if backwards else Verdict.OFF_PATH
    assert {a.verdict for a in report.attempts} == {verdict}
    assert report.repetitions == 0


def test_too_fast_and_too_slow_count_with_a_cue() -> None:
    technique = LIBRARY.find("back-long-stroke")
    for stroke_s, verdict in ((0.5, Verdict.TOO_FAST), (9.0, Verdict.TOO_SLOW)):
        moves = repeat(technique_path(technique), 2, stroke_s=stroke_s, back_s=0.4, lift=1.5)
        report = review(shown(technique, moves, moves, fps=60.0))
        assert {a.verdict for a in report.attempts} == {verdict}
        assert report.repetitions == 2


def test_a_stroke_up_the_spine_is_a_no_go() -> None:
    technique = LIBRARY.find("back-long-stroke")
    path = technique_path(technique) * (0.0, 1.0)
    report = review(shown(technique, [], repeat(path, TIMES)))
    assert [a.verdict for a in report.attempts] == [Verdict.NO_GO] * TIMES
    assert report.repetitions == 0


def test_rubbing_is_counted_without_a_verdict() -> None:
    """Never two verdicts at once: one repetition for each way there and back."""
    path = technique_path(LIBRARY.find("forehead-to-temples"))
    moves: list[Move | float] = [0.5, Move(np.stack([path[0] + (3, -5), path[0]]), 0.5)]
    for _ in range(4):
        moves += [Move(path, 0.8), Move(path[::-1], 0.8)]
    moves += [Move(np.stack([path[0], path[0] + (4, -5)]), 0.5), 0.5]
    report = review(observe(Script(moves, moves)))
    assert {a.sense for a in report.attempts} == {None}
    assert {a.verdict for a in report.attempts} == {Verdict.NOT_JUDGED}
    assert report.repetitions == 4
    assert any("way back" in warning for warning in report.warnings)


def test_a_person_who_notices_and_changes_over_is_judged_stroke_by_stroke() -> None:
    path = technique_path(FOREHEAD)
    wrong, right = repeat(path[::-1], 3), repeat(path, 3)
    moves = [*wrong[:-2], Move(path[::-1][[-1, -1]] + (0, 1e-06), 0.3), *right[2:]]
    report = review(observe(Script(moves, moves)))
    assert [a.sense for a in report.attempts] == [Sense.REVERSED] * 3 + [Sense.RIGHT] * 3
    assert report.repetitions == 3


def test_hands_that_do_opposite_things_are_judged_apart() -> None:
    path = technique_path(FOREHEAD)
    report = review(observe(Script(repeat(path, 4), repeat(path[::-1], 4))))
    by_side = {side: {a.sense for a in report.attempts if a.side is side} for side in Side}
    assert by_side[Side.LEFT] == {Sense.RIGHT}
    assert by_side[Side.RIGHT] == {Sense.REVERSED}
    assert report.repetitions == 4


@pytest.mark.parametrize("pause_s", [0.3, 0.7])
@STROKES
def test_a_pause_on_the_way_does_not_split_a_stroke(technique: Technique, pause_s: float) -> None:
    path = technique_path(technique)
    middle = len(path) // 2
    moves: list[Move | float] = [0.5, Move(np.stack([path[0] + (3, -5), path[0]]), 0.5)]
    for index in range(TIMES):
        moves += [rest(path[0], 0.2), Move(path[: middle + 1], 0.8), rest(path[middle], pause_s)]
        moves += [Move(path[middle:], 0.8), rest(path[-1], 0.2)]
        moves += [Move(path[::-1], 0.6, 0.6)] if index < TIMES - 1 else []
    moves += [Move(np.stack([path[-1], path[-1] + (4, -5)]), 0.5), 0.5]
    report = review(shown(technique, moves, moves))
    assert told(report) == [(technique.id, "right", "both")] * TIMES


def test_hands_swapped_for_a_moment_make_no_false_reversed() -> None:
    frames = []
    for seen in FRAMES:
        if 2.3 < seen.t_s < 2.8:
            seen = replace(seen, hands_px=seen.hands_px[::-1])
        frames.append(seen)
    report = review(frames)
    assert Verdict.REVERSED not in {a.verdict for a in report.attempts}
    assert Verdict.NO_GO not in {a.verdict for a in report.attempts}
    assert report.repetitions >= TIMES - 1


def test_the_pace_is_told_as_it_was() -> None:
    for stroke_s in (0.8, 1.5, 2.5):
        moves = repeat(technique_path(FOREHEAD), TIMES, stroke_s=stroke_s)
        report = review(observe(Script(moves, moves), noise_px=0.5))
        paces_s = [a.pace_s for a in report.attempts]
        assert np.median(paces_s) == pytest.approx(stroke_s, rel=0.2)


@pytest.mark.parametrize("view", [View.FRONT, View.BACK])
def test_hands_that_gesture_in_the_air_count_nothing(view: View) -> None:
    rng = np.random.default_rng(5)
    places = np.array([3.0, -9.0]) + rng.normal(0, 1.0, (30, 2))
    moves: list[Move | float] = [Move(np.stack(pair), 0.4) for pair in itertools.pairwise(places)]
    report = review(observe(Script(moves, moves), view=view))
    assert report.repetitions == 0


def test_the_wrong_view_is_said_and_not_judged() -> None:
    technique = LIBRARY.find("back-long-stroke")
    moves = perform(LIBRARY.find("forehead-to-temples"))
    report = review(observe(Script(moves, moves)), asked=technique.id)
    assert report.repetitions == 0
    assert (report.asked, report.technique) == (technique.id, None)
    assert any("camera sees the back" in warning for warning in report.warnings)


def test_an_unknown_technique_names_the_nearest() -> None:
    with pytest.raises(TechniqueError, match="forehead-to-temples"):
        Session(LIBRARY, technique="forehead-to-temple")


FOREHEAD = LIBRARY.find("forehead-to-temples")
REFERENCE_MOVES = perform(FOREHEAD)
FRAMES = list(shown(FOREHEAD, REFERENCE_MOVES, noise_px=0.5))


def rows(attempts: Iterable[Attempt]) -> list[tuple[object, ...]]:
    return [(a.start_s, a.end_s, a.side, a.technique, a.sense, a.verdict) for a in attempts]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, len(FRAMES)), max_size=8))
def test_any_chunking_gives_the_same_strokes(edges: list[int]) -> None:
    """However the stream is chunked, and looked at in between."""
    session, heard = Session(LIBRARY), []
    bounds = [0, *sorted(edges), len(FRAMES)]
    for begin, end in itertools.pairwise(bounds):
        for seen in FRAMES[begin:end]:
            heard += session.push(seen).finished
        session.report("so far", 1.0)
    heard += session.finish()
    assert rows(heard) == rows(review(FRAMES).attempts)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    roll_deg=st.floats(-180, 180),
    unit_px=st.floats(15, 120),
    x=st.floats(0, 1000),
    y=st.floats(0, 1000),
)
def test_turning_sizing_and_shifting_the_picture_changes_nothing(
    roll_deg: float, unit_px: float, x: float, y: float
) -> None:
    camera = Camera(unit_px=unit_px, roll_deg=roll_deg, origin_px=(x, y))
    seen = review(shown(FOREHEAD, REFERENCE_MOVES, camera=camera))
    plain = review(shown(FOREHEAD, REFERENCE_MOVES))
    assert told(seen) == told(plain)
    for a, b in zip(seen.attempts, plain.attempts, strict=True):
        np.testing.assert_allclose(a.path_uv, b.path_uv, atol=0.05)
        assert a.start_s == pytest.approx(b.start_s, abs=0.05)


@EVERY
def test_left_and_right_mirror_each_other(technique: Technique) -> None:
    moves = perform(technique)
    left = review(shown(technique, moves, []))
    right = review(shown(technique, [], moves))
    for a, b in zip(left.attempts, right.attempts, strict=True):
        np.testing.assert_allclose(a.path_uv * (-1.0, 1.0), b.path_uv, atol=0.02)
        assert (a.sense, a.verdict) == (b.sense, b.verdict) == (Sense.RIGHT, Verdict.GOOD)
