"""Reviewing a recorded clip: source, tracker and session, each in step with the others.

While one frame's landmarks are looked for, the next ones are decoded and the one before is judged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from coach.capture.ahead import Ahead
from coach.capture.clip import open_clip
from coach.capture.pace import paced
from coach.coaching.session import Session
from coach.coaching.updates import Updates
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.tracking.bundles import ensure
from coach.tracking.tracker import Tracker
from coach.types import Observation, Region, Report, SourceInfo, Update

__all__ = ["Progress", "Review", "review_clip"]

Progress = Callable[[float, float], None]
"""Called now and then with (seconds done, seconds in all; NaN when unknown)."""


@dataclass(frozen=True, slots=True)
class Review:
    """What came of a clip.

    Attributes
    ----------
    updates
        One a frame looked at, for drawing the annotated clip; empty unless they were kept. They
        can be gone through more than once.
    interrupted
        It was stopped before the end: the report holds what was seen until then.
    obstacle
        Why nothing at all could be judged; empty when something could.
    """

    info: SourceInfo
    report: Report
    updates: Iterable[Update]
    interrupted: bool
    obstacle: str = ""


def review_clip(
    path: Path,
    library: Library,
    *,
    technique: str | None = None,
    region: Region | None = None,
    mirrored: bool = False,
    keep_updates: bool = False,
    progress: Progress | None = None,
    stopped: Callable[[], bool] = lambda: False,
    routine: Routine | None = None,
) -> Review:
    """Judge every stroke of a clip.

    Of a clip with more frames a second, `coach.capture.pace.ENOUGH_HZ` are looked at.

    Parameters
    ----------
    path
        The clip.
    technique
        Id of the technique that is done; None to recognise it.
    region
        Only techniques of this part of the body.
    mirrored
        The clip was recorded as in a mirror; it is turned back.
    keep_updates
        Keep what each frame added, for drawing: in a temporary file, about 2 kB a frame.
    progress
        Told after every frame how far it is.
    stopped
        Asked after every frame whether to stop there and then.
    routine
        The routine that is done, in place of a technique.

    Raises
    ------
    InputError
        The clip can't be read.
    TechniqueError
        There is no such technique.
    ModelError
        The landmark models are not there and can't be fetched.
    """
    session = Session(library, technique=technique, region=region, routine=routine)
    updates = Updates() if keep_updates else None
    interrupted = False
    t_s = 0.0
    with (
        open_clip(path, mirrored=mirrored) as clip,
        Tracker(ensure()) as tracker,
        Ahead(paced(clip)) as frames,
        _Judging(session, updates) as judging,
    ):
        info = clip.info
        try:
            for frame in frames:
                judging.push(tracker.observe(frame))
                t_s = frame.t_s
                if progress is not None:
                    progress(t_s, info.duration_s)
                if stopped():
                    interrupted = True
                    break
        except KeyboardInterrupt:
            interrupted = True
        judging.finish()
        clip_warnings = clip.warnings
    session.finish()
    whole = not interrupted and math.isfinite(info.duration_s)
    report = session.report(info.name, max(t_s, info.duration_s) if whole else t_s)
    report = replace(report, warnings=(*clip_warnings, *report.warnings))
    kept = updates if updates is not None else ()
    return Review(info, report, kept, interrupted, session.obstacle)


class _Judging:
    """Judges a frame while the landmarks of the next one are looked for, one after the other."""

    def __init__(self, session: Session, updates: Updates | None) -> None:
        self._session = session
        self._updates = updates
        self._pool = ThreadPoolExecutor(1, "judging")
        self._before: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def push(self, seen: Observation) -> None:
        """Judge a frame as soon as the one before is judged; what that raised is raised here."""
        self.finish()
        self._before = self._pool.submit(self._judge, seen)

    def finish(self) -> None:
        """Wait until the last frame is judged."""
        if self._before is not None:
            self._before.result()

    def _judge(self, seen: Observation) -> None:
        update = self._session.push(seen)
        if self._updates is not None:
            self._updates.add(update)
