"""What a hand does with a device on the front of a person who stands: a roller, a massager.

The device's head is led along the skin by a score, as a bare hand is elsewhere; the hand is where
its handle is. A massager stays at its place. The other hand hangs beside the thigh.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.techniques.schema import Kind
from sample_videos.studio import routes
from sample_videos.studio.belly import HANGING
from sample_videos.studio.by_score import line_for
from sample_videos.studio.casting import Figure
from sample_videos.studio.devices import Device, massager, roller
from sample_videos.studio.doers import PALMS
from sample_videos.studio.field import Surface
from sample_videos.studio.front_trunk import OUTWARDS
from sample_videos.studio.hands import SIDES, Side
from sample_videos.studio.led import Led, led
from sample_videos.studio.motion import Aim, Segment, Track, hold
from sample_videos.studio.paths import SkinPath, skin_path, unit
from sample_videos.studio.performance import Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.scores import score_of
from sample_videos.studio.strokes import Frame, Manner
from sample_videos.studio.truth import chart_of
from sample_videos.studio.vocabulary import FAULT_OF, Sense, StrokeAct

REST: Final = Aim(HANGING.place_cm + np.array([1.0, 0.0, -12.0]), HANGING.fingers, HANGING.back)
"""The head of a device that hangs in the left hand: behind it, as a stick's lower end would be."""
AXIS_CM: Final = -3.6
"""How far forward the trunk's middle is …"""
ROUND_DEG: Final = 88.0
"""… and how far round it, from the front to the side, a device gets."""
DOWN_DEG: Final = (18.0, -12.0)
"""Fingers round a handle point inwards, so much below the level at the hips and at the chest."""
POLE: Final = np.array([0.9, -0.7, -0.2])
ASIDE_POLE: Final = np.array([0.6, -0.5, -0.9])
"""Where the left elbow points: aside, and backwards where the side of the body is massaged …"""
ASIDE_U: Final = 0.7
"""… which is further out than this."""
UP: Final = np.array([0.0, 1.0, 0.0])
ROUNDS: Final = 6
"""So often a path is brought nearer to where it touches."""


@dataclass(frozen=True, slots=True)
class WithDevice:
    """Performs a technique of a device on the front of the trunk; a clip's `perform`.

    Attributes
    ----------
    technique : str
        Its id in the catalogue: a stroke is done with a roller, all else with a massager.
    act : StrokeAct
        What is done with it: right, reversed or too short.
    longest_s : float
        It is done fewer times than usual, or for less long, where that would take longer.
    """

    technique: str
    act: StrokeAct
    longest_s: float = math.inf

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure that stands."""
        technique = routes.EVERY.find(self.technique)
        sense: Sense = "reversed" if self.act == "reversed" else "right"
        score = score_of(technique, sense, rng, self.longest_s)
        side = SIDES[int(rng.integers(2))]
        device = (roller if technique.kind is Kind.STROKE else massager)(side, rng)
        line = line_for(technique, self.act, rng)
        rail = _rail(figure, device, line, float(rng.uniform(-8.0, 8.0)))
        part = Led(score, rail, float(rng.uniform(1.25, 1.6)), OUTWARDS, side == "right")
        end_s = round(part.end_s + float(rng.uniform(1.0, 1.5)), 1)
        frame = Frame(max(part.begin_s - float(rng.uniform(0.8, 1.1)), 0.15), 0.8, end_s)
        works = led(part, sense, FAULT_OF.get(self.act), _manner(part), frame)
        pole = ASIDE_POLE if _is_aside(line) else POLE
        return Performance(
            end_s,
            {one: works if one == side else _hangs(one, end_s) for one in SIDES},
            dict.fromkeys(SIDES, PALMS),
            {"left": pole, "right": pole * (-1, 1, 1)},
            figure.landmarks.shoulders_cm,
            "torso",
            together=False,
            device=device,
        )


def _hangs(side: Side, end_s: float) -> Track:
    rest = HANGING if side == "left" else HANGING.mirrored()
    return Track((Segment(0.0, end_s, hold(rest)),))


def _is_aside(line_uv: Floats) -> bool:
    return float(line_uv[:, 0].mean()) > ASIDE_U


def _rail(figure: Figure, device: Device, line_uv: Floats, turn_deg: float) -> SkinPath:
    """Lay a line round the trunk, for the hand on the side x > 0.

    The hand is turned as the trunk is there on the whole: not with every slope of chest and belly.
    """
    chart = chart_of("abdomen", figure.landmarks, figure.view)
    xy = chart.xy_cm(np.clip(line_uv, (0.0, -1.0), None))
    skin = figure.feel([figure.torso])
    path = skin_path(skin, skin.around(xy, AXIS_CM, ROUND_DEG), UP[None], (0.0, 0.0), 2.0)
    out = unit(path.normals.mean(axis=0) * (1.0, 0.0, 1.0))
    heights = chart.uv(path.points_cm)[:, 1]
    down = np.deg2rad(np.interp(heights, [0.1, 0.7], DOWN_DEG) + turn_deg)[:, None]
    fingers = np.cos(down) * np.cross(out, UP) - np.sin(down) * UP
    back = np.tile(out, (len(fingers), 1))
    return _touching(SkinPath(path.points_cm, path.normals, fingers, back), device, skin)


def _touching(path: SkinPath, device: Device, skin: Surface) -> SkinPath:
    """Return a path raised or lowered to where the head of a device just touches the skin.

    A roll is straight and lies across hollows.
    """
    places = path.points_cm.copy()
    for _ in range(ROUNDS):
        for k, row in enumerate(zip(places, path.fingers, path.back, strict=True)):
            aim = Aim(*row)
            aim = aim.mirrored() if device.side == "right" else aim
            places[k] -= device.gap_cm(device.posed(device.side, aim), skin) * path.back[k]
    return SkinPath(places, path.normals, path.fingers, path.back)


def _manner(part: Led) -> Manner:
    """Return how the hand on the side x > 0 comes from beside the thigh, and goes there again."""
    first, last = (part.rail.at(float(part.score.along[k]))[0] for k in (0, -1))
    return Manner(
        OUTWARDS,
        REST,
        (np.array([max(first[0], 8.0) + 14.0, 0.5 * first[1] - 32.0, 20.0]),),
        (np.array([max(last[0], 8.0) + 14.0, 0.5 * last[1] - 32.0, 20.0]),),
    )
