"""Corrections by hand give techniques that were checked."""

from __future__ import annotations

import pytest

from coach.errors import TechniqueError
from coach.teaching.correct import point_moved, renamed, tolerances_set
from coach.teaching.learn import learn
from coach.techniques.schema import technique_of
from coach.techniques.writing import technique_toml
from tests.teaching.made import LIBRARY, moves, shown

FOREHEAD = LIBRARY.find("forehead-to-temples")
EYES = LIBRARY.find("around-the-eyes")
STROKES = moves(FOREHEAD)
LEARNED = learn(shown(FOREHEAD, STROKES, STROKES), LIBRARY, "Mine").technique()


def test_a_point_is_moved() -> None:
    changed = point_moved(LEARNED, 1, (0.6, 0.8))
    assert changed.path_uv[1] == (0.6, 0.8)
    assert changed.path_uv[0] == LEARNED.path_uv[0]
    assert changed.sources["path_uv"] == "set by hand"
    assert changed.sources["off_path_cm"] == LEARNED.sources["off_path_cm"]
    assert changed.origin is not None
    assert changed.origin.corrected
    assert LEARNED.origin is not None
    assert not LEARNED.origin.corrected
    assert technique_of(technique_toml(changed).encode(), "mine.toml") == changed


@pytest.mark.parametrize("index", [0, len(EYES.path_uv) - 1])
def test_a_circle_stays_closed(index: int) -> None:
    changed = point_moved(EYES, index, (0.3, 0.1))
    assert changed.path_uv[0] == changed.path_uv[-1] == (0.3, 0.1)


@pytest.mark.parametrize("to_uv", [(float("nan"), 0.0), (1e9, 0.0), ("a", 0.0), (0.0,)])
def test_a_point_can_not_lie_anywhere(to_uv: tuple[float, float]) -> None:
    with pytest.raises(TechniqueError, match="path_uv"):
        point_moved(LEARNED, 0, to_uv)
    with pytest.raises(TechniqueError, match="no number 99"):
        point_moved(LEARNED, 99, (0.0, 0.0))


def test_it_is_renamed() -> None:
    changed = renamed(LEARNED, "Stirn", new_id="stirn", instruction="Sanft nach außen.")
    assert (changed.name, changed.id, changed.instruction) == (
        "Stirn",
        "stirn",
        "Sanft nach außen.",
    )
    with pytest.raises(TechniqueError, match='"name"'):
        renamed(LEARNED, "")
    with pytest.raises(TechniqueError, match='"id"'):
        renamed(LEARNED, "x", new_id="../x")


def test_tolerances_are_set() -> None:
    changed = tolerances_set(LEARNED, off_path_cm=3.0, repetitions=8)
    assert (changed.off_path_cm, changed.repetitions) == (3.0, 8)
    assert changed.direction_deg == LEARNED.direction_deg
    assert changed.sources["repetitions"] == "set by hand"
    with pytest.raises(TechniqueError, match="pace_min_s must be below"):
        tolerances_set(LEARNED, pace_min_s=9.0)
    with pytest.raises(TechniqueError, match='"direction_deg"'):
        tolerances_set(LEARNED, direction_deg=120)
