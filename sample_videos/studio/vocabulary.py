"""The words for what is done in a clip: acts, faults, senses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

Sense = Literal["right", "reversed"]
Fault = Literal["reversed", "too_short", "off_path", "rubbing", "too_fast", "hovering", "no_go"]
StrokeAct = Literal[
    "right",
    "reversed",
    "too_short",
    "off_path",
    "rubbing",
    "too_fast",
    "hovering",
    "one_hand",
    "on_spine",
    "across_spine",
]
IdleAct = Literal["talking", "scratching", "glasses", "lap", "waving", "resting", "passing"]
Act = StrokeAct | IdleAct

STROKE_ACTS: Final[tuple[StrokeAct, ...]] = get_args(StrokeAct)
FRONT_IDLING: Final[tuple[IdleAct, ...]] = ("talking", "scratching", "glasses", "lap", "waving")
BACK_IDLING: Final[tuple[IdleAct, ...]] = ("resting", "passing", "talking")

FAULT_OF: Final[Mapping[Act, Fault]] = {
    "reversed": "reversed",
    "too_short": "too_short",
    "off_path": "off_path",
    "rubbing": "rubbing",
    "too_fast": "too_fast",
    "hovering": "hovering",
    "on_spine": "no_go",
    "across_spine": "no_go",
}
"""The fault that every stroke of an act has; the acts not named have none."""
