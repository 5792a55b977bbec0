"""Consoles and progress bars: results go to stdout, everything else to stderr."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Literal, cast

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from coach.cli.guard import print_out

if TYPE_CHECKING:
    from coach.tracking.bundles import Progress as FetchProgress

ColorSystem = Literal["auto", "standard", "256", "truecolor", "windows"]

__all__ = ["bytes_bar", "clip_bar", "fetch_bar", "on_stderr", "on_stdout"]


class _Paper(StringIO):
    """Holds what will be printed, and says which signs can be: those of the screen."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._of_screen = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The screen's."""
        return self._of_screen


@contextmanager
def on_stdout() -> Iterator[Console]:
    """Give a console for results.

    All of it is printed at the end, in one go: a closed pipe or a full disk is then told as for
    any other output, which rich's own console does not.
    """
    screen = Console()
    paper = _Paper(screen.encoding)
    yield Console(
        file=paper,
        highlight=False,
        force_terminal=screen.is_terminal,
        color_system=cast("ColorSystem | None", screen.color_system),
        width=screen.width,
    )
    print_out(paper.getvalue())


def on_stderr() -> Console:
    """Give a console for progress and warnings."""
    return Console(stderr=True, highlight=False)


@contextmanager
def clip_bar(words: str) -> Iterator[Callable[[float, float], None]]:
    """Show how far a pass over a clip is, with the time left.

    Yields
    ------
    callable
        Takes (seconds done, seconds in all; NaN when unknown). Without a terminal only the
        words are printed, once.
    """
    console = on_stderr()
    if not console.is_terminal:
        console.print(f"{words} ...", markup=False)
        yield lambda _done_s, _total_s: None
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TextColumn("{task.fields[clock]}"),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task(words, total=None, clock="")

        def show(done_s: float, total_s: float) -> None:
            known = math.isfinite(total_s)
            clock = f"{done_s:.0f} of {total_s:.0f} s" if known else f"{done_s:.0f} s"
            progress.update(task, completed=done_s, total=total_s if known else None, clock=clock)

        yield show


def _counting_bytes(console: Console) -> Progress:
    """Give a bar that counts bytes, with the time left."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
    )


@contextmanager
def bytes_bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far the reading of files is, with the time left; a bar that is soon over is gone.

    Yields
    ------
    callable
        Takes (bytes done, bytes in all). Without a terminal only the words are printed, once.
    """
    console = on_stderr()
    if not console.is_terminal:
        console.print(f"{words} ...", markup=False)
        yield lambda _done, _total: None
        return
    with _counting_bytes(console) as progress:
        task = progress.add_task(words, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total or None)


@contextmanager
def fetch_bar() -> Iterator[FetchProgress]:
    """Show how far a download is; nothing at all is shown when there is none.

    Yields
    ------
    callable
        Takes (what is done, bytes done, bytes in all; 0 when there is nothing to measure).
    """
    console = on_stderr()
    if not console.is_terminal:
        said: list[str] = []

        def say(stage: str, done: int, total: int) -> None:
            if stage not in said:
                said.append(stage)
                console.print(f"{stage} ...", markup=False)

        yield say
        return
    with _counting_bytes(console) as progress:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for old in tasks.values():
                    progress.update(old, visible=False)
                tasks[stage] = progress.add_task(stage, total=None)
            progress.update(tasks[stage], completed=done, total=total or None)

        yield show
