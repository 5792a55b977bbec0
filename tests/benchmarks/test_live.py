"""The sums of the live benchmark, on logs whose answer is known."""

from __future__ import annotations

import pytest

from benchmarks.live import speed_of, table


def test_a_log_of_known_pace_and_latency() -> None:
    starts_ms = [1000 + 40 * number for number in range(101)]
    latencies_ms = [50.0] * 95 + [200.0] * 6
    speed = speed_of(starts_ms, latencies_ms, browsers=2)
    assert (speed.browsers, speed.pictures) == (2, 101)
    assert speed.fps == pytest.approx(25)
    assert (speed.p50_ms, speed.p95_ms) == (50, 200)
    assert "25.0" in table([speed]).plain()
