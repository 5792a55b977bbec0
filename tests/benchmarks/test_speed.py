"""The speed benchmark's own parts, on clips and logs whose answer is known."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks import holistic, rendering, simulating, soak, speed_tables
from benchmarks.live_loop import Camera, Span
from benchmarks.looped import looped
from benchmarks.one_review import OneReview, resident_mb
from benchmarks.speed_figures import Figure, Spread
from benchmarks.speed_turns import help_seconds
from benchmarks.stages import STAGES
from coach.capture.clip import open_clip
from coach.types import Frame

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "speed.json"


def test_a_looped_clip_goes_on_in_time_and_shows_the_same_again(make_clip, tmp_path) -> None:
    clip = make_clip(times_s=tuple(i / 25 for i in range(10)))
    with open_clip(clip) as once:
        pictures = [frame.image_rgb.mean() for frame in once]
    with open_clip(looped(clip, 1.1, tmp_path / "long.mp4")) as long:
        frames = list(long)
    assert len(frames) == 30
    np.testing.assert_allclose([frame.t_s for frame in frames], np.arange(30) / 25, atol=0.001)
    np.testing.assert_allclose([frame.image_rgb.mean() for frame in frames], pictures * 3)


def test_looping_does_not_decode(make_clip, tmp_path) -> None:
    clip = make_clip()
    long = looped(clip, 60, tmp_path / "long.mp4")
    with av.open(str(clip)) as one, av.open(str(long)) as many:
        assert one.streams.video[0].codec_context.extradata is not None
        assert (
            many.streams.video[0].codec_context.extradata
            == one.streams.video[0].codec_context.extradata
        )
        assert many.streams.video[0].frames == 150 * one.streams.video[0].frames


def test_spreads_and_bars() -> None:
    spread = Spread.of([3.0, 1.0, 2.5])
    assert (spread.median, spread.low, spread.high, spread.turns) == (2.5, 1.0, 3.0, 3)
    assert Figure("a", "×", spread, 2.5).is_met
    assert not Figure("a", "×", spread, 2.51).is_met
    assert Figure("a", "ms", spread, 2.5, "less").is_met
    assert not Figure("a", "ms", spread, 2.49, "less").is_met
    assert Figure("a", "ms", spread).is_met is None


def test_the_table_says_what_is_not_met() -> None:
    table = speed_tables.figures(
        [Figure("quick", "×", Spread.of([1.5, 1.7]), 2.0), Figure("told", "ms", Spread.of([123.4]))]
    )
    assert table.rows == (
        ("quick", "1.60 ×", "1.50 to 1.70", "≥ 2 ×", "no"),
        ("told", "123 ms", "", "", ""),
    )
    stages = speed_tables.stages(STAGES, {"a": np.arange(10.0)})
    assert stages.rows[2] == ("hand", "2.00")


def test_sessions_a_minute_are_those_of_the_slowest_worker() -> None:
    minute, core = simulating.figures([[(3.0, 2.0), (2.0, 2.0)], [(4.0, 2.0), (2.0, 1.0)]], 100)
    assert minute.name.endswith("2 workers")
    assert (minute.spread.low, minute.spread.high) == (3000.0, 6000.0)
    assert (core.spread.low, core.spread.high) == (3000.0, 4000.0)
    assert minute.is_met


def test_frames_are_told_by_their_size_and_moments_by_themselves() -> None:
    shots = [((640, 480), 2, 0.4), ((640, 480), 1, 0.2), ((320, 240), 1, 1.2)]
    small, usual, moment = rendering.figures(shots)
    assert "320 × 240 (1 frames)" in small.name
    assert not small.is_met
    assert (usual.spread.median, usual.is_met) == (0.3, True)
    assert (moment.spread.median, moment.spread.high) == (0.2, 1.2)


def test_workers_simulate_other_sessions_each_when_all_are_ready(tmp_path, monkeypatch) -> None:
    made, waited = [], []
    monkeypatch.setattr(simulating.filming, "simulate", lambda seed, _: made.append(seed))
    monkeypatch.setattr("sample_videos.studio.simulator.FIGURES", 0)
    rounds = [simulating.worker(tmp_path, k, 2, 3, lambda: waited.append(0)) for k in range(2)]
    counted = [seed for seed in made if seed not in simulating.WARM_UP]
    assert len(set(counted)) == len(counted) == 12
    assert [len(one) for one in rounds] == [2, 2]
    assert len(waited) == 4


def test_frames_a_second_leave_the_first_one_out() -> None:
    assert OneReview(101, 4.0, 1.0, 1.0, 1.0).fps == 25
    assert holistic.Peer(101, 4.0, 1.0).fps == 25


def test_memory_held_is_that_of_this_process() -> None:
    before = resident_mb()
    block = np.ones(40_000_000)
    assert 250 < resident_mb() - before < 400
    del block


def test_an_environment_that_is_complete_is_not_built_again(tmp_path, monkeypatch) -> None:
    (tmp_path / "complete").touch()
    monkeypatch.setattr("venv.create", lambda *_a, **_k: pytest.fail("built again"))
    assert holistic.environment(tmp_path) == tmp_path / "bin" / "python"


def test_a_python_that_is_too_new_for_the_peer_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 13, 0))
    with pytest.raises(RuntimeError, match="--peer-python"):
        holistic.environment(tmp_path / "new")


def test_the_camera_gives_the_newest_frame_and_none_waits_long() -> None:
    camera = Camera([Frame(0.0, np.zeros((2, 2, 3), np.uint8))])
    try:
        times = []
        for _ in range(3):
            _, frame = camera.newest()
            times.append(frame.t_s)
            with camera._there:  # as long as three more frames take to come
                camera._there.wait_for(lambda: False, timeout=0.12)
        assert times[1] - times[0] > 2 / 30
        assert times[2] - times[1] > 2 / 30
        assert camera.most_waiting == 1
        assert camera.came > 6
    finally:
        camera.close()


def spans(memory_mb: list[float], p95_ms: list[float], waiting: int = 1) -> list[Span]:
    return [
        Span(10.0 * number, 300, 300, waiting, 20.0, p95, mb)
        for number, (mb, p95) in enumerate(zip(memory_mb, p95_ms, strict=True), start=1)
    ]


def test_what_stays_as_it_is_has_not_grown() -> None:
    found = soak.growth(spans([400, 410, 405, 400, 404, 405, 403, 401], [50, 55, 48, 52] * 2))
    assert not found.has_grown


@pytest.mark.parametrize(
    "grown",
    [
        spans([400 + 10 * k for k in range(8)], [50.0] * 8),
        spans([400.0] * 8, [50.0 + 4 * k for k in range(8)]),
        spans([400.0] * 8, [50.0] * 8, waiting=2),
    ],
)
def test_what_grows_is_told(grown) -> None:
    assert soak.growth(grown).has_grown


def test_help_is_timed_as_people_wait_for_it() -> None:
    assert 0.05 < help_seconds() < 10


def test_the_record_has_every_row_with_its_turns() -> None:
    found, held = (
        json.loads(path.read_text("utf-8")) for path in (RESULTS, RESULTS.with_name("memory.json"))
    )
    names = " ".join(figure["name"] for figure in (*found["figures"], *held["figures"]))
    for part in ("review against", "after the landmarks", "live", "memory", "workers", "first"):
        assert part in names
    assert set(next(iter(found["stages_ms"].values()))) == set(STAGES)
