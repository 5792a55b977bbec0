"""A batch from end to end, without the workers: what is written, kept, and done again."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from coach.batch.finding import Missed
from coach.batch.order import Clip, Progressed, TriedAgain, Wish
from coach.batch.run import SUMMARY, Standing, run_batch
from coach.batch.shelf import FINISHED, Shelf
from coach.batch.summary import State
from coach.errors import OutputError
from coach.types import Region
from tests.batch.made import WISH, Here, clip


def rows_in(folder: Path) -> list[dict[str, str]]:
    with (folder / SUMMARY).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def clips(tmp_path: Path) -> list[Clip]:
    return [clip(tmp_path, "a.mp4"), clip(tmp_path, "b.mp4", "bad"), clip(tmp_path, "c.mp4")]


def test_results_and_one_table(out: Path, clips: list[Clip]) -> None:
    rows = run_batch(clips, [Missed("d.mp4", "no such file")], WISH, out, Here())
    assert [row.state for row in rows] == [
        State.REVIEWED,
        State.FAILED,
        State.REVIEWED,
        State.FAILED,
    ]
    table = rows_in(out)
    assert [row["clip"] for row in table] == ["a.mp4", "b.mp4", "c.mp4", "d.mp4"]
    assert table[0] | {"sha256": ""} == {
        "clip": "a.mp4",
        "state": "reviewed",
        "technique": "forehead-to-temples",
        "technique_asked": "",
        "region": "face",
        "view": "front",
        "duration_s": "10.00",
        "repetitions": "1",
        "repetitions_left": "1",
        "repetitions_right": "1",
        "attempts": "1",
        "good": "1",
        "reversed": "0",
        "too_short": "0",
        "off_path": "0",
        "no_go": "0",
        "too_fast": "0",
        "too_slow": "0",
        "not_judged": "0",
        "median_direction_error_deg": "12.4",
        "median_pace_s": "1.25",
        "face_seen": "1.000",
        "body_seen": "1.000",
        "left_hand_seen": "0.900",
        "right_hand_seen": "0.800",
        "notes": "",
        "why": "",
        "folder": f"a-{clips[0].sha256[:8]}",
        "took_s": "1.5",
        "sha256": "",
    }
    assert table[1]["why"] == "b.mp4 is not a video"
    assert table[3]["why"] == "no such file"
    place = out / table[0]["folder"]
    assert {path.name for path in place.iterdir()} == {
        FINISHED,
        "report.html",
        "report.json",
        "strokes.csv",
    }


def test_what_is_done_is_not_done_again_and_what_failed_is(out: Path, clips: list[Clip]) -> None:
    run_batch(clips, (), WISH, out, Here())
    before = (out / SUMMARY).read_bytes()
    again = Here()
    rows = run_batch(clips, (), WISH, out, again)
    assert again.looked_at == ["b.mp4"]
    assert [row.was_there for row in rows] == [True, False, True]
    assert (out / SUMMARY).read_bytes() == before


@pytest.mark.parametrize(
    "other",
    [
        replace(WISH, technique="chin-to-ears"),
        replace(WISH, region=Region.FACE),
        replace(WISH, mirrored=True),
    ],
)
def test_another_wish_is_another_review(out: Path, clips: list[Clip], other: Wish) -> None:
    run_batch(clips[:1], (), WISH, out, Here())
    again = Here()
    run_batch(clips[:1], (), other, out, again)
    assert again.looked_at == ["a.mp4"]


def test_another_coach_is_another_review(out: Path, clips: list[Clip], monkeypatch) -> None:
    run_batch(clips[:1], (), WISH, out, Here())
    monkeypatch.setattr("coach.batch.order.work_version", lambda: "0.2.0+0")
    again = Here()
    run_batch(clips[:1], (), WISH, out, again)
    assert again.looked_at == ["a.mp4"]


def test_another_content_under_the_same_name_is_another_clip(tmp_path: Path, out: Path) -> None:
    run_batch([clip(tmp_path, "a.mp4")], (), WISH, out, Here())
    again = Here()
    run_batch([clip(tmp_path, "a.mp4", "empty")], (), WISH, out, again)
    assert again.looked_at == ["a.mp4"]
    assert rows_in(out)[0]["state"] == "nothing to judge"
    assert rows_in(out)[0]["why"] == "Nobody was found in the picture."


@pytest.mark.parametrize("name", ["report.json", "report.html", "strokes.csv", FINISHED])
def test_a_damaged_result_is_made_again(out: Path, clips: list[Clip], name: str) -> None:
    run_batch(clips[:1], (), WISH, out, Here())
    place = Shelf(out).place_of(clips[0])
    whole = (place / name).read_bytes()
    (place / name).unlink()
    again = Here()
    run_batch(clips[:1], (), WISH, out, again)
    assert again.looked_at == ["a.mp4"]
    assert (place / name).read_bytes() == whole


def test_a_review_that_was_cut_off_while_it_was_written_does_not_count(
    out: Path, clips: list[Clip], monkeypatch
) -> None:
    run_batch(clips[:1], (), WISH, out, Here())

    def full(*_args: object) -> None:
        raise OutputError("the disk is full")

    monkeypatch.setattr("coach.batch.shelf.write_texts", full)
    with pytest.raises(OutputError):
        run_batch(clips[:1], (), replace(WISH, mirrored=True), out, Here())
    assert Shelf(out).finished(clips[0], WISH) is None
    assert rows_in(out)[0]["state"] == "not reached"


def test_clips_with_the_same_content_are_reviewed_once(tmp_path: Path, out: Path) -> None:
    first = clip(tmp_path, "a.mp4")
    engine = Here()
    run_batch([first, replace(first, name="copy of a.mp4")], (), WISH, out, engine)
    assert engine.looked_at == ["a.mp4"]
    assert [row["clip"] for row in rows_in(out)] == ["a.mp4", "copy of a.mp4"]
    assert rows_in(out)[0]["folder"] == rows_in(out)[1]["folder"]


def test_a_stopped_batch_tells_what_was_not_reached(out: Path, clips: list[Clip]) -> None:
    run_batch(clips, (), WISH, out, Here(stops_after=1))
    assert [row["state"] for row in rows_in(out)] == ["reviewed", "not reached", "not reached"]


def test_how_far_it_is_is_told(out: Path, clips: list[Clip]) -> None:
    told: list[Standing] = []
    run_batch(clips[::2], (), WISH, out, Here(), told=told.append)
    assert [(s.clips, s.of) for s in told] == [(0, 2), (0, 2), (1, 2), (1, 2), (2, 2)]
    assert [s.share for s in told] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert told[-1].remaining_s == 0


def test_a_clip_that_is_tried_again_begins_anew(out: Path, clips: list[Clip]) -> None:
    class Twice(Here):
        def run(self, clips, wish, stopped):
            yield Progressed(clips[0], 0.9)
            yield TriedAgain(clips[0], "its worker was killed")
            yield from super().run(clips, wish, stopped)

    told: list[Standing] = []
    run_batch(clips[:1], (), WISH, out, Twice(), told=told.append)
    assert [s.share for s in told] == [0, 0.9, 0, 0.5, 1]


def test_odd_names_make_folders_that_every_system_takes(tmp_path: Path) -> None:
    one = replace(clip(tmp_path, "a.mp4"), path=tmp_path / ('a:b?"' + "x" * 90 + ".mp4"))
    name = Shelf(tmp_path).place_of(one).name
    assert name == "a_b__" + "x" * 55 + f"-{one.sha256[:8]}"
