"""The picture of practice in a window: says what to do, and is dim while practice rests."""

from __future__ import annotations

import numpy as np
import pytest

from coach.coaching.framing import Hint
from coach.coaching.guided import Moment, Stage
from coach.coaching.safety import reminder_at
from coach.present.practice_picture import HINT_WORDS, PracticePicture

FOOT = np.s_[380:, :]


@pytest.fixture
def picture(library):
    return PracticePicture(library, library.find("forehead-to-temples"))


def grey() -> np.ndarray:
    return np.full((480, 640, 3), 127, np.uint8)


def foot_of(image: np.ndarray) -> int:
    return int((image[FOOT] != 127).any(axis=2).sum())


def test_every_hint_has_words():
    assert set(HINT_WORDS) == set(Hint)
    assert all(HINT_WORDS.values())


def test_what_is_in_the_way_is_said_until_practice_begins(picture, make_update):
    update = make_update(0.0)
    framing = picture.draw(grey(), Moment(update, Stage.FRAMING, Hint.COME_CLOSER, ()))
    practising = picture.draw(grey(), Moment(update, Stage.PRACTICE, Hint.COME_CLOSER, ()))
    away = picture.draw(grey(), Moment(update, Stage.AWAY, Hint.NOBODY, ()))
    assert foot_of(framing) > 5000
    assert foot_of(practising) == 0
    assert foot_of(away) > foot_of(framing)


def test_a_reminder_is_written_at_the_foot(picture, make_update):
    due = reminder_at(61.0)
    practising = picture.draw(grey(), Moment(make_update(61.0), Stage.PRACTICE, Hint.FINE, (), due))
    later = picture.draw(grey(), Moment(make_update(75.0), Stage.PRACTICE, Hint.FINE, (), due))
    assert foot_of(practising) > 5000
    assert foot_of(later) == 0


def test_attempts_are_counted_from_when_they_are_told(picture, make_update, make_attempt):
    before = picture.draw(grey(), Moment(make_update(9.0), Stage.PRACTICE, Hint.FINE, ()))
    told = (make_attempt(),)
    after = picture.draw(grey(), Moment(make_update(9.0), Stage.PRACTICE, Hint.FINE, told))
    assert not np.array_equal(before[:90], after[:90])


def test_it_is_a_mirror_and_dim_while_practice_rests(picture):
    image = grey()
    image[:, :320] = 200
    resting = picture.paused(image)
    assert resting[100, 600].tolist() == [100] * 3
    assert resting[100, 40].tolist() == [63] * 3
