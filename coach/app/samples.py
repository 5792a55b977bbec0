"""The sample clips of a checkout."""

from __future__ import annotations

from pathlib import Path

import coach

__all__ = ["sample_clips"]

FOLDER = Path(coach.__file__).parents[1] / "sample_videos"


def sample_clips(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Give the sample clips; none when Coach was installed without its checkout."""
    return tuple(sorted(folder.glob("*.mp4")))
