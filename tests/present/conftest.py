"""Made-up attempts, reports and frames for the pictures, reports and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from coach.present.paths import MIRROR, evenly
from coach.techniques.library import Library, load_library
from coach.techniques.schema import Hands
from coach.types import (
    PATH_POINTS,
    Attempt,
    ChartName,
    FloatArray,
    Report,
    Sense,
    Side,
    Tracking,
    Update,
    Verdict,
    View,
)

UNKNOWN_PATH = np.full((PATH_POINTS, 2), np.nan)


@dataclass(frozen=True)
class FlatChart:
    """A chart that is an origin and two lengths, upright in the picture."""

    name: ChartName = ChartName.FACE
    origin_px: tuple[float, float] = (320.0, 220.0)
    unit_px: tuple[float, float] = (80.0, 90.0)

    def to_px(self, points_uv: FloatArray) -> FloatArray:
        return np.array(self.origin_px) + points_uv * self.unit_px * np.array([1.0, -1.0])

    def to_uv(self, points_px: FloatArray) -> FloatArray:
        return (points_px - self.origin_px) / self.unit_px * np.array([1.0, -1.0])


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture
def make_attempt(library: Library) -> Callable[..., Attempt]:
    """Give attempts that went along a technique, as good or bad as asked for."""

    def make(
        verdict: Verdict = Verdict.GOOD,
        start_s: float = 1.0,
        *,
        technique: str = "forehead-to-temples",
        side: Side = Side.BOTH,
        **changes: object,
    ) -> Attempt:
        found = library.find(technique)
        left = evenly(found.path_array_uv, PATH_POINTS)
        if verdict is Verdict.REVERSED:
            left = left[::-1]
        values: dict[str, object] = {
            "start_s": start_s,
            "end_s": start_s + 1.5,
            "side": side,
            "technique": technique,
            "sense": Sense.REVERSED if verdict is Verdict.REVERSED else Sense.RIGHT,
            "direction_error_deg": 175.0 if verdict is Verdict.REVERSED else 6.0,
            "verdict": verdict,
            "counted": verdict is Verdict.GOOD,
            "confidence": 0.9,
            "cue": getattr(found.cues, verdict.value, ""),
            "chart": found.chart,
            "path_uv": left * MIRROR if side is Side.RIGHT else left,
            "path_right_uv": left * MIRROR if side is Side.BOTH else UNKNOWN_PATH,
            "coverage": 0.95,
            "offset_cm": 0.4,
        }
        return Attempt(**(values | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_report(library: Library, make_attempt: Callable[..., Attempt]) -> Callable[..., Report]:
    """Give reports with one attempt for each verdict, one after the other."""

    def make(
        *verdicts: Verdict, technique: str = "forehead-to-temples", **changes: object
    ) -> Report:
        found = library.find(technique)
        together = found.hands is Hands.BOTH
        attempts = tuple(
            make_attempt(
                verdict,
                1.0 + 2.5 * number,
                technique=technique,
                side=Side.BOTH if together else (Side.LEFT, Side.RIGHT)[number % 2],
            )
            for number, verdict in enumerate(verdicts)
        )
        values: dict[str, object] = {
            "source": "clip.mp4",
            "technique": technique,
            "region": found.region,
            "view": found.view,
            "duration_s": 3.0 + 2.5 * len(verdicts),
            "attempts": attempts,
            "tracking": Tracking(1.0, 0.9, 0.7, 0.5),
        }
        return Report(**(values | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_update() -> Callable[..., Update]:
    """Give frames with charts, and without hands unless they are given."""

    def make(
        t_s: float,
        *charts: FlatChart,
        view: View = View.FRONT,
        hands_px: FloatArray | None = None,
    ) -> Update:
        hands = np.full((2, 21, 2), np.nan) if hands_px is None else hands_px
        return Update(t_s, view, charts, hands, np.full((2, 2), np.nan))

    return make


@pytest.fixture
def face_chart() -> FlatChart:
    return FlatChart()
