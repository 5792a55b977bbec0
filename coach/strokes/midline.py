"""Where the spine is, told by two palms that stroke on either side of it.

A chart of the back lies in the plane of its joints, and the skin well before it. Seen from the
side, all of the skin seems to be shifted sideways (by 11 cm times the sine of the angle), and
nothing in the joints tells the angle. But hands that mirror each other have the spine between
them: how far their middle is off the chart's, the skin is shifted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from coach.body.placement import CHARTS
from coach.body.scale import to_cm
from coach.strokes.stroke import Stroke
from coach.types import ChartName, FloatArray, Side

__all__ = ["centred"]

SHARED = 0.6
"""Hands work together when their strokes share this much of the longer one's time …"""
ALIKE_CM = 5.0
"""… and, mirrored and centred, lie no further apart than this."""
MOST_CM = 4.0
"""A back seen from more than about 20° to the side is none to judge; hands whose middle is further
off work on one side of the spine."""
TORSO = CHARTS.index(ChartName.TORSO)


def centred(strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Shift strokes on the torso so that hands that mirror each other do so about its middle."""
    mine = {side: [s for s in strokes if s.side is side and _on_torso(s)] for side in Side}
    told = [_shift_u(*pair) for pair in product(mine[Side.LEFT], mine[Side.RIGHT])]
    shifts = [shift_u for shift_u in told if shift_u is not None]
    if not shifts:
        return tuple(strokes)
    shift_uv = np.array([np.median(shifts), 0.0])
    return tuple(_shifted(s, shift_uv) if _on_torso(s) else s for s in strokes)


def _on_torso(stroke: Stroke) -> bool:
    return stroke.anchor is ChartName.TORSO and bool(np.isfinite(stroke.path_uv[TORSO]).all())


def _shift_u(one: Stroke, other: Stroke) -> float | None:
    """How far the middle between two strokes is off the chart's; None for no mirror images."""
    shared_s = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
    if shared_s < SHARED * max(one.end_s - one.start_s, other.end_s - other.start_s):
        return None
    path_uv, mirrored_uv = one.path_uv[TORSO], other.path_uv[TORSO] * (-1.0, 1.0)
    shift_u = float(np.median(path_uv[:, 0] - mirrored_uv[:, 0])) / 2
    apart_cm = to_cm(ChartName.TORSO, path_uv - mirrored_uv - (2 * shift_u, 0.0))
    if np.median(np.hypot(*apart_cm.T)) > ALIKE_CM:
        return None
    off_cm = to_cm(ChartName.TORSO, np.array([shift_u, 0.0]))[0]
    return shift_u if abs(off_cm) <= MOST_CM else None


def _shifted(stroke: Stroke, shift_uv: FloatArray) -> Stroke:
    path_uv, parts_uv = stroke.path_uv.copy(), stroke.parts_uv.copy()
    path_uv[TORSO] -= shift_uv
    parts_uv[:, TORSO] -= shift_uv
    return replace(stroke, path_uv=path_uv, parts_uv=parts_uv)
