"""Workers of this computer: none of their clips is lost, whatever becomes of them."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import pytest

from coach.batch.local import LocalEngine
from coach.batch.order import Event, Failed, Progressed, Returned, Reviewed, TriedAgain
from coach.batch.waiting import TRIES
from tests.batch.made import WISH, clip, look, outcomes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")


def run(clips, workers=2, stalled_s=60.0, stopped=lambda: False) -> list[Event]:
    return list(LocalEngine(workers, look, stalled_s).run(clips, WISH, stopped))


@pytest.fixture(autouse=True)
def nobody_stays():
    yield
    assert multiprocessing.active_children() == []


def test_every_clip_comes_back_once(tmp_path: Path) -> None:
    clips = [clip(tmp_path, f"{n}.mp4", "bad" if n == 3 else "right") for n in range(6)]
    events = run(clips)
    found = outcomes(events)
    assert sorted(found) == [f"{n}.mp4" for n in range(6)]
    assert found["3.mp4"] == Failed("3.mp4 is not a video")
    assert all(isinstance(found[f"{n}.mp4"], Reviewed) for n in range(6) if n != 3)
    assert Progressed(clips[0], 0.25) in events


def test_a_killed_workers_clip_is_tried_again(tmp_path: Path) -> None:
    clips = [clip(tmp_path, f"{n}.mp4", "die-once" if n == 1 else "slow") for n in range(4)]
    events = run(clips)
    assert all(isinstance(outcome, Reviewed) for outcome in outcomes(events).values())
    assert len(outcomes(events)) == 4
    (again,) = [event for event in events if isinstance(event, TriedAgain)]
    assert again.clip == clips[1]
    assert "SIGKILL" in again.why


def test_a_clip_that_kills_every_worker_is_given_up_and_the_rest_goes_on(tmp_path: Path) -> None:
    events = run([clip(tmp_path, "a.mp4", "die"), clip(tmp_path, "b.mp4")])
    found = outcomes(events)
    assert isinstance(found["b.mp4"], Reviewed)
    assert isinstance(found["a.mp4"], Failed)
    assert f"after {TRIES} tries" in found["a.mp4"].why
    assert sum(isinstance(event, TriedAgain) for event in events) == TRIES - 1


def test_a_worker_that_hangs_is_ended_and_its_clip_tried_again(tmp_path: Path) -> None:
    # Not shorter: a new worker is silent while it imports what it needs.
    events = run([clip(tmp_path, "a.mp4", "hang-once")], stalled_s=8.0)
    assert isinstance(outcomes(events)["a.mp4"], Reviewed)
    (again,) = [event for event in events if isinstance(event, TriedAgain)]
    assert "said nothing for 8 s" in again.why


def test_the_largest_clip_is_begun_first(tmp_path: Path) -> None:
    clips = [clip(tmp_path, f"{n}.mp4", filling=100 * n) for n in range(3)]
    events = run(clips, workers=1)
    order = [event.clip.name for event in events if isinstance(event, Returned)]
    assert order == ["2.mp4", "1.mp4", "0.mp4"]


def test_it_stops_at_once_and_leaves_no_process(tmp_path: Path) -> None:
    clips = [clip(tmp_path, f"{n}.mp4", "slow") for n in range(4)]
    asked = iter([False, False, True])
    assert len(outcomes(run(clips, stopped=lambda: next(asked, True)))) < 4
