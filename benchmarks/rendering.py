"""How long the studio takes to draw a frame.

python -m benchmarks.rendering                    the first twenty development seeds

Each clip's stage is set and two frames are drawn before anything is counted: what stands still is
drawn once, and the compiler works at the first frame. Everything between two frames as a camera
delivers them counts: hands and arms that move, all moments of an open shutter, light, sensor.
"""

from __future__ import annotations

import itertools
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import results, speed_tables
from benchmarks.progress import Progress
from benchmarks.results import FOLDER
from benchmarks.seeds import CYCLE
from benchmarks.speed_figures import Figure, Spread, machine

__all__ = ["app", "figures"]

BAR_S = 1.0
WARM_UP, FRAMES = 2, 12

Shot = tuple[tuple[int, int], int, float]
"""A frame: width and height in pixels, moments of its open shutter, and seconds it took."""

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.command()
def run(
    clips: Annotated[int, typer.Option(min=1, help="How many development seeds.")] = CYCLE,
    to: Annotated[Path, typer.Option(help="Where the record goes.")] = FOLDER / "rendering.json",
) -> None:
    """Measure how long a frame takes to draw, with all cores."""
    load = os.getloadavg()[0]
    shots: list[Shot] = []
    progress = Progress(clips, "rendering")
    for seed in range(clips):
        shots += drawn(seed)
        progress.step()
    found = figures(shots)
    print(speed_tables.figures(found).plain())
    record = {
        "kind": "rendering",
        "when": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "clips": clips,
        "frames": FRAMES,
        "machine": machine(load),
        "figures": [asdict(figure) for figure in found],
    }
    results.write(to, record)
    print(f"\nwritten to {to}")


def drawn(seed: int) -> list[Shot]:
    """Draw some frames from the middle of a seed's clip."""
    from sample_videos.studio import clips, scenario
    from sample_videos.studio.casting import cast

    clip = scenario.draw(seed)
    take = clips.plan(clip, cast(clip.view, clip.look, clip.partner), seed)
    every = max(len(take.times_s) // (WARM_UP + FRAMES), 1)
    pictures = clips.pictures(take, every=every)
    for _ in itertools.islice(pictures, WARM_UP):
        pass
    size = (clip.camera.width_px, clip.camera.height_px)
    took: list[Shot] = []
    began_s = time.perf_counter()
    for _ in itertools.islice(pictures, FRAMES):
        now_s = time.perf_counter()
        took.append((size, len(clip.sensor.moments_s()), now_s - began_s))
        began_s = now_s
    return took


def figures(shots: Sequence[Shot]) -> list[Figure]:
    """Sum up frames by their size."""
    by_size: dict[tuple[int, int], list[float]] = defaultdict(list)
    for size, _, took_s in shots:
        by_size[size].append(took_s)
    rows = [
        Figure(f"a frame of {w} × {h} ({len(took)} frames)", "s", Spread.of(took), BAR_S, "less")
        for (w, h), took in sorted(by_size.items())
    ]
    moments = Spread.of([took_s / count for _, count, took_s in shots])
    return [*rows, Figure("a moment of an open shutter, of which a frame has 1 to 3", "s", moments)]


if __name__ == "__main__":
    app()
