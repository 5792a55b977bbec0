"""Follows somebody through a routine: which step they are in, and what is left of it.

It moves on by itself, also when the person skips a step or repeats one, and stands still while
they are out of the picture. News may arrive late and in any order (verdicts do): what comes out
is the same, as everything is sorted by when it happened (`routine_place`).
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coach.coaching.routine_place import (
    Place,
    Presence,
    Run,
    after_attempt,
    after_skip,
    after_time,
    beginning,
    expected,
    legs_of,
)
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.techniques.schema import Technique
from coach.types import Attempt, Phase, Standing, StepState

__all__ = ["RoutineFollower", "lead_technique", "of_routine"]

AWAY_S = 2.5
"""Who is not seen for this long has left the picture; so have hands (ours)."""
GAP_S = 1.0
"""No pictures for longer than this: nobody was watching (ours)."""


@dataclass(frozen=True, slots=True)
class Event:
    """A stroke, or the wish to go on to the next step (None)."""

    t_s: float
    attempt: Attempt | None

    @property
    def rank(self) -> tuple[float, bool, float, str, str]:
        """Sorts events by when they happened, and beyond that in a fixed order."""
        one = self.attempt
        if one is None:
            return self.t_s, True, 0.0, "", ""
        return self.t_s, False, one.start_s, one.side.value, one.technique or ""


def of_routine(routine: Routine, library: Library) -> Library:
    """Give the library with the techniques that a camera can see in a routine, and no others."""
    names = {leg.technique for leg in legs_of(routine, library) if leg.watched}
    return replace(library, techniques=tuple(t for t in library.techniques if t.id in names))


def lead_technique(routine: Routine, library: Library) -> Technique | None:
    """Give the first technique that a camera can follow; else the first that is known, if any."""
    known = {technique.id: technique for technique in library.techniques}
    watched = {technique.id for technique in of_routine(routine, library).techniques}
    ids = [one for one in routine.technique_ids if one in known]
    return next((known[one] for one in (*(i for i in ids if i in watched), *ids)), None)


class RoutineFollower:
    """Follows one person through one routine.

    Parameters
    ----------
    library
        The techniques at hand. A step whose technique is not among them, or can't be seen from
        the routine's side, goes by the clock.
    limit_s
        After so long it goes on to the last step.
    """

    def __init__(self, routine: Routine, library: Library, limit_s: float = math.inf) -> None:
        self._id = routine.id
        self._legs = legs_of(routine, library)
        self._limit_s = limit_s
        self._first = self._base = beginning(routine, library)
        self._folded = 0
        self._events: list[Event] = []
        self._runs: list[Run] = []
        self._person_s = self._hands_s = -math.inf
        self._t_s = math.nan

    def push(self, t_s: float, *, person: bool, hands: bool, waits: bool = False) -> Standing:
        """Take what one frame shows; give where the person is.

        Parameters
        ----------
        person, hands
            Somebody, a hand of theirs, is in the picture.
        waits
            The clock stands still, whoever is there.
        """
        self._person_s = t_s if person else self._person_s
        self._hands_s = t_s if hands else self._hands_s
        unwatched = waits or t_s - self._t_s > GAP_S
        presence = Presence.AWAY if unwatched else self._presence(t_s)
        if t_s > self._t_s:
            self._extend(t_s, presence)
        self._t_s = t_s
        return self.standing

    def add(self, attempts: Iterable[Attempt]) -> None:
        """Take strokes that were judged, whenever they happened."""
        for attempt in attempts:
            self._insert(Event(attempt.end_s, attempt))

    def skip(self) -> None:
        """Go on to the next step, from now on."""
        if not math.isnan(self._t_s):
            self._insert(Event(self._t_s, None))

    @property
    def standing(self) -> Standing:
        """Where the person is at the last frame."""
        self._fold()
        place = self._passed(self._base, self._t_s)
        rest_left_s = max(place.rest_until_s - self._t_s, 0.0) if not place.is_over else 0.0
        return Standing(
            self._id,
            self._t_s,
            place.step,
            self._phase(place, rest_left_s),
            place.steps,
            rest_left_s,
            place.worked_s,
            self._missing(place),
        )

    @property
    def expected(self) -> frozenset[str]:
        """Ids of the techniques by which strokes are named at this step."""
        self._fold()
        return expected(self._passed(self._base, self._t_s), self._legs)

    def _presence(self, t_s: float) -> Presence:
        if t_s - self._person_s > AWAY_S:
            return Presence.AWAY
        return Presence.HANDS_AWAY if t_s - self._hands_s > AWAY_S else Presence.HERE

    def _extend(self, t_s: float, presence: Presence) -> None:
        if self._runs and self._runs[-1].presence is presence:
            self._runs[-1] = replace(self._runs[-1], end_s=t_s)
        else:
            self._runs.append(Run(self._t_s, t_s, presence))

    def _insert(self, event: Event) -> None:
        place = bisect.bisect_right([one.rank for one in self._events], event.rank)
        self._events.insert(place, event)
        if place < self._folded:  # Late news: all is told anew.
            self._base, self._folded = self._first, 0

    def _fold(self) -> None:
        for event in self._events[self._folded :]:
            if event.t_s > self._t_s:  # Not before its frame has come.
                break
            place = self._passed(self._base, event.t_s)
            if event.attempt is None:
                self._base = after_skip(place, self._legs)
            else:
                self._base = after_attempt(place, self._legs, event.attempt)
            self._folded += 1

    def _passed(self, place: Place, t_s: float) -> Place:
        """Let the time up to a moment pass."""
        first = bisect.bisect_right(self._runs, place.t_s, key=lambda run: run.end_s)
        runs = []
        for run in self._runs[first:]:
            cut = Run(max(run.start_s, place.t_s), min(run.end_s, t_s), run.presence)
            if cut.start_s >= cut.end_s:
                break
            runs.append(cut)
        return after_time(place, self._legs, runs, self._limit_s)

    def _phase(self, place: Place, rest_left_s: float) -> Phase:
        presence = self._runs[-1].presence if self._runs else Presence.HERE
        if place.is_over:
            return Phase.OVER
        if presence is Presence.AWAY:
            return Phase.AWAY
        if rest_left_s > 0:
            return Phase.RESTING
        waits = place.steps[place.step].by_clock and self._legs[place.step].watched
        if presence is Presence.HANDS_AWAY and waits:
            return Phase.HANDS_AWAY
        return Phase.WORKING

    def _missing(self, place: Place) -> tuple[str, ...]:
        if place.is_over:
            return ()
        done = {step.technique for step in place.steps if step.state is StepState.DONE}
        return tuple(one for one in self._legs[place.step].after if one not in done)
