"""Rules switched off over the catalogue: what each earns, scene by scene."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.testing import CliRunner

pytest.importorskip("numba")

from benchmarks import ablation
from benchmarks.catalogue import Told, told_of
from benchmarks.catalogue_rules import ALL_RULES, app, rules_table, told_without

GOOD = Told("chin-to-ears", "right", True, True, True, (4, 4), 0.01, "chin-to-ears 4/4")


def test_what_a_rule_makes_right_and_wrong_is_counted() -> None:
    lost = replace(GOOD, exact=False, said="chin-to-ears 3/4")
    unnamed = replace(GOOD, named=None, exact=None, error=float("nan"), said="-")
    scenes = [
        {ALL_RULES: GOOD, "lanes": lost, "pairs": GOOD},
        {ALL_RULES: GOOD, "lanes": lost, "pairs": GOOD},
        {ALL_RULES: lost, "lanes": GOOD, "pairs": lost},
        {ALL_RULES: unnamed, "lanes": unnamed, "pairs": unnamed},
    ]
    lanes, pairs = rules_table(scenes, ["lanes", "pairs"]).rows
    assert lanes[1:] == ("0", "+2 −1", "0", "0", "3")
    assert pairs[1:] == ("0", "0", "0", "0", "0")


def test_a_scene_is_judged_as_if_each_rule_were_off_from_the_beginning() -> None:
    job = ("forehead-to-temples", "right", 5300)
    told = told_without(*job, ("lanes", "cover"))
    assert repr(told[ALL_RULES]) == repr(told_of(*job)), "nan is no nan's equal"
    for rule in ("lanes", "cover"):
        with ablation.switched_off(rule):
            assert repr(told[rule]) == repr(told_of(*job))


def test_a_rule_that_is_not_there_is_refused() -> None:
    done = CliRunner().invoke(app, ["--rules", "sideways"])
    assert done.exit_code == 2
    assert "sideways" in done.output
