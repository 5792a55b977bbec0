"""Circles by how often the hand goes round: the winding number about their middle.

`coach.strokes.periodic` finds circles by their shape, among strokes. Where the hand's place is
uncertain by as much as a small circle is wide, shape is lost, while the way round still adds up.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from coach.strokes.signals import GRID_HZ, Motion, smoothed
from coach.strokes.spell import Beat, beats_between
from coach.techniques.schema import Mirror, Technique
from coach.types import ChartName, FloatArray, Sense

__all__ = ["is_circling", "rounds"]

SMOOTH_S, CENTRE_S = 0.12, 1.6
"""Standard deviations of the Gaussians that places, and the circles' wandering middle, are smoothed
by."""
LEAST_CM, LEAST_SMALL_CM = 2.2, 0.7
"""A smaller radius (median) is no circle; on a hand."""
ONWARD, ONWARD_ASKED = 0.82, 0.7
"""Share of the way round that goes on the same way, at least; where circles were asked for."""
LEAST_TURNS, LEAST_ASKED = 2.5, 0.75
NEARLY = 0.75
"""The first and the last circle are rarely closed: this share of a turn is one."""
ROUND = 0.35
"""Least share of the wider half-axis that the narrower one has: less is to and fro."""


def _winding(motion: Motion) -> tuple[FloatArray, FloatArray]:
    """(n,), (n, 2): angle about the middle, unwrapped, and the place about it."""
    place = smoothed(motion.at_cm, SMOOTH_S)
    about = place - smoothed(motion.at_cm, CENTRE_S)
    return np.unwrap(np.arctan2(about[:, 1], about[:, 0])), about


def _span(motion: Motion, *, asked: bool) -> tuple[int, int, float] | None:
    """Give (first, last) of the circling and its direction, +1 for anticlockwise; None for none."""
    angle, about = _winding(motion)
    radius = np.hypot(*about.T)
    small = motion.bout.anchor is ChartName.HAND
    usual = float(np.median(radius))
    if usual < (LEAST_SMALL_CM if small else LEAST_CM):
        return None
    # Coming and going leave the ring.
    inside = np.flatnonzero(smoothed((radius < 2.2 * usual).astype(float), 0.2) > 0.5)
    if len(inside) < GRID_HZ:
        return None
    first, last = int(inside[0]), int(inside[-1])
    axes = np.sqrt(np.linalg.eigvalsh(np.cov(about[first : last + 1].T)))
    turned = float(angle[last] - angle[first])
    onward = np.diff(angle[first : last + 1]) * np.sign(turned)
    steady = onward[onward > 0].sum() / max(np.abs(onward).sum(), 1e-9)
    least = LEAST_ASKED if asked else LEAST_TURNS
    if axes[0] < ROUND * axes[1] or steady < (ONWARD_ASKED if asked else ONWARD):
        return None
    if abs(turned) < least * 2 * np.pi:
        return None
    return first, last, float(np.sign(turned))


def is_circling(motion: Motion) -> float:
    """Give 1 for a hand that goes round and round away from the head, else 0."""
    if motion.bout.anchor is ChartName.FACE:
        return 0.0
    return 0.0 if _span(motion, asked=False) is None else 1.0


def rounds(motion: Motion, technique: Technique, *, asked: bool) -> tuple[float, tuple[Beat, ...]]:
    """Give each time round, with its sense."""
    found = _span(motion, asked=asked)
    if found is None:
        return 0.0, ()
    first, last, way = found
    angle, _ = _winding(motion)
    gone = np.maximum.accumulate((angle[first : last + 1] - angle[first]) * way)
    turns = gone[-1] / (2 * np.pi)
    count = int(turns + 1 - NEARLY)
    if count < 1:
        return 0.0, ()
    marks = np.linspace(0, gone[-1], count + 1)
    edges = first + np.minimum(np.searchsorted(gone, marks), len(gone) - 1)
    spans = [(int(a), int(b)) for a, b in pairwise(edges)]
    senses = [_sense(motion, technique, way)] * count
    return 1.0, beats_between(motion, technique, spans, senses)


def _sense(motion: Motion, technique: Technique, way: float) -> Sense:
    """Compare the way round with the technique's, which is written down on the person's left."""
    u, v = technique.path_array_uv.T
    wanted = np.sign((u * np.roll(v, -1) - np.roll(u, -1) * v).sum())
    on_right = np.median(motion.at_cm[:, 0]) < 0
    if technique.mirror is Mirror.PATH and on_right:
        wanted = -wanted
    return Sense.RIGHT if technique.either_way or way == wanted else Sense.REVERSED
