"""Thumb or fingers: which of them works, where one hand is at the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coach.body.placement import CHARTS
from coach.body.scale import to_cm
from coach.strokes.segment import Bout
from coach.types import ChartName, FloatArray, HandPart

__all__ = ["by_livelier_part"]

LIVELIER = 1.3
"""A thumb that moves so many times as far as the fingers, which hold on, is at work (ours)."""
EDGE = 0.15
"""Share of a bout at either end in which the whole hand comes or goes."""
HAND = CHARTS.index(ChartName.HAND)


def by_livelier_part(bout: Bout) -> Bout:
    """Follow the thumb instead of the fingertips where it does the work."""
    if bout.anchor is not ChartName.HAND:
        return bout
    tips_uv, thumb_uv = (
        bout.parts_uv[:, part, HAND] for part in (HandPart.FINGERTIPS, HandPart.THUMB)
    )
    if not _reach_cm(thumb_uv) > LIVELIER * _reach_cm(tips_uv):
        return bout
    at_uv = bout.at_uv.copy()
    at_uv[:, HAND] = thumb_uv
    return replace(bout, at_uv=at_uv, at_cm=to_cm(ChartName.HAND, thumb_uv))


def _reach_cm(places_uv: FloatArray) -> float:
    """How far places (n, 2) spread in the middle of the bout."""
    edge = int(EDGE * len(places_uv))
    middle_cm = to_cm(ChartName.HAND, places_uv[edge : len(places_uv) - edge])
    return float(np.hypot(*np.nanstd(middle_cm, axis=0)))
