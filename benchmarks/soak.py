"""Half an hour of live frames, to see whether memory, the queue or the latency grows.

python -m benchmarks.soak                 30 minutes
python -m benchmarks.soak --minutes 3     a quick look

Exits with 1 when something grows: the last of four quarters against the first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks import results
from benchmarks.live_loop import FPS, Span, practise
from benchmarks.speed import LIVE_CLIP, LIVE_TECHNIQUE, SAMPLES

__all__ = ["Growth", "app", "growth"]

SPAN_S = 10.0
MEMORY_MB, LATENCY = 30.0, 1.25
"""More memory than this, or a latency more than so many times as long, has grown."""

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@dataclass(frozen=True, slots=True)
class Growth:
    """The last quarter against the first, by medians.

    Attributes
    ----------
    memory_mb
        How much more memory was held.
    latency
        How many times as long the latency (p95) was.
    most_waiting
        Frames that waited at once, at most, over all.
    """

    memory_mb: float
    latency: float
    most_waiting: int

    @property
    def has_grown(self) -> bool:
        """Something grew that must not."""
        return self.memory_mb > MEMORY_MB or self.latency > LATENCY or self.most_waiting > 1


def growth(spans: Sequence[Span]) -> Growth:
    """Compare the last quarter with the first."""
    quarter = max(1, len(spans) // 4)
    first, last = spans[:quarter], spans[-quarter:]

    def median(of: Sequence[Span], name: str) -> float:
        return float(np.median([getattr(span, name) for span in of]))

    return Growth(
        round(median(last, "memory_mb") - median(first, "memory_mb"), 1),
        round(median(last, "p95_ms") / median(first, "p95_ms"), 3),
        max(span.most_waiting for span in spans),
    )


@app.command()
def run(
    minutes: Annotated[float, typer.Option(min=0.5, help="How long.")] = 30.0,
    to: Annotated[Path, typer.Option(help="Where the record goes.")] = results.FOLDER / "soak.json",
) -> None:
    """Practise live for long."""
    clip = SAMPLES / f"{LIVE_CLIP}.mp4"
    load = os.getloadavg()[0]
    spans = practise(clip, LIVE_TECHNIQUE, 60 * minutes, SPAN_S, _tell)
    found = growth(spans)
    results.write(
        to,
        {
            "kind": "soak",
            "when": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "minutes": minutes,
            "fps": FPS,
            "cores": os.cpu_count(),
            "load_before": round(load, 1),
            "load_after": round(os.getloadavg()[0], 1),
            "growth": asdict(found),
            "spans": [asdict(span) for span in spans],
        },
    )
    print(
        f"{minutes:g} minutes: memory {found.memory_mb:+.1f} MB, latency × {found.latency:.2f}, "
        f"frames waiting at most {found.most_waiting}; written to {to}"
    )
    if found.has_grown:
        print("something grows", file=sys.stderr)
        raise typer.Exit(1)


def _tell(span: Span) -> None:
    print(
        f"{span.end_s:6.0f} s  {span.shown / span.came:4.0%} of {span.came} frames drawn  "
        f"p50 {span.p50_ms:3.0f}  p95 {span.p95_ms:3.0f} ms  {span.memory_mb:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    app()
