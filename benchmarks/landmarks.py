"""The landmarks of a clip: found once, and kept, so that all that follows runs in seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import cache
from coach.capture.clip import open_clip
from coach.types import Frame, Observation

__all__ = ["is_kept", "landmarks_of", "load", "save", "save_columns"]


def landmarks_of(
    clip: Path, *, mirrored: bool = False, backwards: bool = False, variant: str = ""
) -> list[Observation]:
    """Give what the landmarkers find in a clip, from the cache if it is there.

    Parameters
    ----------
    backwards
        The clip is shown to the landmarkers from its end to its beginning.
    variant
        Name of what was changed in the tracker, if anything was.
    """
    path = _path(clip, mirrored=mirrored, backwards=backwards, variant=variant)
    if path.exists():
        return load(path)
    seen = _track(clip, mirrored=mirrored, backwards=backwards)
    save(path, seen)
    return seen


def is_kept(clip: Path, *, mirrored: bool = False, backwards: bool = False) -> bool:
    """Tell whether the landmarks of a clip are in the cache."""
    return _path(clip, mirrored=mirrored, backwards=backwards, variant="").exists()


def save(path: Path, seen: Sequence[Observation]) -> None:
    """Write observations into one file; exactly these come back."""
    save_columns(path, columns_of(seen))


def columns_of(seen: Sequence[Observation]) -> dict[str, NDArray[Any]]:
    """Give observations by their fields: (n, ...) of each."""
    return {
        field.name: np.array([getattr(one, field.name) for one in seen])
        for field in fields(Observation)
    }


def save_columns(path: Path, columns: Mapping[str, NDArray[Any]]) -> None:
    """Write observations that are told by their fields into one file."""
    with cache.writing(path) as part:
        np.savez(part, **columns)  # type: ignore[arg-type]  # numpy's stub takes a bool for all


def load(path: Path) -> list[Observation]:
    """Read what `save` wrote."""
    with np.load(path) as columns:
        read = {field.name: columns[field.name] for field in fields(Observation)}
    rows = range(len(read["t_s"]))
    plain = {"t_s": read["t_s"].tolist(), "people": read["people"].tolist()}
    plain["size_px"] = [tuple(size) for size in read["size_px"].tolist()]
    return [
        Observation(**{name: (plain.get(name) or values)[k] for name, values in read.items()})
        for k in rows
    ]


def _path(clip: Path, *, mirrored: bool, backwards: bool, variant: str) -> Path:
    words = [hashlib.sha256(clip.read_bytes()).hexdigest()[:16]]
    words += ["mirrored"] * mirrored + ["backwards"] * backwards + [variant] * bool(variant)
    return cache.landmarks_folder() / f"{'-'.join(words)}.npz"


def _track(clip: Path, *, mirrored: bool, backwards: bool) -> list[Observation]:
    # MediaPipe takes seconds to load, and is not needed where all is cached.
    from coach.tracking.bundles import ensure
    from coach.tracking.tracker import Tracker

    with (
        open_clip(clip, mirrored=mirrored) as frames,
        Tracker(ensure()) as tracker,
    ):
        shown = _backwards(frames) if backwards else frames
        return [tracker.observe(frame) for frame in shown]


def _backwards(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Give the frames from the last to the first, their times running on from 0."""
    kept = list(frames)
    for frame in reversed(kept):
        yield Frame(kept[-1].t_s - frame.t_s, frame.image_rgb)
