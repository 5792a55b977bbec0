"""A hand that is led along a line on the skin by a score, from rest and back to rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sample_videos.studio.motion import Aim, Deed, Segment, Track, hold, swing
from sample_videos.studio.paths import N_PATH, SkinPath, unit
from sample_videos.studio.primitives import Floats
from sample_videos.studio.scores import STEP_HZ, Score
from sample_videos.studio.strokes import Frame, Manner
from sample_videos.studio.vocabulary import Fault, Sense


@dataclass(frozen=True, slots=True)
class Led:
    """One hand's part of a performance.

    Attributes
    ----------
    score : Score
        How it moves.
    rail : SkinPath
        Along what, for the hand on the side x > 0.
    begin_s : float
        When it first touches.
    outwards : (3,) float
        Direction, besides the skin's normal, in which that hand lifts.
    flipped : bool
        Whether it is the hand on the other side.
    """

    score: Score
    rail: SkinPath
    begin_s: float
    outwards: Floats
    flipped: bool

    @property
    def end_s(self) -> float:
        """When it last touches."""
        return self.begin_s + self.score.contact_s

    @property
    def spans_s(self) -> list[tuple[float, float]]:
        """From when to when it is at each repetition."""
        return [(self.begin_s + start, self.begin_s + end) for start, end in self.score.spans_s]

    def at(self, t_s: float) -> Aim:
        """Return the aim at a time of the score's."""
        step = min(max((t_s - self.begin_s) * STEP_HZ, 0.0), len(self.score.along) - 1.0)
        steps = np.arange(len(self.score.along))
        # a circle's share of the rail leaps from its end to its beginning: never between two steps
        place, normal, fingers, back = self.rail.at(float(self.score.along[int(step)]))
        tables = (self.score.lift_cm, self.score.aside_cm, self.score.upwards_cm)
        lift, aside, upwards = (float(np.interp(step, steps, table)) for table in tables)
        place = place + lift * unit(normal + self.outwards) + np.array([aside, upwards, 0.0])
        aim = Aim(place, fingers, back)
        return aim.mirrored() if self.flipped else aim

    def open_at(self, t_s: float) -> float:
        """Return how far the hand is open at any time: before and after, as far as it goes."""
        step = (t_s - self.begin_s) * STEP_HZ
        return float(np.interp(step, np.arange(len(self.score.open)), self.score.open))

    def stretch(self, start_s: float, end_s: float) -> SkinPath:
        """Return the way along the rail from a time to another, for the hand on the side x > 0."""
        steps = (np.linspace(start_s, end_s, N_PATH) - self.begin_s) * STEP_HZ
        at = np.clip(steps.astype(int), 0, len(self.score.along) - 1)
        return SkinPath(*self.rail.rows(self.score.along[at]))


def led(
    part: Led,
    sense: Sense,
    fault: Fault | None,
    manner: Manner,
    frame: Frame,
    shape_rad: Callable[[float], Floats] | None = None,
) -> Track:
    """Compose a hand's track: in from rest, repetitions and what is between them, out again."""
    manner = manner.mirrored() if part.flipped else manner
    first, last = part.at(part.begin_s), part.at(part.end_s)
    over_first, over_last = (aim.place_cm + 3.5 * aim.back for aim in (first, last))
    segments = [
        Segment(0.0, frame.arrive_s, hold(manner.rest)),
        Segment(
            frame.arrive_s, part.begin_s, swing(manner.rest, first, [*manner.via_in_cm, over_first])
        ),
        *_played(part, sense, fault),
    ]
    gone_s = part.end_s + frame.leave_s
    way_out = swing(last, manner.rest, [over_last, *manner.via_out_cm])
    segments.append(Segment(part.end_s, gone_s, way_out))
    segments.append(Segment(gone_s, max(frame.end_s, gone_s + 0.1), hold(manner.rest)))
    return Track(tuple(segments), shape_rad, part.score.quickest_s)


def _played(part: Led, sense: Sense, fault: Fault | None) -> list[Segment]:
    """Return the repetitions and what is between them."""
    spans, segments, until_s = part.spans_s, list[Segment](), part.begin_s
    for k, (start_s, end_s) in enumerate(spans):
        if start_s - until_s > 1e-6:
            segments.append(_segment(part, until_s, start_s))
        lifts = k + 1 < len(spans) and spans[k + 1][0] - end_s > 1e-6
        deed = Deed(sense, fault, True, lifts, part.stretch(start_s, end_s))
        segments.append(_segment(part, start_s, end_s, deed))
        until_s = end_s
    return segments


def _segment(part: Led, start_s: float, end_s: float, deed: Deed | None = None) -> Segment:
    return Segment(start_s, end_s, lambda tau: part.at(start_s + tau * (end_s - start_s)), deed)
