"""`coach doctor`: is everything in place, and what to do when it isn't."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.guard import Debug, print_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.cli.checks import Finding

__all__ = ["DOCTOR_EXAMPLES", "doctor"]

DOCTOR_EXAMPLES = """
[bold]Examples[/bold]
  coach doctor
  coach doctor --json > doctor.json     to send along with a question
"""


def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Look whether everything is in place: Python, packages, libraries, codecs, models, camera.

    Each line is ok, warn or fail, with what to do about it. Exit code 0 when
    nothing essential is missing, else 1. Nothing is changed, nothing is sent.
    """
    from coach.cli.checks import State, examine

    findings = list(examine())
    if json:
        print_out(json_format.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _print(findings)
    if any(finding.state is State.FAIL for finding in findings):
        raise typer.Exit(1)


def _print(findings: Sequence[Finding]) -> None:
    from rich.table import Table
    from rich.text import Text

    from coach.cli.checks import State
    from coach.cli.terminal import on_stdout

    styles = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red"}
    with on_stdout() as console:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for finding in findings:
            words = finding.detail + (f"\n→ {finding.mend}" if finding.mend else "")
            state = Text(finding.state, style=styles[finding.state])
            table.add_row(state, Text(finding.name), Text(words))
        console.print(table)
        fails = sum(finding.state is State.FAIL for finding in findings)
        if fails:
            things = "one thing that Coach needs is" if fails == 1 else f"{fails} things are"
            console.print(f"\nNot yet: {things} missing. Follow the arrows above.")
        else:
            console.print("\nAll that Coach needs is here.")
