"""Texts of the app: complete in every language, and every one that is asked for is there."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import coach.app
from coach.app.said import say
from coach.app.words import LANGUAGES, language_of, load_texts, load_words
from coach.coaching.safety import safety
from coach.techniques.library import load_library
from coach.techniques.routine_library import load_routines
from coach.techniques.routine_rules import breaches
from coach.types import Region, Side, Verdict

CODE = "\n".join(path.read_text("utf-8") for path in Path(coach.app.__file__).parent.glob("*.py"))
ENGLISH = load_words("en")
PLURALS = ("one", "few", "many")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_texts_with_the_same_gaps(language):
    words = load_words(language)
    assert {key: fields(text) for key, text in words.texts.items()} == {
        key: fields(text) for key, text in ENGLISH.texts.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something(language):
    assert all(text.strip() for text in load_words(language).texts.values())


def test_every_text_that_the_pages_name_is_there():
    named = set(re.findall(r'words\(\s*"([a-z_.]+)"', CODE))
    counted = set(re.findall(r'\.count\(\s*"([a-z_.]+)"', CODE))
    assert len(named) > 15
    practice = load_texts("practice.en")
    assert named <= {*ENGLISH.texts, *practice}
    assert not set(practice) & set(ENGLISH.texts), "no text is told twice"
    assert {f"{key}.{form}" for key in counted for form in PLURALS} <= set(ENGLISH.texts)


@pytest.mark.parametrize(
    ("table", "kind"), [("region", Region), ("verdict", Verdict), ("side", Side)]
)
def test_every_kind_of_thing_has_its_name(table, kind):
    assert {f"{table}.{one}" for one in kind} <= set(ENGLISH.texts)


def test_russian_tells_every_technique():
    words = load_words("ru")
    for technique in load_library().techniques:
        assert re.search("[а-я]", words.of_technique(technique, "name")), technique.id
    for zone in load_library().no_go:
        assert re.search("[а-я]", words.of_zone(zone)), zone.id


def test_russian_tells_every_routine_and_every_rule_around_a_session():
    words, told = load_words("ru"), safety()
    for routine in load_routines(load_library()).routines:
        for key in ("name", "instruction", "source"):
            assert re.search("[а-я]", words.of_routine(routine, key)), routine.id
    for note in (*told.before, *told.reason, *told.during, *told.after):
        assert re.search("[а-я]", words.of_note(note)), note.id
    for reason in told.reason:
        assert re.search("[а-я]", words.of_stop(reason)), reason.id


def test_a_text_that_is_missing_is_an_error():
    with pytest.raises(KeyError):
        ENGLISH("library.no_such_text")


def test_a_technique_without_a_translation_is_told_as_its_file_does():
    technique = load_library().techniques[0].model_copy(update={"id": "own-stroke"})
    assert load_words("ru").of_technique(technique, "name") == technique.name


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1\N{NO-BREAK SPACE}time"),
        ("en", 0, "0\N{NO-BREAK SPACE}times"),
        ("en", 21, "21\N{NO-BREAK SPACE}times"),
        ("ru", 1, "1\N{NO-BREAK SPACE}раз"),
        ("ru", 3, "3\N{NO-BREAK SPACE}раза"),
        ("ru", 5, "5\N{NO-BREAK SPACE}раз"),
        ("ru", 12, "12\N{NO-BREAK SPACE}раз"),
        ("ru", 22, "22\N{NO-BREAK SPACE}раза"),
    ],
)
def test_plurals(language, number, said):
    assert load_words(language).count("technique.times", number) == said


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ru-RU", "ru"), ("ru", "ru"), ("en-GB", "en"), ("de-AT", "en"), (None, "en"), ("", "en")],
)
def test_the_browsers_locale_chooses_the_language(locale, language):
    assert language_of(locale) == language


def test_russian_tells_every_source_of_a_technique():
    words = load_words("ru")
    sources = {said for one in load_library().techniques for said in one.sources.values()}
    assert {said for said in sources if re.search("[A-Za-z]{3}", say(said, words))} <= {
        said for said in sources if "MediaPipe" in said
    }


def test_russian_tells_why_a_routine_is_refused():
    words, library = load_words("ru"), load_library()
    routine = load_routines(library).find("face-first")
    for change in ({"for_first": True, "step": routine.step * 12}, {"step": routine.step[:1]}):
        found = breaches(routine.model_copy(update=change), library)
        assert found
        for breach in found:
            told = say(f"my.toml: {breach.sentence}", words)
            assert not re.search("[A-Za-z]{3}", told.replace("my.toml", "")), told
