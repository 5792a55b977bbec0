"""How quick Coach is, each number beside its bar.

python -m benchmarks.speed                        all of it, in about an hour and a half
python -m benchmarks.speed --peer FOLDER          beside Holistic, in an environment built there
python -m benchmarks.speed --rounds 1 --long 0    a quick look
python -m benchmarks.speed --markdown             and renew the tables of docs/performance.md

Only ratios within one run say something of another machine. Turns of Coach and of the peer
alternate, so that what else the machine does meets both. Memory alone: `benchmarks.memory`.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from benchmarks import holistic, memory, results, speed_tables
from benchmarks.live_loop import FPS, practise
from benchmarks.looped import looped
from benchmarks.results import FOLDER
from benchmarks.speed_figures import Figure, Spread, machine
from benchmarks.speed_turns import batch_seconds, first_frame_seconds, help_seconds, one_review
from benchmarks.stages import STAGES, Profile, profile
from benchmarks.tables import joined, renewed
from coach.techniques.library import load_library

__all__ = ["app"]

SAMPLES = Path(__file__).parents[1] / "sample_videos"
CLIPS = ("forehead_to_temples", "back_long_stroke")
"""One of a face and one of a back: they keep the landmarkers busy in different ways."""
LIVE_CLIP, LIVE_TECHNIQUE = "forehead_to_temples", "forehead-to-temples"
TURN_S = 10.0
"""How long a clip is that a turn takes; several rounds say more than one long one."""
LIBRARIES = ("mediapipe", "numpy", "opencv-contrib-python", "av", "scipy", "shapely")
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
PROCESSOR_MS = "processor time, a frame"

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.command()
def run(
    rounds: Annotated[int, typer.Option(min=1, help="Turns each.")] = 5,
    peer: Annotated[
        Path | None, typer.Option(help="Measure Holistic in turn, in an environment built here.")
    ] = None,
    peer_python: Annotated[
        str | None, typer.Option(help="The Python to build it with, where this one is too new.")
    ] = None,
    live: Annotated[float, typer.Option(help="Seconds of live practice, a round.")] = 20.0,
    long: Annotated[float, typer.Option(help="Minutes of the long clip; 0 for none.")] = 60.0,
    to: Annotated[Path, typer.Option(help="Where the record is written.")] = FOLDER / "speed.json",
    markdown: Annotated[bool, typer.Option(help="Renew docs/performance.md.")] = False,
) -> None:
    """Measure how quick Coach is."""
    python = None
    if peer is not None:
        python = holistic.environment(peer, *([peer_python] if peer_python else []))
    load = os.getloadavg()[0]
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coach-speed-") as folder:
        profiles = list(_profiles(rounds, Path(folder)))
        figures = [
            *_reviews(rounds, Path(folder), python),
            *_after_landmarks(profiles),
            *_live(rounds, live),
            *_many(rounds, Path(folder)),
            *_starts(rounds),
        ]
    stages_ms = {
        clip: np.median([p.stages_ms for name, p in profiles if name == clip], axis=0)
        for clip in CLIPS
    }
    tables = [speed_tables.figures(figures), speed_tables.stages(STAGES, stages_ms)]
    print(joined(tables))
    found = {
        "kind": "speed",
        "when": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "took_s": round(time.monotonic() - began_s, 1),
        "rounds": rounds,
        "machine": machine(load),
        "versions": {name: version(name) for name in ("coach", *LIBRARIES)},
        "figures": [asdict(figure) for figure in figures],
        "stages_ms": {
            clip: dict(zip(STAGES, np.round(row, 3).tolist(), strict=True))
            for clip, row in stages_ms.items()
        },
    }
    results.write(to, found)
    print(f"\nwritten to {to}")
    if markdown:
        _renew(tables, found)
    if long > 0:
        _say(f"a clip of {long:g} minutes")
        memory.measure(long, to.with_name("memory.json"), markdown=markdown)


def _reviews(rounds: int, folder: Path, python: Path | None) -> Iterator[Figure]:
    """Coach's whole review, and Holistic's landmarks alone, in turns."""
    clips = {n: looped(SAMPLES / f"{n}.mp4", TURN_S, folder / f"{n}.mp4", FPS) for n in CLIPS}
    ours: dict[str, list[float]] = {name: [] for name in CLIPS}
    ratios: dict[str, list[float]] = {name: [] for name in CLIPS}
    ours_ms, theirs_ms = [], []
    for number in range(rounds):
        for name, clip in clips.items():
            _say(f"review {number + 1} of {rounds}: {name}")
            mine = one_review(clip)
            ours[name].append(mine.fps)
            ours_ms.append(mine.processor_ms)
            if python is not None:
                theirs = holistic.landmarks(python, clip)
                ratios[name].append(mine.fps / theirs.fps)
                theirs_ms.append(theirs.processor_ms)
    for name in CLIPS if python is not None else ():
        row = f"review against Holistic's landmarks alone, {name}"
        yield Figure(row, "×", Spread.of(ratios[name]), 2.0, "more")
    for name in CLIPS:
        row = f"review against a clip of 30 frames a second, {name}"
        yield Figure(row, "×", Spread.of([fps / FPS for fps in ours[name]]), 3.0, "more")
    yield Figure(f"{PROCESSOR_MS}, a review", "ms", Spread.of(ours_ms))
    if python is not None:
        yield Figure(f"{PROCESSOR_MS}, Holistic", "ms", Spread.of(theirs_ms))


def _profiles(rounds: int, folder: Path) -> Iterator[tuple[str, Profile]]:
    library = load_library()
    for number in range(rounds):
        for name in CLIPS:
            _say(f"stages {number + 1} of {rounds}: {name}")
            yield name, profile(SAMPLES / f"{name}.mp4", library, folder / "drawn.mp4")


def _after_landmarks(profiles: Sequence[tuple[str, Profile]]) -> Iterator[Figure]:
    for name in CLIPS:
        runs = [p.after_ms for clip, p in profiles if clip == name]
        half = Spread.of([float(np.median(run)) for run in runs])
        most = Spread.of([float(np.percentile(run, 99)) for run in runs])
        yield Figure(f"all after the landmarks, a frame, median, {name}", "ms", half, 1.0, "less")
        yield Figure(f"all after the landmarks, a frame, p99, {name}", "ms", most, 3.0, "less")


def _live(rounds: int, seconds: float) -> Iterator[Figure]:
    spans = []
    for number in range(rounds):
        _say(f"live {number + 1} of {rounds}")
        spans += practise(SAMPLES / f"{LIVE_CLIP}.mp4", LIVE_TECHNIQUE, seconds, seconds)
    p95 = Spread.of([span.p95_ms for span in spans])
    shown = Spread.of([span.shown / span.came for span in spans])
    waiting = Spread.of([float(span.most_waiting) for span in spans])
    yield Figure("live: frame in to overlay out, p95, at 30 a second", "ms", p95, 60.0, "less")
    yield Figure("live: frames that waited at once, at most", "", waiting, 1.0, "less")
    yield Figure("live: share of the frames that was drawn", "", shown)


def _many(rounds: int, folder: Path) -> Iterator[Figure]:
    ratios = []
    for number in range(rounds):
        _say(f"many clips {number + 1} of {rounds}")
        one, two = (batch_seconds(SAMPLES, folder / f"{number}-{w}", w) for w in (1, 2))
        ratios.append(one / two)
    yield Figure("two workers against one, a folder", "×", Spread.of(ratios), 1.8, "more")


def _starts(rounds: int) -> Iterator[Figure]:
    _say("starts")
    clip = SAMPLES / f"{LIVE_CLIP}.mp4"
    first = Spread.of([first_frame_seconds(clip) for _ in range(rounds)])
    yield Figure("coach review: first frame judged after", "s", first, 3.0, "less")
    shown = Spread.of([help_seconds() for _ in range(rounds)])
    yield Figure("coach --help", "s", shown, 0.4, "less")


def _renew(tables: Sequence[speed_tables.Table], found: dict[str, Any]) -> None:
    machine = found["machine"]
    how = (
        f"Measured on {machine['cores']} cores, {machine['system']}, Python {machine['python']}, "
        f"on {found['when'][:10]}; {found['rounds']} rounds; processes that wanted a core before "
        f"and after: {machine['load_before']:g} and {machine['load_after']:g}"
    )
    new = {table.key: table.markdown(how) for table in tables}
    PAGE.write_text(renewed(PAGE.read_text("utf-8"), new), "utf-8")
    print(f"{PAGE.name}: renewed")


def _say(what: str) -> None:
    typer.echo(f"{what} …", err=True)


if __name__ == "__main__":
    app()
