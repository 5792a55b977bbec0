"""The technique that a command was asked for: an id, a file of one's own, or a pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.techniques.library import Library

__all__ = ["is_file", "library_for"]


def library_for(technique: str | None) -> tuple[Library, str | None]:
    """Give the techniques at hand, and the id of the one asked for, which may be a file or a pack.

    Raises
    ------
    TechniqueError
        The file or pack can't be read, or breaks the schema.
    """
    from coach.techniques.library import load_library
    from coach.techniques.pack import is_pack, own_technique

    library = load_library()
    if technique is None or not is_file(technique):
        return library, technique
    own = own_technique(Path(technique))
    return library.joined(own, replacing=not is_pack(Path(technique))), own.id


def is_file(technique: str) -> bool:
    """Tell whether a technique is given as a file or a pack, and not by its id."""
    return technique.lower().endswith((".toml", ".coach.zip"))
