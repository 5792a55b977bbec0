"""What is behind a person, out of focus: quiet rooms, and from seed 100 on also other places."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from sample_videos.studio.looks import Drawing, Rgb, linear
from sample_videos.studio.other_places import OTHER_PLACES, Place
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


def background(width_px: int, height_px: int, seed: int, drawing: Drawing = "studio") -> Floats:
    """Return a picture (height, width, 3) of linear light in [0, 1] to set behind a figure.

    The same seed gives the same room at every size. Below `FIRST_PLACE` it is a room whose middle,
    where the person is, stays plain; from there on seeds go in turn through bathroom tiles, a dark
    room, a bright window, a curtain, a bookcase, outdoors and a plain room. The other
    drawing has places of its own, as bright as these: an automatic camera exposes by them.
    """
    scale = 480.0 / height_px
    wide = round(width_px * scale)
    place = _room if seed < FIRST_PLACE else _PLACES[seed % len(_PLACES)]
    room = _out_of_focus(place, wide, seed)
    if drawing == "other":
        usual = room.mean()
        room = _out_of_focus(OTHER_PLACES[seed % len(OTHER_PLACES)], wide, seed)
        room *= usual / room.mean()
    interpolation = cv2.INTER_LINEAR if scale < 1 else cv2.INTER_AREA
    return np.clip(cv2.resize(room, (width_px, height_px), interpolation=interpolation), 0, 1)


def _out_of_focus(place: Place, wide: int, seed: int) -> Floats:
    room, blur_px = place(wide, np.random.default_rng(seed))
    return np.asarray(cv2.GaussianBlur(room, (0, 0), blur_px), float)


def _room(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return a light room, and how far it is out of focus in px."""
    room = _wall(wide, rng)
    _window(room, rng)
    if rng.random() < 0.5:
        _shelf(room, rng)
    else:
        _plant(room, rng)
    return room, 9.0


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


def _tiles(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return a tiled wall with a mirror's edge or a towel."""
    colour = linear(_WALLS[int(rng.integers(len(_WALLS)))])
    room = _wall(wide, rng)
    step = int(rng.integers(44, 90))
    aside, above = (-int(n) for n in rng.integers(step, size=2))
    for y in range(above, 480, step):
        for x in range(aside, wide, step):
            shade = (rng.uniform(0.82, 1.0) * (1.0 - 0.25 * x / wide) * colour).tolist()
            cv2.rectangle(room, (x + 2, y + 2), (x + step - 2, y + step - 2), shade, -1)
    left, top = int(wide * rng.uniform(0.78, 0.88)), int(rng.integers(150, 260))
    towel = linear(_THINGS[int(rng.integers(len(_THINGS)))]).tolist()
    cv2.rectangle(room, (left, top), (left + 70, 500), towel, -1)
    return room, float(rng.uniform(2.5, 6.0))


def _dark(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return a dim room with a lamp or a screen somewhere."""
    room = _wall(wide, rng) * rng.uniform(0.03, 0.12)
    at = (int(wide * rng.choice([rng.uniform(0.05, 0.22), rng.uniform(0.78, 0.95)])), 150)
    warm = np.array((1.0, 0.72, 0.42)) if rng.random() < 0.7 else np.array((0.55, 0.75, 1.0))
    y, x = np.mgrid[0:480, 0:wide]
    glow = np.exp(-np.hypot(x - at[0], y - at[1]) / rng.uniform(50, 120))
    room += 0.35 * glow[..., None] * warm
    cv2.circle(room, at, int(rng.integers(18, 36)), (0.95 * warm).tolist(), -1)
    return np.ascontiguousarray(room), 8.0


def _bright_window(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return a window behind the person that takes most of the wall."""
    room = _wall(wide, rng) * 0.45
    left, right = int(wide * rng.uniform(0.06, 0.24)), int(wide * rng.uniform(0.74, 0.96))
    top, foot = int(rng.integers(10, 50)), int(rng.integers(330, 420))
    cv2.rectangle(room, (left, top), (right, foot), (0.93, 0.97, 1.0), -1)
    skyline = int(rng.integers(foot - 130, foot - 40))
    cv2.rectangle(room, (left, skyline), (right, foot), (0.5, 0.58, 0.48), -1)
    for x in np.linspace(left, right, int(rng.integers(2, 5)) + 1):
        cv2.line(room, (int(x), top), (int(x), foot), (0.42, 0.41, 0.4), 10)
    return room, float(rng.uniform(4.0, 9.0))


def _curtain(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return a curtain in folds."""
    colour = linear(_THINGS[int(rng.integers(len(_THINGS)))]) * rng.uniform(0.8, 1.5)
    x = np.arange(wide)
    phase = np.cumsum(rng.uniform(0.05, 0.14, wide // 40 + 2).repeat(40)[:wide])
    folds = 0.62 + 0.28 * np.sin(phase) + 0.1 * np.sin(2.3 * phase + 1.0) - 0.2 * x / wide
    fall = np.linspace(1.0, 0.7, 480)[:, None]
    return np.ascontiguousarray((fall * folds)[..., None] * colour), 4.0


def _bookcase(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return shelves of books over the whole width."""
    room = _wall(wide, rng) * 0.3
    foot = int(rng.integers(60, 110))
    while foot < 580:
        x = 4
        while x < wide:
            thick, tall = int(rng.integers(9, 22)), int(rng.integers(58, 84))
            colour = linear(_THINGS[int(rng.integers(len(_THINGS)))]) * rng.uniform(0.4, 1.3)
            if rng.random() < 0.92:
                cv2.rectangle(room, (x, foot - tall), (x + thick, foot), colour.tolist(), -1)
            x += thick + 1
        cv2.rectangle(room, (0, foot), (wide, foot + 10), (0.24, 0.15, 0.09), -1)
        foot += 108
    return room, float(rng.uniform(4.0, 9.0))


def _outdoors(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return sky, foliage and a lawn, far out of focus."""
    room = np.empty((480, wide, 3))
    room[:] = np.linspace((0.45, 0.62, 0.9), (0.85, 0.9, 0.95), 480)[:, None]
    line = int(rng.integers(150, 330))
    cv2.rectangle(room, (0, line + 60), (wide, 480), (0.16, 0.26, 0.08), -1)
    for _ in range(160):
        at = (int(rng.integers(-20, wide + 20)), int(rng.normal(line, 55)))
        green = np.array((0.14, 0.24, 0.07)) * rng.uniform(0.4, 2.2)
        cv2.circle(room, at, int(rng.integers(10, 38)), green.tolist(), -1)
    return room, 12.0


def _plain(wide: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return a bare wall of any lightness, lit from either side."""
    room = _wall(wide, rng) * rng.uniform(0.3, 1.1)
    return np.ascontiguousarray(room if rng.random() < 0.5 else room[:, ::-1]), 6.0


FIRST_PLACE: Final = 100
"""Seeds from here on give other places than a light room."""
_PLACES: Final[tuple[Place, ...]] = (
    _tiles, _dark, _bright_window, _curtain, _bookcase, _outdoors, _plain, _room,
)  # fmt: skip
