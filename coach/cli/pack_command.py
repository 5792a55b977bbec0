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

__all__ = ["pack_app"]

EXAMPLES = """
[bold]Examples[/bold]
  coach pack make mine.toml --licence "CC BY 4.0" -o mine.coach.zip
  coach pack make mine.toml --licence CC0 --clip demo.mp4 --from 0:03 --to 0:05
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
    """Share a technique as one file: pack it, check a pack, open one into a folder.

    A pack holds a technique, pictures of how it goes, and the licence. Nothing in it
    is ever run, and opening one writes nothing outside the folder you name.
    """


@pack_app.command(epilog=EXAMPLES)
def make(
    technique: Annotated[Path, typer.Argument(metavar="FILE", help="A technique file (.toml).")],
    licence: Annotated[
        str, typer.Option("--licence", help='What others may do with it: "CC BY 4.0".')
    ],
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
    """Pack a technique, with pictures if you like. Pictures show whoever is in them."""
    from coach.present.files import atomic_write_bytes
    from coach.techniques.library import load_library
    from coach.techniques.pack import SUFFIX, pack_bytes
    from coach.techniques.schema import read_technique

    target = out or technique.with_name(technique.stem + SUFFIX)
    if not target.name.endswith(SUFFIX):
        raise typer.BadParameter(f"{target.name}: a pack's name ends in {SUFFIX}")
    read = read_technique(technique)
    load_library().joined(read, replacing=False)
    pictures = [_picture(path) for path in picture or []]
    if clip is not None:
        span_s = (seconds(start), seconds(end) if end else math.inf)
        pictures += _stills(clip, span_s, mirrored=mirrored)
    atomic_write_bytes(target, pack_bytes(read, licence, pictures))
    typer.echo(f"Wrote {target} ({len(pictures)} pictures)", err=True)


@pack_app.command(epilog=EXAMPLES)
def check(file: PackFile, debug: Debug = False) -> None:
    """Check a pack: says what is wrong with it, or what is in it. Writes nothing."""
    pack = _opened(file)
    technique, origin = pack.technique, pack.technique.origin
    words = [f"{file.name} is right: {technique.name} ({technique.id}), {technique.region}."]
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
    """Open a pack into a new folder: the technique's file, its licence, its pictures."""
    from coach.present.files import atomic_write_bytes, atomic_write_text, output_folder
    from coach.techniques.writing import technique_toml

    pack = _opened(file)
    if out.exists():
        raise TechniqueError(f"{out} is there already: choose a new folder")
    folder = output_folder(out)
    # Names are ours, never those of the pack.
    atomic_write_text(folder / f"{pack.technique.id}.toml", technique_toml(pack.technique))
    atomic_write_text(folder / "LICENCE.txt", f"{pack.licence}\n")
    for number, picture in enumerate(pack.pictures, 1):
        atomic_write_bytes(folder / f"{number:02d}.jpg", picture)
    typer.echo(f"Wrote {folder / f'{pack.technique.id}.toml'}", err=True)


def _opened(file: Path) -> Pack:
    from coach.techniques.library import load_library
    from coach.techniques.pack import open_pack

    pack = open_pack(file)
    load_library().joined(pack.technique)  # Also looks up the places that it keeps off.
    return pack


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
