"""`coach techniques`: what Coach knows, one technique in full, and checking a file of one's own."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.cli.asked import library_for
from coach.cli.guard import Debug, print_out
from coach.cli.review_command import RegionName

if TYPE_CHECKING:
    from coach.techniques.schema import Technique

__all__ = ["techniques_app"]

EXAMPLES = """
[bold]Examples[/bold]
  coach techniques
  coach techniques --region face
  coach techniques show forehead-to-temples
  coach techniques show forehead-to-temples --svg forehead.svg
  coach techniques check my-technique.toml
"""

RegionOption = Annotated[
    RegionName | None, typer.Option("--region", help="Only this part of the body.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print as JSON.")]

techniques_app = typer.Typer(
    invoke_without_command=True, rich_markup_mode="rich", epilog=EXAMPLES, add_completion=False
)


@techniques_app.callback()
def techniques(
    ctx: typer.Context,
    region: RegionOption = None,
    json: JsonOption = False,
    debug: Debug = False,
) -> None:
    """List the techniques Coach knows, show one in full, or check a file of your own."""
    if ctx.invoked_subcommand is None:
        _list(region, json)


@techniques_app.command("list", epilog=EXAMPLES)
def list_techniques(
    region: RegionOption = None, json: JsonOption = False, debug: Debug = False
) -> None:
    """List the techniques Coach knows, by the part of the body."""
    _list(region, json)


@techniques_app.command(epilog=EXAMPLES)
def show(
    technique_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="Its id, as in the list, or a file or pack of your own."),
    ],
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Write its drawing as SVG.")
    ] = None,
    json: JsonOption = False,
    debug: Debug = False,
) -> None:
    """Show one technique: how it goes, what is looked at, what is said, and from where we know."""
    library, asked = library_for(technique_id)
    technique = library.find(asked or technique_id)
    if svg is not None:
        from coach.present.diagram import technique_svg
        from coach.present.files import atomic_write_text

        atomic_write_text(svg, technique_svg(technique, library.zones_of(technique)))
        typer.echo(f"Wrote {svg}", err=True)
    if json:
        print_out(technique.model_dump_json(indent=2))
    else:
        from coach.cli.technique_page import print_technique
        from coach.cli.terminal import on_stdout

        with on_stdout() as console:
            print_technique(technique, library, console)


@techniques_app.command(epilog=EXAMPLES)
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A technique file (.toml).")],
    json: JsonOption = False,
    debug: Debug = False,
) -> None:
    """Check a technique file of your own: says what is wrong and where, or that all is well."""
    from coach.techniques.library import load_library
    from coach.techniques.schema import read_technique

    technique = read_technique(file)
    load_library(extra=[file])  # Also looks up the no-go places that it names.
    if json:
        print_out(technique.model_dump_json(indent=2))
    else:
        print_out(f"{file.name} is right: {technique.name} ({technique.id}), {technique.region}.")


def _list(region: RegionName | None, json: bool) -> None:
    from coach.techniques.library import load_library
    from coach.types import Region

    library = load_library()
    chosen = library.of_region(Region(region.value)) if region else library.techniques
    chosen = tuple(sorted(chosen, key=lambda technique: list(Region).index(technique.region)))
    if json:
        print_out(json_format.dumps([_row(technique) for technique in chosen], indent=2))
    else:
        _print_table(chosen)


def _row(technique: Technique) -> dict[str, Any]:
    keys = {"id", "name", "region", "view", "kind", "hands", "effector", "repetitions"}
    return technique.model_dump(mode="json", include=keys)


def _print_table(chosen: tuple[Technique, ...]) -> None:
    from coach.cli.technique_list import print_list
    from coach.cli.terminal import on_stdout

    with on_stdout() as console:
        print_list(chosen, console)
        console.print("`coach techniques show ID` tells all about one.")
