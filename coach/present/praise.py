"""What went well, said only where it truly did, in words that fit the kind of movement."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.present.paths import has_direction
from coach.present.tempo import paces_s
from coach.present.tongue import ENGLISH, Tongue
from coach.present.words import find_technique
from coach.techniques.library import Library
from coach.techniques.schema import Kind
from coach.types import Attempt, Report, Sense, Side, Verdict

__all__ = ["EVEN_PACE", "MOSTLY", "what_went_well"]

EVEN_PACE = 0.2
"""A spread of the pace (standard deviation over mean) below this is called even (ours)."""

MOSTLY = 0.6
"""From this share on, the right direction is worth praise (ours)."""

DIRECTION = {
    Kind.STROKE: (
        "Every stroke went in the right direction.",
        "{n} of {m} strokes went in the right direction.",
        "The stroke went in the right direction.",
    ),
    Kind.CIRCLE: (
        "Every circle went the right way round.",
        "{n} of {m} circles went the right way round.",
        "The circle went the right way round.",
    ),
}
"""What is said when all, most, or the only one went the right way."""
ANY_DIRECTION = (
    "You went the right way every time.",
    "You went the right way {n} of {m} times.",
    "You went the right way.",
)
"""The same of other kinds, and of several kinds together."""


def what_went_well(report: Report, library: Library, tongue: Tongue = ENGLISH) -> str:
    """Say what was good, only where it truly was; empty when nothing can be said."""
    told = (_direction(report, library), _pace(report, library), _sides(report))
    praise = [sentence for sentence in told if sentence]
    return " ".join(tongue(sentence) for sentence in praise[:2])


def _direction(report: Report, library: Library) -> str:
    known = [attempt for attempt in report.attempts if _is_directed(attempt, library)]
    right = sum(attempt.sense is Sense.RIGHT for attempt in known)
    if not known or right / len(known) < MOSTLY:
        return ""
    every, most, only = _direction_words(known, library)
    if len(known) == 1:
        return only
    return every if right == len(known) else most.format(n=right, m=len(known))


def _is_directed(attempt: Attempt, library: Library) -> bool:
    # The direction of a stroke that was not judged is no merit; nor is one where both are right.
    if attempt.sense is None or attempt.verdict is Verdict.NOT_JUDGED:
        return False
    technique = find_technique(attempt.technique, library)
    return technique is None or has_direction(technique)


def _direction_words(known: Sequence[Attempt], library: Library) -> tuple[str, str, str]:
    found = [find_technique(attempt.technique, library) for attempt in known]
    kinds = {Kind.STROKE if technique is None else technique.kind for technique in found}
    return DIRECTION.get(kinds.pop(), ANY_DIRECTION) if len(kinds) == 1 else ANY_DIRECTION


def _pace(report: Report, library: Library) -> str:
    told = zip(report.attempts, paces_s(report.attempts, library), strict=True)
    fine = [
        pace_s
        for attempt, pace_s in told
        if attempt.counted and attempt.verdict not in (Verdict.TOO_FAST, Verdict.TOO_SLOW)
    ]
    if len(fine) < 3 or np.std(fine) >= EVEN_PACE * np.mean(fine):
        return ""
    return f"Your pace is even: about {np.mean(fine):.1f} s each time."


def _sides(report: Report) -> str:
    counted = [a for a in report.attempts if a.counted]
    left = sum(a.side is Side.LEFT for a in counted)
    right = sum(a.side is Side.RIGHT for a in counted)
    if left == right > 0:
        return f"Left and right got the same: {left} each."
    return ""
