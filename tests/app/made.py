"""A review that needs no models: what it found is made up, its clip is a real small one."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from coach.coaching.review import Review
from coach.errors import InputError
from coach.types import Report, SourceInfo, Update, View
from tests.cli.conftest import REPORT

FRAMES = 10


@dataclass
class MadeReview:
    """Stands in for `review_clip`.

    Attributes
    ----------
    gate
        It goes on from frame to frame only while this is set.
    """

    report: Report = REPORT
    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(self, path: Path, library: object, **asked: Any) -> Review:
        self.asked.append({"path": path, **asked})
        if path.read_bytes()[:3] == b"BAD":
            raise InputError(f"{path.name} is not a video: choose a clip such as .mp4")
        for number in range(FRAMES):
            self.gate.wait(20)
            asked["progress"]((number + 1) / FRAMES, 1.0)
            if asked["stopped"]():
                return Review(info(path), self.report, (), True)
        return Review(info(path), self.report, tuple(update(i / 25) for i in range(10)), False)


def info(path: Path) -> SourceInfo:
    return SourceInfo(path.name, 96, 64, 25.0, 0.4)


def update(t_s: float) -> Update:
    return Update(t_s, View.FRONT, (), np.full((2, 21, 2), np.nan), np.full((2, 2), np.nan))
