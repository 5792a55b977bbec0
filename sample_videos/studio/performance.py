"""What a clip is, and what its bodies do as functions of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.camera import Camera
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Placement
from sample_videos.studio.hands import Side
from sample_videos.studio.motion import Grip, Track
from sample_videos.studio.paths import SkinPath
from sample_videos.studio.people import View
from sample_videos.studio.primitives import Floats, rotation
from sample_videos.studio.strokes import Manner, Round, massage, schedule
from sample_videos.studio.truth import Region

FPS = 24
HeadMotion = Callable[[float], tuple[float, float, float]]
Fault = Literal["reversed", "no_go"]


@dataclass(frozen=True, slots=True)
class Performance:
    """Everything that moves in a clip, as functions of time.

    Attributes
    ----------
    duration_s : float
        Length of the clip.
    tracks : mapping of side to Track
        What each hand does, in the frame of the body part it works on.
    grips : mapping of side to Grip
        How each hand works.
    poles : mapping of side to (3,) float
        Where the elbows point.
    shoulders_cm : (2, 3) float
        Shoulder joints of whoever's hands these are: left, right.
    head_deg : callable or None
        Turn, nod and tilt of the head at a time, in degrees; None for a head that keeps still.
    on_head : bool
        Whether the hands work on the head (and move with it) or on the torso.
    """

    duration_s: float
    tracks: Mapping[Side, Track]
    grips: Mapping[Side, Grip]
    poles: Mapping[Side, Floats]
    shoulders_cm: Floats
    head_deg: HeadMotion | None
    on_head: bool

    def head_at(self, t_s: float) -> tuple[float, float, float]:
        """Return turn, nod and tilt of the head at a time, in degrees."""
        return (0.0, 0.0, 0.0) if self.head_deg is None else self.head_deg(t_s)


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip's place in the collection: what it shows and who plays it."""

    name: str
    view: View
    region: Region | None
    technique: str | None
    fault: Fault | None
    perform: Callable[[Figure, np.random.Generator], Performance]
    camera: Camera
    look: str
    room: int
    partner: str | None = None


def drift(rng: np.random.Generator, turn: float, nod: float, tilt: float) -> HeadMotion:
    """Return a slow wandering of the head with the given amplitudes in degrees."""
    phase = rng.uniform(0, 2 * np.pi, 3)
    speed = 2 * np.pi * np.array([0.13, 0.17, 0.11]) * rng.uniform(0.9, 1.1, 3)

    def angles(t_s: float) -> tuple[float, float, float]:
        wave = np.sin(speed * t_s + phase)
        return turn * float(wave[0]), nod * float(wave[1]), tilt * float(wave[2])

    return angles


def head_placement(angles_deg: tuple[float, float, float], pivot_cm: Floats) -> Placement:
    """Place a head turned about the vertical, nodding and tilted about its pivot on the neck."""
    turn, nod, tilt = np.deg2rad(angles_deg)
    matrix = rotation((0, 1, 0), turn) @ rotation((1, 0, 0), nod) @ rotation((0, 0, 1), tilt)
    return Placement(matrix, pivot_cm - matrix @ pivot_cm)


def varied(
    rng: np.random.Generator, count: int, make: Callable[[Floats], SkinPath], spread_cm: float
) -> list[SkinPath]:
    """Make paths that differ a little from one repetition to the next."""
    return [make(rng.uniform(-spread_cm, spread_cm, 2)) for _ in range(count)]


@dataclass(frozen=True, slots=True)
class Bout:
    """How often a stroke is repeated: seconds a stroke and a pause, spread of the paths in cm."""

    count: int
    stroke_s: float
    pause_s: float
    spread_cm: float


@dataclass(frozen=True, slots=True)
class Doer:
    """Whose hands work, and how.

    Attributes
    ----------
    grip : Grip
        How the hands work.
    manner : Manner
        How the hand on the side x > 0 travels.
    poles : mapping of side to (3,) float
        Where the elbows point.
    shoulders_cm : (2, 3) float
        Shoulder joints: left, right.
    """

    grip: Grip
    manner: Manner
    poles: Mapping[Side, Floats]
    shoulders_cm: Floats


def together(
    view: View,
    rng: np.random.Generator,
    make: Callable[[Floats], SkinPath],
    bout: Bout,
    doer: Doer,
    head_deg: HeadMotion | None = None,
    on_head: bool = True,
) -> Performance:
    """Perform symmetric strokes with both hands, nearly at the same time.

    `make` gives a path on the side x > 0 for a shift (2,) in cm.
    """
    spans = schedule(rng, 1.6, bout.count, bout.stroke_s, bout.pause_s)
    end = round(spans[-1][1] + 1.5, 1)
    tracks: dict[Side, Track] = {}
    for side in hands.SIDES:
        lag = 0.0 if side == "left" else float(rng.uniform(0.02, 0.05))
        mine = tuple((round(a + lag, 3), round(b + lag, 3)) for a, b in spans)
        paths, manner = varied(rng, bout.count, make, bout.spread_cm), doer.manner
        # the person's left is x > 0 from the front and x < 0 from behind
        if (side == "right") == (view == "front"):
            paths, manner = [path.mirrored() for path in paths], manner.mirrored()
        tracks[side] = massage(Round(0.55, mine, 0.95, end), paths, manner, rng)
    grips = dict.fromkeys(hands.SIDES, doer.grip)
    return Performance(end, tracks, grips, doer.poles, doer.shoulders_cm, head_deg, on_head)
