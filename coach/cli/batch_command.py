"""`coach batch`: many clips, one after the other or several at once."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.asked import library_for, unless_auto
from coach.cli.guard import INTERRUPTED, Debug, complain, stoppable
from coach.cli.review_command import RegionName
from coach.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.batch.finding import Missed
    from coach.batch.order import Clip, Engine, Wish
    from coach.batch.summary import Row

__all__ = ["BATCH_EXAMPLES", "batch"]

BATCH_EXAMPLES = """
[bold]Examples[/bold]
  coach batch term-1 --out results
  coach batch clips.txt --out results --workers 4
  coach batch term-1 --technique chin-to-ears --out results
  coach batch term-1 --engine ray --out results
"""


class EngineName(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    RAY = "ray"


def batch(
    clips: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER_OR_LIST",
            help="A folder, with all below it; or a text file with the path of a clip a line.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR", help="Where summary.csv goes, and a folder of results for each clip."
        ),
    ],
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="How many clips at once; one a processor unless said."
        ),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="This computer, or a Ray cluster.")
    ] = EngineName.LOCAL,
    address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="The Ray cluster's; unless said, the one this computer belongs to.",
        ),
    ] = None,
    technique: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Judge all clips against this technique. `auto`, as without it: recognise which "
            "one is done in each.",
        ),
    ] = None,
    region: Annotated[
        RegionName | None, typer.Option(help="Look only for techniques of this part of the body.")
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The clips are mirror images: turn them back first.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Review many clips, and sum all of them up in one table.

    What is done stays done: run it again after Ctrl-C or with more clips, and it
    goes on with those that are new. A clip that can't be reviewed is told, and the
    rest goes on.
    """
    if address is not None and engine is EngineName.LOCAL:
        raise typer.BadParameter("--address is for --engine ray.")

    from coach.batch.run import run_batch
    from coach.cli.batch_progress import batch_bar

    wish = _wish(technique, region, mirrored=mirrored)
    with stoppable() as stopped:
        found, missed = _gathered(clips, out, stopped)
        rows: tuple[Row, ...] = ()
        if not stopped():
            hands = _engine(engine, workers, address)
            with batch_bar() as told:
                rows = run_batch(found, missed, wish, out, hands, told=told, stopped=stopped)
        interrupted = stopped()
    _tell(rows, out)
    if interrupted:
        complain("stopped; run the same again to go on.")
        raise typer.Exit(INTERRUPTED)
    if any(row.state.value == "failed" for row in rows):
        raise typer.Exit(InputError.exit_code)


def _wish(technique: str | None, region: RegionName | None, *, mirrored: bool) -> Wish:
    library, asked = library_for(unless_auto(technique))
    if asked is not None:
        wanted = library.find(asked)
        if region is not None and wanted.region.value != region.value:
            raise typer.BadParameter(
                f"{wanted.id} is a technique for the {wanted.region.value}, "
                f"not for the {region.value}: leave out one of the two."
            )
    from coach.batch.order import Wish
    from coach.types import Region

    return Wish(library, asked, Region(region.value) if region else None, mirrored)


def _gathered(
    place: Path, out: Path, stopped: Callable[[], bool]
) -> tuple[Sequence[Clip], Sequence[Missed]]:
    """Find the clips, and know them by their content."""
    from coach.batch.finding import find, fingerprinted
    from coach.cli.batch_progress import clips_in_words
    from coach.cli.terminal import bytes_bar
    from coach.present.files import output_folder

    found = find(place, out)
    output_folder(out)
    with bytes_bar(f"Looking through {clips_in_words(len(found))}") as progress:
        clips, missed = fingerprinted(found, progress, stopped)
    for one in missed:
        complain(f"{one.name}: {one.why}")
    return clips, missed


def _engine(engine: EngineName, workers: int | None, address: str | None) -> Engine:
    if engine is EngineName.RAY:
        from coach.batch.cluster import RayEngine

        return RayEngine(workers, address)
    from coach.batch.local import LocalEngine, processors
    from coach.cli.terminal import fetch_bar
    from coach.tracking.bundles import ensure

    with fetch_bar() as fetched:
        ensure(progress=fetched)
    return LocalEngine(workers or processors())


def _tell(rows: Sequence[Row], out: Path) -> None:
    from coach.batch.run import SUMMARY
    from coach.cli.batch_progress import clips_in_words
    from coach.cli.batch_table import print_rows
    from coach.cli.terminal import on_stderr, on_stdout

    if not rows:
        return
    with on_stdout() as console:
        print_rows(rows, console)
    states = Counter(row.state.value for row in rows)
    before = sum(row.was_there for row in rows)
    words = ", ".join(f"{count} {state}" for state, count in states.items())
    if before:
        words += f" ({before} by an earlier run)"
    on_stderr().print(f"{clips_in_words(len(rows))}: {words}.", markup=False, soft_wrap=True)
    on_stderr().print(
        f"Wrote to {out}: {SUMMARY}, and a folder for each clip", markup=False, soft_wrap=True
    )
