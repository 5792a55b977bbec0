"""`coach models`: the landmark models, what is there and where it comes from."""

from __future__ import annotations

import json as json_format
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.guard import Debug, print_out

if TYPE_CHECKING:
    from coach.tracking.bundles import BundleStatus

__all__ = ["MODELS_EXAMPLES", "models"]

MODELS_EXAMPLES = """
[bold]Examples[/bold]
  coach models              what is there
  coach models --fetch      fetch the rest, for working without a network later
  COACH_MODELS=/shared/models coach models
"""


def models(
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch what is missing or damaged.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """List the landmark models: what is there, from where, and whether it is whole.

    They are fetched by themselves when a command first needs them, checked
    against known checksums, and kept in the folder that COACH_MODELS names,
    else in your data folder.
    """
    from coach.tracking import bundles

    if fetch:
        from coach.cli.terminal import fetch_bar

        with fetch_bar() as progress:
            bundles.ensure(progress=progress)
    found = bundles.status()
    if json:
        rows = [{**_row(bundle), "store": str(bundles.store())} for bundle in found]
        print_out(json_format.dumps(rows, indent=2))
    else:
        _print_table(found)


def _row(bundle: BundleStatus) -> dict[str, str | int | bool | None]:
    return {
        "name": bundle.name,
        "path": str(bundle.path),
        "present": bundle.present,
        "size_bytes": bundle.size_bytes,
        "origin": bundle.origin.value if bundle.origin else None,
        "verified": bundle.verified,
    }


def _print_table(found: tuple[BundleStatus, ...]) -> None:
    from rich import box
    from rich.table import Table

    from coach.cli.terminal import on_stdout

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("model", "state", "size", "from"):
        table.add_column(column, justify="right" if column == "size" else "left")
    for bundle in found:
        size = f"{bundle.size_bytes / 1e6:.1f} MB" if bundle.present else "-"
        table.add_row(bundle.name, _state(bundle), size, bundle.origin or "-")
    with on_stdout() as console:
        console.print(table)
        console.print(f"Kept in {found[0].path.parent}", markup=False, soft_wrap=True)
        if not all(bundle.verified for bundle in found):
            console.print("`coach models --fetch` fetches the rest (36 MB at most).")


def _state(bundle: BundleStatus) -> str:
    if bundle.verified:
        return "verified"
    return "damaged" if bundle.present else "missing"
