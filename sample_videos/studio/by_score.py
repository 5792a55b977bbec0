"""Behaviour that is no stroke along a path: taps, presses, kneading, rubbing, vibration, circles.

A score (`scores`) leads one hand along a line on the skin, or both: at once or, where they tap, in
turn.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.body.scale import from_cm, to_cm
from coach.techniques.schema import Effector, Hands, Kind, Technique
from coach.types import ChartName
from sample_videos.studio import hands, routes
from sample_videos.studio.acts import CARRIERS
from sample_videos.studio.casting import Figure
from sample_videos.studio.circling import beyond, closed
from sample_videos.studio.doers import FINGERS, PALMS, doer_of, manner_for, rest_of
from sample_videos.studio.hands import SIDES, Side
from sample_videos.studio.led import Led, led
from sample_videos.studio.motion import Grip, Segment, Track, hold
from sample_videos.studio.paths import SkinPath
from sample_videos.studio.performance import Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.routes import Touch
from sample_videos.studio.scores import score_of
from sample_videos.studio.stiff import Stiff
from sample_videos.studio.strokes import Frame
from sample_videos.studio.vocabulary import FAULT_OF, Sense, StrokeAct

SHORT: Final = (0.3, 0.36)
"""How much of its way in the chart a movement that is too short goes along."""
OFF: Final = 2.3
"""A place is missed by this many times the technique's tolerance."""
LEAST_U: Final = 0.16
"""Hands keep this far from the midline …"""
PALMS_U: Final = 0.28
"""… palms that rub towards each other so far …"""
MOST_U: Final = 0.62
"""… and on a back so near to it that the person's own arms leave room."""
UPRIGHT_DEG: Final = 30.0
"""Hands that rub across are turned by this much from where they go: fingers keep off the spine."""
SMOOTHED: Final = 1.6
"""Laying a round draws it in: it is laid larger by this factor."""
ON_TIPS_DEG: Final = (60.0, 95.0)
"""A touch of fingertips on a back, of which three tenths count: 24 to 34 degrees."""
OPEN_RAD: Final = np.array([0.25, 0.27, 0.3, 0.34, 0.3, 0.32, 0.36, 0.4, 1.0, 0.4, 0.05])
CLOSED_RAD: Final = np.array([0.45, 0.47, 0.5, 0.54, 1.0, 1.02, 1.06, 1.1, 0.8, -0.25, 0.9])
"""A hand that kneads, before it takes up a fold, and with one between thumb and fingers."""
PINCHING: Final = Grip(OPEN_RAD, hands.EFFECTOR_TIPS, "fingertips")
THUMB: Final = 4
THUMB_ABOVE_CM: Final = 0.7
"""From the joint at the thumb's tip to the skin of its pad."""
PRESSING_RAD: Final = np.array([-0.1, 0.0, 0.1, 0.15, 0.15, 0.2, 0.25, 0.3, 1.2, 0.75, 0.05])
"""A hand whose thumb presses: the other fingers are open beside it."""
PRESSING: Final = Grip(PRESSING_RAD, (THUMB,), "fingertips")


def line_for(technique: Technique, act: StrokeAct, rng: np.random.Generator) -> Floats:
    """Return the line (25, 2) a hand keeps to: the technique's, a little beside it, or off it."""
    line_uv = routes.line_uv(technique)
    if act == "too_short":
        begin = rng.uniform(0.05, 0.2)
        line_uv = routes.part_of(line_uv, begin, begin + rng.uniform(*SHORT))
    line_cm = to_cm(technique.chart, line_uv)
    near_cm = 0.25 * technique.off_path_cm if technique.kind is not Kind.TIMED else 1.0
    shift_cm = rng.uniform(-1.0, 1.0, 2) * min(near_cm, 1.6)
    if act == "off_path":
        # upwards on the trunk and downwards on hands, where there is skin
        sign = -1.0 if technique.chart in (ChartName.HAND, ChartName.NECK) else 1.0
        if technique.id in ("thymus-taps", "back-cup-clap"):
            sign = -1.0
        shift_cm = np.array([0.0, sign * OFF * technique.off_path_cm])
        if technique.id in ("back-thumb-press", "neck-press-release"):  # beside an upright line
            shift_cm = np.array([OFF * technique.off_path_cm, 0.0])
    return from_cm(technique.chart, line_cm + shift_cm)


@dataclass(frozen=True, slots=True)
class ByScore:
    """Performs a technique by a score; a clip's `perform`.

    Attributes
    ----------
    technique : str
        Its id in the catalogue.
    act : StrokeAct
        What is done with it: right, reversed, too short or off its path.
    longest_s : float
        It is done fewer times than usual where that would take longer.
    """

    technique: str
    act: StrokeAct
    longest_s: float = math.inf

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure."""
        technique = routes.EVERY.find(self.technique)
        sense: Sense = "reversed" if self.act == "reversed" else "right"
        score = score_of(technique, sense, rng, self.longest_s)
        together = technique.hands is Hands.BOTH
        workers = SIDES if together else (SIDES[int(rng.integers(2))],)
        in_turn = together and technique.kind is Kind.TAP
        rail = _rail(figure, technique, line_for(technique, self.act, rng), rng)
        outwards = np.array([0.45 if figure.view == "front" else 0.0, 0.0, 0.0])
        begin_s = float(rng.uniform(1.25, 1.6))
        late_s = 0.5 * score.beat_s if in_turn else 0.0
        end_s = round(begin_s + score.contact_s + late_s + float(rng.uniform(1.0, 1.5)), 1)
        doer, tracks = doer_of(figure, rng), dict[Side, Track]()
        for side in SIDES:
            flipped = (side == "right") == (figure.view == "front")
            if side not in workers:
                rest = rest_of(figure)
                aim = rest.mirrored() if flipped else rest
                tracks[side] = Track((Segment(0.0, end_s, hold(aim)),))
                continue
            part = Led(score, rail, begin_s + late_s * (side == SIDES[1]), outwards, flipped)
            ways = [part.stretch(*part.spans_s[k]) for k in (0, -1)]
            arrive_s = max(part.begin_s - float(rng.uniform(0.8, 1.15)), 0.15)
            frame = Frame(arrive_s, float(rng.uniform(0.7, 0.95)), end_s)
            fault, manner = FAULT_OF.get(self.act), manner_for(figure, *ways)
            tracks[side] = led(part, sense, fault, manner, frame, _shape(technique, part))
        return Performance(
            end_s,
            tracks,
            dict.fromkeys(SIDES, _grip(technique)),
            doer.poles,
            doer.shoulders_cm,
            CARRIERS[technique.region.value],
            not in_turn,
            stiff=_pressing(rng) if technique.effector is Effector.THUMB else None,
        )


def _rail(
    figure: Figure, technique: Technique, line_uv: Floats, rng: np.random.Generator
) -> SkinPath:
    """Lay a line on the skin, for the hand on the side x > 0."""
    line = line_uv.copy()
    least = PALMS_U if technique.kind is Kind.RUB else LEAST_U
    line[:, 0] = np.clip(line[:, 0], least, MOST_U if figure.view == "back" else None)
    turn_deg = float(rng.uniform(-10.0, 10.0)) + UPRIGHT_DEG * (technique.kind is Kind.RUB)
    on_tips = technique.effector is Effector.FINGERTIPS and figure.view == "back"
    touch = Touch(turn_deg, float(rng.uniform(*ON_TIPS_DEG if on_tips else (-5.0, 7.0))))
    if technique.kind is Kind.CIRCLE:
        middle = line[:-1].mean(axis=0)
        larger = middle + SMOOTHED * (line - middle)
        return closed(routes.laid(figure, technique, beyond(larger), touch))
    rail = routes.laid(figure, technique, line, touch)
    if technique.kind is not Kind.RUB:
        return rail
    # a hand that rubs to and fro does not turn on its way
    fingers, back = (np.tile(way[-1:], (len(way), 1)) for way in (rail.fingers, rail.back))
    return SkinPath(rail.points_cm, rail.normals, fingers, back)


def _grip(technique: Technique) -> Grip:
    if technique.kind is Kind.KNEAD:
        return PINCHING
    if technique.effector is Effector.THUMB:
        return PRESSING
    return FINGERS if technique.effector is Effector.FINGERTIPS else PALMS


def _shape(technique: Technique, part: Led) -> Callable[[float], Floats] | None:
    """Return the hand's shape at a time, for one that opens and closes."""
    if technique.kind is not Kind.KNEAD:
        return None
    return lambda t_s: CLOSED_RAD + part.open_at(t_s) * (OPEN_RAD - CLOSED_RAD)


def _pressing(rng: np.random.Generator) -> Stiff:
    """Draw how a hand is held whose thumb presses: its other fingers over the skin."""
    angles = PRESSING_RAD + 0.05 * rng.standard_normal(hands.N_ANGLES)
    angles = np.clip(angles, hands.LOWEST, hands.HIGHEST)
    pitch, roll = np.radians(rng.uniform((-16.0, 0.0), (-8.0, 10.0)))
    return Stiff(angles, (THUMB,), THUMB_ABOVE_CM, float(pitch), float(roll))
