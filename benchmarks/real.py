"""Recorded people: what is said of clips that were labelled by eye.

They are few, and stand apart from everything rendered. Each is played forwards and backwards: a
recording played backwards is a recording of the reversed stroke.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.clips import in_pool
from benchmarks.landmarks import landmarks_of
from benchmarks.matching import match
from benchmarks.outcome import judge
from benchmarks.tables import Table
from benchmarks.truth import TrueStroke
from coach.techniques.library import load_library
from coach.types import ChartName, Sense, Side

__all__ = ["LABELS", "Label", "Row", "labels", "look_at", "tables"]

LABELS = Path(__file__).with_name("real_labels.toml")


@dataclass(frozen=True, slots=True)
class Label:
    """What is seen in a recording, as someone saw it.

    Attributes
    ----------
    strokes_s
        Start and end of each stroke of a technique.
    attempts_most
        More things spoken of than that are too many.
    """

    file: str
    side: Side
    technique: str | None
    sense: Sense | None
    strokes_s: tuple[tuple[float, float], ...]
    attempts_most: int

    def strokes(self, duration_s: float, *, backwards: bool) -> tuple[TrueStroke, ...]:
        """Give the strokes, in the clip as it is played."""
        sense = self.sense
        spans = self.strokes_s
        if backwards:
            spans = tuple((duration_s - end, duration_s - start) for start, end in spans[::-1])
            sense = Sense.REVERSED if sense is Sense.RIGHT else Sense.RIGHT
        nowhere = np.full((2, 2), np.nan)
        fault = "reversed" if sense is Sense.REVERSED else None
        return tuple(
            TrueStroke(
                start_s, end_s, self.side, self.technique or "", sense, fault, np.nan, True, False,
                nowhere,
            )
            for start_s, end_s in spans
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What was said of one recording, played one way."""

    label: Label
    backwards: bool
    minutes: float
    strokes: int
    found: int
    given: int
    right: int
    repetitions: int
    wanted: int
    attempts: int


def labels(path: Path = LABELS) -> tuple[Label, ...]:
    """Read what is known of the recordings."""
    return tuple(_label(row) for row in tomllib.loads(path.read_text("utf-8"))["clip"])


def _label(row: dict[str, Any]) -> Label:
    return Label(
        file=row["file"],
        side=Side(row.get("side", "right")),
        technique=row.get("technique"),
        sense=Sense(row["sense"]) if "sense" in row else None,
        strokes_s=tuple((start_s, end_s) for start_s, end_s in row["strokes"]),
        attempts_most=row["attempts_most"],
    )


def look_at(folder: Path, label: Label, backwards: bool) -> Row:
    """Judge a recording, with its technique told where it has one."""
    seen = landmarks_of(folder / label.file, backwards=backwards)
    (said,) = judge(seen, load_library(), [label.technique], ChartName.FACE)
    duration_s = seen[-1].t_s
    strokes = label.strokes(duration_s, backwards=backwards)
    pairs = [(s, one.attempt) for s, one in match(strokes, said.attempts).pairs if one is not None]
    return Row(
        label=label,
        backwards=backwards,
        minutes=duration_s / 60,
        strokes=len(strokes),
        found=len(pairs),
        given=sum(a.sense is not None for _, a in pairs),
        right=sum(a.sense is s.sense for s, a in pairs if a.sense is not None),
        repetitions=said.repetitions,
        wanted=sum(s.sense is Sense.RIGHT for s in strokes),
        attempts=len(said.attempts),
    )


def tables(folder: Path, workers: int) -> list[Table]:
    """Give what was said of the labelled recordings of a folder."""
    there = [label for label in labels() if (folder / label.file).exists()]
    jobs = [(folder, label, backwards) for label in there for backwards in (False, True)]
    rows = list(in_pool(look_at, jobs, workers, "looking at recordings"))
    rows.sort(key=lambda row: (row.label.file, row.backwards))
    head = ("recording", "played", "strokes", "found", "sense right", "repetitions", "spoken of")
    cells = tuple(_cells(row) for row in rows)
    return [
        Table("real", "Recorded people (labelled by eye)", (*head, "at most"), cells),
        _sum(rows),
    ]


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.label.file,
        "backwards" if row.backwards else "forwards",
        f"{row.strokes}",
        f"{row.found}" if row.strokes else "",
        f"{row.right} of {row.given}" if row.strokes else "",
        f"{row.repetitions} of {row.wanted}",
        f"{row.attempts}",
        f"{row.label.attempts_most}",
    )


def _sum(rows: list[Row]) -> Table:
    quiet = [row for row in rows if not row.strokes]
    minutes = sum(row.minutes for row in quiet)
    counted = sum(row.repetitions for row in quiet)
    spoken = sum(max(0, row.attempts - row.label.attempts_most) for row in quiet)
    cells = ((f"{minutes:.1f} min without a technique, both ways", f"{counted}", f"{spoken}"),)
    head = ("", "repetitions counted", "too much spoken of")
    return Table("real-quiet", "Where nothing is to be counted", head, cells)
