"""One review in a process of its own: how long it took, and how much memory.

Started by `benchmarks.speed`; prints one line of JSON::

    python -m benchmarks.one_review CLIP

Loading the models is left out of the time, as it is for the peer: it is measured by itself.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import av

from coach.coaching.review import review_clip
from coach.techniques.library import load_library

__all__ = ["OneReview", "main", "resident_mb", "review"]

FIRST_MINUTE_S = 60.0
LOOK_EVERY = 100


@dataclass(frozen=True, slots=True)
class OneReview:
    """What one review took.

    Attributes
    ----------
    frames
        Of the clip; not all of them may be looked at.
    seconds
        From the first frame judged to the last.
    processor_ms
        Of all threads, a frame.
    first_minute_mb, all_mb
        The most memory that it held while it was in the clip's first minute, and at all.
    """

    frames: int
    seconds: float
    processor_ms: float
    first_minute_mb: float
    all_mb: float

    @property
    def fps(self) -> float:
        """Frames a second."""
        return (self.frames - 1) / self.seconds


def review(clip: Path) -> OneReview:
    """Review a clip and watch over it."""
    looked_at, began_s, began_processor_s, first_mb, most_mb = 0, 0.0, 0.0, 0.0, 0.0

    def watch(t_s: float, _length_s: float) -> None:
        nonlocal looked_at, began_s, began_processor_s, first_mb, most_mb
        if looked_at == 0:
            began_s, began_processor_s = time.perf_counter(), time.process_time()
        if looked_at % LOOK_EVERY == 0:
            most_mb = max(most_mb, resident_mb())
            first_mb = most_mb if t_s <= FIRST_MINUTE_S else first_mb
        looked_at += 1

    review_clip(clip, load_library(), progress=watch)
    seconds = time.perf_counter() - began_s
    processor_s = time.process_time() - began_processor_s
    with av.open(str(clip)) as file:
        frames = file.streams.video[0].frames
    return OneReview(frames, seconds, 1000 * processor_s / frames, first_mb, most_mb)


def resident_mb() -> float:
    """Give the memory that this process holds now; where that is unknown, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / 1e6 if sys.platform == "darwin" else most / 1e3
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Review the clip that is named, and print what it took."""
    print(json.dumps(asdict(review(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()
