"""Two hands, one repetition: pairing attempts of hands that move together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

import numpy as np

from coach.coaching.severity import SEVERITY
from coach.types import Attempt, Side, Verdict

__all__ = [
    "hangs_on",
    "pair_hands",
    "partner_of",
    "partners",
    "shared_time",
    "without_fragments",
]

TOGETHER = 0.35
"""Attempts that share more than this of the longer one's time were done together."""
WITHIN = 0.5
"""What lies by more than this of its own time within what the other hand did is part of that."""


HANGS_ON_S = 0.3


class Timed(Protocol):
    """Something that goes on for a while: a stroke, an attempt."""

    @property
    def start_s(self) -> float:
        """When it began."""
        ...

    @property
    def end_s(self) -> float:
        """When it ended."""
        ...


T = TypeVar("T", bound=Timed)


def without_fragments(attempts: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """Leave out unknown movements that hang on a known stroke: setting down, lifting off."""
    known = [a for a in attempts if a.technique is not None]
    return tuple(
        a
        for a in attempts
        if a.technique is not None or not any(hangs_on(a, stroke) for stroke in known)
    )


class OfHand(Timed, Protocol):
    """Something that a hand does for a while."""

    @property
    def side(self) -> Side:
        """Which hand."""
        ...


H = TypeVar("H", bound=OfHand)


def hangs_on(a: OfHand, stroke: OfHand) -> bool:
    """Tell whether one movement of a hand follows on another's end, or goes over into it."""
    gap_s = max(a.start_s, stroke.start_s) - min(a.end_s, stroke.end_s)
    return a.side is stroke.side and gap_s <= HANGS_ON_S


def pair_hands(attempts: Iterable[Attempt], apart: Collection[str] = ()) -> tuple[Attempt, ...]:
    """Join what both hands did together into one attempt each, in time order.

    The pair has the worse verdict of the two, and counts when both count. What is left of a hand
    that was lost meanwhile, and lies within what the other one did, is part of that repetition.

    Parameters
    ----------
    apart
        Techniques in which each hand counts by itself: of taps in turn, some fall together.
    """
    attempts = list(attempts)
    paired = [a for a in attempts if a.side is Side.BOTH or a.technique in apart]
    lefts = [a for a in attempts if a.side is Side.LEFT and a.technique not in apart]
    rights = [a for a in attempts if a.side is Side.RIGHT and a.technique not in apart]
    for pair in partners(lefts, rights, _alike):
        paired.append(_join(*pair) if len(pair) == 2 else pair[0])
    whole = [a for a in paired if a.technique in apart or not any(_is_part(a, b) for b in paired)]
    return tuple(sorted(whole, key=lambda a: (a.start_s, a.side)))


def partners(
    lefts: Iterable[T], rights: Iterable[T], alike: Callable[[T, T], bool]
) -> Iterator[tuple[T, ...]]:
    """Give what the left and the right hand did together in twos, and all else by itself.

    Parameters
    ----------
    alike
        Whether what the left and the right hand did may belong together.
    """
    left_over = list(rights)
    for left in lefts:
        fitting = (right for right in left_over if alike(left, right))
        partner = max(fitting, key=lambda right: shared_time(left, right), default=None)
        if partner is not None and shared_time(left, partner) > TOGETHER:
            left_over.remove(partner)
            yield left, partner
        else:
            yield (left,)
    yield from ((right,) for right in left_over)


def partner_of(one: H, others: Iterable[H]) -> H | None:
    """Give what the other hand did at the same time; None where it did nothing then."""
    theirs = (other for other in others if other.side is not one.side)
    other = max(theirs, key=lambda other: shared_time(one, other), default=None)
    return other if other is not None and shared_time(one, other) > TOGETHER else None


def _alike(a: Attempt, b: Attempt) -> bool:
    """Tell whether two hands did the same, as far as the way of each was seen."""
    same = (a.technique, a.chart) == (b.technique, b.chart)
    open_sense = a.technique is not None and None in (a.sense, b.sense)
    return same and (a.sense == b.sense or open_sense)


def _is_part(one: Attempt, whole: Attempt) -> bool:
    """Tell whether what one hand did is part of what the other one, or both, did for longer."""
    longer = whole.end_s - whole.start_s > one.end_s - one.start_s
    if not longer or one.side is Side.BOTH or one.side is whole.side or not _alike(one, whole):
        return False
    return one.technique is not None and _shared_s(one, whole) > WITHIN * (one.end_s - one.start_s)


def shared_time(a: Timed, b: Timed) -> float:
    """Give the share of the longer one's time in which both were going on; below 0 if apart."""
    return _shared_s(a, b) / max(a.end_s - a.start_s, b.end_s - b.start_s)


def _shared_s(a: Timed, b: Timed) -> float:
    """For how long both were going on; below 0 if apart."""
    return min(a.end_s, b.end_s) - max(a.start_s, b.start_s)


def _join(left: Attempt, right: Attempt) -> Attempt:
    # Hands that do the same lift together: what one of them shows is true of both.
    # A place to keep off is told whichever hand went there.
    told = [a for a in (left, right) if a.sense is not None or a.verdict is Verdict.NO_GO] or [
        left,
        right,
    ]
    worse = max(told, key=lambda a: SEVERITY[a.verdict])
    return replace(
        worse,
        start_s=min(left.start_s, right.start_s),
        end_s=max(left.end_s, right.end_s),
        side=Side.BOTH,
        direction_error_deg=float(np.fmax(left.direction_error_deg, right.direction_error_deg)),
        counted=all(a.counted for a in told),
        confidence=min(left.confidence, right.confidence),
        path_uv=left.path_uv,
        path_right_uv=right.path_uv,
        coverage=min(left.coverage, right.coverage),
        offset_cm=max(left.offset_cm, right.offset_cm),
    )
