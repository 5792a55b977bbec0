"""A palm that is held up before the camera, and the other hand's thumb that works on it.

The thumb presses or goes round in the palm or at the thumb's base, by a score. The other fingers
are half closed before the hand that is massaged: behind it they would not be seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.techniques.schema import Kind, Technique
from sample_videos.studio import hands, routes
from sample_videos.studio.by_score import PRESSING, THUMB, THUMB_ABOVE_CM, line_for
from sample_videos.studio.casting import Figure, HeldOut
from sample_videos.studio.circling import beyond, closed
from sample_videos.studio.hand_chart import HandChart
from sample_videos.studio.hands import SIDES
from sample_videos.studio.held_out import COME_S, POLES, READY
from sample_videos.studio.led import Led, led
from sample_videos.studio.motion import Segment, Track, hold
from sample_videos.studio.paths import N_PATH, SkinPath, skin_path
from sample_videos.studio.performance import Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.scores import score_of
from sample_videos.studio.stiff import Stiff
from sample_videos.studio.strokes import Frame, Manner
from sample_videos.studio.vocabulary import FAULT_OF, StrokeAct

THUMB_RAD: Final = np.array([0.38, 0.4, 0.45, 0.5, 1.0, 1.02, 1.06, 1.1, 0.5, 0.16, 0.16])
"""The hand that works: half closed, the thumb stretched …"""
RISE_DEG: Final = (18.0, 42.0)
"""… its fingers up and across the other hand, so much over the level …"""
TILT_DEG: Final = (18.0, 34.0)
"""… its thumb's side nearer to it by so much."""
LIFTS: Final = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, slots=True)
class OnThePalm:
    """Performs a technique of the thumb on the other hand's palm; a clip's `perform`.

    Attributes
    ----------
    technique : str
        Its id in the catalogue.
    act : StrokeAct
        What is done with it: right, or off its path. (Round the palm either way is right.)
    longest_s : float
        It is done fewer times than usual where that would take longer.
    """

    technique: str
    act: StrokeAct
    longest_s: float = math.inf

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure that holds out a hand, its palm to the camera."""
        if figure.held is None:
            raise ValueError("nobody holds out a hand")
        technique = routes.EVERY.find(self.technique)
        score = score_of(technique, "right", rng, self.longest_s)
        rail = _rail(figure, figure.held, technique, line_for(technique, self.act, rng), rng)
        part = Led(score, rail, float(rng.uniform(1.25, 1.6)), LIFTS, flipped=False)
        end_s = round(part.end_s + float(rng.uniform(1.0, 1.4)), 1)
        frame = Frame(part.begin_s - COME_S, 0.8, end_s)
        works = led(part, "right", FAULT_OF.get(self.act), _manner(part), frame)
        return Performance(
            end_s,
            # the hand that is massaged is where the body carries it, whatever its track
            {"left": Track((Segment(0.0, end_s, hold(READY)),)), "right": works},
            dict.fromkeys(SIDES, PRESSING),
            POLES,
            figure.landmarks.shoulders_cm,
            "torso",
            together=False,
            stiff=_thumb(rng),
        )


def _rail(
    figure: Figure, held: HeldOut, technique: Technique, line_uv: Floats, rng: np.random.Generator
) -> SkinPath:
    """Lay a line on the palm, for the right hand."""
    chart, out = HandChart.of(held.pose), -held.pose.rotation[:, 2]
    round_ = technique.kind is Kind.CIRCLE
    places = chart.place_cm(beyond(line_uv) if round_ else line_uv)
    skin = figure.feel([held.body])
    points = skin.meet(places + 6.0 * out, -out, 12.0)
    rise = math.radians(float(rng.uniform(*RISE_DEG)))
    fingers = np.array([math.cos(rise), math.sin(rise), 0.0])
    path = skin_path(skin, points, fingers[None], (0.0, 0.0), 2.0)
    # a thumb's way is short, and the hand does not turn on it
    still = [np.tile(way, (N_PATH, 1)) for way in (out, fingers, out)]
    path = SkinPath(path.points_cm, *still)
    return closed(path) if round_ else path


def _manner(part: Led) -> Manner:
    """Return how the right hand comes from before the chest, and goes there again."""
    first, last = (part.rail.at(float(part.score.along[k]))[0] for k in (0, -1))
    return Manner(
        LIFTS,
        READY,
        (first + np.array([-8.0, -5.0, 8.0]),),
        (last + np.array([-8.0, -4.0, 8.0]),),
    )


def _thumb(rng: np.random.Generator) -> Stiff:
    """Draw how the hand is held whose thumb works."""
    angles = THUMB_RAD + 0.05 * rng.standard_normal(hands.N_ANGLES)
    angles = np.clip(angles, hands.LOWEST, hands.HIGHEST)
    pitch, roll = np.radians([rng.uniform(-10.0, 0.0), rng.uniform(*TILT_DEG)])
    return Stiff(angles, (THUMB,), THUMB_ABOVE_CM, float(pitch), float(roll))
