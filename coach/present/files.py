"""Writing result files whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coach.errors import OutputError

__all__ = ["atomic_path", "atomic_write_bytes", "atomic_write_text", "output_folder"]

WAYS_OUT = {
    errno.ENOSPC: "the disk is full; free some space, or choose another folder",
    errno.EDQUOT: "your share of the disk is used up; free some space, or choose another folder",
    errno.EACCES: "permission denied; choose a folder that you may write to",
    errno.EPERM: "permission denied; choose a folder that you may write to",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.ENOENT: "its folder does not exist; create it first",
    errno.ENOTDIR: "its folder is a file; choose another folder",
    errno.EISDIR: "a folder of that name is in the way; choose another name",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EFBIG: "the file would be too large for this disk; choose another folder",
}


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the place of ``path`` when all went well.

    What is written lies under another name in the same folder until the block ends; after
    any failure or Ctrl-C it is removed and a file that was there before is untouched.

    Parameters
    ----------
    path
        Where the result belongs. A symbolic link is followed; into a device or a pipe
        (``/dev/stdout``) is written directly, as nothing may take its place.

    Raises
    ------
    OutputError
        The file can't be written; the message says why, and the way out.
    """
    with _explained(path):
        target = path.resolve()
        if target.is_dir():
            raise OutputError(f"{path} can't be written: {WAYS_OUT[errno.EISDIR]}")
        if target.exists() and not target.is_file():
            yield target
            return
        # The suffix stays last: video writers choose the container by it.
        part = target.with_name(f".{secrets.token_hex(4)}.part{target.suffix}")
        try:
            yield part
            part.replace(target)
        finally:
            # Gone already when all went well; a name too long was never there.
            with suppress(OSError):
                part.unlink()


def atomic_write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises OutputError, see `atomic_path`."""
    with atomic_path(path) as part, part.open("wb") as file:
        file.write(content)
        file.flush()
        try:
            os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # A pipe can't be synced.
                raise


def atomic_write_text(path: Path, content: str) -> None:
    """Write a UTF-8 file with its line ends as they are; raises OutputError."""
    atomic_write_bytes(path, content.encode("utf-8"))


def output_folder(path: Path) -> Path:
    """Create a folder for results if need be, and make sure that it can be written to.

    Raises
    ------
    OutputError
        It can't; better said before an hour of work than after it.
    """
    with _explained(path):
        if path.exists() and not path.is_dir():
            raise OutputError(f"{path} can't be written to: it is a file, not a folder")
        path.mkdir(parents=True, exist_ok=True)
        trial = path / f".{secrets.token_hex(4)}.part"
        try:
            trial.write_bytes(b"\0" * 4096)
        finally:
            with suppress(OSError):
                trial.unlink()
    return path


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the system says into one line with the way out."""
    try:
        yield
    except OSError as error:
        if isinstance(error, BlockingIOError | BrokenPipeError | InterruptedError):
            raise
        why = WAYS_OUT.get(error.errno or 0) or (error.strerror or str(error)).lower()
        raise OutputError(f"{path} can't be written: {why}") from error
