"""A live session that waits until the person is seen well, and says what is in the way.

What is done before that is not judged. Practice in the browser and in a window both run on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import numpy as np

from coach.coaching.framing import Framing, Hint, brightness, look
from coach.coaching.palm import PalmSign
from coach.coaching.safety import Reminder, reminder_at
from coach.coaching.session import Session
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.techniques.schema import Kind, Mirror, Technique
from coach.types import Attempt, Chart, FloatArray, Frame, Observation, Report, Update

__all__ = ["GuidedSession", "Moment", "Stage"]

AWAY_S = 2.5
"""Who can't be seen for this long has left the picture: practice pauses."""
GAP_S = 1.0
"""No pictures for longer than this: nobody was watching (as in a routine)."""
SOURCE = "live practice"
MIRROR = np.array([-1.0, 1.0])


class Stage(StrEnum):
    """How far a practice is."""

    FRAMING = "framing"
    PRACTICE = "practice"
    AWAY = "away"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Moment:
    """What one frame added to a practice.

    Attributes
    ----------
    hint
        The one thing to do to be seen.
    finished
        Attempts that are told now, of those that began after practice did.
    reminder
        What is due to be said, once, while nothing else is; None for nothing.
    """

    update: Update
    stage: Stage
    hint: Hint
    finished: tuple[Attempt, ...]
    reminder: Reminder | None = None


class GuidedSession:
    """Judges one technique live, or a routine step by step.

    An open palm, held up, lets practice rest; held up again, it goes on. What is done meanwhile
    is not judged.

    Parameters
    ----------
    library
        The techniques at hand.
    technique
        Id of the one that is practised; of a routine, that of a step that the camera can see.
    routine
        The routine that is practised, if one is.
    limit_s
        After so long a routine goes on to its last step; with a single technique, it is said
        that this is enough.
    worked_s
        How long the same session has gone on with other techniques before.

    Raises
    ------
    TechniqueError
        There is no such technique.
    """

    def __init__(
        self,
        library: Library,
        technique: str,
        routine: Routine | None = None,
        limit_s: float = math.inf,
        worked_s: float = 0.0,
    ) -> None:
        self.technique: Technique = library.find(technique)
        self._techniques = {one.id: one for one in library.techniques}
        asked = technique if routine is None else None
        self._session = Session(
            library, technique=asked, live=True, routine=routine, limit_s=limit_s
        )
        self._framing = Framing()
        self.routine = routine
        self._view = self.technique.view
        self._paths_uv = _both_sides_uv(self.technique)
        self._started_at = datetime.now().astimezone()
        self._begun_s = math.nan
        self._palm = PalmSign()
        self._rests: list[tuple[float, float]] = []
        self._resting_s = math.nan
        self._t_s = 0.0
        self._limit_s = limit_s
        self._worked_s = worked_s
        self._hurt = False
        self._sum_up()

    @property
    def t_s(self) -> float:
        """Time of the last frame."""
        return self._t_s

    @property
    def worked_s(self) -> float:
        """How long the session has gone on, without rests and absences."""
        return self._worked_s

    @property
    def started_at(self) -> datetime:
        """When practice began, with its offset from UTC."""
        return self._started_at

    @property
    def report(self) -> Report:
        """What was done since practice began."""
        return self._report

    @property
    def is_resting(self) -> bool:
        """An open palm has let practice rest."""
        return not math.isnan(self._resting_s)

    def look_anew(self) -> None:
        """Forget the framing: the camera may stand elsewhere. A rest is over."""
        self._framing = Framing()
        self.go_on()

    def go_on(self) -> None:
        """End a rest."""
        if self.is_resting:
            self._rests.append((self._resting_s, self._t_s))
            self._resting_s = math.nan

    def next_step(self) -> None:
        """Leave a routine's step for the next one."""
        self._session.next_step()

    def take(self, frame: Frame, seen: Observation) -> Moment:
        """Judge one frame; while nobody is ready yet, or practice rests, a routine waits, too."""
        waits = math.isnan(self._begun_s) or self.is_resting
        update = self._session.push(seen, waits=waits)
        self._turn_to(update)
        since_s, self._t_s = frame.t_s - self._t_s, frame.t_s
        chart = update.chart(self.technique.chart)
        light = brightness(frame.image_rgb)
        paths_px = self._paths_px(chart)
        newest = look(seen, update.view, chart, paths_px, self.technique, light)
        hint = self._framing.push(frame.t_s, newest)
        if math.isnan(self._begun_s) and self._framing.is_ready(frame.t_s):
            self._begun_s, self._started_at = frame.t_s, datetime.now().astimezone()
        elif self._palm.push(frame.t_s, seen.hands_px, paths_px):
            self._heed_palm()
        finished = tuple(a for a in update.finished if self._is_judged(a))
        if finished:
            self._sum_up()
        stage = self._stage(hint)
        if stage is Stage.PRACTICE and since_s <= GAP_S:
            self._worked_s += since_s
        return Moment(update, stage, hint, finished, self._reminder(update))

    def finish(self, *, hurts: bool = False) -> None:
        """End it: judge what was still going on, and sum up.

        Parameters
        ----------
        hurts
            The person stopped because something hurt; that is noted.
        """
        self._session.finish()
        self._hurt = hurts
        self._sum_up()

    def _reminder(self, update: Update) -> Reminder | None:
        """Give what is due; a routine has a clock of its own, and ends by itself."""
        if update.standing is not None:
            return reminder_at(update.standing.worked_s)
        return reminder_at(self._worked_s, self._limit_s)

    def _turn_to(self, update: Update) -> None:
        """Look at the technique of the routine's step; at the one before, if nobody knows it."""
        step = update.standing.current if update.standing is not None else None
        technique = self._techniques.get(step.technique) if step is not None else None
        if technique is None or technique is self.technique or technique.view is not self._view:
            return
        self.technique = technique
        self._paths_uv = _both_sides_uv(technique)

    def _heed_palm(self) -> None:
        if self.is_resting:
            self.go_on()
        else:
            self._resting_s = self._t_s

    def _is_judged(self, attempt: Attempt) -> bool:
        """Tell whether an attempt began while practice went on."""
        began_s = attempt.start_s
        if self.technique.kind in (Kind.HOLD, Kind.TIMED) and attempt.end_s > self._begun_s:
            # Who rests a hand there before all is well seen holds on.
            began_s = max(began_s, self._begun_s)
        if math.isnan(self._begun_s) or began_s < self._begun_s or began_s >= self._resting_s:
            return False
        return not any(start_s <= began_s < end_s for start_s, end_s in self._rests)

    def _stage(self, hint: Hint) -> Stage:
        if math.isnan(self._begun_s):
            return Stage.FRAMING
        if self.is_resting:
            return Stage.RESTING
        gone = hint in (Hint.NOBODY, Hint.BLACK, Hint.DARK)
        return Stage.AWAY if gone and self._framing.lasts_s(self._t_s) >= AWAY_S else Stage.PRACTICE

    def _sum_up(self) -> None:
        begun_s = 0.0 if math.isnan(self._begun_s) else self._begun_s
        report = self._session.report(SOURCE, max(self._t_s - begun_s, 0.0))
        judged = tuple(a for a in report.attempts if self._is_judged(a))
        self._report = replace(report, attempts=judged, hurt=self._hurt)

    def _paths_px(self, chart: Chart | None) -> FloatArray:
        """Where the technique's paths lie in the picture; what runs off to infinity is left out."""
        if chart is None:
            return np.empty((0, 2))
        paths_px = chart.to_px(self._paths_uv)
        return paths_px[np.isfinite(paths_px).all(axis=1)]


def _both_sides_uv(technique: Technique) -> FloatArray:
    path_uv = technique.path_array_uv
    one = technique.mirror is Mirror.NONE
    return path_uv if one else np.concatenate([path_uv, path_uv * MIRROR])
