"""Routine files: what is accepted, and which rule a bad one breaks."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from coach.errors import TechniqueError
from coach.techniques.library import Library, load_library
from coach.techniques.routine import Routine, read_routine, routine_of
from coach.techniques.routine_library import load_routines
from coach.techniques.routine_rules import LOOKS, ROUTINES_DIR, breaches, check_routine, rules

LIBRARY = load_library()
ROUTINES = load_routines(LIBRARY)
ALL = """
forehead-to-temples around-the-eyes chin-to-ears brows-outwards nose-to-cheeks cheeks-to-ears
jaw-outwards tear-duct-to-nose-wing neck-side-down collar-circles neck-press-release towel-rub
back-long-stroke back-herringbone back-rub-to-spine back-knead-fold back-cup-clap back-vibration
back-thumb-press back-squeeze back-soothing-down finish-fingertips abdomen-brush-down
abdomen-roller-down abdomen-navel-out abdomen-clockwise thymus-taps fists-below-navel
hand-wrist-to-webs palm-centre-press thumb-base-press finger-by-finger palm-thumb-circles
arm-upwards arm-downwards forearm-clockwise-rub leg-upwards leg-front-upwards thigh-clockwise-rub
foot-thumb-knead vibrating-massager-sides vibrating-massager-pelvis vibrating-massager-lower-legs
vibrating-massager-arms vibrating-massager-abdomen foam-roller ball
"""
CATALOGUE = set(ALL.split())
"""Every technique of the two articles."""
WANTED = {
    "back-classic", "back-relaxing", "back-therapeutic", "back-child", "face-daily", "face-first",
    "neck-desk", "hands-daily", "abdomen", "massager-round",
}  # fmt: skip
KNOWN = {technique.id for technique in LIBRARY.techniques}
NAMED = {one for routine in ROUTINES.routines for one in routine.technique_ids}
GOOD = """
format = 1
id = "mine"
name = "Mine"
region = "back"
view = "back"
aim = "relaxing"
instruction = "Slowly."
source = "ours"

[[step]]
technique = "back-long-stroke"
repetitions = 30
pressure = "light"
source = "ours"

[[step]]
technique = "back-herringbone"
minutes = 3.0
pressure = "medium"
rest_s = 5.0
after = ["back-long-stroke"]
source = "ours"

[[step]]
technique = "back-long-stroke"
repetitions = 20
pressure = "light"
source = "ours"
"""


def routine(*changes: tuple[str, str]) -> Routine:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return routine_of(text.encode(), "mine.toml")


def broken(*changes: tuple[str, str], library: Library = LIBRARY) -> list[str]:
    return [breach.rule.id for breach in breaches(routine(*changes), library)]


def kneading(no_go: tuple[str, ...], path: tuple[tuple[float, float], ...]) -> Library:
    own = LIBRARY.find("back-long-stroke").model_copy(
        update={"id": "mine-own", "no_go": no_go, "path_uv": path}
    )
    return replace(LIBRARY, techniques=(*LIBRARY.techniques, own))


def test_all_routines_of_the_articles_are_there() -> None:
    assert {one.id for one in ROUTINES.routines} == WANTED


def test_routines_name_techniques_of_the_catalogue_only() -> None:
    assert NAMED <= CATALOGUE | KNOWN


def test_every_technique_that_a_routine_names_is_known() -> None:
    assert CATALOGUE <= KNOWN
    for one in ROUTINES.routines:
        check_routine(one, LIBRARY, one.id)


def test_nothing_that_ships_breaks_a_rule() -> None:
    for one in ROUTINES.routines:
        assert breaches(one, LIBRARY) == (), one.id


def test_the_articles_lengths() -> None:
    """20 minutes for the relaxing one, 15 to 20 for the face, an hour for the therapeutic one."""
    minutes = {one.id: one.length_s(LIBRARY.techniques) / 60 for one in ROUTINES.routines}
    assert 15 <= minutes["back-relaxing"] <= 22
    assert 15 <= minutes["face-daily"] <= 20
    assert 40 <= minutes["back-therapeutic"] <= 60
    assert minutes["massager-round"] == pytest.approx(11.2, abs=0.1)
    known = {one.id for one in ROUTINES.routines if set(one.technique_ids) <= KNOWN}
    assert all(3 <= minutes[routine_id] <= 60 for routine_id in known)


def test_every_rule_is_looked_at_and_has_its_source() -> None:
    assert list(rules()) == list(LOOKS)
    assert all("article" in rule.source for rule in rules().values())


def test_a_good_one_is_good() -> None:
    assert broken() == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("starts-light", 'pressure = "light"', 'pressure = "medium"'),
        ("warms-up", 'pressure = "medium"', 'pressure = "firm"'),
        ("in-order", 'after = ["back-long-stroke"]', 'after = ["back-knead-fold"]'),
        ("first-session-short", 'aim = "relaxing"', 'aim = "relaxing"\nfor_first = true'),
        ("not-too-long", "minutes = 3.0", "minutes = 50.0"),
        ("gentle-with-children", 'aim = "relaxing"', 'aim = "relaxing"\nfor_child = true'),
    ],
)
def test_each_rule_finds_its_fault(rule: str, old: str, new: str) -> None:
    changes = [(old, new)]
    if rule in ("first-session-short", "gentle-with-children"):
        changes.append(("minutes = 3.0", "minutes = 25.0"))
    assert broken(*changes) == [rule]


def test_all_that_is_broken_is_told_at_once() -> None:
    bad = routine(
        ('pressure = "light"', 'pressure = "firm"'),
        ("minutes = 3.0", "minutes = 50.0"),
        ('technique = "back-herringbone"', 'technique = "back-herringbones"'),
        ('after = ["back-long-stroke"]', 'after = ["back-knead-fold"]'),
    )
    with pytest.raises(TechniqueError) as told:
        check_routine(bad, LIBRARY, "mine.toml")
    lines = str(told.value).splitlines()
    assert all(line.startswith("mine.toml: ") for line in lines)
    assert "there is no technique" in lines[0]
    found = [line.split(" breaks ")[1].split(":")[0] for line in lines[1:]]
    assert found == ["starts-light", "not-too-long", "in-order"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("ours", ["not-too-long"]),
        (" Ours: it is pleasant.", ["not-too-long"]),
        ("A book on massage, page 3: up to an hour.", []),
    ],
)
def test_only_a_source_makes_it_longer(source: str, found: list[str]) -> None:
    longer = f'longest_minutes = 60\nsource = "{source}"'
    assert broken(('source = "ours"', longer), ("minutes = 3.0", "minutes = 50.0")) == found


def test_a_routine_may_ask_to_be_shorter() -> None:
    assert broken(('aim = "relaxing"', 'aim = "relaxing"\nlongest_minutes = 4')) == ["not-too-long"]


def test_too_short() -> None:
    less = [("repetitions = 30", "repetitions = 3"), ("minutes = 3.0", "minutes = 0.5")]
    assert broken(*less, ("repetitions = 20", "repetitions = 2")) == ["not-too-short"]


def test_the_last_step_is_calm() -> None:
    end = GOOD.rindex('pressure = "light"')
    text = GOOD[:end] + 'pressure = "firm"' + GOOD[end + len('pressure = "light"') :]
    found = breaches(routine_of(text.encode(), "mine.toml"), LIBRARY)
    assert [one.rule.id for one in found] == ["calms-down"]


def test_it_starts_and_ends_with_stroking() -> None:
    eyes = [("back-long-stroke", "around-the-eyes"), ('after = ["back-long-stroke"]', "")]
    assert broken(*eyes) == ["starts-with-stroking"]
    text = GOOD[::-1].replace("back-long-stroke"[::-1], "around-the-eyes"[::-1], 1)[::-1]
    found = breaches(routine_of(text.encode(), "mine.toml"), LIBRARY)
    assert [one.rule.id for one in found] == ["ends-with-stroking"]


def test_who_kneads_the_spine_is_refused_with_rule_and_source() -> None:
    """Whether it says that it keeps off the spine, or does not even do that."""
    beside, on = ((0.3, 0.0), (0.3, 0.9)), ((0.02, 0.0), (0.02, 0.9))
    own = [("back-herringbone", "mine-own")]
    assert broken(*own, library=kneading((), beside)) == []
    for library in (kneading((), on), kneading(("spine",), on)):
        with pytest.raises(TechniqueError) as told:
            check_routine(routine(*own), library, "mine.toml")
        message = str(told.value)
        assert message.startswith("mine.toml: step 2 (mine-own) breaks off-the-spine: ")
        assert "massaging it is prohibited" in message
        assert "\n" not in message


def test_a_back_begins_low() -> None:
    high = kneading(("spine",), ((0.3, 0.8), (0.3, 0.2)))
    first = [("back-long-stroke", "mine-own"), ('after = ["back-long-stroke"]', "")]
    assert broken(*first, library=high) == ["rises"]


def test_a_technique_that_nobody_knows_is_refused_with_the_nearest() -> None:
    with pytest.raises(TechniqueError, match=r'step 2: .*did you mean "back-herringbone"'):
        check_routine(routine(("back-herringbone", "back-herringbones")), LIBRARY, "mine.toml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rest_s", "rest", 'unknown key "step.1.rest"; did you mean "rest_s"?'),
        ("aim", "aims", 'unknown key "aims"; did you mean "aim"?'),
        ("minutes = 3.0", "", '"step.1": a step has either repetitions or minutes'),
        ("minutes = 3.0", "minutes = nan", '"step.1.minutes": '),
        ("repetitions = 30", "repetitions = 10000", '"step.0.repetitions": '),
        ('pressure = "light"', 'pressure = "hard"', '"step.0.pressure": '),
        ('name = "Mine"', 'name = "M\\u001bine"', '"name": holds a sign'),
    ],
)
def test_a_mistake_is_told_in_a_line(old: str, new: str, message: str) -> None:
    with pytest.raises(TechniqueError, match="^mine.toml: " + re.escape(message)) as told:
        routine((old, new))
    assert "\n" not in str(told.value)


def test_an_unknown_routine_names_the_nearest() -> None:
    with pytest.raises(TechniqueError, match='did you mean "back-classic"'):
        ROUTINES.find("back-clasic")


def test_a_file_is_named_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(GOOD)
    with pytest.raises(TechniqueError, match=r'other\.toml: its id is "mine"'):
        load_routines(LIBRARY, folder=tmp_path)
    assert read_routine(ROUTINES_DIR / "back-classic.toml").id == "back-classic"


def test_another_with_the_same_id_may_not_take_its_place_unasked() -> None:
    more = ROUTINES.joined(routine(), LIBRARY)
    assert more.find("mine").name == "Mine"
    with pytest.raises(TechniqueError, match="may not replace"):
        more.joined(routine(), LIBRARY, replacing=False)
