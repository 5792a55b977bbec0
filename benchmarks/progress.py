"""How far it is, and how long it will take, on standard error."""

from __future__ import annotations

import sys
import time

__all__ = ["Progress", "clock"]

EVERY_S = 15.0
"""How often a line is written where it can't be written over."""


class Progress:
    """Counts steps and tells of them; silent when there is nothing to wait for."""

    def __init__(self, total: int, words: str) -> None:
        self._total, self._words, self._done = total, words, 0
        self._start_s = self._told_s = time.monotonic()
        self._over = sys.stderr.isatty()

    def step(self) -> None:
        """Note that one more is done."""
        self._done += 1
        now_s = time.monotonic()
        if not (self._over or now_s - self._told_s > EVERY_S):
            return
        self._told_s = now_s
        left_s = (now_s - self._start_s) / self._done * (self._total - self._done)
        words = f"{self._words} {self._done}/{self._total}, {clock(left_s)} to go"
        last = self._done == self._total
        end = "\n" if last or not self._over else ""
        print(f"\r{words:<60}" if self._over else words, end=end, file=sys.stderr, flush=True)


def clock(seconds: float) -> str:
    """Write a length of time as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
