"""Clips drawn from seeds: always the same, balanced, and with everything in the picture."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numba")

from sample_videos.studio import routes, simulator
from sample_videos.studio.heads import OUTER_CORNER_CM
from sample_videos.studio.scenario import SLOTS, draw
from sample_videos.studio.torso import hip_joint_cm, shoulder_joint_cm
from sample_videos.studio.vocabulary import STROKE_ACTS

DRAWN = [draw(seed) for seed in range(200)]
IDLE = "idle"


def test_a_seed_always_gives_the_same_clip() -> None:
    assert draw(17) == draw(17)
    assert draw(17) != draw(37)
    assert pickle.loads(pickle.dumps(draw(17))) == draw(17)


SHOWN_BY = {
    5: ("around-the-eyes", "too_short", 8.7917, [1.497, 2.872], [0.346, 0.273], [1.26, 0.144]),
    17: ("back-long-stroke", "reversed", 8.6, [1.5, 3.0], [0.39, 0.938], [0.333, 0.19]),
}
"""Of a seed: technique, act, length, and the first stroke's times and ends."""


@pytest.mark.parametrize("seed", SHOWN_BY)
def test_what_a_seed_shows_does_not_change_with_the_catalogue(seed: int) -> None:
    technique, act, duration_s, times_s, first_uv, last_uv = SHOWN_BY[seed]
    assert {one.id for one in routes.LIBRARY.techniques} == set(routes.SHOWN)
    _, told = simulator.session(seed)
    stroke = told["strokes"][0]
    assert (told["technique"], told["act"]) == (technique, act)
    assert told["duration_s"] == pytest.approx(duration_s, abs=1e-3)
    assert [stroke["start_s"], stroke["end_s"]] == pytest.approx(times_s, abs=2e-3)
    np.testing.assert_allclose(stroke["path_uv"][0], first_uv, atol=3e-3)
    np.testing.assert_allclose(stroke["path_uv"][-1], last_uv, atol=3e-3)


@pytest.mark.parametrize("start", [0, 7, 60])
def test_twenty_seeds_in_a_row_hold_every_act(start: int) -> None:
    acts = Counter(clip.act if clip.technique else IDLE for clip in DRAWN[start : start + 20])
    assert acts.pop("right") == 6
    assert acts.pop("reversed") == 3
    assert acts.pop(IDLE) == 3
    assert set(acts) == set(STROKE_ACTS) - {"right", "reversed"}
    assert set(acts.values()) == {1}


def test_techniques_and_tones_come_up_evenly() -> None:
    right = Counter(clip.technique for clip in DRAWN if clip.act == "right")
    assert len(right) == 7
    assert max(right.values()) - min(right.values()) <= 1
    for slot in range(len(SLOTS)):
        assert {clip.look.tone for clip in DRAWN[slot :: len(SLOTS)]} == set(range(1, 11))


def test_names_tell_clips_apart() -> None:
    assert len({clip.name for clip in DRAWN}) == len(DRAWN)


def test_pictures_are_as_large_as_the_sensor_says() -> None:
    for clip in DRAWN:
        size = (clip.camera.width_px, clip.camera.height_px)
        assert size == (clip.sensor.width_px, clip.sensor.height_px)


def test_faces_are_large_enough_and_backs_are_whole() -> None:
    sides = np.array([[1.0, 1.0, 1.0], [-1.0, 1.0, 1.0]])
    for clip in DRAWN:
        if clip.view == "front":
            eyes = clip.camera.project_px(OUTER_CORNER_CM * sides)
            apart = np.linalg.norm(eyes[0] - eyes[1]) * 480 / clip.camera.height_px
            assert 38 < apart < 130
            assert clip.camera.sees(OUTER_CORNER_CM * sides).all()
        else:
            build = clip.look.build
            shoulders = [shoulder_joint_cm(build, s) for s in (1, -1)]
            joints = shoulders + [hip_joint_cm(build, s) for s in (1, -1)]
            turned = np.array(joints) * (-1, 1, -1) + np.array([0.0, 38.0, 0.0])
            assert clip.camera.sees(turned).all()


def test_whoever_massages_round_the_eyes_wears_no_glasses() -> None:
    for clip in DRAWN:
        if clip.technique in ("around-the-eyes", "brows-outwards"):
            assert clip.look.glasses is None


@pytest.mark.parametrize("seed", [0, 2, 5, 33])
def test_in_another_tone_the_same_person_does_the_same(seed: int) -> None:
    own, other = draw(seed), draw(seed, tone=9)
    assert other.look.tone == 9
    assert other.look.build == own.look.build
    assert other.look.hairstyle == own.look.hairstyle
    assert replace(other, look=own.look) == own
    assert draw(seed, tone=own.look.tone) == own
