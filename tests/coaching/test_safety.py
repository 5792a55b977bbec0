"""The rules around a session: each with its source, and held against the person's own history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from coach.coaching.safety import (
    Advice,
    course_length,
    limit_s,
    reminder_at,
    safety,
    stops,
    today,
)
from coach.techniques.routine import Aim
from coach.types import Region

DAY = date(2026, 3, 20)
PROMISES = ("cure", "heal", "treats", "will help", "guarantee")


@dataclass(frozen=True)
class Done:
    day: date
    hurt: bool = False


def done(*days_ago: int) -> list[Done]:
    return [Done(DAY - timedelta(days=n)) for n in sorted(days_ago, reverse=True)]


def test_every_sentence_has_a_source_and_an_id_of_its_own() -> None:
    told = safety()
    notes = [*told.before, *told.reason, *told.during, *told.after]
    assert len({note.id for note in notes}) == len(notes)
    assert all("article" in note.source or "ours" in note.source for note in notes)


def test_nothing_is_promised_and_nothing_diagnosed() -> None:
    told = safety()
    for reason in told.reason:
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


def test_what_was_ticked_is_told() -> None:
    assert [reason.id for reason in stops(["pregnancy", "fever"])] == ["fever", "pregnancy"]
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


@pytest.mark.parametrize(
    ("days_ago", "aim", "advice"),
    [
        ((), Aim.PREVENTIVE, Advice.FIRST),
        ((3,), Aim.PREVENTIVE, Advice.FINE),
        ((3, 5), Aim.PREVENTIVE, Advice.OFTEN),
        ((3, 5), Aim.CORRECTIVE, Advice.FINE),
        ((1, 3, 5), Aim.CORRECTIVE, Advice.OFTEN),
        ((7, 8, 9), Aim.PREVENTIVE, Advice.FINE),
        ((1, 2, 3, 4, 5, 6), Aim.RELAXING, Advice.FINE),
        ((0, 0, 1, 2), Aim.PREVENTIVE, Advice.FINE),
        (tuple(range(25)), Aim.FACE, Advice.COURSE_OVER),
        (tuple(range(15, 40)), Aim.FACE, Advice.FINE),
    ],
)
def test_today_is_held_against_the_history(
    days_ago: tuple[int, ...], aim: Aim, advice: Advice
) -> None:
    """A second session on a day that had one already is told no more than the first."""
    assert today(done(*days_ago), aim, DAY).advice is advice


def test_pain_the_last_time_is_remembered_until_a_session_went_well() -> None:
    hurt = replace(done(2)[0], hurt=True)
    assert today([*done(5), hurt], Aim.FACE, DAY).advice is Advice.HURT
    assert today([hurt, *done(1)], Aim.FACE, DAY).advice is Advice.FINE


def test_a_course_begins_anew_after_a_break() -> None:
    assert course_length(done(1, 3, 16, 17), DAY) == 4
    assert course_length(done(1, 3, 17, 18), DAY) == 2
    assert course_length(done(14), DAY) == 0


def test_reminders_come_in_turn_and_none_in_the_first_minute() -> None:
    told = [reminder_at(60.0 * n + 1) for n in range(5)]
    ids = [note and note.id for note in told]
    assert ids == [None, "breathe", "no-pain", "relax", "breathe"]
