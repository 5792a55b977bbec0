"""Work in the background, while the page goes on: it takes turns, and can be stopped."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

__all__ = ["Background", "Stopped"]

END_S = 10.0

turns = threading.Semaphore(1)
"""Jobs of one program take turns: each keeps all cores busy."""


class Stopped(Exception):
    """The person wants no more of it."""


class Background(ABC):
    """A job in a thread of its own; who makes one says in `_work` what is to be done."""

    def __init__(self, name: str) -> None:
        self._stop = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to stop; it does within a frame or two."""
        self._stop.set()

    def end(self) -> None:
        """Stop it, and wait for that."""
        self.stop()
        if self._thread.is_alive():
            self._thread.join(END_S)

    @property
    def is_over(self) -> bool:
        """There is nothing left to do."""
        return self._over.is_set()

    @property
    def was_stopped(self) -> bool:
        """It was asked to stop."""
        return self._stop.is_set()

    def _run(self) -> None:
        try:
            while not turns.acquire(timeout=0.2):
                if self._stop.is_set():
                    return
            try:
                self._work()
            except Stopped:
                pass
            finally:
                turns.release()
        finally:
            self._over.set()

    @abstractmethod
    def _work(self) -> None:
        """Do it; raise `Stopped` when it was stopped."""
