"""Circles among strokes where their shape is lost: the winding number about their middle.

`coach.strokes.periodic` finds circles by their shape. On a face that hands cover they are found
squeezed or torn, while the angle about their middle still adds up. It has to go on steadily, as
strokes whose way back runs higher go round, too; `coach.strokes.rounds` counts circles where no
stroke is meant.
"""

from __future__ import annotations

import numpy as np
import shapely

from coach.strokes.periodic import whole_loops
from coach.strokes.rounds import LEAST_CM, USUALLY_LEAST_CM
from coach.strokes.segment import Bout, Pass
from coach.strokes.signals import GRID_HZ, Motion, motions, smoothed
from coach.strokes.stretches import longest
from coach.types import FloatArray

__all__ = ["wound"]

SMOOTH_S, CENTRE_S = 0.12, 1.6
"""Standard deviations of the Gaussians that places, and the circles' wandering middle, are smoothed
by."""
ONWARD = 0.7
"""Share of the way round that goes on the same way, at least."""
LEAST_TURNS, MOSTLY = 0.75, 0.5
"""Fewer turns are none; and so much of the last one counts as one, as smoothing, and a hand that
comes and goes, take up to half a turn from either end."""
INSIDE, RING = 2.2, (0.3, 1.6)
"""Further from the (wandering) middle than so many times the usual, the hand comes or goes; and
outside of these shares of the usual, from that of all circles."""
STEADY_S, SLOWEST, HOLE_S = 0.25, 0.25, 0.8
"""While it circles a hand goes round, smoothed so, at no less than this share of its usual rate:
slower for longer than this, it comes, goes or rests."""
ROUND_WOUND, LEAST_CORNERS = 0.35, 4
"""Least isoperimetric quotient, in the median, of what goes round without the help of shape; and
the fewest places it is told from."""
ROUND = 0.2
"""Least share of the wider half-axis that the narrower one has: less is to and fro."""


def wound(bout: Bout) -> tuple[Pass, ...]:
    """Give each time round, in time order, of a hand that is said to circle: the way round alone.

    What is too flat in the mean to be a circle gives none: half a circle and the way back of
    another height go round, too.
    """
    found: list[Pass] = []
    for motion in motions(bout):
        for first, last in _turns(motion):
            ends_s = (motion.t_s[first], motion.t_s[last])
            i, k = (int(np.searchsorted(bout.t_s, t_s)) for t_s in ends_s)
            found.append(Pass(bout, i, min(max(i, k), len(bout.t_s) - 1)))
    flat = [_roundness(one.at_cm) for one in found if len(one.at_cm) > LEAST_CORNERS]
    return tuple(found) if flat and np.median(flat) >= ROUND_WOUND else ()


def _turns(motion: Motion) -> list[tuple[int, int]]:
    """Give (first, last) of each time round; none when it does not circle."""
    span = _span(motion)
    if span is None:
        return []
    place = smoothed(motion.at_cm, SMOOTH_S)
    part = place[span[0] : span[1] + 1]
    middle = np.percentile(part, (10, 90), axis=0).mean(axis=0)
    even = _evened(place - middle, part - middle)
    return whole_loops(even, _on_ring(even, *span), 0, len(place) - 1, MOSTLY)


def _span(motion: Motion) -> tuple[int, int] | None:
    """Give (first, last) of the circling; None for none."""
    about = smoothed(motion.at_cm, SMOOTH_S) - smoothed(motion.at_cm, CENTRE_S)
    radius = np.hypot(*about.T)
    usual = float(np.median(radius))
    if usual < LEAST_CM.get(motion.bout.anchor, USUALLY_LEAST_CM):
        return None
    # Coming and going leave the ring.
    inside = np.flatnonzero(smoothed((radius < INSIDE * usual).astype(float), 0.2) > 0.5)
    if len(inside) < GRID_HZ:
        return None
    even = _evened(about, about)
    angle = np.unwrap(np.arctan2(even[:, 1], even[:, 0]))
    first, last = _going_round(angle, int(inside[0]), int(inside[-1]))
    if last - first < 2:
        return None
    axes = np.sqrt(np.linalg.eigvalsh(np.cov(about[first : last + 1].T)))
    turned = float(angle[last] - angle[first])
    onward = np.diff(angle[first : last + 1]) * np.sign(turned)
    steady = onward[onward > 0].sum() / max(np.abs(onward).sum(), 1e-9)
    flat = axes[0] < ROUND * axes[1]
    few = abs(turned) < LEAST_TURNS * 2 * np.pi
    return None if flat or few or steady < ONWARD else (first, last)


def _evened(about: FloatArray, ellipse: FloatArray) -> FloatArray:
    """(n, 2): places about a middle, in half-axes of the ellipse that places (k, 2) lie on.

    A hand goes round it then as evenly as round a circle, and as often.
    """
    radius = np.hypot(*ellipse.T)
    ring = ellipse[radius < INSIDE * np.median(radius)]
    if len(ring) < 3:
        return about
    size, axes = np.linalg.eigh(np.cov(ring.T))
    axes[:, 0] *= np.sign(np.linalg.det(axes))  # Turned, not mirrored.
    return np.asarray(about @ axes / np.sqrt(np.maximum(size, 1e-9)))


def _going_round(angle: FloatArray, first: int, last: int) -> tuple[int, int]:
    """Give the longest stretch of (n,) angles, between two indices, in which they go on one way."""
    rate = smoothed(np.gradient(angle), STEADY_S)[first : last + 1]
    rate *= np.sign(angle[last] - angle[first])
    forward = rate[rate > 0]
    usual = np.median(forward) if len(forward) else np.inf
    # Noise, or a moment out of sight, ends no circling.
    a, b = longest(rate > SLOWEST * usual, HOLE_S * GRID_HZ)
    return first + a, first + b


def _on_ring(even: FloatArray, first: int, last: int) -> tuple[int, int]:
    """Leave out where a hand, at (n, 2) half-axes from the middle, comes to the ring or leaves."""
    radius = np.hypot(*even[first : last + 1].T)
    usual = np.median(radius)
    on_ring = (radius > RING[0] * usual) & (radius < RING[1] * usual)
    a, b = longest(on_ring, HOLE_S * GRID_HZ)
    return first + a, first + b


def _roundness(ring_cm: FloatArray) -> float:
    """Isoperimetric quotient of places (n, 2) gone through: 1 for a circle, 0 for a line."""
    ring = shapely.Polygon(ring_cm)
    return float(4 * np.pi * ring.area / max(ring.length, 1e-9) ** 2)
