"""What a demonstration was about, besides its movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coach.techniques.schema import Kind, NoGo
from coach.types import ChartName, Region, View

__all__ = ["Setting"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a demonstration was about, besides its movements.

    Attributes
    ----------
    name
        What the technique is called.
    source
        Name of the clip or camera it was shown in.
    region, view, chart
        Where on the body it is done, and seen from where.
    kind
        What sort of movement it is, where that shows at once; None for strokes and circles, which
        the repetitions tell.
    held
        Share of the time in which the chart held while a hand was seen.
    zones
        The places of this chart that are to be kept off, some of them by some kinds of movement
        only.
    learned_on
        The day.
    teacher, words
        Who showed it, and what they say to it; empty when they don't.
    """

    name: str
    source: str
    region: Region
    view: View
    chart: ChartName
    kind: Kind | None
    held: float
    zones: tuple[NoGo, ...]
    learned_on: date
    teacher: str = ""
    words: str = ""
