"""What is done in a clip, and which measures an act has a say in."""

from __future__ import annotations

from typing import get_args

from sample_videos.studio.vocabulary import STROKE_ACTS, IdleAct

__all__ = ["COUNTED_ACTS", "IDLE_ACTS", "NAMED_ACTS", "QUIET_ACTS", "STROKE_ACTS"]
__all__ += ["TOUCHING_ACTS", "has_sense"]

IDLE_ACTS = get_args(IdleAct)

QUIET_ACTS = frozenset((*IDLE_ACTS, "hovering"))
"""In these nothing may be counted: they make the false alarms."""

COUNTED_ACTS = frozenset(STROKE_ACTS) - {"hovering", "rubbing"}
"""In these repetitions are compared. Hovering has its place among the false alarms; rubbing is a
fault that is told, and each to-and-fro counted, without a verdict."""

TOUCHING_ACTS = frozenset(STROKE_ACTS) - {"hovering"}
"""In these hands touch: contact and place are compared."""

NAMED_ACTS = frozenset(STROKE_ACTS) - {"hovering", "across_spine"}
"""In these the technique can be named. Across the spine runs no technique."""


def has_sense(act: str, fault: str | None) -> bool:
    """Tell whether a stroke goes along its technique one way or the other.

    Rubbing goes both ways, and a stroke across the spine neither; a hand that hovers makes no
    stroke.
    """
    return fault not in ("rubbing", "hovering") and act not in QUIET_ACTS | {"across_spine"}
