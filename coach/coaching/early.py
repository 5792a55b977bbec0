"""Verdicts before the hands leave the body: for somebody who practises and looks on.

What a stroke was is known best when the whole bout is over, as every way back tells more of it.
Nobody waits so long for a word. So the bout is judged again and again while it goes on, and an
attempt is let out as soon as the hand has gone on for a moment and the verdict has stayed the
same. What was let out stands: counts never go back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from coach.coaching.counter import shared_time
from coach.types import Attempt

__all__ = ["EarlyVerdicts"]

LOOK_EVERY_S = 0.3
RIPE_S = 0.8
"""A verdict is out so long after its stroke …"""
SURE, LEANING_S, OPEN_S = 0.95, 2.5, 4.0
"""… but one that is less probable than this waits for what the way back will show, and one that
can't be told yet for the next ways back."""
WINDOW_S = 15.0
"""No more than this of a bout is looked at again."""
LEAD_S = 0.5
"""So much is looked at before the first stroke, or it would be taken for the hand's coming."""
SAME = 0.35
"""Attempts that share this much of the longer one's time are one and the same."""


class EarlyVerdicts:
    """Lets attempts out of a bout that goes on, each once."""

    def __init__(self) -> None:
        self._next_look_s = -math.inf
        self._before: tuple[Attempt, ...] = ()
        self._out: list[Attempt] = []

    def is_due(self, t_s: float) -> bool:
        """Tell whether it is time to look again."""
        if t_s < self._next_look_s:
            return False
        self._next_look_s = t_s + LOOK_EVERY_S
        return True

    def since_s(self, t_s: float) -> float:
        """From when on a bout is looked at again.

        Shortly before a working stroke, if one is known: the first whole pass of what is looked
        at is taken to be one.
        """
        recent = [a.start_s for a in self._out if a.start_s >= t_s - WINDOW_S]
        return min(recent, default=t_s - WINDOW_S) - LEAD_S

    def ripe(self, attempts: Sequence[Attempt], t_s: float) -> tuple[Attempt, ...]:
        """Take what is said of the bout by now; give what can be let out."""
        fresh = self.fresh(attempts)
        ripe = tuple(a for a in fresh if self._is_ripe(a, t_s))
        self._before = fresh
        self._out += ripe
        return ripe

    def fresh(self, attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
        """Give what was not let out before."""
        return tuple(a for a in attempts if not any(_same(a, out) for out in self._out))

    def forget(self) -> None:
        """Begin with new bouts."""
        self._before, self._out = (), []

    def _is_ripe(self, attempt: Attempt, t_s: float) -> bool:
        stayed = any(
            attempt.verdict is was.verdict and attempt.side is was.side and _same(attempt, was)
            for was in self._before
        )
        wait_s = OPEN_S if attempt.sense is None else RIPE_S
        if attempt.sense is not None and attempt.confidence < SURE:
            wait_s = LEANING_S
        # What the window cuts through at its beginning was seen whole before.
        whole = attempt.start_s > t_s - WINDOW_S + LOOK_EVERY_S
        return stayed and whole and t_s - attempt.end_s >= wait_s


def _same(one: Attempt, other: Attempt) -> bool:
    """Tell whether two attempts are one: of a hand, or of both hands doing the same."""
    alike = one.side is other.side or one.technique == other.technique
    return alike and shared_time(one, other) > SAME
