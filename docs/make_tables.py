"""Bring the handbook's tables up to date with technique files and code.

Two things in the pages are copies: tables between ``<!-- table: NAME -->`` and ``<!-- end -->``,
and the second column of rows that begin with a constant's full name, as in
``| `strokes.match.LOOSE` | 1.4 | … |``. A test compares them with their sources. To mend them::

    python docs/make_tables.py
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from coach.present.words import KIND_WORDS, REGION_WORDS, sight
from coach.techniques.library import Library, load_library
from coach.techniques.routine import Routine
from coach.techniques.routine_library import load_routines
from coach.techniques.routine_rules import rules
from coach.techniques.schema import Hands, NoGo, Technique
from coach.types import Region, View

DOCS = Path(__file__).resolve().parent
TABLE = re.compile(r"(<!-- table: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
CONSTANT = re.compile(r"^\| `((?:\w+\.)+[A-Z][A-Z_]*)` \|[^|\n]*\|", re.MULTILINE)


def renewed(page: str, library: Library) -> str:
    """Give a page with its tables and constants up to date."""
    tables = {
        "techniques": technique_table(library),
        "no-go": no_go_table(library),
        "routines": routine_table(library),
        "rules": rule_table(),
    }
    page = TABLE.sub(lambda found: found[1] + tables[found[2]] + found[3], page)
    return CONSTANT.sub(lambda found: f"| `{found[1]}` | {value_of(found[1])} |", page)


def technique_table(library: Library) -> str:
    """Give the catalogue, one technique a row, the parts of the body one below the other."""
    head = ("id", "what it is", "camera sees", "movement", "hands", "pace", "goal", "looks like")
    parts = ((region, library.of_region(region)) for region in Region)
    return "\n".join(
        f"**{REGION_WORDS[region]}**\n\n{_table(head, map(_technique_row, techniques))}"
        for region, techniques in parts
        if techniques
    )


def _technique_row(technique: Technique) -> tuple[str, ...]:
    together = "both at once" if technique.hands is Hands.BOTH else "either"
    return (
        f"`{technique.id}`",
        technique.name,
        sight(technique),
        KIND_WORDS[technique.kind],
        f"{together}, {technique.effector}",
        f"{technique.pace_min_s:g} to {technique.pace_max_s:g} s",
        f"{technique.repetitions}",
        f"`{technique.seen_as}`" if technique.seen_as else "",
    )


def routine_table(library: Library) -> str:
    """Give the routines, one a row."""
    head = ("id", "what it is", "part of the body", "camera sees", "steps", "for")
    routines = load_routines(library).routines
    return _table(head, (_routine_row(routine) for routine in routines))


def _routine_row(routine: Routine) -> tuple[str, ...]:
    side = "the back" if routine.view is View.BACK else "the front"
    steps = ", ".join(f"`{step.technique}`" for step in routine.step)
    return f"`{routine.id}`", routine.name, routine.region, side, steps, routine.aim


def rule_table() -> str:
    """Give the rules that routines keep to, one a row."""
    rows = ((f"`{rule.id}`", rule.words, rule.source) for rule in rules().values())
    return _table(("rule", "in words", "where from"), rows)


def no_go_table(library: Library) -> str:
    """Give the no-go places, one a row."""
    head = ("id", "chart", "kept off by", "outline (u, v)", "where from")
    return _table(head, (_no_go_row(zone) for zone in library.no_go))


def _no_go_row(zone: NoGo) -> tuple[str, ...]:
    outline = " ".join(f"({u:g}, {v:g})" for u, v in zone.polygon_uv)
    twin = "; and its mirror image" if zone.mirrored else ""
    who = ", ".join(KIND_WORDS[kind] for kind in zone.kinds) or "all"
    who += "".join(f"; not by `{one}`" for one in zone.but_for)
    whence = " ".join([zone.source, *(f"`{one}`: {why}" for one, why in zone.but_for.items())])
    return f"`{zone.id}`", zone.chart, who, outline + twin, whence


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def value_of(name: str) -> str:
    """Give a constant of the package as the pages write it; its name leaves out ``coach.``."""
    module, _, attribute = name.rpartition(".")
    values = vars(importlib.import_module(f"coach.{module}"))
    if attribute not in values:
        raise ValueError(f"the pages name {name}, which is not there any more")
    return _words(values[attribute])


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_words(inner)}" for key, inner in value.items())
    if isinstance(value, int | float):
        return f"{value:.4g}"
    if isinstance(value, np.ndarray) and value.ndim == 2:
        return " to ".join(f"({_words(row)})" for row in value)
    if isinstance(value, tuple | list | np.ndarray):
        return ", ".join(_words(float(inner)) for inner in value)
    raise TypeError(f"no words for {value!r}")


def main() -> None:
    """Rewrite the pages that are out of date."""
    library = load_library()
    for path in sorted(DOCS.glob("*.md")):
        before = path.read_text("utf-8")
        after = renewed(before, library)
        if after != before:
            path.write_text(after, "utf-8")
            print(f"{path.name}: brought up to date")


if __name__ == "__main__":
    main()
