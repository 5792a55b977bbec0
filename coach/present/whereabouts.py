"""Where the hands were on the body, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from coach.present.paths import smooth
from coach.present.svg import WIDTH, Sheet
from coach.types import ChartName, FloatArray, Update, View, frozen_array

__all__ = ["Cells", "OutlineLine", "Whereabouts", "cells", "outline_lines", "whereabouts"]

CELL = 12.0
"""Side of a cell in units of the drawings, which are 360 wide: about 1 cm on a face (ours)."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Places of both hands, one a frame and hand.

    Attributes
    ----------
    chart, view
        Which drawing they lie on.
    points_uv
        (n, 2): places of contact in chart coordinates, no matter whether they touched.
    step_s
        How long each stands for; NaN when there are none.
    """

    chart: ChartName
    view: View
    points_uv: FloatArray
    step_s: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "points_uv", frozen_array(self.points_uv, (None, 2), "points_uv"))


@dataclass(frozen=True, slots=True)
class Cells:
    """Time spent in each cell of a drawing in which a hand was.

    Attributes
    ----------
    corners
        (n, 2): upper left corner of each cell in units of the drawing, y down.
    side
        Length of a cell's side.
    seconds
        (n,): how long hands were there; two hands count twice.
    """

    corners: FloatArray
    side: float
    seconds: FloatArray


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of a drawing.

    Attributes
    ----------
    points
        (n, 2) in units of the drawing, y down.
    is_closed
        It surrounds an area.
    """

    points: FloatArray
    is_closed: bool


def whereabouts(updates: Iterable[Update], chart: ChartName, view: View) -> Whereabouts:
    """Collect where the hands were in every frame in which the chart held."""
    found = [np.empty((0, 2))]
    times = []
    for update in updates:
        times.append(update.t_s)
        laid = update.chart(chart)
        seen = update.contact_px[np.isfinite(update.contact_px).all(axis=1)]
        if laid is not None and len(seen):
            found.append(laid.to_uv(seen))
    points = np.concatenate(found)
    step_s = float(np.median(np.diff(times))) if len(times) > 1 else float("nan")
    return Whereabouts(chart, view, points[np.isfinite(points).all(axis=1)], step_s)


def cells(places: Whereabouts) -> Cells:
    """Sum the time up by cells of the drawing; places beside it are left out."""
    sheet = Sheet.of(places.chart, places.view)
    points = sheet.from_uv(places.points_uv)
    inside = ((points >= 0) & (points < [WIDTH, sheet.height])).all(axis=1)
    corners, counts = np.unique(points[inside] // CELL, axis=0, return_counts=True)
    return Cells(corners.reshape(-1, 2) * CELL, CELL, counts.astype(np.float64) * places.step_s)


def outline_lines(chart: ChartName, view: View) -> tuple[OutlineLine, ...]:
    """Give the lines of a body part's drawing, from the rearmost to the foremost."""
    sheet = Sheet.of(chart, view)
    lines = []
    for shape in sheet.figure.shapes:
        around = smooth(sheet.from_cm(shape.points_cm), closed=shape.closed)
        points = np.concatenate([around, around[:1]]) if shape.closed else around
        lines.append(OutlineLine(points, shape.closed))
    return tuple(lines)
