"""The bench of learned techniques: who shows, who does, and how paths are compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import taught
from benchmarks.taught import TAUGHT, clip_of, is_kept, scenes
from benchmarks.teaching import apart_mm, names_of
from coach.techniques.library import load_library

SCENES = scenes(2, 1)


def test_no_data_file_knows_what_is_taught() -> None:
    assert not {t.id for t in load_library().techniques} & set(TAUGHT)


def test_only_a_twin_lends_its_name() -> None:
    assert {name: names_of(name) - {name} for name in TAUGHT} == {
        "cheeks-outwards": {"cheeks-to-ears"},
        "mouth-to-temples": set(),
        "chin-to-cheekbones": set(),
        "flanks-down": set(),
    }


@pytest.mark.parametrize("technique", TAUGHT)
def test_teachers_and_pupils_are_different_people(technique: str) -> None:
    mine = [scene for scene in SCENES if scene.technique == technique]
    off = ["off_path"] if technique in taught.OFF else []
    assert [scene.deed for scene in mine] == ["shows", "shows", "right", "reversed", *off]
    assert len({scene.seed for scene in mine}) == len(mine)
    assert len({repr(clip_of(scene).look) for scene in mine}) == len(mine)
    assert len({repr(clip_of(scene).camera) for scene in mine}) == len(mine)


def test_teachers_sit_straight_before_their_camera() -> None:
    for scene in SCENES:
        x_cm, _, z_cm = clip_of(scene).camera.position_cm
        if scene.deed == "shows":
            assert abs(np.degrees(np.arctan2(x_cm, z_cm))) <= taught.STRAIGHT_DEG


def test_a_clip_is_made_anew_when_what_is_shown_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COACH_BENCH_CACHE", str(tmp_path))
    scene = SCENES[0]
    assert not is_kept(scene)
    before = taught._paths(scene)
    changed = TAUGHT[scene.technique].model_copy(update={"path_uv": ((0.5, 0.5), (1.0, 0.5))})
    monkeypatch.setitem(taught.TAUGHT, scene.technique, changed)
    assert taught._paths(scene) != before
    assert taught._paths(replace(scene, seed=1)) != taught._paths(scene)


def test_paths_are_compared_along_both() -> None:
    line = np.array([[0.0, 0.0], [4.0, 0.0]])
    assert apart_mm(line, line + np.array([0.0, 0.5])) == pytest.approx(5.0)
    assert apart_mm(line, line[::-1]) == pytest.approx(0.0)
    # Half as long: from the long one's second half it is 0 to 2 cm to the short one's end.
    assert apart_mm(line, line * 0.5) == pytest.approx(0.5 * 10 * 0.5, rel=0.1)
