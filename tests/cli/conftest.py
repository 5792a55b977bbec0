"""Running the command line as a person does, and a review that needs no models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.types import (
    Attempt,
    ChartName,
    Region,
    Report,
    Sense,
    Side,
    SourceInfo,
    Tracking,
    Update,
    Verdict,
    View,
)


@dataclass
class Outcome:
    """What a run gave back."""

    code: int
    out: str
    err: str


Coach = Callable[..., Outcome]


@pytest.fixture
def coach(capsys, monkeypatch) -> Coach:
    """Give a function that runs `coach` with these words, 80 columns wide, without a terminal."""
    from coach.cli import app

    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        try:
            app([str(word) for word in words], prog_name="coach")
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run


def attempt(start_s: float, verdict: Verdict, **changes: Any) -> Attempt:
    good = Attempt(
        start_s=start_s,
        end_s=start_s + 1.2,
        side=Side.BOTH,
        technique="forehead-to-temples",
        sense=Sense.RIGHT,
        direction_error_deg=12.4,
        verdict=verdict,
        counted=verdict is Verdict.GOOD,
        confidence=0.9,
        cue="",
        chart=ChartName.FACE,
        path_uv=np.linspace((0.1, 0.55), (1.42, 0.22), 16),
        coverage=0.9,
        offset_cm=0.4,
    )
    return replace(good, **changes)


ATTEMPTS = (
    attempt(1.0, Verdict.GOOD),
    attempt(3.0, Verdict.GOOD, side=Side.LEFT),
    attempt(
        5.0,
        Verdict.REVERSED,
        sense=Sense.REVERSED,
        direction_error_deg=171.0,
        cue="Stroke outwards: from the middle of the forehead to the temples.",
    ),
    attempt(7.0, Verdict.TOO_SHORT, cue="Go on until your fingertips reach the temples."),
    attempt(62.5, Verdict.NO_GO, cue="Keep off the eyes."),
    attempt(70.0, Verdict.NOT_JUDGED, sense=None, technique=None, direction_error_deg=float("nan")),
)

REPORT = Report(
    source="clip.mp4",
    technique="forehead-to-temples",
    region=Region.FACE,
    view=View.FRONT,
    duration_s=75.0,
    attempts=ATTEMPTS,
    tracking=Tracking(1.0, 1.0, 0.9, 0.8),
    warnings=("The face was lost now and then.",),
)


@dataclass
class FakeReview:
    """Stands in for `review_clip`, and notes how it was called."""

    report: Report = REPORT
    interrupted: bool = False
    obstacle: str = ""
    raises: BaseException | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, path: Path, library: object, **asked: Any) -> Any:
        from coach.coaching.review import Review

        self.calls.append(asked)
        asked["progress"](1.0, 2.0)
        if self.raises is not None:
            raise self.raises
        times = [i / 25 for i in range(10)] if asked["keep_updates"] else []
        return Review(
            SourceInfo(path.name, 96, 64, 25.0, 0.4),
            self.report,
            tuple(_update(t_s) for t_s in times),
            self.interrupted,
            self.obstacle,
        )


def _update(t_s: float) -> Update:
    return Update(t_s, View.FRONT, (), np.full((2, 21, 2), np.nan), np.full((2, 2), np.nan))


@pytest.fixture
def fake_review(monkeypatch) -> Iterator[FakeReview]:
    import coach.coaching.review as review
    import coach.tracking.bundles as bundles

    fake = FakeReview()
    monkeypatch.setattr(review, "review_clip", fake)
    monkeypatch.setattr(bundles, "ensure", lambda *_args, **_options: None)
    return fake
