"""A few drawn clips, from picture to verdict: what the bench measures must not fall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.bars import Estimate
from benchmarks.clips import cases_of_folder, score
from benchmarks.groups import estimates

SLICE = Path(__file__).parents[2] / "benchmarks" / "slice"
"""Seven clips of development seeds: brows, forehead (right and reversed), back (one hand; across
the spine; on it), talking. They were looked at while thresholds were set: this is no
measurement."""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Estimate]]:
    with pytest.MonkeyPatch.context() as patch:
        # Landmarks are found anew, so that the tracker is tested, too.
        patch.setenv("COACH_BENCH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield estimates([score(case) for case in cases_of_folder(SLICE)])


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        ("sense", 0.85),
        ("sense_given", 0.7),
        ("technique", 0.6),
        ("exact", 0.75),
        ("contact_all", 0.75),
        ("spine", 0.6),
    ],
)
def test_shares_stay_above_their_floors(
    measured: dict[str, Estimate], measure: str, least: float
) -> None:
    assert measured[measure].value >= least


@pytest.mark.parametrize(
    ("measure", "most"), [("false_alarms", 0.0), ("direction", 9.0), ("place_over", 14.0)]
)
def test_errors_stay_below_their_ceilings(
    measured: dict[str, Estimate], measure: str, most: float
) -> None:
    assert measured[measure].value <= most
