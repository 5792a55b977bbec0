"""The Teach page: a demonstration is watched, corrected, tried, kept and shared."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from coach.app import teach_job
from coach.app.nudge import nudged_uv
from coach.app.own_techniques import OwnTechniques
from coach.app.review_job import Clip
from coach.app.teach_job import TeachJob
from coach.errors import InputError, TechniqueError
from coach.present.svg import Sheet
from coach.teaching.learn import learn
from coach.teaching.lesson import Lesson
from coach.techniques.library import load_library
from coach.techniques.pack import open_pack, pack_bytes
from coach.techniques.schema import Effector
from coach.types import ChartName, View
from tests.app.conftest import texts
from tests.teaching.made import LIBRARY, moves, shown

WAIT_S = 120.0
FOREHEAD = LIBRARY.find("forehead-to-temples")


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    monkeypatch.setenv("COACH_TECHNIQUES", str(folder))
    from coach.app import setting

    setting.own_techniques.cache_clear()
    setting._read.cache_clear()
    yield folder
    setting.own_techniques.cache_clear()
    setting._read.cache_clear()


@cache
def lesson(name: str = "Brow sweep") -> Lesson:
    made = moves(FOREHEAD, 4)
    return learn(shown(FOREHEAD, made, made), LIBRARY, name)


@pytest.fixture
def demonstrated(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Have demonstrations watched without models."""
    asked: list[Path] = []

    def watch(path: Path, _library: object, name: str, **_: object) -> Lesson:
        asked.append(path)
        if path.read_bytes()[:3] == b"BAD":
            raise InputError(f"{path.name} is not a video: choose a clip such as .mp4")
        return lesson(name)

    monkeypatch.setattr(teach_job, "learn_clip", watch)
    monkeypatch.setattr(teach_job, "ensure", lambda **_: None)
    return asked


def taught(open_page: Callable[..., AppTest], content: bytes = b"clip") -> AppTest:
    page = open_page("teach")
    page.text_input(key="teach_name").set_value("Brow sweep")
    page.file_uploader(key="teach_uploads").set_value(("demo.mp4", content, "video/mp4"))
    page.run()
    button(page, "Watch it").click().run()
    end_s = time.monotonic() + WAIT_S
    while not page.session_state["teach_job"].is_over and time.monotonic() < end_s:
        time.sleep(0.05)
    return page.run()


def button(page: AppTest, label: str):
    (found,) = [one for one in page.button if one.label == label]
    return found


def name_field(page: AppTest):
    (found,) = [one for one in page.text_input if one.label == "What is it called?"]
    return found


def test_a_demonstration_needs_a_name_and_a_clip(open_page, own_folder):
    page = open_page("teach")
    assert button(page, "Watch it").disabled
    page.text_input(key="teach_name").set_value("Forehead to temples").run()
    assert "Choose another" in page.warning[0].value


def test_what_was_learned_is_shown_and_can_be_kept(open_page, own_folder, demonstrated):
    page = taught(open_page)
    assert not page.exception
    assert "forehead" in page.success[0].value
    assert [box.value for box in page.checkbox] == [True] * 4
    button(page, "Keep it").click().run()
    assert not page.exception
    assert [path.name for path in own_folder.iterdir()] == ["brow-sweep.toml"]
    assert "Kept with your techniques" in texts(page)
    assert re.search(r"to [\d.]+ s each", texts(page)), "the pace has its unit"
    library = open_page("library")
    assert any("Brow sweep" in one.label for one in library.button)


def test_the_teacher_says_what_touches(open_page, own_folder, demonstrated):
    page = taught(open_page)
    assert "the palm would look the same" in page.success[0].value
    assert "Assumed, for it could not be seen" in texts(page)
    choice = page.selectbox(key="teach_touch")
    assert (choice.value, len(choice.options)) == (Effector.FINGERTIPS, 5)
    choice.set_value(Effector.THUMB).run()
    assert not page.exception
    assert "crosses the middle" in page.warning[0].value
    page.selectbox(key="teach_touch").set_value(Effector.FIST).run()
    assert not page.exception
    assert "fists, from" in page.success[0].value
    assert "assumed" not in page.success[0].value
    button(page, "Keep it").click().run()
    (kept,) = own_folder.iterdir()
    assert 'effector = "fist"' in kept.read_text("utf-8")


def test_repetitions_can_be_left_out_until_too_few_are_left(open_page, own_folder, demonstrated):
    page = taught(open_page)
    for index in range(3):
        page.checkbox(key=f"teach_rep_{index}").uncheck().run()
        assert not page.exception
    assert page.warning
    assert not any(one.label == "Keep it" for one in page.button)
    page.checkbox(key="teach_rep_0").check().run()
    page.checkbox(key="teach_rep_1").check().run()
    assert button(page, "Keep it")


def test_name_words_and_tolerances_can_be_changed_and_undone(open_page, own_folder, demonstrated):
    page = taught(open_page)
    name, words = name_field(page), page.text_area[0]
    assert (name.value, bool(words.value)) == ("Brow sweep", True)
    name.set_value("Quiet brow")
    words.set_value("Softly, from the middle outwards.")
    page.slider[0].set_value(4.0)
    button(page, "Apply").click().run()
    assert not page.exception
    button(page, "Keep it").click().run()
    library, faults = OwnTechniques(own_folder, load_library()).joined()
    kept = library.find("quiet-brow")
    assert (kept.name, kept.off_path_cm, faults) == ("Quiet brow", 4.0, ())
    assert kept.instruction == "Softly, from the middle outwards."
    button(page, "Undo the last change").click().run()
    assert name_field(page).value == "Brow sweep"


def test_a_clip_that_is_none_is_told_in_a_line(open_page, own_folder, demonstrated):
    page = taught(open_page, b"BAD clip")
    assert page.error[0].value.startswith("demo\\.mp4 is not") or "is not a video" in (
        page.error[0].value
    )
    button(page, "Teach another").click().run()
    assert page.text_input(key="teach_name")


def test_a_job_that_is_stopped_learns_nothing(tmp_path, monkeypatch):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"")

    def watch(*_: object, progress: Callable[[float, float], None], **__: object) -> Lesson:
        while True:
            progress(1.0, 2.0)
            time.sleep(0.01)

    monkeypatch.setattr(teach_job, "learn_clip", watch)
    monkeypatch.setattr(teach_job, "ensure", lambda **_: None)
    job = TeachJob(Clip("clip.mp4", clip), LIBRARY, "Any")
    job.start()
    while not job.share > 0:
        time.sleep(0.01)
    job.end()
    assert job.is_over
    assert job.lesson is None
    assert not job.fault


def test_a_moved_point_lies_where_it_was_put():
    sheet = Sheet.of(ChartName.FACE, View.FRONT)
    x, y = sheet.from_uv(np.array([0.5, 0.7]))
    assert nudged_uv(sheet, {"index": 2, "x": float(x), "y": float(y)}, 5) == (2, (0.5, 0.7))
    back = Sheet.of(ChartName.TORSO, View.BACK)
    x, y = back.from_uv(np.array([0.3, 0.2]))
    assert nudged_uv(back, {"index": 0, "x": float(x), "y": float(y)}, 5) == (0, (0.3, 0.2))


@pytest.mark.parametrize(
    "said",
    [
        None,
        "moved",
        {"index": 9, "x": 1, "y": 1},
        {"index": "0", "x": 1, "y": 1},
        {"index": 0, "x": 1e9, "y": 1},
        {"index": 0, "x": "1", "y": 1},
        {"index": 0, "x": float("nan"), "y": 1},
    ],
)
def test_what_is_no_moved_point_is_left_alone(said):
    assert nudged_uv(Sheet.of(ChartName.FACE, View.FRONT), said, 5) is None


def test_own_techniques_never_replace_those_of_coach(tmp_path):
    own = OwnTechniques(tmp_path / "own", LIBRARY)
    with pytest.raises(TechniqueError):
        own.keep(FOREHEAD)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "broken.toml").write_text("path_uv = [")
    made = lesson().technique()
    own.keep(made)
    library, faults = own.joined()
    assert library.find("brow-sweep") == made
    assert len(faults) == 1
    assert "broken.toml" in faults[0]
    own.remove(made)
    assert own.joined()[0] == LIBRARY


def test_a_pack_is_looked_at_and_kept(open_page, own_folder):
    made = lesson().technique()
    page = open_page("library")
    page.file_uploader(key="pack").set_value(
        ("brow.coach.zip", pack_bytes(made, "CC0"), "application/zip")
    )
    page.run()
    assert not page.exception
    assert "CC0" in texts(page)
    button(page, "Keep it").click().run()
    assert OwnTechniques(own_folder, LIBRARY).holds(made)


@pytest.mark.parametrize("content", [b"", b"no zip", pack_bytes(FOREHEAD, "CC0")])
def test_a_pack_that_may_not_be_opened_is_told_in_a_line(open_page, own_folder, content):
    page = open_page("library")
    page.file_uploader(key="pack").set_value(("a.coach.zip", content, "application/zip"))
    page.run()
    assert not page.exception
    assert page.error
    assert not own_folder.exists()


def test_what_is_shared_can_be_opened_again(tmp_path):
    made = replace(lesson(), setting=replace(lesson().setting, teacher="Ana")).technique()
    path = tmp_path / "a.coach.zip"
    path.write_bytes(pack_bytes(made, "CC BY 4.0"))
    assert open_pack(path).technique == made
    assert "technique.toml" in zipfile.ZipFile(BytesIO(path.read_bytes())).namelist()
