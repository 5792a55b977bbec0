"""Making what is not in the cache: one seed's clip, or its simulated session."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import cache, landmarks
from sample_videos.studio.looks import Drawing

__all__ = ["film", "simulate"]


def film(seed: int, folder: Path, drawing: Drawing = "studio") -> None:
    """Render the clip of a seed and write its truth."""
    # Imported here, for the renderer is dear to load and to compile.
    from sample_videos.studio import clips, scenario
    from sample_videos.studio.casting import cast

    with _noting(seed):
        clip = scenario.draw(seed, drawing)
        take = clips.plan(clip, cast(clip.view, clip.look, clip.partner), seed)
        with cache.writing(folder / f"{seed}.mp4") as part:
            clips.film(take, part, 1.0)
        # The truth comes last: a clip is there when its truth is.
        _tell(folder / f"{seed}.truth.json", clips.tell(take))


def simulate(seed: int, folder: Path) -> None:
    """Write the landmarks and the truth of a simulated session."""
    from sample_videos.studio import simulator

    with _noting(seed):
        seen, told = simulator.session(seed)
        landmarks.save(folder / f"{seed}.npz", seen)
        _tell(folder / f"{seed}.truth.json", told)


@contextmanager
def _noting(seed: int) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        error.add_note(f"while making the clip of seed {seed}")
        raise


def _tell(path: Path, told: object) -> None:
    with cache.writing(path) as part:
        part.write_text(json.dumps(told, separators=(",", ":")), "utf-8")
