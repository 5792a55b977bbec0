"""Anti-aliased drawing on pictures: lines in pieces, casings, dashes, arrow heads, icons.

Points are (n, 2) picture coordinates as floats; a point that is not finite breaks the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.present.marks import Mark
from coach.present.paths import finite_runs
from coach.types import FloatArray

__all__ = [
    "DARK",
    "WHITE",
    "Colour",
    "Picture",
    "cased_line",
    "dash_pieces",
    "disc",
    "icon",
    "line",
    "lines",
    "polygon",
    "rgb",
]

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
DARK: Colour = (18, 21, 26)

SHIFT = 4
"""Bits of the fraction of a pixel in OpenCV's fixed-point coordinates."""

FAR_PX = 1 << 14
"""Points further out are pulled in, so that fixed-point coordinates can't overflow."""


def rgb(colour: str) -> Colour:
    """Read ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def fixed(points: FloatArray) -> NDArray[np.int32]:
    """Give OpenCV's fixed-point coordinates of finite points."""
    return np.rint(np.clip(points, -FAR_PX, FAR_PX) * (1 << SHIFT)).astype(np.int32)


def line(image: Picture, points: FloatArray, colour: Colour, width: float) -> None:
    """Draw a line through the points, with round ends."""
    lines(image, [points], colour, width)


def lines(image: Picture, pieces: Iterable[FloatArray], colour: Colour, width: float) -> None:
    """Draw several lines in one go."""
    runs = [fixed(run) for piece in pieces for run in finite_runs(piece) if len(run)]
    if runs:
        cv2.polylines(image, runs, False, colour, max(1, round(width)), cv2.LINE_AA, SHIFT)


def polygon(image: Picture, points: FloatArray, colour: Colour) -> None:
    """Fill a polygon; nothing is drawn when a corner is unknown."""
    if np.isfinite(points).all():
        cv2.fillPoly(image, [fixed(points)], colour, cv2.LINE_AA, SHIFT)


def disc(
    image: Picture, centre: FloatArray, radius: float, colour: Colour, ring: float = 0
) -> None:
    """Draw a disc, or with `ring` a circle line that wide."""
    if np.isfinite(centre).all():
        x, y = fixed(centre[None])[0].tolist()
        width = max(1, round(ring)) if ring else cv2.FILLED
        cv2.circle(image, (x, y), round(radius * (1 << SHIFT)), colour, width, cv2.LINE_AA, SHIFT)


def dash_pieces(points: FloatArray, pattern: Sequence[float], width: float) -> Iterator[FloatArray]:
    """Cut a line into its dashes.

    Parameters
    ----------
    pattern
        Lengths drawn and left out in turn, in line widths; empty for a solid line.
    width
        Line width in pixels.
    """
    for run in finite_runs(points):
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(run, axis=0).T))))
        if not pattern or len(run) < 2:
            yield run
            continue
        lengths = np.array(pattern) * width
        repeats = int(min(along[-1] / lengths.sum(), 400)) + 1
        edges = np.concatenate(([0.0], np.cumsum(np.tile(lengths, repeats))))
        for start, stop in zip(edges[:-1:2], edges[1::2], strict=True):
            if start < along[-1]:
                inner = along[(along > start) & (along < stop)]
                at = np.concatenate(([start], inner, [min(stop, along[-1])]))
                yield np.stack([np.interp(at, along, run[:, axis]) for axis in (0, 1)], axis=1)


def cased_line(
    image: Picture, points: FloatArray, colour: Colour, width: float, pattern: Sequence[float] = ()
) -> None:
    """Draw a line, dashed or not, on a dark casing that parts it from any background."""
    line(image, points, DARK, width + max(2.0, width * 0.55))
    lines(image, dash_pieces(points, pattern, width), colour, width)


def icon(image: Picture, mark: Mark, centre: FloatArray, radius: float) -> None:
    """Draw a verdict's icon: its strokes in white on a dark disc, ringed in its colour."""
    if not np.isfinite(centre).all():
        return
    ring = max(1.0, radius * 0.2)
    disc(image, centre, radius, DARK)
    disc(image, centre, radius - ring / 2, rgb(mark.picture), ring=ring)
    strokes = [centre + np.array(stroke) * radius * 0.78 for stroke in mark.icon]
    lines(image, strokes, WHITE, radius * 0.16)
