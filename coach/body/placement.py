"""Where the hands are on the body, frame after frame: observations in, touches out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from coach.body.face import FaceChart, FaceFitter
from coach.body.neck import neck_chart
from coach.body.scale import FACE_U_CM, to_cm
from coach.body.smoothing import OneEuro
from coach.body.torso import PlaneChart, TorsoFitter, ViewJudge
from coach.types import HANDS, Chart, ChartName, FloatArray, Observation, Side, View, frozen_array

__all__ = ["CHARTS", "BodyFollower", "Placement", "Touch"]

CHARTS = tuple(ChartName)
"""The order of the first axis of ``Touch.at_uv``."""

FINGERTIPS = [8, 12]
"""Tips of index and middle finger."""
FINGERTIP_CM = 0.65
"""How far the joint at a fingertip lies above the skin that the pad touches: half a finger's
thickness (ours)."""
PALM = [0, 5, 9, 13, 17]
RIGID = np.array(list(combinations([0, 1, 5, 9, 13, 17], 2)))
"""Pairs of joints whose distance in the hand does not change with the fingers."""

HEAD_REACH_CM = np.array([(-14.0, -22.0), (14.0, 11.0)])
"""Lower and upper corner, in the face chart, within which a hand is at the head or neck."""
TORSO_REACH_UV = np.array([(-1.5, -0.25), (1.5, 1.35)])
SIZE_HZ = 0.1
"""Cut-off of the body's size that the palm's is compared with: people come nearer slowly, while
the mesh of a covered face seems to grow and shrink with every stroke."""
STAY = 1.25
"""A hand that is already followed in a chart stays in it this much further out."""


@dataclass(frozen=True, slots=True)
class Touch:
    """Where one hand is in body coordinates, in one frame.

    Attributes
    ----------
    t_s, side
        When, and which hand.
    anchor
        The chart the hand's movement is followed in; None while the hand is away from the
        body, or not seen.
    at_cm
        (2,): where the effector (fingertips or palm) is in the anchor, in centimetres of an
        average adult.
    at_uv
        (3, 2): the same in every chart that holds, in the order of `CHARTS`.
    contact_px
        (2,): the same in the picture.
    palm_size
        Apparent size of the palm over that of the body: grows when the hand comes nearer to
        the camera than the skin, and changes with the hand's pose.
    """

    t_s: float
    side: Side
    anchor: ChartName | None
    at_cm: FloatArray
    at_uv: FloatArray
    contact_px: FloatArray
    palm_size: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "at_cm", frozen_array(self.at_cm, (2,), "at_cm"))
        object.__setattr__(self, "at_uv", frozen_array(self.at_uv, (len(CHARTS), 2), "at_uv"))
        object.__setattr__(self, "contact_px", frozen_array(self.contact_px, (2,), "contact_px"))


@dataclass(frozen=True, slots=True)
class Placement:
    """The body's charts and both hands in one frame."""

    t_s: float
    view: View
    charts: tuple[Chart, ...]
    touches: tuple[Touch, Touch]


class BodyFollower:
    """Follows one person's body and both hands."""

    def __init__(self) -> None:
        self._face = FaceFitter()
        self._torso = TorsoFitter()
        self._view = ViewJudge()
        self._anchors: list[ChartName | None] = [None, None]
        self._size = OneEuro(min_cutoff_hz=SIZE_HZ, beta=0.0)

    def push(self, seen: Observation) -> Placement:
        """Place both hands of one frame."""
        face = self._face.push(seen)
        view = self._view.push(seen)
        torso = self._torso.push(seen, view)
        neck = neck_chart(face, torso) if face is not None and torso is not None else None
        charts = (face, neck, torso)
        body_px = _body_px(charts, view)
        if np.isfinite(body_px):
            body_px = float(np.exp(self._size(seen.t_s, np.log([body_px]))[0]))
        left, right = (
            self._touch(seen, index, view, charts, body_px) for index in range(len(HANDS))
        )
        held = tuple(chart for chart in charts if chart is not None)
        return Placement(seen.t_s, view, held, (left, right))

    def _touch(
        self,
        seen: Observation,
        index: int,
        view: View,
        charts: tuple[FaceChart | None, PlaneChart | None, PlaneChart | None],
        body_px: float,
    ) -> Touch:
        hand_px = seen.hands_px[index]
        at_uv = np.full((len(CHARTS), 2), np.nan)
        if not np.isfinite(hand_px[0, 0]):
            nowhere = np.full(2, np.nan)
            return Touch(seen.t_s, HANDS[index], None, nowhere, at_uv, nowhere, np.nan)
        effector = PALM if view is View.BACK else FINGERTIPS
        contact_px = hand_px[effector].mean(axis=0)
        for row, chart in enumerate(charts):
            if isinstance(chart, FaceChart):
                at_uv[row] = chart.to_uv(contact_px[None], above=FINGERTIP_CM / FACE_U_CM)[0]
            elif chart is not None:
                at_uv[row] = chart.to_uv(contact_px[None])[0]
        anchor = _anchor(at_uv, view, self._anchors[index])
        self._anchors[index] = anchor
        at_cm = np.full(2, np.nan) if anchor is None else to_cm(anchor, at_uv[CHARTS.index(anchor)])
        size = _palm_px(hand_px) / body_px
        return Touch(seen.t_s, HANDS[index], anchor, at_cm, at_uv, contact_px, size)


def _anchor(at_uv: FloatArray, view: View, before: ChartName | None) -> ChartName | None:
    """Choose the chart to follow a hand in: the head's before the torso's; NaN is outside."""
    face_cm = to_cm(ChartName.FACE, at_uv[CHARTS.index(ChartName.FACE)])
    torso_uv = at_uv[CHARTS.index(ChartName.TORSO)]
    near_head = view is not View.BACK and _within(HEAD_REACH_CM, face_cm)
    if before is ChartName.FACE and view is not View.BACK:
        near_head = _within(STAY * HEAD_REACH_CM, face_cm)
    elif before is ChartName.TORSO and _within(TORSO_REACH_UV, torso_uv):
        # From the chest to the neck the torso hands over only well inside the head's reach.
        near_head = near_head and _within(HEAD_REACH_CM / STAY, face_cm)
    if near_head:
        return ChartName.FACE
    return ChartName.TORSO if _within(TORSO_REACH_UV, torso_uv) else None


def _within(reach: FloatArray, point: FloatArray) -> bool:
    return bool((point > reach[0]).all() and (point < reach[1]).all())


def _palm_px(hand_px: FloatArray) -> float:
    """Give the median distance among the palm's rigid joints, in pixels."""
    ends = hand_px[RIGID]
    return float(np.median(np.hypot(*(ends[:, 0] - ends[:, 1]).T)))


def _body_px(
    charts: tuple[FaceChart | None, PlaneChart | None, PlaneChart | None], view: View
) -> float:
    """Give a length of the body in the picture, in pixels, NaN when no chart holds."""
    face, _, torso = charts
    if face is not None and view is not View.BACK:
        return face.unit_px
    if torso is not None:
        return float(np.hypot(*torso.axes_px[:, 1])) / 10
    return float("nan")
