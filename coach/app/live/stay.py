"""How long a hand has stayed where it belongs: for holds, and what is only timed."""

from __future__ import annotations

import math

import numpy as np

from coach.body.scale import to_cm
from coach.strokes.holds import AROUND
from coach.strokes.spell import offsets_cm
from coach.techniques.schema import Kind, Technique
from coach.types import Update

__all__ = ["STAYS", "StayClock"]

STAYS = frozenset({Kind.HOLD, Kind.TIMED})
"""Kinds that are measured by how long they last."""
AWAY_S = 5.0
"""A hand that is out of sight for no longer has not left its place, as when it is judged."""


class StayClock:
    """Runs while a hand is at its place, for people to look at; what counts is judged elsewhere."""

    def __init__(self) -> None:
        self._since_s = self._last_s = math.nan

    def push(self, update: Update, technique: Technique) -> float:
        """Take what a frame shows; give how long the hand has stayed by now."""
        gone = math.isnan(self._last_s) or update.t_s - self._last_s > AWAY_S
        if _is_there(update, technique):
            if gone:
                self._since_s = update.t_s
            self._last_s = update.t_s
        elif gone:
            return 0.0
        return self._last_s - self._since_s

    def stop(self) -> None:
        """Begin anew with the next frame."""
        self._since_s = self._last_s = math.nan


def _is_there(update: Update, technique: Technique) -> bool:
    if technique.kind is Kind.TIMED:
        return bool(np.isfinite(update.hands_px).all(axis=(1, 2)).any())
    chart = update.chart(technique.chart)
    known = update.contact_px[np.isfinite(update.contact_px).all(axis=1)]
    if chart is None or not len(known):
        return False
    away_cm = offsets_cm(to_cm(technique.chart, chart.to_uv(known)), technique)
    return bool((away_cm < AROUND * technique.off_path_cm).any())
