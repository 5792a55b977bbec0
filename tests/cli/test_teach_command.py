"""`coach teach`, `coach compare` and `coach pack`, with a demonstration that is simulated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.capture.clip import open_clip
from coach.cli.asked import library_for
from coach.cli.teach_command import seconds
from coach.coaching.session import Session
from coach.techniques.pack import open_pack
from coach.techniques.schema import read_technique
from coach.types import Side, Verdict
from tests.conftest import MakeClip
from tests.simulated import Script, observe, repeat, technique_path
from tests.teaching.made import LIBRARY, watched

FOREHEAD = LIBRARY.find("forehead-to-temples")
PATH = technique_path(FOREHEAD)


@pytest.fixture
def clip(make_clip: MakeClip, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a clip in which a simulated person shows three strokes."""
    import coach.teaching.demonstration as demonstration
    import coach.teaching.learn as learn
    import coach.tracking.bundles as bundles

    strokes = repeat(PATH, 3)
    shown = watched(observe(Script(strokes, strokes)))

    def watch(*_paths: object, **_asked: object) -> object:
        return shown

    monkeypatch.setattr(demonstration, "watch_clip", watch)
    monkeypatch.setattr(learn, "watch_clip", watch)
    monkeypatch.setattr(bundles, "ensure", lambda *_args, **_options: None)
    return make_clip("demo.mp4")


@pytest.fixture
def taught(coach, clip: Path, tmp_path: Path) -> Path:
    file = tmp_path / "mine.toml"
    done = coach("teach", clip, "--name", "Mine", "-o", file)
    assert done.code == 0
    return file


def test_the_teacher_says_what_touches(coach, clip, tmp_path):
    told = {}
    for part in ("fingertips", "fist"):
        file = tmp_path / f"{part}.toml"
        done = coach("teach", clip, "--name", "Mine", "--with", part, "-o", file)
        assert done.code == 0
        assert "assumed" not in done.out
        told[part] = read_technique(file)
        assert told[part].effector == part
        assert told[part].origin.effector == "given"
    assert "fists, from" in " ".join(done.out.split())
    lower_v = [technique.path_array_uv[:, 1].mean() for technique in told.values()]
    assert lower_v[1] < lower_v[0] - 0.3, "the palm's path is below that of the fingertips"


def test_only_parts_of_a_hand_touch(coach, clip):
    done = coach("teach", clip, "--name", "Mine", "--with", "elbow")
    assert done.code == 2
    assert "elbow" in done.err


def test_a_technique_is_taught(coach, clip, tmp_path):
    file, drawing = tmp_path / "mine.toml", tmp_path / "mine.svg"
    words = ("--words", "Softly outwards.", "--teacher", "Ana")
    done = coach("teach", clip, "--name", "Mine", *words, "-o", file, "--svg", drawing)
    assert done.code == 0
    said = " ".join(done.out.split())
    what = "fingertips (assumed: the palm would look the same)"
    assert f"Both hands, mirroring each other, {what}, from the middle of the forehead" in said
    assert "three repetitions." in said
    assert "●" in done.out  # the drawing
    assert "  1  0:0" in done.err
    technique = read_technique(file)
    assert technique.instruction == "Softly outwards."
    assert technique.origin is not None
    assert (technique.origin.teacher, technique.origin.shown_with) == ("Ana", Side.BOTH)
    assert drawing.read_text("utf-8").startswith("<svg")
    assert coach("techniques", "check", file).code == 0
    assert coach("techniques", "show", file).out.count("Ana") == 1


def test_the_teacher_decides(coach, clip, tmp_path):
    file = tmp_path / "mine.toml"
    assert coach("teach", clip, "--name", "Mine", "--drop", 1, "-o", file).code == 0
    assert read_technique(file).repetitions == 2
    refused = coach("teach", clip, "--name", "Mine", "--drop", 1, "--drop", 2, "-o", file)
    assert refused.code == 4
    assert "only one repetition" in refused.err
    assert read_technique(file).repetitions == 2  # untouched
    assert coach("teach", clip, "--name", "Mine", "--keep", 9).code == 2


def test_what_can_not_work_is_told_first(coach, clip, tmp_path):
    taken = coach("teach", clip, "--name", "Chin to ears")
    assert taken.code == 5
    assert "choose another" in taken.err
    assert coach("teach", clip, "--name", "x", "--from", "0:05", "--to", "3").code == 2
    assert coach("teach", clip, "--name", "x", "--from", "soon").code == 2
    assert coach("teach", clip, "--name", "x", "-o", tmp_path / "x.txt").code == 2
    assert coach("teach", tmp_path / "gone.mp4", "--name", "x").code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["demo.mp4"]


@pytest.mark.parametrize(
    ("words", "wanted"), [("0:03", 3.0), ("1:02.5", 62.5), ("21", 21.0), ("10:00", 600.0)]
)
def test_times(words, wanted):
    assert seconds(words) == wanted


def test_a_pupil_beside_a_technique_and_beside_a_clip(coach, clip, taught, tmp_path):
    drawing = tmp_path / "difference.svg"
    done = coach("compare", clip, taught, "--svg", drawing)
    assert done.code == 0
    assert done.out.count("right way") == 6
    assert max(len(line) for line in done.out.splitlines()) <= 80
    assert "you beside the teacher" in drawing.read_text("utf-8")
    told = json.loads(coach("compare", clip, clip, "--json").out)
    assert len(told["repetitions"]) == 6
    assert told["gap_cm"] < 0.5
    assert coach("compare", clip, "no-such-technique").code == 5


def test_a_video_of_both_side_by_side(coach, clip, taught, tmp_path):
    for teacher in (clip, taught, "forehead-to-temples"):
        video = tmp_path / "out" / "beside.mp4"
        done = coach("compare", clip, teacher, "--video", video, "--json")
        assert done.code == 0
        assert json.loads(done.out)["repetitions"]
        assert f"Wrote {video}" in done.err.replace("\n", "")
        with open_clip(clip) as pupil, open_clip(video) as written:
            times_s = [frame.t_s for frame in written]
            assert times_s == pytest.approx([frame.t_s for frame in pupil], abs=1e-4)
            assert written.info.width_px > written.info.height_px
        assert [path.name for path in video.parent.iterdir()] == ["beside.mp4"]
        video.unlink()


def test_a_video_that_cannot_be_written_is_refused_at_once(coach, clip, taught, tmp_path):
    before = clip.read_bytes()
    link = tmp_path / "link.mp4"
    link.symlink_to(clip)
    other = tmp_path / "other.mp4"
    other.write_bytes(before)
    for pupil, teacher, video, why in (
        (clip, taught, clip, "one of the clips"),
        (clip, other, other, "one of the clips"),
        (clip, taught, link, "one of the clips"),
        (clip, taught, tmp_path / "beside.avi", "ends in .mp4"),
    ):
        done = coach("compare", pupil, teacher, "--video", video)
        assert done.code == 2
        assert why in " ".join(done.err.replace("│", " ").split())
        assert "Watching" not in done.err
    assert clip.read_bytes() == before
    done = coach("compare", clip, taught, "--video", clip / "beside.mp4")
    assert (done.code, done.err.count("\n")) == (7, 1)


def test_a_video_that_was_stopped_leaves_nothing(coach, clip, taught, tmp_path, monkeypatch):
    import coach.present.side_by_side as side_by_side

    def stop(*_asked: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(side_by_side.SideBySide, "draw", stop)
    folder = tmp_path / "out"
    done = coach("compare", clip, clip, "--video", folder / "beside.mp4")
    assert done.code == 130
    assert done.out.count("right way") == 6  # the table is there
    assert list(folder.iterdir()) == []


def test_a_technique_is_packed_checked_opened_and_used(coach, clip, taught, tmp_path):
    pack = tmp_path / "mine.coach.zip"
    assert coach("pack", "make", taught, "--licence", "CC0", "--clip", clip).code == 0
    assert len(open_pack(pack).pictures) == 6
    checked = coach("pack", "check", pack)
    assert checked.code == 0
    assert "Licence: CC0. Pictures: 6." in checked.out
    folder = tmp_path / "opened"
    assert coach("pack", "open", pack, "-o", folder).code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == [*(f"{n:02d}.jpg" for n in range(1, 7)), "LICENCE.txt", "mine.toml"]
    assert read_technique(folder / "mine.toml") == read_technique(taught)
    again = coach("pack", "open", pack, "-o", folder)
    assert again.code == 5
    assert "choose a new folder" in again.err
    assert coach("compare", clip, pack).code == 0


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_pupil_practises_what_a_pack_holds(coach, taught, live, backwards):
    assert coach("pack", "make", taught, "--licence", "CC0").code == 0
    library, asked = library_for(str(taught.with_name("mine.coach.zip")))
    session = Session(library, technique=asked, live=live)
    strokes = repeat(PATH[::-1] if backwards else PATH, 3)
    for seen in observe(Script(strokes, strokes), noise_px=0.5):
        session.push(seen)
    session.finish()
    report = session.report("pupil", 1.0)
    assert report.repetitions == (0 if backwards else 3)
    wanted = Verdict.REVERSED if backwards else Verdict.GOOD
    assert [a.verdict for a in report.attempts] == [wanted] * 3
    assert {a.technique for a in report.attempts} == {"mine"}


def test_bad_packs_and_pictures(coach, taught, tmp_path):
    bad = tmp_path / "bad.coach.zip"
    bad.write_bytes(b"PK\x05\x06")
    done = coach("pack", "check", bad)
    assert (done.code, done.err.count("\n")) == (5, 1)
    opened = coach("pack", "open", bad, "-o", tmp_path / "folder")
    assert opened.code == 5
    assert not (tmp_path / "folder").exists()
    assert coach("pack", "make", taught, "--licence", "CC0", "-o", tmp_path / "x.zip").code == 2
    wrong = coach("pack", "make", taught, "--licence", "CC0", "--picture", taught)
    assert wrong.code == 5
    assert "picture 1 can't be used" in wrong.err
    assert not (tmp_path / "mine.coach.zip").exists()
