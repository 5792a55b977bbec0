"""Reviewing one clip of a batch, wherever that is done."""

from __future__ import annotations

import math
import time
from pathlib import Path

from coach.batch.order import Failed, Outcome, Reviewed, Tell, Wish
from coach.errors import CoachError

__all__ = ["TELL_EVERY_S", "look"]

TELL_EVERY_S = 0.5
"""How often it is told how far a clip is."""


def look(path: Path, wish: Wish, tell: Tell) -> Outcome:
    """Review one clip; whatever is wrong with it is an answer, never an exception."""
    # Here, and not above: whoever hands clips out has no use for MediaPipe.
    from coach.coaching.review import review_clip

    began_s = told_s = time.monotonic()

    def progress(done_s: float, total_s: float) -> None:
        nonlocal told_s
        now_s = time.monotonic()
        if now_s - told_s >= TELL_EVERY_S:
            told_s = now_s
            tell(min(done_s / total_s, 1.0) if math.isfinite(total_s) and total_s > 0 else 0.0)

    try:
        done = review_clip(
            path,
            wish.library,
            technique=wish.technique,
            region=wish.region,
            mirrored=wish.mirrored,
            progress=progress,
        )
    except CoachError as error:
        return Failed(str(error))
    except Exception as error:
        what = " ".join(str(error).split())[:300] or "no more is known"
        return Failed(f"something unexpected happened ({type(error).__name__}: {what})")
    return Reviewed(done.report, done.obstacle, time.monotonic() - began_s)
