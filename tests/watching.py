"""A clip watched by the real pipeline once, and judged as often as tests ask."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from unittest import mock

from coach.coaching.review import review_clip
from coach.coaching.session import Session
from coach.techniques.library import load_library
from coach.types import Observation, Report, Update

__all__ = ["told", "watched"]


@cache
def watched(clip: Path) -> tuple[Report, tuple[Observation, ...]]:
    """Review a clip; give the report, and what was seen frame by frame."""
    seen: list[Observation] = []
    push = Session.push

    def noted(session: Session, one: Observation) -> Update:
        seen.append(one)
        return push(session, one)

    with mock.patch.object(Session, "push", noted):
        report = review_clip(clip, load_library()).report
    return report, tuple(seen)


def told(clip: Path, technique: str) -> Report:
    """Judge what was seen of a clip once more, told what is done."""
    report, seen = watched(clip)
    session = Session(load_library(), technique=technique)
    for one in seen:
        session.push(one)
    session.finish()
    return session.report(report.source, report.duration_s)
