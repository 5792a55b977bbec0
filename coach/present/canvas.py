"""A technique as a small picture of braille dots, for terminals."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from coach.present.outlines import Shape
from coach.present.paths import Way, drawn_path_uv, evenly, on_side, smooth, way_of
from coach.present.svg import WIDTH, Sheet
from coach.present.words import viewpoint
from coach.present.zones import outlines_uv, shown_zones
from coach.techniques.schema import NoGo, Technique
from coach.types import FloatArray, Side

__all__ = ["CANVAS_SIGNS", "canvas_legend", "technique_canvas"]

COLUMNS, ROWS = 46, 26
"""Most characters across and down."""

CELL = (2, 4)
"""Dots of a braille character across and down."""

DOT_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
"""Unicode's bit of each dot in a cell, row by row (chart U2800)."""

BRAILLE = 0x2800
START = "●"
ZONE = "×"
ARROWS = "→↗↑↖←↙↓↘"
CANVAS_SIGNS = f"⠿{START}{ZONE}{ARROWS}"
"""What a terminal has to be able to show."""
WAY_WORDS = {
    Way.ALONG: f"{START} start, arrow: end.",
    Way.TO_AND_FRO: "Arrows: to and fro.",
    Way.PLACE: f"{START} the place.",
}

Dots = NDArray[np.bool_]


def technique_canvas(technique: Technique, zones: Sequence[NoGo]) -> str:
    """Draw a technique with characters: outline of dots, the path dense, an arrow at its end.

    The picture is at most 46 characters wide and 26 lines high.

    Parameters
    ----------
    zones
        Places to keep off; those that this view doesn't show are left out.
    """
    sheet = Sheet.of(technique.chart, technique.view)
    width, height = WIDTH, sheet.height
    step = max(width / (COLUMNS * CELL[0]), height / (ROWS * CELL[1]))
    rows = min(math.ceil(height / step / CELL[1]), ROWS)
    columns = min(math.ceil(width / step / CELL[0]), COLUMNS)
    dots = np.zeros((rows * CELL[1], columns * CELL[0]), dtype=bool)
    for shape in sheet.figure.shapes:
        _draw_shape(dots, sheet, shape, step)
    cells = _cells(dots)
    for zone in shown_zones(zones, technique.chart, technique.view):
        for outline_uv in outlines_uv(zone):
            _fill(cells, sheet.from_uv(outline_uv) / step)
    for side in (Side.RIGHT, Side.LEFT):
        path_uv = on_side(technique, drawn_path_uv(technique), side)
        path = evenly(sheet.from_uv(path_uv), 400) / step
        _overwrite(cells, path, way_of(technique))
    return "\n".join("".join(row).rstrip() for row in cells).strip("\n")


def canvas_legend(technique: Technique, zones: Sequence[NoGo]) -> str:
    """Explain the signs of the picture, and say which side is which."""
    shown = shown_zones(zones, technique.chart, technique.view)
    kept_off = f" {ZONE} keep off: {', '.join(zone.say for zone in shown)}." if shown else ""
    return f"{WAY_WORDS[way_of(technique)]}{kept_off} {viewpoint(technique.view)}"


def _draw_shape(dots: Dots, sheet: Sheet, shape: Shape, step: float) -> None:
    """Draw an outline of every third dot; an area first wipes what lies behind it."""
    line = smooth(sheet.from_cm(shape.points_cm), closed=shape.closed) / step
    if shape.closed:
        y, x = np.mgrid[: dots.shape[0], : dots.shape[1]]
        dots[shapely.contains_xy(Polygon(line), x + 0.5, y + 0.5)] = False
    length = float(np.hypot(*np.diff(line, axis=0).T).sum())
    _set(dots, evenly(line, max(2, round(length / 2.6))))


def _set(dots: Dots, points: FloatArray) -> None:
    x, y = np.floor(points).astype(int).T
    within = (x >= 0) & (y >= 0) & (x < dots.shape[1]) & (y < dots.shape[0])
    dots[y[within], x[within]] = True


def _cells(dots: Dots) -> list[list[str]]:
    """Turn dots into braille characters; an empty cell is a space."""
    rows, columns = dots.shape[0] // CELL[1], dots.shape[1] // CELL[0]
    blocks = dots.reshape(rows, CELL[1], columns, CELL[0])
    codes = np.einsum("rycx,yx->rc", blocks, DOT_BITS)
    return [[chr(BRAILLE + code) if code else " " for code in row] for row in codes.tolist()]


def _fill(cells: list[list[str]], outline: FloatArray) -> None:
    """Mark the cells that hold a dot of an area."""
    y, x = np.mgrid[: len(cells) * CELL[1], : len(cells[0]) * CELL[0]]
    inside = shapely.contains_xy(Polygon(outline), x + 0.5, y + 0.5)
    for row, line in enumerate(_cells(inside)):
        for column, cell in enumerate(line):
            if cell != " ":
                cells[row][column] = ZONE


def _overwrite(cells: list[list[str]], path: FloatArray, way: Way) -> None:
    """Write a path over the outline: cells it goes through show nothing else."""
    dots = np.zeros((len(cells) * CELL[1], len(cells[0]) * CELL[0]), dtype=bool)
    for shift in ((0, 0), (1, 0), (0, 1)):
        _set(dots, path + shift)
    for row, line in enumerate(_cells(dots)):
        for column, cell in enumerate(line):
            if cell != " ":
                cells[row][column] = START if way is Way.PLACE else cell
    ends = {
        Way.ALONG: ((path[0], START), (path[-1], _arrow(path))),
        Way.TO_AND_FRO: ((path[0], _arrow(path[::-1])), (path[-1], _arrow(path))),
        Way.PLACE: (),
    }
    for point, character in ends[way]:
        column, row = (np.floor(point) // CELL).astype(int).tolist()
        if 0 <= row < len(cells) and 0 <= column < len(cells[0]):
            cells[row][column] = character


def _arrow(path: FloatArray) -> str:
    across, down = path[-1] - path[-40]
    eighth = round(math.atan2(-down, across) / (math.pi / 4)) % 8
    return ARROWS[eighth]
