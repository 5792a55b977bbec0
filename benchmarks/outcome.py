"""What was said of a clip: by Coach, or by whatever it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from benchmarks.truth import Truth
from coach.body.placement import CHARTS, BodyFollower, Placement
from coach.coaching import session
from coach.techniques.library import Library
from coach.types import HANDS, Attempt, ChartName, FloatArray, Observation, Side, View

__all__ = ["Judged", "Outcome", "Replay", "during", "judge"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of one clip.

    Attributes
    ----------
    technique
        The one that most attempts fit; None when none does.
    repetitions, by_side
        What was counted; of the left, the right hand.
    t_s
        (n,): times of the frames.
    touching
        (n, 2): whether the left, the right hand was said to stroke the skin.
    places_uv
        (n, 2, 2): where the left, the right hand was seen in the clip's chart; NaN when it
        was not.
    """

    technique: str | None
    attempts: tuple[Attempt, ...]
    repetitions: int
    by_side: tuple[int, int]
    view: View
    t_s: FloatArray
    touching: NDArray[np.bool_]
    places_uv: FloatArray


@dataclass(frozen=True, slots=True)
class Judged:
    """A clip's truth, and what was said of it.

    Attributes
    ----------
    told
        With the technique told, as by ``coach review --technique``. The same as `untold` for
        clips that show none.
    untold
        Without.
    """

    truth: Truth
    told: Outcome
    untold: Outcome


class Replay:
    """Stands in for the body's follower: what it gives does not depend on the technique."""

    def __init__(self, placements: Iterable[Placement]) -> None:
        self._placements = iter(placements)

    def push(self, _: Observation) -> Placement:
        """Give the next frame's placement."""
        return next(self._placements)


def judge(
    seen: Sequence[Observation],
    library: Library,
    techniques: Sequence[str | None],
    chart: ChartName,
) -> list[Outcome]:
    """Run Coach over the landmarks of a clip, as a review does, once for each technique told.

    Parameters
    ----------
    techniques
        Ids; None to find out which it is.
    chart
        The one that places are told in.
    """
    follower = BodyFollower()
    placements = [follower.push(one) for one in seen]
    places_uv = np.array(
        [[touch.at_uv[CHARTS.index(chart)] for touch in one.touches] for one in placements]
    )
    return [_run(seen, library, told, placements, places_uv) for told in techniques]


def _run(
    seen: Sequence[Observation],
    library: Library,
    technique: str | None,
    placements: Sequence[Placement],
    places_uv: FloatArray,
) -> Outcome:
    # Following the body is most of the work after the landmarks, so it is done once a clip.
    with mock.patch.object(session, "BodyFollower", return_value=Replay(placements)):
        running = session.Session(library, technique=technique)
    for one in seen:
        running.push(one)
    running.finish()
    t_s = np.array([one.t_s for one in seen])
    report = running.report("", float(t_s[-1]))
    left, right = (report.repetitions_of(side) for side in HANDS)
    return Outcome(
        technique=report.technique,
        attempts=tuple(report.attempts),
        repetitions=report.repetitions,
        by_side=(left, right),
        view=report.view,
        t_s=t_s,
        touching=during(report.attempts, t_s),
        places_uv=places_uv,
    )


def during(attempts: Iterable[Attempt], t_s: FloatArray) -> NDArray[np.bool_]:
    """Give (n, 2): the left, the right hand was in an attempt at these times."""
    touching = np.zeros((len(t_s), len(HANDS)), dtype=bool)
    for attempt in attempts:
        inside = (t_s >= attempt.start_s) & (t_s <= attempt.end_s)
        for index, side in enumerate(HANDS):
            if attempt.side in (side, Side.BOTH):
                touching[:, index] |= inside
    return touching
