"""Frames taken from a source while the one before is still being looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Self

from coach.types import Frame

__all__ = ["AHEAD", "Ahead"]

AHEAD = 4
"""So many frames wait at most: enough for a group of pictures that is dear to decode, and at
1280 × 720 no more than 11 MB."""
LISTEN_S = 0.1


class Ahead:
    """Takes a source's frames in a thread of its own, a few ahead; decoding lets others work.

    A context manager to iterate over once. It leaves the source open: whoever opened it closes
    it, after this one is closed.

    Parameters
    ----------
    source
        Nobody else may take its frames meanwhile.
    most
        How many frames wait at most.
    """

    def __init__(self, source: Iterable[Frame], most: int = AHEAD) -> None:
        self._source = source
        self._queue: Queue[Frame | BaseException | None] = Queue(most)
        self._closed = Event()
        self._thread = Thread(target=self._take, name="decoding", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Frame]:
        """Give the source's frames in order; what it raises is raised here, in its place."""
        while True:
            got = self._queue.get()
            if got is None:
                return
            if isinstance(got, BaseException):
                raise got
            yield got

    def close(self) -> None:
        """Stop taking frames; those that wait are let go. A second time does nothing."""
        self._closed.set()
        with suppress(Empty):
            while True:
                self._queue.get_nowait()
        self._thread.join()

    def _take(self) -> None:
        last: BaseException | None = None
        try:
            for frame in self._source:
                if not self._put(frame):
                    return
        except BaseException as error:
            last = error
        self._put(last)

    def _put(self, what: Frame | BaseException | None) -> bool:
        """Wait for room; give up when nobody takes frames any more."""
        while not self._closed.is_set():
            with suppress(Full):
                self._queue.put(what, timeout=LISTEN_S)
                return True
        return False
