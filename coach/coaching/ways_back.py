"""Ways back that were taken for strokes, left out.

Where one hand alone does not tell which of its ways is the stroke, both of them may be one. But
when it went along with the other hand, or did the same before, it is known: what runs against
that right after it, or right before, is the way back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from coach.types import Attempt, FloatArray, Side, Verdict

__all__ = ["without_ways_back"]

NEXT_S = 0.5
"""A way back follows its stroke, or comes before the next one, within this time."""

LEAST = 2
"""A stroke that was made out but once may be the way back itself."""


def without_ways_back(attempts: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """Leave out strokes of open sense that are the way back of a stroke whose sense is known."""
    known = [a for a in attempts if a.sense is not None]
    done = Counter((a.technique, a.sense) for a in known)
    sure = [a for a in known if done[a.technique, a.sense] >= LEAST]
    return tuple(
        a for a in attempts if not _is_open(a) or not any(_runs_against(a, one) for one in sure)
    )


def _is_open(attempt: Attempt) -> bool:
    known = attempt.technique is not None
    return known and attempt.sense is None and attempt.verdict is Verdict.NOT_JUDGED


def _runs_against(attempt: Attempt, stroke: Attempt) -> bool:
    gap_s = max(attempt.start_s, stroke.start_s) - min(attempt.end_s, stroke.end_s)
    if attempt.technique != stroke.technique or gap_s > NEXT_S:
        return False
    mine, other = _ways_uv(attempt), _ways_uv(stroke)
    return any(float(mine[side] @ other[side]) < 0 for side in mine.keys() & other.keys())


def _ways_uv(attempt: Attempt) -> dict[Side, FloatArray]:
    """Give for each hand the (2,) step from its beginning to its end, in its chart."""
    paths = {attempt.side: attempt.path_uv}
    if attempt.side is Side.BOTH:
        paths = {Side.LEFT: attempt.path_uv, Side.RIGHT: attempt.path_right_uv}
    return {side: np.asarray(path_uv[-1] - path_uv[0]) for side, path_uv in paths.items()}
