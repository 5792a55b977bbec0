"""Routines of one's own: opened from packs, one file each in a folder beside the techniques."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError
from coach.present.files import atomic_write_text, output_folder
from coach.techniques.library import Library
from coach.techniques.routine import Routine, read_routine
from coach.techniques.routine_library import RoutineLibrary
from coach.techniques.writing import routine_toml

__all__ = ["OwnRoutines"]


@dataclass(frozen=True, slots=True)
class OwnRoutines:
    """The folder of somebody's own routines.

    Attributes
    ----------
    built_in
        Routines that come with Coach: none of one's own takes their place.
    """

    folder: Path
    built_in: RoutineLibrary

    def joined(self, library: Library) -> tuple[RoutineLibrary, tuple[str, ...]]:
        """Give all routines, and a line about each file that can't be used."""
        routines, faults = self.built_in, []
        for path in sorted(self.folder.glob("*.toml")) if self.folder.is_dir() else ():
            try:
                routines = routines.joined(read_routine(path), library, replacing=False)
            except CoachError as error:
                faults.append(str(error))
        return routines, tuple(faults)

    def keep(self, routine: Routine, library: Library) -> None:
        """Keep a routine; one of one's own with its id is replaced.

        Raises
        ------
        CoachError
            It breaks a rule, has the id of one that comes with Coach, or can't be written.
        """
        self.built_in.joined(routine, library, replacing=False)
        output_folder(self.folder)
        atomic_write_text(self.folder / f"{routine.id}.toml", routine_toml(routine))
