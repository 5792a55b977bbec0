"""`coach routines`, and routines in `coach review` and `coach pack`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.cli import app
from coach.techniques.library import load_library
from coach.techniques.routine_library import load_routines
from coach.techniques.routine_rules import ROUTINES_DIR
from coach.techniques.writing import technique_toml

GOOD = (ROUTINES_DIR / "face-first.toml").read_text("utf-8").replace("face-first", "mine")


def run(*words: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


def written(tmp_path: Path, text: str = GOOD) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def test_all_are_listed_by_the_part_of_the_body() -> None:
    code, told, _ = run("routines")
    assert code == 0
    every = load_routines(load_library()).routines
    assert all(one.id in told for one in every)
    _, told, _ = run("routines", "--region", "face", "--json")
    assert {row["id"] for row in json.loads(told)} == {"face-daily", "face-first"}
    code, _, said = run("routines", "--region", "nose")
    assert code == 2
    assert '"nose" is none of' in " ".join(said.replace("│", "").split())


def test_one_is_shown_with_steps_drawings_and_sources(tmp_path: Path) -> None:
    drawing = tmp_path / "face.svg"
    code, told, _ = run("routines", "show", "face-first", "--svg", drawing)
    assert code == 0
    assert "2. Around the eyes (around-the-eyes): 25 times, light, then 5 s rest" in told
    assert "Self-massage article, face 2" in " ".join(told.split())
    picture = ET.parse(drawing).getroot()
    assert len(picture.findall("{http://www.w3.org/2000/svg}svg")) == 4
    ids = [one.attrib["id"] for one in picture.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))


def test_a_routine_that_nobody_knows_names_the_nearest() -> None:
    code, _, said = run("routines", "show", "face-frist")
    assert code != 0
    assert isinstance(said, str)


def test_a_file_is_checked_and_the_broken_rule_is_said_with_its_source(tmp_path: Path) -> None:
    code, told, _ = run("routines", "check", written(tmp_path))
    assert code == 0
    assert told.startswith("mine.toml is right: Face, to begin with (mine), face, 4 steps")
    hard = written(tmp_path, GOOD.replace('pressure = "light"', 'pressure = "firm"', 1))
    code, _, said = run("routines", "check", hard)
    assert code == 5
    flat = " ".join(said.split())
    assert "step 1 (forehead-to-temples) breaks starts-light" in flat
    assert "Always start with light strokes" in flat


def test_a_file_is_checked_with_the_techniques_that_it_needs(tmp_path: Path) -> None:
    routine = written(tmp_path, GOOD.replace("chin-to-ears", "my-jaw"))
    code, _, said = run("routines", "check", routine)
    assert code == 5
    assert 'there is no technique "my-jaw"' in " ".join(said.split())
    own = load_library().find("chin-to-ears").model_copy(update={"id": "my-jaw"})
    technique = tmp_path / "my-jaw.toml"
    technique.write_text(technique_toml(own), "utf-8")
    code, told, said = run("routines", "check", routine, "--technique", technique)
    assert (code, said) == (0, "")
    assert "is right" in told
    over_the_eyes = own.model_copy(update={"path_uv": ((0.7, 0.5), (0.7, -0.5))})
    technique.write_text(technique_toml(over_the_eyes), "utf-8")
    code, _, said = run("routines", "check", routine, "--technique", technique)
    assert code == 5
    assert "my-jaw: its path runs over the eyes" in " ".join(said.split())
    for command in (
        ("pack", "make", technique, "--licence", "CC0"),
        ("techniques", "show", technique),
    ):
        code, _, said = run(*command)
        assert code == 5
        assert "its path runs over the eyes" in " ".join(said.split())
    assert not list(tmp_path.glob("*.zip"))


def test_every_fault_of_a_routine_is_told(tmp_path: Path) -> None:
    text = GOOD.replace('pressure = "light"', 'pressure = "firm"')
    code, _, said = run("routines", "check", written(tmp_path, text))
    assert code == 5
    assert "starts-light" in said
    assert "calms-down" in said


def test_a_routine_travels_in_a_pack(tmp_path: Path) -> None:
    own = load_library().find("chin-to-ears").model_copy(update={"id": "my-jaw"})
    technique = tmp_path / "my-jaw.toml"
    technique.write_text(technique_toml(own), "utf-8")
    routine = written(tmp_path, GOOD.replace("chin-to-ears", "my-jaw"))
    pack = tmp_path / "mine.coach.zip"
    code, _, said = run("pack", "make", routine, "--licence", "CC0", "-o", pack)
    assert (code, pack.exists()) == (5, False), "it names a technique that others don't have"
    code, _, said = run(
        "pack", "make", routine, "--technique", technique, "--licence", "CC0", "-o", pack
    )
    assert code == 0, said
    code, told, _ = run("pack", "check", pack)
    assert code == 0
    assert "Face, to begin with (mine), face and Chin to ears (my-jaw), face" in told
    code, _, _ = run("pack", "open", pack, "-o", tmp_path / "opened")
    assert code == 0
    names = {path.name for path in (tmp_path / "opened").iterdir()}
    assert names == {"my-jaw.toml", "routine-mine.toml", "LICENCE.txt"}
    code, told, _ = run("routines", "show", pack)
    assert code == 0
    assert "(my-jaw)" in told


@pytest.mark.parametrize("more", [("--technique", "chin-to-ears"), ("--region", "face")])
def test_a_routine_says_what_is_done(more: tuple[str, str]) -> None:
    code, _, said = run("review", "clip.mp4", "--routine", "face-first", *more)
    assert code == 2
    assert "leave out" in " ".join(said.replace("│", "").split())
