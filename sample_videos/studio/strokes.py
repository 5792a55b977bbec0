"""Massage strokes: rounds of working strokes and lifted returns for one hand or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sample_videos.studio.motion import (
    Aim,
    Segment,
    Track,
    along,
    hold,
    lifted_return,
    path_end,
    swing,
)
from sample_videos.studio.paths import SkinPath, unit
from sample_videos.studio.primitives import Floats


@dataclass(frozen=True, slots=True)
class Round:
    """When a hand works.

    Attributes
    ----------
    arrive_s : float
        When the hand sets out from its resting place.
    strokes_s : tuple of (float, float)
        Start and end of every working stroke.
    leave_s : float
        How long leaving takes.
    end_s : float
        End of the clip.
    """

    arrive_s: float
    strokes_s: tuple[tuple[float, float], ...]
    leave_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Manner:
    """How a hand travels between strokes.

    Attributes
    ----------
    lift_cm : float
        Height of the returns.
    outward : (3,) float
        Direction, besides the skin's normal, into which returns bow.
    rest : Aim
        The hand out of the picture.
    via_in_cm, via_out_cm : sequence of (3,) float
        Points the hand passes by on its way in and out.
    return_s : float
        The longest a return takes; the rest of a pause is spent above the start.
    """

    lift_cm: float
    outward: Floats
    rest: Aim
    via_in_cm: tuple[Floats, ...]
    via_out_cm: tuple[Floats, ...]
    return_s: float = 0.75

    def mirrored(self) -> Manner:
        """Return the same manner for the other hand."""
        flip = np.array([-1.0, 1.0, 1.0])
        rest = Aim(self.rest.place_cm * flip, self.rest.fingers * flip, self.rest.back * flip)
        return Manner(
            self.lift_cm,
            self.outward * flip,
            rest,
            tuple(p * flip for p in self.via_in_cm),
            tuple(p * flip for p in self.via_out_cm),
            self.return_s,
        )


def massage(
    work: Round, paths: Sequence[SkinPath], manner: Manner, rng: np.random.Generator
) -> Track:
    """Compose a hand's track: in from rest, strokes with lifted returns, out again."""
    first, last = path_end(paths[0], 0.0), path_end(paths[-1], 1.0)
    above_first = path_end(paths[0], 0.0, 3.5).place_cm
    above_last = path_end(paths[-1], 1.0, 3.0).place_cm
    begin = work.strokes_s[0][0]
    segments = [
        Segment(0.0, work.arrive_s, hold(manner.rest)),
        Segment(work.arrive_s, begin, swing(manner.rest, first, [*manner.via_in_cm, above_first])),
    ]
    for k, (start, end) in enumerate(work.strokes_s):
        segments.append(Segment(start, end, along(paths[k]), stroke=True))
        if k + 1 < len(work.strokes_s):
            until = work.strokes_s[k + 1][0]
            segments.append(_way_back(paths, k, end, until, manner, rng))
    end = work.strokes_s[-1][1]
    gone = end + work.leave_s
    segments.append(Segment(end, gone, swing(last, manner.rest, [above_last, *manner.via_out_cm])))
    segments.append(Segment(gone, max(work.end_s, gone + 0.1), hold(manner.rest)))
    return Track(tuple(segments))


def _way_back(
    paths: Sequence[SkinPath],
    k: int,
    start_s: float,
    end_s: float,
    manner: Manner,
    rng: np.random.Generator,
) -> Segment:
    pause = end_s - start_s
    quick = min(1.0, manner.return_s / pause)
    lift = manner.lift_cm * rng.uniform(0.93, 1.07)
    back = lifted_return(
        paths[k], paths[k + 1], lift, unit(manner.outward), 0.42 * quick, 0.96 * quick
    )
    return Segment(start_s, end_s, back)


def schedule(
    rng: np.random.Generator, first_s: float, count: int, stroke_s: float, pause_s: float
) -> tuple[tuple[float, float], ...]:
    """Lay out strokes in time, each a little longer or shorter than the last."""
    spans, t_s = [], first_s
    for _ in range(count):
        length = stroke_s * rng.uniform(0.92, 1.08)
        spans.append((round(t_s, 3), round(t_s + length, 3)))
        t_s += length + pause_s * rng.uniform(0.92, 1.08)
    return tuple(spans)
