"""When a reminder is shown: once, for a while, and not beside a correction."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.coaching.framing import Hint
from coach.coaching.guided import Moment, Stage
from coach.coaching.safety import reminder_at
from coach.present.reminding import PATIENCE_S, QUIET_S, SHOWN_S, Reminding


@pytest.fixture
def moment_at(make_update, make_attempt):
    """Give a function that makes a moment of a practice that began at 0 s."""

    def make(t_s: float, cue: str | None = None, stage: Stage = Stage.PRACTICE, limit_s=1e9):
        told = (replace(make_attempt(), cue=cue),) if cue is not None else ()
        return Moment(make_update(t_s), stage, Hint.FINE, told, reminder_at(t_s, limit_s))

    return make


def test_each_is_shown_once_for_a_while(moment_at):
    reminding = Reminding()
    shown = {t_s: reminding.words(moment_at(t_s)) for t_s in range(0, 180)}
    told = [t_s for t_s, words in shown.items() if words]
    assert told == [*range(60, 60 + int(SHOWN_S)), *range(120, 120 + int(SHOWN_S))]
    assert "dizziness" in shown[60]
    assert shown[60] != shown[120]


def test_praise_holds_nothing_back_and_a_correction_does(moment_at):
    praised, corrected = Reminding(), Reminding()
    assert praised.words(moment_at(60, cue=""))
    assert not corrected.words(moment_at(60, cue="Slower."))
    assert not corrected.words(moment_at(60 + QUIET_S - 1))
    assert corrected.words(moment_at(60 + QUIET_S))


def test_who_is_corrected_all_the_time_is_reminded_all_the_same(moment_at):
    reminding = Reminding()
    shown = [t_s for t_s in range(60, 120) if reminding.words(moment_at(t_s, cue="Slower."))]
    assert shown[0] == 60 + PATIENCE_S


def test_that_it_is_enough_waits_for_nothing(moment_at):
    assert "15 minutes" in Reminding().words(moment_at(900, cue="Slower.", limit_s=900))


def test_nothing_is_said_to_who_is_away(moment_at):
    reminding = Reminding()
    assert not reminding.words(moment_at(60, stage=Stage.AWAY))
    assert reminding.words(moment_at(63))
