"""Help is quick and complete, and the handbook names every command and option."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from coach import __version__
from coach.cli import app
from coach.cli.review_command import RegionName
from coach.errors import CoachError
from coach.types import Region

HANDBOOK = Path(__file__).parents[2] / "docs" / "cli.md"
HEAVY = ("cv2", "mediapipe", "av", "scipy", "numpy", "pydantic", "shapely", "pooch", "jinja2")


def commands(group: Any, path: str = "coach") -> Iterator[tuple[str, Any]]:
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, f"{path} {name}")


COMMANDS = dict(commands(typer.main.get_command(app)))
SECTIONS = re.split(r"^#+ ", HANDBOOK.read_text("utf-8"), flags=re.MULTILINE)


def test_there_are_the_commands_we_know():
    assert sorted(COMMANDS) == [
        "coach",
        "coach app",
        "coach batch",
        "coach compare",
        "coach doctor",
        "coach models",
        "coach pack",
        "coach pack check",
        "coach pack make",
        "coach pack open",
        "coach practice",
        "coach review",
        "coach routines",
        "coach routines check",
        "coach routines list",
        "coach routines show",
        "coach teach",
        "coach techniques",
        "coach techniques check",
        "coach techniques list",
        "coach techniques show",
    ]


@pytest.mark.parametrize("path", COMMANDS)
def test_the_handbook_names_every_command_and_option(path):
    # `coach techniques` and `coach techniques list` are the same, and one section; so are routines.
    name = path.removesuffix(" list")
    wanted = "The command line" if name == "coach" else name
    section = next(text for text in SECTIONS if text.startswith(f"{wanted}\n"))
    assert path in section
    for parameter in COMMANDS[path].params:
        names = [name for name in parameter.opts if name.startswith("-")] or [parameter.metavar]
        for option in names:
            assert f"`{option}" in section, f"{path} {option} is not in docs/cli.md"


def test_the_handbook_invents_no_option():
    known = {name for c in COMMANDS.values() for p in c.params for name in p.opts} | {"--help"}
    assert set(re.findall(r"--[a-z][a-z-]*", HANDBOOK.read_text("utf-8"))) <= known


@pytest.mark.parametrize("path", COMMANDS)
def test_help_has_examples_and_fits_80_columns(coach, path):
    done = coach(*path.split()[1:], "--help")
    assert done.code == 0
    assert done.err == ""
    assert f"  {path.rsplit(' list')[0]}" in done.out.split("╯")[-1]
    assert max(len(line) for line in done.out.splitlines()) <= 80


def _codes(error: type[CoachError]) -> Iterator[int]:
    yield error.exit_code
    for below in error.__subclasses__():
        yield from _codes(below)


def test_every_exit_code_is_explained(coach):
    for text in (coach("--help").out, SECTIONS[-1]):
        found = {int(code) for code in re.findall(r"^\W*(\d+)\b", text, flags=re.MULTILINE)}
        assert found >= {0, 2, 130, *_codes(CoachError)}


def test_version(coach):
    assert coach("--version").out == f"coach {__version__}\n"


def test_nothing_heavy_is_imported_before_it_is_needed():
    code = "import sys, coach.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.split(".")[0] for name in done.stdout.split()}.isdisjoint(HEAVY)


def test_help_comes_at_once():
    def processor_s() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "coach", "--help"], capture_output=True, check=True)
        after = os.times()
        return sum(after[2:4]) - sum(before[2:4])

    # Processor time, the best of three: what others do on the machine must not count.
    assert min(processor_s() for _ in range(3)) < 0.4


@pytest.mark.parametrize(
    "words", [("revieww",), ("review",), ("review", "a.mp4", "--colour"), ("techniques", "show")]
)
def test_mistakes_on_the_command_line_are_explained(coach, words):
    done = coach(*words)
    assert done.code == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    assert done.err


def test_no_words_at_all_give_help(coach):
    done = coach()
    assert "Start here" in done.out + done.err


@pytest.mark.parametrize("path", COMMANDS)
def test_the_handbook_names_every_part_of_the_body(path):
    if not any("--region" in option.opts for option in COMMANDS[path].params):
        return
    section = next((s for s in SECTIONS if s.startswith(f"{path}\n")), None)
    if section is None:
        assert path.endswith(" list")  # As the command without it.
        return
    row = next(line for line in section.splitlines() if line.startswith("| `--region"))
    assert re.findall(r"`([a-z]+)`", row) == [one.value for one in Region]


def test_every_part_of_the_body_can_be_asked_for():
    assert [one.value for one in RegionName] == [one.value for one in Region]
