"""Updates kept on disk come back as they were, as often as is asked for."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np
import pytest

from coach.body.torso import PlaneChart
from coach.coaching.updates import Updates
from coach.errors import OutputError
from coach.types import ChartName, Update, View


def update(number: int) -> Update:
    chart = PlaneChart(ChartName.TORSO, np.array([1.0, number]), np.eye(2))
    hands = np.full((2, 21, 2), float(number))
    return Update(number / 30, View.BACK, (chart,), hands, np.full((2, 2), np.nan))


def test_they_come_back_as_they_were_again_and_again() -> None:
    kept = Updates()
    for number in range(5):
        kept.add(update(number))
    for _ in range(2):
        found = list(kept)
        assert [one.t_s for one in found] == [number / 30 for number in range(5)]
        assert found[3].view is View.BACK
        assert found[3].charts[0].name is ChartName.TORSO
        np.testing.assert_array_equal(found[3].hands_px, update(3).hands_px)
        np.testing.assert_array_equal(found[3].charts[0].origin_px, [1.0, 3.0])
    assert len(kept) == 5


def test_two_who_go_through_them_do_not_disturb_each_other() -> None:
    kept = Updates()
    for number in range(3):
        kept.add(update(number))
    pairs = list(zip(kept, kept, strict=True))
    assert [(a.t_s, b.t_s) for a, b in pairs] == [(n / 30, n / 30) for n in range(3)]


def test_memory_does_not_grow_with_them() -> None:
    kept = Updates()
    kept.add(update(0))
    tracemalloc.start()
    try:
        for number in range(1000):
            kept.add(update(number))
        gc.collect()
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < 100_000  # a thousand of them are more than a million bytes


def test_a_full_disk_is_told_with_the_way_out(monkeypatch) -> None:
    kept = Updates()

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pickle.dump", full)
    with pytest.raises(OutputError, match="free some space, or set TMPDIR"):
        kept.add(update(0))
