"""How each verdict looks: colour, line and icon, in one table for every picture Coach draws.

The hues are Okabe and Ito's colour-blind safe palette (jfly.uni-koeln.de/color, 2008). Colour
never stands alone: every verdict has its own dash pattern and its own icon too.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.types import Verdict

__all__ = ["MARKS", "ORDER", "Line", "Mark"]

Line = tuple[tuple[float, float], ...]
"""A stroke of an icon: x to the right, y down, from -1 to 1."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The looks of one verdict.

    Attributes
    ----------
    picture
        ``#rrggbb`` over a photograph, where a dark casing lies underneath.
    light, dark
        ``#rrggbb`` on a light and on a dark page: the same hue, at least 4.5 to 1 against it.
    dash
        Lengths drawn and left out in turn, in line widths; empty for a solid line. Ends are
        round, so a length near 0 is a dot.
    icon_name
        Short name, for class names.
    icon
        Its strokes; a stroke of two equal points is a dot.
    """

    picture: str
    light: str
    dark: str
    dash: tuple[float, ...]
    icon_name: str
    icon: tuple[Line, ...]


TICK: tuple[Line, ...] = (((-0.55, 0.05), (-0.15, 0.45), (0.58, -0.42)),)
CROSS: tuple[Line, ...] = (((-0.42, -0.42), (0.42, 0.42)), ((0.42, -0.42), (-0.42, 0.42)))
U_TURN: tuple[Line, ...] = (
    (
        (0.45, 0.52),
        (0.45, -0.05),
        (0.34, -0.34),
        (0.0, -0.5),
        (-0.34, -0.34),
        (-0.45, -0.05),
        (-0.45, 0.42),
    ),
    ((-0.75, 0.1), (-0.45, 0.42), (-0.15, 0.1)),
)
STOPPED: tuple[Line, ...] = (
    ((-0.65, 0.0), (0.05, 0.0)),
    ((-0.25, -0.32), (0.07, 0.0), (-0.25, 0.32)),
    ((0.52, -0.45), (0.52, 0.45)),
)
WARNING: tuple[Line, ...] = (((0.0, -0.55), (0.0, 0.1)), ((0.0, 0.5), (0.0, 0.5)))
CHEVRONS: tuple[Line, ...] = (
    ((-0.48, -0.4), (-0.08, 0.0), (-0.48, 0.4)),
    ((0.08, -0.4), (0.48, 0.0), (0.08, 0.4)),
)
PAUSE: tuple[Line, ...] = (((-0.24, -0.4), (-0.24, 0.4)), ((0.24, -0.4), (0.24, 0.4)))
QUESTION: tuple[Line, ...] = (
    (
        (-0.3, -0.28),
        (-0.2, -0.5),
        (0.0, -0.58),
        (0.22, -0.5),
        (0.3, -0.28),
        (0.2, -0.08),
        (0.0, 0.06),
        (0.0, 0.2),
    ),
    ((0.0, 0.54), (0.0, 0.54)),
)

MARKS: dict[Verdict, Mark] = {
    Verdict.GOOD: Mark("#009E73", "#007A59", "#2FC79B", (), "tick", TICK),
    Verdict.REVERSED: Mark("#D55E00", "#B84F00", "#F58A45", (3.2, 2.4), "turn", U_TURN),
    Verdict.NO_GO: Mark("#CC79A7", "#A34A7C", "#E09AC2", (3.4, 2.2, 0.1, 2.2), "warning", WARNING),
    Verdict.OFF_PATH: Mark("#E69F00", "#8F6200", "#F0B02E", (0.1, 2.4), "cross", CROSS),
    Verdict.TOO_SHORT: Mark("#56B4E9", "#0072B2", "#6CC0F2", (1.6, 2.2), "stopped", STOPPED),
    Verdict.TOO_FAST: Mark("#F0E442", "#6E6500", "#F0E442", (6.0, 2.6), "chevrons", CHEVRONS),
    Verdict.TOO_SLOW: Mark(
        "#F0E442", "#6E6500", "#F0E442", (2.0, 2.2, 0.1, 2.2, 0.1, 2.2), "pause", PAUSE
    ),
    Verdict.NOT_JUDGED: Mark("#D8DCE2", "#626B78", "#A6AFBC", (0.1, 3.6), "question", QUESTION),
}
"""The looks of every verdict."""

ORDER: tuple[Verdict, ...] = tuple(MARKS)
"""The order in which legends name them: right first, then the gravest fault."""
