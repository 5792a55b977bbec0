"""Finding techniques and no-go places: every file in the data folder, by its id."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coach.errors import TechniqueError
from coach.techniques.kept_off import is_kept_off, place_run_over
from coach.techniques.schema import NoGo, Technique, read_no_go, read_technique
from coach.types import Region, View

__all__ = ["DATA_DIR", "Library", "load_library"]

DATA_DIR = Path(__file__).parent / "data"
NO_GO_FILE = "no_go.toml"


@dataclass(frozen=True)
class Library:
    """All techniques and no-go places at hand, in the order of their ids."""

    techniques: tuple[Technique, ...]
    no_go: tuple[NoGo, ...]

    @cached_property
    def _by_id(self) -> dict[str, Technique]:
        return {technique.id: technique for technique in self.techniques}

    @cached_property
    def _zones_by_id(self) -> dict[str, NoGo]:
        return {zone.id: zone for zone in self.no_go}

    def find(self, technique_id: str) -> Technique:
        """Give the technique of that id.

        Raises
        ------
        TechniqueError
            There is none; the message names the nearest.
        """
        found = self._by_id.get(technique_id)
        if found is not None:
            return found
        near = difflib.get_close_matches(technique_id.lower(), self._by_id, n=1, cutoff=0.4)
        hint = f'; did you mean "{near[0]}"?' if near else "."
        raise TechniqueError(
            f'there is no technique "{technique_id}"{hint} `coach techniques` lists them all'
        )

    def joined(self, technique: Technique, *, replacing: bool = True) -> Library:
        """Give this library with one technique more.

        Parameters
        ----------
        replacing
            It may take the place of one with its id.

        Raises
        ------
        TechniqueError
            It keeps clear of a place that nobody describes, runs over one that has to be kept off,
            or has an id that is taken.
        """
        if technique.id in self._by_id and not replacing:
            raise TechniqueError(
                f'"{technique.id}" is the id of a technique that Coach knows; a pack may not '
                "replace it: open it into a folder and give it another id"
            )
        _check_places(technique, self.no_go)
        by_id = {**self._by_id, technique.id: technique}
        return Library(tuple(by_id[key] for key in sorted(by_id)), self.no_go)

    def only(self, ids: Collection[str], zone_ids: Collection[str]) -> Library:
        """Give a library of a few techniques and places to keep off, and nothing else."""
        few = tuple(t for t in self.techniques if t.id in ids)
        zones = tuple(zone for zone in self.no_go if zone.id in zone_ids)
        kept = [t.model_copy(update={"no_go": _kept(t.no_go, zone_ids)}) for t in few]
        return Library(tuple(kept), zones)

    def for_view(self, view: View) -> tuple[Technique, ...]:
        """Techniques that a camera with this view of the person can judge."""
        return tuple(t for t in self.techniques if t.is_seen_from(view))

    def of_region(self, region: Region) -> tuple[Technique, ...]:
        """Techniques of one part of the body."""
        return tuple(t for t in self.techniques if t.region is region)

    def parts_of(self, region: Region) -> frozenset[Region]:
        """Parts of the body that the techniques of a region work on."""
        return frozenset().union(*(one.parts for one in self.of_region(region)))

    def zones_of(self, technique: Technique) -> tuple[NoGo, ...]:
        """No-go places that a technique keeps clear of.

        Those that its file names, and all on its chart, as seen from its side, that its kind of
        movement keeps off.
        """
        return tuple(zone for zone in self.no_go if is_kept_off(zone, technique))


def load_library(extra: Sequence[Path] = (), data_dir: Path = DATA_DIR) -> Library:
    """Read every technique file of the data folder, and more from elsewhere.

    Parameters
    ----------
    extra
        Files to read beside the built-in ones; the same id replaces a built-in technique.
    data_dir
        Folder of ``*.toml`` technique files and ``no_go.toml``.

    Raises
    ------
    TechniqueError
        A file breaks the schema, an id differs from its file's name, or a technique keeps
        clear of a place that no file describes, or runs over one that has to be kept off.
    """
    no_go = read_no_go(data_dir / NO_GO_FILE)
    by_id: dict[str, Technique] = {}
    for path in sorted(data_dir.glob("*.toml")):
        if path.name == NO_GO_FILE:
            continue
        technique = read_technique(path)
        if technique.id != path.stem:
            raise TechniqueError(f'{path.name}: its id is "{technique.id}", not "{path.stem}"')
        by_id[technique.id] = technique
    for path in extra:
        technique = read_technique(path)
        by_id[technique.id] = technique
    for technique in by_id.values():
        _check_places(technique, no_go)
    return Library(tuple(by_id[key] for key in sorted(by_id)), no_go)


def _kept(ids: Sequence[str], wanted: Collection[str]) -> tuple[str, ...]:
    return tuple(one for one in ids if one in wanted)


def _check_places(technique: Technique, zones: Sequence[NoGo]) -> None:
    known = {zone.id for zone in zones}
    for zone_id in technique.no_go:
        if zone_id not in known:
            raise TechniqueError(f'{technique.id}: no_go names "{zone_id}", which is unknown')
    if zone := place_run_over(technique, zones):
        raise TechniqueError(
            f"{technique.id}: its path runs over {zone.say}, "
            f'which a "{technique.kind}" has to keep off. {zone.source}'
        )
