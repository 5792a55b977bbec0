"""`coach routines`: techniques one after the other, listed, shown, and checked."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.guard import Debug, print_out

if TYPE_CHECKING:
    from rich.console import Console

    from coach.techniques.library import Library
    from coach.techniques.routine import Routine, Step

__all__ = ["routines_app"]

EXAMPLES = """
[bold]Examples[/bold]
  coach routines
  coach routines --region back
  coach routines show face-daily
  coach routines show face-daily --svg face.svg
  coach routines check my-routine.toml
  coach routines check my-routine.toml --technique mine.toml
"""

RegionOption = Annotated[
    str | None,
    typer.Option("--region", metavar="PART", help="Only this part of the body: face, back, …"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print as JSON.")]

routines_app = typer.Typer(
    invoke_without_command=True, rich_markup_mode="rich", epilog=EXAMPLES, add_completion=False
)


@routines_app.callback()
def routines(
    ctx: typer.Context,
    region: RegionOption = None,
    json: JsonOption = False,
    debug: Debug = False,
) -> None:
    """List the routines Coach knows, show one in full, or check a file of your own."""
    if ctx.invoked_subcommand is None:
        _list(region, json)


@routines_app.command("list", epilog=EXAMPLES)
def list_routines(
    region: RegionOption = None, json: JsonOption = False, debug: Debug = False
) -> None:
    """List the routines Coach knows, by the part of the body."""
    _list(region, json)


@routines_app.command(epilog=EXAMPLES)
def show(
    routine_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="Its id, as in the list, or a file or pack of your own."),
    ],
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE", help="Write a drawing of all its steps as SVG."),
    ] = None,
    json: JsonOption = False,
    debug: Debug = False,
) -> None:
    """Show one routine: its steps with drawings, and where they come from."""
    from coach.cli.asked import asked_for

    asked = asked_for(routine_id, routines_first=True)
    routine = asked.routine or asked.routines.find(routine_id)
    if svg is not None:
        from coach.present.files import atomic_write_text
        from coach.present.routine_diagram import routine_svg

        atomic_write_text(svg, routine_svg(routine, asked.library))
        typer.echo(f"Wrote {svg}", err=True)
    if json:
        print_out(routine.model_dump_json(indent=2))
    else:
        from coach.cli.terminal import on_stdout

        with on_stdout() as console:
            _print(routine, asked.library, console)


@routines_app.command(epilog=EXAMPLES)
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A routine file (.toml).")],
    technique: Annotated[
        list[Path] | None,
        typer.Option(
            "--technique",
            metavar="FILE",
            help="A technique of your own that it names, as a file or a pack. Can be repeated.",
        ),
    ] = None,
    json: JsonOption = False,
    debug: Debug = False,
) -> None:
    """Check a routine file of your own: what is wrong, and every rule that it breaks."""
    from coach.techniques.library import load_library
    from coach.techniques.pack import own_technique
    from coach.techniques.routine import read_routine
    from coach.techniques.routine_rules import check_routine

    routine, library = read_routine(file), load_library()
    for path in technique or ():
        library = library.joined(own_technique(path), replacing=False)
    check_routine(routine, library, file.name)
    if json:
        print_out(routine.model_dump_json(indent=2))
    else:
        minutes = routine.length_s(library.techniques) / 60
        print_out(
            f"{file.name} is right: {routine.name} ({routine.id}), {routine.region}, "
            f"{len(routine.step)} steps, about {minutes:.0f} minutes."
        )


def _list(region: str | None, json: bool) -> None:
    from coach.techniques.library import load_library
    from coach.techniques.routine_library import load_routines
    from coach.types import Region

    if region is not None and region not in list(Region):
        raise typer.BadParameter(f'"{region}" is none of {", ".join(Region)}')
    library = load_library()
    chosen = [
        one
        for part in Region
        for one in load_routines(library).of_region(part)
        if region in (None, part)
    ]
    if json:
        keys = {"id", "name", "region", "view", "aim", "for_child", "for_first"}
        rows = [one.model_dump(mode="json", include=keys) for one in chosen]
        print_out(json_format.dumps(rows, indent=2))
    else:
        _print_table(chosen, library)


def _print_table(chosen: list[Routine], library: Library) -> None:
    from rich import box
    from rich.table import Table

    from coach.cli.terminal import on_stdout

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("id", no_wrap=True)
    for column in ("name", "region", "steps", "minutes", "first session"):
        table.add_column(column)
    for one in chosen:
        minutes = f"{one.length_s(library.techniques) / 60:.0f}"
        first = "yes" if one.for_first else ""
        table.add_row(one.id, one.name, one.region, str(len(one.step)), minutes, first)
    with on_stdout() as console:
        console.print(table)
        console.print("`coach routines show ID` tells all about one.")


def _print(routine: Routine, library: Library, console: Console) -> None:
    from rich.text import Text

    from coach.cli.technique_page import print_drawing
    from coach.coaching.routine import of_routine

    known = {technique.id: technique for technique in library.techniques}
    watched = {technique.id for technique in of_routine(routine, library).techniques}
    minutes = routine.length_s(library.techniques) / 60
    console.print(Text(f"{routine.name} ({routine.id})", style="bold"))
    console.print(Text(routine.instruction))
    console.print(Text(f"About {minutes:.0f} minutes. {routine.source}", style="dim"))
    for number, step in enumerate(routine.step, start=1):
        technique = known.get(step.technique)
        name = technique.name if technique is not None else step.technique
        console.print()
        console.print(Text(f"{number}. {name} ({step.technique}): {_amount(step)}", style="bold"))
        if technique is not None and step.technique in watched:
            print_drawing(technique, library, console)
        if step.technique not in watched:
            console.print(Text("The camera can't see this one: it goes by the clock."))
        console.print(Text(step.source, style="dim"))


def _amount(step: Step) -> str:
    much = f"{step.minutes:g} min" if step.minutes is not None else f"{step.repetitions} times"
    each = " with each hand" if step.sides.value == "each" else ""
    rest = f", then {step.rest_s:g} s rest" if step.rest_s else ""
    return f"{much}{each}, {step.pressure}{rest}"
