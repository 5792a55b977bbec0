"""Which attempt speaks of which true stroke: one to one, by the time they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.truth import TrueStroke
from coach.types import Attempt, FloatArray, Side

__all__ = ["Matching", "Said", "match", "said_of"]

LEAST_SHARED = 0.3
"""Intersection over union of the times, above which an attempt may speak of a stroke."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one hand's movement: an attempt, or one hand's part in it."""

    attempt: Attempt
    side: Side
    path_uv: FloatArray


@dataclass(frozen=True)
class Matching:
    """True strokes and what was said of them.

    Attributes
    ----------
    pairs
        Each true stroke with what was said of it; None when nothing was.
    extra
        What was said of no true stroke.
    """

    pairs: tuple[tuple[TrueStroke, Said | None], ...]
    extra: tuple[Said, ...]

    @cached_property
    def extra_attempts(self) -> tuple[Attempt, ...]:
        """Attempts of which no hand matches a true stroke."""
        known = {id(said.attempt) for _, said in self.pairs if said is not None}
        found = {id(said.attempt): said.attempt for said in self.extra}
        return tuple(attempt for key, attempt in found.items() if key not in known)


def said_of(attempts: Sequence[Attempt]) -> tuple[Said, ...]:
    """Part attempts of both hands into one for each."""
    found: list[Said] = []
    for attempt in attempts:
        if attempt.side is Side.BOTH:
            found.append(Said(attempt, Side.LEFT, attempt.path_uv))
            found.append(Said(attempt, Side.RIGHT, attempt.path_right_uv))
        else:
            found.append(Said(attempt, attempt.side, attempt.path_uv))
    return tuple(found)


def match(strokes: Sequence[TrueStroke], attempts: Sequence[Attempt]) -> Matching:
    """Match strokes and attempts of the same hand so that they share the most time in all."""
    said = said_of(attempts)
    shared = np.array([[_shared(stroke, one) for one in said] for stroke in strokes])
    partner: dict[int, int] = {}
    if shared.size:
        rows, columns = linear_sum_assignment(shared, maximize=True)
        partner = {
            int(i): int(k)
            for i, k in zip(rows, columns, strict=True)
            if shared[i, k] > LEAST_SHARED
        }
    pairs = tuple((s, said[partner[i]] if i in partner else None) for i, s in enumerate(strokes))
    taken = set(partner.values())
    return Matching(pairs, tuple(one for k, one in enumerate(said) if k not in taken))


def _shared(stroke: TrueStroke, said: Said) -> float:
    """Intersection over union of their times; 0 for another hand."""
    if stroke.side is not said.side:
        return 0.0
    start_s, end_s = said.attempt.start_s, said.attempt.end_s
    both_s = min(stroke.end_s, end_s) - max(stroke.start_s, start_s)
    any_s = max(stroke.end_s, end_s) - min(stroke.start_s, start_s)
    return max(0.0, both_s) / any_s if any_s > 0 else 0.0
