"""Fixtures for what needs the models, pictures of people, or a Python of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
RunPython = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def stills() -> list[NDArray[np.uint8]]:
    """Give the picture in the middle of each sample clip, or of each recorded one."""
    folders = [ROOT / "sample_videos"]
    if recorded := os.environ.get("COACH_REAL_CLIPS"):
        folders.append(Path(recorded))
    clips = sorted(clip for folder in folders for clip in folder.glob("*.mp4"))
    if not clips:
        pytest.skip("no pictures of people: sample_videos/ has no clips (see its README)")
    return [middle_picture(clip) for clip in clips[:12]]


def middle_picture(clip: Path) -> NDArray[np.uint8]:
    with av.open(str(clip)) as container:
        track = container.streams.video[0]
        middle = (track.frames or 100) // 2
        picture = np.zeros((0, 0, 3), np.uint8)
        for number, frame in enumerate(container.decode(track)):
            if number in (0, middle):
                picture = frame.to_ndarray(format="rgb24")
            if number == middle:
                break
        return picture


@pytest.fixture
def run_python() -> RunPython:
    """Give a function that runs a script in a Python of its own, with variables set."""

    def run(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
