"""How somebody does a technique: pace, returns, hands, and what is personal about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from coach.techniques.schema import Hands, Kind, Technique
from coach.types import ChartName
from sample_videos.studio.routes import Touch
from sample_videos.studio.vocabulary import StrokeAct

Way = Literal["together", "turn", "left", "right"]

LONGEST_S: Final = 9.0
_ROUND_S: Final = 2.9
"""What coming and leaving take of a clip."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody does a technique.

    Attributes
    ----------
    count : int
        Strokes of a hand; hands in turn have half of them each.
    stroke_s : float
        How long a stroke takes.
    return_ratio, lift_cm : float
        How long the way back takes, of the stroke's time, and how high it is.
    way : {"together", "turn", "left", "right"}
        Which hands.
    offset_cm : (2,) float
        By how much all strokes are beside their path: away from the midline, and up.
    jitter_cm : float
        How much strokes differ from each other.
    lag_s : float
        By how much the one hand is behind the other at most.
    pauses : tuple of float
        Rest after each stroke, in seconds.
    hover_cm : float
        Height over the skin of strokes that hover.
    two_fingers : bool
        Whether only index and middle finger are stretched.
    touch : Touch
        How the hand is laid on.
    head_deg, sway_cm : (3,) float or None
        How far head and body wander meanwhile.
    """

    count: int = 3
    stroke_s: float = 1.3
    return_ratio: float = 0.55
    lift_cm: float = 4.6
    way: Way = "together"
    offset_cm: tuple[float, float] = (0.0, 0.0)
    jitter_cm: float = 0.3
    lag_s: float = 0.05
    pauses: tuple[float, ...] = ()
    hover_cm: float = 4.5
    two_fingers: bool = False
    touch: Touch = field(default_factory=Touch)
    head_deg: tuple[float, float, float] | None = None
    sway_cm: tuple[float, float, float] | None = None


def draw_habit(rng: np.random.Generator, technique: Technique, act: StrokeAct) -> Habit:
    """Draw how somebody does a technique."""
    back = technique.chart is ChartName.TORSO
    spread = 1.5 if back else 0.6
    quick = act == "too_fast"
    slowest = min(0.7 * technique.pace_max_s, 2.2 if back else 1.9)
    stroke_s = float(rng.uniform(1.3 * technique.pace_min_s, slowest))
    stroke_s = max(stroke_s, 0.45)
    ratio = float(rng.uniform(0.45, 1.1))
    # three strokes and the ways back must fit into a clip
    stroke_s = min(stroke_s, (LONGEST_S - _ROUND_S) / (3 + 2 * ratio))
    # a hand needs about a quarter of a second for any stroke at all
    stroke_s = max(rng.uniform(0.5, 0.75) * technique.pace_min_s, 0.25) if quick else stroke_s
    way = _draw_way(rng, technique, act)
    wanted = int(rng.choice([3, 3, 3, 4, 5])) * (2 if way == "turn" and stroke_s < 0.9 else 1)
    wanted = max(wanted, 4) if way == "turn" else wanted
    cycle_s = stroke_s * (1 + max(ratio, 0.35 / stroke_s if act != "rubbing" else 0.0))
    room = int((LONGEST_S - _ROUND_S + cycle_s - stroke_s) / cycle_s)
    count = min(wanted + (2 if act == "rubbing" else 0), max(3, room))
    spare_s = LONGEST_S - _ROUND_S - count * cycle_s
    pauses = np.where(rng.random(count) < 0.4, rng.uniform(0.1, 1.5, count), 0.0)
    pauses *= min(1.0, max(spare_s, 0.0) / (pauses.sum() + 1e-9))
    moving = rng.random()
    head = tuple(rng.uniform(0.25, 1.0, 3) * np.array([12.0, 8.0, 5.0]))
    calm = tuple(rng.uniform(0.2, 1.0, 3))
    sways = rng.random() < 0.3
    sway = tuple(rng.uniform(0.2, 1.0, 3) * np.array([1.2, 0.2, 0.8]))
    grip = rng.random() < (0.75 if "chin" in technique.id or "eyes" in technique.id else 0.3)
    return Habit(
        count=count,
        stroke_s=stroke_s,
        return_ratio=ratio,
        lift_cm=float(rng.uniform(0.0, 8.0)),
        way=way,
        offset_cm=(float(rng.uniform(-spread, spread)), float(rng.uniform(-spread, spread))),
        jitter_cm=float(rng.uniform(0.1, 0.5)) * (2.0 if back else 1.0),
        lag_s=float(rng.uniform(0.0, 0.12)),
        pauses=tuple(pauses.tolist()),
        hover_cm=float(rng.uniform(4.0 if back else 3.5, 6.0)),
        two_fingers=bool(grip),
        touch=Touch(float(rng.uniform(-10, 10)), float(rng.uniform(-5, 7))),
        head_deg=None if back or moving > 0.75 else head if moving < 0.5 else calm,
        sway_cm=sway if sways and not back else None,
    )


def _draw_way(rng: np.random.Generator, technique: Technique, act: StrokeAct) -> Way:
    one: Way = "left" if rng.random() < 0.5 else "right"
    if act in ("one_hand", "on_spine", "across_spine"):
        return one
    if technique.hands is Hands.BOTH:
        return "together"
    if technique.kind is Kind.CIRCLE or act == "rubbing":
        return "together" if rng.random() < 0.5 else one
    return ("turn", "together", one)[int(rng.integers(3))]
