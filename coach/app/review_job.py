"""Reviewing clips in the background, one after the other, while the page goes on."""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from coach.app.background import Background, Stopped
from coach.coaching.review import Review, review_clip
from coach.errors import CoachError
from coach.present.result_files import write_texts, write_video
from coach.present.tongue import ENGLISH, Tongue
from coach.present.whereabouts import Whereabouts, whereabouts
from coach.techniques.library import Library
from coach.techniques.routine import Routine
from coach.tracking.bundles import ensure
from coach.types import ChartName, Report

__all__ = ["Clip", "Outcome", "Progress", "ReviewJob", "Stage", "Wish"]

log = logging.getLogger(__name__)

LOOKING_SHARE = 0.85
"""Share of the time that goes into looking; the rest goes into drawing (measured: 0.8 to 0.9)."""
SURE_SHARE = 0.02
"""From here on, the time left is told."""


class Stage(StrEnum):
    """What is being done."""

    WAITING = "waiting"
    FETCHING = "fetching"
    LOOKING = "looking"
    DRAWING = "drawing"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip to review.

    Attributes
    ----------
    name
        What the person calls it; never used as a path.
    path
        Where it is.
    """

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Wish:
    """How clips are to be judged; see `coach.coaching.review.review_clip`."""

    technique: str | None = None
    mirrored: bool = False
    routine: Routine | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes
    ----------
    number
        The clip it is at, from 1.
    share
        Of all its work, 0 to 1; NaN while that is unknown.
    remaining_s
        NaN while that is unknown.
    """

    stage: Stage
    number: int
    clips: int
    share: float
    remaining_s: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one clip.

    Attributes
    ----------
    folder
        Where its four files are.
    report
        None when it couldn't be read.
    places
        Where the hands were; None when nobody could be placed.
    fault
        Why there is no report, in one line; empty when there is one.
    notes
        Plain sentences about what is not as it should be.
    """

    clip: Clip
    folder: Path
    report: Report | None = None
    places: Whereabouts | None = None
    fault: str = ""
    notes: tuple[str, ...] = ()


class ReviewJob(Background):
    """Reviews clips in a thread of its own.

    Parameters
    ----------
    new_folder
        Gives an empty folder for the files of a clip.
    keep
        Called with each report, as it is ready; what it raises becomes a note.
    tongue
        The language of the page and the annotated clip.
    """

    def __init__(
        self,
        clips: Sequence[Clip],
        wish: Wish,
        library: Library,
        new_folder: Callable[[], Path],
        keep: Callable[[Report], object] | None = None,
        tongue: Tongue = ENGLISH,
    ) -> None:
        super().__init__("review")
        self.clips = tuple(clips)
        self.wish = wish
        self._library = library
        self._new_folder = new_folder
        self._keep = keep
        self._tongue = tongue
        self._outcomes: tuple[Outcome, ...] = ()
        self._began_s = math.nan
        self._progress = Progress(Stage.WAITING, 1, len(self.clips), math.nan, math.nan)

    @property
    def progress(self) -> Progress:
        """How far it is."""
        now = self._progress
        return replace(now, stage=Stage.OVER) if self.is_over else now

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What came of the clips so far."""
        return self._outcomes

    def _work(self) -> None:
        self._began_s = time.monotonic()
        for number, clip in enumerate(self.clips, start=1):
            self._outcomes += (self._outcome(number, clip),)

    def _outcome(self, number: int, clip: Clip) -> Outcome:
        try:
            outcome = Outcome(clip, self._new_folder())
        except OSError as error:
            return Outcome(clip, clip.path.parent, fault=f"no room for results: {error.strerror}")
        try:
            done = self._look(number, clip)
            outcome = replace(outcome, report=done.report, places=_places(done))
            write_texts(outcome.folder, done.report, self._library, tongue=self._tongue)
            notes = self._draw(number, clip, outcome.folder, done)
            return replace(outcome, notes=(*notes, *self._kept(done.report)))
        except CoachError as error:
            said = str(error).replace(str(clip.path), clip.name).replace(clip.path.name, clip.name)
        except Stopped:
            raise
        except Exception as error:
            log.exception("a review failed")
            said = f"something unexpected happened ({type(error).__name__})"
        if outcome.report is not None:
            return replace(outcome, notes=(said,))
        return replace(outcome, fault=said)

    def _look(self, number: int, clip: Clip) -> Review:
        ensure(progress=lambda *_: self._tell(Stage.FETCHING, number, 0.0))
        self._tell(Stage.LOOKING, number, 0.0)
        done = review_clip(
            clip.path,
            self._library,
            technique=self.wish.technique,
            routine=self.wish.routine,
            mirrored=self.wish.mirrored,
            keep_updates=True,
            progress=lambda at_s, all_s: self._tell(
                Stage.LOOKING, number, LOOKING_SHARE * _share(at_s, all_s)
            ),
            stopped=self._stop.is_set,
        )
        if done.interrupted:
            raise Stopped
        return replace(done, report=replace(done.report, source=clip.name))

    def _draw(self, number: int, clip: Clip, folder: Path, done: Review) -> tuple[str, ...]:
        def tell(at_s: float, all_s: float) -> None:
            rest = (1.0 - LOOKING_SHARE) * _share(at_s, all_s)
            self._tell(Stage.DRAWING, number, LOOKING_SHARE + rest)

        return write_video(
            clip.path,
            folder,
            done,
            self._library,
            mirrored=self.wish.mirrored,
            progress=tell,
            tongue=self._tongue,
        )

    def _kept(self, report: Report) -> tuple[str, ...]:
        if self._keep is None or not report.attempts:
            return ()
        try:
            self._keep(report)
        except CoachError as error:
            return (str(error),)
        return ()

    def _tell(self, stage: Stage, number: int, of_clip: float) -> None:
        if self._stop.is_set():
            raise Stopped
        share = (number - 1 + of_clip) / len(self.clips)
        spent_s = time.monotonic() - self._began_s
        left_s = spent_s * (1 - share) / share if share > SURE_SHARE else math.nan
        self._progress = Progress(stage, number, len(self.clips), share, left_s)


def _share(done_s: float, total_s: float) -> float:
    return min(done_s / total_s, 1.0) if total_s > 0 else math.nan


def _places(done: Review) -> Whereabouts | None:
    """Give where the hands were, on the chart that the report is about."""
    report = done.report
    charts = Counter(attempt.chart for attempt in report.attempts)
    if not charts:
        charts = Counter(chart.name for update in done.updates for chart in update.charts)
    if not charts:
        return None
    chart: ChartName = charts.most_common(1)[0][0]
    return whereabouts(done.updates, chart, report.view)
