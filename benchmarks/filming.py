"""Making what is not in the cache: one seed's clip, or its simulated session."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import cache, landmarks
from sample_videos.studio.looks import Drawing

if TYPE_CHECKING:
    from sample_videos.studio.telling import Take

__all__ = ["film", "simulate", "write_take"]


def film(seed: int, folder: Path, drawing: Drawing = "studio", tone: int | None = None) -> None:
    """Render the clip of a seed and write its truth."""
    # Imported here, for the renderer is dear to load and to compile.
    from sample_videos.studio import clips, scenario
    from sample_videos.studio.casting import cast

    with _noting(seed):
        clip = scenario.draw(seed, drawing, tone)
        take = clips.plan(clip, cast(clip.view, clip.look, clip.partner), seed)
        write_take(take, folder / f"{seed}.mp4")


def write_take(take: Take, video: Path) -> None:
    """Render a take, and write its truth beside it: a clip is there when its truth is."""
    from sample_videos.studio import clips

    with cache.writing(video) as part:
        clips.film(take, part, 1.0)
    with cache.writing(video.with_suffix(".truth.json")) as part:
        part.write_text(json.dumps(clips.tell(take), separators=(",", ":")), "utf-8")


def simulate(seed: int, folder: Path) -> None:
    """Write the landmarks and the truth of a simulated session."""
    from sample_videos.studio import simulated_text, simulator

    with _noting(seed), _nothing_collected():
        seen, told = simulator.columns(seed)
        # The truth comes last here, too.
        with cache.writing(folder / f"{seed}.truth.json") as part:
            part.write_text(simulated_text.dumps(told), "utf-8")
            landmarks.save_columns(folder / f"{seed}.npz", seen.columns())


@contextmanager
def _noting(seed: int) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        error.add_note(f"while making the clip of seed {seed}")
        raise


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep the garbage collector still meanwhile.

    A session is thousands of small things, and leaves no rings of them behind. Every few hundred
    the collector looks for some, now and then among all that is loaded: a sixth of the time.
    """
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()
