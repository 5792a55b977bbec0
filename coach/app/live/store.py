"""Practices that are remembered between connections, for a while."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from coach.app.live.practice import Practice

__all__ = ["Seat", "Store"]


@dataclass(slots=True)
class Seat:
    """A practice, and the one connection that may feed it.

    Attributes
    ----------
    lock
        Held while a connection feeds the practice.
    newcomer
        Set when another connection wants it: the one that holds it leaves.
    used_s
        When it was last asked for.
    """

    practice: Practice
    used_s: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    newcomer: asyncio.Event = field(default_factory=asyncio.Event)


class Store:
    """Finds practices by ids that can't be guessed.

    Pages and connections ask from different threads. Practices that are let go are finished.

    Parameters
    ----------
    remembered_s
        How long a practice is kept after it was last asked for.
    at_most
        The one that rested longest goes when there are more.
    """

    def __init__(
        self, remembered_s: float, at_most: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._remembered_s = remembered_s
        self._at_most = at_most
        self._now = now
        self._seats: dict[str, Seat] = {}
        self._lock = threading.Lock()

    def add(self, practice: Practice) -> str:
        """Keep a practice; give its id."""
        # Letters and digits only: Streamlit takes no "__" in what pages are built from.
        practice_id = secrets.token_hex(16)
        with self._lock:
            gone = self._forget()
            while len(self._seats) >= self._at_most:
                gone.append(self._seats.pop(min(self._seats, key=self._rank)))
            self._seats[practice_id] = Seat(practice, self._now())
        _finish(gone)
        return practice_id

    def seat(self, practice_id: str) -> Seat | None:
        """Give the practice's seat; None when there is none (any more)."""
        with self._lock:
            gone = self._forget()
            seat = self._seats.get(practice_id)
            if seat is not None:
                seat.used_s = self._now()
        _finish(gone)
        return seat

    def find(self, practice_id: str) -> Practice | None:
        """Give the practice of that id; None when there is none (any more)."""
        seat = self.seat(practice_id)
        return None if seat is None else seat.practice

    def close(self) -> None:
        """Let all practices go."""
        with self._lock:
            gone, self._seats = list(self._seats.values()), {}
        _finish(gone)

    def _rank(self, practice_id: str) -> tuple[bool, float]:
        """Order practices by who has to go first: who is connected goes last."""
        seat = self._seats[practice_id]
        return seat.lock.locked(), seat.used_s

    def _forget(self) -> list[Seat]:
        now_s = self._now()
        lapsed = [
            key
            for key, seat in self._seats.items()
            if now_s - seat.used_s > self._remembered_s and not seat.lock.locked()
        ]
        return [self._seats.pop(key) for key in lapsed]


def _finish(seats: Iterable[Seat]) -> None:
    for seat in seats:
        seat.practice.finish()
