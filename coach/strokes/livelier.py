"""Thumb or fingers: which of them works, where one hand is at the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coach.body.placement import CHARTS
from coach.body.scale import from_cm, to_cm
from coach.strokes.segment import Bout
from coach.types import ChartName, FloatArray, HandPart

__all__ = ["by_livelier_part"]

STEADY = 0.64
"""Where the thumb's tip moves about its own palm by more than this share of what the palm moves on
the other hand, the palm holds on and the thumb works: 0.67 to 4.6 where thumbs press or circle in
simulated scenes, 0.07 to 0.42 where fingers stroke (0.62 in one of 36)."""
EDGE = 0.15
"""Share of a bout at either end in which the whole hand comes or goes."""
USUALLY = (25, 75)
"""Percentiles that a movement's width is taken between: now and then hands on a hand are off by
centimetres for seconds on end."""
HAND = CHARTS.index(ChartName.HAND)


def by_livelier_part(bout: Bout) -> Bout:
    """Follow the thumb about its own palm, instead of the fingertips, where it does the work.

    Where one hand is before the other one, both are seen badly, and all of a hand is off by the
    same: what the thumb does about its own palm is seen several times as well as where it is.
    """
    if bout.anchor is not ChartName.HAND:
        return bout
    thumb_cm, palm_cm = (
        to_cm(ChartName.HAND, bout.parts_uv[:, part, HAND])
        for part in (HandPart.THUMB, HandPart.PALM)
    )
    about_cm = thumb_cm - palm_cm
    if not _width_cm(about_cm) > STEADY * _width_cm(palm_cm):
        return bout
    about_cm += np.nanmedian(palm_cm, axis=0)
    at_uv = bout.at_uv.copy()
    at_uv[:, HAND] = from_cm(ChartName.HAND, about_cm)
    return replace(bout, at_uv=at_uv, at_cm=about_cm, by_thumb=True)


def _width_cm(places_cm: FloatArray) -> float:
    """How far places (n, 2) spread in the middle of the bout."""
    edge = int(EDGE * len(places_cm))
    low, high = np.nanpercentile(places_cm[edge : len(places_cm) - edge], USUALLY, axis=0)
    return float(np.hypot(*(high - low)))
