"""What a practice came to, in sentences: first what went well, then one thing to work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.app.live.stay import STAYS
from coach.app.practice_words import PracticeWords
from coach.app.said import work_on_words
from coach.present.praise import EVEN_PACE, MOSTLY
from coach.present.tempo import angle_deg, paces_s
from coach.techniques.library import Library
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


def summary(
    report: Report, technique: Technique, library: Library, words: PracticeWords
) -> Summary:
    """Sum a practice up in the language of the words."""
    if not report.attempts:
        return Summary((words("summary.began"),), words("summary.nothing"))
    told = (
        _counted(report, technique, words),
        _stayed(report, technique, words),
        _direction(report, words),
        _pace(report, library, words),
        _sides(report, words),
    )
    well = tuple(sentence for sentence in told if sentence)[:3]
    return Summary(well or (words("summary.began"),), work_on_words(report, library, words.shared))


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


def _stayed(report: Report, technique: Technique, words: PracticeWords) -> str:
    own = [a.pace_s for a in report.attempts if a.technique == technique.id]
    if technique.kind not in STAYS or not own:
        return ""
    return words("summary.stayed", time=minutes_words(max(own)))


def minutes_words(length_s: float) -> str:
    """Say a length of time as a clock does: "1:05"."""
    return f"{int(length_s) // 60}:{int(length_s) % 60:02d}"


def _pace(report: Report, library: Library, words: PracticeWords) -> str:
    told = zip(report.attempts, paces_s(report.attempts, library), strict=True)
    fine = [pace_s for attempt, pace_s in told if attempt.verdict is Verdict.GOOD]
    if len(fine) < 3 or np.std(fine) >= EVEN_PACE * np.mean(fine):
        return ""
    return words("summary.pace_even", pace=f"{np.mean(fine):.1f}")


def _sides(report: Report, words: PracticeWords) -> str:
    left, right = report.repetitions_of(Side.LEFT), report.repetitions_of(Side.RIGHT)
    return words("summary.sides_same", each=left) if left == right > 0 else ""


def attempt_columns(
    report: Report, library: Library, words: PracticeWords
) -> dict[str, list[object]]:
    """Give the table of all attempts, column by column, for people.

    What is known of none, as the direction of taps, has no column.
    """
    told = zip(report.attempts, paces_s(report.attempts, library), strict=True)
    rows = [
        _cells(n, attempt, pace_s, angle_deg(attempt, library), words)
        for n, (attempt, pace_s) in enumerate(told, start=1)
    ]
    keys = ("number", "hand", "verdict", "counted", "direction", "pace", "path")
    heads = [words(f"summary.column_{key}") for key in keys]
    columns = {head: [row[place] for row in rows] for place, head in enumerate(heads)}
    return {head: cells for head, cells in columns.items() if any(c is not None for c in cells)}


def _cells(
    number: int, attempt: Attempt, pace_s: float, off_deg: float, words: PracticeWords
) -> tuple[object, ...]:
    return (
        number,
        words(f"summary.hands.{attempt.side}"),
        words(f"live.verdicts.{attempt.verdict}"),
        words("summary.yes" if attempt.counted else "summary.no"),
        _rounded(off_deg, 0),
        _rounded(pace_s, 1),
        _rounded(attempt.offset_cm, 1),
    )


def _rounded(number: float, digits: int) -> float | None:
    return round(number, digits) if np.isfinite(number) else None
