"""What a command was asked for: a technique or a routine, by id, as a file, or in a pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import TechniqueError

if TYPE_CHECKING:
    from coach.techniques.library import Library
    from coach.techniques.routine import Routine
    from coach.techniques.routine_library import RoutineLibrary

__all__ = ["Asked", "asked_for", "holds_routine", "is_file", "library_for", "unless_auto"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is at hand, and what of it was asked for.

    Attributes
    ----------
    technique
        Id of a technique, whether or not there is such a one; None when a routine was asked for.
    """

    library: Library
    routines: RoutineLibrary
    technique: str | None
    routine: Routine | None


def unless_auto(technique: str | None) -> str | None:
    """Give the technique that somebody told of; None for `auto`, as where nothing was said."""
    from coach.techniques.schema import AUTO

    return None if technique == AUTO else technique


def library_for(technique: str | None) -> tuple[Library, str | None]:
    """Give the techniques at hand, and the id of the one asked for, which may be a file or a pack.

    Raises
    ------
    TechniqueError
        There is no such technique or routine; the file or pack can't be read, or breaks the schema.
    """
    from coach.techniques.library import load_library
    from coach.techniques.pack import is_pack, own_technique

    library = load_library()
    if technique is None or not is_file(technique):
        return library, technique
    own = own_technique(Path(technique))
    return library.joined(own, replacing=not is_pack(Path(technique))), own.id


def asked_for(name: str, *, routines_first: bool = False) -> Asked:
    """Give what somebody asks for by an id, a file or a pack: a technique or a routine.

    Parameters
    ----------
    routines_first
        A pack that holds both, and a file, are asked for because of the routine.

    Raises
    ------
    TechniqueError
        The file or pack can't be read, breaks the schema, or its routine breaks a rule.
    """
    from coach.techniques.library import load_library
    from coach.techniques.pack import is_pack, open_pack
    from coach.techniques.routine import read_routine
    from coach.techniques.routine_library import load_routines

    library = load_library()
    routines = load_routines(library)
    path = Path(name)
    if not is_file(name):
        if routines.has(name):
            return Asked(library, routines, None, routines.find(name))
        known = {technique.id for technique in library.techniques}
        if not routines_first and name not in known:
            raise TechniqueError(
                f'there is no technique or routine "{name}". `coach techniques` and '
                "`coach routines` list them all"
            )
        return Asked(library, routines, name, None)
    if is_pack(path):
        pack = open_pack(path)
        for technique in pack.techniques:
            library = library.joined(technique, replacing=False)
        if pack.routine is not None:
            routines = routines.joined(pack.routine, library, replacing=False)
            return Asked(library, routines, None, pack.routine)
        return Asked(library, routines, pack.techniques[0].id, None)
    if routines_first or holds_routine(path):
        own = read_routine(path)
        return Asked(library, routines.joined(own, library), None, own)
    library, technique_id = library_for(name)
    return Asked(library, routines, technique_id, None)


def is_file(technique: str) -> bool:
    """Tell whether a technique is given as a file or a pack, and not by its id."""
    return technique.lower().endswith((".toml", ".coach.zip"))


def holds_routine(path: Path) -> bool:
    """Tell a routine's file from a technique's: it has steps."""
    from coach.techniques.schema import LARGEST_BYTES

    try:
        with path.open("rb") as file:
            return b"[[step]]" in file.read(LARGEST_BYTES)
    except OSError:
        return False  # Reading it in earnest says why.
