"""How many sessions the landmark simulator makes a minute, written to disk with their truth.

python -m benchmarks.simulating                   two workers, five rounds of 100 sessions each
python -m benchmarks.simulating --workers 1       one core by itself

Before the first round every worker draws the people, which is done once a process and not counted.
The rounds of all workers begin together. *A minute* is what a clock shows; *a core's minute* counts
processor time only, and says more on a machine that has other things to do.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from multiprocessing import Manager
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks import filming, results, speed_tables
from benchmarks.clips import in_pool
from benchmarks.results import FOLDER
from benchmarks.seeds import CYCLE
from benchmarks.speed_figures import Figure, Spread, machine

__all__ = ["app", "figures"]

BAR = 2000.0
WARM_UP = tuple(range(CYCLE))
"""Seeds that are simulated before anything is counted: every act."""
FIRST = 100

Round = tuple[float, float]
"""Seconds of the clock, and of the processor, that one worker took for one round."""

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.command()
def run(
    workers: Annotated[int, typer.Option(min=1, help="Processes at once.")] = 2,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds.")] = 5,
    sessions: Annotated[int, typer.Option(min=1, help="Sessions a round, each worker.")] = 100,
    to: Annotated[Path, typer.Option(help="Where the record goes.")] = FOLDER / "simulating.json",
) -> None:
    """Measure how quickly sessions are simulated."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="coach-simulating-") as folder, Manager() as manager:
        wait = manager.Barrier(workers).wait
        jobs = [(Path(folder), k, rounds, sessions, wait) for k in range(workers)]
        took_s = list(in_pool(worker, jobs, workers, "simulating"))
    found = figures(took_s, sessions)
    print(speed_tables.figures(found).plain())
    record = {
        "kind": "simulating",
        "when": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "workers": workers,
        "rounds": rounds,
        "sessions": sessions,
        "machine": machine(load),
        "figures": [asdict(figure) for figure in found],
    }
    results.write(to, record)
    print(f"\nwritten to {to}")


def worker(
    folder: Path, number: int, rounds: int, sessions: int, wait: Callable[[], object]
) -> list[Round]:
    """Simulate rounds of sessions, no two workers the same, each when all others are ready."""
    from sample_videos.studio import simulator

    for person in range(simulator.FIGURES):
        simulator.player("front", person), simulator.player("back", person)
    for seed in WARM_UP:
        filming.simulate(seed, folder / f"{number}")
    took = []
    for k in range(rounds):
        first = FIRST + (number * rounds + k) * sessions
        wait()
        began_s, worked_s = time.perf_counter(), time.process_time()
        for seed in range(first, first + sessions):
            filming.simulate(seed, folder / f"{number}")
        took.append((time.perf_counter() - began_s, time.process_time() - worked_s))
    return took


def figures(took_s: Sequence[Sequence[Round]], sessions: int) -> list[Figure]:
    """Sum up what each worker took for each round of so many sessions."""
    clock_s, worked_s = np.moveaxis(np.array(took_s), -1, 0)
    count = len(took_s)
    together = 60.0 * count * sessions / clock_s.max(axis=0)
    alone = 60.0 * count * sessions / worked_s.sum(axis=0)
    name = f"simulated sessions a minute, {count} worker{'s' * (count > 1)}"
    return [
        Figure(name, "", Spread.of(together.tolist()), BAR, "more"),
        Figure("simulated sessions a core's minute", "", Spread.of(alone.tolist())),
    ]


if __name__ == "__main__":
    app()
