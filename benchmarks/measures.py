"""The measures of strokes and repetitions: what one clip adds to each.

Every function takes what is true in a clip and what was said of it, and gives a row of sums, or
the values themselves where a median is wanted. Nothing is averaged here: clips differ in length,
and intervals are found by resampling clips.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from benchmarks.acts import COUNTED_ACTS, NAMED_ACTS, QUIET_ACTS, has_sense
from benchmarks.matching import match
from benchmarks.outcome import Outcome
from benchmarks.truth import TrueStroke, Truth
from coach.body.scale import to_cm
from coach.types import FloatArray, Verdict, View

__all__ = [
    "LIFT_BANDS_CM",
    "circle_errors_deg",
    "direction_errors_deg",
    "false_alarms",
    "false_attempts",
    "faults",
    "repetitions",
    "sense",
    "sense_by_lift",
    "spine",
    "technique",
]

LIFT_BANDS_CM = ((0.0, 1.0), (1.0, 2.5), (2.5, 4.0), (4.0, 8.5))
"""Heights of the returns between which the sense is told apart; the highest drawn is 8 cm."""
CLOSED = 0.35
"""A path whose ends are nearer than this share of its extent goes round, and has no one
direction."""
NOTHING = "nothing"


def sense(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (right, given, strokes): strokes whose sense was said rightly, was said, are there."""
    rows = _senses(truth, said)
    return np.sum(rows, axis=0) if len(rows) else None


def sense_by_lift(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (bands, 3): `sense` for each of the bands of lift.

    The last stroke of a bout has no return; it is counted with its clip's usual lift.
    """
    found = np.zeros((len(LIFT_BANDS_CM), 3))
    strokes = [s for s in truth.strokes if has_sense(truth.act, s.fault)]
    for stroke, row in zip(strokes, _senses(truth, said), strict=True):
        lift_cm = stroke.lift_cm if np.isfinite(stroke.lift_cm) else truth.lift_cm
        for band, (low, high) in enumerate(LIFT_BANDS_CM):
            if low <= lift_cm < high:
                found[band] += row
    return found if found.any() else None


def _senses(truth: Truth, said: Outcome) -> FloatArray:
    """(strokes, 3): for each stroke that has a sense, (right, given, 1)."""
    rows = []
    for stroke, one in match(truth.strokes, said.attempts).pairs:
        if has_sense(truth.act, stroke.fault):
            given = one is not None and one.attempt.sense is not None
            right = given and one is not None and one.attempt.sense is stroke.sense
            rows.append((float(right), float(given), 1.0))
    return np.array(rows).reshape(-1, 3)


def technique(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (right, 1): the technique was named."""
    if truth.act not in NAMED_ACTS:
        return None
    return np.array([float(said.technique == truth.technique), 1.0])


def repetitions(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (exact, off by one at most, exact on both sides, error, 1, error of some, some).

    The error is |p − g| / (g + 0.1) for p said and g true. Where nothing is to be counted, a
    single repetition makes it 10; so it is also told for clips where something is.
    """
    if truth.act not in COUNTED_ACTS:
        return None
    off = abs(said.repetitions - truth.repetitions)
    error = off / (truth.repetitions + 0.1)
    some = float(truth.repetitions > 0)
    sides = float(said.by_side == truth.by_side)
    return np.array([off == 0, off <= 1, sides, error, 1.0, error * some, some], dtype=np.float64)


def direction_errors_deg(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give the angle between said and true mean direction, for each stroke that was matched.

    Directions are taken from a path's beginning to its end, on an average adult. What goes round
    has none; see `circle_errors_deg`.
    """
    angles = [
        _angle_deg(true_cm[-1] - true_cm[0], said_cm[-1] - said_cm[0])
        for true_cm, said_cm in _paths_cm(truth, said)
        if not _is_closed(true_cm)
    ]
    return np.array(angles) if angles else None


def circle_errors_deg(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give the median angle along the way, for each circle that was matched."""
    angles = [
        _turn_round_deg(true_cm, said_cm)
        for true_cm, said_cm in _paths_cm(truth, said)
        if _is_closed(true_cm)
    ]
    return np.array(angles) if angles else None


def _paths_cm(truth: Truth, said: Outcome) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Give the true and the said path of each stroke on the skin that was matched."""
    for stroke, one in match(truth.strokes, said.attempts).pairs:
        if one is None or one.attempt.chart is not truth.chart or not stroke.touching:
            continue
        known = np.isfinite(stroke.path_uv).all(axis=1)
        if known.sum() >= 2 and np.isfinite(one.path_uv).all():
            yield to_cm(truth.chart, stroke.path_uv[known]), to_cm(truth.chart, one.path_uv)


def _is_closed(path_cm: FloatArray) -> bool:
    extent_cm = float(np.hypot(*np.ptp(path_cm, axis=0)))
    return bool(np.hypot(*(path_cm[-1] - path_cm[0])) < CLOSED * extent_cm)


def _turn_round_deg(true_cm: FloatArray, said_cm: FloatArray) -> float:
    """Give the median angle between a circle's steps and the true ones in the same quarter.

    Places are compared about either path's own middle.
    """
    mine, theirs = said_cm - said_cm.mean(axis=0), true_cm - true_cm.mean(axis=0)
    here, there = (mine[1:] + mine[:-1]) / 2, (theirs[1:] + theirs[:-1]) / 2
    phase = np.arctan2(here[:, 1], here[:, 0])[:, None] - np.arctan2(there[:, 1], there[:, 0])
    nearest = np.abs(np.angle(np.exp(1j * phase))).argmin(axis=1)
    return float(np.median(_angle_deg(np.diff(true_cm, axis=0)[nearest], np.diff(said_cm, axis=0))))


def _angle_deg(a: FloatArray, b: FloatArray) -> FloatArray:
    cross = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return np.asarray(np.degrees(np.abs(np.arctan2(cross, (a * b).sum(axis=-1)))))


def spine(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (flagged rightly, flagged, found, on the spine).

    The first two are attempts that were said to go over a place to keep off, the others true
    strokes.
    """
    if truth.view is not View.BACK or truth.act in QUIET_ACTS:
        return None
    matching = match(truth.strokes, said.attempts)
    flagged = [a for a in said.attempts if a.verdict is Verdict.NO_GO]
    on = [one for stroke, one in matching.pairs if stroke.no_go]
    met = {id(one.attempt) for one in on if one is not None}
    found = sum(one is not None and one.attempt.verdict is Verdict.NO_GO for one in on)
    return np.array(
        [sum(id(a) in met for a in flagged), len(flagged), found, len(on)], dtype=np.float64
    )


def false_alarms(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (repetitions counted, minutes) where there is no stroke."""
    return _in_vain(truth, said.repetitions)


def false_attempts(truth: Truth, said: Outcome) -> FloatArray | None:
    """Give (attempts spoken of, minutes) where there is no stroke."""
    return _in_vain(truth, len(said.attempts))


def _in_vain(truth: Truth, count: int) -> FloatArray | None:
    return np.array([count, truth.duration_s / 60]) if truth.act in QUIET_ACTS else None


def faults(truth: Truth, said: Outcome) -> Counter[tuple[str, str]]:
    """Count (fault given, verdict said) over strokes; "nothing" where nothing was said."""
    return Counter(
        (_fault(stroke), one.attempt.verdict.value if one is not None else NOTHING)
        for stroke, one in match(truth.strokes, said.attempts).pairs
    )


def _fault(stroke: TrueStroke) -> str:
    return stroke.fault or "none"
