"""A hand's movement evenly in time: its place, nearness and pinch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from coach.body.placement import CHARTS
from coach.body.scale import to_cm
from coach.strokes.segment import Bout
from coach.types import ChartName, FloatArray, HandPart

__all__ = ["GRID_HZ", "Motion", "motions", "smoothed", "unbroken"]

GRID_HZ = 60.0
GAP_S = 1.0
"""A movement goes on over a gap as short as this."""
LEAST_S = 0.8
NEAR_CM = {ChartName.TORSO: 120.0, ChartName.LEG: 120.0, ChartName.ARM: 80.0}
USUALLY_NEAR_CM = 60.0
"""How far the camera is taken to be, so that a change of the palm's size can be told in
centimetres: a desk's length, and a room's for the trunk (ours)."""


@dataclass(frozen=True, slots=True)
class Motion:
    """One hand's movement without a gap, on an even grid of `GRID_HZ`.

    Attributes
    ----------
    bout
        What it is taken from.
    first, last
        Indices of its first and last sample in the bout.
    t_s
        (n,): times.
    at_cm
        (n, 2): the place in the anchor chart.
    nearness_cm
        (n,): how much nearer to the camera than in the middle, from the palm's size.
    pinch
        (n,): distance of the tips of thumb and index finger, in palms.
    frame_hz
        Pictures a second that it is known from.
    """

    bout: Bout
    first: int
    last: int
    t_s: FloatArray
    at_cm: FloatArray
    nearness_cm: FloatArray
    pinch: FloatArray
    frame_hz: float

    def place_cm(self, chart: ChartName, part: HandPart) -> FloatArray:
        """(n, 2): where a part of the hand was in a chart; NaN when it was not known."""
        span = slice(self.first, self.last + 1)
        places_uv = self.bout.parts_uv[span, part, CHARTS.index(chart)]
        return _even(self.bout.t_s[span], to_cm(chart, places_uv), self.t_s)


def motions(bout: Bout) -> tuple[Motion, ...]:
    """Give the stretches of a bout that were seen without a gap, if they last at all."""
    found = []
    for first, last in unbroken(bout):
        span = slice(first, last + 1)
        t_s = bout.t_s[span]
        if len(t_s) < 6 or t_s[-1] - t_s[0] < LEAST_S:
            continue
        grid_s = np.arange(t_s[0], t_s[-1], 1 / GRID_HZ)
        size = np.log(np.maximum(bout.palm_size[span], 1e-6))
        usual = np.median(size[np.isfinite(size)]) if np.isfinite(size).any() else np.nan
        near_cm = NEAR_CM.get(bout.anchor, USUALLY_NEAR_CM) * (size - usual)
        columns = [bout.at_cm[span], near_cm[:, None], bout.pinch[span][:, None]]
        even = _even(t_s, np.concatenate(columns, axis=1), grid_s)
        frame_hz = 1 / float(np.median(np.diff(t_s)))
        found.append(
            Motion(bout, first, last, grid_s, even[:, :2], even[:, 2], even[:, 3], frame_hz)
        )
    return tuple(found)


def unbroken(bout: Bout) -> list[tuple[int, int]]:
    """Part a bout at its gaps: (first, last) of each stretch."""
    breaks = np.flatnonzero(np.diff(bout.t_s) > GAP_S)
    return list(zip([0, *(breaks + 1)], [*breaks, len(bout.t_s) - 1], strict=True))


def _even(t_s: FloatArray, values: FloatArray, grid_s: FloatArray) -> FloatArray:
    """(n, k) on the grid, from what is known of (m, k); NaN in columns that are mostly unknown."""
    out = np.full((len(grid_s), values.shape[1]), np.nan)
    for column, value in enumerate(values.T):
        known = np.isfinite(value)
        if known.mean() > 0.6:
            out[:, column] = np.interp(grid_s, t_s[known], value[known])
    return out


def smoothed(values: FloatArray, sigma_s: float) -> FloatArray:
    """Smooth (n, ...) on the grid by a zero-phase Gaussian."""
    return np.asarray(gaussian_filter1d(values, sigma_s * GRID_HZ, axis=0, mode="nearest"))
