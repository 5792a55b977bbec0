"""Watching a demonstration in the background."""

from __future__ import annotations

import logging
import math
import time

from coach.app.background import Background, Stopped
from coach.app.review_job import Clip
from coach.errors import CoachError
from coach.teaching.learn import learn_clip
from coach.teaching.lesson import Lesson
from coach.techniques.library import Library
from coach.tracking.bundles import ensure
from coach.types import Region

__all__ = ["TeachJob"]

log = logging.getLogger(__name__)
SURE_SHARE = 0.05
"""From here on, the time left is told."""


class TeachJob(Background):
    """Learns from one clip.

    Parameters
    ----------
    name
        What the technique is to be called.
    region
        The part of the body; None to find it out.

    Attributes
    ----------
    share, remaining_s
        How far it is; NaN while that is unknown.
    lesson
        What was learned; None when nothing was, or not yet.
    fault
        Why nothing was learned, in one line.
    """

    def __init__(
        self,
        clip: Clip,
        library: Library,
        name: str,
        *,
        region: Region | None = None,
        mirrored: bool = False,
    ) -> None:
        super().__init__("teach")
        self.clip = clip
        self.share = self.remaining_s = math.nan
        self.lesson: Lesson | None = None
        self.fault = ""
        self._library = library
        self._name = name
        self._region = region
        self._mirrored = mirrored
        self._began_s = math.nan

    def _work(self) -> None:
        self._began_s = time.monotonic()
        try:
            ensure(progress=lambda *_: self._tell(math.nan))
            self.lesson = learn_clip(
                self.clip.path,
                self._library,
                self._name,
                region=self._region,
                mirrored=self._mirrored,
                progress=lambda at_s, all_s: self._tell(at_s / all_s if all_s > 0 else math.nan),
                stopped=self._stop.is_set,
            )
        except CoachError as error:
            clip = self.clip
            self.fault = (
                str(error).replace(str(clip.path), clip.name).replace(clip.path.name, clip.name)
            )
        except Stopped:
            raise
        except Exception as error:
            log.exception("a lesson failed")
            self.fault = f"something unexpected happened ({type(error).__name__})"
        if self.was_stopped:
            self.lesson = None

    def _tell(self, share: float) -> None:
        if self._stop.is_set():
            raise Stopped
        self.share = min(share, 1.0)
        spent_s = time.monotonic() - self._began_s
        sure = share > SURE_SHARE
        self.remaining_s = spent_s * (1 - self.share) / self.share if sure else math.nan
