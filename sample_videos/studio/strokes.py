"""Massage strokes: a hand's way from rest through strokes and returns, and out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sample_videos.studio.motion import (
    Aim,
    Deed,
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
class Manner:
    """How a hand travels between strokes.

    Attributes
    ----------
    outward : (3,) float
        Direction, besides the skin's normal, into which returns bow.
    rest : Aim
        The hand out of the picture.
    via_in_cm, via_out_cm : sequence of (3,) float
        Points the hand passes by on its way in and out.
    """

    outward: Floats
    rest: Aim
    via_in_cm: tuple[Floats, ...]
    via_out_cm: tuple[Floats, ...]

    def mirrored(self) -> Manner:
        """Return the same manner for the other hand."""
        flip = np.array([-1.0, 1.0, 1.0])
        return Manner(
            self.outward * flip,
            self.rest.mirrored(),
            tuple(p * flip for p in self.via_in_cm),
            tuple(p * flip for p in self.via_out_cm),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """What happens between two passes.

    Attributes
    ----------
    kind : {"return", "turn"}
        Back to the next start off the skin, or straight on (to and fro, round and round).
    return_s : float
        The longest the way back takes; what is left of the gap is a pause.
    lift_cm : float
        Height of the way back.
    pause : {"end", "start", "above"}
        Where the hand pauses: where it came to, where it sets out again, or over it.
    """

    kind: Literal["return", "turn"]
    return_s: float
    lift_cm: float
    pause: Literal["end", "start", "above"] = "above"


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over the skin, and what follows it before the next.

    Attributes
    ----------
    start_s, end_s : float
        When it happens.
    path : SkinPath
        Its way, as run by this very hand.
    deed : Deed
        What it is.
    link : Link
        What follows; of no meaning after the last pass.
    """

    start_s: float
    end_s: float
    path: SkinPath
    deed: Deed
    link: Link


@dataclass(frozen=True, slots=True)
class Frame:
    """When a hand sets out from rest, how long leaving takes, and when the clip ends."""

    arrive_s: float
    leave_s: float
    end_s: float


def massage(passes: Sequence[Pass], frame: Frame, manner: Manner) -> Track:
    """Compose a hand's track: in from rest, passes and what links them, out again."""
    first, last = path_end(passes[0].path, 0.0), path_end(passes[-1].path, 1.0)
    above_first = path_end(passes[0].path, 0.0, 3.5).place_cm
    above_last = path_end(passes[-1].path, 1.0, 3.0).place_cm
    begin, end = passes[0].start_s, passes[-1].end_s
    way_in = swing(manner.rest, first, [*manner.via_in_cm, above_first])
    way_out = swing(last, manner.rest, [above_last, *manner.via_out_cm])
    segments = [
        Segment(0.0, frame.arrive_s, hold(manner.rest)),
        Segment(frame.arrive_s, begin, way_in),
    ]
    for k, this in enumerate(passes):
        segments.append(Segment(this.start_s, this.end_s, along(this.path), this.deed))
        if k + 1 < len(passes):
            segments.extend(_linked(this, passes[k + 1], manner))
    gone = end + frame.leave_s
    segments.append(Segment(end, gone, way_out))
    segments.append(Segment(gone, max(frame.end_s, gone + 0.1), hold(manner.rest)))
    return Track(tuple(segments))


def _linked(this: Pass, after: Pass, manner: Manner) -> list[Segment]:
    """Return the segments between two passes."""
    start_s, end_s, link = this.end_s, after.start_s, this.link
    moving_s = min(link.return_s, end_s - start_s)
    wait_s = end_s - start_s - moving_s
    old, new = path_end(this.path, 1.0), path_end(after.path, 0.0)
    if link.kind == "turn":
        return [Segment(start_s, end_s, swing(old, new, []))]
    pause = link.pause if wait_s > 0.03 else "above"
    outward = 0.8 * unit(manner.outward)
    if pause == "above":
        quick = moving_s / (end_s - start_s)
        back = lifted_return(
            this.path, after.path, link.lift_cm, outward, 0.42 * quick, 0.96 * quick
        )
        return [Segment(start_s, end_s, back)]
    back = lifted_return(this.path, after.path, link.lift_cm, outward, 0.42, 0.96)
    if pause == "end":
        middle_s = start_s + wait_s
        return [Segment(start_s, middle_s, hold(old)), Segment(middle_s, end_s, back)]
    middle_s = start_s + moving_s
    return [Segment(start_s, middle_s, back), Segment(middle_s, end_s, hold(new))]
