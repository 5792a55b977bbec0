"""What each rule is worth over the whole catalogue: switched off, scene by scene.

python -m benchmarks.catalogue_rules               every rule, development scenes
python -m benchmarks.catalogue_rules --rules parts,leeway   these: a rule takes a minute
python -m benchmarks.catalogue_rules --markdown    and renew its table in docs/accuracy.md

Rules of strokes earn little where there is nothing but strokes on a face or a back; what they
are for are trunks, arms, legs and hands, of which only the catalogue has scenes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import typer

from benchmarks import ablation
from benchmarks.catalogue import PAGE, Told, jobs_of, judged
from benchmarks.catalogue_acts import Act
from benchmarks.catalogue_scene import scene
from benchmarks.clips import in_pool
from benchmarks.outcome import followed
from benchmarks.results import stamp
from benchmarks.tables import Table, joined, renewed
from coach.techniques.library import load_library

__all__ = ["Both", "rules_table", "told_without"]

SCENES, DEVELOPMENT = 1, 5000
"""Of each act of each technique; rules were set on scenes from there on, among others."""
ALL_RULES = ""
"""What stands for a rule where none is off."""

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)

Both = Mapping[str, Told]
"""What was said of one scene, by the rule that was off; the first, by none."""


def told_without(technique_id: str, act: Act, seed: int, rules: Sequence[str]) -> dict[str, Told]:
    """Simulate one scene; judge it by all rules, and without each of some in turn."""
    seen, done = scene(load_library().find(technique_id), act, seed)
    placements = followed(seen)
    told = {ALL_RULES: judged(seen, done, placements)}
    for rule in rules:
        with ablation.switched_off(rule):
            kept = None if ablation.places_hands(rule) else placements
            told[rule] = judged(seen, done, kept)
    return told


def rules_table(found: Sequence[Both], rules: Sequence[str]) -> Table:
    """Give in how many scenes each rule makes something right, and in how many wrong."""
    head = ("", "names", "counts, told", "no wrong sense", "within 5 %", "scenes that differ")
    rows = []
    for rule in rules:
        pairs = [(told[ALL_RULES], told[rule]) for told in found]
        rows.append((
            f"{rule}: {ablation.what_of(rule)}",
            _earned((a.named, b.named) for a, b in pairs),
            _earned((a.exact, b.exact) for a, b in pairs),
            _earned((a.senses[0] == a.senses[1], b.senses[0] == b.senses[1]) for a, b in pairs),
            _earned((a.error <= 0.05, b.error <= 0.05) for a, b in pairs),
            str(sum(a.said != b.said for a, b in pairs)),
        ))  # fmt: skip
    return Table(
        "catalogue-rules", "Scenes that each rule makes right, and wrong", head, tuple(rows)
    )


def _earned(pairs: Iterable[tuple[bool | None, bool | None]]) -> str:
    """Count what is right with a rule only, and without it only."""
    kept = [(a, b) for a, b in pairs if a is not None and b is not None]
    right, wrong = sum(a and not b for a, b in kept), sum(b and not a for a, b in kept)
    return f"+{right} −{wrong}" if right or wrong else "0"


@app.command()
def run(
    scenes: Annotated[
        int, typer.Option(help="Scenes of each act of each technique.", min=1)
    ] = SCENES,
    only: Annotated[str, typer.Option(help="Only techniques whose id begins so.")] = "",
    rules: Annotated[str, typer.Option(help="Rules, with commas in between; all if empty.")] = "",
    workers: Annotated[int, typer.Option(help="Processes; one a core.")] = os.cpu_count() or 1,
    markdown: Annotated[bool, typer.Option(help="Renew the table of docs/accuracy.md.")] = False,
) -> None:
    """Switch each rule off in turn, over simulated scenes of the catalogue."""
    wanted = tuple(rule.strip() for rule in rules.split(",") if rule.strip()) or ablation.names()
    if unknown := set(wanted).difference(ablation.names()):
        raise typer.BadParameter(f"no rules: {', '.join(sorted(unknown))}")
    jobs = jobs_of(DEVELOPMENT, scenes, only=only)
    if not jobs:
        raise typer.BadParameter("no technique begins so")
    found = list(in_pool(told_without, [(*job, wanted) for job in jobs], workers, "judging"))
    table = rules_table(found, wanted)
    print(joined([table]))
    what = f"Measured on: landmarks (catalogue, {len(found)} scenes from seed {DEVELOPMENT} on)"
    if markdown:
        page = renewed(PAGE.read_text("utf-8"), {table.key: table.markdown(f"{what}; {stamp()}")})
        PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    app()
