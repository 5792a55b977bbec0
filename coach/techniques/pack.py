"""Packs: a technique or a routine, with pictures and licence, in one file that can be shared.

====================== ================================================================
pack.toml              format, licence, and the checksum of every other file
technique.toml         a technique
routine.toml           a routine; there is one of the two, or both
pictures/01.jpg, …     how it goes, at most twelve JPEG pictures
====================== ================================================================

A pack is read into memory, checked, and only then used: nothing in it is run, and nothing of it
lands on the disk unless it is opened into a folder.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach import __version__
from coach.capture.jpeg import read_jpeg
from coach.errors import InputError, TechniqueError
from coach.techniques.archive import Limits, read_archive, written_archive
from coach.techniques.routine import Routine, routine_of
from coach.techniques.schema import (
    Strict,
    Technique,
    Words,
    checked,
    read_technique,
    technique_of,
)
from coach.techniques.writing import routine_toml, technique_toml, toml_lines

__all__ = ["SUFFIX", "Pack", "is_pack", "open_pack", "own_technique", "pack_bytes"]

SUFFIX = ".coach.zip"
MANIFEST, TECHNIQUE, ROUTINE = "pack.toml", "technique.toml", "routine.toml"
PICTURE = re.compile(r"pictures/(0[1-9]|1[0-2])\.jpg")
MOST_PICTURES = 12
PICTURE_BYTES = 1_500_000
LARGEST_PX = (1920, 1920)
LIMITS = Limits(
    archive_bytes=20_000_000, entry_bytes=PICTURE_BYTES, total_bytes=20_000_000, entries=15
)


class Manifest(Strict):
    """What a pack says of itself."""

    format: Annotated[int, Field(ge=1, le=1)]
    coach: Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]{1,40}$")]
    made_on: date
    licence: Words
    files: Annotated[
        dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]], Field(max_length=14)
    ]


@dataclass(frozen=True, slots=True)
class Pack:
    """A technique or a routine that is shared, or a routine with a technique it needs.

    Attributes
    ----------
    technique, routine
        Checked by themselves; not yet against the techniques that are at hand.
    licence
        Under which it may be used: a name, or a sentence.
    made_on
        The day it was packed.
    pictures
        JPEG pictures of how it goes, in order; each was decoded once to see that it is one.
    """

    technique: Technique | None
    licence: str
    made_on: date
    pictures: tuple[bytes, ...] = ()
    routine: Routine | None = None

    @property
    def techniques(self) -> tuple[Technique, ...]:
        """The technique, if it holds one."""
        return () if self.technique is None else (self.technique,)


def is_pack(path: Path) -> bool:
    """Tell by its name whether a file is a pack."""
    return path.name.lower().endswith(SUFFIX)


def own_technique(path: Path) -> Technique:
    """Read a technique of somebody's own: its file, or a pack; raises TechniqueError."""
    if not is_pack(path):
        return read_technique(path)
    technique = open_pack(path).technique
    if technique is None:
        raise TechniqueError(f"{path.name} holds a routine and no technique of its own")
    return technique


def open_pack(path: Path) -> Pack:
    """Read and check a pack, wherever it came from.

    Raises
    ------
    TechniqueError
        It can't be read, is damaged, holds what a pack may not hold, or its technique breaks the
        schema; one line says what.
    """
    contents = read_archive(path, LIMITS, _is_expected)
    if MANIFEST not in contents:
        raise TechniqueError(f"{path.name} is no pack: it lacks {MANIFEST}")
    if TECHNIQUE not in contents and ROUTINE not in contents:
        raise TechniqueError(f"{path.name} is no pack: it lacks {TECHNIQUE}")
    manifest = checked(contents.pop(MANIFEST), f"{path.name}: {MANIFEST}", Manifest)
    _check_sums(path.name, manifest.files, contents)
    technique = routine = None
    if TECHNIQUE in contents:
        technique = technique_of(contents.pop(TECHNIQUE), f"{path.name}: {TECHNIQUE}")
    if ROUTINE in contents:
        routine = routine_of(contents.pop(ROUTINE), f"{path.name}: {ROUTINE}")
    for number, name in enumerate(sorted(contents), 1):
        if name != _picture_name(number):
            raise TechniqueError(f"{path.name} is damaged: picture {number} is missing")
        _check_picture(f"{path.name}: {name}", contents[name])
    pictures = tuple(contents[name] for name in sorted(contents))
    return Pack(technique, manifest.licence, manifest.made_on, pictures, routine)


def pack_bytes(
    technique: Technique | None,
    licence: str,
    pictures: Sequence[bytes] = (),
    made_on: date | None = None,
    routine: Routine | None = None,
) -> bytes:
    """Make a pack of a technique, a routine, or both; on the same day, the same bytes.

    Raises
    ------
    TechniqueError
        A picture is none, or there are too many, or the licence says nothing.
    """
    if len(pictures) > MOST_PICTURES:
        raise TechniqueError(f"a pack holds {MOST_PICTURES} pictures at most: leave some out")
    contents = {}
    if technique is not None:
        contents[TECHNIQUE] = technique_toml(technique).encode("utf-8")
    if routine is not None:
        contents[ROUTINE] = routine_toml(routine).encode("utf-8")
    if not contents:
        raise TechniqueError("a pack holds a technique or a routine: there is neither")
    for number, picture in enumerate(pictures, 1):
        _check_picture(f"picture {number}", picture)
        contents[_picture_name(number)] = picture
    rows = {
        "format": 1,
        "coach": __version__,
        "made_on": made_on or date.today(),
        "licence": licence,
        "files": {name: _sum(content) for name, content in contents.items()},
    }
    manifest = "\n".join(toml_lines(rows)) + "\n"
    checked(manifest.encode("utf-8"), "the pack", Manifest)
    return written_archive({MANIFEST: manifest.encode("utf-8"), **contents})


def _is_expected(name: str) -> bool:
    return name in (MANIFEST, TECHNIQUE, ROUTINE) or PICTURE.fullmatch(name) is not None


def _picture_name(number: int) -> str:
    return f"pictures/{number:02d}.jpg"


def _check_sums(name: str, sums: Mapping[str, str], contents: Mapping[str, bytes]) -> None:
    if set(sums) != set(contents):
        raise TechniqueError(f"{name} is damaged: its list of files is not right; get it again")
    for part, content in contents.items():
        if _sum(content) != sums[part]:
            raise TechniqueError(f"{name} is damaged: {part} was changed; get it again")


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _check_picture(name: str, content: bytes) -> None:
    if len(content) > PICTURE_BYTES:
        raise TechniqueError(f"{name} is larger than {PICTURE_BYTES / 1e6:g} MB: make it smaller")
    try:
        read_jpeg(content, LARGEST_PX)
    except InputError as error:
        raise TechniqueError(f"{name} can't be used: {error}") from error
