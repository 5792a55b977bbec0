"""The peer: the Holistic solution of MediaPipe 0.10.21, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

__all__ = ["NEEDS", "Peer", "environment", "landmarks"]

NEEDS = "mediapipe==0.10.21"
RUNS = Path(__file__).with_name("holistic_run.py")
NEWEST = (3, 12)
"""The newest Python it has wheels for."""


@dataclass(frozen=True, slots=True)
class Peer:
    """What Holistic took for the landmarks of one clip; see `benchmarks.one_review.OneReview`."""

    frames: int
    seconds: float
    processor_ms: float

    @property
    def fps(self) -> float:
        """Frames a second."""
        return (self.frames - 1) / self.seconds


def environment(folder: Path, python: str = sys.executable) -> Path:
    """Build the environment, or use the one that is there; give its Python.

    Parameters
    ----------
    python
        The Python to build it with, 3.12 at most.

    Raises
    ------
    RuntimeError
        The Python is too new for it.
    subprocess.CalledProcessError
        pip can't install it; what pip says was shown.
    """
    inside = folder / "bin" / "python"
    done = folder / "complete"
    if done.exists():
        return inside
    print(f"building an environment with {NEEDS} in {folder} …", file=sys.stderr)
    if python == sys.executable:
        if sys.version_info[:2] > NEWEST:
            raise RuntimeError(f"{NEEDS} needs Python 3.12 or older: name one with --peer-python")
        venv.create(folder, with_pip=True, clear=True)
    else:
        subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=True)
    subprocess.run([str(inside), "-m", "pip", "install", "--quiet", NEEDS], check=True)
    done.touch()
    return inside


def landmarks(python: Path, clip: Path) -> Peer:
    """Have Holistic find the landmarks of a clip."""
    done = subprocess.run(
        [str(python), str(RUNS), str(clip)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    return Peer(**json.loads(done.stdout.splitlines()[-1]))
