"""How much each verdict matters."""

from __future__ import annotations

from coach.types import Verdict

__all__ = ["SEVERITY"]

SEVERITY: dict[Verdict, float] = {
    Verdict.NO_GO: 5.0,
    Verdict.REVERSED: 4.0,
    Verdict.OFF_PATH: 2.5,
    Verdict.TOO_SHORT: 2.0,
    Verdict.TOO_FAST: 1.2,
    Verdict.TOO_SLOW: 1.0,
    Verdict.NOT_JUDGED: 0.5,
    Verdict.GOOD: 0.0,
}
"""Weights by which the one verdict of an attempt of two hands, and the one correction of a
session, are chosen (ours). Harm comes before direction, direction before shape, pace last."""
