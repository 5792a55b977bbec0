"""Frames taken ahead: the same ones, in the same order, and no thread that stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from coach.capture.ahead import AHEAD, Ahead
from coach.capture.clip import open_clip
from coach.errors import InputError
from coach.types import Frame

PICTURE = np.zeros((2, 2, 3), np.uint8)


class Source:
    """Gives so many frames, and notes how many were taken."""

    def __init__(self, count: int, error: BaseException | None = None) -> None:
        self.count, self.error, self.taken = count, error, 0

    def __iter__(self) -> Iterator[Frame]:
        for number in range(self.count):
            self.taken += 1
            yield Frame(float(number), PICTURE)
        if self.error is not None:
            raise self.error


@pytest.fixture(autouse=True)
def no_thread_stays():
    before = threading.active_count()
    yield
    assert threading.active_count() == before


def times(frames: Ahead) -> list[float]:
    return [frame.t_s for frame in frames]


def test_the_same_frames_in_the_same_order(make_clip) -> None:
    path = make_clip(times_s=tuple(i / 25 for i in range(40)))
    with open_clip(path) as clip:
        wanted = [(frame.t_s, frame.image_rgb.copy()) for frame in clip]
    with open_clip(path) as clip, Ahead(clip) as frames:
        found = [(frame.t_s, frame.image_rgb.copy()) for frame in frames]
    assert [t_s for t_s, _ in found] == [t_s for t_s, _ in wanted]
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(found, wanted, strict=True))


def test_no_more_than_a_few_wait() -> None:
    source = Source(100)
    with Ahead(source) as frames:
        next(iter(frames))
        time.sleep(0.3)
        # One was taken, some wait, and one is in hand.
        assert source.taken == 1 + AHEAD + 1


def test_what_the_source_raises_comes_in_its_place() -> None:
    with Ahead(Source(3, InputError("broken"))) as frames:
        found = []
        with pytest.raises(InputError, match="broken"):
            found.extend(frame.t_s for frame in frames)
    with Ahead(Source(3)) as frames:
        assert times(frames) == [0, 1, 2]


def test_leaving_early_ends_the_thread_while_it_waits_for_room() -> None:
    source = Source(100)
    with Ahead(source) as frames:
        assert next(iter(frames)).t_s == 0
    assert source.taken < 100
