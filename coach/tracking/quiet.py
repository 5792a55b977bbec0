"""Keeping MediaPipe's native messages from the screen, and nothing else.

The native library writes to file descriptor 2, past ``sys.stderr``, whenever a landmarker
starts, first finds something, or closes. With MediaPipe 1.2 no setting stops that: tried were
GLOG_minloglevel, TF_CPP_MIN_LOG_LEVEL, ABSL_MIN_LOG_LEVEL, GOOGLE_STDERRTHRESHOLD and
GOOGLE_LOGTOSTDERR; its logging callback adds a listener and keeps the messages coming. What is
left is to turn descriptor 2 aside for a moment.

A descriptor belongs to the whole process, so a traceback printed by another thread in that
moment is turned aside too. Therefore nothing is thrown away unseen: what was written is kept
in a temporary file, and at the end of the block everything that is not one of the known
messages goes to where it was meant to go. It comes some milliseconds late; keep blocks short.
Only a native crash inside a block takes its last words with it. ``COACH_NATIVE_LOG=1`` leaves
descriptor 2 alone.

On Windows this works as far as the library shares Python's C runtime.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import IO

__all__ = ["can_be_quiet", "quiet"]

STDERR = 2
NOISE = re.compile(
    rb"[IW]\d{4} \d\d:\d\d:\S+ +\d+ \S+:\d+\] "  # abseil's information and warnings
    rb"|[IW]\d{4} \d\d:\d\d:\d\d\.\d+ "
    rb"|E\d{4} .*clearcut"  # usage statistics that could not be sent
    rb"|=== Source Location Trace|wireless/android/play/playlog"
    rb"|(INFO|WARNING): \[\w+\.\w+:\d+\] "  # LiteRT's, since MediaPipe 1.2.3
    rb"|(INFO|WARNING): (Created TensorFlow Lite|Logging before|All log messages before|Read-only)"
    rb"|(libEGL|MESA|libGL)\b.*: "
)
"""How lines begin that say nothing to the person in front of the screen."""

_lock = threading.Lock()
_depth = 0
_real: int | None = None
_aside: IO[bytes] | None = None


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Hide native messages for the length of the block; blocks may overlap in threads."""
    if os.environ.get("COACH_NATIVE_LOG"):
        yield
        return
    try:
        _enter()
        yield
    finally:
        _leave()


def can_be_quiet() -> bool:
    """Tell whether a block can be entered: not in the middle of entering or leaving one.

    The garbage collector may call from there.
    """
    return not _lock.locked()


def _enter() -> None:
    global _depth, _real, _aside
    with _lock:
        _depth += 1
        if _depth > 1:
            return
        _flush_python()
        with contextlib.suppress(OSError):  # a program without a console has no descriptor 2
            _real = os.dup(STDERR)
            _aside = _turn_aside()


def _leave() -> None:
    """Give back descriptor 2, or a fresh file if another thread is still in its block.

    The fresh file matters: threads whose blocks overlap without end would otherwise keep
    what they wrote for ever. All of it also works after a block that Ctrl-C cut short while
    it was being entered.
    """
    global _depth, _real, _aside
    with _lock:
        _depth = max(0, _depth - 1)
        if _real is None:
            return
        _flush_python()
        written, _aside = _aside, None
        if _depth:
            with contextlib.suppress(OSError):
                _aside = _turn_aside()
        if _aside is None:
            os.dup2(_real, STDERR)
        if written is not None:
            _replay(written, _real)
        if _aside is None:
            os.close(_real)
            _real = None


def _turn_aside() -> IO[bytes]:
    """Point descriptor 2 to a new temporary file, which unlike a pipe never fills up."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed when it is replayed)
    os.dup2(file.fileno(), STDERR)
    return file


def _replay(written: IO[bytes], real: int) -> None:
    """Write to the real descriptor what is no noise."""
    with written:
        written.seek(0)
        for line in written:
            if NOISE.match(line):
                continue
            with contextlib.suppress(OSError):  # nobody reads there any more
                os.write(real, line)


def _flush_python() -> None:
    """Keep what Python wrote before in front of what comes after."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
