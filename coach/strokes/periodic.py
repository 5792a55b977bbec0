"""Circles: two passes that together go round."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from coach.strokes.segment import Pass

__all__ = ["loops"]

ROUND = 0.55
"""Isoperimetric quotient 4πA/P² of a loop: 1 for a circle, 0.84 for an ellipse of 2:1, 0.54 for
4:1. A return that bows over its stroke stays below 0.4."""
FOLLOWS_S = 0.3
CLOSES = 0.5
"""A loop's ends lie nearer to each other than this share of its width."""


def loops(passes: Sequence[Pass]) -> tuple[tuple[Pass, ...], tuple[Pass, ...]]:
    """Join pairs of neighbouring passes that go round into loops.

    Parameters
    ----------
    passes
        Of one bout, in time order.

    Returns
    -------
    loops
        Passes that each go once round.
    rest
        The passes that are in no loop.
    """
    found: list[Pass] = []
    rest: list[Pass] = []
    i = 0
    while i < len(passes):
        if i + 1 < len(passes) and _is_round(passes[i], passes[i + 1]):
            found.append(Pass(passes[i].bout, passes[i].first, passes[i + 1].last))
            i += 2
        else:
            rest.append(passes[i])
            i += 1
    return tuple(found), tuple(rest)


def _is_round(a: Pass, b: Pass) -> bool:
    if b.start_s - a.end_s > FOLLOWS_S:
        return False
    path_cm = a.bout.at_cm[a.first : b.last + 1]
    width_cm = float(np.hypot(*a.chord_cm))
    if np.hypot(*(path_cm[-1] - path_cm[0])) > CLOSES * width_cm:
        return False
    ring = shapely.Polygon(path_cm)
    # A figure of eight has an area that cancels out; `area` of the raw ring shows that.
    return bool(4 * np.pi * ring.area / ring.length**2 > ROUND)
