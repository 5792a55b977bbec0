"""What goes round may be circles, or strokes with a bowed way back: which of the two is likelier.

By shape alone that can't always be told: the higher a hand lifts for its way back, the rounder
stroke and return look together, and a slow camera blurs the stop between them. Techniques tell:
what is read rightly lies along one of them for most of the time, and well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from coach.coaching.judge import at_anchor
from coach.strokes.match import best_match
from coach.strokes.midline import centred
from coach.strokes.periodic import Circling
from coach.strokes.segment import Bout
from coach.strokes.stroke import Stroke, strokes_of
from coach.strokes.winding import wound
from coach.techniques.schema import Kind, Technique

__all__ = ["likeliest_strokes"]

AS_STROKES = 2.5
"""Circles that were found by the way round alone explain so many times as much of the time, where
strokes explain it, too: a stroke is half of what is done, its way back the other."""


def likeliest_strokes(
    bouts: Sequence[Bout], techniques: Sequence[Technique], asked: Technique | None
) -> tuple[Stroke, ...]:
    """Find strokes and circles in bouts, in that reading of which more is known.

    Parameters
    ----------
    techniques
        All that can be seen.
    asked
        The technique the person said they would do.
    """
    if asked is not None and asked.kind is Kind.CIRCLE:
        return centred(strokes_of(bouts, Circling.EXPECTED))
    strokes = centred(strokes_of(bouts))
    readings = [strokes]  # the first one, of two that are as likely
    if any(stroke.closed for stroke in strokes):
        readings.append(centred(strokes_of(bouts, Circling.NO)))
    likeliest = max(readings, key=lambda reading: _known_s(reading, techniques, asked))
    if not any(wound(bout) for bout in bouts):
        return likeliest
    circles = centred(strokes_of(bouts, Circling.EXPECTED))
    least = _known_s(likeliest, techniques, asked)
    if 2 * _known_s([one for one in likeliest if one.closed], techniques, asked) < least:
        least *= AS_STROKES
    return circles if _known_s(circles, techniques, asked) > least else likeliest


def _known_s(
    strokes: Sequence[Stroke], techniques: Sequence[Technique], asked: Technique | None
) -> float:
    """For how long strokes lie along techniques: for less, the worse they do."""
    known_s = 0.0
    for stroke in strokes:
        here = at_anchor(stroke, techniques)
        match = best_match(stroke.path_for, here, closed=stroke.closed, asked=asked)
        if match is not None:
            known_s += (stroke.end_s - stroke.start_s) * math.exp(-match.cost)
    return known_s
