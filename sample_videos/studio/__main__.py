"""Command line of the studio: `python -m sample_videos.studio`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from sample_videos.studio.clips import render_clip
from sample_videos.studio.collection import CLIPS, figure_of

HERE = Path(__file__).resolve().parent.parent
app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)


@app.command("list")
def list_clips() -> None:
    """Show the clips of the collection."""
    table = Table("clip", "view", "technique", "fault")
    for clip in CLIPS.values():
        table.add_row(clip.name, clip.view, clip.technique or "-", clip.fault or "-")
    Console().print(table)


@app.command("render")
def render(
    name: Annotated[str, typer.Argument(help="A clip of the list, or 'all'.")],
    out: Annotated[Path, typer.Option(help="Folder for the clip and its truth.")] = HERE,
    seed: Annotated[int, typer.Option(help="What chance decides.")] = 1,
    scale: Annotated[float, typer.Option(help="Size of the picture against 640 x 480.")] = 1.0,
    truth_only: Annotated[bool, typer.Option(help="Write no clip, only what is true.")] = False,
) -> None:
    """Render a clip and write what is true in it beside it."""
    if name != "all" and name not in CLIPS:
        raise typer.BadParameter(f"no clip {name!r}; there are: {', '.join(CLIPS)}, all")
    out.mkdir(parents=True, exist_ok=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn()) as progress:
        for clip in CLIPS.values() if name == "all" else [CLIPS[name]]:
            task = progress.add_task(clip.name, total=None)
            figure = figure_of(clip)

            def report(done: int, total: int, task=task) -> None:  # type: ignore[no-untyped-def]
                progress.update(task, completed=done, total=total)

            render_clip(clip, figure, out, seed, scale, report, truth_only=truth_only)


if __name__ == "__main__":
    app()
