"""What a clip is, and what its bodies do as functions of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from sample_videos.studio.camera import Camera
from sample_videos.studio.carry import Carrier, Stand, elbow_cm, head_placement, within_reach_cm
from sample_videos.studio.casting import Figure
from sample_videos.studio.devices import Device
from sample_videos.studio.field import Placement
from sample_videos.studio.hands import SIDES, Side
from sample_videos.studio.light import Light
from sample_videos.studio.motion import Grip, Track
from sample_videos.studio.people import Look, View
from sample_videos.studio.primitives import Floats
from sample_videos.studio.sensor import Sensor
from sample_videos.studio.stiff import Stiff
from sample_videos.studio.truth import Region
from sample_videos.studio.vocabulary import FAULT_OF, Act, Fault


@dataclass(frozen=True, slots=True)
class Drift:
    """A slow wandering of three numbers, made of two waves each.

    Attributes
    ----------
    speed, phase : (2, 3) float
        Of the waves, in radians a second and radians.
    size : (3,) float
        How far each number wanders.
    """

    speed: Floats
    phase: Floats
    size: tuple[float, float, float]

    def __call__(self, t_s: float) -> tuple[float, float, float]:
        """Return the numbers at a time."""
        x, y, z = self.many(np.array([t_s]))[0].tolist()
        return x, y, z

    def many(self, times_s: Floats) -> Floats:
        """Return the numbers (n, 3) at many times (n,)."""
        waves = np.sin(self.speed * times_s[:, None, None] + self.phase)
        return np.asarray(np.sum(_SHARE * waves, axis=1) * self.size)


_SHARE = np.array([[0.75], [0.25]])
"""How much of a wandering each of its two waves is."""


@dataclass(frozen=True, slots=True)
class Performance:
    """Everything that moves in a clip, as functions of time.

    Attributes
    ----------
    duration_s : float
        Length of the clip.
    tracks : mapping of side to Track
        What each hand does, on bodies at rest.
    grips : mapping of side to Grip
        How each hand works.
    poles : mapping of side to (3,) float
        Where the elbows point.
    shoulders_cm : (2, 3) float
        Shoulder joints of whoever's hands these are: left, right.
    carrier : {"head", "neck", "torso"}
        What carries the hands along when it moves.
    together : bool
        Whether strokes of the two hands are one repetition, or one each.
    head_deg : Drift or None
        Turn, nod and tilt of the head at a time, in degrees; None for a head that keeps still.
    sway_cm : Drift or None
        How far the whole body is from its place at a time; None for one that keeps still.
    stiff : Stiff or None
        How hands are held that keep their shape; None for hands that bend to meet the skin.
    device : Device or None
        What one of the hands holds and works with.
    """

    duration_s: float
    tracks: Mapping[Side, Track]
    grips: Mapping[Side, Grip]
    poles: Mapping[Side, Floats]
    shoulders_cm: Floats
    carrier: Carrier
    together: bool = True
    head_deg: Drift | None = None
    sway_cm: Drift | None = None
    stiff: Stiff | None = None
    device: Device | None = None

    def device_in(self, side: Side) -> Device | None:
        """Return what the hand of a side holds."""
        return self.device if self.device is not None and self.device.side == side else None

    def head_at(self, t_s: float) -> tuple[float, float, float]:
        """Return turn, nod and tilt of the head at a time, in degrees."""
        return (0.0, 0.0, 0.0) if self.head_deg is None else self.head_deg(t_s)

    def arm_cm(self, side: Side, wrist_cm: Floats) -> tuple[Floats, Floats]:
        """Return where shoulder and elbow are for a wrist."""
        shoulder = within_reach_cm(self.shoulders_cm[SIDES.index(side)], wrist_cm)
        return shoulder, elbow_cm(shoulder, wrist_cm, self.poles[side])

    def elbow_cm(self, side: Side, wrist_cm: Floats) -> Floats:
        """Return where the elbow is for a wrist."""
        return self.arm_cm(side, wrist_cm)[1]

    def stand_at(self, t_s: float, pivot_cm: Floats) -> Stand:
        """Return where head and torso are at a time."""
        sway = np.zeros(3) if self.sway_cm is None else np.array(self.sway_cm(t_s))
        head = head_placement(self.head_at(t_s), pivot_cm)
        return Stand(Placement(head.rotation, head.origin_cm + sway), Placement(np.eye(3), sway))


@dataclass(frozen=True, slots=True)
class Clip:
    """What a clip shows, who plays it, and what it is filmed with.

    Attributes
    ----------
    name : str
        Unique among clips; chance is drawn from it and the seed.
    view, region, technique, act
        Which side is seen, what is worked on and how; region and technique are None for idling.
    perform : callable
        Gives the performance for a figure and random numbers; picklable.
    camera : Camera
        Its picture is as large as the sensor's.
    look, partner : Look
        Who is seen, and whose hands these are if not the person's own.
    room : int
        Which background.
    light, sensor
        How it is lit and recorded.
    """

    name: str
    view: View
    region: Region | None
    technique: str | None
    act: Act
    perform: Callable[[Figure, np.random.Generator], Performance]
    camera: Camera
    look: Look
    room: int
    partner: Look | None = None
    light: Light = field(default_factory=Light)
    sensor: Sensor = field(default_factory=Sensor)

    @property
    def fault(self) -> Fault | None:
        """What is wrong with every stroke of the clip."""
        return FAULT_OF.get(self.act)


def drift(rng: np.random.Generator, size: tuple[float, float, float], hertz: float = 0.14) -> Drift:
    """Return a slow wandering with the given amplitudes, made of two waves each."""
    phase = rng.uniform(0, 2 * np.pi, (2, 3))
    ratio = rng.uniform(0.8, 1.25, (2, 3)) * np.array([[1.0], [2.3]])
    return Drift(2 * np.pi * hertz * ratio, phase, size)
