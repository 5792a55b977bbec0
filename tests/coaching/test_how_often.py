"""A session today, held against the person's own history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from coach.coaching.how_often import (
    HURT_FADES_DAYS,
    Advice,
    about,
    course_days,
    today,
    usual_aim,
)
from coach.techniques.library import load_library
from coach.techniques.routine import Aim
from coach.techniques.routine_library import load_routines
from coach.types import Region

DAY = date(2026, 3, 20)
BACK = frozenset({Region.BACK})


@dataclass(frozen=True)
class Done:
    day: date
    hurt: bool = False
    regions: frozenset[Region] = BACK
    aim: Aim = Aim.PREVENTIVE


def done(
    *days_ago: int, region: Region = Region.BACK, aim: Aim = Aim.PREVENTIVE, hurt: bool = False
) -> list[Done]:
    return [
        Done(DAY - timedelta(days=n), hurt, frozenset({region}), aim)
        for n in sorted(days_ago, reverse=True)
    ]


def advice(sessions: Iterable[Done], region: Region = Region.BACK, aim: Aim = Aim.PREVENTIVE):
    in_order = sorted(sessions, key=lambda one: one.day)
    return today(in_order, [region], aim, DAY).advice


@pytest.mark.parametrize(
    ("days_ago", "aim", "told"),
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
    days_ago: tuple[int, ...], aim: Aim, told: Advice
) -> None:
    """A second session on a day that had one already is told no more than the first."""
    assert advice(done(*days_ago, aim=aim), aim=aim) is told


def test_another_part_of_the_body_uses_nothing_up() -> None:
    face = done(1, 3, 5, region=Region.FACE, aim=Aim.FACE)
    assert advice(face, Region.NECK) is Advice.FINE
    assert advice([*face, *done(2, 4, region=Region.NECK)], Region.NECK) is Advice.OFTEN
    assert advice(done(1, 3), Region.NECK) is Advice.FINE


def test_what_may_be_done_daily_uses_nothing_up_of_another_aim() -> None:
    relaxing = done(1, 2, 3, aim=Aim.RELAXING)
    assert advice(relaxing) is Advice.FINE
    assert advice([*relaxing, *done(4, 5)]) is Advice.OFTEN
    assert advice(done(1, 3, aim=Aim.CORRECTIVE)) is Advice.OFTEN
    course = done(*range(25), aim=Aim.RELAXING)
    assert advice(course) is Advice.FINE
    assert advice(course, aim=Aim.RELAXING) is Advice.COURSE_OVER


def test_devices_reach_the_parts_they_are_put_on() -> None:
    round_body = done(1, 3, region=Region.BODY)
    assert advice(round_body) is Advice.OFTEN
    assert advice(round_body, Region.FACE) is Advice.FINE
    assert advice(done(1, 3), Region.BODY) is Advice.OFTEN


def test_many_practices_of_a_day_are_one_session_of_a_course() -> None:
    assert advice(done(*[0] * 25)) is Advice.FINE
    assert today(done(*[0] * 25), [Region.BACK], Aim.PREVENTIVE, DAY).course == 1


def test_pain_the_last_time_is_remembered_until_a_session_went_well() -> None:
    hurt = done(2, hurt=True)
    assert advice([*done(9), *hurt]) is Advice.HURT
    assert advice([*hurt, *done(0)]) is Advice.FINE


def test_pain_belongs_to_its_part_of_the_body() -> None:
    hurt = done(2, region=Region.NECK, hurt=True)
    assert advice(hurt) is Advice.FINE
    assert advice([*hurt, *done(1)], Region.NECK) is Advice.HURT, "another part went well"
    unknown = Done(DAY, hurt=True, regions=frozenset())
    assert advice([unknown]) is Advice.HURT, "it may have been here"


def test_pain_fades() -> None:
    assert advice(done(HURT_FADES_DAYS - 1, hurt=True)) is Advice.HURT
    assert advice(done(HURT_FADES_DAYS, hurt=True)) is Advice.FINE
    assert advice(done(1000, hurt=True)) is Advice.FINE


def test_a_course_begins_anew_after_a_break() -> None:
    assert course_days(done(1, 3, 16, 17), DAY) == 4
    assert course_days(done(1, 3, 17, 18), DAY) == 2
    assert course_days(done(14), DAY) == 0
    assert course_days(done(1, 1, 1, 2), DAY) == 2


def test_sessions_about_a_part_are_found() -> None:
    face, back = done(1, region=Region.FACE), done(2)
    assert about([*back, *face], [Region.FACE]) == tuple(face)
    assert about([*back, *face], [Region.FACE, Region.BACK]) == (*back, *face)


def test_the_usual_aim_is_that_of_a_routine_where_these_agree() -> None:
    for region in (Region.FACE, Region.HAND, Region.BODY, Region.NECK):
        aims = {routine.aim for routine in load_routines(load_library()).of_region(region)}
        assert aims == {usual_aim(region)}
    assert usual_aim(None) is Aim.FACE
