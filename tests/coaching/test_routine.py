"""Following a routine: which step, what is left, and that the order of news never matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.coaching.routine import RoutineFollower, of_routine
from coach.coaching.session import Session
from coach.techniques.library import load_library
from coach.techniques.routine import Routine, routine_of
from coach.techniques.routine_library import load_routines
from coach.types import (
    Attempt,
    ChartName,
    Observation,
    Phase,
    Report,
    Sense,
    Side,
    Standing,
    StepState,
    Verdict,
)
from tests.simulated import Move, Script, observe, repeat, technique_path

LIBRARY = load_library()
FOREHEAD, BROWS, JAW = "forehead-to-temples", "brows-outwards", "chin-to-ears"
HEAD = """
format = 1
id = "mine"
name = "Mine"
region = "face"
view = "front"
aim = "face"
instruction = "Slowly."
source = "ours"
"""
OPEN, DONE, SKIPPED = StepState.OPEN, StepState.DONE, StepState.SKIPPED


def routine(*steps: str) -> Routine:
    """Give a routine; a step is said as "technique amount", and more keys after a comma."""
    text = HEAD
    for step in steps:
        first, *more = step.split(",")
        technique, key, amount = first.split()
        text += f'\n[[step]]\ntechnique = "{technique}"\n{key} = {amount}\n'
        text += 'pressure = "light"\nsource = "ours"\n' + "\n".join(more) + "\n"
    return routine_of(text.encode(), "mine.toml")


THREE = routine(f"{FOREHEAD} repetitions 3", f"{JAW} repetitions 2", f"{BROWS} repetitions 2")


def stroke(
    technique: str | None, end_s: float, side: Side = Side.BOTH, *, counted: bool = True
) -> Attempt:
    return Attempt(
        start_s=end_s - 0.8,
        end_s=end_s,
        side=side,
        technique=technique,
        sense=Sense.RIGHT if counted else Sense.REVERSED,
        direction_error_deg=3.0,
        verdict=Verdict.GOOD if counted else Verdict.REVERSED,
        counted=counted,
        confidence=1.0,
        cue="",
        chart=ChartName.FACE,
        path_uv=np.zeros((16, 2)),
    )


def strokes(*techniques: str | None, start_s: float = 1.0, every_s: float = 1.0) -> list[Attempt]:
    return [stroke(one, start_s + every_s * n) for n, one in enumerate(techniques)]


def follow(
    plan: Routine,
    attempts: Iterable[Attempt],
    until_s: float,
    away: Sequence[tuple[float, float]] = (),
    hands_away: Sequence[tuple[float, float]] = (),
    limit_s: float = float("inf"),
) -> list[Standing]:
    """Give where a person is at every tenth of a second."""
    follower = RoutineFollower(plan, LIBRARY, limit_s)
    waiting = sorted(attempts, key=lambda one: one.end_s)
    told = []
    for tick in range(round(until_s * 10) + 1):
        t_s = tick / 10
        follower.add(one for one in waiting if one.end_s <= t_s)
        waiting = [one for one in waiting if one.end_s > t_s]
        person = not any(a <= t_s < b for a, b in away)
        hands = person and not any(a <= t_s < b for a, b in hands_away)
        told.append(follower.push(t_s, person=person, hands=hands))
    return told


def states(standing: Standing) -> list[StepState]:
    return [step.state for step in standing.steps]


def test_it_moves_on_by_itself_from_step_to_step() -> None:
    told = follow(THREE, strokes(*[FOREHEAD] * 3, *[JAW] * 2, *[BROWS] * 2), 10.0)
    assert [told[tick].step for tick in (0, 29, 31, 49, 51, 69, 71)] == [0, 0, 1, 1, 2, 2, 3]
    assert told[-1].phase is Phase.OVER
    assert states(told[-1]) == [DONE] * 3
    assert [step.total for step in told[-1].steps] == [3, 2, 2]


def test_what_does_not_count_moves_nothing_on() -> None:
    wrong = [stroke(FOREHEAD, 1.0 + n, counted=False) for n in range(5)]
    last = follow(THREE, [*wrong, stroke(FOREHEAD, 7.0)], 8.0)[-1]
    assert (last.step, last.current and last.current.done) == (0, 1)


def test_a_skipped_step_is_seen_after_two_strokes_of_the_next() -> None:
    told = follow(THREE, strokes(*[FOREHEAD] * 3, BROWS, BROWS), 6.0)
    assert told[45].step == 1, "one may be a slip"
    assert states(told[-1]) == [DONE, SKIPPED, DONE]
    assert told[-1].phase is Phase.OVER


def test_one_slip_is_none() -> None:
    last = follow(THREE, strokes(FOREHEAD, BROWS, FOREHEAD, BROWS, FOREHEAD), 6.0)[-1]
    assert (last.step, states(last)) == (1, [DONE, OPEN, OPEN])


def test_unknown_movements_are_no_step() -> None:
    last = follow(THREE, strokes(FOREHEAD, None, None, "back-long-stroke", None), 6.0)[-1]
    assert (last.step, last.steps[0].total) == (0, 1)


def test_a_step_that_is_repeated_is_gone_back_to_and_left_again() -> None:
    told = follow(THREE, strokes(*[FOREHEAD] * 3, JAW, FOREHEAD, FOREHEAD), 13.0)
    assert told[61].step == 0
    assert told[-1].step == 1, "back by itself"
    assert (states(told[-1]), told[-1].steps[0].total) == ([DONE, OPEN, OPEN], 5)


def test_a_skipped_step_can_be_done_later() -> None:
    last = follow(THREE, strokes(*[FOREHEAD] * 3, BROWS, BROWS, JAW, JAW), 9.0)[-1]
    assert states(last) == [DONE, DONE, DONE]
    assert last.phase is Phase.OVER


def test_the_nearest_step_is_meant_when_a_technique_comes_twice() -> None:
    plan = routine(
        f"{FOREHEAD} repetitions 2", f"{JAW} repetitions 2", f"{BROWS} repetitions 2",
        f"{FOREHEAD} repetitions 2",
    )  # fmt: skip
    again = follow(plan, strokes(*[FOREHEAD] * 2, FOREHEAD, FOREHEAD), 5.0)[-1]
    assert states(again) == [DONE, OPEN, OPEN, OPEN]
    last = follow(plan, strokes(*[FOREHEAD] * 2, *[JAW] * 2, *[FOREHEAD] * 2), 7.0)[-1]
    assert states(last) == [DONE, DONE, SKIPPED, DONE]


def test_each_side_is_counted_by_itself() -> None:
    plan = routine(f'{FOREHEAD} repetitions 2,sides = "each"', f"{JAW} repetitions 1")
    left = [stroke(FOREHEAD, 1.0 + n, Side.LEFT) for n in range(4)]
    told = follow(plan, [*left, *(stroke(FOREHEAD, 6.0 + n, Side.RIGHT) for n in range(2))], 8.0)
    assert (told[55].step, told[55].steps[0].done) == (0, 0)
    assert told[-1].step == 1


def test_the_clock_moves_a_timed_step_on_and_stands_still_while_the_person_is_away() -> None:
    plan = routine("massager minutes 0.1", f"{JAW} repetitions 1")
    assert follow(plan, (), 7.0)[59].step == 0
    assert follow(plan, (), 7.0)[61].step == 1
    told = follow(plan, (), 20.0, away=[(2.0, 10.0)])
    assert told[60].phase is Phase.AWAY
    # It takes 2.5 s to be sure that somebody has left.
    assert told[114].step == 0
    assert told[117].step == 1
    assert told[115].worked_s == pytest.approx(6.0, abs=0.11)


def test_a_step_by_the_clock_that_hands_do_needs_hands() -> None:
    plan = routine(f"{FOREHEAD} minutes 0.1", f"{JAW} repetitions 1")
    told = follow(plan, (), 20.0, hands_away=[(2.0, 10.0)])
    assert told[60].phase is Phase.HANDS_AWAY
    assert [told[tick].step for tick in (110, 120)] == [0, 1]
    device = routine("massager minutes 0.1", f"{JAW} repetitions 1")
    assert follow(device, (), 7.0, hands_away=[(0.0, 9.0)])[-1].step == 1


def test_no_pictures_is_nobody() -> None:
    follower = RoutineFollower(routine("massager minutes 0.1", f"{JAW} repetitions 1"), LIBRARY)
    for t_s in (0.0, 0.5, 1.0, 60.0, 60.5):
        standing = follower.push(t_s, person=True, hands=True)
    assert standing.steps[0].done_s == pytest.approx(1.5)


def test_a_rest_is_waited_for_and_ends_when_the_next_step_begins() -> None:
    plan = routine(f"{FOREHEAD} repetitions 1,rest_s = 5.0", f"{JAW} repetitions 2")
    told = follow(plan, [stroke(FOREHEAD, 1.0)], 8.0)
    assert (told[30].phase, told[30].rest_left_s) == (Phase.RESTING, pytest.approx(3.0))
    assert (told[70].phase, told[70].rest_left_s) == (Phase.WORKING, 0.0)
    early = follow(plan, [stroke(FOREHEAD, 1.0), stroke(JAW, 3.0)], 4.0)[-1]
    assert (early.phase, early.steps[1].total) == (Phase.WORKING, 1)
    clock = routine(f"{FOREHEAD} repetitions 1,rest_s = 5.0", "massager minutes 0.1")
    assert follow(clock, [stroke(FOREHEAD, 1.0)], 13.0)[119].phase is Phase.WORKING
    assert follow(clock, [stroke(FOREHEAD, 1.0)], 13.0)[121].phase is Phase.OVER


def test_what_should_have_come_before_is_named() -> None:
    plan = routine(f"{FOREHEAD} repetitions 3", f'{JAW} repetitions 3,after = ["{FOREHEAD}"]')
    assert follow(plan, strokes(JAW, JAW), 3.0)[-1].missing == (FOREHEAD,)
    assert follow(plan, strokes(*[FOREHEAD] * 3), 4.0)[-1].missing == ()


def test_the_next_step_can_be_asked_for() -> None:
    follower = RoutineFollower(THREE, LIBRARY)
    follower.push(0.0, person=True, hands=True)
    for n in range(4):
        follower.skip()
        standing = follower.push(0.1 + n, person=True, hands=True)
    assert states(standing) == [SKIPPED] * 3
    assert standing.phase is Phase.OVER


def test_a_first_session_goes_on_to_its_last_step_in_time() -> None:
    told = follow(THREE, [stroke(FOREHEAD, 1.0)], 12.0, limit_s=10.0)
    assert [told[tick].step for tick in (99, 101)] == [0, 2]
    assert states(told[-1]) == [SKIPPED, SKIPPED, OPEN]


def test_shipped_routines_can_be_followed_whatever_techniques_are_known() -> None:
    for plan in load_routines(LIBRARY).routines:
        standing = follow(plan, (), 1.0)[-1]
        assert standing.step == 0
        assert all(step.by_clock != bool(step.repetitions) for step in standing.steps)
        assert {t.view for t in of_routine(plan, LIBRARY).techniques} <= {plan.view}


PLAN = routine(
    f"{FOREHEAD} repetitions 2,rest_s = 2.0", "massager minutes 0.05",
    f'{JAW} repetitions 2,sides = "each"', f"{BROWS} minutes 0.1", f"{FOREHEAD} repetitions 2",
)  # fmt: skip
SPAN_S = 40.0
DOINGS = st.lists(
    st.builds(
        stroke,
        st.sampled_from([FOREHEAD, JAW, BROWS, None]),
        st.floats(1.0, SPAN_S - 1.0).map(lambda t_s: round(t_s, 3)),
        st.sampled_from(list(Side)),
        counted=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda one: one.end_s,
)


@settings(max_examples=60, deadline=None)
@given(
    DOINGS,
    st.lists(st.tuples(st.floats(0, SPAN_S), st.floats(0, 8)), max_size=3),
    st.randoms(use_true_random=False),
    st.floats(5.0, 60.0),
)
def test_any_order_and_any_chunks_of_news_give_the_same(attempts, gaps, chance, limit_s) -> None:
    """Verdicts come late, in batches, or out of order; the end is the same as if at once."""
    away = [(start_s, start_s + length_s) for start_s, length_s in gaps]
    ticks = [tick / 10 for tick in range(round(SPAN_S * 10) + 1)]

    def end(come_s: dict[float, float]) -> Standing:
        follower = RoutineFollower(PLAN, LIBRARY, limit_s)
        waiting = list(attempts)
        chance.shuffle(waiting)
        for t_s in ticks:
            follower.add(one for one in waiting if come_s[one.end_s] <= t_s)
            waiting = [one for one in waiting if come_s[one.end_s] > t_s]
            present = not any(a <= t_s < b for a, b in away)
            follower.push(t_s, person=present, hands=present)
        follower.add(waiting)
        return follower.standing

    at_once = end({one.end_s: one.end_s for one in attempts})
    late = end({one.end_s: one.end_s + chance.uniform(0, 30) for one in attempts})
    assert late == at_once
    assert end({one.end_s: SPAN_S for one in attempts}) == at_once


@settings(max_examples=100, deadline=None)
@given(DOINGS)
def test_nothing_is_lost_and_nothing_made_up(attempts) -> None:
    last = follow(PLAN, attempts, SPAN_S)[-1]
    counted = sum(one.counted and one.technique is not None for one in attempts)
    assert 0 <= sum(step.total for step in last.steps) <= counted
    assert all(step.is_full for step in last.steps if step.state is DONE)
    assert all(step.done_s <= step.length_s for step in last.steps if step.by_clock)
    assert 0 <= last.worked_s <= SPAN_S + 1e-9


# The whole way, from landmarks.


def moves(*parts: tuple[str, int] | float) -> list[Move | float]:
    made: list[Move | float] = []
    for part in parts:
        if isinstance(part, float):
            made.append(part)
        else:
            made += repeat(technique_path(LIBRARY.find(part[0])), part[1])
    return made


def gone(seen: Observation) -> Observation:
    nothing = {
        name: np.full_like(getattr(seen, name), np.nan)
        for name in ("hands_px", "hands_world_m", "face_px", "body_px")
    }
    return replace(seen, **nothing)


def reviewed(frames: Iterable[Observation], plan: Routine, *, live: bool = False) -> Report:
    session = Session(LIBRARY, routine=plan, live=live)
    for seen in frames:
        session.push(seen)
    session.finish()
    return session.report("simulated", 1.0)


def session_of_three(noise_px: float = 0.0) -> list[Observation]:
    """Three strokes, a pause, the second step skipped, and a hand that leaves in the third."""
    both = moves((FOREHEAD, 3), 4.0, (BROWS, 2))
    one = moves((BROWS, 2))
    seen = list(observe(Script([*both, *one], both), noise_px=noise_px))
    pause_s = len(list(observe(Script(moves((FOREHEAD, 3)), [])))) / 30
    return [gone(o) if pause_s + 0.2 < o.t_s < pause_s + 3.8 else o for o in seen]


SKIPPING = routine(
    f"{FOREHEAD} repetitions 3", f"{JAW} repetitions 3", f"{BROWS} repetitions 4"
)  # fmt: skip


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("noise_px", [0.0, 1.0])
def test_a_whole_routine_from_landmarks(live: bool, noise_px: float) -> None:
    report = reviewed(session_of_three(noise_px), SKIPPING, live=live)
    standing = report.standing
    assert standing is not None
    assert states(standing) == [DONE, SKIPPED, DONE]
    assert [step.total for step in standing.steps] == [3, 0, 4]
    assert [step.left for step in standing.steps] == [3, 0, 4]
    assert [step.right for step in standing.steps] == [3, 0, 2]
    assert standing.phase is Phase.OVER
    away_s = standing.t_s - standing.worked_s
    assert away_s > 1.0, "the pause does not count"


def test_who_leaves_is_waited_for() -> None:
    session = Session(LIBRARY, routine=SKIPPING)
    updates = [session.push(seen) for seen in session_of_three()]
    phases = [update.standing.phase for update in updates if update.standing is not None]
    assert Phase.AWAY in phases
    steps = [update.standing.step for update in updates if update.standing is not None]
    assert steps == sorted(steps)


def test_other_techniques_are_not_looked_for() -> None:
    report = reviewed(observe(Script(moves((JAW, 3)), moves((JAW, 3)))), routine(
        f"{FOREHEAD} repetitions 3", f"{BROWS} repetitions 3"
    ))  # fmt: skip
    assert {one.technique for one in report.attempts} <= {None, FOREHEAD, BROWS}
    assert report.standing is not None
    assert report.standing.step == 0
