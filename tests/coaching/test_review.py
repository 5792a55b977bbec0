"""A review from clip to report, its landmarks made up: rate, order, stopping, and faults."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from coach.coaching import review
from coach.coaching.review import review_clip
from coach.errors import InputError
from coach.techniques.library import load_library
from coach.types import BODY_POINTS, FACE_POINTS, Frame, Observation

LIBRARY = load_library()


class Nobody:
    """Stands in for the tracker, and sees nobody."""

    fails_at = -1

    def __init__(self, _models: object) -> None:
        self.seen: list[float] = []
        Nobody.last = self

    def __enter__(self) -> Nobody:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def observe(self, frame: Frame) -> Observation:
        if len(self.seen) == self.fails_at:
            raise RuntimeError("the landmarker is closed")
        self.seen.append(frame.t_s)
        return Observation(
            t_s=frame.t_s,
            size_px=(96, 64),
            hands_px=np.full((2, 21, 2), np.nan),
            hands_world_m=np.full((2, 21, 3), np.nan),
            hands_score=np.full(2, np.nan),
            face_px=np.full((FACE_POINTS, 3), np.nan),
            body_px=np.full((BODY_POINTS, 2), np.nan),
            body_visibility=np.zeros(BODY_POINTS),
        )


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    monkeypatch.setattr(review, "Tracker", Nobody)
    monkeypatch.setattr(review, "ensure", lambda: None)
    before = threading.active_count()
    yield
    assert threading.active_count() == before


@pytest.fixture
def clip(make_clip) -> Path:
    return make_clip(times_s=tuple(i / 60 for i in range(120)))


def test_of_a_quick_clip_thirty_frames_a_second_are_looked_at(clip: Path) -> None:
    told: list[float] = []
    done = review_clip(
        clip, LIBRARY, keep_updates=True, progress=lambda t_s, _length_s: told.append(t_s)
    )
    assert len(Nobody.last.seen) == 60
    assert told == Nobody.last.seen
    assert [update.t_s for update in done.updates] == Nobody.last.seen
    assert done.report.duration_s == pytest.approx(2.0, abs=0.05)
    assert done.obstacle.startswith("Nobody was found")


def test_updates_are_kept_only_when_they_are_wanted(clip: Path) -> None:
    assert list(review_clip(clip, LIBRARY).updates) == []


def test_stopping_keeps_what_was_seen_until_then(clip: Path) -> None:
    stops = iter([False] * 9 + [True])
    done = review_clip(clip, LIBRARY, keep_updates=True, stopped=lambda: next(stops))
    assert done.interrupted
    assert len(list(done.updates)) == 10
    assert done.report.duration_s == Nobody.last.seen[-1] == pytest.approx(0.3)


def test_ctrl_c_keeps_what_was_seen_until_then(clip: Path) -> None:
    def press(t_s: float, _length_s: float) -> None:
        if t_s > 0.3:
            raise KeyboardInterrupt

    done = review_clip(clip, LIBRARY, keep_updates=True, progress=press)
    assert done.interrupted
    assert len(list(done.updates)) == len(Nobody.last.seen)


def test_a_fault_of_the_tracker_comes_through(clip: Path, monkeypatch) -> None:
    monkeypatch.setattr(Nobody, "fails_at", 5)
    with pytest.raises(RuntimeError, match="the landmarker is closed"):
        review_clip(clip, LIBRARY)


def test_a_fault_of_the_judging_comes_through(clip: Path, monkeypatch) -> None:
    class Broken(review.Session):
        def push(self, seen: Observation):
            if seen.t_s > 1.0:
                raise InputError("broken")
            return super().push(seen)

    monkeypatch.setattr(review, "Session", Broken)
    with pytest.raises(InputError, match="broken"):
        review_clip(clip, LIBRARY)
