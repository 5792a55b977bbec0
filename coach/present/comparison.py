"""A pupil beside a teacher, drawn on the body and told in words."""

from __future__ import annotations

import json

import numpy as np

from coach.present.diagram import Looks, document, drawn_body, reference
from coach.present.marks import MARKS
from coach.present.svg import Scheme, Sheet, polygon_data, smooth_data
from coach.present.words import clean
from coach.teaching.compare import Beside, Comparison
from coach.types import HANDS, Sense, Verdict

__all__ = ["comparison_json", "comparison_svg", "gap_words", "pace_words", "sense_words"]

NEXT = 4
"""Every fourth pair of points is joined: more lines would hide the paths."""
SMALL_CM = 0.7
"""A gap below this is not spoken of: places are no more exact."""
STRETCHES = ((0.25, "at the beginning"), (0.75, "in the middle"), (1.01, "at the end"))


def comparison_svg(found: Comparison, *, scheme: Scheme | None = None, legend: bool = True) -> str:
    """Draw the pupil's paths over the technique's, and join what belongs together in time.

    Parameters
    ----------
    scheme, legend
        As for `coach.present.diagram.technique_svg`.
    """
    technique = found.technique
    sheet = Sheet.of(technique.chart, technique.view)
    used = [side for side in HANDS if any(row.side is side for row in found.rows)]
    body = [drawn_body(sheet), *(reference(sheet, technique, side, 0.55) for side in used)]
    body += [_row(sheet, row) for row in found.rows]
    sample = f'<path class="cd-try {_paint(Sense.RIGHT)}" d="M18,0L54,0"/>'
    rows = [
        ('<path class="cd-ref" d="M18,0L54,0"/>', "the teacher"),
        (sample, "you; thin lines join the same moment"),
    ]
    words = f"{len(found.rows)} repetitions, {found.gap_cm:.1f} cm from the teacher in the mean."
    title = f"{clean(technique.name)}: you beside the teacher"
    return document(sheet, body, rows, Looks(technique.view, scheme, legend), (title, words))


def comparison_json(found: Comparison) -> str:
    """Write a comparison as JSON, version 1: one row a repetition and hand."""
    rows = [
        {
            "start_s": round(row.start_s, 3),
            "end_s": round(row.end_s, 3),
            "side": row.side.value,
            "sense": None if row.sense is None else row.sense.value,
            "gap_cm": round(row.gap_cm, 2),
            "worst_cm": round(row.worst_cm, 2),
            "worst_at": round(row.worst_at, 2),
            "worst_aside_cm": [round(float(value), 2) for value in row.worst_aside_cm],
            "length_share": round(row.length_share, 2),
            "pace_s": round(row.pace_s, 3),
        }
        for row in found.rows
    ]
    told = {
        "version": 1,
        "technique": found.technique.id,
        "teacher_pace_s": round(found.pace_s, 3),
        "gap_cm": round(found.gap_cm, 2),
        "other_movements": found.others,
        "repetitions": rows,
    }
    return json.dumps(told, indent=2, allow_nan=False) + "\n"


def sense_words(row: Beside) -> str:
    """Say which way a repetition went."""
    if row.sense is None:
        return "can't tell"
    return "right way" if row.sense is Sense.RIGHT else "reversed"


def gap_words(row: Beside) -> str:
    """Say where a repetition is furthest from the teacher's: "1.8 cm too high at the end"."""
    if row.worst_cm < SMALL_CM:
        return "on the path all the way"
    outwards, up = row.worst_aside_cm
    if abs(up) >= abs(outwards):
        aside = "too high" if up > 0 else "too low"
    else:
        aside = "too far out" if outwards > 0 else "too far in"
    where = next(words for limit, words in STRETCHES if row.worst_at < limit)
    return f"{row.worst_cm:.1f} cm {aside} {where}"


def pace_words(row: Beside, teacher_s: float) -> str:
    """Say how the pace compares: "1.1 s (as the teacher)", "0.6 s (1.9 times as quick)"."""
    ratio = teacher_s / row.pace_s
    if 0.75 < ratio < 1.33:
        return f"{row.pace_s:.1f} s"
    how = f"{ratio:.1f} times as quick" if ratio > 1 else f"{1 / ratio:.1f} times as slow"
    return f"{row.pace_s:.1f} s ({how})"


def _row(sheet: Sheet, row: Beside) -> str:
    path, right = sheet.from_uv(row.path_uv), sheet.from_uv(row.right_uv)
    pairs = np.stack([path, right], axis=1)[::NEXT]
    ties = "".join(polygon_data(pair).removesuffix("Z") for pair in pairs)
    paint = _paint(row.sense)
    return (
        f'<g data-side="{row.side}"><path class="cd-try {paint}" style="stroke-width:.9" '
        f'd="{ties}"/><path class="cd-try {paint}" d="{smooth_data(path)}"/></g>'
    )


def _paint(sense: Sense | None) -> str:
    verdict = {
        Sense.RIGHT: Verdict.GOOD, Sense.REVERSED: Verdict.REVERSED, None: Verdict.NOT_JUDGED
    }[sense]  # fmt: skip
    return f"cd-{MARKS[verdict].icon_name}"
