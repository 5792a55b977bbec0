"""Hair and beards: styles that leave the forehead, the temples and the ears free."""

from __future__ import annotations

import numpy as np

from sample_videos.studio.looks import Look, linear
from sample_videos.studio.primitives import CUT, HAIR, PAINT, SKIN, Floats, Parts, Vector, drop_on

SIDES = (-1.0, 1.0)


def add_hair(parts: Parts, look: Look, put_up: bool = False) -> None:
    """Add the hair of a look as groups of their own; `put_up` ties what would hang down."""
    colour = linear(look.hair)
    if put_up and look.hairstyle in ("long", "bob"):
        _tied(parts, look, colour)
        return
    style = {
        "crop": _crop,
        "tied": _tied,
        "curls": _curls,
        "shaved": _shaved,
        "swept": _swept,
        "bald": _bald,
        "receding": _receding,
        "fringe": _bangs,
        "long": _long,
        "bob": _bob,
    }[look.hairstyle]
    style(parts, look, colour)


def _cap(parts: Parts, colour: Floats, grow: float, top: float) -> None:
    """Add a cap of hair over the skull, `grow` cm thick at the sides and `top` cm above."""
    parts.ell((0, 3.3, -1.9), (7.25 + grow, 7.9 + top, 8.9 + grow), colour)
    parts.ell((0, 3.8, 1.3), (6.1 + grow, 6.0 + top, 6.7 + 0.6 * grow), colour, k=2.0)
    parts.ell((0, -2.2, -5.2), (5.6 + 0.6 * grow, 6.0, 4.8 + grow), colour, k=2.5)


def _hairline(parts: Parts, look: Look, colour: Floats, height: float, edge: float = 1.3) -> None:
    """Cut the hair away from face, ears and nape; it thins out towards the edge.

    `height` is where the hair begins above the forehead, in cm above the eyes;
    `edge` how sharply, in 1/cm.
    """
    thin = 0.5 * colour + 0.5 * linear(look.skin) * 0.8
    cuts: list[tuple[tuple[float, ...], tuple[float, ...]]] = [
        ((0, height - 8.4, 7.6), (8.0, 8.4, 6.6)),
        ((0, -6.4, 7.9), (12, 10.0, 7.6)),
        ((0, -13.5, -5.0), (12, 7.0, 12)),
    ]
    cuts += [((s * 8.6, -2.6, -1.4), (3.0, 5.0, 2.9)) for s in SIDES]
    for centre, radii in cuts:
        parts.ell(centre, radii, colour, op=CUT, k=0.8)
    for centre, radii in cuts:
        parts.ell(centre, radii, thin, op=PAINT, kc=edge, opacity=0.85)


def _fringe(parts: Parts, look: Look, colour: Floats, height: float, rise: Vector) -> None:
    """Break up the line above the forehead with short locks that leave it along `rise`."""
    rng = np.random.default_rng(look.seed + 1)
    x = np.linspace(-4.4, 4.4, 12)
    foot = np.stack([x, height - 8.4 + 8.4 * np.sqrt(1 - (x / 8.2) ** 2), 0 * x + 12], axis=1)
    for point in drop_on(parts, foot, (0, 0, -1), 0.0):
        root = point + rng.normal(0, 0.12, 3) - np.array((0, 0, 0.25))
        tip = (
            root + np.asarray(rise) * rng.uniform(1.2, 1.8) - np.array((0, 0, 0.04 * point[0] ** 2))
        )
        parts.cap(root, tip, 0.22, 0.6, colour, k=0.6, grain=rise)


def _crop(parts: Parts, look: Look, colour: Floats) -> None:
    """Short sides, a little length brushed to one side on top."""
    rng = np.random.default_rng(look.seed)
    parts.begin(1.0, HAIR, grain=(0.1, 1.0, -0.2))
    _cap(parts, colour, 0.2, 1.2)
    for x in np.linspace(-4.8, 4.6, 11):
        root = np.array((x, 9.6 - 0.13 * x * x, 5.4 - 0.1 * x * x))
        tip = root + np.array((1.0, 0.7, -2.6)) + rng.normal(0, 0.18, 3)
        parts.cap(root, tip, 0.85, 1.0, colour, k=1.2, grain=(0.55, 0.6, -0.6))
    _hairline(parts, look, colour, 6.6, 0.7)
    _fringe(parts, look, colour, 6.7, (0.35, 1.0, -0.25))


def _tied(parts: Parts, look: Look, colour: Floats) -> None:
    """Hair combed back into a bun."""
    parts.begin(0.8, HAIR, grain=(0.0, 0.75, -0.66))
    _cap(parts, colour, 0.45, 0.6)
    _hairline(parts, look, colour, 6.6, 0.9)
    rng = np.random.default_rng(look.seed)
    parts.begin(0.6, HAIR, grain=(0.8, 0.5, 0.0))
    bun = np.array((0.0, 11.6, -7.6))
    parts.ell(bun, (3.6, 3.4, 2.9), colour)
    for turn in np.linspace(0, 2 * np.pi, 9)[:-1]:
        out = np.array((np.cos(turn), np.sin(turn), 0.1))
        ahead = np.array((-np.sin(turn), np.cos(turn), 0.0)) * 1.5
        at = bun + 2.1 * out + np.array((0, 0.6, -0.4)) + rng.normal(0, 0.12, 3)
        parts.cap(at - ahead, at + ahead, 1.1, 0.9, colour, k=0.35, grain=ahead)


def _curls(parts: Parts, look: Look, colour: Floats) -> None:
    """Short coils, rounder on top."""
    rng = np.random.default_rng(look.seed)
    parts.begin(0.7, HAIR, grain=(0.6, 0.5, 0.6))
    _cap(parts, colour, 0.9, 1.7)
    count = 110
    for i in range(count):
        up = 1 - 1.35 * (i + 0.5) / count
        turn = i * 2.39996
        flat = np.sqrt(max(0.0, 1 - up * up))
        direction = np.array((flat * np.cos(turn), up, flat * np.sin(turn)))
        at = np.array((0, 3.4, -1.6)) + direction * (8.0, 9.3, 9.5) + rng.normal(0, 0.2, 3)
        parts.ell(at, (rng.uniform(0.75, 1.15),) * 3, colour, k=0.5, grain=rng.normal(0, 1, 3))
    _hairline(parts, look, colour, 6.7)


def _shaved(parts: Parts, look: Look, colour: Floats) -> None:
    """Leave a few millimetres all over."""
    parts.begin(1.0, HAIR)
    soft = 0.55 * colour + 0.45 * linear(look.skin) * 0.5
    _cap(parts, soft, 0.14, 0.16)
    _hairline(parts, look, soft, 6.9, 0.55)


def _swept(parts: Parts, look: Look, colour: Floats) -> None:
    """Medium length, swept back from the forehead, tucked behind the ears."""
    rng = np.random.default_rng(look.seed)
    parts.begin(0.9, HAIR, grain=(0.1, 0.7, -0.7))
    _cap(parts, colour, 0.6, 1.2)
    for x in np.linspace(-5.2, 5.2, 13):
        root = np.array((x, 8.9 - 0.1 * x * x, 5.8 - 0.12 * x * x))
        crest = root + np.array((0.1 * x, 1.5, -2.6)) + rng.normal(0, 0.12, 3)
        back = crest + np.array((0.12 * x, -0.2, -4.5))
        parts.path([root, crest, back], (0.75, 1.0, 1.0), colour, k=1.5)
    for s in SIDES:
        for j in range(3):
            lock = np.array(((s * 6.4, 1.5, -6.4), (s * 6.0, -3.0, -7.8), (s * 5.2, -6.6, -7.6)))
            lock = lock + np.array((-s * 2.0 * j, 0.2 * j, -0.7 * j)) + rng.normal(0, 0.15, 3)
            parts.path(lock, (1.4, 1.3, 1.0), colour, k=1.2, grain=(0, 1, -0.1))
    _hairline(parts, look, colour, 6.7)
    _fringe(parts, look, colour, 6.8, (0.1, 0.9, -0.5))


def _bald(parts: Parts, look: Look, colour: Floats) -> None:
    """Leave nothing."""


def _receding(parts: Parts, look: Look, colour: Floats) -> None:
    """Short at the sides and the back, bare on top."""
    parts.begin(0.8, HAIR, grain=(0.1, 1.0, -0.2))
    soft = 0.7 * colour + 0.3 * linear(look.skin) * 0.6
    _cap(parts, soft, 0.22, 0.2)
    top = ((0, 11.0, 2.4), (7.6, 6.6, 9.6))
    parts.ell(*top, soft, op=CUT, k=0.8)
    _hairline(parts, look, soft, 7.2, 0.6)
    parts.ell(*top, linear(look.skin), op=PAINT, kc=0.35, opacity=0.85)


def _bangs(parts: Parts, look: Look, colour: Floats) -> None:
    """Short hair with a fringe combed to one side over the upper forehead."""
    rng = np.random.default_rng(look.seed)
    parts.begin(0.8, HAIR, grain=(0.2, 1.0, -0.2))
    _cap(parts, colour, 0.4, 1.1)
    _hairline(parts, look, colour, 6.7, 1.0)
    parting = 2.4 if look.seed % 2 else -2.4
    for x in np.linspace(-5.0, 5.0, 15):
        away = x - parting
        root = np.array((parting + 0.75 * away, 9.6 - 0.05 * away * away, 6.2 - 0.1 * away * away))
        low = 5.2 - 0.06 * abs(away) ** 1.6 + rng.normal(0, 0.15)
        tip = np.array((x + 0.12 * away, low, 8.3 - 0.11 * x * x))
        middle = 0.5 * (root + tip) + np.array((0, 0.4, 0.75))
        parts.path([root, middle, tip], (0.8, 0.6, 0.3), colour, k=0.5, grain=tip - root)


def _sides_down(
    parts: Parts, look: Look, colour: Floats, knots: Vector | list[tuple[float, float, float]]
) -> None:
    """Let locks hang along the way through `knots` on each side, fanned out to the back."""
    rng = np.random.default_rng(look.seed + 2)
    way = np.asarray(knots, float)
    for s in SIDES:
        for j in range(5):
            inward = np.linspace(0.4, 1.0, len(way))[:, None] * np.array(
                (-1.15 * j, 0.0, -0.75 * j)
            )
            lock = (way + inward) * (s, 1, 1) + rng.normal(0, 0.15, way.shape)
            radii = np.linspace(1.4, 0.7, len(way))
            parts.path(lock, radii, colour, k=0.7, grain=(0.05 * s, 1, -0.1))


def _long(parts: Parts, look: Look, colour: Floats) -> None:
    """Parted in the middle, behind the ears, down the back."""
    parts.begin(0.8, HAIR, grain=(0.3, 0.8, -0.5))
    _cap(parts, colour, 0.55, 0.8)
    knots = [(7.0, 3.0, -4.6), (7.3, -3.0, -6.4), (7.6, -11.0, -8.2), (7.9, -20.0, -11.5)]
    _sides_down(parts, look, colour, knots)
    parts.ell((0, 12.0, 3.0), (0.12, 2.0, 6.5), colour, op=CUT, k=0.7)
    _hairline(parts, look, colour, 6.6, 1.0)


def _bob(parts: Parts, look: Look, colour: Floats) -> None:
    """Down to the jaw, tucked behind the ears."""
    parts.begin(0.8, HAIR, grain=(0.3, 0.8, -0.4))
    _cap(parts, colour, 0.7, 1.0)
    knots = [(7.2, 3.5, -4.0), (8.0, -1.5, -5.4), (8.2, -6.0, -5.9), (7.2, -9.0, -5.8)]
    _sides_down(parts, look, colour, knots)
    _hairline(parts, look, colour, 6.5, 1.0)


def paint_beard(parts: Parts, look: Look) -> None:
    """Darken the skin of the head where a beard is shaved or worn short."""
    if look.beard <= 0:
        return
    low = -look.face.chin_cm / 2
    stubble = look.beard_kind == "stubble"
    dark = 0.5 * linear(look.hair) + 0.2 * linear(look.skin)
    dense = look.beard if stubble else min(1.0, 1.15 * look.beard)
    material = SKIN if stubble else HAIR
    if look.beard_kind in ("stubble", "full"):
        for s in SIDES:
            jaw = [(s * 6.4, -3.6, 0.6), (s * 5.2, -6.6 + low, 1.8), (s * 2.6, -9.0 + low, 5.8)]
            parts.path(
                jaw, (0.9, 1.7, 1.9), dark, op=PAINT, material=material, kc=0.7, opacity=0.7 * dense
            )
    for s in SIDES:
        lip = ((s * 0.5, -5.2 + low, 8.3), (s * 2.6, -5.8 + low, 7.0))
        parts.cap(*lip, 0.5, 0.4, dark, op=PAINT, material=material, kc=1.4, opacity=0.85 * dense)
    if look.beard_kind != "moustache":
        chin = (0, -9.6 + low, 7.2)
        parts.ell(
            chin, (2.4, 1.7, 2.0), dark, op=PAINT, material=material, kc=0.9, opacity=0.85 * dense
        )
