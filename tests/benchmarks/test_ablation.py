"""Rules switched off: each is where it is thought to be, and is on again afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import ablation
from benchmarks.outcome import followed, judge
from coach.techniques.library import load_library
from coach.types import ChartName, FloatArray, Observation
from tests.simulated import Script, observe, repeat, technique_path


@pytest.mark.parametrize("rule", ablation.RULES, ids=lambda rule: rule.name)
def test_every_rule_is_there_and_comes_back(rule: ablation.Rule) -> None:
    before = [getattr(*ablation.owner_of(place)) for place, _ in rule.changes]
    with ablation.switched_off(rule.name):
        during = [getattr(*ablation.owner_of(place)) for place, _ in rule.changes]
        assert all(a is not b for a, b in zip(before, during, strict=True))
    after = [getattr(*ablation.owner_of(place)) for place, _ in rule.changes]
    assert all(a is b for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize("rule", ablation.names())
def test_coach_runs_without_any_of_them(rule: str) -> None:
    library = load_library()
    path = technique_path(library.find("forehead-to-temples"))
    script = Script(repeat(path, 2), repeat(path, 2))
    with ablation.switched_off(rule):
        (said,) = judge(list(observe(script, fps=15.0)), library, [None], ChartName.FACE)
    assert len(said.t_s) > 50


@pytest.mark.parametrize("name", ["forehead-to-temples", "back-long-stroke"])
def test_only_rules_said_to_place_hands_move_them(name: str) -> None:
    path = technique_path(load_library().find(name))
    seen = list(observe(Script(repeat(path, 1), repeat(path, 1)), fps=15.0))
    before = places(seen)
    moved = set()
    for rule in ablation.names():
        with ablation.switched_off(rule):
            if not np.array_equal(before, places(seen), equal_nan=True):
                moved.add(rule)
    assert moved <= {rule for rule in ablation.names() if ablation.places_hands(rule)}
    assert moved, "this would see it"


def places(seen: list[Observation]) -> FloatArray:
    return np.array([[touch.at_uv for touch in one.touches] for one in followed(seen)])


def test_no_name_switches_nothing_off() -> None:
    with ablation.switched_off(""):
        pass
    assert ablation.landmark_variant("") == ""
    assert ablation.landmark_variant("zoom") == "no-zoom"
    assert "zoom" not in ablation.names()
