"""A hand that is held up before the camera, and the other one whose fingers stroke its back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

import numpy as np

from coach.techniques.library import load_library
from sample_videos.studio import hands, routes
from sample_videos.studio.carry import elbow_cm, within_reach_cm
from sample_videos.studio.casting import Figure, HeldOut, cast
from sample_videos.studio.doers import PALM_REST
from sample_videos.studio.field import bake
from sample_videos.studio.habits import Habit
from sample_videos.studio.hand_chart import HandChart
from sample_videos.studio.hand_shape import hand_parts
from sample_videos.studio.hands import SIDES, HandPose
from sample_videos.studio.looks import Look
from sample_videos.studio.motion import Aim, Deed, Grip, Segment, Track, hold
from sample_videos.studio.paths import SkinPath, evenly, skin_path, unit
from sample_videos.studio.performance import Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.strokes import Frame, Link, Manner, Pass, massage
from sample_videos.studio.vocabulary import FAULT_OF, Fault, Sense, StrokeAct

WRIST_CM: Final = np.array([16.5, -28.5, 22.0])
UP: Final = np.array([-0.22, 1.0, 0.10])
"""Where the fingers of the left hand point …"""
BACK: Final = np.array([0.12, 0.0, 1.0])
"""… and where its back looks: to the camera …"""
AWAY: Final = np.array([0.05, 0.0, -1.0])
"""… or, where its palm is shown, away from it."""
FLAT_RAD: Final = np.where(np.arange(hands.N_ANGLES) == hands.FAN, 1.4, PALM_REST)
BY_FINGERS: Final = "finger-by-finger"
SHORT_SHARE: Final = 0.35
"""How much of its path a stroke that is too short runs along."""
FELT_CM: Final = 0.3
"""How finely the hand is felt by the other one."""
POLES: Final = {"left": np.array([0.35, -1.0, 0.0]), "right": np.array([-1.0, -0.55, 0.5])}
STEEP_DEG: Final = 20.0
READY: Final = Aim(
    np.array([-4.0, -32.0, 25.0]), unit(np.array([0.8, 0.6, 0.1])), np.array([0.0, 0.0, 1.0])
)
"""The right hand before the chest, turned almost as it works.

From below the picture it would be seen too late to tell from its way that it is this hand that
works, and which one is massaged.
"""
COME_S: Final = 0.6
STRETCHED: Final = Grip(
    np.array([0.10, 0.10, 0.14, 0.18, 0.12, 0.12, 0.16, 0.2, 1.0, 0.2, 0.2]),
    hands.EFFECTOR_TIPS,
    "fingertips",
)
"""All fingers nearly straight: curled ones would not find room over a flat hand."""


@lru_cache(maxsize=2)
def holding_out(look: Look, *, palm_shown: bool = False) -> Figure:
    """Return the baked figure of a person who holds out the left hand, its back or palm shown."""
    figure = cast("front", look)
    turn = hands.frame(UP, AWAY if palm_shown else BACK)
    pose = figure.handed(HandPose("left", turn, WRIST_CM, FLAT_RAD))
    shoulder_cm = within_reach_cm(figure.landmarks.shoulders_cm[0], WRIST_CM)
    elbow = elbow_cm(shoulder_cm, WRIST_CM, POLES["left"])
    felt = hand_parts(pose.joints_cm(), "left", look, elbow_cm=elbow)
    return replace(figure, held=HeldOut(pose, bake(felt.arrays(), FELT_CM)))


@dataclass(frozen=True, slots=True)
class OnTheHand:
    """Performs strokes of the right hand's fingers on the left hand; a clip's `perform`.

    Attributes
    ----------
    technique : str
        Its id in the catalogue.
    habit : Habit
        How; the hand that is massaged keeps still.
    act : StrokeAct
        What is done with it: right, reversed, or too short.
    """

    technique: str
    habit: Habit = field(default_factory=Habit)
    act: StrokeAct = "right"

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure that holds out a hand."""
        if figure.held is None:
            raise ValueError("nobody holds out a hand")
        lines = lines_on(figure.held, self.technique)
        if self.act == "too_short":
            begin = float(rng.uniform(0.0, 1.0 - SHORT_SHARE))
            lines = [routes.part_of(line, begin, begin + SHORT_SHARE) for line in lines]
        paths = [
            _laid(figure, figure.held, lines[k % len(lines)], self.habit, rng)
            for k in range(self.habit.count)
        ]
        sense: Sense = "reversed" if self.act == "reversed" else "right"
        if sense == "reversed":
            paths = [path.reversed() for path in paths]
        passes = _passes(paths, self.habit, sense, FAULT_OF.get(self.act), rng)
        end_s = round(passes[-1].end_s + float(rng.uniform(1.0, 1.4)), 1)
        frame = Frame(passes[0].start_s - COME_S, 0.8, end_s)
        works = massage(passes, frame, _manner(paths))
        return Performance(
            end_s,
            # the hand that is massaged is where the body carries it, whatever its track
            {"left": Track((Segment(0.0, end_s, hold(READY)),)), "right": works},
            dict.fromkeys(SIDES, STRETCHED),
            POLES,
            figure.landmarks.shoulders_cm,
            "torso",
            False,
        )


def lines_on(held: HeldOut, technique: str) -> list[Floats]:
    """Return the lines (25, 2) in the chart that strokes run along in turn.

    Finger by finger that is each of the four long fingers, from its base to its tip. (The thumb
    stands out to the side.)
    """
    if technique != BY_FINGERS:
        return [routes.line_uv(load_library().find(technique))]
    chart, joints = HandChart.of(held.pose), held.pose.joints_cm()
    return [evenly(chart.uv(joints[base : base + 4]), 25) for base in (5, 9, 13, 17)]


def _passes(
    paths: list[SkinPath],
    habit: Habit,
    sense: Sense,
    fault: Fault | None,
    rng: np.random.Generator,
) -> list[Pass]:
    """Lay strokes and the ways back out in time."""
    t_s, passes = float(rng.uniform(1.25, 1.6)), []
    back_s = habit.return_ratio * habit.stroke_s
    for k, path in enumerate(paths):
        start_s, t_s = t_s, t_s + habit.stroke_s * float(rng.uniform(0.92, 1.08))
        deed = Deed(sense, fault, True, k + 1 < len(paths), path)
        link = Link("return", back_s, habit.lift_cm * float(rng.uniform(0.88, 1.12)))
        passes.append(Pass(round(start_s, 3), round(t_s, 3), path, deed, link))
        t_s += back_s
    return passes


def _manner(paths: list[SkinPath]) -> Manner:
    """Return how the right hand comes from before the chest, and goes there again."""
    begin, end = paths[0].points_cm[0], paths[-1].points_cm[-1]
    return Manner(
        np.array([-0.5, -0.1, 0.5]),
        READY,
        (begin + np.array([-8.0, -2.0, 5.0]),),
        (end + np.array([-8.0, 0.0, 6.0]),),
    )


def _laid(
    figure: Figure, held: HeldOut, line_uv: Floats, habit: Habit, rng: np.random.Generator
) -> SkinPath:
    """Lay one stroke on the back of the hand, a little different every time."""
    chart, pose = HandChart.of(held.pose), held.pose
    out = pose.rotation[:, 2]
    shift_cm = np.array(habit.offset_cm) + rng.uniform(-habit.jitter_cm, habit.jitter_cm, 2)
    places = chart.place_cm(line_uv) + shift_cm @ pose.rotation[:, :2].T
    skin = figure.feel([held.body])
    points = skin.meet(places + 6.0 * out, -out, 12.0)
    across = pose.rotation[:, 0]  # a left hand's: from the little finger towards the thumb
    rise = np.deg2rad(np.array([18.0, 8.0, -4.0]))[:, None]
    pointing = np.cos(rise) * across + np.sin(rise) * pose.rotation[:, 1]
    return skin_path(skin, points, pointing, (STEEP_DEG, STEEP_DEG), 4.0, 14.0)
