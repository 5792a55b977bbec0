"""Behaviour from the catalogue: one technique, done rightly or with one certain fault."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from coach.techniques.schema import Effector, Kind, Technique
from coach.types import ChartName
from sample_videos.studio import routes
from sample_videos.studio.carry import Carrier
from sample_videos.studio.casting import Figure
from sample_videos.studio.doers import FINGERS, PALMS, TWO_FINGERS, doer_of, manner_for, rest_of
from sample_videos.studio.habits import Habit, draw_habit
from sample_videos.studio.hands import SIDES, Side
from sample_videos.studio.motion import Deed, Grip, Segment, Track, hold
from sample_videos.studio.paths import SkinPath
from sample_videos.studio.performance import Performance, drift
from sample_videos.studio.primitives import Floats
from sample_videos.studio.strokes import Frame, Link, Pass, massage
from sample_videos.studio.vocabulary import FAULT_OF, Sense, StrokeAct

CARRIERS: Final[dict[str, Carrier]] = {"face": "head", "neck": "neck", "back": "torso"}
SHORT_SHARE: Final = (0.31, 0.38)
"""How much of its path a stroke that is too short runs along."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Performs a technique; a clip's `perform`.

    Attributes
    ----------
    technique : str
        Its id in the catalogue.
    act : StrokeAct
        What is done with it.
    habit : Habit or None
        How; drawn by chance if not given.
    grip : Grip or None
        How the hands are held; as the technique's part of the hand usually is if not given.
    """

    technique: str
    act: StrokeAct
    habit: Habit | None = None
    grip: Grip | None = None

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure."""
        technique = routes.EVERY.find(self.technique)
        habit = self.habit or draw_habit(rng, technique, self.act)
        performance = perform(figure, technique, self.act, habit, rng)
        if self.grip is None:
            return performance
        return replace(performance, grips=dict.fromkeys(SIDES, self.grip))


def lines_for(rng: np.random.Generator, technique: Technique, act: StrokeAct) -> Floats:
    """Return the line (25, 2) in the technique's chart along which an act runs."""
    line = routes.line_uv(technique)
    if act == "too_short":
        share = rng.uniform(*SHORT_SHARE)
        start = rng.uniform(0.0, 1.0 - share)
        return routes.part_of(line, start, start + share)
    if act == "off_path":
        found = routes.off_path_lines(technique.id)
        return found[int(rng.integers(len(found)))]
    if act == "on_spine":
        u = rng.uniform(-0.03, 0.03)
        return np.stack([np.full(len(line), u), line[:, 1]], axis=1)
    if act == "across_spine":
        # from the one side over to the other, somewhere up the back
        low = rng.uniform(0.15, 0.45)
        rise = rng.uniform(0.1, 0.5)
        s = np.linspace(0, 1, len(line))
        side = rng.uniform(0.34, 0.5)
        bend = 0.5 - 0.5 * np.cos(np.pi * s)
        return np.stack([side * (1 - 2 * bend), low + rise * s], axis=1)
    return line


def perform(
    figure: Figure,
    technique: Technique,
    act: StrokeAct,
    habit: Habit,
    rng: np.random.Generator,
) -> Performance:
    """Perform a technique in a certain way."""
    line = lines_for(rng, technique, act)
    sides = SIDES if habit.way in ("together", "turn") else (habit.way,)
    spans = _schedule(rng, technique, act, habit)
    end_s = round(max(spans[-1][1] + float(rng.uniform(1.0, 1.5)), 5.0), 1)
    leave_s = min(float(rng.uniform(0.7, 1.0)), end_s - spans[-1][1] - 0.1)
    doer, tracks = doer_of(figure, rng), dict[Side, Track]()
    for side in SIDES:
        flipped = (side == "right") == (figure.view == "front")
        turn = spans[SIDES.index(side) :: 2] if habit.way == "turn" else spans
        if side not in sides:
            rest = rest_of(figure)
            aim = rest.mirrored() if flipped else rest
            tracks[side] = Track((Segment(0.0, end_s, hold(aim)),))
            continue
        lag = rng.uniform(0.0, habit.lag_s, len(turn)) * (side == sides[-1])
        mine = [(round(a + x, 3), round(b + x, 3)) for (a, b), x in zip(turn, lag, strict=True)]
        passes = _passes(figure, technique, act, habit, line, mine, flipped, rng)
        manner = manner_for(figure, passes[0].deed.path, passes[-1].deed.path)
        arrive = max(mine[0][0] - float(rng.uniform(0.8, 1.15)), 0.15)
        frame = Frame(arrive, min(leave_s, end_s - mine[-1][1] - 0.05), end_s)
        tracks[side] = massage(passes, frame, manner.mirrored() if flipped else manner)
    grip = _grip(technique, habit)
    return Performance(
        end_s,
        tracks,
        dict.fromkeys(SIDES, grip),
        doer.poles,
        doer.shoulders_cm,
        CARRIERS[technique.region.value],
        habit.way != "turn",
        None if habit.head_deg is None else drift(rng, habit.head_deg),
        None if habit.sway_cm is None else drift(rng, habit.sway_cm, 0.22),
    )


def _grip(technique: Technique, habit: Habit) -> Grip:
    if technique.effector is Effector.PALM:
        return PALMS
    return TWO_FINGERS if habit.two_fingers else FINGERS


def _schedule(
    rng: np.random.Generator, technique: Technique, act: StrokeAct, habit: Habit
) -> list[tuple[float, float]]:
    """Lay out all strokes of a bout in time, whichever hand does them."""
    t_s, spans = float(rng.uniform(1.25, 1.6)), []
    for k in range(habit.count):
        length = habit.stroke_s * rng.uniform(0.92, 1.08)
        spans.append((round(t_s, 3), round(t_s + length, 3)))
        pause = habit.pauses[k] if k < len(habit.pauses) else 0.0
        t_s += length + pause + _link_s(technique, act, habit)
    return spans


def _link_s(technique: Technique, act: StrokeAct, habit: Habit) -> float:
    """Return the time between two strokes, without pauses."""
    if act == "rubbing":
        return 0.04
    if technique.kind is Kind.CIRCLE and act != "too_short":
        return 0.06
    if habit.way == "turn":  # the other hand returns meanwhile
        return 0.15
    return max(habit.return_ratio * habit.stroke_s, 0.3)


def _passes(
    figure: Figure,
    technique: Technique,
    act: StrokeAct,
    habit: Habit,
    line: Floats,
    spans: list[tuple[float, float]],
    flipped: bool,
    rng: np.random.Generator,
) -> list[Pass]:
    """Return the passes of one hand."""
    rubbing, circle = act == "rubbing", technique.kind is Kind.CIRCLE
    result = []
    for k, (start, end) in enumerate(spans):
        backwards = act == "reversed" or (rubbing and k % 2 == 1)
        path = _one(figure, technique, act, habit, line, rng)
        path = path.reversed() if backwards else path
        run = path.raised(habit.hover_cm) if act == "hovering" else path
        last = k + 1 == len(spans)
        straight_on = rubbing or (circle and act != "too_short")
        sense: Sense = "reversed" if backwards else "right"
        touching, returns = act != "hovering", not (last or straight_on)
        deed = Deed(sense, FAULT_OF.get(act), touching, returns, path)
        gap = 1.0 if last else spans[k + 1][0] - end
        longest = max(habit.return_ratio * (end - start), 0.3)
        link = Link(
            "turn" if straight_on else "return",
            min(longest, gap),
            habit.lift_cm * float(rng.uniform(0.88, 1.12)),
            ("end", "start", "above")[int(rng.integers(3))],
        )
        result.append(Pass(start, end, run.mirrored() if flipped else run, deed, link))
    return result


def _one(
    figure: Figure,
    technique: Technique,
    act: StrokeAct,
    habit: Habit,
    line: Floats,
    rng: np.random.Generator,
) -> SkinPath:
    """Lay one stroke's line on the figure, a little different every time."""
    jitter = rng.uniform(-habit.jitter_cm, habit.jitter_cm, 2)
    shift = np.array(habit.offset_cm) + jitter
    if act == "on_spine":  # the fault is the place: it stays there
        shift = 0.35 * np.clip(shift, -1.2, 1.2)
    if technique.chart is not ChartName.TORSO:
        shift = shift * np.array([0.7, 1.0])
    moved = routes.shifted_uv(technique, line, shift)
    if act not in ("on_spine", "across_spine"):
        circling = technique.kind is Kind.CIRCLE and habit.way == "together"
        least = 0.38 if circling else routes.MIDDLE_U
        moved[:, 0] = np.maximum(moved[:, 0], least)
    return routes.laid(figure, technique, moved, habit.touch)
