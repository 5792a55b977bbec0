"""What other rooms say is told in Russian, too; every known sentence is one that Coach says."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

import coach
from coach.app.said import cue_words, say, sentences, work_on_words
from coach.app.words import load_words
from coach.capture.clip import open_clip
from coach.coaching.sought import Sought, show, show_place, turn
from coach.coaching.tally import Tally
from coach.coaching.timed import NOWHERE, TOO_BRIEF, WHICH
from coach.errors import InputError
from coach.techniques.schema import Technique
from coach.types import Attempt, Sense, Side, Verdict, View
from tests.app.made_live import FOREHEAD, LIBRARY, empty_room, strokes
from tests.history.conftest import attempt, report

RUSSIAN, ENGLISH = load_words("ru"), load_words("en")
ROOMS = ("capture", "coaching", "history", "present", "techniques", "tracking", "app")
GAP = "{}"
RUN = 3


def said_by(node: ast.AST) -> str | None:
    """Give a text of the program, with a gap for each thing that is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else GAP for part in node.values
        )
    return None


def all_texts() -> str:
    root = Path(coach.__file__).parent
    files = [file for room in ROOMS for file in sorted((root / room).rglob("*.py"))]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    said = [text for node in nodes if (text := said_by(node))]
    others = [root / "present/templates/report.html.j2", root / "techniques/routines/rules.toml"]
    return "\n".join([*said, *(file.read_text("utf-8") for file in others)])


TEXTS = all_texts()


@pytest.mark.parametrize("english", sentences("ru", "said"))
def test_every_known_sentence_is_said_by_the_program(english: str) -> None:
    runs = [
        " ".join(words[at : at + RUN])
        for piece in re.split(r"\{\w+\}", english)
        for words in [piece.split()]
        for at in range(max(len(words) - RUN + 1, 1))
    ]
    # Some are put together from two texts: a few runs of words lie over the seam.
    assert sum(run in TEXTS for run in runs) > 0.7 * len(runs)


@pytest.mark.parametrize(
    ("english", "told"), [*sentences("ru", "said").items(), *sentences("ru", "results").items()]
)
def test_translations_fill_in_the_same(english: str, told: str) -> None:
    if english == told:
        return  # As "{verdict}: {n}" is.
    names = [
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in (english, told)
    ]
    assert names[1] <= names[0]
    assert re.search("[а-я]", told)
    example = english.format(**dict.fromkeys(names[0], "7"))
    assert re.search("[а-я]", say(example, RUSSIAN))
    assert say(example, ENGLISH) == example


def test_all_that_is_said_of_a_clip_is_told_in_russian() -> None:
    technique = LIBRARY.find(FOREHEAD)
    handless = [replace(one, hands_px=np.full((2, 21, 2), np.nan)) for one in strokes(1)]
    slow = [replace(one, t_s=one.t_s * 10, people=2) for one in strokes(1)]
    for seen, view in (
        (empty_room(1.0), View.UNKNOWN),
        (handless, View.FRONT),
        (strokes(1), View.BACK),
        (strokes(1), View.FRONT),
        (slow, View.FRONT),
    ):
        tally = Tally(Sought((technique,), technique.name, technique))
        for one in seen:
            tally.push(one, view)
        for warning in tally.warnings([replace(attempt(), verdict=Verdict.NOT_JUDGED)]):
            assert re.search("[а-я]", say(warning, RUSSIAN)), warning


def test_every_line_of_a_fault_is_told_in_russian() -> None:
    over = (
        'mine: its path runs over the spine, which a "stroke" has to keep off. Back-massage article'
    )
    assert say(over, RUSSIAN) == "mine: путь проходит там, где массировать нельзя: позвоночник."
    rule = "mine.toml: step 1 (a) breaks starts-light: The first step is light. (an article)"
    assert say(rule, RUSSIAN).startswith("mine.toml: шаг 1 (a), и это против правила.")
    assert say(f"{rule}\n{over}", RUSSIAN) == f"{say(rule, RUSSIAN)}\n{say(over, RUSSIAN)}"


@pytest.mark.parametrize("sought", [Sought(name="Face, daily"), Sought()])
@pytest.mark.parametrize("technique", LIBRARY.techniques, ids=lambda t: t.id)
def test_what_to_show_is_told_in_russian(technique: Technique, sought: Sought) -> None:
    for told in (
        f"{sought.hidden} {turn(technique)}",
        f"{sought.outside} {show_place(technique)}",
        f"Too little of the body is in the picture to place the hands on. {show(technique)}",
    ):
        russian = say(told, RUSSIAN)
        assert not re.search("[a-z]", russian.replace(sought.name, "")), russian


@pytest.mark.parametrize("told", [NOWHERE, TOO_BRIEF, WHICH])
def test_what_is_only_timed_is_told_in_russian(told: str) -> None:
    assert not re.search("[a-z]", say(told, RUSSIAN))
    ball = made(Verdict.NOT_JUDGED, cue=told, technique="ball")
    assert cue_words(ball, "ball", LIBRARY, RUSSIAN) == say(told, RUSSIAN)


def test_a_fault_is_told_in_russian_with_the_files_name(tmp_path: Path) -> None:
    path = tmp_path / "a {b} .mp4"
    path.write_bytes(b"")
    with pytest.raises(InputError) as caught:
        open_clip(path)
    assert say(str(caught.value), RUSSIAN).startswith("a {b} .mp4 пуст")


def test_a_sentence_that_is_not_known_stays_as_it_is() -> None:
    assert say("Something new.", RUSSIAN) == "Something new."


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.GOOD])
def test_every_cue_is_told_in_russian(verdict: Verdict) -> None:
    said = made(verdict, cue="English words")
    assert re.search("[а-я]", cue_words(said, FOREHEAD, LIBRARY, RUSSIAN))
    assert cue_words(said, FOREHEAD, LIBRARY, ENGLISH) == "English words"


def made(verdict: Verdict, cue: str, technique: str | None = FOREHEAD) -> Attempt:
    return replace(
        attempt(), technique=technique, verdict=verdict, cue=cue, side=Side.LEFT, sense=Sense.RIGHT
    )


def test_another_technique_is_named_in_russian() -> None:
    other = made(Verdict.NOT_JUDGED, 'This looks like "Chin to ears", not "Forehead to temples".')
    other = replace(other, technique="chin-to-ears")
    told = cue_words(other, FOREHEAD, LIBRARY, RUSSIAN)
    assert told == "Похоже на «От подбородка к ушам», а не на «От лба к вискам»."


def test_a_place_to_keep_off_is_named_in_russian() -> None:
    over = made(Verdict.NO_GO, "Keep off the spine.", technique=None)
    assert cue_words(over, None, LIBRARY, RUSSIAN) == "Не трогайте: позвоночник."


def test_what_to_work_on_is_told_in_russian() -> None:
    cue = LIBRARY.find(FOREHEAD).cues.reversed
    done = report(made(Verdict.REVERSED, cue), made(Verdict.GOOD, ""))
    assert work_on_words(done, LIBRARY, RUSSIAN) == "Ведите наружу: от середины лба к вискам."
    assert work_on_words(done, LIBRARY, ENGLISH) == cue
    assert work_on_words(report(made(Verdict.GOOD, "")), LIBRARY, RUSSIAN) == ""
