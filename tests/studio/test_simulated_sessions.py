"""What must not change a verdict: how large the picture is, mirrors, frame rates, clocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from coach.techniques.schema import Technique
from coach.types import BODY_POINTS, Observation, Report, Side
from sample_videos.studio import simulator
from sample_videos.studio.landmark_noise import NONE
from sample_videos.studio.simulated_person import mean_mesh
from sample_videos.studio.vocabulary import StrokeAct
from tests.studio.clear import SEED, STROKES, clear_clip, review

EVERY = pytest.mark.parametrize("technique", STROKES, ids=lambda t: t.id)
OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
POSE_TWINS = [(1, 4), (2, 5), (3, 6), *((k, k + 1) for k in (7, 9, *range(11, BODY_POINTS, 2)))]
"""Joints of the pose on the left and on the right."""


def simulated(technique: Technique, act: StrokeAct = "right", fps: int = 24) -> list[Observation]:
    return simulator.simulate(clear_clip(technique, act, fps=fps), SEED, NONE)[0]


@lru_cache(maxsize=8)
def plain(technique: str) -> tuple[list[Observation], Report]:
    seen = simulated(next(t for t in STROKES if t.id == technique))
    return seen, review(seen, technique)


def told(report: Report) -> list[tuple[object, ...]]:
    return [(a.side, a.technique, a.sense, a.verdict, a.counted) for a in report.attempts]


def scaled(seen: Iterable[Observation], by: float) -> list[Observation]:
    return [
        replace(
            one,
            size_px=(round(one.size_px[0] * by), round(one.size_px[1] * by)),
            hands_px=one.hands_px * by,
            face_px=one.face_px * by,
            body_px=one.body_px * by,
        )
        for one in seen
    ]


@lru_cache(maxsize=1)
def mesh_twins() -> np.ndarray:
    """Give for each point of the mesh the one across the face."""
    mesh = mean_mesh()
    across = np.linalg.norm(mesh[:, None] - mesh[None] * (-1.0, 1.0, 1.0), axis=-1)
    twins: np.ndarray = across.argmin(axis=1)
    return twins


def mirrored(seen: Sequence[Observation]) -> list[Observation]:
    """Give what is seen of somebody whose left is their right, in a mirror."""
    width = seen[0].size_px[0]
    pose = np.arange(BODY_POINTS)
    for left, right in POSE_TWINS:
        pose[[left, right]] = right, left
    return [
        replace(
            one,
            hands_px=(width, 0) + one.hands_px[::-1] * (-1, 1),
            face_px=((width, 0, 0) + one.face_px * (-1, 1, 1))[mesh_twins()],
            body_px=((width, 0) + one.body_px * (-1, 1))[pose],
            body_visibility=one.body_visibility[pose],
        )
        for one in seen
    ]


@EVERY
def test_the_size_of_the_picture_changes_nothing(technique: Technique) -> None:
    seen, report = plain(technique.id)
    assert told(review(scaled(seen, 2.0), technique.id)) == told(report)


@EVERY
def test_the_other_side_is_judged_alike(technique: Technique) -> None:
    seen, report = plain(technique.id)
    other = review(mirrored(seen), technique.id)
    turned = sorted((OTHER[side], *rest) for side, *rest in told(other))
    assert turned == sorted(told(report))


@EVERY
def test_the_clock_may_begin_anywhere(technique: Technique) -> None:
    seen, report = plain(technique.id)
    late = [replace(one, t_s=one.t_s + 1000.0) for one in seen]
    again = review(late, technique.id)
    assert told(again) == told(report)
    starts = [attempt.start_s - 1000.0 for attempt in again.attempts]
    assert starts == pytest.approx([attempt.start_s for attempt in report.attempts], abs=1e-6)


@EVERY
@pytest.mark.parametrize("fps", [15, 30])
def test_the_frame_rate_changes_no_count(technique: Technique, fps: int) -> None:
    _, report = plain(technique.id)
    other = review(simulated(technique, fps=fps), technique.id)
    assert other.repetitions == report.repetitions
    assert {a.sense for a in other.attempts} == {a.sense for a in report.attempts}
