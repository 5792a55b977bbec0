"""A technique's reference path and no-go places, laid on the person of one frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from coach.present.brush import (
    DARK,
    WHITE,
    Colour,
    Picture,
    cased_line,
    disc,
    fixed,
    lines,
    polygon,
)
from coach.present.paths import Way, arrow_head, drawn_path_uv, on_side, to_known_px, way_of
from coach.present.zones import outlines_uv, shown_zones
from coach.techniques.schema import NoGo, Technique
from coach.types import Chart, FloatArray, Side

__all__ = ["CALM_S", "PlacedReference", "Reference"]

CALM_S = (1.5, 3.0)
"""The travelling dot takes no less and no more than this for one way (ours)."""

REST_S = 0.7
"""The dot waits at the end, so that it is never taken for the way back."""

EDGE_STEPS = 4


@dataclass(frozen=True, slots=True)
class Reference:
    """What never changes during a clip, in chart coordinates.

    Attributes
    ----------
    path_uv
        (n, 2): on the person's left, in even steps.
    right_uv
        (n, 2): the same on the right.
    zones_uv
        Closed outlines, with points between the corners: a chart need not keep lines straight.
    dot_s
        How long the travelling dot takes for the path.
    way
        How the path is meant.
    """

    path_uv: FloatArray
    right_uv: FloatArray
    zones_uv: tuple[FloatArray, ...]
    dot_s: float
    way: Way

    @classmethod
    def of(cls, technique: Technique, zones: Sequence[NoGo]) -> Self:
        """Prepare a technique and the places it keeps off."""
        path = drawn_path_uv(technique)
        outlines = [
            outline
            for zone in shown_zones(zones, technique.chart, technique.view)
            for outline in outlines_uv(zone)
        ]
        closed = [np.concatenate([outline, outline[:1]]) for outline in outlines]
        calm = float(np.clip(np.sqrt(technique.pace_min_s * technique.pace_max_s), *CALM_S))
        return cls(
            path,
            on_side(technique, path, Side.RIGHT),
            tuple(_between(outline) for outline in closed),
            calm,
            way_of(technique),
        )

    def on(self, chart: Chart, sides: Sequence[Side]) -> PlacedReference:
        """Lay it on a person, the path on one or both sides; only where the chart has a place."""
        paths = [self.path_uv if side is Side.LEFT else self.right_uv for side in sides]
        pieces = [*paths, *self.zones_uv]
        placed_px = to_known_px(chart, np.concatenate(pieces))
        ends = np.cumsum([len(piece) for piece in pieces])[:-1]
        split = np.split(placed_px, ends)
        placed = zip(sides, split[: len(paths)], strict=True)
        known_px = {side: path for side, path in placed if np.isfinite(path).any()}
        return PlacedReference(known_px, tuple(split[len(paths) :]), self.dot_s, self.way)


def _between(outline: FloatArray) -> FloatArray:
    share = np.arange(EDGE_STEPS)[None, :, None] / EDGE_STEPS
    start, end = outline[:-1, None], outline[1:, None]
    points: FloatArray = (start + (end - start) * share).reshape(-1, 2)
    return points


@dataclass(frozen=True, slots=True)
class PlacedReference:
    """The reference in the picture of one frame, in pixels."""

    paths_px: dict[Side, FloatArray]
    zones_px: tuple[FloatArray, ...]
    dot_s: float
    way: Way = Way.ALONG

    @property
    def length_px(self) -> float:
        """Length of the shorter path; NaN when part of it, or all, is unknown."""
        paths_px = self.paths_px.values()
        lengths_px = (float(np.hypot(*np.diff(path, axis=0).T).sum()) for path in paths_px)
        return min(lengths_px, default=float("nan"))

    def draw_ghost(self, image: Picture, colour: Colour, pen: float) -> None:
        """Draw the path, with a ring at its start and an arrow at its end; places have none."""
        for path in self.paths_px.values():
            if self.way is Way.PLACE:
                cased_line(image, path, colour, pen * 2.2)
                continue
            ends = (path,) if self.way is Way.ALONG else (path, path[::-1])
            heads = [head for end in ends if (head := arrow_head(end, pen * 3.6)) is not None]
            for head in heads:
                polygon(image, head + (head - head.mean(axis=0)) * 0.35, DARK)
            cased_line(image, path, colour, pen)
            for head in heads:
                polygon(image, head, colour)
            if self.way is not Way.ALONG:
                continue
            disc(image, path[0], pen * 1.7, DARK, ring=pen * 1.3)
            disc(image, path[0], pen * 1.7, colour, ring=pen * 0.7)

    def draw_dot(self, image: Picture, t_s: float, pen: float) -> None:
        """Draw the dot that shows the way, at its place at this time; a place has no way."""
        if self.way is Way.PLACE:
            return
        share = min((t_s % (self.dot_s + REST_S)) / self.dot_s, 1.0)
        if self.way is Way.TO_AND_FRO:
            share = 1.0 - abs(2 * (t_s / self.dot_s % 1.0) - 1.0)
        for path in self.paths_px.values():
            place = share * (len(path) - 1)
            step = min(int(place), len(path) - 2)
            where = path[step] + (path[step + 1] - path[step]) * (place - step)
            disc(image, where, pen * 1.5, DARK)
            disc(image, where, pen * 1.1, WHITE)

    def draw_zones(self, image: Picture, colour: Colour, pen: float) -> None:
        """Hatch the places to keep off."""
        for outline in self.zones_px:
            if np.isfinite(outline).all():
                _hatch(image, outline, colour, pen)


def _hatch(image: Picture, outline: FloatArray, colour: Colour, pen: float) -> None:
    low = np.maximum(np.floor(outline.min(axis=0)).astype(int) - 1, 0)
    high = np.minimum(np.ceil(outline.max(axis=0)).astype(int) + 2, image.shape[1::-1])
    width, height = (high - low).tolist()
    if width <= 0 or height <= 0:
        return
    part = image[low[1] : high[1], low[0] : high[0]]
    inside = np.zeros((height, width), np.uint8)
    cv2.fillPoly(inside, [fixed(outline - low).reshape(-1, 1, 2)], (255,), cv2.LINE_AA, 4)
    hatched = np.ascontiguousarray(part)
    step = pen * 3.2
    slants = [
        np.array([[offset, 0.0], [offset - height, float(height)]])
        for offset in np.arange(-(low.sum() % step), width + height, step)
    ]
    lines(hatched, slants, DARK, pen * 0.9)
    lines(hatched, slants, colour, pen * 0.45)
    cv2.copyTo(hatched, inside, part)
    closed = np.concatenate([outline, outline[:1]])
    cased_line(image, closed, colour, pen * 0.3)
