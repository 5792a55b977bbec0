"""A clip made longer by showing it again and again, without decoding it."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from pathlib import Path

import av

from benchmarks import cache

__all__ = ["looped"]


def looped(clip: Path, length_s: float, to: Path, fps: float | None = None) -> Path:
    """Write a clip that shows another one from its beginning again until it is long enough.

    Parameters
    ----------
    length_s
        At least so long; it ends with a whole round.
    to
        Where it is written, whole or not at all.
    fps
        Show it at this rate instead of its own; it plays quicker or slower then.
    """
    with cache.writing(to) as part, av.open(str(clip)) as source:
        track = source.streams.video[0]
        packets = [packet for packet in source.demux(track) if packet.dts is not None]
        own_fps = track.average_rate or Fraction(30)
        pace = own_fps / Fraction(fps) if fps is not None else Fraction(1)
        base = Fraction(track.time_base or 1) * pace
        starts = [packet.dts or 0 for packet in packets]
        round_ticks = max(starts) - min(starts) + (packets[-1].duration or 1)
        pieces = [(bytes(p), p.pts or 0, p.dts or 0, p.duration, p.is_keyframe) for p in packets]
        with av.open(str(part), "w") as output:
            copy = output.add_stream_from_template(track)
            for number in count():
                if number * round_ticks * base >= length_s:
                    break
                for content, pts, dts, duration, is_keyframe in pieces:
                    packet = av.Packet(content)
                    packet.pts = pts + number * round_ticks
                    packet.dts = dts + number * round_ticks
                    packet.duration, packet.time_base = duration, base
                    packet.is_keyframe = is_keyframe
                    packet.stream = copy
                    output.mux(packet)
    return to
