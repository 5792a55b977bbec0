"""Circles by how often the hand goes round: the winding number about their middle.

`coach.strokes.periodic` finds circles by their shape, among strokes. Where the hand's place is
uncertain by as much as a small circle is wide, shape is lost, while the way round still adds up.
"""

from __future__ import annotations

import numpy as np
import shapely

from coach.strokes.periodic import whole_loops
from coach.strokes.segment import Bout, Pass
from coach.strokes.signals import GRID_HZ, Motion, motions, smoothed
from coach.strokes.spell import Beat, beats_between
from coach.strokes.stretches import longest
from coach.techniques.schema import Mirror, Technique
from coach.types import ChartName, FloatArray, Sense

__all__ = ["goes_round", "is_circling", "rounds", "wound"]

SMOOTH_S, CENTRE_S = 0.12, 1.6
"""Standard deviations of the Gaussians that places, and the circles' wandering middle, are smoothed
by."""
LEAST_CM = {ChartName.FACE: 1.0, ChartName.NECK: 1.0, ChartName.HAND: 0.7}
USUALLY_LEAST_CM = 2.2
"""A smaller radius (median) is no circle."""
ONWARD, ONWARD_ASKED = 0.82, 0.7
"""Share of the way round that goes on the same way, at least; where circles were asked for."""
MOSTLY = 0.5
"""So much of the last turn counts as one: smoothing, and a hand that comes and goes, take up to
half a turn from either end."""
LEAST_TURNS, LEAST_ASKED = 2.5, 0.75
INSIDE, RING = 2.2, (0.3, 1.6)
"""Further from the (wandering) middle than so many times the usual, the hand comes or goes; and
outside of these shares of the usual, from that of all circles."""
STEADY_S, SLOWEST, HOLE_S = 0.25, 0.25, 0.8
"""While it circles a hand goes round, smoothed so, at no less than this share of its usual rate:
slower for longer than this, it comes, goes or rests."""
ROUND_WOUND, LEAST_CORNERS = 0.35, 4
"""Least isoperimetric quotient, in the median, of what goes round without the help of shape; and
the fewest places it is told from."""
ROUND, ROUND_ASKED = 0.35, 0.2
"""Least share of the wider half-axis that the narrower one has: less is to and fro. Circles on a
forearm that points at the camera, or on top of a shoulder, are seen from their edge."""


def _winding(motion: Motion) -> tuple[FloatArray, FloatArray]:
    """(n,), (n, 2): angle about the middle, unwrapped, and the place about it.

    Along and across an ellipse are measured by its own half-axes: the hand then goes round it as
    evenly as round a circle, and as often.
    """
    about = smoothed(motion.at_cm, SMOOTH_S) - smoothed(motion.at_cm, CENTRE_S)
    even = _evened(about, about)
    return np.unwrap(np.arctan2(even[:, 1], even[:, 0])), about


def _evened(about: FloatArray, ellipse: FloatArray) -> FloatArray:
    """(n, 2): places about a middle, in half-axes of the ellipse that places (k, 2) lie on."""
    radius = np.hypot(*ellipse.T)
    ring = ellipse[radius < INSIDE * np.median(radius)]
    if len(ring) < 3:
        return about
    size, axes = np.linalg.eigh(np.cov(ring.T))
    axes[:, 0] *= np.sign(np.linalg.det(axes))  # Turned, not mirrored.
    return np.asarray(about @ axes / np.sqrt(np.maximum(size, 1e-9)))


def _span(motion: Motion, *, asked: bool) -> tuple[int, int, float] | None:
    """Give (first, last) of the circling and its direction, +1 for anticlockwise; None for none."""
    angle, about = _winding(motion)
    radius = np.hypot(*about.T)
    usual = float(np.median(radius))
    if usual < LEAST_CM.get(motion.bout.anchor, USUALLY_LEAST_CM):
        return None
    # Coming and going leave the ring.
    inside = np.flatnonzero(smoothed((radius < INSIDE * usual).astype(float), 0.2) > 0.5)
    if len(inside) < GRID_HZ:
        return None
    first, last = _going_round(angle, int(inside[0]), int(inside[-1]))
    if last - first < 2:
        return None
    axes = np.sqrt(np.linalg.eigvalsh(np.cov(about[first : last + 1].T)))
    turned = float(angle[last] - angle[first])
    onward = np.diff(angle[first : last + 1]) * np.sign(turned)
    steady = onward[onward > 0].sum() / max(np.abs(onward).sum(), 1e-9)
    least = LEAST_ASKED if asked else LEAST_TURNS
    least_round, least_steady = (ROUND_ASKED, ONWARD_ASKED) if asked else (ROUND, ONWARD)
    if axes[0] < least_round * axes[1] or steady < least_steady:
        return None
    if abs(turned) < least * 2 * np.pi:
        return None
    return first, last, float(np.sign(turned))


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


def is_circling(motion: Motion) -> float:
    """Give 1 for a hand that goes round and round away from the head, else 0."""
    on_head = motion.bout.anchor is ChartName.FACE
    return 1.0 if goes_round(motion) and not on_head else 0.0


def goes_round(motion: Motion) -> bool:
    """Tell whether a hand goes round and round, wherever it is."""
    return _span(motion, asked=False) is not None


def rounds(motion: Motion, technique: Technique, *, asked: bool) -> tuple[float, tuple[Beat, ...]]:
    """Give each time round, with its sense."""
    spans, way = _turns(motion, asked=asked)
    if not spans:
        return 0.0, ()
    senses = [_sense(motion, technique, way)] * len(spans)
    return 1.0, beats_between(motion, technique, spans, senses)


def wound(bout: Bout) -> tuple[Pass, ...]:
    """Give each time round, in time order, of a hand that is said to circle: the way round alone.

    What is too flat in the mean to be a circle gives none: half a circle and the way back of
    another height go round, too.
    """
    found: list[Pass] = []
    for motion in motions(bout):
        spans, _ = _turns(motion, asked=True)
        for first, last in spans:
            ends_s = (motion.t_s[first], motion.t_s[last])
            i, k = (int(np.searchsorted(bout.t_s, t_s)) for t_s in ends_s)
            found.append(Pass(bout, i, min(max(i, k), len(bout.t_s) - 1)))
    flat = [_roundness(one.at_cm) for one in found if len(one.at_cm) > LEAST_CORNERS]
    return tuple(found) if flat and np.median(flat) >= ROUND_WOUND else ()


def _turns(motion: Motion, *, asked: bool) -> tuple[list[tuple[int, int]], float]:
    """Give (first, last) of each time round, and their direction; none when it does not circle."""
    found = _span(motion, asked=asked)
    if found is None:
        return [], 0.0
    first, last, way = found
    place = smoothed(motion.at_cm, SMOOTH_S)
    part = place[first : last + 1]
    middle = np.percentile(part, (10, 90), axis=0).mean(axis=0)
    even = _evened(place - middle, part - middle)
    return whole_loops(even, _on_ring(even, first, last), 0, len(place) - 1, MOSTLY), way


def _roundness(ring_cm: FloatArray) -> float:
    """Isoperimetric quotient of places (n, 2) gone through: 1 for a circle, 0 for a line."""
    ring = shapely.Polygon(ring_cm)
    return float(4 * np.pi * ring.area / max(ring.length, 1e-9) ** 2)


def _sense(motion: Motion, technique: Technique, way: float) -> Sense:
    """Compare the way round with the technique's, which is written down on the person's left."""
    u, v = technique.path_array_uv.T
    wanted = np.sign((u * np.roll(v, -1) - np.roll(u, -1) * v).sum())
    on_right = np.median(motion.at_cm[:, 0]) < 0
    if technique.mirror is Mirror.PATH and on_right:
        wanted = -wanted
    return Sense.RIGHT if technique.either_way or way == wanted else Sense.REVERSED
