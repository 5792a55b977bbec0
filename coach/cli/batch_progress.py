"""How far a batch is, and what goes wrong on the way."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from coach.batch.order import Failed, Returned, TriedAgain
from coach.batch.run import Standing
from coach.cli.terminal import on_stderr

__all__ = ["batch_bar", "clips_in_words"]


@contextmanager
def batch_bar() -> Iterator[Callable[[Standing], None]]:
    """Show a bar with the time left, and a line for each clip that fails or is tried again.

    Yields
    ------
    callable
        Takes how far it is. Without a terminal there is a line for each clip that is over.
    """
    console = on_stderr()
    if not console.is_terminal:
        yield lambda standing: _tell_line(standing, console)
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task("Reviewing", total=1.0, left="")

        def show(standing: Standing) -> None:
            _tell_trouble(standing, progress.console)
            progress.update(
                task,
                completed=standing.share,
                description=f"Reviewed {standing.clips} of {standing.of} clips",
                left=_left(standing.remaining_s),
            )

        yield show


def _tell_line(standing: Standing, console: Console) -> None:
    _tell_trouble(standing, console)
    if standing.event is None:
        console.print(f"Reviewing {clips_in_words(standing.of)} ...", markup=False)
    elif isinstance(standing.event, Returned):
        name = standing.event.clip.name
        console.print(
            f"{standing.clips} of {standing.of}: {name}{_left(standing.remaining_s, ', ')}",
            markup=False,
            soft_wrap=True,
        )


def _tell_trouble(standing: Standing, console: Console) -> None:
    event = standing.event
    if isinstance(event, TriedAgain):
        words = f"coach: {event.clip.name}: {event.why}; it is tried again."
    elif isinstance(event, Returned) and isinstance(event.outcome, Failed):
        why, name = event.outcome.why, event.clip.name
        words = f"coach: {why}" if why.startswith(name) else f"coach: {name}: {why}"
    else:
        return
    console.print(words, markup=False, soft_wrap=True)


def _left(remaining_s: float, before: str = "") -> str:
    """Give the time left in words; nothing while it is unknown or over."""
    if not math.isfinite(remaining_s) or remaining_s < 1:
        return ""
    minutes, seconds = divmod(round(remaining_s), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{before}{clock} left"


def clips_in_words(count: int) -> str:
    """Give "1 clip", "2 clips"."""
    return "1 clip" if count == 1 else f"{count} clips"
