"""Where in a routine somebody is, as the server says it to the browser."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from coach.types import Phase, Standing, StepState

__all__ = ["Message", "RoutineRow", "StepRow", "routine_row"]


class Message(BaseModel):
    """Unknown keys are errors; values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StepRow(Message):
    """How far a step is; repetitions or seconds, whichever it is measured in."""

    state: StepState
    done: float
    wanted: float
    by_clock: bool


class RoutineRow(Message):
    """Where in the routine the person is.

    ``step`` is the number of steps when all is over. ``missing`` holds the steps that should have
    come first.
    """

    step: int
    phase: Phase
    rest_left_s: float
    steps: list[StepRow]
    missing: list[int]


def routine_row(standing: Standing) -> RoutineRow:
    """Say where in a routine somebody is."""
    names = [step.technique for step in standing.steps]
    return RoutineRow(
        step=standing.step,
        phase=standing.phase,
        rest_left_s=round(standing.rest_left_s, 1),
        steps=[
            StepRow(
                state=step.state,
                done=round(step.done_s, 1) if step.by_clock else step.done,
                wanted=round(step.length_s, 1) if step.by_clock else step.repetitions,
                by_clock=step.by_clock,
            )
            for step in standing.steps
        ],
        missing=[names.index(one) for one in standing.missing if one in names],
    )
