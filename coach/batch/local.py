"""Workers on this computer: a process each, watched, and replaced when one is lost.

The pools of the standard library do not fit. One forgets which clip a killed worker had and
waits for it for ever; the other gives all of its work up.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext

from coach.batch.looking import look
from coach.batch.order import Clip, Event, Look, Outcome, Progressed, Returned, Wish
from coach.batch.waiting import Waiting

__all__ = ["STALLED_S", "LocalEngine", "processors"]

STALLED_S = 300.0
"""A worker that has said nothing for so long hangs, and is ended."""
LISTEN_S = 0.2
ENDS_S = 5.0


def processors() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # A container may have fewer than the computer.
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Share:
    """What a worker says while it is at a clip."""

    share: float


class LocalEngine:
    """Reviews clips in processes of this computer.

    Parameters
    ----------
    workers
        How many at once.
    look
        Reviews a clip; a function of a module, which the processes import.
    stalled_s
        After how many seconds of silence a worker is ended.
    """

    def __init__(self, workers: int, look: Look = look, stalled_s: float = STALLED_S) -> None:
        self._workers = workers
        self._look = look
        self._stalled_s = stalled_s

    def run(
        self, clips: Sequence[Clip], wish: Wish, stopped: Callable[[], bool]
    ) -> Iterator[Event]:
        """Give what happens, as it happens; see `coach.batch.order.Engine`."""
        context = get_context("spawn")  # MediaPipe's threads do not survive a fork.
        waiting = Waiting(clips)
        workers: list[_Worker] = []
        try:
            while waiting or any(worker.clip for worker in workers):
                for worker in workers:
                    if worker.clip is None and waiting:
                        worker.begin(waiting.take())
                while waiting and len(workers) < self._workers:
                    workers.append(_Worker(context, wish, self._look))
                    workers[-1].begin(waiting.take())
                wait([worker.pipe for worker in workers], LISTEN_S)
                if stopped():
                    return
                for worker in list(workers):
                    yield from worker.news(waiting, self._stalled_s)
                    if worker.is_lost:
                        workers.remove(worker)
        finally:
            for worker in workers:
                worker.end()


class _Worker:
    """A process, and the clip it is at."""

    def __init__(self, context: SpawnContext, wish: Wish, look: Look) -> None:
        self.pipe, theirs = context.Pipe()
        # Whatever ends Coach ends it, too.
        self._process = context.Process(target=_serve, args=(theirs, wish, look), daemon=True)
        self._process.start()
        theirs.close()
        self.clip: Clip | None = None
        self.is_lost = False
        self._heard_s = time.monotonic()

    def begin(self, clip: Clip) -> None:
        """Give it a clip to review."""
        self.clip, self._heard_s = clip, time.monotonic()
        try:
            self.pipe.send(clip)
        except OSError:
            return  # It has just died, which is heard of next.

    def news(self, waiting: Waiting, stalled_s: float) -> Iterator[Event]:
        """Give what it has said; take its clip back when it is lost."""
        try:
            while self.pipe.poll():
                yield from self._heard(self.pipe.recv())
        except (EOFError, OSError):
            yield from self._lost(waiting, self._how_it_ended())
            return
        if self.clip is not None and time.monotonic() - self._heard_s > stalled_s:
            yield from self._lost(waiting, f"its worker said nothing for {stalled_s:.0f} s")

    def end(self) -> None:
        """End the process now; it writes nothing that could be left half-written."""
        self._process.kill()
        self._process.join(ENDS_S)
        self.pipe.close()

    def _heard(self, said: _Share | Outcome) -> Iterator[Event]:
        self._heard_s = time.monotonic()
        if self.clip is None:
            return
        if isinstance(said, _Share):
            yield Progressed(self.clip, said.share)
        else:
            clip, self.clip = self.clip, None
            yield Returned(clip, said)

    def _lost(self, waiting: Waiting, why: str) -> Iterator[Event]:
        self.is_lost = True
        self.end()
        if self.clip is not None:
            clip, self.clip = self.clip, None
            yield waiting.lost(clip, why)

    def _how_it_ended(self) -> str:
        self._process.join(ENDS_S)
        code = self._process.exitcode
        if code is None or code >= 0:
            return f"its worker ended by itself (exit code {code})"
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        # Windows knows no SIGKILL, and no killer of processes that take too much memory.
        hint = "; the computer may be short of memory" if name == "SIGKILL" else ""
        return f"its worker was killed ({name}{hint})"


def _serve(pipe: Connection, wish: Wish, look: Look) -> None:
    """Review one clip after the other, until nobody hands one out any more."""
    # Ctrl-C reaches every process of the terminal; the one that hands out decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What the command line set up for itself would be in the way here.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        while True:
            clip: Clip = pipe.recv()
            pipe.send(look(clip.path, wish, lambda share: pipe.send(_Share(share))))
    except (EOFError, OSError):
        return
