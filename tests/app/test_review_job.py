"""Reviewing in the background: order, progress, stopping, faults, files."""

from __future__ import annotations

import itertools
import math
import threading
import time
from dataclasses import replace

import pytest

from coach.app import review_job
from coach.app.review_job import Clip, ReviewJob, Stage, Wish
from coach.errors import HistoryError, ModelError
from coach.present.result_files import ANNOTATED, PAGE, REPORT, STROKES
from coach.techniques.library import load_library

LIBRARY = load_library()
FILES = {ANNOTATED, PAGE, REPORT, STROKES}


@pytest.fixture
def start(tmp_path):
    """Give a function that starts a job, and end all of them."""
    jobs = []
    numbers = itertools.count()

    def new_folder():
        folder = tmp_path / f"out{next(numbers)}"
        folder.mkdir()
        return folder

    def begin(*clips, wish=Wish(), keep=None):  # noqa: B008
        job = ReviewJob(clips, wish, LIBRARY, new_folder, keep)
        jobs.append(job)
        job.start()
        return job

    yield begin
    for job in jobs:
        job.end()


def wait(job, until=lambda job: job.is_over):
    end = time.monotonic() + 20
    while not until(job):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_clip_gives_a_report_under_its_own_name_and_four_files(start, made_review, make_clip):
    job = start(Clip("my <b>holiday</b>.mp4", make_clip()), wish=Wish("chin-to-ears", True))
    wait(job)
    (outcome,) = job.outcomes
    assert outcome.fault == ""
    assert outcome.report.source == "my <b>holiday</b>.mp4"
    assert {path.name for path in outcome.folder.iterdir()} == FILES
    assert "<b>holiday" not in (outcome.folder / PAGE).read_text("utf-8")
    assert made_review.asked[0]["technique"] == "chin-to-ears"
    assert made_review.asked[0]["mirrored"] is True


def test_a_bad_clip_is_one_line_with_the_name_the_person_knows(start, made_review, tmp_path):
    bad = tmp_path / "0f3a"
    bad.write_bytes(b"BAD")
    job = start(Clip("notes.txt", bad))
    wait(job)
    (outcome,) = job.outcomes
    assert outcome.report is None
    assert outcome.fault == "notes.txt is not a video: choose a clip such as .mp4"


def test_a_bad_clip_does_not_keep_others_from_their_review(start, made_review, tmp_path, make_clip):
    bad = tmp_path / "bad"
    bad.write_bytes(b"BAD")
    job = start(Clip("bad.mp4", bad), Clip("good.mp4", make_clip()))
    wait(job)
    assert [outcome.report is None for outcome in job.outcomes] == [True, False]


def test_progress_rises_and_tells_the_time_left(start, made_review, make_clip):
    made_review.gate.clear()
    job = start(Clip("a.mp4", make_clip("a.mp4")), Clip("b.mp4", make_clip("b.mp4")))
    wait(job, lambda job: job.progress.stage is Stage.LOOKING)
    assert math.isnan(job.progress.remaining_s)
    shares = []
    made_review.gate.set()
    while not job.is_over:
        shares.append(job.progress.share)
    assert shares == sorted(shares)
    assert job.progress.number == 2
    assert job.progress.share == pytest.approx(1.0, abs=0.1)
    assert job.progress.remaining_s < 5


def test_stopping_ends_it_soon_and_keeps_what_was_finished(start, made_review, make_clip):
    job = start(Clip("a.mp4", make_clip("a.mp4")), Clip("b.mp4", make_clip("b.mp4")))
    wait(job, lambda job: job.outcomes)
    made_review.gate.clear()
    job.stop()
    made_review.gate.set()
    wait(job)
    assert job.was_stopped
    assert [outcome.clip.name for outcome in job.outcomes] == ["a.mp4"]


def test_models_that_cannot_be_had_are_a_line(start, made_review, make_clip, monkeypatch):
    stages, ready = [], threading.Event()

    def ensure(progress):
        ready.wait(20)
        progress("asking", 0, 0)
        stages.append(job.progress.stage)
        raise ModelError("can't fetch the models")

    monkeypatch.setattr(review_job, "ensure", ensure)
    job = start(Clip("a.mp4", make_clip()))
    ready.set()
    wait(job)
    assert stages == [Stage.FETCHING]
    assert job.outcomes[0].fault == "can't fetch the models"


def test_jobs_take_turns_and_one_that_waits_can_be_stopped(start, made_review, make_clip):
    made_review.gate.clear()
    first = start(Clip("a.mp4", make_clip("a.mp4")))
    wait(first, lambda job: job.progress.stage is Stage.LOOKING)
    second = start(Clip("b.mp4", make_clip("b.mp4")))
    third = start(Clip("c.mp4", make_clip("c.mp4")))
    second.stop()
    wait(second)
    assert second.outcomes == ()
    assert third.progress.stage is Stage.WAITING
    made_review.gate.set()
    wait(third)
    assert len(first.outcomes) == len(third.outcomes) == 1


def test_what_nobody_foresaw_is_a_line_too(start, made_review, make_clip, monkeypatch, caplog):
    made_review.report = None
    job = start(Clip("a.mp4", make_clip()))
    wait(job)
    assert job.outcomes[0].fault.startswith("something unexpected happened (")
    assert "a review failed" in caplog.text


def test_a_full_disk_is_a_line(made_review, make_clip):
    def full():
        raise OSError(28, "No space left on device")

    job = ReviewJob([Clip("a.mp4", make_clip())], Wish(), LIBRARY, full)
    job.start()
    wait(job)
    assert job.outcomes[0].fault == "no room for results: No space left on device"


def test_a_report_is_kept_only_when_asked_and_a_fault_of_keeping_is_a_note(
    start, made_review, make_clip
):
    kept = []
    wait(start(Clip("a.mp4", make_clip()), keep=kept.append))
    assert [report.source for report in kept] == ["a.mp4"]

    def full(_report):
        raise HistoryError("the disk is full")

    job = start(Clip("a.mp4", make_clip()), keep=full)
    wait(job)
    assert job.outcomes[0].notes[-1] == "the disk is full"
    assert job.outcomes[0].report is not None


def test_a_clip_without_strokes_is_not_kept(start, made_review, make_clip):
    made_review.report = replace(made_review.report, attempts=())
    kept = []
    wait(start(Clip("a.mp4", make_clip()), keep=kept.append))
    assert kept == []
