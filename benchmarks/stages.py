"""Where the time of a frame goes: every stage of a review by itself, one after the other.

In a review they overlap. Here nothing does, so that each time is the stage's own.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import av
import numpy as np

from coach.body.placement import BodyFollower
from coach.capture.clip import Clip, open_clip
from coach.coaching import session as sessions
from coach.coaching.session import Session
from coach.present.encoder import PictureTrack, best_encoder
from coach.present.overlay import Overlay
from coach.present.words import find_technique
from coach.techniques.library import Library
from coach.tracking.bundles import ensure
from coach.tracking.task import Task
from coach.tracking.tracker import Tracker
from coach.types import FloatArray, Frame, Observation, Update

__all__ = ["STAGES", "Profile", "profile"]

STAGES = (
    "decode",
    "colour",
    "hand",
    "face",
    "pose",
    "charts",
    "contact",
    "match",
    "draw",
    "encode",
)
"""``contact`` is all from bouts to strokes, ``match`` all from strokes to verdicts; both happen
when a bout is over, and are spread over its frames here."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How long the stages take.

    Attributes
    ----------
    stages_ms
        For each of `STAGES`, the mean over all frames.
    after_ms
        (n,): all that follows the landmarks, a frame, without drawing.
    """

    stages_ms: tuple[float, ...]
    after_ms: FloatArray


class Watch:
    """Adds up how long calls take."""

    def __init__(self) -> None:
        self.spent_s: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def on(self, owner: Any, name: str, stage: Callable[[Any], str]) -> Iterator[None]:
        """Time every call of a function meanwhile; the stage may depend on its first argument."""
        real = getattr(owner, name)

        def timed(*given: Any, **named: Any) -> Any:
            began_s = time.perf_counter()
            try:
                return real(*given, **named)
            finally:
                self.spent_s[stage(given[0])] += time.perf_counter() - began_s

        with patch.object(owner, name, timed):
            yield


class Inline:
    """Stands in for the tracker's threads: work is done where it is handed in."""

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Do it at once."""
        done: Future[Any] = Future()
        done.set_result(work(*given))
        return done


def profile(clip: Path, library: Library, encoded: Path) -> Profile:
    """Take a clip through every stage.

    Parameters
    ----------
    encoded
        Where the annotated pictures are written.
    """
    watch = Watch()
    frames = _frames(clip, watch)
    seen = _landmarks(frames, watch)
    updates, session, after_ms = _judged(seen, library, watch)
    _drawn(frames, updates, session, library, encoded, watch)
    means = tuple(1000 * watch.spent_s[stage] / len(frames) for stage in STAGES)
    return Profile(means, after_ms)


def _frames(clip: Path, watch: Watch) -> list[Frame]:
    began_s = time.perf_counter()
    with watch.on(Clip, "_upright", lambda _: "colour"), open_clip(clip) as source:
        frames = list(source)
    watch.spent_s["decode"] = time.perf_counter() - began_s - watch.spent_s["colour"]
    return frames


def _landmarks(frames: Sequence[Frame], watch: Watch) -> list[Observation]:
    with Tracker(ensure()) as tracker, watch.on(Task, "run", lambda task: str(task._kind)):
        tracker.observe(Frame(-0.04, frames[0].image_rgb))  # The first one loads the models.
        watch.spent_s.update(dict.fromkeys(("hand", "face", "pose"), 0.0))
        with patch.object(tracker, "_pool", Inline()):
            return [tracker.observe(frame) for frame in frames]


def _judged(
    seen: Sequence[Observation], library: Library, watch: Watch
) -> tuple[list[Update], Session, FloatArray]:
    session = Session(library)
    updates, after_ms = [], []
    with ExitStack() as stack:
        stack.enter_context(watch.on(BodyFollower, "push", lambda _: "charts"))
        stack.enter_context(watch.on(sessions, "likeliest_strokes", lambda _: "contact"))
        stack.enter_context(watch.on(sessions, "judge_all", lambda _: "match"))
        for one in seen:
            began_s = time.perf_counter()
            updates.append(session.push(one))
            after_ms.append(1000 * (time.perf_counter() - began_s))
        session.finish()
    return updates, session, np.array(after_ms)


def _drawn(
    frames: Sequence[Frame],
    updates: Sequence[Update],
    session: Session,
    library: Library,
    encoded: Path,
    watch: Watch,
) -> None:
    report = session.report("clip", frames[-1].t_s)
    overlay = Overlay(library, find_technique(report.wanted, library), report.attempts)
    height_px, width_px = frames[0].image_rgb.shape[:2]
    with av.open(str(encoded), "w", format="mp4") as output:
        track = PictureTrack(output, best_encoder(), width_px, height_px, 30.0)
        for frame, update in zip(frames, updates, strict=True):
            began_s = time.perf_counter()
            picture = overlay.draw(frame.image_rgb, update)
            drawn_s = time.perf_counter()
            track.add(frame.t_s, picture)
            watch.spent_s["draw"] += drawn_s - began_s
            watch.spent_s["encode"] += time.perf_counter() - drawn_s
        track.finish()
