"""A teacher's clip in step with a pupil's: which of its moments belongs to which of the pupil's.

Within a repetition both are at the same place of the way, as `coach.teaching.compare` pairs them.
Between two repetitions the teacher runs on at the teacher's own pace, and then comes in again: from
half the way back to half the way back the picture changes least, whichever repetition is next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from coach.teaching.align import evened
from coach.teaching.compare import Beside, Comparison
from coach.types import FloatArray, Side, frozen_array

__all__ = ["InStep", "Moment", "Stretch", "Turn", "in_step", "moment_of", "turns"]

OWN_PACE = 0.1
"""So much of the way is gone evenly with the points of a path, whatever the pairing says: who stays
while the other goes on is moved slowly, and not stopped and thrown ahead."""
LEAD_S = 1.0
"""So long before and after a repetition a teacher's clip is shown, at most."""
OTHER_PACE = 2.0
"""A teacher's repetition that took so many times as long as usual, or as short, is not shown."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A pupil's repetition, with the row of each hand that did it.

    Attributes
    ----------
    number
        From 1.
    rows
        One or two; the left hand's first.
    """

    number: int
    rows: tuple[Beside, ...]

    @property
    def start_s(self) -> float:
        """When it began."""
        return self.rows[0].start_s

    @property
    def end_s(self) -> float:
        """When it ended."""
        return self.rows[0].end_s

    @property
    def nearest(self) -> Beside:
        """The row of the hand that kept nearest to the way: it is the one followed best."""
        return min(self.rows, key=lambda row: row.gap_cm)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a hand is in a repetition at one time.

    Attributes
    ----------
    gone_uv
        (n, 2): its path until now, in time order; the last point is where it is.
    right_uv
        (2,): where the technique is at this moment of the movement.
    shown_uv
        (2,): where a teacher is who begins and ends with the pupil, and goes the right way; the
        same as `right_uv` but for who goes backwards.
    """

    gone_uv: FloatArray
    right_uv: FloatArray
    shown_uv: FloatArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "gone_uv", frozen_array(self.gone_uv, (None, 2), "gone_uv"))
        for name in ("right_uv", "shown_uv"):
            object.__setattr__(self, name, frozen_array(getattr(self, name), (2,), name))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the pupil's time, and the teacher's time that goes with it.

    Attributes
    ----------
    start_s
        Where it begins in the pupil's time; it goes on until the next one does.
    pupil_s, teacher_s
        (n,), (n,): times that belong together. The pupil's rise, the teacher's never fall. Before
        the first and after the last pair the teacher stands still.
    pupil_round_s, teacher_round_s
        Of a circle, how long once round takes; else 0. Circles are shown from where the technique
        begins: earlier times of the pupil's are looked up one round later, and times of the
        teacher's that lie beyond the end of the circle stand for those one round before.
    teacher_end_s
        Where the teacher's circle ends; infinite for all else.
    """

    start_s: float
    pupil_s: FloatArray
    teacher_s: FloatArray
    pupil_round_s: float = 0.0
    teacher_round_s: float = 0.0
    teacher_end_s: float = float("inf")

    def __post_init__(self) -> None:
        object.__setattr__(self, "pupil_s", frozen_array(self.pupil_s, (None,), "pupil_s"))
        shape = (len(self.pupil_s),)
        object.__setattr__(self, "teacher_s", frozen_array(self.teacher_s, shape, "teacher_s"))

    def at(self, t_s: float) -> float:
        """Give the teacher's time for the pupil's."""
        if t_s < self.pupil_s[0]:
            t_s += self.pupil_round_s
        found_s = float(np.interp(t_s, self.pupil_s, self.teacher_s))
        return found_s - self.teacher_round_s if found_s > self.teacher_end_s else found_s


@dataclass(frozen=True, slots=True)
class InStep:
    """The teacher's time for any of the pupil's.

    Attributes
    ----------
    stretches
        In time order.
    windows_s
        (n, 2): parts of the teacher's clip in which all of these times lie, in time order.
    """

    stretches: tuple[Stretch, ...]
    windows_s: FloatArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "windows_s", frozen_array(self.windows_s, (None, 2), "windows_s"))

    def at(self, t_s: float) -> float:
        """Give the teacher's time for the pupil's."""
        index = bisect_right([one.start_s for one in self.stretches], t_s)
        return self.stretches[max(index - 1, 0)].at(t_s)


def turns(found: Comparison) -> tuple[Turn, ...]:
    """Give the pupil's repetitions; of those that overlap by more than half, the first."""
    kept: list[Turn] = []
    for number, rows in groupby(found.rows, key=lambda row: row.number):
        one = Turn(number, tuple(rows))
        shared_s = min(kept[-1].end_s, one.end_s) - one.start_s if kept else 0.0
        if shared_s <= 0.5 * (one.end_s - one.start_s):
            kept.append(one)
    return tuple(kept)


def in_step(pupil: Comparison, teacher: Comparison) -> InStep:
    """Find the teacher's moment for each of the pupil's.

    Parameters
    ----------
    pupil
        The pupil beside what was learned from the teacher.
    teacher
        The teacher beside the same.
    """
    shown = [(turn, _shown_beside(turn, teacher)) for turn in turns(pupil)]
    stretches: list[Stretch] = []
    before: tuple[Turn, Beside] | None = None
    for turn, beside in shown:
        stretches += _between(before, (turn, beside), teacher.rows)
        # Hands that take turns overlap a little: the earlier one is shown to its end.
        start_s = turn.start_s if before is None else max(turn.start_s, before[0].end_s)
        stretches.append(_within(turn.nearest, beside, start_s))
        before = turn, beside
    if before is not None:
        end_s = before[0].end_s
        after_s = _pause_s(before[1], teacher.rows)[1]
        times_s = np.array([0.0, after_s])
        stretches.append(Stretch(end_s, end_s + times_s, before[1].end_s + times_s))
    return InStep(tuple(stretches), _windows([beside for _, beside in shown], teacher.rows))


def moment_of(row: Beside, t_s: float) -> Moment:
    """Tell where a hand is in its repetition; before it at its beginning, after it at its end."""
    at_s = np.where(row.t_s > row.end_s, row.t_s - row.pace_s, row.t_s)
    order = np.argsort(at_s, kind="stable")
    at_s = at_s[order]
    gone = row.path_uv[order][at_s < t_s]
    whole = np.column_stack([row.path_uv, row.right_uv])[order]
    now = np.array([np.interp(t_s, at_s, column) for column in whole.T])
    forth = row.right_uv[::-1] if row.backwards else row.right_uv
    along = 1.0 - row.along[::-1] if row.backwards else row.along
    place = np.interp(t_s, at_s, row.along[order])
    shown = np.array([np.interp(place, along, column) for column in forth.T])
    return Moment(np.concatenate([gone, now[None, :2]]), now[2:], shown)


def _shown_beside(turn: Turn, teacher: Comparison) -> Beside:
    """Choose the teacher's repetition that is shown beside one of the pupil's.

    It is the one nearest to the learned path, as that is what the pupil is held against; of the
    same hand, so that both pictures show the same side of the body; and always the same one, so
    that what differs from repetition to repetition is the pupil's doing.
    """
    right = [row for row in teacher.rows if not row.backwards] or list(teacher.rows)
    usual_s = float(np.median([row.pace_s for row in right]))
    usual = [row for row in right if 1 / OTHER_PACE <= row.pace_s / usual_s <= OTHER_PACE]
    same = [row for row in usual if row.side is turn.nearest.side] or usual
    if len(turn.rows) > 1:  # Two hands beside two, where the teacher ever uses both.
        sides = {row.number: {r.side for r in right if r.number == row.number} for row in same}
        same = [row for row in same if sides[row.number] == {Side.LEFT, Side.RIGHT}] or same
    return min(same, key=lambda row: row.gap_cm)


def _within(pupil: Beside, teacher: Beside, start_s: float) -> Stretch:
    """Pair a repetition with the teacher's: by place, or who goes backwards by share of the way."""
    pupil_s, place = _way(pupil)
    teacher_s, teacher_place = _way(teacher)
    closed = teacher.t_s[-1] > teacher.end_s + 1e-9 or pupil.t_s[-1] > pupil.end_s + 1e-9
    return Stretch(
        start_s,
        pupil_s,
        np.interp(place, teacher_place, teacher_s),
        pupil.pace_s if closed else 0.0,
        teacher.pace_s if closed else 0.0,
        teacher.end_s if closed else float("inf"),
    )


def _way(row: Beside) -> tuple[FloatArray, FloatArray]:
    """Give times (n,), rising, and the place on the way (n,) at each, rising from 0 to 1."""
    t_s, which = np.unique(row.t_s, return_inverse=True)
    place = np.bincount(which, row.along) / np.bincount(which)
    place[0], place[-1] = 0.0, 1.0
    even = np.linspace(0.0, 1.0, len(place))
    place = evened(np.column_stack([even, place]), closed=False)[:, 1]
    return t_s, np.maximum.accumulate((1 - OWN_PACE) * place + OWN_PACE * even)


def _between(
    before: tuple[Turn, Beside] | None, after: tuple[Turn, Beside], rows: Sequence[Beside]
) -> Iterator[Stretch]:
    """Run on after one repetition and come in before the next, half of the pause each."""
    start_s, end_s = before[0].end_s if before else -np.inf, after[0].start_s
    if end_s <= start_s:
        return
    middle_s = start_s
    if before is not None:
        middle_s = (start_s + end_s) / 2
        on_s = _pause_s(before[1], rows)[1]
        # No slower than it was: then it stands still until the other half begins.
        pupil_s = np.array([start_s, start_s + max(min(on_s, middle_s - start_s), 1e-6)])
        yield Stretch(start_s, pupil_s, before[1].end_s + np.array([0.0, on_s]))
    lead_s = _pause_s(after[1], rows)[0]
    pupil_s = np.array([end_s - max(min(lead_s, end_s - middle_s), 1e-6), end_s])
    yield Stretch(middle_s, pupil_s, after[1].start_s - np.array([lead_s, 0.0]))


def _pause_s(shown: Beside, rows: Sequence[Beside]) -> tuple[float, float]:
    """Tell how long before and after a repetition nothing else is done, seconds.

    Half of a pause belongs to each of the repetitions on either side of it.
    """
    ends_s = [row.end_s for row in rows if row.end_s <= shown.start_s]
    starts_s = [row.start_s for row in rows if row.start_s >= shown.end_s]
    before_s = (shown.start_s - max(ends_s)) / 2 if ends_s else shown.start_s
    after_s = (min(starts_s) - shown.end_s) / 2 if starts_s else LEAD_S
    return min(before_s, LEAD_S), min(after_s, LEAD_S)


def _windows(shown: Sequence[Beside], rows: Sequence[Beside]) -> FloatArray:
    """(n, 2): the parts of the teacher's clip that are shown, none of them touching another."""
    spans = []
    for row in shown:
        before_s, after_s = _pause_s(row, rows)
        spans.append((row.start_s - before_s, row.end_s + after_s))
    joined: list[list[float]] = []
    for start_s, end_s in sorted(set(spans)):
        if joined and start_s <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end_s)
        else:
            joined.append([start_s, end_s])
    return np.array(joined).reshape(-1, 2)
