"""One clip in one line: what was done, and what was made of it. For tuning."""

from __future__ import annotations

from collections import Counter

import numpy as np

from benchmarks import frames, measures
from benchmarks.acts import NAMED_ACTS, QUIET_ACTS, has_sense
from benchmarks.bars import f1
from benchmarks.matching import Said, match
from benchmarks.outcome import Judged, Outcome
from benchmarks.truth import TrueStroke, Truth
from coach.types import HANDS, Side

__all__ = ["LEGEND", "line"]

LEGEND = """\
reps said/true (untold), strokes of each hand in time order: = right sense, x wrong sense,
? found without a sense, - not found, . found (where there is no sense to say), +n: spoken of
though nothing was there; then what was said of how many attempts, the technique named untold,
median direction error, contact F1, mean place error"""


def line(name: str, judged: Judged) -> tuple[float, str]:
    """Give how wrong a clip went (0: nothing to mend), and its line."""
    truth, told, untold = judged.truth, judged.told, judged.untold
    marks, wrong = _strokes(truth, told)
    named = truth.act in NAMED_ACTS and untold.technique != truth.technique
    off = abs(told.repetitions - truth.repetitions) + 0.5 * (
        abs(untold.repetitions - truth.repetitions)
    )
    badness = 2.0 * off + wrong + 1.5 * named
    what = (
        f"{name:>5} {truth.act:<12} {truth.technique or '-':<20} {truth.view.value:<5}"
        f" {truth.fps:4.0f} fps {'m' if truth.mirrored else ' '} tone {truth.tone or '-':>2}"
        f" lift {truth.lift_cm:4.1f}"
    )
    counted = f"reps {told.repetitions}/{truth.repetitions} ({untold.repetitions})"
    verdicts = Counter(a.verdict.value for a in told.attempts)
    said = " ".join(f"{words} {n}" for words, n in verdicts.most_common()) or "nothing"
    other = f" named {untold.technique}" if named else ""
    return badness, f"{what} | {counted:<14} | {marks} | {said}{other}{_numbers(truth, told)}"


def _strokes(truth: Truth, told: Outcome) -> tuple[str, float]:
    """Give the marks of all strokes, and what they weigh when they are wrong."""
    matching = match(truth.strokes, told.attempts)
    words, weight = [], 0.0
    for side in HANDS:
        marks = [
            _mark(truth, stroke, said) for stroke, said in matching.pairs if stroke.side is side
        ]
        weight += sum({"x": 1.0, "-": 0.5, "?": 0.4}.get(mark, 0.0) for mark in marks)
        if marks:
            words.append(f"{'L' if side is Side.LEFT else 'R'} {''.join(marks)}")
    extra = len(matching.extra_attempts)
    if extra:
        words.append(f"+{extra}")
    weight += (0.1 if truth.act in QUIET_ACTS else 0.3) * extra
    return " ".join(words) or "none", weight


def _mark(truth: Truth, stroke: TrueStroke, said: Said | None) -> str:
    if not has_sense(truth.act, stroke.fault):
        return "." if said is not None else " "
    if said is None:
        return "-"
    if said.attempt.sense is None:
        return "?"
    return "=" if said.attempt.sense is stroke.sense else "x"


def _numbers(truth: Truth, told: Outcome) -> str:
    parts = []
    angles = measures.direction_errors_deg(truth, told)
    if angles is not None:
        parts.append(f"{np.median(angles):.0f}°")
    touch = frames.contact(truth, told)
    if touch is not None:
        parts.append(f"F1 {f1(touch):.2f}")
    seen = frames.place(truth, told)
    if seen is not None:
        kinds = zip(("", "over ", "palm "), seen, strict=False)
        parts += [f"{kind}{off / n:.0f} mm" for kind, (off, n) in kinds if n]
    return " | " + ", ".join(parts) if parts else ""
