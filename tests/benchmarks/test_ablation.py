"""Rules switched off: each is where it is thought to be, and is on again afterwards."""

from __future__ import annotations

import pytest

from benchmarks import ablation
from benchmarks.outcome import judge
from coach.techniques.library import load_library
from coach.types import ChartName
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


def test_no_name_switches_nothing_off() -> None:
    with ablation.switched_off(""):
        pass
    assert ablation.landmark_variant("") == ""
    assert ablation.landmark_variant("zoom") == "no-zoom"
    assert "zoom" not in ablation.names()
