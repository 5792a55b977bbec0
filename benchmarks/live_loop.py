"""Live frames without a camera: a clip again and again, each frame at its moment.

Frames are taken as from a camera: the newest one is looked at, and one that came meanwhile takes
the place of one that still waited. Latency is from a frame's coming to its drawn picture.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Condition, Event, Thread

import numpy as np

from benchmarks.one_review import resident_mb
from coach.capture.clip import open_clip
from coach.coaching.guided import GuidedSession
from coach.present.practice_picture import PracticePicture
from coach.techniques.library import load_library
from coach.tracking.bundles import ensure
from coach.tracking.tracker import Tracker
from coach.types import Frame

__all__ = ["FPS", "Span", "practise"]

FPS = 30.0
WARM_S = 3.0
"""The first frames load the models; they are not counted."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a stretch of live practice was like.

    Attributes
    ----------
    end_s
        When it ended, from the first frame that counts.
    came, shown
        Frames that came, and those that were drawn; the others were passed over.
    most_waiting
        Frames that waited at once, at most.
    p50_ms, p95_ms
        Latency: median, and what 19 of 20 stay below.
    memory_mb
        Held at its end.
    """

    end_s: float
    came: int
    shown: int
    most_waiting: int
    p50_ms: float
    p95_ms: float
    memory_mb: float


class Camera:
    """Gives the frames of a clip, round and round, each at its moment."""

    def __init__(self, pictures: Sequence[Frame]) -> None:
        self._pictures = [frame.image_rgb for frame in pictures]
        self._waiting: list[tuple[float, Frame]] = []
        self._there, self._stop = Condition(), Event()
        self.came = self.most_waiting = 0
        self._thread = Thread(target=self._film, daemon=True)
        self._thread.start()

    def newest(self) -> tuple[float, Frame]:
        """Wait for a frame; give the moment of its coming, and it."""
        with self._there:
            self._there.wait_for(lambda: self._waiting)
            newest = self._waiting[-1]
            self._waiting.clear()
            return newest

    def close(self) -> None:
        """Stop filming."""
        self._stop.set()
        self._thread.join()

    def _film(self) -> None:
        began_s = time.perf_counter()
        for number in count():
            if self._stop.wait(max(0.0, began_s + number / FPS - time.perf_counter())):
                return
            # A copy, as a camera gives a new picture each time.
            picture = self._pictures[number % len(self._pictures)].copy()
            with self._there:
                self._waiting = [(time.perf_counter(), Frame(number / FPS, picture))]
                self.came += 1
                self.most_waiting = max(self.most_waiting, len(self._waiting))
                self._there.notify()


def practise(
    clip: Path,
    technique: str,
    seconds: float,
    span_s: float,
    told: Callable[[Span], None] = lambda _span: None,
) -> list[Span]:
    """Practise before a camera that shows a clip again and again.

    Parameters
    ----------
    seconds
        How long, after the models are loaded.
    span_s
        How long each stretch is that is summed up.
    told
        Called after each.
    """
    library = load_library()
    session = GuidedSession(library, technique)
    picture = PracticePicture(library, session.technique)
    spans: list[Span] = []
    with open_clip(clip) as source:
        frames = list(source)
    with Tracker(ensure()) as tracker:
        camera = Camera(frames)
        try:
            warm_s = time.perf_counter() + WARM_S
            came, latencies_ms, ends_s = 0, [], warm_s + span_s
            while len(spans) * span_s < seconds:
                came_s, frame = camera.newest()
                moment = session.take(frame, tracker.observe(frame))
                picture.draw(frame.image_rgb, moment)
                now_s = time.perf_counter()
                if came_s < warm_s:
                    came = camera.came
                    continue
                latencies_ms.append(1000 * (now_s - came_s))
                if now_s >= ends_s:
                    spans.append(_span(now_s - warm_s, camera, camera.came - came, latencies_ms))
                    told(spans[-1])
                    came, latencies_ms, ends_s = camera.came, [], ends_s + span_s
        finally:
            camera.close()
    return spans


def _span(end_s: float, camera: Camera, came: int, latencies_ms: list[float]) -> Span:
    p50, p95 = np.percentile(latencies_ms, [50, 95])
    return Span(
        round(end_s, 1),
        came,
        len(latencies_ms),
        camera.most_waiting,
        round(float(p50), 1),
        round(float(p95), 1),
        round(resident_mb(), 1),
    )
