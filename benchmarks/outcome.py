"""What was said of a clip: by Coach, or by whatever it is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from benchmarks.truth import Truth
from coach.body.placement import CHARTS, BodyFollower, Placement
from coach.coaching import session
from coach.techniques.library import Library
from coach.types import (
    HANDS,
    Attempt,
    ChartName,
    FloatArray,
    Observation,
    Region,
    Report,
    Side,
    View,
)

__all__ = ["Judged", "Outcome", "during", "followed", "judge", "reviewed"]


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


def followed(seen: Iterable[Observation]) -> list[Placement]:
    """Give where hands were on the body, frame by frame: most of the work after the landmarks."""
    follower = BodyFollower()
    return [follower.push(one) for one in seen]


def judge(
    seen: Sequence[Observation],
    library: Library,
    techniques: Sequence[str | None],
    chart: ChartName,
    placements: Sequence[Placement] | None = None,
) -> list[Outcome]:
    """Run Coach over the landmarks of a clip, as a review does, once for each technique told.

    Parameters
    ----------
    techniques
        Ids; None to find out which it is.
    chart
        The one that places are told in.
    placements
        What `followed` gave for these landmarks, if it was asked before.
    """
    if placements is None:
        placements = followed(seen)
    places_uv = np.array(
        [[touch.at_uv[CHARTS.index(chart)] for touch in one.touches] for one in placements]
    )
    return [_run(seen, library, told, placements, places_uv) for told in techniques]


def reviewed(
    seen: Sequence[Observation],
    placements: Iterable[Placement],
    library: Library,
    technique: str | None = None,
    region: Region | None = None,
) -> Report:
    """Review landmarks of which `followed` has told before where on the body they are."""
    rest = iter(placements)
    replay = SimpleNamespace(push=lambda _: next(rest))
    with mock.patch.object(session, "BodyFollower", return_value=replay):
        running = session.Session(library, technique=technique, region=region)
    for one in seen:
        running.push(one)
    running.finish()
    return running.report("", float(seen[-1].t_s))


def _run(
    seen: Sequence[Observation],
    library: Library,
    technique: str | None,
    placements: Sequence[Placement],
    places_uv: FloatArray,
) -> Outcome:
    report = reviewed(seen, placements, library, technique)
    t_s = np.array([one.t_s for one in seen])
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
