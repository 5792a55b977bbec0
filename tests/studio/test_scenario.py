"""Clips drawn from seeds: always the same, balanced, and with everything in the picture."""

from __future__ import annotations

import pickle
from collections import Counter

import numpy as np
import pytest

pytest.importorskip("numba")

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
