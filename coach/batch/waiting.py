"""Clips that wait for a worker, and how often each was tried."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable

from coach.batch.order import Clip, Event, Failed, Returned, TriedAgain

__all__ = ["TRIES", "Waiting"]

TRIES = 3
"""A clip whose worker was lost so often is given up: it is likely the clip that does it."""


class Waiting:
    """Hands clips out, the largest first, so that none is left for long at the end."""

    def __init__(self, clips: Iterable[Clip]) -> None:
        self._clips = deque(sorted(clips, key=lambda clip: -clip.size_bytes))
        self._tries: Counter[str] = Counter()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._clips)

    def take(self) -> Clip:
        """Give the next one."""
        clip = self._clips.popleft()
        self._tries[clip.sha256] += 1
        return clip

    def lost(self, clip: Clip, why: str) -> Event:
        """Let a clip whose worker was lost wait again, unless it was tried too often."""
        if self._tries[clip.sha256] < TRIES:
            self._clips.append(clip)
            return TriedAgain(clip, why)
        return Returned(clip, Failed(f"given up after {TRIES} tries: {why}"))
