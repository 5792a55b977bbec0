"""Finding routines: every file in the routines folder, by its id."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.errors import TechniqueError
from coach.techniques.library import Library
from coach.techniques.routine import Routine, read_routine
from coach.techniques.routine_rules import ROUTINES_DIR, RULES_FILE, breaches, check_routine
from coach.types import Region

__all__ = ["RoutineLibrary", "load_routines"]


@dataclass(frozen=True)
class RoutineLibrary:
    """All routines at hand, in the order of their ids."""

    routines: tuple[Routine, ...]

    def find(self, routine_id: str) -> Routine:
        """Give the routine of that id.

        Raises
        ------
        TechniqueError
            There is none; the message names the nearest.
        """
        by_id = {routine.id: routine for routine in self.routines}
        if routine_id in by_id:
            return by_id[routine_id]
        near = difflib.get_close_matches(routine_id.lower(), by_id, n=1, cutoff=0.4)
        hint = f'; did you mean "{near[0]}"?' if near else "."
        raise TechniqueError(
            f'there is no routine "{routine_id}"{hint} `coach routines` lists them all'
        )

    def has(self, routine_id: str) -> bool:
        """Tell whether there is a routine of that id."""
        return any(routine.id == routine_id for routine in self.routines)

    def of_region(self, region: Region) -> tuple[Routine, ...]:
        """Give the routines for one part of the body."""
        return tuple(routine for routine in self.routines if routine.region is region)

    def joined(
        self, routine: Routine, library: Library, *, replacing: bool = True
    ) -> RoutineLibrary:
        """Give these routines with one more.

        Parameters
        ----------
        library
            The techniques it may name.
        replacing
            It may take the place of one with its id.

        Raises
        ------
        TechniqueError
            It names a technique that is not known, breaks a rule, or has an id that is taken.
        """
        if self.has(routine.id) and not replacing:
            raise TechniqueError(
                f'"{routine.id}" is the id of a routine that Coach knows; a pack may not replace '
                "it: open it into a folder and give it another id"
            )
        check_routine(routine, library, routine.id)
        others = [one for one in self.routines if one.id != routine.id]
        return RoutineLibrary(tuple(sorted([*others, routine], key=lambda one: one.id)))


def load_routines(
    library: Library, extra: Sequence[Path] = (), folder: Path = ROUTINES_DIR
) -> RoutineLibrary:
    """Read every routine file of the folder, and more from elsewhere.

    Parameters
    ----------
    library
        The techniques that routines may name.
    extra
        Files to read beside the built-in ones; all their techniques must be known.

    Raises
    ------
    TechniqueError
        A file breaks the schema or a rule, or an id differs from its file's name.
    """
    found = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == RULES_FILE:
            continue
        routine = read_routine(path)
        if routine.id != path.stem:
            raise TechniqueError(f'{path.name}: its id is "{routine.id}", not "{path.stem}"')
        if broken := breaches(routine, library):
            raise TechniqueError("\n".join(f"{path.name}: {one.sentence}" for one in broken))
        found.append(routine)
    routines = RoutineLibrary(tuple(found))
    for path in extra:
        routines = routines.joined(read_routine(path), library)
    return routines
