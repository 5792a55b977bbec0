"""Steadying the body of a demonstration by what comes before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from coach.teaching.learn import learn
from coach.teaching.steady import AROUND_S, Steadied
from coach.types import Observation, View
from tests.simulated import FPS, Camera, Script, observe, repeat, technique_path
from tests.teaching.made import LIBRARY, off_cm, watched

FOREHEAD, BACK = LIBRARY.find("forehead-to-temples"), LIBRARY.find("back-long-stroke")
UNIT_PX = Camera().unit_px
TORSO = [11, 12, 23, 24]


def steadied(frames: Iterable[Observation]) -> list[Observation]:
    steady = Steadied()
    given = [one for seen in frames for one in steady.push(seen)]
    return given + list(steady.finish())


def sitting(view: View = View.FRONT, seconds: float = 5.0) -> list[Observation]:
    return list(observe(Script([seconds], [seconds]), view=view))


def meshes(frames: Sequence[Observation]) -> np.ndarray:
    return np.array([seen.face_px for seen in frames])


def joints(frames: Sequence[Observation]) -> np.ndarray:
    return np.array([seen.body_px[TORSO] for seen in frames])


def astray(seen: Observation, by_px: tuple[float, float], grown: float = 1.0) -> Observation:
    middle = seen.face_px.mean(axis=0)
    return replace(seen, face_px=(seen.face_px - middle) * grown + middle + (*by_px, 0.0))


def test_every_frame_comes_out_once_and_in_order() -> None:
    frames = sitting()
    steady, given = Steadied(), []
    for seen in frames:
        given += list(steady.push(seen))
        if given:
            assert AROUND_S <= seen.t_s - given[-1].t_s <= AROUND_S + 2 / FPS
    given += list(steady.finish())
    assert [one.t_s for one in given] == [one.t_s for one in frames]
    assert list(Steadied().finish()) == []


def test_what_is_steady_stays_as_it_is() -> None:
    frames = sitting()
    assert np.array_equal(meshes(steadied(frames)), meshes(frames))
    assert np.array_equal(joints(steadied(frames)), joints(frames))


@pytest.mark.parametrize(
    ("by_px", "grown"), [((UNIT_PX, 0.0), 1.0), ((0.0, 3 * UNIT_PX), 1.0), ((0.0, 0.0), 1.3)]
)
def test_a_mesh_that_goes_astray_is_put_back(by_px: tuple[float, float], grown: float) -> None:
    frames = sitting()
    wrong = [astray(s, by_px, grown) if 2.0 < s.t_s < 2.6 else s for s in frames]
    assert np.allclose(meshes(steadied(wrong)), meshes(frames), atol=0.01)


def test_a_head_that_moves_is_followed() -> None:
    # 6 cm to the side within three seconds, and it stays there.
    shifts = [1.4 * UNIT_PX * np.clip((s.t_s - 2.0) / 3.0, 0.0, 1.0) for s in sitting(seconds=8.0)]
    moved = [astray(s, (x, 0.0)) for s, x in zip(sitting(seconds=8.0), shifts, strict=True)]
    off_px = np.abs(meshes(steadied(moved)) - meshes(moved)).max()
    assert off_px < 0.3 * UNIT_PX


def test_a_face_that_is_not_seen_is_not_made_up() -> None:
    hidden = [
        replace(s, face_px=np.full_like(s.face_px, np.nan)) if 2.0 < s.t_s < 3.0 else s
        for s in sitting()
    ]
    given = steadied(hidden)
    assert [s.has_face for s in given] == [s.has_face for s in hidden]


def test_shoulders_that_arms_drag_along_are_put_back() -> None:
    frames = sitting(View.BACK)
    wrong = []
    for seen in frames:
        body_px = seen.body_px.copy()
        if 2.0 < seen.t_s < 2.8:
            middle_px = body_px[TORSO[:2]].mean(axis=0)
            body_px[TORSO[:2]] = middle_px + np.array([[-20.0, 0.0], [20.0, 0.0]])
        elif 3.2 < seen.t_s < 3.6:  # The pose takes the back for a front.
            body_px[TORSO] = body_px[[12, 11, 24, 23]]
        wrong.append(replace(seen, body_px=body_px))
    assert np.allclose(joints(steadied(wrong)), joints(frames), atol=0.01)


def test_a_demonstration_is_learned_although_its_face_goes_astray() -> None:
    strokes = repeat(technique_path(FOREHEAD), 3)
    frames = [
        astray(seen, (0.5 * UNIT_PX, 2.0 * UNIT_PX)) if seen.t_s % 2.0 > 1.5 else seen
        for seen in observe(Script(strokes, strokes))
    ]
    lesson = learn(watched(frames), LIBRARY, "Mine")
    assert not lesson.doubt
    path_uv = lesson.technique().path_array_uv
    assert off_cm(path_uv, FOREHEAD.path_array_uv, FOREHEAD.chart) < 0.4
