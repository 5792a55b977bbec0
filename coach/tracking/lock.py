"""One process at a time: a file lock that the system takes back when its holder dies."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["locked"]

POLL_S = 0.2

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # Some network folders know no locks. Two fetches at once are then merely wasteful:
            # each file still comes into place whole.
            return True
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def locked(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock on a file, made when missing, for the length of the block.

    Parameters
    ----------
    path
        The lock file. It stays behind, empty: to remove it would let a third process lock a
        new file while a second one still waits for the old.
    waiting
        Called again and again while another process holds the lock.
    """
    with path.open("ab") as file:
        file.seek(0)
        while not _try_lock(file):
            waiting()
            time.sleep(POLL_S)
        try:
            yield
        finally:
            _unlock(file)
