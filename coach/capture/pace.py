"""Leaving out frames that come quicker than anything is gained from them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from coach.types import Frame

__all__ = ["ENOUGH_HZ", "Pace", "paced"]

ENOUGH_HZ = 30.0
"""So many frames a second are looked at in a recorded clip.

Phones film up to 60; thresholds were set, and accuracy is measured, at 10 to 30. (20 were tried on
46 rendered development clips: a third less work, but on backs hands were lost. Of all touches
0.946 were placed, and 0.973 before.)
"""

EARLY_S = 0.010
"""A frame that comes so much too early is not left out for it: phones keep time loosely."""


class Pace:
    """Says which frames to take so that there are no more than so many a second.

    Those taken are as even as the source's own steps allow.

    Parameters
    ----------
    most_hz
        How many at most, in the mean.
    """

    def __init__(self, most_hz: float) -> None:
        self._step_s = 1 / most_hz
        self._due_s = -math.inf

    def takes(self, t_s: float) -> bool:
        """Tell whether to take the frame at this time; times increase."""
        if t_s < self._due_s - EARLY_S:
            return False
        late = t_s - self._due_s > self._step_s  # the first one, and after a gap
        self._due_s = (t_s if late else self._due_s) + self._step_s
        return True


def paced(frames: Iterable[Frame], most_hz: float = ENOUGH_HZ) -> Iterator[Frame]:
    """Give the frames of a source, no more than so many a second."""
    pace = Pace(most_hz)
    return (frame for frame in frames if pace.takes(frame.t_s))
