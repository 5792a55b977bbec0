"""Turning the time stamps of a container into times that start at 0 and strictly increase."""

from __future__ import annotations

import math

__all__ = ["RESTART_S", "FrameClock"]

RESTART_S = 1.0
"""A stamp that lies further back than this starts a new piece of the recording."""

STEP_S = 1 / 30
"""Assumed distance between frames when a source doesn't say its rate."""


class FrameClock:
    """Gives each frame its time, or says that it has none of its own.

    - The first stamp becomes 0 s.
    - A frame without a stamp comes one nominal step after the one before.
    - A stamp that equals the last one, or lies up to `RESTART_S` before it, has no place of
      its own: the frame is to be dropped.
    - A stamp that jumps back further is a recording whose clock started anew (pieces joined
      end to end): it goes on one nominal step after the last frame.

    Parameters
    ----------
    fps
        Nominal rate; NaN when unknown.
    """

    def __init__(self, fps: float) -> None:
        known = math.isfinite(fps) and fps > 0
        self._step_s = 1 / fps if known else STEP_S
        self._origin_s = math.nan
        self._last_s = math.nan

    @property
    def last_s(self) -> float:
        """Time of the last frame that had one; NaN before the first."""
        return self._last_s

    @property
    def end_s(self) -> float:
        """When the last frame stops being shown, by the nominal rate; NaN before the first."""
        return self._last_s + self._step_s

    def time_of(self, stamp_s: float | None) -> float | None:
        """Give the time of the next frame, or None when it is to be dropped.

        Parameters
        ----------
        stamp_s
            Its time stamp in the container's clock; None when it carries none.
        """
        if math.isnan(self._last_s):
            return self._start(stamp_s)
        if stamp_s is None:
            self._last_s += self._step_s
            return self._last_s
        if math.isnan(self._origin_s):
            self._origin_s = stamp_s - self._last_s - self._step_s
        t_s = stamp_s - self._origin_s
        if t_s <= self._last_s:
            if self._last_s - t_s <= RESTART_S:
                return None
            self._origin_s = stamp_s - self._last_s - self._step_s
            t_s = self._last_s + self._step_s
        self._last_s = t_s
        return t_s

    def _start(self, stamp_s: float | None) -> float:
        self._last_s = 0.0
        if stamp_s is not None:
            self._origin_s = stamp_s
        return 0.0
