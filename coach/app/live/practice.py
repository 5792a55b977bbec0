"""One person's practice: frames in, drawings out, counts that outlive a connection."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Protocol, Self

from coach.app.live.protocol import Counts, Curve, Drawing, Row, points, reminder_row, row
from coach.app.live.routine_rows import routine_row
from coach.app.live.stay import STAYS, StayClock
from coach.coaching.guided import GuidedSession, Moment, Stage
from coach.history.keeping import Keep, Record, keep, kept
from coach.present.paths import drawn_path_uv, on_side, to_known_px
from coach.present.tempo import paces_s
from coach.present.zones import outlines_uv, shown_zones
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.techniques.schema import NoGo, Technique
from coach.types import (
    HANDS,
    Attempt,
    Chart,
    FloatArray,
    Frame,
    Observation,
    Report,
    Side,
    Update,
)

__all__ = ["Eye", "Practice"]

LAST_SHOWN_S = 5.0
"""The path of the last attempt stays in the picture this long."""
REST_S = 2.0
"""Practice goes on this long after the last frame when a new connection takes it up: long enough
to end every bout."""
GUIDE_EVERY = 2
"""Every second point of the drawn path is sent."""


class Eye(Protocol):
    """Finds landmarks in the frames of one connection, as `Tracker` does."""

    def observe(self, frame: Frame) -> Observation:
        """Find hands, face and body in the next frame."""
        ...

    def close(self) -> None:
        """Let the landmarkers go."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Practice:
    """Judges one technique or routine live, over any number of connections.

    What is done before the person was seen well enough is not judged.

    Parameters
    ----------
    library
        The techniques at hand.
    technique
        Id of the one that is practised; of a routine, the first that is looked at.
    keep
        Where it goes when it is over.
    cue_of
        Gives an attempt's cue in the person's language.
    routine
        The routine that is practised, if one is.
    limit_s
        After so long a routine goes on to its last step, and with a single technique it is said
        that this is enough.

    Raises
    ------
    TechniqueError
        There is no such technique.
    """

    def __init__(
        self,
        library: Library,
        technique: str,
        keep: Keep = keep,
        cue_of: Callable[[Attempt], str] = attrgetter("cue"),
        routine: Routine | None = None,
        limit_s: float = math.inf,
    ) -> None:
        self._guided = GuidedSession(library, technique, routine, limit_s)
        self.routine = routine
        self.library = library
        self.hurts = False
        self._shown: Technique | None = None
        self._zones: tuple[NoGo, ...] = ()
        self._guides_uv: dict[Side, FloatArray] = {}
        self._show(self.technique)
        self._keep = keep
        self._cue_of = cue_of
        self._record = Record()
        self._last: tuple[Attempt, ...] = ()
        self._last_s = -math.inf
        self._stay = StayClock()
        self._over = False

    @property
    def technique(self) -> Technique:
        """The one that is practised."""
        return self._guided.technique

    @property
    def is_over(self) -> bool:
        """It was ended, and nothing of it changes any more."""
        return self._over

    @property
    def next_s(self) -> float:
        """Time of the next connection's first frame."""
        return self._guided.t_s + REST_S if self._guided.t_s else 0.0

    @property
    def report(self) -> Report:
        """What was done since practice began."""
        return self._guided.report

    @property
    def record(self) -> Record:
        """Whether it is in the history; known when it is over."""
        return self._record

    @property
    def counts(self) -> Counts:
        """Repetitions that were right, and all attempts."""
        report = self.report
        return Counts(
            left=report.repetitions_of(Side.LEFT),
            right=report.repetitions_of(Side.RIGHT),
            total=report.repetitions,
            attempts=len(report.attempts),
        )

    @property
    def rows(self) -> list[Row]:
        """All attempts so far."""
        return self._rows(self.report.attempts)

    def next_step(self) -> None:
        """Go on to the routine's next step."""
        self._guided.next_step()

    def _show(self, technique: Technique) -> None:
        """Draw the path and the places to keep off of a technique from now on."""
        if technique is self._shown:
            return
        self._shown = technique
        self._zones = self.library.zones_of(technique)
        path_uv = drawn_path_uv(technique)[::GUIDE_EVERY]
        right_uv = on_side(technique, path_uv, Side.RIGHT)
        self._guides_uv = dict(zip(HANDS, (path_uv, right_uv), strict=True))

    def go_on(self) -> None:
        """End a rest that an open palm began."""
        self._guided.go_on()

    def reconnected(self) -> None:
        """Look at the framing anew: the camera may stand elsewhere."""
        self._stay.stop()
        self._guided.look_anew()

    def take(self, number: int, frame: Frame, eye: Eye) -> Drawing:
        """Judge one frame, and say what to draw over it."""
        seen = eye.observe(frame)
        moment = self._guided.take(frame, seen)
        self._show(self.technique)
        if moment.finished:
            self._last, self._last_s = _latest(moment.finished), frame.t_s
        return self._drawing(number, seen, moment)

    def finish(self, *, hurts: bool = False) -> None:
        """End it: judge what was still going on, sum up, and put it into the history."""
        if self._over:
            return
        self.hurts = hurts
        self._guided.finish(hurts=hurts)
        self._record = kept(self.report, self._guided.started_at, self._keep)
        self._over = True

    def _rows(self, attempts: Sequence[Attempt]) -> list[Row]:
        told = zip(attempts, paces_s(attempts, self.library), strict=True)
        return [row(attempt, self._cue_of(attempt), pace_s) for attempt, pace_s in told]

    def _guides(self, chart: Chart | None) -> dict[Side, FloatArray]:
        if chart is None:
            return {}
        return {side: to_known_px(chart, path) for side, path in self._guides_uv.items()}

    def _drawing(self, number: int, seen: Observation, moment: Moment) -> Drawing:
        update, finished = moment.update, moment.finished
        guides = self._guides(update.chart(self.technique.chart))
        contacts = [points(contact[None]) for contact in update.contact_px]
        return Drawing(
            number=number,
            stage=moment.stage,
            hint=moment.hint,
            size=seen.size_px,
            hands=[points(hand) for hand in update.hands_px],
            contacts=[found[0] if found else None for found in contacts],
            guides=[Curve(side=side, points=points(path)) for side, path in guides.items()],
            zones=self._zone_lines(update),
            last=self._last_lines(update),
            finished=self._rows(finished),
            rows=self.rows if finished else None,
            counts=self.counts,
            stay_s=self._stay_s(moment),
            reminder=reminder_row(moment.reminder),
            routine=routine_row(update.standing) if update.standing is not None else None,
        )

    def _stay_s(self, moment: Moment) -> float | None:
        if self.technique.kind not in STAYS or self.routine is not None:
            return None
        if moment.stage is not Stage.PRACTICE:
            self._stay.stop()
            return 0.0
        return round(self._stay.push(moment.update, self.technique), 1)

    def _zone_lines(self, update: Update) -> list[list[tuple[float, float]]]:
        chart = update.chart(self.technique.chart)
        if chart is None:
            return []
        zones = shown_zones(self._zones, self.technique.chart, self.technique.view)
        return [points(to_known_px(chart, o)) for zone in zones for o in outlines_uv(zone)]

    def _last_lines(self, update: Update) -> list[Curve]:
        """Lay the paths of the last attempt on the body where it is now."""
        if update.t_s - self._last_s > LAST_SHOWN_S:
            return []
        lines = []
        for attempt in self._last:
            chart = update.chart(attempt.chart)
            if chart is None:
                continue
            for path_uv in (attempt.path_uv, attempt.path_right_uv):
                line = points(to_known_px(chart, path_uv))
                if len(line) > 1:
                    lines.append(Curve(side=attempt.side, points=line, verdict=attempt.verdict))
        return lines


def _latest(finished: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """Give the last attempt, and that of the other hand if it went on at the same time."""
    last = max(finished, key=lambda a: a.end_s)
    return tuple(a for a in finished if a is last or _is_beside(a, last))


def _is_beside(attempt: Attempt, last: Attempt) -> bool:
    return attempt.side is not last.side and attempt.end_s > last.start_s
