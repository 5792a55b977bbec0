"""Curves through points, for lines so short that a library's checks take longer than its sums."""

from __future__ import annotations

import numpy as np

from sample_videos.studio.primitives import Floats


def through(knots: Floats, points: Floats, places: Floats) -> Floats:
    """Lay a curve through points that never swings beyond them (PCHIP).

    The numbers are those of `scipy.interpolate.PchipInterpolator`, to the last digit.

    Parameters
    ----------
    knots : (m,) float
        Where the points are along the curve, rising.
    points : (m, d) float
        The points, at least two: the line between them, then.
    places : (n,) float
        Where the curve is asked for, from the first knot to the last.

    Returns
    -------
    (n, d) float
    """
    step = np.diff(knots)[:, None]
    rise = np.diff(points, axis=0) / step
    slopes = _slopes(step, rise)
    bend = (slopes[:-1] + slopes[1:] - 2 * rise) / step
    which = np.clip(np.searchsorted(knots, places, side="right") - 1, 0, len(rise) - 1)
    s = (places - knots[which])[:, None]
    square = s * s
    curve = points[which] + slopes[which] * s
    curve += ((rise - slopes[:-1]) / step - bend)[which] * square
    curve += (bend / step)[which] * (square * s)
    return curve


def _slopes(step: Floats, rise: Floats) -> Floats:
    """Return the curve's slopes (m, d) at its points."""
    if len(rise) == 1:
        return np.repeat(rise, 2, axis=0)
    slopes = np.zeros((len(rise) + 1, rise.shape[1]))
    before, after = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    one_way = np.sign(rise[1:]) * np.sign(rise[:-1]) > 0  # else a summit, and the slope is 0
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (before / rise[:-1] + after / rise[1:]) / (before + after)
    np.divide(1.0, mean, out=slopes[1:-1], where=one_way)
    slopes[0] = _end_slope(step[0], step[1], rise[0], rise[1])
    slopes[-1] = _end_slope(step[-1], step[-2], rise[-1], rise[-2])
    return slopes


def _end_slope(step: Floats, step_in: Floats, rise: Floats, rise_in: Floats) -> Floats:
    """Return the slope (d,) at an end: of the parabola there, unless that would swing beyond."""
    slope = ((2 * step + step_in) * rise - step * rise_in) / (step + step_in)
    turns = (np.sign(rise) != np.sign(rise_in)) & (np.abs(slope) > 3.0 * np.abs(rise))
    slope = np.where(turns, 3.0 * rise, slope)
    return np.where(np.sign(slope) != np.sign(rise), 0.0, slope)
