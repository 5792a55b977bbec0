"""A quiet room out of focus: wall, daylight from the left, a window, a shelf or a plant."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from sample_videos.studio.looks import Rgb, linear
from sample_videos.studio.primitives import Floats

_WALLS: Final[tuple[Rgb, ...]] = (
    (206, 200, 188),
    (188, 200, 198),
    (212, 196, 180),
    (192, 196, 208),
    (200, 204, 186),
)
_THINGS: Final[tuple[Rgb, ...]] = (
    (150, 98, 78),
    (92, 112, 124),
    (196, 172, 122),
    (110, 124, 96),
    (178, 148, 140),
    (86, 82, 90),
)


def background(width_px: int, height_px: int, seed: int) -> Floats:
    """Return a picture (height, width, 3) of linear light in [0, 1] to set behind a figure.

    The same seed gives the same room at every size; the middle, where the person is, stays plain.
    """
    rng = np.random.default_rng(seed)
    scale = 480.0 / height_px
    wide = round(width_px * scale)
    room = _wall(wide, rng)
    _window(room, rng)
    if rng.random() < 0.5:
        _shelf(room, rng)
    else:
        _plant(room, rng)
    soft = np.asarray(cv2.GaussianBlur(room, (0, 0), 9.0), float)
    interpolation = cv2.INTER_LINEAR if scale < 1 else cv2.INTER_AREA
    return np.clip(cv2.resize(soft, (width_px, height_px), interpolation=interpolation), 0, 1)


def _wall(wide: int, rng: np.random.Generator) -> Floats:
    """Return a wall that is lightest at the left and above, with a darker foot."""
    colour = linear(_WALLS[int(rng.integers(len(_WALLS)))])
    y, x = np.mgrid[0:480, 0:wide] / np.array([480.0, wide])[:, None, None]
    light = 0.92 - 0.26 * x - 0.22 * y**2
    return np.ascontiguousarray(light[..., None] * colour)


def _window(room: Floats, rng: np.random.Generator) -> None:
    """Paint a bright window with a curtain at the left edge."""
    wide = room.shape[1]
    right = int(wide * rng.uniform(0.10, 0.17))
    top, foot = int(rng.integers(20, 60)), int(rng.integers(300, 360))
    cv2.rectangle(room, (-20, top - 12), (right + 12, foot + 12), (0.72, 0.70, 0.66), -1)
    cv2.rectangle(room, (-20, top), (right, foot), (0.92, 0.96, 0.98), -1)
    middle = (top + foot) // 2
    cv2.line(room, (-20, middle), (right, middle), (0.7, 0.68, 0.64), 8)
    for x in range(right - 4, right + 46, 9):
        shade = 0.62 + 0.10 * np.sin(x * 0.7) + rng.uniform(-0.04, 0.04)
        cv2.line(room, (x, 0), (x + 3, 430), (shade, shade * 0.97, shade * 0.90), 9)


def _shelf(room: Floats, rng: np.random.Generator) -> None:
    """Paint two boards with books and a bowl at the right."""
    wide = room.shape[1]
    left = int(wide * rng.uniform(0.80, 0.84))
    for y in (int(rng.integers(120, 150)), int(rng.integers(255, 285))):
        x = left + int(rng.integers(4, 20))
        while x < wide - 12:
            thick, tall = int(rng.integers(9, 17)), int(rng.integers(44, 72))
            colour = 0.9 * linear(_THINGS[int(rng.integers(len(_THINGS)))])
            if rng.random() < 0.8:
                cv2.rectangle(room, (x, y - tall), (x + thick, y), colour.tolist(), -1)
            else:
                cv2.ellipse(room, (x + 14, y - 10), (16, 14), 0, 0, 360, colour.tolist(), -1)
                x += 16
            x += thick + 1
        cv2.rectangle(room, (left, y), (wide + 5, y + 9), (0.30, 0.19, 0.11), -1)


def _plant(room: Floats, rng: np.random.Generator) -> None:
    """Paint a potted plant in the lower right corner."""
    wide = room.shape[1]
    x, y = int(wide * rng.uniform(0.87, 0.92)), 400
    for angle in np.linspace(-2.7, -0.4, 13) + rng.normal(0, 0.08, 13):
        reach = rng.uniform(90, 170)
        tip = (x + int(0.75 * reach * np.cos(angle)), y - 30 + int(reach * np.sin(angle)))
        colour = linear((70, 104, 66)) * rng.uniform(0.6, 1.5)
        middle = ((x + tip[0]) // 2, (y - 40 + tip[1]) // 2)
        size = (int(reach * 0.5), int(rng.uniform(11, 18)))
        cv2.ellipse(room, middle, size, float(np.degrees(angle)), 0, 360, colour.tolist(), -1)
    pot = np.array([(x - 38, y - 30), (x + 38, y - 30), (x + 28, 485), (x - 28, 485)])
    cv2.fillPoly(room, [pot], linear((176, 120, 92)).tolist())
