"""`coach pack`: share a technique as one file, look into one, open one into a folder."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.guard import Debug, print_out
from coach.cli.teach_command import seconds
from coach.errors import TechniqueError

if TYPE_CHECKING:
    from coach.techniques.pack import Pack
    from coach.techniques.routine import Routine
    from coach.techniques.schema import Technique

__all__ = ["pack_app"]

EXAMPLES = """
[bold]Examples[/bold]
  coach pack make mine.toml --licence "CC BY 4.0" -o mine.coach.zip
  coach pack make mine.toml --licence CC0 --clip demo.mp4 --from 0:03 --to 0:05
  coach pack make my-routine.toml --technique mine.toml --licence CC0
  coach pack check mine.coach.zip
  coach pack open mine.coach.zip -o mine
  coach review clip.mp4 --technique mine.coach.zip
"""
STILLS = 6
FROM_CLIP = "Take pictures of how it goes from this clip."

PackFile = Annotated[Path, typer.Argument(metavar="PACK", help="A pack (.coach.zip).")]

pack_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", epilog=EXAMPLES, add_completion=False
)


@pack_app.callback()
def pack() -> None:
    """Share a technique or a routine as one file: pack it, check a pack, open one into a folder.

    A pack holds a technique, a routine or both, pictures of how it goes, and the licence.
    Nothing in it is ever run, and opening one writes nothing outside the folder you name.
    """


@pack_app.command(epilog=EXAMPLES)
def make(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A technique or a routine file (.toml).")
    ],
    licence: Annotated[
        str, typer.Option("--licence", help='What others may do with it: "CC BY 4.0".')
    ],
    technique: Annotated[
        Path | None,
        typer.Option(
            "--technique", metavar="FILE", help="A technique of your own that the routine needs."
        ),
    ] = None,
    picture: Annotated[
        list[Path] | None,
        typer.Option("--picture", metavar="JPG", help="A picture of how it goes; up to twelve."),
    ] = None,
    clip: Annotated[Path | None, typer.Option("--clip", metavar="CLIP", help=FROM_CLIP)] = None,
    start: Annotated[
        str, typer.Option("--from", metavar="TIME", help="Where in the clip it begins: 0:03.")
    ] = "0",
    end: Annotated[
        str, typer.Option("--to", metavar="TIME", help="Where in the clip it ends.")
    ] = "",
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The clip is a mirror image: turn it back first.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="PACK", help="The pack; beside the file otherwise."),
    ] = None,
    debug: Debug = False,
) -> None:
    """Pack a technique or a routine, with pictures if you like; they show whoever is in them."""
    from coach.present.files import atomic_write_bytes
    from coach.techniques.pack import SUFFIX, pack_bytes

    target = out or file.with_name(file.stem + SUFFIX)
    if not target.name.endswith(SUFFIX):
        raise typer.BadParameter(f"{target.name}: a pack's name ends in {SUFFIX}")
    own, routine = _parts(file, technique)
    pictures = [_picture(path) for path in picture or []]
    if clip is not None:
        span_s = (seconds(start), seconds(end) if end else math.inf)
        pictures += _stills(clip, span_s, mirrored=mirrored)
    atomic_write_bytes(target, pack_bytes(own, licence, pictures, routine=routine))
    typer.echo(f"Wrote {target} ({len(pictures)} pictures)", err=True)


@pack_app.command(epilog=EXAMPLES)
def check(file: PackFile, debug: Debug = False) -> None:
    """Check a pack: says what is wrong with it, or what is in it. Writes nothing."""
    pack = _opened(file)
    parts = [part for part in (pack.routine, pack.technique) if part is not None]
    held = " and ".join(f"{part.name} ({part.id}), {part.region}" for part in parts)
    origin = pack.technique.origin if pack.technique is not None else None
    words = [f"{file.name} is right: {held}."]
    words.append(f"Licence: {pack.licence}. Pictures: {len(pack.pictures)}.")
    if origin is not None:
        by = f" by {origin.teacher}" if origin.teacher else ""
        words.append(
            f"Shown{by} on {origin.learned_on}, learned from {origin.repetitions} repetitions."
        )
    print_out("\n".join(words))


@pack_app.command("open", epilog=EXAMPLES)
def open_into(
    file: PackFile,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FOLDER", help="A new folder; nothing else is written."
        ),
    ],
    debug: Debug = False,
) -> None:
    """Open a pack into a new folder: technique, routine, licence and pictures."""
    from coach.present.files import atomic_write_bytes, atomic_write_text, output_folder
    from coach.techniques.writing import routine_toml, technique_toml

    pack = _opened(file)
    if out.exists():
        raise TechniqueError(f"{out} is there already: choose a new folder")
    folder = output_folder(out)
    # Names are ours, never those of the pack.
    texts = {one.id: technique_toml(one) for one in pack.techniques}
    if pack.routine is not None:
        texts[f"routine-{pack.routine.id}"] = routine_toml(pack.routine)
    for name, text in texts.items():
        atomic_write_text(folder / f"{name}.toml", text)
    atomic_write_text(folder / "LICENCE.txt", f"{pack.licence}\n")
    for number, picture in enumerate(pack.pictures, 1):
        atomic_write_bytes(folder / f"{number:02d}.jpg", picture)
    for name in texts:
        typer.echo(f"Wrote {folder / f'{name}.toml'}", err=True)


def _opened(file: Path) -> Pack:
    from coach.techniques.library import load_library
    from coach.techniques.pack import open_pack
    from coach.techniques.routine_rules import check_routine

    pack, library = open_pack(file), load_library()
    for technique in pack.techniques:
        library = library.joined(technique)  # Also looks up the places that it keeps off.
    if pack.routine is not None:
        check_routine(pack.routine, library, file.name)
    return pack


def _parts(file: Path, technique: Path | None) -> tuple[Technique | None, Routine | None]:
    """Read what is packed, and see that others can use it."""
    from coach.cli.asked import holds_routine
    from coach.techniques.library import load_library
    from coach.techniques.routine import read_routine
    from coach.techniques.routine_library import load_routines
    from coach.techniques.schema import read_technique

    library = load_library()
    routines = load_routines(library)
    if not holds_routine(file):
        if technique is not None:
            raise typer.BadParameter(f"--technique goes with a routine, and {file.name} is none")
        own = read_technique(file)
        library.joined(own, replacing=False)
        return own, None
    needed = read_technique(technique) if technique is not None else None
    if needed is not None:
        library = library.joined(needed, replacing=False)
    routine = read_routine(file)
    routines.joined(routine, library, replacing=False)
    return needed, routine


def _picture(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(10_000_000)
    except OSError as error:
        raise TechniqueError(f"{path.name} can't be read: {error.strerror}") from error


def _stills(clip: Path, span_s: tuple[float, float], *, mirrored: bool) -> tuple[bytes, ...]:
    from coach.capture.stills import stills
    from coach.cli.terminal import clip_bar

    with clip_bar(f"Taking pictures from {clip.name}") as progress:
        return stills(
            clip,
            STILLS,
            start_s=span_s[0],
            end_s=span_s[1],
            mirrored=mirrored,
            progress=progress,
        )
