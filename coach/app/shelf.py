"""Finding techniques by words and by part of the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.app.words import Words
from coach.techniques.library import Library
from coach.techniques.schema import Technique
from coach.types import Region

__all__ = ["by_region", "matching", "regions_of"]


def matching(library: Library, query: str, words: Words) -> tuple[Technique, ...]:
    """Give the techniques in whose texts every word of the query occurs; all for none."""
    terms = query.casefold().split()
    return tuple(
        technique
        for technique in library.techniques
        if all(term in _text(technique, library, words) for term in terms)
    )


def by_region(techniques: Sequence[Technique]) -> Iterator[tuple[Region, tuple[Technique, ...]]]:
    """Give the techniques of each part of the body that has some, in the order of the parts."""
    for region in Region:
        found = tuple(technique for technique in techniques if technique.region is region)
        if found:
            yield region, found


def regions_of(library: Library) -> tuple[Region, ...]:
    """Give the parts of the body that have techniques."""
    return tuple(region for region, _ in by_region(library.techniques))


def _text(technique: Technique, library: Library, words: Words) -> str:
    """Give all that is said of a technique, in its own words and in the person's language."""
    parts = [
        technique.id,
        technique.name,
        technique.instruction,
        words.of_technique(technique, "name"),
        words.of_technique(technique, "instruction"),
        words(f"region.{technique.region}"),
        *(f"{zone.say} {words.of_zone(zone)}" for zone in library.zones_of(technique)),
    ]
    return " ".join(parts).casefold()
