"""Reading what is true in a clip, as the studio and the simulator tell it (version 3)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.types import ChartName, FloatArray, Region, Sense, Side, View

__all__ = ["ChartScale", "TrueHand", "TrueStroke", "Truth", "read_truth", "truth_of"]

BoolArray = NDArray[np.bool_]

CHART_OF = {
    "face": ChartName.FACE,
    "neck": ChartName.NECK,
    "back": ChartName.TORSO,
    "abdomen": ChartName.TORSO,
    "hand": ChartName.HAND,
}
INDEX_AND_MIDDLE = [8, 12]
"""The joints that are the tips that Coach follows."""
VERSION = 3

OVER_FACE = 0.15
"""A hand is over the face when hands cover this share of it or more (ours)."""


@dataclass(frozen=True, slots=True)
class ChartScale:
    """How long a chart's units are on this very figure, in centimetres.

    Attributes
    ----------
    u_cm, up_cm, down_cm
        One unit across, one above and one below the line v = 0.
    """

    u_cm: float
    up_cm: float
    down_cm: float

    def from_to_mm(self, a_uv: FloatArray, b_uv: FloatArray) -> FloatArray:
        """Give the way between (..., 2) chart points, in millimetres: to the left, and up."""
        return np.asarray(10.0 * (self._cm(b_uv) - self._cm(a_uv)))

    def _cm(self, uv: FloatArray) -> FloatArray:
        v = uv[..., 1]
        v_cm = np.where(v >= 0, v * self.up_cm, v * self.down_cm)
        return np.stack([uv[..., 0] * self.u_cm, v_cm], axis=-1)


@dataclass(frozen=True, slots=True)
class TrueStroke:
    """One working stroke of one hand.

    Attributes
    ----------
    sense
        Along its technique; None where it has none.
    lift_cm
        Height of the return that follows, NaN when none does.
    path_uv
        (n, 2): in the clip's chart.
    """

    start_s: float
    end_s: float
    side: Side
    technique: str
    sense: Sense | None
    fault: str | None
    lift_cm: float
    touching: bool
    no_go: bool
    path_uv: FloatArray


@dataclass(frozen=True, slots=True)
class TrueHand:
    """Where one hand is in every frame.

    Attributes
    ----------
    contact
        (n,): it touches.
    place_uv
        (n, 2): index and middle fingertip's middle, on the trunk the palm's, in the clip's chart;
        NaN while the hand is out of the picture.
    joints_px
        (n, 21, 2).
    """

    contact: BoolArray
    place_uv: FloatArray
    joints_px: FloatArray


@dataclass(frozen=True)
class Truth:
    """All that is known of a clip.

    Attributes
    ----------
    tone
        Skin tone of the person, 1 to 10 on the Monk scale; None when it is not told.
    mirrored
        The clip shows a mirror image; a user would say so.
    torso_px
        (n, 4, 2): left, right shoulder joint, left, right hip joint; NaN where only landmarks are
        simulated.
    occluded
        (n,): share of the face that hands and arms cover; NaN from behind.
    """

    name: str
    act: str
    view: View
    region: Region | None
    chart: ChartName
    technique: str | None
    fps: float
    height_px: int
    duration_s: float
    mirrored: bool
    tone: int | None
    repetitions: int
    by_side: tuple[int, int]
    strokes: tuple[TrueStroke, ...]
    scale: ChartScale
    t_s: FloatArray
    hands: tuple[TrueHand, TrueHand]
    torso_px: FloatArray
    occluded: FloatArray

    @property
    def lift_cm(self) -> float:
        """How high the returns are, in the middle; NaN when there is none."""
        lifts = [s.lift_cm for s in self.strokes if np.isfinite(s.lift_cm)]
        return float(np.median(lifts)) if lifts else float("nan")

    @cached_property
    def hand_over_face(self) -> BoolArray:
        """(n,): hands cover a good part of the face."""
        return np.asarray(self.occluded >= OVER_FACE)


def truth_of(path: Path) -> Truth:
    """Read a truth file.

    Raises
    ------
    ValueError
        It has another version.
    """
    return read_truth(json.loads(path.read_text("utf-8")))


def read_truth(told: Mapping[str, Any]) -> Truth:
    """Read what the studio tells of a take."""
    if told["version"] != VERSION:
        raise ValueError(f"truth of version {told['version']}; version {VERSION} is read")
    frames = told["frames"]
    t_s = np.array(frames["t_s"], dtype=np.float64)
    view = View(told["view"])
    chart = CHART_OF[told["region"] or ("face" if view is View.FRONT else "back")]
    hands = (_hand(frames["left"], chart), _hand(frames["right"], chart))
    strokes = [_stroke(row, chart) for row in told["strokes"]]
    over = frames["occluded"]
    scale = told["chart_cm"]
    return Truth(
        name=told["clip"],
        act=told["act"],
        view=view,
        region=Region(told["region"]) if told["region"] else None,
        chart=chart,
        technique=told["technique"],
        fps=float(told["fps"]),
        height_px=int(told["height"]),
        duration_s=float(told["duration_s"]),
        mirrored=bool(told["mirrored"]),
        tone=told["person"]["tone"],
        repetitions=int(told["repetitions"]),
        by_side=(told["repetitions_by_side"]["left"], told["repetitions_by_side"]["right"]),
        strokes=tuple(sorted(strokes, key=lambda s: (s.start_s, s.side))),
        scale=ChartScale(float(scale["u_cm"]), float(scale["up_cm"]), float(scale["down_cm"])),
        t_s=t_s,
        hands=hands,
        torso_px=np.concatenate(
            [
                _filled(frames.get(joints, [None] * len(t_s)), (len(t_s), 2, 2))
                for joints in ("shoulders_px", "hips_px")
            ],
            axis=1,
        ),
        occluded=np.full(len(t_s), np.nan) if over is None else np.array(over, float),
    )


def _hand(rows: Mapping[str, Sequence[Any]], chart: ChartName) -> TrueHand:
    count = len(rows["contact"])
    if chart is ChartName.TORSO:
        place = _filled(rows["palm_uv"], (count, 2))
    else:
        place = _filled(rows["joints_uv"], (count, 21, 2))[:, INDEX_AND_MIDDLE].mean(axis=1)
    return TrueHand(
        contact=np.array(rows["contact"], dtype=bool),
        place_uv=place,
        joints_px=_filled(rows["joints_px"], (count, 21, 2)),
    )


def _filled(rows: Sequence[Any], shape: tuple[int, ...]) -> FloatArray:
    """Give rows as an array, NaN where a row is null."""
    found = np.full(shape, np.nan)
    for k, row in enumerate(rows):
        if row is not None:
            found[k] = row
    return found


def _stroke(row: Mapping[str, Any], chart: ChartName) -> TrueStroke:
    side, lift = Side(row["side"]), row["lift_cm"]
    path = np.array(row["path_uv"], dtype=np.float64)
    if side is Side.RIGHT and chart is not ChartName.HAND:
        path *= (-1.0, 1.0)  # told with u positive on the hand's own side
    return TrueStroke(
        start_s=row["start_s"],
        end_s=row["end_s"],
        side=side,
        technique=row["technique"],
        sense=Sense(row["sense"]) if row["sense"] else None,
        fault=row["fault"],
        lift_cm=float("nan") if lift is None else float(lift),
        touching=bool(row["touching"]),
        no_go=bool(row["no_go"]),
        path_uv=path,
    )
