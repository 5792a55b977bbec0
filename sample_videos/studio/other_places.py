"""What is behind people who are drawn in the other way: papered and panelled walls, lights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from sample_videos.studio.primitives import Floats

__all__ = ["OTHER_PLACES", "Place"]

Place = Callable[[int, np.random.Generator], tuple[Floats, float]]
"""From a width, at a height of 480, to a picture of linear light and its blur in px."""


def _colour(rng: np.random.Generator, level: float) -> Floats:
    """Return any colour, rather pale."""
    tint = rng.uniform(0.35, 1.0, 3)
    return np.asarray(level * (0.5 + 0.5 * tint / tint.max()))


def _striped(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return wallpaper in two colours, upright or slanting."""
    y, x = np.mgrid[0:480, 0:wide]
    along = x + float(rng.uniform(-0.6, 0.6)) * y
    share = 0.5 + 0.5 * np.sign(np.sin(2 * np.pi * along / float(rng.uniform(40, 130))))
    one, two = _colour(rng, 0.75), _colour(rng, 0.5)
    return np.asarray(share[..., None] * one + (1 - share[..., None]) * two), 2.0


def _spotted(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return lights far out of focus before something dim."""
    room = np.empty((480, wide, 3))
    room[:] = _colour(rng, 0.12)
    for _ in range(40):
        at = (int(rng.integers(wide)), int(rng.integers(480)))
        cv2.circle(room, at, int(rng.integers(8, 40)), _colour(rng, 0.7).tolist(), -1)
    return room, 5.0


def _panelled(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return a wall of boards above a dado of another colour."""
    room = np.empty((480, wide, 3))
    room[:], foot = _colour(rng, 0.7), int(rng.integers(230, 380))
    room[foot:] = _colour(rng, 0.35)
    for x in range(int(rng.integers(0, 60)), wide, int(rng.integers(50, 110))):
        cv2.line(room, (x, 0), (x, 480), (0.12, 0.11, 0.1), 3)
    return room, 1.5


def _graded(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return paper that goes from one colour above to another below."""
    fall = np.linspace(0.0, 1.0, 480)[:, None, None] ** float(rng.uniform(0.5, 2.0))
    room = (1 - fall) * _colour(rng, 0.8) + fall * _colour(rng, 0.25)
    return np.ascontiguousarray(np.broadcast_to(room, (480, wide, 3))), 1.0


OTHER_PLACES: Final[tuple[Place, ...]] = (_striped, _spotted, _panelled, _graded)
