"""Workers on a Ray cluster: this computer alone, or every machine that joined it.

https://docs.ray.io. A machine needs the same Coach; it does not need to see the clips. One that
is not found there under its own path, with its own content, is sent.
"""

from __future__ import annotations

import hashlib
import logging
import os
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from coach.batch.looking import look
from coach.batch.order import Clip, Event, Failed, Look, Outcome, Returned, Wish, work_version
from coach.batch.waiting import Waiting
from coach.errors import CoachError

__all__ = ["RayEngine", "there"]

LISTEN_S = 0.2
KNOCK_S = 5.0


@dataclass(frozen=True, slots=True)
class NotHere:
    """The machine can't see the clip: it has to be sent."""


class RayEngine:
    """Reviews clips on a Ray cluster.

    Parameters
    ----------
    workers
        How many clips at once, at most; None for one a processor of the cluster.
    address
        The cluster's, as `ray.init` takes it. None for the one that this machine belongs to;
        where there is none, one is started on this computer alone.
    look
        Reviews a clip; it is looked up by its name on the machines.

    Raises
    ------
    CoachError
        Ray is not installed, or there is no such cluster.
    """

    def __init__(
        self, workers: int | None = None, address: str | None = None, look: Look = look
    ) -> None:
        self._workers = workers
        self._address = address
        self._look = look
        self._ray = _ray()

    def run(
        self, clips: Sequence[Clip], wish: Wish, stopped: Callable[[], bool]
    ) -> Iterator[Event]:
        """Give what happens, as it happens; see `coach.batch.order.Engine`."""
        _join(self._ray, self._address, self._workers)
        try:
            hands = _Hands(self._ray, self._look, wish)
            most = self._workers or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
            waiting = Waiting(clips)
            while waiting or hands.busy:
                while waiting and len(hands.busy) < most:
                    hands.begin(waiting.take())
                if stopped():
                    return
                yield from hands.news(waiting)
        finally:
            self._ray.shutdown()


class _Hands:
    """The clips that are being reviewed, by Ray's own references to what will come of them."""

    def __init__(self, ray: ModuleType, look: Look, wish: Wish) -> None:
        self._ray = ray
        # Coach counts the tries itself, and tells of each.
        self._task = ray.remote(num_cpus=1, max_retries=0)(there)
        self._look, self._wish = look, ray.put(wish)
        self.busy: dict[Any, Clip] = {}

    def begin(self, clip: Clip, content: bytes | None = None) -> None:
        """Have a clip reviewed, with its content if the machine can't see it."""
        found = self._task.remote(clip, self._wish, self._look, work_version(), content)
        self.busy[found] = clip

    def news(self, waiting: Waiting) -> Iterator[Event]:
        """Wait a moment; give what came."""
        ready, _ = self._ray.wait(list(self.busy), timeout=LISTEN_S)
        for reference in ready:
            clip = self.busy.pop(reference)
            try:
                outcome = self._ray.get(reference)
            except self._ray.exceptions.RayTaskError as error:
                yield Returned(clip, Failed(_not_coach(error)))
            except self._ray.exceptions.RayError as error:
                yield waiting.lost(clip, f"its worker was lost ({type(error).__name__})")
            else:
                yield from self._taken(clip, outcome)

    def _taken(self, clip: Clip, outcome: Outcome | NotHere) -> Iterator[Event]:
        if not isinstance(outcome, NotHere):
            yield Returned(clip, outcome)
            return
        try:
            content = clip.path.read_bytes()
        except OSError as error:
            yield Returned(clip, Failed(f"it can't be read any more: {error.strerror}"))
        else:
            self.begin(clip, content)


def there(
    clip: Clip, wish: Wish, look: Look, version: str, content: bytes | None
) -> Outcome | NotHere:
    """Review a clip on the machine this runs on.

    Parameters
    ----------
    version
        The Coach that hands the clips out.
    content
        The clip's; None when it is to be looked for here first.
    """
    if work_version() != version:
        return Failed(
            f"{socket.gethostname()} has another Coach ({work_version()}, not {version}): "
            "install the same on every machine of the cluster"
        )
    if content is None:
        return look(clip.path, wish, _untold) if _is_here(clip) else NotHere()
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        # The report tells the clip's own name.
        copy = Path(folder) / clip.path.name
        copy.write_bytes(content)
        return look(copy, wish, _untold)


def _untold(_share: float) -> None:
    """Say nothing on the way: Ray brings back only what a task returns."""


def _is_here(clip: Clip) -> bool:
    """Tell whether this machine finds the very same clip under its path."""
    try:
        if clip.path.stat().st_size != clip.size_bytes:
            return False
        with clip.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == clip.sha256
    except OSError:
        return False


def _ray() -> ModuleType:
    # Ray reports its use to its makers unless it is told not to; no clip's batch is theirs to know.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
    except ImportError as error:
        raise CoachError(
            'Ray is not installed: pip install ".[cluster]" in the checkout, or take --engine local'
        ) from error
    module: ModuleType = ray
    return module


def _join(ray: ModuleType, address: str | None, workers: int | None) -> None:
    if address is not None:
        _knock(address)
    quietly: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    try:
        ray.init(address=address or "auto", **quietly)
        return
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        if address is not None:
            said = " ".join(str(error).split())[:200]
            raise CoachError(
                f"no Ray cluster answers at {address} ({said}): `ray start --head` begins one"
            ) from error
    # A cluster of this computer alone, which ends with the batch.
    ray.init(address="local", num_cpus=workers, include_dashboard=False, **quietly)


def _knock(address: str) -> None:
    """Ask whether anybody is there; Ray itself would wait for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not port.isdecimal():  # Ray has other kinds of addresses, too.
        return
    try:
        socket.create_connection((host or "localhost", int(port)), KNOCK_S).close()
    except (OSError, OverflowError) as error:
        raise CoachError(
            f"no Ray cluster answers at {address} ({error}): `ray start --head` begins one"
        ) from error


def _not_coach(error: Exception) -> str:
    """Say what went wrong on a machine before Coach could say it itself."""
    last = (str(error).strip().splitlines() or ["no more is known"])[-1][:200]
    return f"a machine of the cluster can't run Coach ({last}): install the same Coach there"
