"""Idle hands: what people do before a camera when nobody massages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from sample_videos.studio.casting import Figure
from sample_videos.studio.doers import (
    BACK_REST,
    FRONT_REST,
    GESTURING,
    PALMS,
    TWO_FINGERS,
    doer_of,
)
from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.hands import SIDES, Side
from sample_videos.studio.motion import Aim, Grip, Segment, Track, hold, swing
from sample_videos.studio.paths import unit
from sample_videos.studio.performance import Drift, Performance, drift
from sample_videos.studio.primitives import Floats
from sample_videos.studio.vocabulary import IdleAct

Key = tuple[float, Aim]
_FORWARD: Final = np.array([0.0, 0.0, -1.0])


@dataclass(frozen=True, slots=True)
class Idling:
    """Performs an idle act; a clip's `perform`.

    Attributes
    ----------
    act : IdleAct
        What the hands do.
    chatty : float
        How likely each hand talks besides.
    """

    act: IdleAct
    chatty: float = 0.4

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure."""
        end_s = round(float(rng.uniform(7.0, 9.0)), 1)
        behind = figure.view == "back"
        if behind:
            keys, grip = _behind(self.act, figure, rng, end_s)
        else:
            keys, grip = _before(self.act, figure, rng, end_s, self.chatty)
        tracks = {side: _gestures(keys[side], end_s, behind) for side in SIDES}
        doer = doer_of(figure, rng)
        return Performance(
            end_s,
            tracks,
            dict.fromkeys(SIDES, grip),
            doer.poles,
            doer.shoulders_cm,
            "torso" if behind else "head",
            True,
            None if behind else _talk(rng),
            drift(rng, (0.8, 0.1, 0.5), 0.2) if rng.random() < 0.4 and not behind else None,
        )


def _talk(rng: np.random.Generator) -> Drift:
    """Turn and nod as people do who talk."""
    return drift(rng, (rng.uniform(3, 12), rng.uniform(2, 8), rng.uniform(1, 5)), 0.22)


def _gestures(keys: list[Key], end_s: float, behind: bool) -> Track:
    """Move from one key aim to the next, resting briefly at each."""
    if len(keys) == 1:
        return Track((Segment(0.0, end_s, hold(keys[0][1])),))
    segments = [Segment(0.0, keys[0][0], hold(keys[0][1]))]
    for (start_s, start), (stop_s, stop) in pairwise(keys):
        # short ways go straight, longer ones bow away from the body
        far = float(np.linalg.norm(stop.place_cm - start.place_cm))
        bow = np.array([0.0, 0.0, min(0.25 * far, 10.0 if behind else 3.0)])
        if far < 3.0:
            bow = np.zeros(3)
        via = [start.place_cm + bow, stop.place_cm + bow]
        segments.append(Segment(start_s, stop_s, swing(start, stop, via)))
    segments.append(Segment(keys[-1][0], max(end_s, keys[-1][0] + 0.1), hold(keys[-1][1])))
    return Track(tuple(segments))


def _sided(keys: list[Key], side: Side, behind: bool) -> list[Key]:
    """Return keys made for the side x > 0 for a hand's own side."""
    flipped = (side == "right") != behind
    return [(t, aim.mirrored()) for t, aim in keys] if flipped else keys


def _gesture(rng: np.random.Generator, x: float, y: float, z: float) -> Aim:
    place = np.array([x, y, z]) + rng.uniform(-0.8, 0.8, 3)
    fingers = np.array([-0.55 + 0.6 * rng.random(), 0.8, 0.25])
    return Aim(place, unit(fingers), unit(np.array([0.35, -0.1, 0.9])))


def _gesturing(rng: np.random.Generator, start_s: float, until_s: float) -> list[Key]:
    """Talk with a hand before the chest from one time to another."""
    keys, t_s = [], start_s
    while t_s < until_s:
        x, y, z = rng.uniform((6, -19, 15), (15, -9, 21))
        keys.append((t_s, _gesture(rng, x, y, z)))
        t_s += float(rng.uniform(0.5, 1.1))
    return keys


def _out(t_s: float) -> Key:
    return t_s, FRONT_REST


def _before(
    act: IdleAct, figure: Figure, rng: np.random.Generator, end_s: float, chatty: float
) -> tuple[dict[Side, list[Key]], Grip]:
    """Return what the person before the camera does with the hands."""
    first: Side = "left" if rng.random() < 0.5 else "right"
    keys: dict[Side, list[Key]] = {}
    for side in SIDES:
        mine = [_out(float(rng.uniform(0.3, 0.9)))]
        if act == "lap":
            mine = _lap(rng, end_s)
        elif side == first and act in ("scratching", "glasses"):
            start = float(rng.uniform(1.3, 2.2))
            maker = _scratch if act == "scratching" else _adjust
            mine += maker(figure, rng, start)
            mine += _gesturing(rng, mine[-1][0] + 0.8, end_s - 1.4) if rng.random() < chatty else []
        elif side == first and act == "waving":
            mine += _wave(rng)
        elif act == "talking" or rng.random() < chatty:
            mine += _gesturing(rng, float(rng.uniform(1.2, 2.5)), end_s - 1.5)
        if act != "lap":
            last = mine[-1][0] + (0.9 if len(mine) > 1 else 0.0)
            mine = [*mine, _out(last)] if len(mine) > 1 else mine
        keys[side] = _sided(mine, side, behind=False)
    return keys, TWO_FINGERS if act in ("scratching", "glasses") else GESTURING


def _lap(rng: np.random.Generator, end_s: float) -> list[Key]:
    """Rest the hands low, where the picture may end, and shift them now and then."""
    keys, t_s = [], 0.5
    base = rng.uniform((5, -36, 14), (10, -27, 19))
    while t_s < end_s - 0.5:
        place = base + rng.uniform(-1.5, 1.5, 3)
        back = unit(np.array([0.2, 0.75, 0.6]))
        keys.append((t_s, Aim(place, unit(np.array([-0.75, 0.35, 0.2])), back)))
        t_s += float(rng.uniform(1.0, 2.5))
    return keys


def _on_head(figure: Figure, x: float, y: float) -> Floats:
    skin = Skin([(figure.head, Placement())])
    return np.asarray(skin.meet(np.array([[x, y, 30.0]]), _FORWARD[None])[0])


def _scratch(figure: Figure, rng: np.random.Generator, t_s: float) -> list[Key]:
    """Scratch cheek, brow, nose or chin: short strokes to and fro, a few times."""
    spots = ((4.7, -3.2), (3.0, 4.4), (0.9, -2.4), (1.6, -9.4), (5.4, 1.2))
    x, y = spots[int(rng.integers(len(spots)))]
    fingers, back = unit(np.array([-0.6, 0.75, -0.25])), unit(np.array([0.5, 0.1, 0.85]))
    near = Aim(_on_head(figure, x, y) + np.array([3.0, -0.5, 4.5]), fingers, back)
    keys = [(t_s, near)]
    t_s += 0.3
    way = unit(np.array([rng.uniform(-0.4, 0.4), 1.0, 0.0]))[:2] * rng.uniform(0.5, 1.1)
    for k in range(int(rng.integers(4, 10))):
        sign = 1.0 if k % 2 else -1.0
        keys.append(
            (t_s, Aim(_on_head(figure, x + sign * way[0], y + sign * way[1]), fingers, back))
        )
        t_s += float(rng.uniform(0.12, 0.22))
    return [*keys, (t_s + 0.2, near)]


def _adjust(figure: Figure, rng: np.random.Generator, t_s: float) -> list[Key]:
    """Push the glasses up at the nose, take them by the temple, or push hair back."""
    kind = int(rng.integers(3))
    fingers, back = unit(np.array([-0.55, 0.8, -0.2])), unit(np.array([0.5, 0.1, 0.85]))
    if kind == 0:
        touch = _on_head(figure, 0.4, 0.6) + np.array([0.0, 0.0, 0.1])
        away = touch + np.array([2.0, -2.0, 5.0])
        shoved = touch + np.array([0.0, 0.5, 0.0])
        keys = [(0.0, away), (0.35, touch), (0.7, shoved), (1.0, away)]
    elif kind == 1:
        touch = np.array([8.3, 0.4, 3.5])
        away = touch + np.array([5.0, -3.0, 5.0])
        keys = [(0.0, away), (0.4, touch), (0.75, touch + np.array([0.0, 0.4, 0.0]))]
        keys += [(1.1, touch), (1.5, away)]
    else:
        brow = _on_head(figure, 3.6, 4.8)
        side = np.array([8.2, 2.5, -1.0])
        low = side + np.array([1.0, -5.0, -0.5])
        keys = [(0.0, brow + np.array([2.0, 0.0, 5.0])), (0.35, brow), (1.0, side), (1.4, low)]
        keys += [(1.8, low + np.array([6.0, -5.0, 6.0]))]
    return [(t_s + dt, Aim(place, fingers, back)) for dt, place in keys]


def _wave(rng: np.random.Generator) -> list[Key]:
    """Wave to and fro beside the head."""
    t_s, keys = float(rng.uniform(1.4, 2.2)), []
    centre = rng.uniform((15, -8, 10), (20, 2, 16))
    for k in range(int(rng.integers(5, 10))):
        lean = 0.35 if k % 2 else -0.35
        place = centre + np.array([6.0 * lean, -abs(lean), 0.0])
        keys.append((t_s, Aim(place, unit(np.array([lean, 1.0, 0.1])), np.array([0, 0.1, -1.0]))))
        t_s += float(rng.uniform(0.25, 0.4))
    return keys


def _behind(
    act: IdleAct, figure: Figure, rng: np.random.Generator, end_s: float
) -> tuple[dict[Side, list[Key]], Grip]:
    """Return what the partner does with the hands behind a back."""
    keys: dict[Side, list[Key]] = {}
    first: Side = "left" if rng.random() < 0.5 else "right"
    for side in SIDES:
        mine: list[Key] = [(float(rng.uniform(0.3, 0.8)), BACK_REST)]
        if act == "resting" and (side == first or rng.random() < 0.7):
            mine += _resting(figure, rng, end_s)
        elif act == "passing" and (side == first or rng.random() < 0.3):
            mine += _passing(rng)
        elif act == "talking":
            mine += _over_back(rng, end_s)
        if len(mine) > 1:
            mine.append((min(mine[-1][0] + 1.2, end_s - 0.1), BACK_REST))
        keys[side] = _sided(mine, side, behind=True)
    return keys, PALMS if act != "talking" else replace(GESTURING, effector="palm")


def _palm(place: Floats, lean: float) -> Aim:
    return Aim(place, unit(np.array([lean, 1.0, 0.0])), np.array([0.0, 0.05, 1.0]))


def _resting(figure: Figure, rng: np.random.Generator, end_s: float) -> list[Key]:
    """Lay a hand down and leave it there, shifting a little once or twice."""
    skin = Skin([(figure.torso, Placement())])
    x, y = rng.uniform(5.5, 11.0), rng.uniform(-20.0, 14.0)
    lean = float(rng.uniform(-0.3, 0.3))

    def on(dx: float, dy: float) -> Floats:
        return np.asarray(skin.meet(np.array([[x + dx, y + dy, 45.0]]), _FORWARD[None])[0])

    down_s, up_s = float(rng.uniform(1.5, 2.2)), end_s - float(rng.uniform(1.8, 2.6))
    spot, other = on(0.0, 0.0), on(*rng.uniform(-1.0, 1.0, 2))
    over = spot + np.array([1.0, -2.0, 7.0])
    half_s = 0.5 * (down_s + up_s)
    return [
        (down_s - 0.4, _palm(over, lean)),
        (down_s, _palm(spot, lean)),
        (half_s, _palm(spot, lean)),
        (half_s + 0.4, _palm(other, lean)),
        (up_s, _palm(other, lean)),
        (up_s + 0.4, _palm(other + np.array([2.0, -1.0, 7.0]), lean)),
    ]


def _passing(rng: np.random.Generator) -> list[Key]:
    """Pass a hand before the back, well off it, in a wide way."""
    t_s = float(rng.uniform(1.6, 2.6))
    keys, high = [], float(rng.uniform(17.0, 26.0))
    points = rng.uniform((-6, -24, high), (18, 22, high + 8), (int(rng.integers(2, 5)), 3))
    for point in points:
        keys.append((t_s, _palm(point, float(rng.uniform(-0.5, 0.5)))))
        t_s += float(rng.uniform(0.7, 1.3))
    return keys


def _over_back(rng: np.random.Generator, end_s: float) -> list[Key]:
    """Talk with the hands over a back."""
    keys, t_s = [], float(rng.uniform(1.2, 2.0))
    while t_s < end_s - 1.6:
        x, y, z = rng.uniform((4, -26, 20), (16, 2, 32))
        keys.append((t_s, _palm(np.array([x, y, z]), float(rng.uniform(-0.6, 0.3)))))
        t_s += float(rng.uniform(0.6, 1.2))
    return keys
