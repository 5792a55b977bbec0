"""The technique that a command was asked for: an id, or a file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.techniques.library import Library

__all__ = ["library_for"]


def library_for(technique: str | None) -> tuple[Library, str | None]:
    """Give the techniques at hand, and the id of the one asked for, which may be a file.

    Raises
    ------
    TechniqueError
        The file can't be read, or breaks the schema.
    """
    from coach.techniques.library import load_library
    from coach.techniques.schema import read_technique

    if technique is None or not technique.endswith(".toml"):
        return load_library(), technique
    own = Path(technique)
    return load_library([own]), read_technique(own).id
