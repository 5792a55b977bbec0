"""What is praised, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.present.praise import what_went_well
from coach.types import Sense, Side, Verdict


def test_praise_only_where_it_is_due(make_report, library):
    assert what_went_well(make_report(), library) == ""
    assert what_went_well(make_report(Verdict.REVERSED, Verdict.REVERSED), library) == ""
    praise = what_went_well(make_report(*[Verdict.GOOD] * 3), library)
    assert (
        praise
        == "Every stroke went in the right direction. Your pace is even: about 1.5 s each time."
    )
    most = what_went_well(make_report(Verdict.GOOD, Verdict.GOOD, Verdict.REVERSED), library)
    assert most == "2 of 3 strokes went in the right direction."


def test_praise_for_even_sides(make_report, make_attempt, library):
    turns = tuple(make_attempt(side=side, sense=None) for side in (Side.LEFT, Side.RIGHT))
    report = make_report(attempts=turns)
    assert what_went_well(report, library) == "Left and right got the same: 1 each."


def test_sense_is_not_praised_when_it_is_unknown(make_report, make_attempt, library):
    unknown = make_attempt(Verdict.NOT_JUDGED, sense=None)
    assert what_went_well(make_report(attempts=(unknown,)), library) == ""


@pytest.mark.parametrize(
    ("techniques", "said"),
    [
        (("around-the-eyes",), "The circle went the right way round."),
        (("around-the-eyes",) * 2, "Every circle went the right way round."),
        (("back-knead-fold",) * 2, "You went the right way every time."),
        (("around-the-eyes", "forehead-to-temples"), "You went the right way every time."),
        (("towel-rub",) * 2, ""),
        (("thymus-taps",) * 2, ""),
    ],
)
def test_the_words_fit_the_kind_of_movement(techniques, said, make_report, make_attempt, library):
    attempts = tuple(make_attempt(technique=technique, side=Side.LEFT) for technique in techniques)
    assert {attempt.sense for attempt in attempts} == {Sense.RIGHT}
    assert what_went_well(make_report(attempts=attempts), library) == said


def test_the_pace_of_taps_is_the_time_from_one_to_the_next(make_report, make_attempt, library):
    taps = tuple(
        replace(
            make_attempt(technique="thymus-taps", side=Side.LEFT, sense=None),
            start_s=0.5 * number,
            end_s=0.5 * number + 0.25,
        )
        for number in range(6)
    )
    praise = what_went_well(make_report(attempts=taps), library)
    assert praise == "Your pace is even: about 0.5 s each time."
