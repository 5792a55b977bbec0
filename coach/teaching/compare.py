"""A pupil beside a teacher: repetition by repetition, in step with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.body.scale import from_cm, to_cm
from coach.errors import NothingToJudge
from coach.strokes.match import resample
from coach.teaching.align import POINTS, length_cm, paired, ring, ring_area_cm2, turn_of, turned
from coach.teaching.demonstration import Demonstration
from coach.teaching.repetition import Odd, Repetition
from coach.teaching.repetitions import found
from coach.techniques.schema import Kind, Technique
from coach.types import HANDS, FloatArray, Sense, Side, View, frozen_array

__all__ = ["Beside", "Comparison", "check_way", "compare"]

NEAR = 3.0
"""A movement further off than so many times the technique's tolerance, in the mean, is another
one; so is one that does not go along it either way."""
ALONG = 0.5
"""Cosine of the angle to the technique's way, from which on a stroke goes along it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One hand's repetition beside the technique's path, point by point in step.

    Attributes
    ----------
    start_s, end_s, side
        When, and which hand.
    sense
        Which way; None when it could not be told from the way back.
    path_uv, right_uv
        (k, 2), (k, 2): where the hand was, and where the technique is at that moment of the
        movement; on the hand's own side of the body.
    gap_cm
        Mean distance of the two.
    worst_cm, worst_at
        The greatest, and how far along it is, 0 to 1.
    worst_aside_cm
        (2,): from the technique to the hand at that place: outwards, and up.
    length_share
        How long the way was, over the technique's.
    number
        Which of the pupil's repetitions it belongs to, from 1.
    backwards
        It runs along the technique from its end to its beginning, or round the other way.
    t_s
        (k,): when the hand was there, never falling. Of a circle the pairs begin where the
        technique does, and not where the hand did: times after its end are those of places it
        was at `pace_s` before.
    along
        (k,): how far along the technique's way each pair is, gone the way the hand went: rising
        from 0 to 1.
    """

    start_s: float
    end_s: float
    side: Side
    sense: Sense | None
    path_uv: FloatArray
    right_uv: FloatArray
    gap_cm: float
    worst_cm: float
    worst_at: float
    worst_aside_cm: FloatArray
    length_share: float
    number: int
    backwards: bool
    t_s: FloatArray
    along: FloatArray

    def __post_init__(self) -> None:
        for name in ("path_uv", "right_uv"):
            path = frozen_array(getattr(self, name), (None, 2), name)
            object.__setattr__(self, name, path)
        for name in ("t_s", "along"):
            values = frozen_array(getattr(self, name), (len(self.path_uv),), name)
            object.__setattr__(self, name, values)

    @property
    def pace_s(self) -> float:
        """How long it took."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pupil's clip beside a technique.

    Attributes
    ----------
    technique
        What it is compared with.
    pace_s
        How long the teacher took; of a technique without a teacher, the middle of its pace.
    rows
        One for each hand's repetition, in time order.
    others
        How many movements were something else.
    """

    technique: Technique
    pace_s: float
    rows: tuple[Beside, ...]
    others: int

    @property
    def gap_cm(self) -> float:
        """How far the pupil is from the technique, in the mean over repetitions."""
        return float(np.mean([row.gap_cm for row in self.rows]))


def compare(pupil: Demonstration, technique: Technique, pace_s: float | None = None) -> Comparison:
    """Lay a pupil's repetitions beside a technique.

    Parameters
    ----------
    pace_s
        How long the teacher took, where it is known.

    Raises
    ------
    NothingToJudge
        The technique has no way to compare, or nothing like it was seen; the message says which.
    """
    if pupil.obstacle:
        raise NothingToJudge(pupil.obstacle)
    check_way(technique)
    if pupil.view not in (technique.view, View.UNKNOWN):
        raise NothingToJudge(f'"{technique.name}" can\'t be seen from this side')
    shown = found(pupil.by(technique.part_apart), technique.chart, HANDS)
    rows: list[Beside] = []
    for one in shown:
        rows += _rows(one, technique, rows[-1].number + 1 if rows else 1)
    if not rows:
        raise NothingToJudge(
            f'no movement like "{technique.name}" was seen: keep face or back and both hands in '
            "the picture, and lift your hands clear on the way back"
        )
    pace_s = pace_s or float(np.sqrt(technique.pace_min_s * technique.pace_max_s))
    hands = sum(len(one.done_cm) for one in shown)
    return Comparison(technique, pace_s, tuple(rows), hands - len(rows))


def check_way(technique: Technique) -> None:
    """Refuse a technique that has no right way along its path, with `NothingToJudge`."""
    if not technique.kind.is_path:
        raise NothingToJudge(
            f'"{technique.name}" has no right way along a path to compare: coach review counts it'
        )


def _rows(one: Repetition, technique: Technique, number: int) -> Sequence[Beside]:
    circle = technique.kind is Kind.CIRCLE
    if one.closed is not circle:
        return ()
    rows = []
    for side, path_cm in zip(HANDS, one.paths_cm, strict=True):
        if np.isfinite(path_cm).all():
            row = _beside(one, side, technique, number)
            if row is not None:
                rows.append(row)
    return rows


def _beside(one: Repetition, side: Side, technique: Technique, number: int) -> Beside | None:
    """Lay one hand's path beside the technique; None when it is something else."""
    path_cm, t_s = one.paths_cm[HANDS.index(side)], one.at_s[HANDS.index(side)]
    right_cm = _reference_cm(technique)
    backwards = _goes_back(path_cm, right_cm, closed=one.closed)
    if backwards is None:
        return None
    like_cm = right_cm[::-1] if backwards else right_cm
    if one.closed:
        t_s = _turned_s(t_s, turn_of(path_cm, like_cm))
        path_cm = turned(path_cm, like_cm)
    at, of = paired(path_cm, like_cm).T
    aside = path_cm[at] - like_cm[of]
    gaps = np.hypot(*aside.T)
    if gaps.mean() > NEAR * technique.off_path_cm:
        return None
    worst = int(np.argmax(gaps))
    # Paths are laid on the person's left; a hand is drawn where it was.
    mirror = np.array([1.0 if side is Side.LEFT else -1.0, 1.0])
    sense = None
    if one.odd is not Odd.OPEN:
        sense = Sense.REVERSED if backwards else Sense.RIGHT
    return Beside(
        start_s=one.start_s,
        end_s=one.end_s,
        side=side,
        sense=sense,
        path_uv=from_cm(technique.chart, path_cm[at]) * mirror,
        right_uv=from_cm(technique.chart, like_cm[of]) * mirror,
        gap_cm=float(gaps.mean()),
        worst_cm=float(gaps[worst]),
        worst_at=float(of[worst] / (POINTS - 1)),
        worst_aside_cm=aside[worst],
        length_share=length_cm(path_cm) / length_cm(right_cm),
        number=number,
        backwards=backwards,
        t_s=t_s[at],
        along=of / (POINTS - 1),
    )


def _turned_s(t_s: FloatArray, turn: int) -> FloatArray:
    """Let the times of a ring (32,) begin at one of its points, and go on a turn later."""
    open_s = t_s[:-1]
    return np.concatenate([open_s[turn:], open_s[: turn + 1] + (t_s[-1] - t_s[0])])


def _reference_cm(technique: Technique) -> FloatArray:
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    return ring(path_cm[:-1]) if technique.kind is Kind.CIRCLE else resample(path_cm, POINTS)


def _goes_back(path_cm: FloatArray, right_cm: FloatArray, *, closed: bool) -> bool | None:
    """Tell whether a path runs against the technique; None when it does neither."""
    if closed:
        return ring_area_cm2(path_cm) * ring_area_cm2(right_cm) < 0
    way, right = path_cm[-1] - path_cm[0], right_cm[-1] - right_cm[0]
    cosine = float(way @ right / (np.hypot(*way) * np.hypot(*right) + 1e-9))
    return None if abs(cosine) < ALONG else cosine < 0
