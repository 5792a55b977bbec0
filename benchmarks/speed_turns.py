"""What the speed benchmark starts in processes of their own, as a person would."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.one_review import OneReview

__all__ = ["batch_seconds", "first_frame_seconds", "help_seconds", "one_review"]

ROOT = Path(__file__).parents[1]
FIRST_FRAME = """
import os, sys, time
from contextlib import contextmanager
import coach.cli.terminal

@contextmanager
def watched(_words):
    def judged(_done_s, _total_s):
        print(time.time(), flush=True)
        os._exit(0)
    yield judged

coach.cli.terminal.clip_bar = watched
sys.argv = ["coach", "review", sys.argv[1]]
from coach.cli import main
main()
"""
"""`coach review` itself; where its bar would be shown after the first frame, it tells the time."""


def one_review(clip: Path) -> OneReview:
    """Review a clip in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.one_review", str(clip)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return OneReview(**json.loads(done.stdout.splitlines()[-1]))


def batch_seconds(clips: Path, out: Path, workers: int) -> float:
    """Tell how long `coach batch` takes over a folder."""
    began_s = time.perf_counter()
    subprocess.run(
        [
            *(sys.executable, "-m", "coach", "batch", str(clips)),
            *("--out", str(out), "--workers", str(workers)),
        ],
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - began_s


def first_frame_seconds(clip: Path) -> float:
    """Tell how long `coach review` takes until its first frame is judged."""
    began_s = time.time()
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(clip)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return float(done.stdout) - began_s


def help_seconds() -> float:
    """Tell how long `coach --help` takes."""
    began_s = time.perf_counter()
    subprocess.run([sys.executable, "-m", "coach", "--help"], capture_output=True, check=True)
    return time.perf_counter() - began_s
