"""What is said of a routine on the terminal and in the plain window."""

from __future__ import annotations

from collections.abc import Iterator

from coach.present.words import technique_name
from coach.techniques.library import Library
from coach.types import Phase, Standing, StepCount, StepState

__all__ = ["standing_line", "step_lines"]

STATES = {
    StepState.DONE: "done",
    StepState.SKIPPED: "left out",
    StepState.OPEN: "not finished",
}


def step_lines(standing: Standing, library: Library) -> Iterator[str]:
    """Give a line for each step: "Chin to ears: done, 12 of 10 times"."""
    for step in standing.steps:
        name = technique_name(step.technique, library)
        yield f"{name}: {STATES[step.state]}, {_far(step)}"


def standing_line(standing: Standing, library: Library) -> str:
    """Say which step it is, and what is left of it, in a line."""
    step = standing.current
    if step is None:
        return "All steps are through. Rest now."
    name = technique_name(step.technique, library)
    if standing.phase is Phase.RESTING:
        return f"Rest: {standing.rest_left_s:.0f} s. Next: {name}"
    if standing.missing:
        return f"First comes: {technique_name(standing.missing[0], library)}"
    return f"Step {standing.step + 1} of {len(standing.steps)}: {name}, {_left(step)}"


def _far(step: StepCount) -> str:
    if step.by_clock:
        return f"{_clock(step.done_s)} of {_clock(step.length_s)}"
    each = f" with each hand (left {step.left}, right {step.right})" if step.each else ""
    return f"{step.done} of {step.repetitions} times{each}"


def _left(step: StepCount) -> str:
    return f"{_clock(step.left_s)} left" if step.by_clock else _far(step)


def _clock(length_s: float) -> str:
    whole = round(length_s)
    return f"{whole // 60}:{whole % 60:02d} min"
