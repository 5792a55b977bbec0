"""The handbook says what is there: commands, links, tables, examples."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.techniques.library import load_library
from coach.techniques.routine import Routine, Step, routine_of
from coach.techniques.routine_rules import check_routine
from coach.techniques.schema import read_technique

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    page
    for folder in (ROOT, DOCS, ROOT / "models", ROOT / "sample_videos")
    for page in folder.glob("*.md")
)
COMMANDS = (
    "pip install . && coach review sample_videos/forehead_to_temples.mp4",
    'pip install -e ".[test]" && pytest',
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NOT_FOR_READERS = re.compile(
    r"/work/|/tmp/|/root/|\bsession \d|\bhelper agents?\b|\bsub-?agents?\b|\bissue #?\d|\bTODO\b",
    re.IGNORECASE,
)


def by_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def prose_of(page: Path) -> str:
    return FENCE.sub("", text_of(page))


def anchors_of(page: Path) -> Iterator[str]:
    """Give the anchors that GitHub makes of a page's headings."""
    for heading in re.findall(r"^#+ (.+)$", prose_of(page), re.MULTILINE):
        kept = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.lower()))
        yield kept.strip().replace(" ", "-")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_has_the_two_commands_word_for_word(command: str) -> None:
    lines = [
        line
        for _, block in FENCE.findall(text_of(ROOT / "README.md"))
        for line in block.split("\n")
    ]
    assert command in lines


def test_the_clip_of_the_first_command_is_there() -> None:
    assert (ROOT / COMMANDS[0].split()[-1]).stat().st_size > 10_000


def test_the_output_shown_is_that_of_the_clip_there() -> None:
    truth = (ROOT / COMMANDS[0].split()[-1]).with_suffix(".truth.json").read_text("utf-8")
    count = json.loads(truth)["repetitions"]
    assert f"Forehead to temples: all {count} repetitions right." in text_of(ROOT / "README.md")


def test_the_checks_run_the_second_command_word_for_word() -> None:
    assert f"README_COMMAND='{COMMANDS[1]}'" in text_of(ROOT / ".ci" / "run")


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(prose_of(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the project"
        if anchor:
            assert anchor in anchors_of(target), f"{link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_nothing_of_the_workshop_is_left(page: Path) -> None:
    found = NOT_FOR_READERS.search(text_of(page))
    assert found is None, f"{found[0]!r}" if found else ""


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=by_name)
def test_tables_and_constants_are_up_to_date(page: Path) -> None:
    renewed = runpy.run_path(str(DOCS / "make_tables.py"))["renewed"]
    assert text_of(page) == renewed(text_of(page), load_library()), "python docs/make_tables.py"


def test_every_page_is_in_the_index() -> None:
    linked = {
        (DOCS / link.partition("#")[0]).resolve()
        for link in LINK.findall(text_of(DOCS / "index.md"))
    }
    assert set(DOCS.glob("*.md")) - {DOCS / "index.md"} <= linked


def test_every_technique_and_every_key_is_explained(tmp_path: Path) -> None:
    page = text_of(DOCS / "techniques.md")
    for technique in load_library().techniques:
        assert f"`{technique.id}`" in page
    (example,) = (block for kind, block in FENCE.findall(page) if kind == "toml")
    file = tmp_path / "jaw-outwards.toml"
    file.write_text(example, "utf-8")
    technique = read_technique(file)
    assert technique.id == file.stem
    for key in technique.model_dump():
        assert f"`{key}`" in page or f"`[{key}]`" in page
    for fault in technique.cues.model_dump():
        assert f"`{fault}`" in page


def test_the_example_of_a_routine_is_right_and_every_key_is_explained() -> None:
    page = text_of(DOCS / "routines.md")
    (example,) = (block for kind, block in FENCE.findall(page) if kind == "toml")
    routine = routine_of(example.encode("utf-8"), "my-evening.toml")
    check_routine(routine, load_library(), "my-evening.toml")
    for key in (*Routine.model_fields, *Step.model_fields):
        assert f"`{key}`" in page, key


def test_files_that_the_architecture_names_are_there() -> None:
    rooms = ("coach", "benchmarks", "sample_videos")
    there = {path.name for room in rooms for path in (ROOT / room).rglob("*.py")}
    named = re.findall(r"`(?:\w+/)?(\w+\.py)`", text_of(DOCS / "architecture.md"))
    assert len(named) > 30
    assert set(named) <= there


def test_the_readmes_picture_loads_quickly() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of(ROOT / "README.md"))
    assert pictures
    assert sum((ROOT / picture).stat().st_size for picture in pictures) < 400_000
