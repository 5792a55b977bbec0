"""The rules around a session: each with its source."""

from __future__ import annotations

import pytest

from coach.coaching.safety import limit_s, reminder_at, safety, stops, touched
from coach.techniques.library import load_library
from coach.techniques.routine import Aim
from coach.types import ChartName, Region

PROMISES = ("cure", "heal", "treats", "will help", "guarantee")


def test_every_sentence_has_a_source_and_an_id_of_its_own() -> None:
    told = safety()
    notes = [*told.before, *told.reason, *told.during, told.enough, *told.after]
    assert len({note.id for note in notes}) == len(notes)
    assert all("article" in note.source or "ours" in note.source for note in notes)


def test_nothing_is_promised_and_nothing_diagnosed() -> None:
    told = safety()
    for reason in (*told.reason, *told.before):
        words = f"{reason.words} {reason.stop}".lower()
        assert not any(promise in words for promise in PROMISES), reason.id
        assert "you have" not in words, reason.id


@pytest.mark.parametrize(
    "word",
    ["fever", "skin", "boils", "inflammation", "pigmentation", "moles", "tumour", "bleeding",
     "blood disease", "thrombophlebitis", "kidneys", "heart", "liver", "blood pressure",
     "allergic", "alcohol", "drugs", "pregnancy", "lymph nodes"],
)  # fmt: skip
def test_every_contraindication_of_the_articles_is_asked_for_everywhere(word: str) -> None:
    for region in Region:
        assert any(word in reason.words for reason in safety().reasons_of(region)), region


def test_some_are_asked_only_where_they_belong() -> None:
    face = {reason.id for reason in safety().reasons_of(Region.FACE)}
    back = {reason.id for reason in safety().reasons_of(Region.BACK)}
    assert back - face == {"acute-back"}
    before = {note.id for note in safety().before_of(Region.ABDOMEN)}
    assert before - {note.id for note in safety().before_of(Region.HAND)} == {"full-stomach"}


def test_a_device_is_asked_about_for_all_that_it_reaches() -> None:
    """Lower legs, belly, neck and trunk: what is asked for each of these is asked for devices."""
    body = safety().reasons_of(Region.BODY)
    assert {"varicose", "acute-back"} <= {reason.id for reason in body}
    assert "full-stomach" in {note.id for note in safety().before_of(Region.BODY)}


def test_what_devices_reach_is_what_their_files_say() -> None:
    devices = load_library().of_region(Region.BODY)
    said = {part for one in devices for part in one.treats or ()}
    assert touched([Region.BODY]) == said
    assert touched([Region.HAND, Region.BODY]) == said | {Region.HAND}
    on = {chart: {part for one in devices if one.chart is chart for part in one.parts}
          for chart in ChartName}  # fmt: skip
    assert Region.LEG in on[ChartName.LEG]
    assert Region.ARM in on[ChartName.ARM]
    assert {Region.BACK, Region.ABDOMEN} <= on[ChartName.TORSO]
    assert touched([Region.FACE]) == {Region.FACE}


def test_who_just_ate_is_told_how_long_to_wait() -> None:
    told = {note.id: note.stop for note in safety().before_of(Region.ABDOMEN)}
    assert "two hours" in told["meal-before"]
    assert "two hours" in told["full-stomach"]
    assert "vomit" in told["full-stomach"]
    assert all(told.values())


def test_what_was_ticked_is_told() -> None:
    assert [reason.id for reason in stops(["pregnancy", "fever"])] == ["fever", "pregnancy"]
    assert [reason.id for reason in stops(["jewellery", "fever"])] == ["fever", "jewellery"]
    assert stops([]) == ()


def test_the_articles_numbers() -> None:
    assert {one.aim: one.days_max for one in safety().frequency} == {
        Aim.FACE: 7, Aim.RELAXING: 7, Aim.PREVENTIVE: 2, Aim.CORRECTIVE: 3,
    }  # fmt: skip
    course = safety().course
    assert (course.sessions_min, course.sessions_max) == (10, 25)
    assert (course.break_days_min, course.break_days_max) == (14, 28)
    assert limit_s(is_first=True) == 900
    assert limit_s(is_first=False) == float("inf")


def test_reminders_come_in_turn_and_none_in_the_first_minute() -> None:
    told = [reminder_at(60.0 * n + 1) for n in range(5)]
    ids = [one and one.note.id for one in told]
    assert ids == [None, "no-pain", "breathe", "relax", "no-pain"]
    assert [one.turn for one in told if one] == [1, 2, 3, 4]


def test_pain_dizziness_and_nausea_are_said_first_of_all() -> None:
    first = reminder_at(61.0)
    assert first is not None
    for word in ("pain", "dizziness", "nausea", "stop"):
        assert word in first.note.words
    assert "dizziness and nausea" in first.note.source


def test_a_first_session_is_told_when_it_was_long_enough() -> None:
    limit = limit_s(is_first=True)
    before, after = reminder_at(899.0, limit), reminder_at(900.0, limit)
    assert before is not None
    assert after is not None
    assert (before.note.id, before.is_urgent) == ("breathe", False)
    assert (after.note.id, after.is_urgent) == ("enough", True)
    later = reminder_at(961.0, limit)
    assert later is not None
    assert later.turn > after.turn, "it is said again a minute later"
    usual = reminder_at(900.0, limit_s(is_first=False))
    assert usual is not None
    assert usual.note.id != "enough"
