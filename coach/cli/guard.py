"""What every command keeps to: one line instead of a traceback, and the right exit code."""

from __future__ import annotations

import os
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from coach.errors import CoachError, OutputError

__all__ = [
    "INTERRUPTED",
    "Debug",
    "GuardedGroup",
    "complain",
    "flush_quietly",
    "print_out",
    "settle_streams",
    "stoppable",
    "undisturbed",
]

INTERRUPTED = 130
"""Exit code after Ctrl-C (128 + SIGINT)."""

TERMINATED = 143
"""Exit code after being asked to end (128 + SIGTERM)."""

BROKEN_PIPE = 141
"""Exit code when the reader of our output went away (128 + SIGPIPE)."""

MISSING_LIBRARY = re.compile(
    r"(lib[\w.+-]+?\.so[.\d]*): cannot open shared object|Library not loaded: (\S+)|DLL load failed"
)

_shows_traceback = False


def _set_debug(wanted: bool) -> None:
    global _shows_traceback
    _shows_traceback = wanted


Debug = Annotated[
    bool,
    typer.Option(
        "--debug",
        callback=_set_debug,
        expose_value=False,
        help="After an error, show where in the program it arose.",
    ),
]
"""The option that every command has; what it sets is read by `GuardedGroup`."""


class GuardedGroup(TyperGroup):
    """A group of commands that never ends in a traceback, unless ``--debug`` asks for one."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; say in one line what went wrong, and exit with its code."""
        with _explained():
            return super().invoke(ctx)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        _leave(INTERRUPTED, "stopped.")
    except CoachError as error:
        _leave(error.exit_code, str(error))
    except BrokenPipeError:
        raise typer.Exit(BROKEN_PIPE) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        # Mistakes on the command line explain themselves; typer keeps their class private.
        if hasattr(error, "format_message"):
            raise
        _leave(1, _unexpected(error))


def _leave(code: int, message: str) -> NoReturn:
    if _shows_traceback:
        traceback.print_exc()
    complain(message)
    raise typer.Exit(code) from None


def _unexpected(error: Exception) -> str:
    library = MISSING_LIBRARY.search(str(error))
    if library and isinstance(error, ImportError | OSError):
        name = library[1] or library[2] or "see below"
        return f"a system library is missing ({name}): `coach doctor` says how to install it"
    if isinstance(error, ModuleNotFoundError):
        return f"the package {error.name} is missing: `coach doctor` says how to install it"
    what = " ".join(str(error).split()) or "no more is known"
    return (
        f"something unexpected happened ({type(error).__name__}: {what[:300]}); "
        "run again with --debug to see where"
    )


def complain(message: str) -> None:
    """Print one line to stderr."""
    print(f"coach: {message}", file=sys.stderr)


def print_out(text: str) -> None:
    """Print a text for programs to stdout: as it is, never wrapped or coloured.

    Raises
    ------
    OutputError
        It can't be written; the disk it is redirected to may be full.
    """
    try:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise OutputError(f"the result can't be written to stdout: {why}") from error


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl-C into a question that can be asked between two frames.

    An exception out of nowhere, while native code loads models or looks at a picture, can take
    the whole process down. A second Ctrl-C raises KeyboardInterrupt as usual.

    Yields
    ------
    callable
        Whether Ctrl-C was pressed.
    """
    pressed = False

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put Ctrl-C off for the moment it takes to write small files.

    People press it twice; the second one must not cost what the first one kept.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def settle_streams() -> None:
    """Make ready what the process shares with the outside: streams and signals."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show a sign gets a question mark, not an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    # Being asked to end must clean up as Ctrl-C does: no half-written file stays behind.
    signal.signal(signal.SIGTERM, _end)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)


def flush_quietly() -> None:
    """Flush stdout; when its reader went away, keep Python from complaining at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
