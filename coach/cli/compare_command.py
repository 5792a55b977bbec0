"""`coach compare`: a pupil beside a teacher."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.asked import is_file, library_for
from coach.cli.guard import INTERRUPTED, Debug, complain, print_out, stoppable

if TYPE_CHECKING:
    from coach.teaching.compare import Comparison
    from coach.teaching.demonstration import Demonstration
    from coach.techniques.schema import Technique

__all__ = ["COMPARE_EXAMPLES", "compare"]

COMPARE_EXAMPLES = """
[bold]Examples[/bold]
  coach compare pupil.mp4 teacher.mp4
  coach compare pupil.mp4 my-stroke.toml --svg difference.svg
  coach compare pupil.mp4 forehead-to-temples --json
"""


def compare(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="The pupil's clip.")],
    teacher: Annotated[
        str,
        typer.Argument(
            metavar="TEACHER",
            help="A teacher's clip, a technique's file or pack, or its id.",
        ),
    ],
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE", help="Draw the difference on the body as SVG."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The pupil's clip is a mirror image.")
    ] = False,
    teacher_mirrored: Annotated[
        bool, typer.Option("--teacher-mirrored", help="The teacher's clip is a mirror image.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Lay a pupil's repetitions beside a teacher's, in step with each other.

    For each repetition and hand: which way it went, how far off it was and where,
    how long its way was, and how its pace compares.
    """
    from coach.capture.clip import open_clip
    from coach.teaching.compare import compare as laid_beside

    open_clip(clip).close()
    technique, pace_s = _teacher(teacher, mirrored=teacher_mirrored)
    found = laid_beside(_watched(clip, mirrored=mirrored), technique, pace_s)
    if svg is not None:
        from coach.present.comparison import comparison_svg
        from coach.present.files import atomic_write_text

        atomic_write_text(svg, comparison_svg(found))
        typer.echo(f"Wrote {svg}", err=True)
    if json:
        from coach.present.comparison import comparison_json

        print_out(comparison_json(found))
    else:
        _print(found)


def _teacher(teacher: str, *, mirrored: bool) -> tuple[Technique, float | None]:
    """Give the technique to compare with, and how long the teacher took, where it is known."""
    if is_file(teacher) or not Path(teacher).exists():
        library, asked = library_for(teacher)
        return library.find(asked or teacher), None
    from coach.teaching.learn import learn
    from coach.techniques.library import load_library

    shown = _watched(Path(teacher), mirrored=mirrored)
    lesson = learn(shown, load_library(), "the teacher's stroke")
    return lesson.technique(), lesson.numbers.pace_s


def _watched(clip: Path, *, mirrored: bool) -> Demonstration:
    from coach.cli.terminal import clip_bar, fetch_bar
    from coach.teaching.demonstration import watch_clip
    from coach.tracking.bundles import ensure

    with fetch_bar() as fetched:
        ensure(progress=fetched)
    with stoppable() as stopped, clip_bar(f"Watching {clip.name}") as progress:
        shown = watch_clip(clip, mirrored=mirrored, progress=progress, stopped=stopped)
        if stopped():
            complain("stopped.")
            raise typer.Exit(INTERRUPTED)
    return shown


def _print(found: Comparison) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from coach.cli.results import clock
    from coach.cli.terminal import on_stdout
    from coach.present.comparison import gap_words, pace_words, sense_words

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("when", "hand", "way", "off by", "furthest", "length", "pace"):
        table.add_column(name, no_wrap=name in ("when", "hand", "way", "off by", "length"))
    for row in found.rows:
        table.add_row(
            clock(row.start_s),
            row.side.value,
            sense_words(row),
            f"{row.gap_cm:.1f} cm",
            gap_words(row),
            f"{row.length_share:.0%}",
            pace_words(row, found.pace_s),
        )
    with on_stdout() as console:
        console.print(
            Text(
                f"{found.technique.name}: {found.gap_cm:.1f} cm from the teacher's path in the "
                f"mean; the teacher took {found.pace_s:.1f} s."
            )
        )
        console.print(table)
        if found.others:
            console.print(f"{found.others} other movements are not compared.")
