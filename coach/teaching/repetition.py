"""One repetition of a demonstration, and why it may be left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coach.strokes.stroke import PATH_SAMPLES
from coach.teaching.align import length_cm
from coach.types import HANDS, FloatArray, Side, frozen_array

__all__ = ["Odd", "Repetition"]


class Odd(StrEnum):
    """Why a repetition is left out; the value says it to people."""

    NOT_FOLLOWED = "the body could not be followed"
    OPEN = "stroke and way back could not be told apart"
    CIRCLE = "a circle among strokes"
    NO_CIRCLE = "not a circle"
    OTHER_WAY = "it went the other way"
    LOST = "the hand was lost"
    SHORT = "much shorter"
    LONG = "much longer"
    BESIDE = "beside the others"
    ELSEWHERE = "it went another way"
    OTHER_LOST = "the other hand was lost"
    ONE_HAND = "only one hand did it"
    QUICK = "much quicker"
    SLOW = "much slower"
    BY_HAND = "left out by hand"


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition, with the hand or the hands that did it.

    Attributes
    ----------
    start_s, end_s
        When.
    side
        The hand, or both when they worked together.
    paths_cm
        (2, 32, 2): the left, the right hand's path at equal steps, laid on the person's left, in
        centimetres of an average adult from the chart's origin; NaN for a hand that did nothing.
        Of a circle, a ring: its last point is its first.
    at_s
        (2, 32): when each hand was at each point of its path; NaN as there.
    closed
        It goes once round.
    contact
        Probability that this way was the one that touched.
    told_from_way_back
        The hand came back the same way, and this way was told from the way back.
    odd
        Why it is left out; None when it is kept.
    """

    start_s: float
    end_s: float
    side: Side
    paths_cm: FloatArray
    at_s: FloatArray
    closed: bool
    contact: float
    told_from_way_back: bool = False
    odd: Odd | None = None

    def __post_init__(self) -> None:
        shape = (len(HANDS), PATH_SAMPLES)
        paths_cm = frozen_array(self.paths_cm, (*shape, 2), "paths_cm")
        object.__setattr__(self, "paths_cm", paths_cm)
        object.__setattr__(self, "at_s", frozen_array(self.at_s, shape, "at_s"))

    @property
    def kept(self) -> bool:
        """It is learned from."""
        return self.odd is None

    @property
    def pace_s(self) -> float:
        """How long it took."""
        return self.end_s - self.start_s

    @property
    def done_cm(self) -> tuple[FloatArray, ...]:
        """The paths of the hands that took part, (32, 2) each."""
        return tuple(path for path in self.paths_cm if np.isfinite(path).all())

    @property
    def length_cm(self) -> float:
        """How long its path is, of two hands in the mean; NaN when it is not known."""
        lengths = [length_cm(path) for path in self.done_cm]
        return float(np.mean(lengths)) if lengths else float("nan")
