"""Small truths and outcomes made by hand: four strokes of one hand out along the forehead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.outcome import Outcome, during
from benchmarks.truth import ChartScale, TrueHand, TrueStroke, Truth
from coach.types import Attempt, ChartName, FloatArray, Region, Sense, Side, Verdict, View

FPS = 20.0
FRAMES = 160
T_S = np.arange(FRAMES) / FPS
SPANS_S = ((1.0, 2.0), (2.6, 3.6), (4.2, 5.2), (5.8, 6.8))
PATH_UV = np.stack([np.linspace(0.1, 1.3, 16), np.linspace(0.6, 0.2, 16)], axis=-1)
TECHNIQUE = "forehead-to-temples"


def stroke(start_s: float, end_s: float, side: Side = Side.LEFT, **changes: object) -> TrueStroke:
    plain = TrueStroke(
        start_s=start_s,
        end_s=end_s,
        side=side,
        technique=TECHNIQUE,
        sense=Sense.RIGHT,
        fault=None,
        lift_cm=5.0,
        touching=True,
        no_go=False,
        path_uv=PATH_UV,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def truth(strokes: Sequence[TrueStroke] | None = None, **changes: object) -> Truth:
    strokes = tuple(stroke(*span) for span in SPANS_S) if strokes is None else tuple(strokes)
    hands = tuple(_hand(strokes, side) for side in (Side.LEFT, Side.RIGHT))
    plain = Truth(
        name="made",
        act="right",
        view=View.FRONT,
        region=Region.FACE,
        chart=ChartName.FACE,
        technique=TECHNIQUE,
        fps=FPS,
        height_px=480,
        duration_s=FRAMES / FPS,
        mirrored=False,
        tone=4,
        repetitions=sum(s.fault is None for s in strokes),
        by_side=tuple(
            sum(s.fault is None and s.side is side for s in strokes)
            for side in (Side.LEFT, Side.RIGHT)
        ),
        strokes=strokes,
        scale=ChartScale(4.5, 6.0, 12.0),
        t_s=T_S,
        hands=hands,
        torso_px=np.full((FRAMES, 4, 2), np.nan),
        occluded=np.zeros(FRAMES),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def _hand(strokes: Sequence[TrueStroke], side: Side) -> TrueHand:
    contact = np.zeros(FRAMES, dtype=bool)
    place = np.full((FRAMES, 2), 0.5)
    for one in strokes:
        inside = (one.start_s <= T_S) & (one.end_s >= T_S)
        if one.side is side and one.touching:
            contact |= inside
    return TrueHand(contact, place, np.full((FRAMES, 21, 2), np.nan))


def attempt(start_s: float, end_s: float, side: Side = Side.LEFT, **changes: object) -> Attempt:
    plain = Attempt(
        start_s=start_s,
        end_s=end_s,
        side=side,
        technique=TECHNIQUE,
        sense=Sense.RIGHT,
        direction_error_deg=0.0,
        verdict=Verdict.GOOD,
        counted=True,
        confidence=1.0,
        cue="",
        chart=ChartName.FACE,
        path_uv=PATH_UV,
        path_right_uv=PATH_UV if side is Side.BOTH else np.full((16, 2), np.nan),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def outcome(attempts: Sequence[Attempt] | None = None, **changes: object) -> Outcome:
    attempts = [attempt(*span) for span in SPANS_S] if attempts is None else attempts
    sides = tuple(
        sum(a.counted and a.side in (side, Side.BOTH) for a in attempts)
        for side in (Side.LEFT, Side.RIGHT)
    )
    plain = Outcome(
        technique=TECHNIQUE,
        attempts=tuple(attempts),
        repetitions=sum(a.counted for a in attempts),
        by_side=sides,  # type: ignore[arg-type]
        view=View.FRONT,
        t_s=T_S,
        touching=during(attempts, T_S),
        places_uv=np.full((FRAMES, 2, 2), 0.5),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def turned(path_uv: FloatArray, degrees: float) -> FloatArray:
    """Turn a path of the face chart in an average adult's centimetres (above the eye line)."""
    unit = np.array([4.45, 5.60])
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = (path_uv * unit).mean(axis=0)
    return np.asarray(((path_uv * unit - middle) @ turn.T + middle) / unit)
