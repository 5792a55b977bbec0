"""Reports to keep, and an empty history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from coach.history.store import History
from coach.types import (
    Attempt,
    ChartName,
    Region,
    Report,
    Sense,
    Side,
    Tracking,
    Verdict,
    View,
)

MORNING = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)


def attempt(start_s: float = 1.0, verdict: Verdict = Verdict.GOOD, **changes: object) -> Attempt:
    made = Attempt(
        start_s=start_s,
        end_s=start_s + 1.5,
        side=Side.BOTH,
        technique="forehead-to-temples",
        sense=Sense.RIGHT,
        direction_error_deg=12.5,
        verdict=verdict,
        counted=verdict is Verdict.GOOD,
        confidence=0.75,
        cue="" if verdict is Verdict.GOOD else "Stroke outwards.",
        chart=ChartName.FACE,
        path_uv=np.full((16, 2), np.nan),
        coverage=0.9,
        offset_cm=0.5,
    )
    return replace(made, **changes)


def report(*attempts: Attempt, **changes: object) -> Report:
    made = Report(
        source="clip.mp4",
        technique="forehead-to-temples",
        region=Region.FACE,
        view=View.FRONT,
        duration_s=60.0,
        attempts=attempts,
        tracking=Tracking(1.0, 1.0, 1.0, 1.0),
    )
    return replace(made, **changes)


def days_later(days: float) -> datetime:
    return MORNING + timedelta(days=days)


@pytest.fixture
def history(tmp_path) -> History:
    return History(tmp_path / "folder" / "history.db")
