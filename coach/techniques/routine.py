"""What a routine file may say, checked strictly: techniques one after the other."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from coach.techniques.schema import (
    Identifier,
    Kind,
    Name,
    Strict,
    Technique,
    Words,
    checked,
    read_checked,
)
from coach.types import Region, View

__all__ = [
    "Aim",
    "Pressure",
    "Routine",
    "Sides",
    "Step",
    "read_routine",
    "routine_of",
    "typical_s",
]

MOST_STEPS = 40
RETURN = 0.5
"""A way back takes half as long as its stroke (ours)."""


class Aim(StrEnum):
    """What somebody massages for; how often is recommended depends on it."""

    FACE = "face"
    RELAXING = "relaxing"
    PREVENTIVE = "preventive"
    CORRECTIVE = "corrective"


class Pressure(StrEnum):
    """How firmly; a camera does not see it, so it is said and not judged."""

    LIGHT = "light"
    MEDIUM = "medium"
    FIRM = "firm"

    @property
    def rank(self) -> int:
        """0 for light, 2 for firm."""
        return list(Pressure).index(self)


class Sides(StrEnum):
    """Whose repetitions a step's number is."""

    TOGETHER = "together"
    """All repetitions, whichever hand made them."""
    EACH = "each"
    """So many with the left hand, and as many with the right."""


class Step(Strict):
    """One technique for so many repetitions, or for so long.

    Attributes
    ----------
    technique
        Id of a technique.
    repetitions, minutes
        How much; exactly one of the two is given.
    sides
        Whose repetitions they are.
    pressure
        How firmly.
    rest_s
        Pause after it, in seconds.
    after
        Ids of techniques that earlier steps must have done: what may follow what.
    source
        The article's words it comes from, or "ours".
    """

    technique: Identifier
    repetitions: Annotated[int, Field(ge=1, le=200)] | None = None
    minutes: Annotated[float, Field(gt=0, le=60, allow_inf_nan=False)] | None = None
    sides: Sides = Sides.TOGETHER
    pressure: Pressure
    rest_s: Annotated[float, Field(ge=0, le=300, allow_inf_nan=False)] = 0.0
    after: Annotated[tuple[Identifier, ...], Field(max_length=10)] = ()
    source: Words

    @model_validator(mode="after")
    def _measured_once(self) -> Self:
        if (self.repetitions is None) == (self.minutes is None):
            raise ValueError("a step has either repetitions or minutes")
        if self.minutes is not None and self.sides is Sides.EACH:
            raise ValueError('sides = "each" needs repetitions, not minutes')
        return self

    def length_s(self, technique: Technique | None) -> float:
        """Give about how long it takes, without its rest; a technique that is unknown, 2 s each."""
        if self.minutes is not None:
            return 60.0 * self.minutes
        turns = (self.repetitions or 0) * (2 if self.sides is Sides.EACH else 1)
        return turns * (typical_s(technique) if technique is not None else 2.0)


class Routine(Strict):
    """Techniques one after the other, with rests, for one part of the body.

    Attributes
    ----------
    view
        What the camera sees all the while; steps that need another view go by the clock.
    aim
        What it is for: how often it is recommended follows from that.
    for_child
        The one who is massaged is a child: only gentle steps.
    for_first
        Fit for the first session ever: 15 minutes at most.
    longest_minutes
        It may take as long as this where its source allows more than the rules do.
    source
        The article's words it comes from, or "ours".
    """

    format: Annotated[int, Field(ge=1, le=1)]
    id: Identifier
    name: Name
    region: Region
    view: View
    aim: Aim
    for_child: bool = False
    for_first: bool = False
    longest_minutes: Annotated[float, Field(gt=0, le=60, allow_inf_nan=False)] | None = None
    instruction: Words
    source: Words
    step: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MOST_STEPS)]

    @property
    def technique_ids(self) -> tuple[str, ...]:
        """The techniques it names, each once, in order."""
        return tuple(dict.fromkeys(step.technique for step in self.step))

    def length_s(self, techniques: Collection[Technique]) -> float:
        """Give about how long it takes, rests and all, in seconds."""
        by_id = {technique.id: technique for technique in techniques}
        return sum(step.length_s(by_id.get(step.technique)) + step.rest_s for step in self.step)


def typical_s(technique: Technique) -> float:
    """Give about how long a repetition takes with its way back, in seconds.

    The middle of what its file allows, on a scale of ratios; only strokes have ways back.
    """
    pace_s = (technique.pace_min_s * technique.pace_max_s) ** 0.5
    return float(pace_s * (1 + RETURN) if technique.kind is Kind.STROKE else pace_s)


def read_routine(path: Path) -> Routine:
    """Read and check one routine file.

    Raises
    ------
    TechniqueError
        The file can't be read, is too large, is not TOML, or breaks the schema; the message
        names the file, the key and, for an unknown key, the nearest known one.
    """
    return read_checked(path, Routine)


def routine_of(text: bytes, name: str) -> Routine:
    """Check what a routine file holds; raises as `read_routine`, with the name given."""
    return checked(text, name, Routine)
