"""The Practice page's own steps: choosing, the questions before, and starting."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Checkbox

from coach.app import practice_choice
from coach.app.live import live_server
from coach.app.live.strictness import Strictness
from coach.coaching.safety import safety
from coach.history.store import History
from coach.types import Region
from tests.app.made_live import LIBRARY, practise, strokes
from tests.cli.conftest import REPORT
from tests.simulated import Script, observe

PAGE = "from coach.app.practice import page\npage()\n"


def page(**asked: str) -> AppTest:
    test = AppTest.from_string(PAGE, default_timeout=30)
    for key, value in asked.items():
        test.query_params[key] = value
    return test.run()


def button(test: AppTest, label: str) -> Button:
    (found,) = [one for one in test.button if label in one.label]
    return found


def begun(technique: str = "forehead-to-temples") -> AppTest:
    test = page(technique=technique)
    return button(test, "None of these").click().run()


def names(region: Region | None) -> set[str]:
    """Labels of the cards that are to be seen."""
    return {f"**{one.name}**" for one in LIBRARY.techniques if region in (None, one.region)}


def headers(test: AppTest) -> list[str]:
    return [header.value for header in test.header]


def part(test: AppTest, region: Region | None) -> AppTest:
    return test.button_group[0].set_value(region).run()


def tick(test: AppTest, words: str) -> Checkbox:
    (found,) = [one for one in test.checkbox if words in one.label]
    return found


def test_one_click_on_a_picture_starts_the_camera() -> None:
    test = page()
    assert not test.exception
    assert headers(test) == ["Before you begin", "Face", "Routines"]
    assert "Nothing? Then click a picture" in " ".join(one.value for one in test.markdown)
    labels = {one.label for one in test.button}
    assert names(Region.FACE) <= labels
    assert not names(Region.BACK) & labels
    button(test, "Chin to ears").click().run()
    assert not test.exception
    practice = live_server().find(test.query_params["practice"])
    assert practice is not None
    assert practice.technique.id == "chin-to-ears"


def test_a_tick_beside_the_pictures_takes_them_away() -> None:
    test = page()
    tick(test, "pregnancy").check().run()
    assert "Ask your doctor or midwife first" in test.warning[0].value
    assert not {one.label for one in test.button} & names(None)
    tick(test, "pregnancy").uncheck().run()
    assert not test.warning
    assert names(Region.FACE) <= {one.label for one in test.button}


def chosen_again(test: AppTest, label: str) -> AppTest:
    """Begin with a click on a picture, and come back."""
    button(test, label).click().run()
    live_server().find(test.query_params["practice"]).finish()
    test.query_params.clear()
    return test.run()


def test_once_answered_the_check_is_folded_for_that_part_of_the_body() -> None:
    test = chosen_again(page(), "Chin to ears")
    (folded,) = test.expander
    assert "Checked" in folded.label
    assert headers(test) == ["Face", "Routines"]
    part(test, Region.BACK)
    assert not test.expander
    assert headers(test) == ["Before you begin", "Back", "Routines"]
    tick(test, "attack of back")
    part(test, Region.FACE)
    tick(test, "fever").check().run()
    assert not test.expander, "who thinks of something later is asked anew"
    assert "fever" in test.warning[0].value
    assert tick(test, "fever").value
    tick(test, "fever").uncheck().run()
    assert "Before you begin" in headers(test)


def test_all_parts_of_the_body_are_asked_about_at_once() -> None:
    test = part(page(), None)
    assert not test.exception
    assert headers(test) == [
        "Before you begin", "Face", "Neck", "Back", "Chest", "Belly", "Arms", "Hands",
        "Legs and feet", "With a device", "Routines",
    ]  # fmt: skip
    assert names(None) <= {one.label for one in test.button}
    assert len(test.checkbox) == len(safety().reason) + len(safety().before)
    test = chosen_again(test, "Chin to ears")
    assert test.expander, "what was asked for all parts is not asked again for one"
    assert test.button_group[0].value is None


@pytest.mark.parametrize("past", [Region.BACK, None])
def test_the_part_that_was_practised_last_comes_first(
    own_history: Path, past: Region | None
) -> None:
    for number, region in enumerate((Region.LEG, past)):
        report = replace(REPORT, region=region)
        History(own_history).add(report, datetime(2024, 5, 1 + number, tzinfo=UTC))
    assert page().button_group[0].value is (past or Region.LEG)
    assert part(page(), Region.NECK).button_group[0].value is Region.NECK


def test_a_history_that_can_not_be_read_shows_the_face(own_history: Path) -> None:
    own_history.write_text("no database")
    test = page()
    assert not test.exception
    assert test.button_group[0].value is Region.FACE


def test_who_has_a_reason_not_to_is_stopped_kindly() -> None:
    test = page(technique="chin-to-ears")
    (tick,) = [one for one in test.checkbox if "pregnancy" in one.label]
    tick.check().run()
    assert "Ask your doctor or midwife first" in test.warning[0].value
    assert not any("camera" in one.label for one in test.button)
    tick = next(one for one in test.checkbox if "pregnancy" in one.label)
    tick.uncheck().run()
    assert not test.warning
    assert button(test, "None of these")


def test_who_just_ate_is_told_to_wait_and_may_begin_afterwards() -> None:
    test = page(technique="abdomen-clockwise")
    tick(test, "a meal in the last two hours").check().run()
    told = test.warning[0].value
    assert "Not yet" in told
    assert "Wait until it is two hours ago" in told
    assert not any("camera" in one.label for one in test.button)
    tick(test, "fever").check().run()
    assert "Not today" in test.warning[0].value
    assert "two hours ago" in test.warning[0].value
    for words in ("fever", "a meal in"):
        tick(test, words).uncheck().run()
    assert button(test, "None of these")


def test_a_meal_takes_the_pictures_away_for_now() -> None:
    test = page()
    tick(test, "a meal in the last two hours").check().run()
    assert "Not yet" in test.warning[0].value
    assert not {one.label for one in test.button} & names(None)


def test_devices_are_asked_about_for_all_that_they_reach() -> None:
    labels = {one.label for one in page(technique="vibrating-massager-lower-legs").checkbox}
    assert {"varicose veins that hurt", "a full stomach, and the belly to be massaged"} <= labels


def test_a_first_session_of_one_technique_is_said_to_end_without_a_last_step() -> None:
    test = page()
    assert any("15 minutes are enough" in caption.value for caption in test.caption)
    test = page(technique="chin-to-ears")
    told = [caption.value for caption in test.caption if "15 minutes" in caption.value]
    said = "15 minutes are enough for a first session: Coach tells you when they are over."
    assert told == [said]


@pytest.mark.parametrize("past", [0, 1])
def test_only_a_first_session_is_told_that_it_is_enough(
    own_history: Path, past: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = {True: 2.0, False: math.inf}
    monkeypatch.setattr(practice_choice, "limit_s", lambda *, is_first: short[is_first])
    for _ in range(past):
        History(own_history).add(REPORT, datetime(2024, 5, 1, tzinfo=UTC))
    test = button(page(), "Chin to ears").click().run()
    practice = live_server().find(test.query_params["practice"])
    reminder = practise(practice, list(observe(Script([5.0], [5.0]))))[-1].reminder
    assert (reminder and (reminder.id, reminder.urgent)) == (None if past else ("enough", True))


def test_face_massage_uses_nothing_up_for_the_neck(own_history: Path) -> None:
    now = datetime.now(UTC)
    for days in (1, 2, 3):
        History(own_history).add(REPORT, now - timedelta(days=days))
    assert not page(technique="neck-side-down").info
    for days in (1, 3):
        neck = replace(REPORT, technique="neck-side-down", region=Region.NECK, attempts=())
        History(own_history).add(neck, now - timedelta(days=days, hours=1))
    (told,) = page(technique="neck-side-down").info
    assert "On 2 of the last seven days" in told.value


def test_only_what_belongs_to_the_part_of_the_body_is_asked() -> None:
    face, back = page(technique="chin-to-ears"), page(technique="back-long-stroke")
    assert not any("attack of back" in one.label for one in face.checkbox)
    assert any("attack of back" in one.label for one in back.checkbox)


def test_a_routine_is_chosen_and_its_steps_are_followed() -> None:
    test = page()
    button(test, "Face, to begin with").click().run()
    assert test.title[0].value == "Face, to begin with"
    assert any("Chin to ears" in told.value for told in test.markdown)
    assert any("very first" in one.label or "first massage" in one.label for one in test.checkbox)
    button(test, "None of these").click().run()
    assert not test.exception
    practice = live_server().find(test.query_params["practice"])
    assert practice is not None
    assert practice.routine is not None
    drawn = practise(practice, strokes(3))
    standing = drawn[-1].routine
    assert standing is not None
    assert (standing.step, standing.steps[0].done, standing.steps[0].wanted) == (0, 3, 25)
    practice.next_step()
    practice.finish()
    test.run()
    assert not test.exception
    assert any("Rest for 15 to 20 minutes" in told.value for told in test.markdown)


def test_in_a_first_session_the_limit_is_told(own_history: Path) -> None:
    test = page(routine="face-daily")
    assert any("15 minutes" in caption.value for caption in test.caption)
    (first,) = [one for one in test.checkbox if "first massage" in one.label]
    first.uncheck().run()
    assert not any("long for a first time" in caption.value for caption in test.caption)


def test_who_has_answered_on_a_page_of_its_own_is_not_asked_again_beside_the_pictures() -> None:
    test = begun()
    live_server().find(test.query_params["practice"]).finish()
    test.query_params.clear()
    test.run()
    assert headers(test) == ["Face", "Routines"]
    button(test, "Chin to ears").click().run()
    assert not test.exception
    practice_id = test.query_params["practice"]
    assert live_server().find(practice_id).technique.id == "chin-to-ears"


def test_how_strictly_is_asked_once_for_all() -> None:
    test = page()
    test.button_group[1].set_value(Strictness.STRICT).run()
    test = chosen_again(test, "Chin to ears")
    assert test.button_group[1].value is Strictness.STRICT
    button(test, "Chin to ears").click().run()
    practice_id = test.query_params["practice"]
    usual = LIBRARY.find("chin-to-ears").off_path_cm
    assert live_server().find(practice_id).technique.off_path_cm < usual


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("chin-to-ears", "chin-to-ears"),
        ("forehead-to-temples", "forehead-to-temples"),
        ("<script>alert(1)</script>", None),
        ("../../etc/passwd", None),
    ],
)
def test_the_address_chooses_a_technique_that_exists(asked: str, chosen: str | None) -> None:
    test = page(technique=asked)
    assert not test.exception
    assert test.title[0].value == (LIBRARY.find(chosen).name if chosen else "Practice")


def test_starting_puts_the_practice_into_the_address_and_its_end_is_looked_back_on() -> None:
    test = begun()
    assert not test.exception
    practice_id = test.query_params["practice"]
    practice = live_server().find(practice_id)
    assert practice is not None
    assert practice.technique.id == "forehead-to-temples"

    practise(practice, strokes(2))
    practice.finish()
    test.run()
    assert not test.exception
    assert "2 of 2 attempts counted" in test.success[0].value
    assert len(test.dataframe[0].value) == 2
    assert any("Kept in your progress" in caption.value for caption in test.caption)


def test_a_history_that_fails_is_said_in_a_line_beside_the_summary(own_history: Path) -> None:
    own_history.write_text("no database")
    test = begun()
    practice = live_server().find(test.query_params["practice"])
    assert practice is not None
    practise(practice, strokes(2))
    practice.finish()
    test.run()
    assert not test.exception
    assert "2 of 2 attempts counted" in test.success[0].value
    assert "could not be kept" in test.error[0].value
    assert own_history.read_text() == "no database"


def test_a_practice_that_was_left_can_be_gone_on_with() -> None:
    test = begun()
    practice_id = test.query_params["practice"]
    test.query_params.clear()
    test.run()
    assert any("still open" in told.value for told in test.markdown)
    (go_on,) = [button for button in test.button if button.label == "Go on with it"]
    go_on.click().run()
    assert test.query_params["practice"] == practice_id
    practice = live_server().find(practice_id)
    assert practice is not None
    practice.finish()
    test.query_params.clear()
    test.run()
    assert not any("still open" in told.value for told in test.markdown)


def test_a_practice_that_is_forgotten_is_said() -> None:
    test = page(practice="made-up")
    assert "can't be continued" in test.info[0].value
    assert button(test, "Chin to ears")
