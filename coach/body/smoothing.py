"""Smoothing that knows time: the One-Euro filter for arrays, with gaps.

References
----------
Casiez, Roussel, Vogel: 1 € Filter: A Simple Speed-based Low-pass Filter for Noisy Input in
Interactive Systems. CHI 2012. doi:10.1145/2207676.2208639
"""

from __future__ import annotations

import math

import numpy as np

from coach.types import FloatArray

__all__ = ["OneEuro"]


class OneEuro:
    """A One-Euro filter over arrays of one shape.

    Parameters
    ----------
    min_cutoff_hz
        Cut-off while nothing moves: lower is calmer.
    beta
        How fast the cut-off rises with speed (hertz for a speed of one unit a second).
    derivative_cutoff_hz
        Cut-off of the speed estimate.
    max_gap_s
        After a longer gap the filter starts anew rather than draw a line across it.
    """

    def __init__(
        self,
        min_cutoff_hz: float,
        beta: float,
        derivative_cutoff_hz: float = 1.0,
        max_gap_s: float = 0.5,
    ) -> None:
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._derivative_cutoff_hz = derivative_cutoff_hz
        self._max_gap_s = max_gap_s
        self._t_s = math.nan
        self._value: FloatArray | None = None
        self._speed: FloatArray | None = None

    def __call__(self, t_s: float, value: FloatArray, trust: float = 1.0) -> FloatArray:
        """Filter one value.

        Parameters
        ----------
        t_s
            Its time, later than the last one's.
        value
            Any shape, always the same; no NaN.
        trust
            0 to 1: how far this value may pull the filter; scales the cut-off.
        """
        dt_s = t_s - self._t_s
        if self._value is None or self._speed is None or not 0 < dt_s <= self._max_gap_s:
            self._t_s, self._value = t_s, value
            self._speed = np.zeros_like(value)
            return value
        speed = (value - self._value) / dt_s
        gain = _gain(self._derivative_cutoff_hz, dt_s)
        self._speed = self._speed + gain * (speed - self._speed)
        cutoff_hz = trust * (self._min_cutoff_hz + self._beta * np.abs(self._speed))
        self._value = self._value + _gain(cutoff_hz, dt_s) * (value - self._value)
        self._t_s = t_s
        return self._value

    def forget(self) -> None:
        """Start anew with the next value."""
        self._value = None


def _gain(cutoff_hz: FloatArray | float, dt_s: float) -> FloatArray:
    rate = 2 * math.pi * np.asarray(cutoff_hz, dtype=np.float64) * dt_s
    return rate / (rate + 1)
