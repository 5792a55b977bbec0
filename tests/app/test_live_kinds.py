"""What the camera page is told of techniques that are no strokes, and the clock of a hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.app.live.practice import Practice
from coach.app.live.stay import StayClock
from coach.app.practice_camera import bars_of, camera_data, framed
from coach.app.practice_summary import attempt_columns, summary
from coach.app.practice_words import practice_words
from coach.app.words import LANGUAGES
from coach.coaching.session import Session
from coach.techniques.schema import Technique
from coach.types import Report, Update
from tests.app.made_live import LIBRARY, empty_room, practise, strokes
from tests.history.conftest import attempt, report

BARS = {
    "forehead-to-temples": ("direction", "pace", "path"),
    "abdomen-clockwise": ("direction", "pace", "path"),
    "back-vibration": ("direction", "pace", "path"),
    "back-knead-fold": ("direction", "rate", "path"),
    "towel-rub": ("pace", "path"),
    "thymus-taps": ("rate", "place"),
    "palm-centre-press": ("pace", "place"),
    "fists-below-navel": ("time", "place"),
    "foam-roller": ("time",),
}


@pytest.mark.parametrize(("technique", "bars"), BARS.items())
def test_only_bars_that_mean_something_are_shown(technique: str, bars: tuple[str, ...]) -> None:
    assert bars_of(LIBRARY.find(technique)) == bars


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("technique", LIBRARY.techniques, ids=lambda one: one.id)
def test_every_technique_says_what_to_show_and_how_to_begin(
    technique: Technique, language: str
) -> None:
    words = practice_words(language)
    practice = Practice(LIBRARY, technique.id)
    told = camera_data(technique, words, "token", "", practice.counts, practice.rows)["technique"]
    assert all(told[key] for key in ("start_text", "show_body", "begin"))
    assert all(words(f"live.{bar}") for bar in told["bars"])
    assert told["frame"] in {"head", "torso", "arm", "hand", "leg"}


def test_legs_are_asked_for_from_behind() -> None:
    assert framed(LIBRARY.find("leg-upwards")) == "leg_back"
    assert framed(LIBRARY.find("abdomen-clockwise")) == "torso"


def test_the_clock_of_what_is_timed_runs_while_a_hand_is_seen() -> None:
    practice = Practice(LIBRARY, "vibrating-massager-abdomen")
    assert practise(Practice(LIBRARY, "forehead-to-temples"), strokes(1))[-1].stay_s is None
    technique, clock = practice.technique, StayClock()
    updates = [update for update in _updates() if np.isfinite(update.hands_px).any()]
    told = [clock.push(update, technique) for update in updates]
    assert told == sorted(told)
    assert told[-1] == pytest.approx(updates[-1].t_s - updates[0].t_s)
    nobody = replace(updates[-1], hands_px=np.full((2, 21, 2), np.nan))
    for after_s, so_long in ((2.0, told[-1]), (6.0, 0.0)):
        gone = replace(nobody, t_s=updates[-1].t_s + after_s)
        assert clock.push(gone, technique) == pytest.approx(so_long)


def _updates() -> list[Update]:
    session = Session(LIBRARY, technique="forehead-to-temples", live=True)
    return [session.push(seen) for seen in strokes(2)]


def test_the_clock_of_a_hold_stands_away_from_its_place() -> None:
    hold, clock = LIBRARY.find("fists-below-navel"), StayClock()
    assert {clock.push(update, hold) for update in _updates()} == {0.0}


def test_a_hold_is_summed_up_by_how_long_it_was() -> None:
    hold = LIBRARY.find("fists-below-navel")
    stayed = replace(attempt(), technique=hold.id, start_s=1.0, end_s=66.4)
    done: Report = report(stayed)
    told = summary(done, hold, LIBRARY, practice_words("en"))
    assert "You stayed for 1:05." in told.well


def test_a_column_of_which_nothing_is_known_is_left_out() -> None:
    nowhere = replace(attempt(), direction_error_deg=float("nan"))
    columns = attempt_columns(report(nowhere), LIBRARY, practice_words("en"))
    assert "Off direction (°)" not in columns
    assert "Time (s)" in columns


def test_an_empty_room_starts_no_clock() -> None:
    practice = Practice(LIBRARY, "foam-roller")
    assert {drawing.stay_s for drawing in practise(practice, empty_room(1.0))} == {0.0}
