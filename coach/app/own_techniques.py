"""Techniques of one's own: taught here or opened from a pack, one file each in a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from coach.errors import CoachError, OutputError
from coach.present.files import atomic_write_text, output_folder
from coach.techniques.library import Library
from coach.techniques.schema import Technique, read_technique
from coach.techniques.writing import technique_toml

__all__ = ["OwnTechniques", "own_folder"]


def own_folder() -> Path:
    """Give where they are kept: ``$COACH_TECHNIQUES``, else the user's data folder."""
    if named := os.environ.get("COACH_TECHNIQUES"):
        return Path(named).expanduser().absolute()
    return platformdirs.user_data_path("coach", appauthor=False) / "techniques"


@dataclass(frozen=True, slots=True)
class OwnTechniques:
    """The folder of somebody's own techniques.

    Attributes
    ----------
    built_in
        Techniques that come with Coach: none of one's own takes their place.
    """

    folder: Path
    built_in: Library

    @property
    def state(self) -> tuple[tuple[str, int], ...]:
        """What changes when a file of it does."""
        return tuple((path.name, path.stat().st_mtime_ns) for path in self._files())

    def joined(self) -> tuple[Library, tuple[str, ...]]:
        """Give all techniques, and a line about each file that can't be used."""
        library, faults = self.built_in, []
        for path in self._files():
            try:
                library = library.joined(read_technique(path), replacing=False)
            except CoachError as error:
                faults.append(str(error))
        return library, tuple(faults)

    def holds(self, technique: Technique) -> bool:
        """Tell whether it is one of one's own."""
        return self._path(technique).exists()

    def check(self, technique: Technique) -> None:
        """See that a technique may be kept: it replaces none that comes with Coach.

        Raises
        ------
        TechniqueError
            It may not.
        """
        self.built_in.joined(technique, replacing=False)

    def keep(self, technique: Technique) -> None:
        """Keep a technique; one of one's own with its id is replaced.

        Raises
        ------
        CoachError
            It has the id of one that comes with Coach, or can't be written.
        """
        self.check(technique)
        output_folder(self.folder)
        atomic_write_text(self._path(technique), technique_toml(technique))

    def remove(self, technique: Technique) -> None:
        """Remove one of one's own.

        Raises
        ------
        OutputError
            It can't be removed.
        """
        try:
            self._path(technique).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{technique.id} can't be removed: {error.strerror}") from error

    def _path(self, technique: Technique) -> Path:
        return self.folder / f"{technique.id}.toml"

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.toml")) if self.folder.is_dir() else []
