"""The page of the progress."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from coach.app.words import load_words
from coach.history.store import History
from coach.types import Region
from tests.app.conftest import texts
from tests.history.conftest import attempt, days_later, report

ENGLISH = load_words("en")


def filled(path):
    history = History(path)
    for day in range(12):
        history.add(report(attempt(), attempt(4.0), source="a_*b*.mp4"), days_later(2 * day))
    return history


def test_without_sessions_it_says_how_to_begin(open_page):
    assert ENGLISH("progress.empty") in texts(open_page("progress"))


def test_it_shows_sums(open_page, own_history):
    filled(own_history)
    page = open_page("progress")
    assert [metric.value for metric in page.metric][:3] == ["12", "24", "100%"]
    assert len(page.table[0].value) == 12


def test_the_aim_changes_what_is_recommended(open_page, own_history):
    filled(own_history)
    page = open_page("progress")
    page.selectbox(key="progress_aim_face").set_value("corrective").run()
    assert ENGLISH("aim.corrective_source") in texts(page)


def test_how_often_and_the_course_are_of_the_part_that_is_chosen(open_page, own_history):
    """Twelve days of the face, five practices of the neck on one day."""
    history = filled(own_history)
    for number in range(5):
        neck = report(
            attempt(technique="neck-side-down"), technique="neck-side-down", region=Region.NECK
        )
        history.add(neck, datetime.now(UTC) - timedelta(minutes=number))
    page = open_page("progress")
    part = page.selectbox(key="progress_part")
    assert part.options == ["Face", "Neck"]
    assert part.value is Region.FACE
    part.set_value(Region.NECK).run()
    told = texts(page)
    assert ENGLISH("progress.now", now="1.0") in told
    assert ENGLISH("aim.preventive_source") in told
    assert ENGLISH("progress.course_short", least=10, low=2, high=4) in told


def test_deleting_needs_to_be_confirmed(open_page, own_history):
    history = filled(own_history)
    page = open_page("progress")
    assert page.button(key="delete_now").disabled
    page.checkbox(key="delete_sure").check().run()
    page.button(key="delete_now").click().run()
    assert history.sessions() == ()
    assert ENGLISH("progress.empty") in texts(page)


def test_a_damaged_history_is_one_line_and_stays(open_page, own_history):
    own_history.write_bytes(b"not a database" * 100)
    page = open_page("progress")
    assert "damaged" in page.error[0].value
    assert own_history.read_bytes() == b"not a database" * 100


def test_what_is_exported_can_be_read(own_history):
    from coach.history.export import history_json

    assert len(json.loads(history_json(filled(own_history).sessions()))["sessions"]) == 12
