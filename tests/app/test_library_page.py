"""The page of techniques, and finding them."""

from __future__ import annotations

import re

import pytest

from coach.app.plain import literal
from coach.app.shelf import by_region, matching, regions_of
from coach.app.words import load_words
from coach.present.paths import has_direction
from coach.techniques.library import load_library
from coach.techniques.routine_library import load_routines
from coach.types import Region
from tests.app.conftest import texts

LIBRARY = load_library()
ROUTINES = load_routines(LIBRARY)
ENGLISH = load_words("en")


def shown(page):
    return {button.label.strip("*") for button in page.button}


def ids(techniques):
    return {technique.id for technique in techniques}


def test_no_words_find_everything():
    assert matching(LIBRARY, "  ", ENGLISH) == LIBRARY.techniques


@pytest.mark.parametrize(
    ("query", "language", "found"),
    [
        ("TEMPLES", "en", "forehead-to-temples"),
        ("bridge nose", "en", "forehead-to-temples"),
        ("jaw fingers", "en", "chin-to-ears"),
        ("спине", "ru", "back-long-stroke"),
        ("temples", "ru", "forehead-to-temples"),
    ],
)
def test_words_find_what_they_are_said_of(query, language, found):
    assert found in ids(matching(LIBRARY, query, load_words(language)))


def test_every_word_has_to_fit():
    assert matching(LIBRARY, "temples spine", ENGLISH) == ()


def test_regions_hold_all_techniques_once():
    grouped = dict(by_region(LIBRARY.techniques))
    assert sum(map(len, grouped.values())) == len(LIBRARY.techniques)
    assert tuple(grouped) == regions_of(LIBRARY)


def test_all_techniques_and_routines_are_shown(open_page):
    page = open_page("library")
    names = {one.name for one in (*LIBRARY.techniques, *ROUTINES.routines)}
    assert shown(page) == names


def test_search_and_part_of_the_body_narrow_it(open_page):
    page = open_page("library")
    page.text_input(key="library_query").set_value("forehead").run()
    assert shown(page) == {"Forehead to temples"}
    page.text_input(key="library_query").set_value("").run()
    page.button_group(key="library_region").set_value(Region.BACK).run()
    routines = {one.name for one in ROUTINES.routines if one.region is Region.BACK}
    assert shown(page) == {t.name for t in LIBRARY.of_region(Region.BACK)} | routines


def test_nothing_found_says_what_to_do(open_page):
    page = open_page("library")
    page.text_input(key="library_query").set_value("xyzzy").run()
    assert page.info[0].value == ENGLISH("library.nothing")


def test_a_card_opens_its_technique_and_back(open_page):
    page = open_page("library")
    page.button(key="open_chin-to-ears").click().run()
    assert "chin-to-ears" in page.query_params["technique"]
    assert page.title[0].value == "Chin to ears"
    page.button[0].click().run()
    assert page.title[0].value == ENGLISH("library.title")


@pytest.mark.parametrize("technique", LIBRARY.techniques, ids=lambda t: t.id)
def test_a_technique_tells_all_its_file_says(open_page, technique):
    said = texts(open_page("library", technique=technique.id))
    assert technique.instruction in said
    assert technique.cannot_see in said
    assert (technique.cues.reversed in said) == has_direction(technique)
    assert literal(technique.sources["path_uv"]) in said


def test_an_unknown_technique_in_the_address_is_no_crash(open_page):
    page = open_page("library", technique="<script>alert(1)</script>")
    assert page.info[0].value == ENGLISH("library.unknown")


def test_the_app_starts_and_speaks_russian(whole_app):
    assert not whole_app.exception
    whole_app.selectbox(key="language").set_value("ru").run()
    assert re.search("[А-я]", whole_app.title[0].value)


def test_what_coach_says_is_told_in_russian(open_page, monkeypatch):
    monkeypatch.setattr("coach.app.library.words_here", lambda: load_words("ru"))
    said = texts(open_page("library", technique="forehead-to-temples"))
    assert "Ведите наружу: от середины лба к вискам." in said
    assert LIBRARY.find("forehead-to-temples").cues.reversed not in said
