"""`coach review`: what it says, what it writes, and how it fails; with a review made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.errors import ModelError, NothingToJudge, OutputError
from coach.techniques.library import DATA_DIR
from coach.types import Region

ALL_FILES = ["annotated.mp4", "report.html", "report.json", "strokes.csv"]


@pytest.fixture
def clip(make_clip) -> Path:
    return make_clip("clip.mp4")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_result_reads_well_in_80_columns(coach, clip, fake_review):
    done = coach("review", clip)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80
    for words in (
        "Forehead to temples",
        "Repetitions: 2 (left hand 2, right hand 1)",
        "0:05.0",
        "1:02.5",
        "right way",
        "reversed",
        "too short",
        "on the eyes",
        "not judged",
        "171°",
        "1.2 s",
        "The one thing to work on: ",
        "Note: The face was lost now and then.",
    ):
        assert words in done.out
    assert "Reviewing clip.mp4" in done.err


def test_a_narrow_terminal_loses_no_words(coach, clip, fake_review, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    done = coach("review", clip)
    assert max(len(line) for line in done.out.splitlines()) <= 50
    assert "fingertips" in done.out


def test_json_is_alone_on_stdout(coach, clip, fake_review):
    done = coach("review", clip, "--json")
    report = json.loads(done.out)
    assert (report["repetitions"], report["version"]) == (2, 1)
    assert len(report["attempts"]) == 6


def test_what_was_asked_for_is_passed_on(coach, clip, fake_review):
    coach("review", clip, "--technique", "chin-to-ears", "--region", "face", "--mirrored")
    (call,) = fake_review.calls
    assert (call["technique"], call["region"], call["mirrored"]) == (
        "chin-to-ears",
        Region.FACE,
        True,
    )
    assert not call["keep_updates"]


def test_auto_is_the_same_as_naming_no_technique(coach, clip, fake_review):
    coach("review", clip, "--technique", "auto")
    coach("review", clip, "--technique", "auto", "--region", "back")
    coach("review", clip, "--technique", "auto", "--routine", "face-first")
    asked = [(call["technique"], call["region"]) for call in fake_review.calls]
    assert asked == [(None, None), (None, Region.BACK), (None, None)]
    assert fake_review.calls[2]["routine"].id == "face-first"


def test_what_can_not_be_judged_has_its_code_and_is_told_on_stderr_beside_json(
    coach, clip, fake_review
):
    fake_review.obstacle = "Turn."
    assert coach("review", clip, "--routine", "face-first").code == NothingToJudge.exit_code
    done = coach("review", clip, "--region", "back", "--json")
    assert done.code == NothingToJudge.exit_code
    assert done.err.splitlines()[-1] == "coach: Turn."


def test_out_writes_four_whole_files(coach, clip, fake_review, tmp_path):
    folder = tmp_path / "new" / "results"
    done = coach("review", clip, "--out", folder)
    assert done.code == 0
    assert names(folder) == ALL_FILES
    assert json.loads((folder / "report.json").read_text("utf-8"))["repetitions"] == 2
    assert "annotated.mp4" in (folder / "report.html").read_text("utf-8")
    assert (folder / "strokes.csv").read_text("utf-8").count("\n") == 7
    assert "Wrote to" in done.err
    assert "Forehead to temples" in done.out


def test_json_and_out_go_together(coach, clip, fake_review, tmp_path):
    done = coach("review", clip, "--json", "--out", tmp_path / "out")
    assert done.out == (tmp_path / "out" / "report.json").read_text("utf-8")


def test_a_wrong_technique_is_answered_before_the_clip_is_opened(coach, fake_review):
    done = coach("review", "nowhere.mp4", "--technique", "forehead-to-temple")
    assert done.code == 5
    assert 'did you mean "forehead-to-temples"?' in done.err
    assert done.err.count("\n") == 1
    assert fake_review.calls == []


def test_a_technique_of_another_region_is_a_mistake(coach, clip, fake_review):
    done = coach("review", clip, "--technique", "chin-to-ears", "--region", "back")
    assert done.code == 2
    assert "not for the back" in done.err


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no file"), (b"", "is empty"), (b"Dear diary\n" * 500, "is not a video")],
)
def test_a_bad_clip_is_one_line_before_any_model_is_fetched(
    coach, tmp_path, monkeypatch, content, words
):
    import coach.tracking.bundles as bundles

    monkeypatch.setattr(bundles, "ensure", lambda **_: pytest.fail("models were fetched"))
    if content is not None:
        (tmp_path / "bad.mp4").write_bytes(content)
    done = coach("review", tmp_path / "bad.mp4", "--out", tmp_path / "out")
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)
    assert words in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("folder", ["clip.mp4", "clip.mp4/below", "/proc/coach"])
def test_a_folder_that_cannot_be_written_is_found_before_the_work(
    coach, clip, fake_review, tmp_path, folder
):
    done = coach("review", clip, "--out", tmp_path / folder)
    assert (done.code, done.out, done.err.count("\n")) == (7, "", 1)
    assert fake_review.calls == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NothingToJudge("nobody is seen in clip.mp4: step into the picture"), 4),
        (ModelError("can't load the models: fetch them again"), 6),
        (OutputError("disk full"), 7),
    ],
)
def test_what_coach_can_explain_has_its_own_code(coach, clip, fake_review, error, code):
    fake_review.raises = error
    done = coach("review", clip)
    assert (done.code, done.out) == (code, "")
    assert done.err.splitlines()[-1] == f"coach: {error}"
    assert "Traceback" not in done.err


def test_the_unexpected_is_one_line(coach, clip, fake_review):
    fake_review.raises = RuntimeError("several\nlines\nof native noise")
    done = coach("review", clip)
    assert done.code == 1
    assert "Traceback" not in done.err
    last = done.err.splitlines()[-1]
    assert "RuntimeError: several lines of native noise" in last
    assert "--debug" in last


def test_debug_shows_where_it_arose(coach, clip, fake_review):
    fake_review.raises = RuntimeError("strange")
    done = coach("review", clip, "--debug")
    assert done.code == 1
    assert "Traceback" in done.err
    assert "strange" in done.err
    fake_review.raises = NothingToJudge("nobody is seen")
    assert coach("review", clip, "--debug").code == 4
    assert "Traceback" not in coach("review", clip).err


@pytest.mark.parametrize(
    "error",
    [
        ImportError("libGL.so.1: cannot open shared object file: No such file or directory"),
        OSError("libEGL.so.1: cannot open shared object file: No such file or directory"),
        ImportError("DLL load failed while importing cv2: The module could not be found."),
    ],
)
def test_a_missing_system_library_points_to_the_doctor(coach, clip, fake_review, error):
    fake_review.raises = error
    done = coach("review", clip)
    assert done.code == 1
    assert "coach doctor" in done.err.splitlines()[-1]


def test_after_ctrl_c_the_results_so_far_are_written(coach, clip, fake_review, tmp_path):
    fake_review.interrupted = True
    out = tmp_path / "out"
    out.mkdir()
    (out / "annotated.mp4").write_bytes(b"old")
    done = coach("review", clip, "--out", out)
    assert done.code == 130
    assert names(out) == ALL_FILES
    assert (out / "annotated.mp4").read_bytes() == b"old"
    assert "annotated.mp4 was not written; the one there is older" in done.err
    assert "annotated.mp4" not in (out / "report.html").read_text("utf-8")
    assert "Forehead to temples" in done.out
    assert "stopped at 75.0 s" in done.err


def test_ctrl_c_before_anything_was_seen(coach, clip, fake_review):
    fake_review.raises = KeyboardInterrupt()
    done = coach("review", clip)
    assert (done.code, done.out) == (130, "")
    assert done.err.splitlines()[-1] == "coach: stopped."


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt(), 130), (OutputError("the disk is full"), 7)]
)
def test_when_drawing_fails_the_rest_is_there(
    coach, clip, fake_review, tmp_path, monkeypatch, error, code
):
    def fail(*_args: object) -> None:
        raise error

    monkeypatch.setattr("coach.present.overlay.Overlay.draw", fail)
    done = coach("review", clip, "--out", tmp_path / "out")
    assert done.code == code
    assert names(tmp_path / "out") == ["report.html", "report.json", "strokes.csv"]
    assert "annotated.mp4 was not written." in done.err
    assert "Forehead to temples" in done.out


def test_warnings_of_the_annotated_clip_go_to_stderr(
    coach, clip, fake_review, tmp_path, monkeypatch
):
    monkeypatch.setattr("coach.present.encoder.can_encode", lambda name: name == "libvpx-vp9")
    done = coach("review", clip, "--json", "--out", tmp_path / "out")
    assert "VP9" in done.err
    json.loads(done.out)


def test_a_technique_file_of_ones_own(coach, clip, fake_review, tmp_path):
    text = (DATA_DIR / "chin-to-ears.toml").read_text("utf-8")
    own = tmp_path / "my-stroke.toml"
    own.write_text(text.replace('id = "chin-to-ears"', 'id = "my-stroke"'), "utf-8")
    assert coach("review", clip, "--technique", own).code == 0
    assert fake_review.calls[0]["technique"] == "my-stroke"
    own.write_text(text.replace("pace_min_s", "pace_mim_s"), "utf-8")
    done = coach("review", clip, "--technique", own)
    assert done.code == 5
    assert 'did you mean "pace_min_s"' in done.err
