"""Clips that say themselves what becomes of them, and who looks at them."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from coach.batch.order import (
    Clip,
    Event,
    Failed,
    Outcome,
    Progressed,
    Returned,
    Reviewed,
    Tell,
    Wish,
)
from coach.techniques.library import load_library
from coach.types import (
    Attempt,
    ChartName,
    Region,
    Report,
    Sense,
    Side,
    Tracking,
    Verdict,
    View,
)

WISH = Wish(load_library())


def clip(folder: Path, name: str, does: str = "right", filling: int = 0) -> Clip:
    """Write a file whose words decide what `look` makes of it; filling makes it larger."""
    path = folder / name
    path.write_bytes(f"{does} {name}".encode() + b" " * filling)
    content = path.read_bytes()
    return Clip(path, name, len(content), hashlib.sha256(content).hexdigest())


def report(source: str) -> Report:
    good = Attempt(
        start_s=1.0,
        end_s=2.25,
        side=Side.BOTH,
        technique="forehead-to-temples",
        sense=Sense.RIGHT,
        direction_error_deg=12.4,
        verdict=Verdict.GOOD,
        counted=True,
        confidence=0.9,
        cue="",
        chart=ChartName.FACE,
        path_uv=np.linspace((0.1, 0.55), (1.42, 0.22), 16),
    )
    return Report(
        source=source,
        technique="forehead-to-temples",
        region=Region.FACE,
        view=View.FRONT,
        duration_s=10.0,
        attempts=(good,),
        tracking=Tracking(1.0, 1.0, 0.9, 0.8),
    )


def look(path: Path, _wish: Wish, tell: Tell) -> Outcome:
    """Do what the clip says: right, empty, bad, slow, or let the worker be lost."""
    does = path.read_text().split()[0]
    tell(0.25)
    if does == "bad":
        return Failed(f"{path.name} is not a video")
    if does == "slow":
        time.sleep(0.7)
    if does == "die" or (does == "die-once" and _first_time(path)):
        os.kill(os.getpid(), signal.SIGKILL)
    if does == "hang-once" and _first_time(path):
        time.sleep(600)
    obstacle = "Nobody was found in the picture." if does == "empty" else ""
    return Reviewed(report(path.name), obstacle, 1.5)


def _first_time(path: Path) -> bool:
    marker = path.with_suffix(".tried")
    if marker.exists():
        return False
    marker.touch()
    return True


def outcomes(events: list[Event]) -> dict[str, Outcome]:
    """Give what came of each clip; each has to come once."""
    found = [event for event in events if isinstance(event, Returned)]
    names = [event.clip.name for event in found]
    assert len(names) == len(set(names))
    return {event.clip.name: event.outcome for event in found}


@dataclass
class Here:
    """Looks at clips here and now, and notes which."""

    looked_at: list[str] = field(default_factory=list)
    stops_after: int | None = None

    def run(
        self, clips: Sequence[Clip], wish: Wish, stopped: Callable[[], bool]
    ) -> Iterator[Event]:
        for one in clips:
            if self.stops_after == len(self.looked_at):
                return
            self.looked_at.append(one.name)
            yield Progressed(one, 0.5)
            yield Returned(one, look(one.path, wish, lambda _share: None))
