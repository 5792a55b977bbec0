"""What the articles ask of every routine, and which of it a routine breaks.

The rules' words and sources stand in ``routines/rules.toml``; here stands what each looks at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.errors import TechniqueError
from coach.techniques.kept_off import is_kept_off, place_run_over
from coach.techniques.library import Library
from coach.techniques.routine import Pressure, Routine, Step
from coach.techniques.schema import Identifier, Strict, Technique, Words, read_checked
from coach.types import Region, View

__all__ = ["FIRST_SESSION_MIN", "Breach", "Rule", "breaches", "check_routine", "rules"]

ROUTINES_DIR = Path(__file__).parent / "routines"
RULES_FILE = "rules.toml"

FIRST_SESSION_MIN = 15.0
"""Back-massage article: the very first session lasts no more than 15 minutes."""
SHORTEST_MIN, LONGEST_MIN, WHOLE_BACK_MIN, CHILD_MIN = 3.0, 30.0, 40.0, 20.0
"""Least and greatest length; see the rules of those names."""
LOW_V = 0.45
"""The loins end at the last rib: about this far up the torso's chart, hips 0 and shoulders 1
(ours)."""
OURS = re.compile(r"\s*ours\b", re.IGNORECASE)
"""A source that is none but ourselves allows no more than the rules do."""
GENTLE_END = "finish-fingertips"
DOWN_FIRST = "back-soothing-down"


class Rule(Strict):
    """One rule, in words, and where it comes from."""

    id: Identifier
    words: Words
    source: Words


class RuleFile(Strict):
    """All rules."""

    format: Annotated[int, Field(ge=1, le=1)]
    rule: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a routine breaks.

    Attributes
    ----------
    where
        The step, or what else it is about, in words.
    """

    rule: Rule
    where: str

    @property
    def sentence(self) -> str:
        """Say which rule, where, and where the rule comes from, in one line."""
        return f"{self.where} breaks {self.rule.id}: {self.rule.words} ({self.rule.source})"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with its technique; None when no such technique is known."""

    number: int
    step: Step
    technique: Technique | None

    @property
    def where(self) -> str:
        """Name it for people."""
        return f"step {self.number} ({self.step.technique})"

    def has_kind(self, *kinds: str) -> bool:
        """Tell whether its technique is known and of one of these kinds."""
        return self.technique is not None and self.technique.kind.value in kinds

    @property
    def is_on_the_back(self) -> bool:
        """Its technique is done on somebody's back or nape."""
        return self.technique is not None and (
            self.technique.region is Region.BACK
            or (self.technique.region is Region.NECK and self.technique.view is View.BACK)
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A routine with its techniques looked up."""

    routine: Routine
    stages: tuple[Stage, ...]
    library: Library

    @property
    def minutes(self) -> float:
        """About how long it takes; NaN while that hangs on a technique that is not known."""
        if any(s.technique is None and s.step.minutes is None for s in self.stages):
            return math.nan
        return self.routine.length_s(self.library.techniques) / 60

    @property
    def is_by_hand(self) -> bool:
        """Something of it is done with the hands, and not all with a device."""
        return not all(stage.has_kind("timed") for stage in self.stages)


@cache
def rules() -> dict[str, Rule]:
    """Give all rules by their ids."""
    read = read_checked(ROUTINES_DIR / RULES_FILE, RuleFile)
    return {rule.id: rule for rule in read.rule}


def breaches(routine: Routine, library: Library) -> tuple[Breach, ...]:
    """Give what a routine breaks; of techniques that are not known, nothing is said.

    Parameters
    ----------
    library
        The techniques it names.
    """
    known = {technique.id: technique for technique in library.techniques}
    stages = tuple(
        Stage(number, step, known.get(step.technique))
        for number, step in enumerate(routine.step, start=1)
    )
    plan = Plan(routine, stages, library)
    return tuple(
        Breach(rules()[rule_id], where) for rule_id, look in LOOKS.items() for where in look(plan)
    )


def check_routine(routine: Routine, library: Library, name: str) -> None:
    """See that all techniques are known and no rule is broken.

    Raises
    ------
    TechniqueError
        One is not, or is: for each a line with the step, the rule, and the rule's source.
    """
    faults = [*_unknown(routine, library), *(one.sentence for one in breaches(routine, library))]
    if faults:
        raise TechniqueError("\n".join(f"{name}: {fault}" for fault in faults))


def _unknown(routine: Routine, library: Library) -> Iterator[str]:
    for number, step in enumerate(routine.step, start=1):
        try:
            library.find(step.technique)
        except TechniqueError as error:
            yield f"step {number}: {error}"


def _starts(plan: Plan) -> Iterator[str]:
    first = plan.stages[0]
    if plan.is_by_hand and first.technique is not None and not first.has_kind("stroke"):
        yield first.where


def _ends(plan: Plan) -> Iterator[str]:
    last = plan.stages[-1]
    gentle = last.has_kind("stroke") or last.step.technique == GENTLE_END
    if plan.is_by_hand and last.technique is not None and not gentle:
        yield last.where


def _starts_light(plan: Plan) -> Iterator[str]:
    if plan.stages[0].step.pressure is not Pressure.LIGHT:
        yield plan.stages[0].where


def _warms_up(plan: Plan) -> Iterator[str]:
    for before, stage in zip(plan.stages, plan.stages[1:], strict=False):
        if stage.step.pressure.rank - before.step.pressure.rank > 1:
            yield stage.where


def _calms_down(plan: Plan) -> Iterator[str]:
    if plan.stages[-1].step.pressure is Pressure.FIRM:
        yield plan.stages[-1].where


def _rises(plan: Plan) -> Iterator[str]:
    first = plan.stages[0]
    if first.technique is None or first.technique.region is not Region.BACK:
        return
    if first.step.technique != DOWN_FIRST and first.technique.path_array_uv[0, 1] > LOW_V:
        yield first.where


def _off_the_spine(plan: Plan) -> Iterator[str]:
    spines = [zone for zone in plan.library.no_go if "spine" in zone.id.split("-")]
    for stage in plan.stages:
        if stage.technique is None or not stage.is_on_the_back or stage.has_kind("timed"):
            continue
        if place_run_over(stage.technique, spines) is not None:
            yield stage.where


def _kidneys(plan: Plan) -> Iterator[str]:
    kidneys = [zone for zone in plan.library.no_go if zone.id == "kidneys"]
    for stage in plan.stages:
        if stage.technique is None or not stage.is_on_the_back or not stage.has_kind("tap"):
            continue
        light = stage.step.pressure is Pressure.LIGHT
        if not light and any(not is_kept_off(zone, stage.technique) for zone in kidneys):
            yield stage.where


def _first_session(plan: Plan) -> Iterator[str]:
    if plan.routine.for_first and plan.minutes > FIRST_SESSION_MIN:
        yield f"a length of {plan.minutes:.0f} minutes"


def _too_short(plan: Plan) -> Iterator[str]:
    if plan.minutes < SHORTEST_MIN:
        yield f"a length of {plan.minutes:.1f} minutes"


def _too_long(plan: Plan) -> Iterator[str]:
    routine = plan.routine
    longest = WHOLE_BACK_MIN if routine.region is Region.BACK else LONGEST_MIN
    own = routine.longest_minutes
    if own is not None and (own < longest or not OURS.match(routine.source)):
        longest = own
    if plan.minutes > longest:
        yield f"a length of {plan.minutes:.0f} minutes"


def _children(plan: Plan) -> Iterator[str]:
    if not plan.routine.for_child:
        return
    if plan.minutes > CHILD_MIN:
        yield f"a length of {plan.minutes:.0f} minutes"
    yield from (s.where for s in plan.stages if s.step.pressure is Pressure.FIRM)


def _in_order(plan: Plan) -> Iterator[str]:
    for stage in plan.stages:
        done = {earlier.step.technique for earlier in plan.stages[: stage.number - 1]}
        yield from (f"{stage.where} without {one}" for one in stage.step.after if one not in done)


LOOKS: dict[str, Callable[[Plan], Iterator[str]]] = {
    "starts-with-stroking": _starts,
    "ends-with-stroking": _ends,
    "starts-light": _starts_light,
    "warms-up": _warms_up,
    "calms-down": _calms_down,
    "rises": _rises,
    "off-the-spine": _off_the_spine,
    "no-taps-on-kidneys": _kidneys,
    "first-session-short": _first_session,
    "not-too-short": _too_short,
    "not-too-long": _too_long,
    "gentle-with-children": _children,
    "in-order": _in_order,
}
"""What each rule looks at: gives where it is broken."""
