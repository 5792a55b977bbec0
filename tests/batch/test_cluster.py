"""A Ray cluster of two workers on this computer: one of them is killed, no clip is lost."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.batch import cluster
from coach.batch.cluster import NotHere, RayEngine, there
from coach.batch.order import Failed, Returned, Reviewed, TriedAgain, work_version
from coach.errors import CoachError
from tests.batch.made import WISH, clip, look, outcomes

# What Ray and what it depends on warn of is theirs.
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL"),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture
def two_machines(monkeypatch) -> Iterator[object]:
    """Give a cluster of two nodes with one processor each, as `ray start` on two machines makes."""
    if os.environ.get("COACH_TEST_CLUSTER") != "1":
        pytest.importorskip("ray", reason='Ray is not installed: pip install ".[cluster]"')
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    from ray.cluster_utils import Cluster

    machines = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    machines.add_node(num_cpus=1)
    machines.wait_for_nodes()
    try:
        yield machines
    finally:
        machines.shutdown()


def test_a_killed_workers_clip_is_tried_again(tmp_path: Path, two_machines) -> None:
    clips = [clip(tmp_path, f"{n}.mp4", "die-once" if n == 1 else "slow") for n in range(4)]
    clips.append(clip(tmp_path, "4.mp4", "bad"))
    engine = RayEngine(address=two_machines.address, look=look)
    events = list(engine.run(clips, WISH, lambda: False))
    found = outcomes(events)
    assert all(isinstance(found[f"{n}.mp4"], Reviewed) for n in range(4))
    assert found["4.mp4"] == Failed("4.mp4 is not a video")
    (again,) = [event for event in events if isinstance(event, TriedAgain)]
    assert again.clip == clips[1]
    assert "worker was lost" in again.why


def test_a_machine_that_goes_takes_no_clip_with_it(tmp_path: Path, two_machines) -> None:
    clips = [clip(tmp_path, f"{n}.mp4", "slow") for n in range(8)]
    engine = RayEngine(address=two_machines.address, look=look)
    events = []
    for event in engine.run(clips, WISH, lambda: False):
        events.append(event)
        if sum(isinstance(e, Returned) for e in events) == 2 and len(two_machines.worker_nodes):
            two_machines.remove_node(next(iter(two_machines.worker_nodes)), allow_graceful=False)
    found = outcomes(events)
    assert len(found) == 8
    assert all(isinstance(outcome, Reviewed) for outcome in found.values())


def test_a_cluster_that_is_not_there_is_told() -> None:
    if os.environ.get("COACH_TEST_CLUSTER") != "1":
        pytest.importorskip("ray", reason='Ray is not installed: pip install ".[cluster]"')
    with pytest.raises(CoachError, match="no Ray cluster answers at localhost:1"):
        list(RayEngine(address="localhost:1").run([], WISH, lambda: False))


def test_without_ray_it_is_told_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(CoachError, match=r"pip install .*cluster"):
        RayEngine()


def test_a_clip_that_the_machine_cannot_see_is_asked_for(tmp_path: Path) -> None:
    one = clip(tmp_path, "a.mp4")
    content = one.path.read_bytes()
    assert isinstance(there(one, WISH, look, work_version(), None), Reviewed)
    one.path.write_bytes(content[::-1])
    assert there(one, WISH, look, work_version(), None) == NotHere()
    one.path.unlink()
    assert there(one, WISH, look, work_version(), None) == NotHere()
    found = there(one, WISH, look, work_version(), content)
    assert isinstance(found, Reviewed)
    assert found.report.source == "a.mp4"


def test_a_machine_with_another_coach_says_so(tmp_path: Path) -> None:
    found = there(clip(tmp_path, "a.mp4"), WISH, look, "0.0.1+0", None)
    assert isinstance(found, Failed)
    assert "install the same on every machine" in found.why


def test_nothing_is_reported_to_the_makers_of_ray(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", sys)
    monkeypatch.delenv("RAY_USAGE_STATS_ENABLED", raising=False)
    cluster._ray()
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
