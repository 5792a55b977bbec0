"""Whether the person can be seen well enough to be judged, and if not, what to do."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from coach.techniques.schema import Technique
from coach.types import Chart, ChartName, FloatArray, Observation, View

__all__ = ["Framing", "Hint", "brightness", "look"]


class Hint(StrEnum):
    """The one thing to do so that more can be seen."""

    LOOKING = "looking"
    FINE = "fine"
    BLACK = "black"
    DARK = "dark"
    NOBODY = "nobody"
    TURN_BACK = "turn_back"
    TURN_FRONT = "turn_front"
    COME_CLOSER = "come_closer"
    STEP_BACK = "step_back"
    SHOW_BODY = "show_body"
    INTO_MIDDLE = "into_middle"


BLACK, DARK = 8.0, 45.0
"""Mean brightness, 0 to 255, of a covered camera, and of a room too dark (ours)."""
FACE_SHARE = (0.16, 0.62)
"""Least and greatest height of a face, forehead to chin, over that of the picture (ours)."""
SHOULDERS_SHARE = (0.14, 0.75)
"""Least and greatest width of a back at the shoulder joints over the picture's (ours)."""
OUT_OF_PICTURE = 0.02
"""The path may reach this share of the picture's size out of it."""
STEADY_S = 0.5
"""A hint is given when it held this long: landmarks flicker."""
READY_S = 0.8
"""Practice begins when all was well for this long."""
FOREHEAD, CHIN = 10, 152
LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12


def brightness(image_rgb: NDArray[np.uint8]) -> float:
    """Give the mean brightness of a picture, 0 to 255."""
    return float(image_rgb[::16, ::16].mean())


def look(
    seen: Observation,
    view: View,
    chart: Chart | None,
    guides_px: FloatArray,
    technique: Technique,
    light: float,
) -> Hint:
    """Say what is most in the way in one frame.

    Parameters
    ----------
    chart
        The technique's chart, when it holds.
    guides_px
        (n, 2): where the technique's paths lie in the picture.
    light
        As `brightness` gives it.
    """
    if light < BLACK:
        return Hint.BLACK
    on_hand = technique.chart is ChartName.HAND
    there = seen.has_face or seen.has_body or (on_hand and any(seen.has_hand))
    if not there:
        return Hint.DARK if light < DARK else Hint.NOBODY
    if not technique.is_seen_from(View.FRONT) and (seen.has_face or view is View.FRONT):
        return Hint.TURN_BACK
    if not technique.is_seen_from(View.BACK) and view is View.BACK:
        return Hint.TURN_FRONT
    far = _distance(seen, technique)
    if far is not Hint.FINE:
        return far
    if on_hand and not any(seen.has_hand):
        return Hint.SHOW_BODY
    if technique.chart in (ChartName.ARM, ChartName.HAND):
        return Hint.FINE  # Where the path lies is known only once a hand is at work there.
    if chart is None:
        return Hint.DARK if light < DARK else Hint.SHOW_BODY
    return Hint.FINE if _is_inside(guides_px, seen.size_px) else Hint.INTO_MIDDLE


def _distance(seen: Observation, technique: Technique) -> Hint:
    width, height = seen.size_px
    if technique.chart not in (ChartName.FACE, ChartName.NECK, ChartName.TORSO):
        return Hint.FINE
    if technique.chart is ChartName.TORSO:
        shoulders = seen.body_px[[LEFT_SHOULDER, RIGHT_SHOULDER]]
        share, (least, most) = _length(shoulders) / width, SHOULDERS_SHARE
    else:
        share = _length(seen.face_px[[FOREHEAD, CHIN], :2]) / height
        least, most = FACE_SHARE
    if share < least:
        return Hint.COME_CLOSER
    return Hint.STEP_BACK if share > most else Hint.FINE


def _length(ends_px: FloatArray) -> float:
    return float(np.hypot(*(ends_px[0] - ends_px[1])))


def _is_inside(points_px: FloatArray, size_px: tuple[int, int]) -> bool:
    size = np.array(size_px, dtype=np.float64)
    low, high = -OUT_OF_PICTURE * size, (1 + OUT_OF_PICTURE) * size
    return bool(((points_px > low) & (points_px < high)).all())


class Framing:
    """Follows the hints of one connection until practice can begin, and after."""

    def __init__(self) -> None:
        self._hint = self._candidate = Hint.LOOKING
        self._since_s = math.nan

    def push(self, t_s: float, hint: Hint) -> Hint:
        """Take one frame's hint; give the one that has held for long enough."""
        if hint is not self._candidate or math.isnan(self._since_s):
            self._candidate, self._since_s = hint, t_s
        if t_s - self._since_s >= STEADY_S:
            self._hint = hint
        return self._hint

    def is_ready(self, t_s: float) -> bool:
        """Tell whether all has been well for long enough to begin."""
        return self._candidate is Hint.FINE and t_s - self._since_s >= READY_S

    def lasts_s(self, t_s: float) -> float:
        """How long the newest hint has held."""
        return t_s - self._since_s
