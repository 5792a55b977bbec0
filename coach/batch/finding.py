"""Which clips a batch is about: those below a folder, or those that a list names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.batch.order import Clip
from coach.errors import InputError

__all__ = ["CLIP_ENDINGS", "Found", "Missed", "find", "fingerprinted"]

CLIP_ENDINGS = frozenset(
    {
        *(".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4"),
        *(".mpeg", ".mpg", ".mts", ".ogv", ".ts", ".webm", ".wmv"),
    }
)
"""Files of a folder that are taken for clips. A list may name any file."""

AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is to be reviewed, and what it is called in the summary."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A file that can't be read; in one line, why."""

    name: str
    why: str


def find(place: Path, out: Path) -> tuple[Found, ...]:
    """Find the clips of a folder, of a list, or the one clip that is named itself.

    Parameters
    ----------
    place
        A folder, looked through with all below it; or a text file with a path a line, from
        where the list lies. Empty lines and lines that begin with ``#`` say nothing.
    out
        The folder of results, which is not looked through.

    Raises
    ------
    InputError
        There is no such place, or no clip in it.
    """
    if place.is_dir():
        found = _below(place, out)
        if not found:
            kinds = ", ".join(sorted(CLIP_ENDINGS))
            raise InputError(f"there is no clip in {place}: Coach looks for {kinds}")
        return found
    if not place.exists():
        raise InputError(f"there is no {place}: name a folder of clips, or a list of them")
    if place.suffix.lower() in CLIP_ENDINGS:
        return (Found(place, place.name),)
    return _listed(place)


def _below(folder: Path, out: Path) -> tuple[Found, ...]:
    results = out.resolve()
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or path.suffix.lower() not in CLIP_ENDINGS or not path.is_file():
            continue
        # Clips that an earlier run wrote are no new ones; clips beside them are.
        if results != folder.resolve() and path.resolve().is_relative_to(results):
            continue
        found.append(Found(path, inside.as_posix()))
    return tuple(found)


def _listed(place: Path) -> tuple[Found, ...]:
    try:
        lines = place.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{place} can't be read as a list: it takes a text file with the path of a clip a line"
        ) from error
    names = [line.strip() for line in lines]
    names = [name for name in names if name and not name.startswith("#")]
    if not names:
        raise InputError(f"{place} names no clip: it takes the path of a clip a line")
    # Twice the same line is one clip.
    return tuple(
        Found(place.parent / Path(name).expanduser(), name) for name in dict.fromkeys(names)
    )


def fingerprinted(
    found: Sequence[Found],
    progress: Callable[[int, int], None],
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[tuple[Clip, ...], tuple[Missed, ...]]:
    """Read every file once, to know clips by their content.

    Parameters
    ----------
    progress
        Told the bytes that were read, and those there are in all.
    stopped
        Asked now and then whether to leave the rest out.

    Returns
    -------
    tuple
        The clips, and the files that can't be read.
    """
    total = sum(one.path.stat().st_size for one in found if one.path.is_file())
    done = 0
    clips, missed = [], []
    for one in found:
        sha, size = hashlib.sha256(), 0
        try:
            with one.path.open("rb") as file:
                while (piece := file.read(AT_ONCE)) and not stopped():
                    sha.update(piece)
                    size += len(piece)
                    progress(done + size, total)
        except OSError as error:
            missed.append(Missed(one.name, _why(one.path, error)))
            continue
        if stopped():
            break
        done += size
        clips.append(Clip(one.path, one.name, size, sha.hexdigest()))
    return tuple(clips), tuple(missed)


def _why(path: Path, error: OSError) -> str:
    if path.is_dir():
        return "it is a folder: name the clips in it"
    if isinstance(error, FileNotFoundError):
        return "there is no such file: check its name and folder"
    return f"it can't be read: {(error.strerror or str(error)).lower()}"
