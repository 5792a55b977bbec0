"""The page of reviews: asking, waiting, showing."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import pytest

from coach.app.review_results import BEGINNING, CHOSEN
from coach.app.session_files import SessionFiles
from coach.app.words import load_words
from coach.history.store import History
from coach.types import Phase, Side, Standing, StepCount, StepState, Verdict
from tests.app.conftest import texts
from tests.cli.conftest import REPORT

ENGLISH = load_words("en")


def upload(page, *clips):
    for clip in clips:
        page.file_uploader(key="review_uploads").upload(*clip)
    return page.run()


def start(page):
    button(page, ENGLISH("review.start")).click().run()
    return page


def button(page, label):
    return next(one for one in page.button if one.label == label)


def finished(page):
    job = page.session_state["review_job"]
    end = time.monotonic() + 20
    while not job.is_over:
        assert time.monotonic() < end
        time.sleep(0.02)
    page.run()
    assert not page.exception
    return page


@pytest.fixture
def clip(make_clip):
    return ("holiday.mp4", make_clip().read_bytes(), "video/mp4")


def test_nothing_can_be_started_without_a_clip(open_page):
    assert button(open_page("review"), ENGLISH("review.start")).disabled


def test_the_technique_in_the_address_is_chosen(open_page):
    page = open_page("review", technique="chin-to-ears")
    assert page.selectbox(key="review_technique").value == "chin-to-ears"
    page = open_page("review", technique="no-such-thing")
    assert page.selectbox(key="review_technique").value is None


def test_an_upload_is_reviewed_and_shown(open_page, made_review, clip):
    page = finished(start(upload(open_page("review"), clip)))
    said = texts(page)
    assert "Forehead to temples" in said
    assert [metric.value for metric in page.metric][:2] == ["2", "40%"]
    assert page.selectbox(key=CHOSEN).options[0] == ENGLISH("results.beginning")
    assert len(page.selectbox(key=CHOSEN).options) == 1 + len(REPORT.attempts)


def test_what_stood_in_the_way_is_said_once_and_before_all_else(open_page, made_review, clip):
    made_review.report = replace(REPORT, warnings=("Cut short.", "Turn."), obstacle="Turn.")
    page = finished(start(upload(open_page("review"), clip)))
    assert [one.value for one in page.warning] == ["Turn.", "Cut short."]


def test_a_clip_of_a_routine_is_told_step_by_step(open_page, made_review, clip):
    step = StepCount("forehead-to-temples", StepState.DONE, 5, 5, 5, 0.0, 5, math.nan)
    left_out = StepCount("around-the-eyes", StepState.SKIPPED, 0, 0, 0, 0.0, 5, math.nan)
    over = Standing("face-first", 20.0, 2, Phase.OVER, (step, left_out), 0.0, 20.0)
    made_review.report = replace(REPORT, standing=over)
    page = upload(open_page("review"), clip)
    box = page.selectbox(key="review_technique")
    box.select_index(box.options.index("Routine: Face, to begin with")).run()
    said = texts(finished(start(page)))
    assert made_review.asked[0]["routine"].id == "face-first"
    assert made_review.asked[0]["technique"] is None
    assert "**Forehead to temples**: done, 5 of 5 times" in said
    assert "left out, 0 of 5 times" in said


def test_filters_by_hand_and_verdict(open_page, made_review, clip):
    page = finished(start(upload(open_page("review"), clip)))
    page.button_group(key="review_verdicts").set_value([Verdict.REVERSED]).run()
    assert len(page.selectbox(key=CHOSEN).options) == 2
    page.button_group(key="review_verdicts").set_value([]).run()
    page.button_group(key="review_hand").set_value(Side.RIGHT).run()
    assert len(page.selectbox(key=CHOSEN).options) == len(REPORT.attempts)  # One is the left's.


def test_an_attempt_that_is_filtered_away_is_no_longer_chosen(open_page, made_review, clip):
    page = finished(start(upload(open_page("review"), clip)))
    page.selectbox(key=CHOSEN).set_value(2).run()
    assert page.session_state[CHOSEN] == 2
    page.button_group(key="review_hand").set_value(Side.RIGHT).run()
    assert page.selectbox(key=CHOSEN).value == BEGINNING


def test_the_cue_of_the_chosen_attempt_is_said(open_page, made_review, clip):
    page = finished(start(upload(open_page("review"), clip)))
    page.selectbox(key=CHOSEN).set_value(4).run()
    assert REPORT.attempts[3].cue in texts(page)


def test_a_bad_clip_is_one_clear_line(open_page, made_review):
    page = finished(start(upload(open_page("review"), ("my_notes.mp4", b"BAD", "video/mp4"))))
    (error,) = page.error
    assert error.value == r"my\_notes.mp4 is not a video: choose a clip such as .mp4".replace(
        ":", r"\:"
    )
    assert not page.metric


def test_several_clips_are_a_table_and_each_can_be_shown(open_page, made_review, clip):
    bad = ("bad.mp4", b"BAD", "video/mp4")
    page = finished(start(upload(open_page("review"), clip, bad)))
    assert len(page.table[0].value) == 2
    box = page.selectbox(key="review_outcome")
    assert box.options == ["holiday.mp4", "bad.mp4"]
    box.select_index(1).run()
    assert page.error


def test_while_it_runs_it_can_be_cancelled(open_page, made_review, clip):
    made_review.gate.clear()
    page = start(upload(open_page("review"), clip))
    page.run()
    page.button(key="review_cancel").click().run()
    made_review.gate.set()
    page = finished(page)
    assert page.info[0].value == ENGLISH("review.stopped")
    assert not page.metric
    page.button(key="review_another").click().run()
    assert page.file_uploader(key="review_uploads").label == ENGLISH("clips.upload")


@pytest.mark.parametrize("keep", [False, True])
def test_it_is_kept_only_when_that_is_wished(open_page, made_review, clip, own_history, keep):
    page = upload(open_page("review"), clip)
    page.toggle(key="review_keep").set_value(keep).run()
    finished(start(page))
    assert len(History(own_history).sessions()) == int(keep)


def test_names_of_uploads_never_become_paths_and_all_goes_in_the_end(tmp_path):
    files = SessionFiles()
    source = tmp_path / "source"
    source.write_bytes(b"clip")
    with source.open("rb") as content:
        kept = files.keep(content)
    assert kept.read_bytes() == b"clip"
    assert "source" not in str(kept.relative_to(kept.parents[1]))
    ended = []
    files.before_end(lambda: ended.append(kept.exists()))
    files.close()
    assert ended == [True]
    assert not kept.parent.parent.exists()
