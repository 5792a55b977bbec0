"""Reviewing a recorded clip: source, tracker and session, one frame after the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from coach.capture.clip import open_clip
from coach.coaching.session import Session
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.tracking.bundles import ensure
from coach.tracking.tracker import Tracker
from coach.types import Region, Report, SourceInfo, Update

__all__ = ["Progress", "Review", "review_clip"]

Progress = Callable[[float, float], None]
"""Called now and then with (seconds done, seconds in all; NaN when unknown)."""


@dataclass(frozen=True, slots=True)
class Review:
    """What came of a clip.

    Attributes
    ----------
    updates
        One a frame, for drawing the annotated clip; empty unless they were kept.
    interrupted
        It was stopped before the end: the report holds what was seen until then.
    obstacle
        Why nothing at all could be judged; empty when something could.
    """

    info: SourceInfo
    report: Report
    updates: tuple[Update, ...]
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
        Keep what each frame added, for drawing (about 1 kB a frame).
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
    updates: list[Update] = []
    interrupted = False
    t_s = 0.0
    with open_clip(path, mirrored=mirrored) as clip, Tracker(ensure()) as tracker:
        info = clip.info
        try:
            for frame in clip:
                update = session.push(tracker.observe(frame))
                t_s = frame.t_s
                if keep_updates:
                    updates.append(update)
                if progress is not None:
                    progress(t_s, info.duration_s)
                if stopped():
                    interrupted = True
                    break
        except KeyboardInterrupt:
            interrupted = True
        clip_warnings = clip.warnings
    session.finish()
    whole = not interrupted and math.isfinite(info.duration_s)
    report = session.report(info.name, max(t_s, info.duration_s) if whole else t_s)
    report = replace(report, warnings=(*clip_warnings, *report.warnings))
    return Review(info, report, tuple(updates), interrupted, session.obstacle)
