"""Both hands' bouts, those that overlap in time together: they are weighed as one."""

from __future__ import annotations

from collections.abc import Sequence

from coach.body.placement import Touch
from coach.strokes.segment import STILL_S, Bout, BoutCollector
from coach.types import HANDS

__all__ = ["BoutGroups"]


class BoutGroups:
    """Collects both hands' touches into groups of bouts.

    Parameters
    ----------
    still_s
        A hand that rests longer has ended its bout; infinite for whoever holds still on purpose.
    """

    def __init__(self, still_s: float = STILL_S) -> None:
        self._collectors = [BoutCollector(still_s) for _ in HANDS]
        self._closed: list[Bout] = []

    def push(self, touches: Sequence[Touch]) -> tuple[Bout, ...]:
        """Take one frame's touches, left and right; give the group that is over by now, if any."""
        for collector, touch in zip(self._collectors, touches, strict=True):
            bout = collector.push(touch)
            if bout is not None:
                self._closed.append(bout)
        return self._taken() if self._is_over() else ()

    def so_far(self, since_s: float) -> tuple[Bout, ...]:
        """Give what there is of the group that is going on, from a time on."""
        going_on = [collector.so_far(since_s) for collector in self._collectors]
        return (*self._closed, *(bout for bout in going_on if bout is not None))

    def finish(self) -> tuple[Bout, ...]:
        """Give the group that is still going on, and begin anew."""
        ended = [collector.finish() for collector in self._collectors]
        self._closed += [bout for bout in ended if bout is not None]
        return self._taken()

    def _is_over(self) -> bool:
        """No hand is still busy with what began before the last closed bout ended."""
        if not self._closed:
            return False
        end_s = max(float(bout.t_s[-1]) for bout in self._closed)
        busy = [collector.since_s for collector in self._collectors]
        return not any(since_s <= end_s for since_s in busy)  # NaN: not busy

    def _taken(self) -> tuple[Bout, ...]:
        closed, self._closed = tuple(self._closed), []
        return closed
