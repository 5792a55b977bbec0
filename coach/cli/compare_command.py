"""`coach compare`: a pupil beside a teacher."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.asked import is_file, library_for
from coach.cli.guard import INTERRUPTED, Debug, complain, print_out, stoppable

if TYPE_CHECKING:
    from coach.present.teacher_pane import TeacherPane
    from coach.teaching.compare import Comparison
    from coach.teaching.demonstration import Demonstration
    from coach.techniques.schema import Technique

__all__ = ["COMPARE_EXAMPLES", "compare"]

COMPARE_EXAMPLES = """
[bold]Examples[/bold]
  coach compare pupil.mp4 teacher.mp4
  coach compare pupil.mp4 my-stroke.toml --svg difference.svg
  coach compare pupil.mp4 teacher.mp4 --video beside.mp4    both, in step
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
    video: Annotated[
        Path | None,
        typer.Option(
            "--video",
            metavar="FILE",
            help="Write a video (.mp4) of the pupil beside the teacher, in step with each other.",
        ),
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
    from coach.teaching.compare import check_way
    from coach.teaching.compare import compare as laid_beside

    open_clip(clip).close()
    if video is not None:
        _check_video(video, (clip, Path(teacher)))
    shown = _teacher(teacher, mirrored=teacher_mirrored)
    check_way(shown.technique)  # Before minutes of watching.
    pupil = _watched(clip, mirrored=mirrored, keep_updates=video is not None)
    found = laid_beside(pupil, shown.technique, shown.pace_s)
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
    if video is not None:
        with ExitStack() as kept:
            _write_video(video, (clip, mirrored), pupil, found, shown, kept)


@dataclass(frozen=True, slots=True)
class _Teacher:
    """What a pupil is compared with.

    Attributes
    ----------
    pace_s
        How long the teacher took; None where there is no clip.
    clip, mirrored, beside
        The teacher's clip, whether it is a mirror image, and the teacher beside the technique
        that was learned from it; None for a technique without a clip.
    """

    technique: Technique
    pace_s: float | None = None
    clip: Path | None = None
    mirrored: bool = False
    beside: Comparison | None = None


def _teacher(teacher: str, *, mirrored: bool) -> _Teacher:
    """Give the technique to compare with, learned first where it is a clip."""
    if is_file(teacher) or not Path(teacher).exists():
        library, asked = library_for(teacher)
        return _Teacher(library.find(asked or teacher))
    from coach.teaching.compare import compare as laid_beside
    from coach.teaching.learn import learn
    from coach.techniques.library import load_library

    shown = _watched(Path(teacher), mirrored=mirrored)
    lesson = learn(shown, load_library(), "the teacher's stroke")
    technique, pace_s = lesson.technique(), lesson.numbers.pace_s
    beside = laid_beside(shown, technique, pace_s)
    return _Teacher(technique, pace_s, Path(teacher), mirrored, beside)


def _check_video(video: Path, inputs: tuple[Path, ...]) -> None:
    """Say before any long work that the video can't be written."""
    from coach.present.files import output_folder

    if video.suffix.lower() != ".mp4":
        raise typer.BadParameter(f"{video.name}: the video's file ends in .mp4")
    for path in inputs:
        if video.resolve() == path.resolve() or (
            video.exists() and path.exists() and video.samefile(path)
        ):
            raise typer.BadParameter(
                f"{video} is one of the clips that are compared: choose another name for the video"
            )
    output_folder(video.parent)


def _write_video(
    video: Path,
    pupil_clip: tuple[Path, bool],
    pupil: Demonstration,
    found: Comparison,
    shown: _Teacher,
    kept: ExitStack,
) -> None:
    """Write the pupil beside the teacher; `kept` closes what is open until then."""
    from coach.capture.clip import open_clip
    from coach.cli.terminal import clip_bar
    from coach.present.side_by_side import SideBySide, panes
    from coach.present.teacher_pane import drawing_size
    from coach.present.video import write_annotated

    sizes_px: list[tuple[float, float]] = []
    for path in (pupil_clip[0], shown.clip):
        if path is not None:
            with open_clip(path) as clip:
                sizes_px.append((clip.info.width_px, clip.info.height_px))
    if shown.clip is None:
        sizes_px.append(drawing_size(shown.technique))
    sizes = panes(sizes_px[0], sizes_px[1])
    pane = _pane(shown, found, (sizes.teacher_px, sizes.height_px), kept)
    drawing = SideBySide(found, pane, sizes)
    path, mirrored = pupil_clip
    with clip_bar(f"Drawing {video.name}") as progress:
        warnings = write_annotated(
            path, video, pupil.updates, drawing.draw, mirrored=mirrored, progress=progress
        )
    for warning in warnings:
        complain(warning)
    typer.echo(f"Wrote {video}", err=True)


def _pane(
    shown: _Teacher, found: Comparison, size_px: tuple[int, int], kept: ExitStack
) -> TeacherPane:
    """Give the teacher's pictures in step with the pupil; without a clip, the technique drawn."""
    from coach.capture.excerpts import Excerpts
    from coach.cli.terminal import clip_bar
    from coach.present.side_by_side import sides_of
    from coach.present.teacher_pane import TeacherClip, TeacherDrawing
    from coach.teaching.in_step import in_step

    if shown.clip is None or shown.beside is None:
        return TeacherDrawing(shown.technique, sides_of(found), size_px)
    steps = in_step(found, shown.beside)
    with stoppable() as stopped, clip_bar(f"Taking pictures from {shown.clip.name}") as progress:
        pictures = Excerpts.of(
            shown.clip,
            steps.windows_s,
            size_px,
            mirrored=shown.mirrored,
            progress=progress,
            stopped=stopped,
        )
        kept.enter_context(pictures)
        if stopped():
            complain("stopped; the video was not written.")
            raise typer.Exit(INTERRUPTED)
    return TeacherClip(pictures, steps)


def _watched(clip: Path, *, mirrored: bool, keep_updates: bool = False) -> Demonstration:
    from coach.cli.terminal import clip_bar, fetch_bar
    from coach.teaching.demonstration import watch_clip
    from coach.tracking.bundles import ensure

    with fetch_bar() as fetched:
        ensure(progress=fetched)
    with stoppable() as stopped, clip_bar(f"Watching {clip.name}") as progress:
        shown = watch_clip(
            clip,
            mirrored=mirrored,
            keep_updates=keep_updates,
            progress=progress,
            stopped=stopped,
        )
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
