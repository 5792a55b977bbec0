"""What a batch says on the terminal: a line a clip."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from coach.batch.summary import Row, State

__all__ = ["print_rows"]

STYLES = {State.FAILED: "red", State.NOTHING_TO_JUDGE: "yellow", State.NOT_REACHED: "dim"}


def print_rows(rows: Sequence[Row], console: Console) -> None:
    """Print a table of clips, as wide as the console; all that is known is in the CSV file."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("clip", overflow="fold", min_width=20)
    table.add_column("technique")
    table.add_column("repetitions", justify="right")
    table.add_column("attempts", justify="right")
    table.add_column("")
    for row in rows:
        table.add_row(Text(row.clip), *_told(row))
    console.print(table)


def _told(row: Row) -> tuple[str, str, str, Text]:
    note = Text(row.why or (row.state.value if row.state is not State.REVIEWED else ""))
    note.stylize(STYLES.get(row.state, ""))
    report = row.report
    if report is None:
        return "-", "-", "-", note
    technique = report.wanted or "-"
    return technique, str(report.repetitions), str(len(report.attempts)), note
