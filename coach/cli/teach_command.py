"""`coach teach`: learn a technique from a demonstration."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.guard import INTERRUPTED, Debug, complain, stoppable
from coach.cli.review_command import RegionName
from coach.errors import TechniqueError

if TYPE_CHECKING:
    from coach.teaching.lesson import Lesson
    from coach.techniques.schema import Technique

__all__ = ["TEACH_EXAMPLES", "teach"]

TEACH_EXAMPLES = """
[bold]Examples[/bold]
  coach teach demo.mp4 --name "Cheek, outwards" -o cheek.toml
  coach teach demo.mp4 --name "My stroke" --from 0:03 --to 0:21 -o mine.toml
  coach teach demo.mp4 --name "One hand" --hands left --region neck
  coach teach demo.mp4 --name "My knuckles" --with fist -o knuckles.toml
  coach review pupil.mp4 --technique cheek.toml
"""
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,6}(?:\.\d{1,3})?)")


class HandsName(StrEnum):
    """Whose movements are learned from; named here so that help needs no imports."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


class TouchName(StrEnum):
    """The part of the hand that touches; named here so that help needs no imports."""

    FINGERTIPS = "fingertips"
    PALM = "palm"
    THUMB = "thumb"
    EDGE = "edge"
    FIST = "fist"


def seconds(words: str) -> float:
    """Read a time in a clip: "0:21.5" or "21.5"."""
    found = CLOCK.fullmatch(words.strip())
    if found is None:
        raise typer.BadParameter(f'"{words}" is no time: write 0:21.5, or seconds')
    return 60.0 * int(found[1] or 0) + float(found[2])


def teach(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="A video file, any usual format.")],
    name: Annotated[str, typer.Option("--name", help="What the technique is called.")],
    region: Annotated[
        RegionName | None, typer.Option(help="The part of the body; found out otherwise.")
    ] = None,
    hands: Annotated[
        HandsName | None, typer.Option(help="Whose movements to learn; all otherwise.")
    ] = None,
    touch: Annotated[
        TouchName | None,
        typer.Option("--with", help="What touches; seen, or else assumed, otherwise."),
    ] = None,
    start: Annotated[
        str, typer.Option("--from", metavar="TIME", help="Where it begins in the clip: 0:03.")
    ] = "0",
    end: Annotated[
        str, typer.Option("--to", metavar="TIME", help="Where it ends; the clip's end otherwise.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Where the technique is written (.toml)."),
    ] = None,
    words: Annotated[
        str, typer.Option("--words", help="What you tell pupils; found words otherwise.")
    ] = "",
    teacher: Annotated[str, typer.Option("--teacher", help="Who shows it, to be named.")] = "",
    keep: Annotated[
        list[int] | None,
        typer.Option("--keep", metavar="N", help="Keep this repetition, though it is odd."),
    ] = None,
    drop: Annotated[
        list[int] | None, typer.Option("--drop", metavar="N", help="Leave this repetition out.")
    ] = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Also write its drawing as SVG.")
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The clip is a mirror image: turn it back first.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Learn a technique from a clip in which somebody shows it a few times.

    Coach finds the repetitions, leaves odd ones out, and says what it learned:
    check the sentence and the drawing. What it can't trust it refuses, and says why.
    """
    span_s = (seconds(start), seconds(end) if end else math.inf)
    if span_s[0] >= span_s[1]:
        raise typer.BadParameter("--from must be before --to")
    _check_name(name)
    if out is not None and out.suffix != ".toml":
        raise typer.BadParameter(f"{out.name}: a technique's file ends in .toml")
    lesson = _learn(clip, name, region, hands, span_s, (teacher, words), mirrored=mirrored)
    lesson = _touched(lesson, touch)
    lesson = _decided(lesson, keep or [], drop or [])
    _tell_repetitions(lesson)
    technique = lesson.technique()
    _show(lesson, technique)
    _write(technique, out, svg)


def _check_name(name: str) -> None:
    """Say before any long work that a name can't be used."""
    from coach.teaching.lesson import identifier_of
    from coach.techniques.library import load_library

    taken = identifier_of(name)
    if any(technique.id == taken for technique in load_library().techniques):
        raise TechniqueError(
            f'"{name}" is the name of a technique that Coach knows ({taken}): choose another'
        )


def _learn(
    clip: Path,
    name: str,
    region: RegionName | None,
    hands: HandsName | None,
    span_s: tuple[float, float],
    said: tuple[str, str],
    *,
    mirrored: bool,
) -> Lesson:
    from coach.capture.clip import open_clip
    from coach.cli.terminal import clip_bar, fetch_bar
    from coach.teaching.learn import learn_clip
    from coach.techniques.library import load_library
    from coach.tracking.bundles import ensure
    from coach.types import Region, Side

    open_clip(clip).close()  # What can't be read is told before models are fetched.
    with fetch_bar() as fetched:
        ensure(progress=fetched)
    with stoppable() as stopped, clip_bar(f"Watching {clip.name}") as progress:
        lesson = learn_clip(
            clip,
            load_library(),
            name,
            region=Region(region.value) if region else None,
            hands=Side(hands.value) if hands else None,
            start_s=span_s[0],
            end_s=span_s[1],
            mirrored=mirrored,
            teacher=said[0],
            words=said[1],
            progress=progress,
            stopped=stopped,
        )
        if stopped():
            complain("stopped; nothing was written.")
            raise typer.Exit(INTERRUPTED)
    return lesson


def _touched(lesson: Lesson, touch: TouchName | None) -> Lesson:
    from coach.techniques.schema import Effector

    return lesson if touch is None else lesson.touched_with(Effector[touch.name])


def _decided(lesson: Lesson, keep: list[int], drop: list[int]) -> Lesson:
    """Do what the teacher decided; repetitions are counted from 1."""
    for wanted, numbers in ((True, keep), (False, drop)):
        for number in numbers:
            if not 1 <= number <= len(lesson.repetitions):
                raise typer.BadParameter(f"there is no repetition {number}")
            if lesson.repetitions[number - 1].kept is not wanted:
                lesson = lesson.toggled(number - 1)
    return lesson


def _tell_repetitions(lesson: Lesson) -> None:
    """Say on stderr what was found, so that a refusal can be understood, too."""
    from coach.cli.results import clock
    from coach.cli.terminal import on_stderr

    console = on_stderr()
    for number, one in enumerate(lesson.repetitions, 1):
        what = "kept" if one.odd is None else f"left out: {one.odd}"
        hand = "both hands" if one.side.value == "both" else f"{one.side} hand"
        console.print(
            f"{number:3d}  {clock(one.start_s)}  {hand}, {one.pace_s:.1f} s, {what}",
            markup=False,
            soft_wrap=True,
        )


def _show(lesson: Lesson, technique: Technique) -> None:
    from coach.cli.technique_page import print_drawing
    from coach.cli.terminal import on_stdout
    from coach.techniques.library import load_library

    library = load_library()
    with on_stdout() as console:
        console.print(lesson.sentence, markup=False)
        console.print()
        print_drawing(technique, library, console)
        zones = ", ".join(zone.say for zone in library.zones_of(technique))
        console.print(
            f"Off the path from {technique.off_path_cm:g} cm on; right between "
            f"{technique.pace_min_s:g} and {technique.pace_max_s:g} s"
            f"{f'; keeps off {zones}' if zones else ''}.",
            markup=False,
        )


def _write(technique: Technique, out: Path | None, svg: Path | None) -> None:
    from coach.present.diagram import technique_svg
    from coach.present.files import atomic_write_text
    from coach.techniques.library import load_library
    from coach.techniques.writing import technique_toml

    if svg is not None:
        atomic_write_text(svg, technique_svg(technique, load_library().zones_of(technique)))
        typer.echo(f"Wrote {svg}", err=True)
    if out is not None:
        atomic_write_text(out, technique_toml(technique))
        typer.echo(f"Wrote {out}: coach review CLIP --technique {out}", err=True)
    else:
        typer.echo("Nothing was written: give a file with -o to keep it.", err=True)
