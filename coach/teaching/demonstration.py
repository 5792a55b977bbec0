"""What a teacher showed: the strokes of a clip or a live session, before anything is learned."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.body.placement import CHARTS, BodyFollower, Touch
from coach.body.scale import to_cm
from coach.capture.clip import open_clip
from coach.capture.pace import paced
from coach.coaching.tally import Tally
from coach.coaching.updates import Updates, update_of
from coach.strokes.groups import BoutGroups
from coach.strokes.midline import centred
from coach.strokes.periodic import Circling
from coach.strokes.segment import Bout
from coach.strokes.stroke import Stroke, strokes_of
from coach.teaching.beats import Beat, beats_of
from coach.teaching.steady import Steadied
from coach.teaching.stretch import FINGERS, stretch_of
from coach.tracking.bundles import ensure
from coach.tracking.tracker import Tracker
from coach.types import (
    HANDS,
    ChartName,
    FloatArray,
    HandPart,
    Observation,
    Side,
    Update,
    View,
    frozen_array,
)

__all__ = ["Demonstration", "Watch", "watch_clip"]

Flags = NDArray[np.bool_]
FACE = CHARTS.index(ChartName.FACE)
LEAD_S = 3.0
"""So much is looked at before the part that was asked for: the face is best learned while free."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was seen of a person who shows a technique.

    Attributes
    ----------
    source
        Name of the clip or camera.
    view
        Which way the person faces.
    strokes
        All movements that touched, as far as can be told, in time order.
    beats
        All taps, presses and holds, and ways to and fro.
    t_s
        (n,): times of the frames.
    hands_seen
        (n, 2): the left, the right hand was seen.
    charts_held
        (n, charts): which charts held.
    palms_cm
        (n, 2, 2): where the left, the right palm was in the face chart; NaN where not known.
    by_part
        The strokes and beats of the hands as followed by each of their parts.
    stretched
        (n, 2, 5): how far thumb and fingers of the left, the right hand were stretched, as told by
        `stretch_of`; NaN while a hand was not seen.
    obstacle
        Why nothing at all could be seen; empty when something could.
    updates
        One a frame looked at, for drawing upon the clip; empty unless they were kept. They can be
        gone through more than once.
    """

    source: str
    view: View
    strokes: tuple[Stroke, ...]
    beats: tuple[Beat, ...]
    t_s: FloatArray
    hands_seen: Flags
    charts_held: Flags
    stretched: FloatArray
    palms_cm: FloatArray
    by_part: Mapping[HandPart, tuple[tuple[Stroke, ...], tuple[Beat, ...]]] = field(
        default_factory=dict
    )
    obstacle: str = ""
    updates: Iterable[Update] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "t_s", frozen_array(self.t_s, (None,), "t_s"))
        shape = (len(self.t_s), len(HANDS), FINGERS)
        object.__setattr__(self, "stretched", frozen_array(self.stretched, shape, "stretched"))
        palms_cm = frozen_array(self.palms_cm, (*shape[:2], 2), "palms_cm")
        object.__setattr__(self, "palms_cm", palms_cm)

    def by(self, part: HandPart | None) -> Demonstration:
        """Give what was done as followed by a part of the hand; by the usual ones for None."""
        if part is None:
            return self
        strokes, beats = self.by_part[part]
        return replace(self, strokes=strokes, beats=beats)

    def share_seen(self, side: Side, start_s: float, end_s: float) -> float:
        """Give the share of the frames of a span in which a hand was seen; NaN without frames."""
        rows = self.hands_seen[self.during(start_s, end_s), HANDS.index(side)]
        return float(rows.mean()) if len(rows) else math.nan

    def share_held(self, chart: ChartName) -> float:
        """Give the share of the time a hand was seen in which a chart held, too."""
        busy = self.hands_seen.any(axis=1)
        return float(self.charts_held[busy, CHARTS.index(chart)].mean()) if busy.any() else 0.0

    def during(self, start_s: float, end_s: float) -> Flags:
        """(n,): which frames are of a span."""
        return np.asarray((self.t_s >= start_s) & (self.t_s <= end_s))


class Doings:
    """What hands do, as they are followed by one of their parts."""

    def __init__(self) -> None:
        self._groups, self._resting = BoutGroups(), BoutGroups(math.inf)
        self._bouts: list[tuple[Bout, ...]] = []
        self._whole: list[Bout] = []

    def push(self, touches: Sequence[Touch]) -> None:
        """Take one frame's touches, left and right."""
        if group := self._groups.push(touches):
            self._bouts.append(group)
        self._whole += self._resting.push(touches)

    def finish(self, span_s: tuple[float, float]) -> tuple[tuple[Stroke, ...], tuple[Beat, ...]]:
        """End it; give the strokes and beats within a span of time."""
        if group := self._groups.finish():
            self._bouts.append(group)
        found = self._found()
        rounds = sum(stroke.closed for stroke in found)
        if 0 < 2 * rounds < len(found):
            # One technique is shown: a round among strokes is a stroke and a way back that bows.
            found = self._found(Circling.NO)
        beats = beats_of((*self._whole, *self._resting.finish()))
        start_s, end_s = span_s
        return (
            tuple(s for s in found if s.start_s >= start_s and s.end_s <= end_s),
            tuple(b for b in beats if b.start_s >= start_s and b.end_s <= end_s),
        )

    def _found(self, circling: Circling = Circling.MAYBE) -> list[Stroke]:
        groups = (strokes_of(group, circling) for group in self._bouts)
        return [stroke for group in groups for stroke in centred(group)]


class Watch:
    """Watches a person, frame by frame.

    Parameters
    ----------
    start_s, end_s
        What begins or ends outside is no part of the demonstration.
    keep_updates
        Keep what is needed to draw upon the frames; it lies on disk.
    """

    def __init__(
        self, start_s: float = 0.0, end_s: float = math.inf, *, keep_updates: bool = False
    ) -> None:
        self._updates = Updates() if keep_updates else None
        self._span_s = (start_s, end_s)
        self._steadied = Steadied()
        self._follower = BodyFollower(also=tuple(HandPart))
        self._usual = Doings()
        self._by_part = {part: Doings() for part in HandPart}
        self._tally = Tally()
        self._rows: list[tuple[float, tuple[bool, bool], tuple[bool, ...]]] = []
        self._stretched: list[FloatArray] = []
        self._palms_cm: list[FloatArray] = []

    def push(self, seen: Observation) -> None:
        """Take one frame's observation."""
        for steadied in self._steadied.push(seen):
            self._take(steadied)

    def _take(self, seen: Observation) -> None:
        placement = self._follower.push(seen)
        if self._updates is not None:
            self._updates.add(update_of(seen, placement))
        self._tally.push(seen, placement.view, placement.charts)
        self._usual.push(placement.touches)
        for part, touches in placement.by_part.items():
            self._by_part[part].push(touches)
        if self._span_s[0] <= seen.t_s <= self._span_s[1]:
            held = {chart.name for chart in placement.charts}
            self._rows.append((seen.t_s, seen.has_hand, tuple(name in held for name in CHARTS)))
            self._stretched.append(stretch_of(seen.hands_world_m))
            palms_uv = [t.parts_uv[HandPart.PALM, FACE] for t in placement.touches]
            self._palms_cm.append(to_cm(ChartName.FACE, np.array(palms_uv)))

    def finish(self, source: str) -> Demonstration:
        """End it; give what was shown."""
        for steadied in self._steadied.finish():
            self._take(steadied)
        strokes, beats = self._usual.finish(self._span_s)
        return Demonstration(
            source=source,
            view=self._tally.view,
            strokes=strokes,
            beats=beats,
            t_s=np.array([row[0] for row in self._rows]),
            hands_seen=np.array([row[1] for row in self._rows], dtype=bool).reshape(-1, 2),
            charts_held=np.array([row[2] for row in self._rows], dtype=bool).reshape(
                -1, len(CHARTS)
            ),
            stretched=np.array(self._stretched).reshape(-1, len(HANDS), FINGERS),
            palms_cm=np.array(self._palms_cm).reshape(-1, len(HANDS), 2),
            by_part={part: done.finish(self._span_s) for part, done in self._by_part.items()},
            obstacle=self._tally.obstacle(),
            updates=() if self._updates is None else self._updates,
        )


def watch_clip(
    path: Path,
    *,
    start_s: float = 0.0,
    end_s: float = math.inf,
    mirrored: bool = False,
    keep_updates: bool = False,
    progress: Callable[[float, float], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Demonstration:
    """Watch a clip, or a part of it.

    Parameters
    ----------
    start_s, end_s
        The part in which the technique is shown.
    mirrored
        The clip was recorded as in a mirror; it is turned back.
    keep_updates
        Keep what is needed to draw upon the clip.
    progress
        Told after every frame (seconds done, seconds in all; NaN when unknown).
    stopped
        Asked after every frame whether to stop there and then.

    Raises
    ------
    InputError
        The clip can't be read.
    ModelError
        The landmark models are not there and can't be fetched.
    """
    watch = Watch(start_s, end_s, keep_updates=keep_updates)
    with (
        open_clip(path, mirrored=mirrored) as clip,
        Tracker(ensure()) as tracker,
    ):
        duration_s = min(clip.info.duration_s, end_s)
        for frame in paced(clip):
            if frame.t_s > end_s or stopped():
                break
            if frame.t_s >= start_s - LEAD_S:
                watch.push(tracker.observe(frame))
            if progress is not None:
                progress(frame.t_s, duration_s)
        return watch.finish(clip.info.name)
