"""What hands do on the front of a person who stands: on belly and chest, by a score.

The person's own hands work, through a T-shirt. A hand that does not work hangs beside the thigh.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.techniques.schema import Effector, Hands, Kind, Technique
from sample_videos.studio import routes
from sample_videos.studio.belly import HANGING, PITCH_DEG
from sample_videos.studio.by_score import line_for
from sample_videos.studio.casting import Figure
from sample_videos.studio.circling import beyond, closed
from sample_videos.studio.doers import FINGERS, PALMS
from sample_videos.studio.hands import SIDES, Side
from sample_videos.studio.led import Led, led
from sample_videos.studio.motion import Grip, Segment, Track, hold
from sample_videos.studio.paths import SkinPath, skin_path
from sample_videos.studio.performance import Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.scores import score_of
from sample_videos.studio.stiff import Stiff
from sample_videos.studio.strokes import Frame, Manner
from sample_videos.studio.truth import chart_of
from sample_videos.studio.vocabulary import FAULT_OF, Sense, StrokeAct

FIST_RAD: Final = np.array([1.35, 1.38, 1.4, 1.4, 1.6, 1.62, 1.65, 1.65, 0.5, -0.1, 0.9])
KNUCKLES: Final = (6, 10, 14, 18)
KNUCKLES_ABOVE_CM: Final = 0.85
TIPS_PITCH_DEG: Final = 24.0
DOWN_DEG: Final = (18.0, 42.0)
"""A palm on the belly lies across, its fingers this much below the level of the wrist …"""
STEEP_DEG: Final = (66.0, 66.0)
"""… and so much where two palms lie side by side."""
UP_DEG: Final = (25.0, 45.0)
"""Fingertips on the chest: this much above it."""
FISTS_U: Final = 0.3
"""Two fists keep this far from the midline …"""
PALMS_U: Final = 0.42
"""… and two palms so far, which would go through each other otherwise."""
POLE: Final = np.array([1.0, -0.35, -0.15])
OUTWARDS: Final = np.array([0.15, 0.0, 0.6])


@dataclass(frozen=True, slots=True)
class OnTheFront:
    """Performs a technique of belly or chest by a score; a clip's `perform`.

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
        """Return the performance of a figure that stands."""
        technique = routes.EVERY.find(self.technique)
        sense: Sense = "reversed" if self.act == "reversed" else "right"
        score = score_of(technique, sense, rng, self.longest_s)
        workers = _workers(technique, rng)
        line = line_for(technique, self.act, rng)
        begin_s = float(rng.uniform(1.25, 1.6))
        end_s = round(begin_s + score.contact_s + float(rng.uniform(1.0, 1.5)), 1)
        frame = Frame(max(begin_s - float(rng.uniform(0.8, 1.1)), 0.15), 0.8, end_s)
        turn_deg, tracks = float(rng.uniform(-8.0, 8.0)), dict[Side, Track]()
        for side in SIDES:
            flipped = side == "right"
            if side not in workers:
                rest = HANGING.mirrored() if flipped else HANGING
                tracks[side] = Track((Segment(0.0, end_s, hold(rest)),))
                continue
            rail = _rail(figure, technique, line, turn_deg, flipped)
            part = Led(score, rail, begin_s, OUTWARDS, flipped)
            tracks[side] = led(part, sense, FAULT_OF.get(self.act), _manner(part), frame)
        return Performance(
            end_s,
            tracks,
            dict.fromkeys(SIDES, _grip(technique)),
            {"left": POLE, "right": POLE * (-1, 1, 1)},
            figure.landmarks.shoulders_cm,
            "torso",
            len(workers) > 1,
            stiff=_fist() if technique.effector is Effector.FIST else None,
        )


def _workers(technique: Technique, rng: np.random.Generator) -> tuple[Side, ...]:
    if technique.hands is Hands.BOTH:
        return SIDES
    if technique.kind is Kind.CIRCLE:  # clockwise is told for the right hand
        return ("right",)
    return (SIDES[int(rng.integers(2))],)


def _rail(
    figure: Figure, technique: Technique, line_uv: Floats, turn_deg: float, flipped: bool
) -> SkinPath:
    """Lay a line on the trunk, for the hand on the side x > 0."""
    line = line_uv.copy()
    round_, tips = technique.kind is Kind.CIRCLE, technique.effector is Effector.FINGERTIPS
    side_by_side = technique.hands is Hands.BOTH and technique.effector is Effector.PALM
    if technique.kind is Kind.HOLD:  # on either side of the middle of its path
        line[:, 0] = np.linspace(FISTS_U, FISTS_U + 0.1, len(line))
    elif not round_:
        line[:, 0] = np.clip(line[:, 0], PALMS_U if side_by_side else 0.0, None)
    xy = chart_of("abdomen", figure.landmarks, figure.view).xy_cm(beyond(line) if round_ else line)
    if round_ and flipped:  # what goes round like a clock does so for either hand
        xy = xy * np.array([-1.0, 1.0])
    skin = figure.feel([figure.torso])
    start = np.concatenate([xy, np.full((len(xy), 1), 45.0)], axis=1)
    points = skin.meet(start, np.array([0.0, 0.0, -1.0]))
    low, high = UP_DEG if tips else STEEP_DEG if side_by_side else DOWN_DEG
    share = np.interp(line[:: max(len(line) // 6, 1), 1], [0.1, 0.7], [0.0, 1.0])
    turn = np.deg2rad((1.0 if tips else -1.0) * (low + (high - low) * share) + turn_deg)
    pointing = np.stack([-np.cos(turn), np.sin(turn), np.zeros(len(turn))], axis=1)
    pitch = TIPS_PITCH_DEG if tips else PITCH_DEG
    path = skin_path(skin, points, pointing, (pitch, pitch), 2.0, 14.0)
    return closed(path) if round_ else path


def _manner(part: Led) -> Manner:
    """Return how the hand on the side x > 0 comes from beside the thigh, and goes there again."""
    first, last = (part.rail.at(float(part.score.along[k]))[0] for k in (0, -1))
    return Manner(
        OUTWARDS,
        HANGING,
        (np.array([max(first[0], 8.0) + 12.0, 0.5 * first[1] - 32.0, 20.0]),),
        (np.array([max(last[0], 8.0) + 12.0, 0.5 * last[1] - 32.0, 20.0]),),
    )


def _grip(technique: Technique) -> Grip:
    return FINGERS if technique.effector is Effector.FINGERTIPS else PALMS


def _fist() -> Stiff:
    return Stiff(FIST_RAD, KNUCKLES, KNUCKLES_ABOVE_CM)
