"""What a practice came to, in sentences: first what went well, then one thing to work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.app.practice_words import PracticeWords
from coach.coaching.severity import SEVERITY
from coach.present.words import EVEN_PACE, MOSTLY
from coach.techniques.schema import Technique
from coach.types import Attempt, Report, Sense, Side, Standing, StepState, Verdict

__all__ = ["Summary", "attempt_columns", "routine_summary", "summary"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What to say at the end.

    Attributes
    ----------
    well
        At most three sentences, each true.
    work
        The one correction that matters most; empty when there is nothing to correct.
    """

    well: tuple[str, ...]
    work: str


def summary(report: Report, technique: Technique, words: PracticeWords) -> Summary:
    """Sum a practice up in the language of the words."""
    if not report.attempts:
        return Summary((words("summary.began"),), words("summary.nothing"))
    told = (
        _counted(report, technique, words),
        _direction(report, words),
        _pace(report, words),
        _sides(report, words),
    )
    well = tuple(sentence for sentence in told if sentence)[:3]
    return Summary(well or (words("summary.began"),), _work(report, technique, words))


def routine_summary(
    report: Report, standing: Standing, names: Sequence[str], work: str, words: PracticeWords
) -> Summary:
    """Sum up a routine: the steps that were done, what was right, and what was left out.

    Parameters
    ----------
    names
        The steps' names.
    work
        The one thing to work on; empty for none.
    """
    done = sum(step.state is StepState.DONE for step in standing.steps)
    steps = words("summary.steps_done", done=done, all=len(names)) if done else ""
    told = (steps, _direction(report, words), _sides(report, words))
    well = tuple(sentence for sentence in told if sentence)
    left_out = [
        name
        for name, step in zip(names, standing.steps, strict=True)
        if step.state is StepState.SKIPPED
    ]
    more = words("summary.steps_left_out", names=", ".join(left_out)) if left_out else ""
    work = " ".join(sentence for sentence in (work, more) if sentence)
    return Summary(well or (words("summary.began"),), work)


def _counted(report: Report, technique: Technique, words: PracticeWords) -> str:
    if not report.repetitions:
        return ""
    return words(
        "summary.counted",
        total=report.repetitions,
        attempts=len(report.attempts),
        name=words.of_technique(technique, "name"),
    )


def _direction(report: Report, words: PracticeWords) -> str:
    judged = [a for a in report.attempts if a.verdict is not Verdict.NOT_JUDGED]
    known = [a for a in judged if a.sense is not None]
    right = sum(a.sense is Sense.RIGHT for a in known)
    if len(known) < 2 or right / len(known) < MOSTLY:
        return ""
    if right == len(known):
        return words("summary.direction_all")
    return words("summary.direction_most", right=right, known=len(known))


def _pace(report: Report, words: PracticeWords) -> str:
    fine = [a.pace_s for a in report.attempts if a.verdict is Verdict.GOOD]
    if len(fine) < 3 or np.std(fine) >= EVEN_PACE * np.mean(fine):
        return ""
    return words("summary.pace_even", pace=f"{np.mean(fine):.1f}")


def _sides(report: Report, words: PracticeWords) -> str:
    left, right = report.repetitions_of(Side.LEFT), report.repetitions_of(Side.RIGHT)
    return words("summary.sides_same", each=left) if left == right > 0 else ""


def _work(report: Report, technique: Technique, words: PracticeWords) -> str:
    weights: dict[Verdict, float] = {}
    for attempt in report.attempts:
        weights[attempt.verdict] = weights.get(attempt.verdict, 0.0) + SEVERITY[attempt.verdict]
    gravest = max(weights, key=lambda verdict: weights[verdict])
    return words.cues(technique)[gravest] if weights[gravest] > 0 else ""


def attempt_columns(report: Report, words: PracticeWords) -> dict[str, list[object]]:
    """Give the table of all attempts, column by column, for people."""
    rows = [_cells(number, a, words) for number, a in enumerate(report.attempts, start=1)]
    keys = ("number", "hand", "verdict", "counted", "direction", "pace", "path")
    heads = [words(f"summary.column_{key}") for key in keys]
    return {head: [row[place] for row in rows] for place, head in enumerate(heads)}


def _cells(number: int, attempt: Attempt, words: PracticeWords) -> tuple[object, ...]:
    return (
        number,
        words(f"summary.hands.{attempt.side}"),
        words(f"live.verdicts.{attempt.verdict}"),
        words("summary.yes" if attempt.counted else "summary.no"),
        _rounded(attempt.direction_error_deg, 0),
        _rounded(attempt.pace_s, 1),
        _rounded(attempt.offset_cm, 1),
    )


def _rounded(number: float, digits: int) -> float | None:
    return round(number, digits) if np.isfinite(number) else None
