"""`coach review`: judge every stroke of a clip."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.asked import asked_for, library_for, unless_auto
from coach.cli.guard import INTERRUPTED, Debug, complain, print_out, stoppable, undisturbed
from coach.errors import NothingToJudge

if TYPE_CHECKING:
    from coach.coaching.review import Review
    from coach.techniques.library import Library
    from coach.techniques.routine import Routine

__all__ = ["REVIEW_EXAMPLES", "RegionName", "review"]

REVIEW_EXAMPLES = """
[bold]Examples[/bold]
  coach review clip.mp4
  coach review clip.mp4 --technique auto    the same: which one is it?
  coach review clip.mp4 --technique forehead-to-temples
  coach review clip.mp4 --technique my-stroke.toml
  coach review clip.mp4 --routine face-daily
  coach review clip.mp4 --out results    write annotated clip, report, table
  coach review selfie.mp4 --mirrored     the app saved a mirror image
  coach review clip.mp4 --json | jq .repetitions
"""


class RegionName(StrEnum):
    """Parts of the body that have techniques; named here so that help needs no imports."""

    FACE = "face"
    NECK = "neck"
    BACK = "back"
    CHEST = "chest"
    ABDOMEN = "abdomen"
    ARM = "arm"
    HAND = "hand"
    LEG = "leg"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for."""

    clip: Path
    technique: str | None
    region: RegionName | None
    out: Path | None
    mirrored: bool
    routine: Routine | None = None


def review(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="A video file, any usual format.")],
    technique: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Judge against this technique (see `coach techniques`), or against a file of "
            "your own (.toml) or a pack (.coach.zip). `auto`, as without it: recognise which "
            "one is done, or say that none is.",
        ),
    ] = None,
    routine: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Follow this routine step by step (see `coach routines`), or one of your own "
            "(.toml, .coach.zip).",
        ),
    ] = None,
    region: Annotated[
        RegionName | None, typer.Option(help="Look only for techniques of this part of the body.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also write annotated.mp4, report.html, report.json and strokes.csv there.",
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the report as JSON, and nothing else, on stdout.")
    ] = False,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The clip is a mirror image: turn it back first.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Judge every stroke of a clip: which way, how far, how fast, and what to do better.

    The first run fetches the landmark models; later ones need no network.
    Ctrl-C stops early and keeps what was seen until then.
    """
    technique = unless_auto(technique)
    if routine is not None and (technique is not None or region is not None):
        raise typer.BadParameter("--routine says what is done: leave out --technique and --region.")
    library, technique = library_for(technique)
    followed = None
    if routine is not None:
        asked = asked_for(routine, routines_first=True)
        library, followed = asked.library, asked.routine or asked.routines.find(routine)
    request = Request(clip, technique, region, out, mirrored, followed)
    _check(request, library)
    done = _judge(request, library)
    # Printing may fail (a closed pipe, a full disk): what was asked for on disk is kept anyway.
    if out is not None:
        _write_texts(out, done, library)
    try:
        _print(done, library, json)
    finally:
        if out is not None:
            _finish_folder(request, out, done, library)
    if done.interrupted:
        complain(f"stopped at {done.report.duration_s:.1f} s; this is what was seen until then.")
    if done.interrupted:
        raise typer.Exit(INTERRUPTED)
    if done.obstacle:
        if json:  # otherwise it stands among the notes
            complain(done.obstacle)
        raise typer.Exit(NothingToJudge.exit_code)


def _print(done: Review, library: Library, json: bool) -> None:
    if json:
        from coach.present.report import report_json

        print_out(report_json(done.report))
    else:
        from coach.cli.results import print_report
        from coach.cli.terminal import on_stdout

        with on_stdout() as console:
            print_report(done.report, library, console)


def _check(request: Request, library: Library) -> None:
    """Say what can't work before any long work starts: technique, clip, folder, in this order."""
    if request.technique is not None:
        asked = library.find(request.technique)
        if request.region is not None and asked.region.value != request.region.value:
            raise typer.BadParameter(
                f"{asked.id} is a technique for the {asked.region.value}, "
                f"not for the {request.region.value}: leave out one of the two."
            )
    from coach.capture.clip import open_clip

    open_clip(request.clip).close()
    if request.out is not None:
        from coach.present.files import output_folder

        output_folder(request.out)


def _judge(request: Request, library: Library) -> Review:
    from coach.cli.terminal import clip_bar, fetch_bar
    from coach.coaching.review import review_clip
    from coach.tracking.bundles import ensure
    from coach.types import Region

    with fetch_bar() as fetched:
        ensure(progress=fetched)
    with stoppable() as stopped, clip_bar(f"Reviewing {request.clip.name}") as progress:
        return review_clip(
            request.clip,
            library,
            technique=request.technique,
            region=Region(request.region.value) if request.region else None,
            mirrored=request.mirrored,
            keep_updates=request.out is not None,
            progress=progress,
            stopped=stopped,
            routine=request.routine,
        )


def _write_texts(folder: Path, done: Review, library: Library, video: str | None = None) -> None:
    """Write the three small results."""
    from coach.present.result_files import write_texts

    with undisturbed():
        write_texts(folder, done.report, library, video)


def _finish_folder(request: Request, folder: Path, done: Review, library: Library) -> None:
    """Draw the annotated clip, and name it on the page only once it is there."""
    from coach.present.result_files import ANNOTATED, PAGE, REPORT, STROKES

    written = [PAGE, REPORT, STROKES]
    if done.interrupted:
        complain(_without_video(folder))
    else:
        try:
            _write_video(request, folder, done, library)
        except BaseException:
            _tell_written(folder, written)
            complain(_without_video(folder))
            raise
        _write_texts(folder, done, library, video=ANNOTATED)
        written.insert(0, ANNOTATED)
    _tell_written(folder, written)


def _without_video(folder: Path) -> str:
    from coach.present.result_files import ANNOTATED

    stale = (folder / ANNOTATED).exists()
    return f"{ANNOTATED} was not written" + ("; the one there is older." if stale else ".")


def _tell_written(folder: Path, names: list[str]) -> None:
    from coach.cli.terminal import on_stderr

    with suppress(OSError):
        on_stderr().print(f"Wrote to {folder}: {', '.join(names)}", markup=False, soft_wrap=True)


def _write_video(request: Request, folder: Path, done: Review, library: Library) -> None:
    from coach.cli.terminal import clip_bar
    from coach.present.result_files import ANNOTATED, write_video

    with clip_bar(f"Drawing {ANNOTATED}") as progress:
        warnings = write_video(
            request.clip, folder, done, library, mirrored=request.mirrored, progress=progress
        )
    for warning in warnings:
        complain(warning)
