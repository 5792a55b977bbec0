"""The nouns of a batch: what is to be reviewed, how, and what comes back.

They travel to other processes and other machines, so all of them can be pickled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from coach import __version__
from coach.techniques.library import Library
from coach.types import Region, Report

__all__ = [
    "Clip",
    "Engine",
    "Event",
    "Failed",
    "Look",
    "Outcome",
    "Progressed",
    "Returned",
    "Reviewed",
    "Tell",
    "TriedAgain",
    "Wish",
    "work_version",
]

PACKAGE = Path(__file__).parents[1]
DECIDING = ("types.py", "capture", "tracking", "body", "strokes", "techniques", "coaching")
"""What a report depends on: how it is shown does not count."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip to review.

    Attributes
    ----------
    path
        Where it is.
    name
        What it is called in the summary: its path below the folder, or as the list has it.
    size_bytes
        Of the file; how much work it is, as far as that is known before.
    sha256
        Of its content, as hexadecimal digits.
    """

    path: Path
    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Wish:
    """How all clips of a batch are to be judged; see `coach.coaching.review.review_clip`."""

    library: Library
    technique: str | None = None
    region: Region | None = None
    mirrored: bool = False

    def key(self, clip: Clip) -> str:
        """Give digits that change whenever the clip's report might."""
        techniques = [t.model_dump_json() for t in self.library.techniques]
        places = [place.model_dump_json() for place in self.library.no_go]
        asked = [self.technique, self.region, self.mirrored]
        words = json.dumps([clip.sha256, work_version(), asked, techniques, places])
        return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A clip was read from end to end.

    Attributes
    ----------
    obstacle
        Why nothing in it could be judged; empty when something could.
    took_s
        How long that took.
    """

    report: Report
    obstacle: str
    took_s: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A clip could not be reviewed; in one line, why."""

    why: str


Outcome = Reviewed | Failed
Tell = Callable[[float], None]
"""Called with the share of a clip that is done, 0 to 1."""
Look = Callable[[Path, Wish, Tell], Outcome]
"""Reviews one clip."""


@dataclass(frozen=True, slots=True)
class Progressed:
    """So much of a clip is done, 0 to 1."""

    clip: Clip
    share: float


@dataclass(frozen=True, slots=True)
class TriedAgain:
    """A clip's worker was lost; the clip waits for another. In one line, what happened."""

    clip: Clip
    why: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of a clip."""

    clip: Clip
    outcome: Outcome


Event = Progressed | TriedAgain | Returned


class Engine(Protocol):
    """Something that has clips reviewed by workers."""

    def run(
        self, clips: Sequence[Clip], wish: Wish, stopped: Callable[[], bool]
    ) -> Iterator[Event]:
        """Give what happens, as it happens; `Returned` once for every clip, in any order.

        Parameters
        ----------
        stopped
            Asked several times a second whether to let everything go, there and then.
        """
        ...


@cache
def work_version() -> str:
    """Give Coach's version, and digits that change with what decides a report."""
    sha = hashlib.sha256()
    for path in sorted(_deciding()):
        sha.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        sha.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{__version__}+{sha.hexdigest()[:12]}"


def _deciding() -> Iterator[Path]:
    for name in DECIDING:
        place = PACKAGE / name
        yield from [place] if place.is_file() else place.rglob("*.py")
