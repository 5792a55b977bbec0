"""A session: observations in, attempts out.

The only composer of the rooms; live practice and clip review are the same code, fed by another
source.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from coach.body.placement import BodyFollower
from coach.coaching.alike import beats_alike
from coach.coaching.alongside import with_other_hand
from coach.coaching.counter import pair_hands, without_fragments
from coach.coaching.early import EarlyVerdicts
from coach.coaching.in_time import both_at_once, in_time
from coach.coaching.judge import judge_all, most_done
from coach.coaching.reading import likeliest_strokes
from coach.coaching.routine import RoutineFollower, of_routine
from coach.coaching.sought import ANYTHING, Sought
from coach.coaching.spell_judge import joined_stays, judge_spells
from coach.coaching.tally import Tally
from coach.coaching.timed import stays_at_place
from coach.coaching.updates import update_of
from coach.coaching.ways_back import without_ways_back
from coach.strokes.groups import BoutGroups
from coach.strokes.livelier import by_livelier_part
from coach.strokes.rubs import is_brisk
from coach.strokes.segment import Bout
from coach.strokes.spell import Spell, centred_spells
from coach.strokes.spells import spells_of
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.techniques.schema import Kind, Technique
from coach.types import (
    Attempt,
    ChartName,
    Observation,
    Region,
    Report,
    Update,
    View,
)

__all__ = ["Session"]

IN_PLACE = (Kind.HOLD, Kind.PRESS, Kind.TAP, Kind.KNEAD, Kind.TIMED)
"""Who does these stays where they are on purpose: that ends nothing."""


SEEN_REGIONS = {
    ChartName.FACE: Region.FACE,
    ChartName.NECK: Region.NECK,
    ChartName.ARM: Region.ARM,
    ChartName.LEG: Region.LEG,
    ChartName.HAND: Region.HAND,
}
"""What is worked on, by the chart; on the trunk it depends on the side."""


class Session:
    """Judges one person's strokes, frame by frame.

    Parameters
    ----------
    library
        The techniques at hand.
    technique
        Id of the one the person does; None to recognise it.
    region
        Only techniques of this part of the body.
    live
        Somebody waits for the verdicts: give each soon after its stroke, on what is known by
        then, and let it stand. Otherwise all that a bout shows is weighed first.
    routine
        The routine the person does: only its techniques are looked for, and followed step by
        step. It takes the place of ``technique`` and ``region``.
    limit_s
        After so long the routine goes on to its last step.

    Raises
    ------
    TechniqueError
        There is no such technique.
    """

    def __init__(
        self,
        library: Library,
        *,
        technique: str | None = None,
        region: Region | None = None,
        live: bool = False,
        routine: Routine | None = None,
        limit_s: float = math.inf,
    ) -> None:
        self._library = library if routine is None else of_routine(routine, library)
        self._routine = RoutineFollower(routine, library, limit_s) if routine is not None else None
        self._asked = library.find(technique) if technique is not None else None
        self._region = region
        part = self._asked.part_apart if self._asked is not None else None
        self._follower = BodyFollower(part)
        rests = self._asked is not None and self._asked.kind in IN_PLACE
        self._groups = BoutGroups(math.inf) if rests else BoutGroups()
        self._attempts: list[Attempt] = []
        self._tally = Tally(self._sought(routine))
        self._early = EarlyVerdicts() if live else None

    def push(self, seen: Observation, *, waits: bool = False) -> Update:
        """Take one frame's observation; give what it added.

        Parameters
        ----------
        waits
            A routine's clock stands still: practice has not begun, or rests.
        """
        placement = self._follower.push(seen)
        self._tally.push(seen, placement.view, placement.charts)
        closed = self._groups.push(placement.touches)
        if closed:
            finished = self._judge_closed(closed, placement.view)
        else:
            finished = self._judge_open(seen.t_s, placement.view)
        update = update_of(seen, placement, finished)
        if self._routine is None:
            return update
        return self._followed(self._routine, seen, update, waits)

    def finish(self) -> tuple[Attempt, ...]:
        """End the session; give the attempts that were still going on."""
        finished = self._judge_closed(self._groups.finish(), self._tally.view)
        if self._routine is not None:
            self._routine.add(finished)
        return finished

    def next_step(self) -> None:
        """Leave the routine's step for the next one; nothing happens without a routine."""
        if self._routine is not None:
            self._routine.skip()

    @property
    def obstacle(self) -> str:
        """Why nothing at all could be judged so far; empty when something could."""
        return self._tally.obstacle(self._attempts)

    def report(self, source: str, duration_s: float) -> Report:
        """Sum up what was seen so far."""
        whole = joined_stays(self._attempts, self._library)
        attempts = tuple(sorted(whole, key=lambda a: (a.start_s, a.side)))
        technique = self._most_done(attempts)
        return Report(
            source=source,
            technique=technique.id if technique is not None else None,
            region=technique.region if technique is not None else self._seen_region(attempts),
            view=self._tally.view,
            duration_s=duration_s,
            attempts=attempts,
            tracking=self._tally.tracking(),
            warnings=self._tally.warnings(attempts),
            asked=self._asked.id if self._asked is not None else None,
            standing=self._routine.standing if self._routine is not None else None,
            obstacle=self._tally.obstacle(attempts),
        )

    def _sought(self, routine: Routine | None) -> Sought:
        if routine is not None:
            return Sought(self._library.techniques, routine.name)
        if self._asked is not None:
            return Sought((self._asked,), self._asked.name, self._asked)
        if self._region is not None:
            return Sought(self._library.of_region(self._region))
        return ANYTHING

    def _followed(
        self, routine: RoutineFollower, seen: Observation, update: Update, waits: bool
    ) -> Update:
        if not waits:
            routine.add(update.finished)
        standing = routine.push(
            seen.t_s,
            person=seen.has_face or seen.has_body,
            hands=any(seen.has_hand),
            waits=waits,
        )
        return replace(update, standing=standing)

    def _judge_closed(self, closed: Sequence[Bout], view: View) -> tuple[Attempt, ...]:
        attempts = self._judge(closed, view)
        if self._early is not None:
            attempts = self._early.fresh(attempts)
            self._early.forget()
        self._attempts += attempts
        return attempts

    def _judge_open(self, t_s: float, view: View) -> tuple[Attempt, ...]:
        """Let out what is certain enough of the bouts that are going on."""
        if self._early is None or not self._early.is_due(t_s):
            return ()
        since_s = self._early.since_s(t_s)
        bouts = self._groups.so_far(since_s)
        attempts = self._early.ripe(self._judge(bouts, view), t_s)
        self._attempts += attempts
        return attempts

    def _judge(self, bouts: Sequence[Bout], view: View) -> tuple[Attempt, ...]:
        if not bouts:
            return ()
        candidates = self._candidates(view)
        wanted = [t for t in candidates if self._is_wanted(t)]
        bouts = [by_livelier_part(bout) for bout in bouts]
        spells: tuple[Spell, ...] = ()
        rest = tuple(bouts)
        if self._asked is None or self._asked in wanted:  # Else it can't be seen from this side.
            spells, rest = spells_of(bouts, wanted, self._asked)
            there = stays_at_place(spells, bouts)
            if spells and not there:  # Something else was done, elsewhere.
                rest = tuple(bouts)
            spells = there
        strokes = self._judge_strokes(rest, wanted, candidates)
        spells = tuple(beats_alike(one) for one in centred_spells(spells))
        others = judge_spells(spells, self._library)
        taps = {t.id for t in wanted if t.kind is Kind.TAP}
        attempts = pair_hands(without_fragments((*strokes, *others)), apart=taps)
        attempts = without_ways_back(with_other_hand(attempts, rest))
        stroked = {t.id for t in wanted if t.kind is Kind.STROKE}
        attempts = in_time(both_at_once(attempts, stroked), stroked)
        return joined_stays(attempts, self._library)

    def _judge_strokes(
        self, bouts: Sequence[Bout], wanted: Sequence[Technique], candidates: Sequence[Technique]
    ) -> tuple[Attempt, ...]:
        strokes = likeliest_strokes(bouts, candidates, self._asked)
        doing = most_done(strokes, wanted) if self._asked is None and strokes else None
        if doing is not None and doing.kind is Kind.RUB:
            # Both ways are right there, so each there-and-back is counted as one.
            spells, _ = spells_of(bouts, (), doing)
            brisk = [spell for spell in spells if is_brisk(spell)]
            return judge_spells(centred_spells(brisk), self._library)
        known = {a.technique for a in self._attempts if a.technique is not None}
        if self._routine is not None:  # All of its techniques are expected.
            known |= {technique.id for technique in self._library.techniques}
        return judge_all(strokes, wanted, candidates, self._library, self._asked, known)

    def _candidates(self, view: View) -> list[Technique]:
        """Give what can be seen from this side; untold, what a camera can tell from the rest."""
        seen = self._library.for_view(view)
        if self._routine is not None:
            expected = self._routine.expected
            return [t for t in seen if t.id in expected]
        return [
            t for t in seen if t is self._asked or (t.seen_as is None and t.kind is not Kind.TIMED)
        ]

    def _is_wanted(self, technique: Technique) -> bool:
        return self._asked in (None, technique) and self._region in (None, technique.region)

    def _most_done(self, attempts: tuple[Attempt, ...]) -> Technique | None:
        if self._asked is not None:
            fits = any(a.technique == self._asked.id for a in attempts)
            return self._asked if fits else None
        done_s: dict[str, float] = {}
        for attempt in attempts:
            name = attempt.technique
            if name is not None and self._is_wanted(self._library.find(name)):
                done_s[name] = done_s.get(name, 0.0) + attempt.pace_s
        return self._library.find(max(done_s, key=done_s.__getitem__)) if done_s else None

    def _seen_region(self, attempts: tuple[Attempt, ...]) -> Region | None:
        charts = Counter(a.chart for a in attempts)
        if not charts:
            return None
        chart = charts.most_common(1)[0][0]
        if chart is ChartName.TORSO:
            return Region.BACK if self._tally.view is View.BACK else Region.CHEST
        return SEEN_REGIONS[chart]
