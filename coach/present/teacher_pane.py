"""The teacher's side of a video of two: the clip in step, or the technique as a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from coach.capture.excerpts import Excerpts
from coach.present.brush import DARK, WHITE, Colour, Picture, disc, line, polygon
from coach.present.reference import Reference
from coach.present.svg import WIDTH, Sheet
from coach.present.whereabouts import outline_lines
from coach.teaching.in_step import InStep, Turn, moment_of
from coach.techniques.schema import Technique
from coach.types import ChartName, FloatArray, Side

__all__ = ["TeacherClip", "TeacherDrawing", "TeacherPane", "drawing_size"]

PAPER: Colour = (38, 43, 50)
OUTLINE: Colour = (128, 138, 152)
PATH: Colour = (236, 244, 255)
MARGIN, ABOVE = 0.03, 0.14
"""Shares of a drawing's height that are left free around it; above, its name is written."""


class TeacherPane(Protocol):
    """Gives the teacher's picture for a moment of the pupil's."""

    @property
    def label(self) -> str:
        """What it is called."""
        ...

    def at(self, t_s: float, turn: Turn | None) -> Picture:
        """Give a picture (height, width, 3), always of one size; `turn` is going on just now."""
        ...


@dataclass(frozen=True, slots=True)
class TeacherClip:
    """A teacher's clip, in step with the pupil's."""

    pictures: Excerpts
    steps: InStep
    label: str = "teacher"

    def at(self, t_s: float, turn: Turn | None) -> Picture:
        """Give the frame that belongs to a moment of the pupil's."""
        return self.pictures.at(self.steps.at(t_s))


@dataclass(frozen=True, slots=True)
class _SheetChart:
    """A drawing as a chart: what is laid on people can be laid on it."""

    sheet: Sheet
    scale: float
    corner_px: FloatArray

    @property
    def name(self) -> ChartName:
        return self.sheet.chart

    def to_px(self, points_uv: FloatArray) -> FloatArray:
        return self.sheet.from_uv(points_uv) * self.scale + self.corner_px

    def to_uv(self, points_px: FloatArray) -> FloatArray:
        return self.sheet.to_uv((points_px - self.corner_px) / self.scale)


def drawing_size(technique: Technique) -> tuple[float, float]:
    """Give width and height of a technique's drawing, for their ratio."""
    return WIDTH, Sheet.of(technique.chart, technique.view).height


class TeacherDrawing:
    """A technique without a clip: drawn on the body, with a dot that goes with the pupil.

    Parameters
    ----------
    sides
        Sides of the body on which the technique is done.
    size_px
        (width, height).
    """

    def __init__(
        self, technique: Technique, sides: Sequence[Side], size_px: tuple[int, int]
    ) -> None:
        width, height = size_px
        sheet = Sheet.of(technique.chart, technique.view)
        room_px = np.array([1 - 2 * MARGIN, 1 - MARGIN - ABOVE]) * size_px
        scale = float((room_px / (WIDTH, sheet.height)).min())
        free_px = room_px - scale * np.array([WIDTH, sheet.height])
        corner_px = np.array([MARGIN, ABOVE]) * size_px + free_px / 2
        self.label = technique.name
        self._chart = _SheetChart(sheet, scale, corner_px)
        self._pen = max(1.5, height / 130)
        self._paper = np.full((height, width, 3), PAPER, np.uint8)
        for shape in outline_lines(technique.chart, technique.view):
            points_px = shape.points * scale + corner_px
            if shape.is_closed:
                polygon(self._paper, points_px, PAPER)
            line(self._paper, points_px, OUTLINE, self._pen * 0.45)
        placed = Reference.of(technique, ()).on(self._chart, sides)
        placed.draw_ghost(self._paper, PATH, self._pen)

    def at(self, t_s: float, turn: Turn | None) -> Picture:
        """Give the drawing, with a dot for each hand while a repetition goes on."""
        drawn: Picture = self._paper.copy()
        for row in turn.rows if turn is not None else ():
            (dot_px,) = self._chart.to_px(moment_of(row, t_s).shown_uv[None])
            disc(drawn, dot_px, self._pen * 2.4, DARK)
            disc(drawn, dot_px, self._pen * 1.8, WHITE)
        return drawn
