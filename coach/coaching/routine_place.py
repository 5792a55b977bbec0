"""Where in a routine somebody is, as a pure function of what they did and when they were there.

Nothing here remembers: `moved` takes a place, and what happened next, and gives the next place.
So the order in which news arrives can't matter, as long as it is sorted by its own time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from coach.techniques.library import Library
from coach.techniques.routine import Routine, Sides
from coach.techniques.schema import Kind, Technique
from coach.types import Attempt, Side, StepCount, StepState

__all__ = [
    "Leg",
    "Place",
    "Presence",
    "Run",
    "after_attempt",
    "after_skip",
    "after_time",
    "beginning",
    "expected",
    "legs_of",
]

SWITCH = 2
"""So many strokes in a row of another step's technique, and the person is in that step (ours):
one may be a slip, or wrongly named."""
BACK_S = 5.0
"""Who repeats a step that was done is back in the open one this long after the last stroke
(ours)."""


class Presence(IntEnum):
    """How much of a person is in the picture."""

    AWAY = 0
    HANDS_AWAY = 1
    HERE = 2


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of time with one presence all along."""

    start_s: float
    end_s: float
    presence: Presence


@dataclass(frozen=True, slots=True)
class Leg:
    """A step as it is followed.

    Attributes
    ----------
    technique
        Id of the step's technique.
    look
        Id of the technique it can't be told from by a camera; its own if there is none.
    watched
        The camera can see it; otherwise the clock has to do.
    rest_s
        Pause after it.
    after
        Ids of techniques that have to come before.
    """

    technique: str
    look: str
    watched: bool
    rest_s: float
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is at one moment.

    Attributes
    ----------
    step
        Index of the step; the number of steps when all is over.
    rest_until_s
        End of the pause; before ``t_s`` when there is none.
    worked_s
        How long it has gone on, without absences.
    heard_s
        When the last stroke of this step ended.
    others
        The last strokes in a row that belong to another step, and which.
    """

    t_s: float
    step: int
    steps: tuple[StepCount, ...]
    rest_until_s: float = -math.inf
    worked_s: float = 0.0
    heard_s: float = -math.inf
    others: tuple[Attempt, ...] = ()
    other: int = -1

    @property
    def is_over(self) -> bool:
        """There is no step left."""
        return self.step >= len(self.steps)


def legs_of(routine: Routine, library: Library) -> tuple[Leg, ...]:
    """Give how each step of a routine is followed."""
    known = {technique.id: technique for technique in library.techniques}
    return tuple(
        Leg(
            technique=step.technique,
            look=_look(step.technique, known.get(step.technique)),
            watched=_is_watched(routine, known.get(step.technique)),
            rest_s=step.rest_s,
            after=step.after,
        )
        for step in routine.step
    )


def _look(technique_id: str, technique: Technique | None) -> str:
    return technique.seen_as or technique_id if technique is not None else technique_id


def _is_watched(routine: Routine, technique: Technique | None) -> bool:
    # How a device works nobody sees: only for how long.
    return (
        technique is not None
        and technique.kind is not Kind.TIMED
        and technique.view is routine.view
    )


def expected(place: Place, legs: Sequence[Leg]) -> frozenset[str]:
    """Ids of the techniques that strokes are named by: of those that look alike, the nearest."""
    looks: dict[str, list[int]] = {}
    for index, leg in enumerate(legs):
        if leg.watched:
            looks.setdefault(leg.look, []).append(index)
    return frozenset(legs[_nearest(place.step, fits)].technique for fits in looks.values())


def _nearest(here: int, steps: Sequence[int]) -> int:
    """Give the nearest step; between two as near, the one that comes."""
    return min(steps, key=lambda index: (abs(index - here), -index))


def beginning(routine: Routine, library: Library) -> Place:
    """Give the place before the first stroke."""
    known = {technique.id: technique for technique in library.techniques}
    steps = []
    for step, leg in zip(routine.step, legs_of(routine, library), strict=True):
        counts = step.repetitions if leg.watched and step.repetitions else 0
        length_s = math.nan if counts else step.length_s(known.get(step.technique))
        each = bool(counts) and step.sides is Sides.EACH
        steps.append(
            StepCount(step.technique, StepState.OPEN, 0, 0, 0, 0.0, counts, length_s, each)
        )
    return Place(-math.inf, 0, tuple(steps))


def after_time(place: Place, legs: Sequence[Leg], runs: Sequence[Run], limit_s: float) -> Place:
    """Let time pass: runs in order, the first beginning where the place is or later."""
    for run in runs:
        now_s = run.start_s
        while now_s < run.end_s:
            place, now_s = _waited(place, legs, replace(run, start_s=now_s), limit_s)
        place = replace(place, t_s=run.end_s)
    return place


def _waited(place: Place, legs: Sequence[Leg], run: Run, limit_s: float) -> tuple[Place, float]:
    """Let time pass up to the next thing that changes by itself."""
    start_s, end_s = run.start_s, run.end_s
    if run.presence is Presence.AWAY or place.is_over:
        return place, end_s
    if start_s < place.rest_until_s < end_s:
        end_s = place.rest_until_s
    spare_s = limit_s - place.worked_s
    if spare_s > 0:
        end_s = min(end_s, start_s + spare_s)
    step = place.steps[place.step]
    if step.state is StepState.DONE:
        return _repeating(place, start_s, end_s)
    runs_on = start_s >= place.rest_until_s and (
        run.presence is Presence.HERE or not legs[place.step].watched
    )
    if step.by_clock and runs_on:
        end_s = min(end_s, start_s + step.left_s)
        filled = end_s == start_s + step.left_s
        done_s = step.length_s if filled else step.done_s + (end_s - start_s)
        place = _with_step(place, replace(step, done_s=done_s))
    spent = end_s == start_s + spare_s
    worked_s = limit_s if spent else place.worked_s + (end_s - start_s)
    place = replace(place, worked_s=worked_s)
    if place.steps[place.step].is_full:
        place = _finished(place, legs, end_s)
    return _limited(place, limit_s), end_s


def _repeating(place: Place, start_s: float, end_s: float) -> tuple[Place, float]:
    """Go back to the open step when a step that was done is not repeated any more."""
    back_s = place.heard_s + BACK_S
    if start_s >= back_s:
        return replace(place, step=_next_open(place)), start_s
    end_s = min(end_s, back_s)
    return replace(place, worked_s=place.worked_s + (end_s - start_s)), end_s


def _limited(place: Place, limit_s: float) -> Place:
    last = len(place.steps) - 1
    if place.worked_s < limit_s or place.step >= last:
        return place
    return replace(_skipped(place, place.step, last), step=last, rest_until_s=-math.inf)


def after_attempt(place: Place, legs: Sequence[Leg], attempt: Attempt) -> Place:
    """Take one stroke in."""
    fits = [index for index, leg in enumerate(legs) if attempt.technique == leg.technique]
    if place.step in fits:
        return _credited(replace(place, others=(), other=-1), legs, attempt)
    if not fits:
        return place
    here = place.step
    meant = _nearest(here, fits)
    sure = attempt.counted or place.is_over or legs[here].watched
    if not sure:  # A hand that holds a device moves, too.
        return place
    others = (*place.others, attempt) if meant == place.other else (attempt,)
    if len(others) < SWITCH:
        return replace(place, others=others, other=meant)
    place = replace(_skipped(place, here, meant), step=meant, others=(), other=-1)
    for one in others:
        if place.step == meant:
            place = _credited(place, legs, one)
    return place


def after_skip(place: Place, legs: Sequence[Leg]) -> Place:
    """Leave the step for the next one, because the person says so."""
    if place.is_over:
        return place
    step = place.steps[place.step]
    if step.state is StepState.OPEN:
        place = _with_step(place, replace(step, state=StepState.SKIPPED))
    place = replace(place, step=_next_open(place), rest_until_s=-math.inf)
    return replace(place, others=(), other=-1)


def _credited(place: Place, legs: Sequence[Leg], attempt: Attempt) -> Place:
    step = place.steps[place.step]
    if attempt.counted:
        step = replace(
            step,
            left=step.left + (attempt.side is not Side.RIGHT),
            right=step.right + (attempt.side is not Side.LEFT),
            total=step.total + 1,
        )
    if step.state is StepState.SKIPPED:  # It is done after all.
        step = replace(step, state=StepState.OPEN)
    place = replace(_with_step(place, step), heard_s=attempt.end_s, rest_until_s=-math.inf)
    if step.is_full and step.state is StepState.OPEN:
        return _finished(place, legs, attempt.end_s)
    return place


def _finished(place: Place, legs: Sequence[Leg], t_s: float) -> Place:
    step, rest_s = place.steps[place.step], legs[place.step].rest_s
    place = _with_step(place, replace(step, state=StepState.DONE))
    rest_until_s = t_s + rest_s if rest_s else -math.inf
    return replace(place, step=_next_open(place), rest_until_s=rest_until_s, others=(), other=-1)


def _next_open(place: Place) -> int:
    states = [step.state for step in place.steps]
    return states.index(StepState.OPEN) if StepState.OPEN in states else len(states)


def _skipped(place: Place, start: int, end: int) -> Place:
    """Mark what lies open between two steps; nothing, when the way leads back."""
    steps = tuple(
        replace(step, state=StepState.SKIPPED)
        if start <= index < end and step.state is StepState.OPEN
        else step
        for index, step in enumerate(place.steps)
    )
    return replace(place, steps=steps)


def _with_step(place: Place, step: StepCount) -> Place:
    steps = (*place.steps[: place.step], step, *place.steps[place.step + 1 :])
    return replace(place, steps=steps)
