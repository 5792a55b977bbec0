"""The Practice page's own steps: choosing, the questions before, and starting."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.app.live import live_server
from tests.app.made_live import practise, strokes

PAGE = "from coach.app.practice import page\npage()\n"


def page(**asked: str) -> AppTest:
    test = AppTest.from_string(PAGE, default_timeout=30)
    for key, value in asked.items():
        test.query_params[key] = value
    return test.run()


def test_nothing_starts_before_the_question_is_answered() -> None:
    test = page()
    assert not test.exception
    assert not test.button
    assert test.radio[0].value is None


def test_who_has_a_reason_not_to_is_stopped_kindly() -> None:
    test = page()
    test.radio[0].set_value("some").run()
    assert not test.button
    assert "Ask your doctor" in test.warning[0].value


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("chin-to-ears", "chin-to-ears"),
        ("<script>alert(1)</script>", "forehead-to-temples"),
        ("../../etc/passwd", "forehead-to-temples"),
    ],
)
def test_the_address_chooses_a_technique_that_exists(asked: str, chosen: str) -> None:
    test = page(technique=asked)
    assert not test.exception
    assert test.selectbox[0].value.id == chosen


def test_starting_puts_the_practice_into_the_address_and_its_end_is_looked_back_on() -> None:
    test = page(technique="forehead-to-temples")
    test.radio[0].set_value("none").run()
    test.button[0].click().run()
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
    test = page(technique="forehead-to-temples")
    test.radio[0].set_value("none").run()
    test.button[0].click().run()
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
    test = page(technique="forehead-to-temples")
    test.radio[0].set_value("none").run()
    test.button[0].click().run()
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
    assert test.radio
