"""How much memory the review of a long clip takes, against its first minute.

python -m benchmarks.memory                  a clip of an hour, in about an hour
python -m benchmarks.memory --minutes 3      a quick look
python -m benchmarks.memory --markdown       and renew the table of docs/performance.md

`benchmarks.speed` does it, too, at its end; by itself it may run beside other work.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import results, speed_tables
from benchmarks.live_loop import FPS
from benchmarks.looped import looped
from benchmarks.one_review import OneReview
from benchmarks.speed_figures import Figure, Spread
from benchmarks.speed_turns import one_review
from benchmarks.tables import joined, renewed

__all__ = ["app", "measure"]

CLIP = Path(__file__).parents[1] / "sample_videos" / "forehead_to_temples.mp4"
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.command()
def run(
    minutes: Annotated[float, typer.Option(min=2, help="How long the clip is.")] = 60.0,
    to: Annotated[Path, typer.Option(help="Where the record is written.")] = results.FOLDER
    / "memory.json",
    markdown: Annotated[bool, typer.Option(help="Renew docs/performance.md.")] = False,
) -> None:
    """Review a long clip, and watch how much memory is held."""
    measure(minutes, to, markdown=markdown)


def measure(minutes: float, to: Path, *, markdown: bool) -> None:
    """Review a clip of so many minutes; print, write and, if wanted, publish what it took."""
    with tempfile.TemporaryDirectory(prefix="coach-memory-") as folder:
        clip = Path(folder) / "long.mp4"
        looped(CLIP, 60 * minutes, clip, FPS)
        found = one_review(clip)
    rows = figures(found, minutes)
    table = speed_tables.memory(rows)
    print(joined([table]))
    when = datetime.now(UTC)
    results.write(
        to,
        {
            "kind": "memory",
            "when": f"{when:%Y-%m-%dT%H:%M:%SZ}",
            "minutes": minutes,
            "fps": FPS,
            "cores": os.cpu_count(),
            "review": asdict(found),
            "figures": [asdict(figure) for figure in rows],
        },
    )
    print(f"\nwritten to {to}")
    if markdown:
        how = f"Measured on {os.cpu_count()} cores, on {when:%Y-%m-%d}; {found.frames} frames"
        new = {table.key: table.markdown(how)}
        PAGE.write_text(renewed(PAGE.read_text("utf-8"), new), "utf-8")
        print(f"{PAGE.name}: renewed")


def figures(found: OneReview, minutes: float) -> tuple[Figure, Figure]:
    """Give what the review of a clip of so many minutes held, beside the bars."""
    ratio = Spread.of([found.all_mb / found.first_minute_mb])
    return (
        Figure(f"memory, {minutes:g} min against its first minute", "×", ratio, 1.1, "less"),
        Figure("memory, at most", "MB", Spread.of([found.all_mb]), 700.0, "less"),
    )


if __name__ == "__main__":
    app()
