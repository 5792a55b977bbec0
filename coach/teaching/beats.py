"""Taps, presses, holds and rubbing: what hands do beat by beat, whatever technique it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from coach.body.placement import CHARTS
from coach.strokes.holds import rests
from coach.strokes.match import TELL_APART_CM
from coach.strokes.presses import dwells
from coach.strokes.rubs import BRISK_S, LEAST, turns
from coach.strokes.segment import MIN_PASS_CM, Bout
from coach.strokes.signals import GRID_HZ, Motion, motions, smoothed
from coach.strokes.spell import around_peaks
from coach.strokes.spells import kind_of
from coach.strokes.stroke import PATH_SAMPLES
from coach.strokes.taps import tapping
from coach.techniques.schema import Kind
from coach.types import ChartName, FloatArray, Side, frozen_array

__all__ = ["BY_BEAT", "IN_PLACE", "Beat", "beats_of"]

IN_PLACE = (Kind.TAP, Kind.PRESS, Kind.HOLD)
"""What is done at a place."""
BY_BEAT = (Kind.RUB, *IN_PLACE)
"""What has no right way along its path."""
SMOOTH_S, HOLD_SMOOTH_S = 0.08, 0.5
"""Standard deviations of the Gaussians that smooth the places of rubbing and of holding hands."""
STRAIGHT = 0.5
"""Rubbing goes across its line by less than this share of how far it goes along it …"""
EVEN = 1.6
"""… and neither way takes longer than so many times the other: one flies back quicker (ours)."""
SWING = 0.7
"""Tapping hands swing along the skin by less than this share of what a place is uncertain by."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One tap, press, hold, or way there and back of one hand.

    Attributes
    ----------
    start_s, end_s, side
        When, and which hand.
    anchor
        The chart the hand was followed in.
    kind
        What it is.
    pace_s
        What its pace is told by: from one tap to the next; how long the others last.
    path_uv
        (charts, 32, 2): where the hand was meanwhile, in rubbing on the way there; NaN where a
        chart did not hold.
    """

    start_s: float
    end_s: float
    side: Side
    anchor: ChartName
    kind: Kind
    pace_s: float
    path_uv: FloatArray

    def __post_init__(self) -> None:
        shape = (len(CHARTS), PATH_SAMPLES, 2)
        object.__setattr__(self, "path_uv", frozen_array(self.path_uv, shape, "path_uv"))


def beats_of(bouts: Iterable[Bout]) -> tuple[Beat, ...]:
    """Find what is done beat by beat, in time order.

    Parameters
    ----------
    bouts
        All that hands did without going away; resting ends none.
    """
    beats = [beat for bout in bouts for motion in motions(bout) for beat in _beats(motion)]
    return tuple(sorted(beats, key=lambda beat: (beat.start_s, beat.side)))


def _beats(motion: Motion) -> list[Beat]:
    if rubbed := _ways(motion):
        return [
            _beat(motion, Kind.RUB, (first, middle), (last - first) / GRID_HZ)
            for first, middle, last in rubbed
        ]
    kind = kind_of(motion)
    if kind is Kind.TAP and (found := tapping(motion)) is not None:
        if _swing_cm(motion, found.rate_hz) > SWING * TELL_APART_CM.get(motion.bout.anchor, np.inf):
            return []  # Slow rubbing, on a face.
        spans, paces_s = around_peaks(found.beats, found.rate_hz, len(motion.t_s))
        pairs = zip(spans, paces_s, strict=True)
        return [_beat(motion, kind, span, pace_s) for span, pace_s in pairs]
    stays = {Kind.PRESS: dwells, Kind.HOLD: rests}
    if kind not in stays:
        return []
    spans = [span for span in stays[kind](motion) if kind is Kind.PRESS or _stays(motion, *span)]
    return [_beat(motion, kind, (a, b), (b - a) / GRID_HZ) for a, b in spans]


def _swing_cm(motion: Motion, rate_hz: float) -> float:
    """How far a hand swings along the skin at a rhythm (standard deviation)."""
    swing_cm = motion.at_cm - smoothed(motion.at_cm, 0.7 / rate_hz)
    return float(np.sqrt(np.median((swing_cm**2).sum(axis=1))))


def _stays(motion: Motion, first: int, last: int) -> bool:
    """Tell a hand that holds from one that strokes as slowly as another one sways."""
    place_cm = smoothed(motion.at_cm, HOLD_SMOOTH_S)[first : last + 1]
    away_cm = np.hypot(*(place_cm - np.median(place_cm, axis=0)).T)
    return bool(np.percentile(away_cm, 90) < TELL_APART_CM.get(motion.bout.anchor, np.inf))


def _beat(motion: Motion, kind: Kind, span: tuple[int, int], pace_s: float) -> Beat:
    bout, (first, last) = motion.bout, span
    t_s = np.linspace(motion.t_s[first], motion.t_s[last], PATH_SAMPLES)
    near = np.searchsorted(bout.t_s, t_s).clip(0, len(bout.t_s) - 1)
    return Beat(
        start_s=float(motion.t_s[first]),
        end_s=float(motion.t_s[last]),
        side=bout.side,
        anchor=bout.anchor,
        kind=kind,
        pace_s=pace_s,
        path_uv=np.moveaxis(bout.at_uv[near], 0, 1),
    )


def _ways(motion: Motion) -> list[tuple[int, int, int]]:
    """Give (there from, back from, end) of each there-and-back of a hand that rubs briskly."""
    place_cm = smoothed(motion.at_cm, SMOOTH_S)
    about = place_cm - np.median(place_cm, axis=0)
    size, axes = np.linalg.eigh(about.T @ about)
    if np.sqrt(size[0]) > STRAIGHT * np.sqrt(size[1]):
        return []
    along_cm = about @ axes[:, 1]
    swing_cm = float(np.subtract(*np.percentile(along_cm, (85, 15))))
    least_cm = MIN_PASS_CM[motion.bout.anchor]
    turned = turns(along_cm, max(swing_cm / 2, least_cm))
    found = list(zip(turned[::2], turned[1::2], turned[2::2], strict=False))
    if len(found) < LEAST:
        return []
    there_s, back_s = np.median(np.diff(found, axis=1), axis=0) / GRID_HZ
    is_even = max(there_s, back_s) < EVEN * min(there_s, back_s)
    return found if is_even and there_s + back_s <= BRISK_S else []
