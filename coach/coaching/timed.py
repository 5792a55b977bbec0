"""What is only timed: whether a hand was at its place, and whether its time tells anything.

How a ball, a roller or a massager works nobody sees. All that a camera knows is that a hand was
where the device belongs, and for how long.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coach.body.placement import CHARTS, FACE_CM
from coach.body.scale import to_cm
from coach.strokes.segment import Bout
from coach.strokes.spell import Spell, offsets_cm
from coach.techniques.schema import Kind, Technique
from coach.types import ChartName

__all__ = ["NOWHERE", "TOO_BRIEF", "WHICH", "has_place", "stays_at_place"]

ANYWHERE_CM = 25.0
"""A technique that may be done as far as this from its path, or further, has no place of its own
(ours): that reaches over the whole trunk."""
AT_PLACE = 0.5
"""A hand that is at the place for less of its time was busy elsewhere (ours)."""
NOWHERE = "Only the time can be taken of this, while a hand is seen at its place; none was."
TOO_BRIEF = (
    "Only the time can be taken of this, and a hand was seen on the body too briefly to tell "
    "what it did."
)
WHICH = "Only the time can be taken of what is done with a device: say which device it is."


def has_place(technique: Technique) -> bool:
    """Tell whether a technique belongs to one place, so that a hand there says that it is done."""
    return technique.off_path_cm < ANYWHERE_CM


def stays_at_place(spells: Sequence[Spell], bouts: Sequence[Bout]) -> tuple[Spell, ...]:
    """Leave out of what was timed what a hand did elsewhere.

    Parameters
    ----------
    bouts
        All that the spells were found in.
    """
    return tuple(
        one for one in spells if one.technique.kind is not Kind.TIMED or _is_at_place(one, bouts)
    )


def _is_at_place(spell: Spell, bouts: Sequence[Bout]) -> bool:
    there = [
        _there(bout, spell)
        for bout in bouts
        if bout.side is spell.side and bout.anchor is spell.anchor
    ]
    known = np.concatenate(there) if there else np.empty(0, dtype=bool)
    return bool(known.size and known.mean() >= AT_PLACE)


def _there(bout: Bout, spell: Spell) -> NDArray[np.bool_]:
    """Tell of each moment of a spell whether the hand was at its place."""
    technique = spell.technique
    meanwhile = (bout.t_s >= spell.beats[0].start_s) & (bout.t_s <= spell.beats[-1].end_s)
    at_uv = bout.at_uv[meanwhile]
    place_cm = to_cm(technique.chart, at_uv[:, CHARTS.index(technique.chart)])
    near = np.asarray(offsets_cm(place_cm, technique) <= technique.off_path_cm)  # not where NaN
    if technique.chart is not ChartName.TORSO:
        return near
    # A hand before the face is above the trunk, however near to it.
    face_cm = to_cm(ChartName.FACE, at_uv[:, CHARTS.index(ChartName.FACE)])
    before_face = ((face_cm > FACE_CM[0]) & (face_cm < FACE_CM[1])).all(axis=1)
    return np.asarray(near & ~before_face)
