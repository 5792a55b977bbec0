"""Where the hands are on the body, frame after frame: observations in, touches out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from coach.body.face import FaceChart, FaceFitter
from coach.body.limb import LimbChart, LimbFitter
from coach.body.neck import nape_chart, neck_chart
from coach.body.receiving import Receiving
from coach.body.scale import FACE_U_CM, to_cm
from coach.body.smoothing import OneEuro
from coach.body.torso import PlaneChart, TorsoFitter, ViewJudge
from coach.types import (
    HANDS,
    Chart,
    ChartName,
    FloatArray,
    HandPart,
    Observation,
    Side,
    View,
    frozen_array,
    usual_part,
)

__all__ = ["CHARTS", "BodyFollower", "Placement", "Touch"]

CHARTS = tuple(ChartName)
"""The order of the first axis of ``Touch.at_uv``."""

FINGERTIPS = [8, 12]
"""Tips of index and middle finger."""
FINGERTIP_CM = 0.65
"""How far the joint at a fingertip lies above the skin that the pad touches: half a finger's
thickness (ours)."""
PALM = [0, 5, 9, 13, 17]
THUMB, INDEX = 4, 8
RIGID = np.array(list(combinations([0, 1, 5, 9, 13, 17], 2)))
"""Pairs of joints whose distance in the hand does not change with the fingers."""

HEAD_REACH_CM = np.array([(-14.0, -22.0), (14.0, 11.0)])
"""Lower and upper corner, in the face chart, within which a hand is at the head or neck."""
FACE_CM = np.array([(-8.5, -12.0), (8.5, 9.0)])
"""The same of the face itself: where a hand is before it, the face is what is stroked. A hand that
is held out elsewhere near the head, and that the other one is at, is worked on."""
TORSO_REACH_UV = np.array([(-1.5, -0.25), (1.5, 1.35)])
NAPE_V = 1.6
"""Seen from behind, hands work further up: to the hairline."""
LEG_REACH = np.array([(-1.0, -0.36), (1.0, 1.0)])
"""About a leg's bones, in the leg chart: 10 cm to either side."""
LAP_V = 0.06
"""Hands lower than this on the torso chart may lie on a leg."""
SIZE_HZ = 0.1
"""Cut-off of the body's size that the palm's is compared with: people come nearer slowly, while
the mesh of a covered face seems to grow and shrink with every stroke."""
BACK_REACH_UV = np.array([TORSO_REACH_UV[0], (TORSO_REACH_UV[1, 0], NAPE_V)])
STAY = 1.25
"""A hand that is already followed in a chart stays in it this much further out."""

AnyChart = FaceChart | PlaneChart | LimbChart
Worked = tuple[tuple[ChartName | None, PlaneChart | LimbChart | None], ...]
"""For each hand: what it works on of the other hand and arm, and the chart of that."""
NOTHING_UNDER: Worked = ((None, None),) * len(HANDS)


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
        (charts, 2): the same in every chart that holds, in the order of `CHARTS`.
    contact_px
        (2,): the same in the picture.
    palm_size
        Apparent size of the palm over that of the body: grows when the hand comes nearer to
        the camera than the skin, and changes with the hand's pose.
    parts_uv
        (parts, charts, 2): where each `HandPart` is.
    pinch
        Distance of the tips of thumb and index finger, over the palm's size.
    """

    t_s: float
    side: Side
    anchor: ChartName | None
    at_cm: FloatArray
    at_uv: FloatArray
    contact_px: FloatArray
    palm_size: float
    parts_uv: FloatArray = field(
        default_factory=lambda: np.full((len(HandPart), len(CHARTS), 2), np.nan), repr=False
    )
    pinch: float = float("nan")

    def __post_init__(self) -> None:
        parts = frozen_array(self.parts_uv, (len(HandPart), len(CHARTS), 2), "parts_uv")
        object.__setattr__(self, "parts_uv", parts)
        object.__setattr__(self, "at_cm", frozen_array(self.at_cm, (2,), "at_cm"))
        object.__setattr__(self, "at_uv", frozen_array(self.at_uv, (len(CHARTS), 2), "at_uv"))
        object.__setattr__(self, "contact_px", frozen_array(self.contact_px, (2,), "contact_px"))


@dataclass(frozen=True, slots=True)
class Placement:
    """The body's charts and both hands in one frame; `by_part`, as followed by other parts."""

    t_s: float
    view: View
    charts: tuple[Chart, ...]
    touches: tuple[Touch, Touch]
    by_part: Mapping[HandPart, tuple[Touch, Touch]] = field(default_factory=dict)


class BodyFollower:
    """Follows one person's body and both hands.

    Parameters
    ----------
    part
        The part of the hand to follow; None for the one that is usual on each chart.
    also
        Parts by which the hands are followed besides, in `Placement.by_part`.
    """

    def __init__(self, part: HandPart | None = None, also: Sequence[HandPart] = ()) -> None:
        self._face = FaceFitter()
        self._torso = TorsoFitter()
        self._arms, self._legs = LimbFitter(ChartName.ARM), LimbFitter(ChartName.LEG)
        self._receiving = Receiving()
        self._view = ViewJudge()
        self._part, self._also = part, also
        self._anchors: dict[HandPart | None, list[ChartName | None]] = {
            followed: [None] * len(HANDS) for followed in (part, *also)
        }
        self._size = OneEuro(min_cutoff_hz=SIZE_HZ, beta=0.0)
        self._on_arm_uv = np.full((len(HANDS), len(HandPart), 2), np.nan)

    def push(self, seen: Observation) -> Placement:
        """Place both hands of one frame."""
        face = self._face.push(seen)
        view = self._view.push(seen)
        torso = self._torso.push(seen, view)
        charts: dict[ChartName, AnyChart | None] = {
            ChartName.FACE: face,
            ChartName.NECK: _neck(seen, view, face, torso),
            ChartName.TORSO: torso,
            ChartName.LEG: self._legs.push(seen, view),
        }
        arms = self._arms.push(seen, view) if view is not View.BACK else None
        # In back views the hands are a partner's, who does not work on the own ones.
        under = self._receiving.push(seen, arms, torso) if view is not View.BACK else NOTHING_UNDER
        body_px = _body_px(face, torso, view)
        if np.isfinite(body_px):
            body_px = float(np.exp(self._size(seen.t_s, np.log([body_px]))[0]))
        parts_px = _parts_px(seen.hands_px)
        parts_uv = _parts_uv(parts_px, charts, under, self._on_arm_uv)
        self._note_on_arm(parts_uv, under)
        off_face = not any(_is_before_face(uv) for uv in parts_uv)
        held_out = [off_face and self._receiving.is_held(k, seen.t_s) for k in range(len(HANDS))]
        touches: dict[HandPart | None, tuple[Touch, Touch]] = {}
        for part in self._anchors:
            left, right = (
                self._touch(seen, index, view, set(charts) | {at}, parts_px[index],
                            parts_uv[index], body_px, part,
                            on_hand=at is ChartName.HAND and held_out[1 - index])
                for index, (at, _) in enumerate(under)
            )  # fmt: skip
            touches[part] = (left, right)
        held = [chart for chart in charts.values() if chart is not None]
        held += [chart for _, chart in under if chart is not None]
        by_part = {part: touches[part] for part in self._also}
        return Placement(seen.t_s, view, tuple(held), touches[self._part], by_part)

    def _note_on_arm(self, parts_uv: FloatArray, under: Worked) -> None:
        """Keep where on an arm hands are; a hand that is out of sight is where it was."""
        for index, (at, _) in enumerate(under):
            now = parts_uv[index, :, CHARTS.index(ChartName.ARM)]
            if at is not ChartName.ARM:
                self._on_arm_uv[index] = np.nan
            elif np.isfinite(now).all():
                self._on_arm_uv[index] = now

    def _touch(
        self,
        seen: Observation,
        index: int,
        view: View,
        charts: Collection[ChartName | None],
        parts_px: FloatArray,
        parts_uv: FloatArray,
        body_px: float,
        followed: HandPart | None,
        *,
        on_hand: bool,
    ) -> Touch:
        hand_px, side = seen.hands_px[index], HANDS[index]
        if not np.isfinite(hand_px[0, 0]):
            nowhere, at_uv = np.full(2, np.nan), np.full((len(CHARTS), 2), np.nan)
            return Touch(seen.t_s, side, None, nowhere, at_uv, nowhere, np.nan)
        parts = [usual_part(name, view) if followed is None else followed for name in CHARTS]
        at_uv = parts_uv[parts, range(len(CHARTS))]
        before = self._anchors[followed][index]
        anchor = ChartName.HAND if on_hand else _anchor(at_uv, view, before, charts)
        self._anchors[followed][index] = anchor
        part = parts[CHARTS.index(anchor or ChartName.FACE)]
        at_cm = np.full(2, np.nan) if anchor is None else to_cm(anchor, at_uv[CHARTS.index(anchor)])
        palm_px = _palm_px(hand_px)
        pinch = float(np.hypot(*(hand_px[THUMB] - hand_px[INDEX]))) / palm_px
        return Touch(
            seen.t_s, side, anchor, at_cm, at_uv, parts_px[part], palm_px / body_px, parts_uv, pinch
        )


def _neck(
    seen: Observation, view: View, face: FaceChart | None, torso: PlaneChart | None
) -> PlaneChart | None:
    if torso is None:
        return None
    if view is View.BACK:
        return nape_chart(seen, torso)
    return neck_chart(face, torso) if face is not None else None


def _parts_px(hands_px: FloatArray) -> FloatArray:
    """(hands, parts, 2): where each `HandPart` of each hand is in the picture."""
    fingertips_px = hands_px[:, FINGERTIPS].mean(axis=1)
    return np.stack([fingertips_px, hands_px[:, PALM].mean(axis=1), hands_px[:, THUMB]], axis=1)


def _parts_uv(
    parts_px: FloatArray,
    charts: dict[ChartName, AnyChart | None],
    under: Worked,
    on_arm_uv: FloatArray,
) -> FloatArray:
    """(hands, parts, charts, 2): where the parts of the hands are in every chart that holds."""
    parts_uv = np.full((len(HANDS), len(HandPart), len(CHARTS), 2), np.nan)
    seen = np.isfinite(parts_px[:, 0, 0])
    points_px = parts_px[seen].reshape(-1, 2)
    for name, chart in charts.items():
        if isinstance(chart, FaceChart):
            found = chart.to_uv(points_px, above=FINGERTIP_CM / FACE_U_CM)
        elif chart is not None:
            found = chart.to_uv(points_px)
        else:
            continue
        parts_uv[seen, :, CHARTS.index(name)] = found.reshape(-1, len(HandPart), 2)
    for index, (at, worked) in enumerate(under):
        if at is None or worked is None:
            continue
        if isinstance(worked, LimbChart):  # Nobody strokes an arm with its own hand.
            found = worked.to_uv(parts_px[index], HANDS[1 - index], on_arm_uv[index])
        else:
            found = worked.to_uv(parts_px[index])
        parts_uv[index, :, CHARTS.index(at)] = found
    return parts_uv


def _anchor(
    at_uv: FloatArray, view: View, before: ChartName | None, charts: Collection[ChartName | None]
) -> ChartName | None:
    """Choose the chart to follow a hand in: the head's before the torso's; NaN is outside.

    Between them come the other hand and its arm, where this one works on them, and a leg below
    the trunk.
    """
    face_cm = to_cm(ChartName.FACE, at_uv[CHARTS.index(ChartName.FACE)])
    torso_uv = at_uv[CHARTS.index(ChartName.TORSO)]
    reach_uv = TORSO_REACH_UV if view is not View.BACK else BACK_REACH_UV
    near_head = view is not View.BACK and _within(HEAD_REACH_CM, face_cm)
    if before is ChartName.FACE and view is not View.BACK:
        near_head = _within(STAY * HEAD_REACH_CM, face_cm)
    elif before is ChartName.TORSO and _within(reach_uv, torso_uv):
        # From the chest to the neck the torso hands over only well inside the head's reach.
        near_head = near_head and _within(HEAD_REACH_CM / STAY, face_cm)
    if near_head:
        return ChartName.FACE
    for name in (ChartName.HAND, ChartName.ARM):
        if name in charts:
            return name
    if _is_on_leg(at_uv[CHARTS.index(ChartName.LEG)], torso_uv, before):
        return ChartName.LEG
    return ChartName.TORSO if _within(reach_uv, torso_uv) else None


def _is_before_face(parts_uv: FloatArray) -> bool:
    """Tell whether a hand's palm or fingertips cover the face: (parts, charts, 2) of its places."""
    parts_cm = to_cm(ChartName.FACE, parts_uv[:, CHARTS.index(ChartName.FACE)])
    return any(_within(FACE_CM, parts_cm[part]) for part in (HandPart.PALM, HandPart.FINGERTIPS))


def _is_on_leg(leg_uv: FloatArray, torso_uv: FloatArray, before: ChartName | None) -> bool:
    from_bone = np.array([abs(leg_uv[0]) - 1.0, leg_uv[1]])
    stay = STAY if before is ChartName.LEG else 1.0
    return _within(stay * LEG_REACH, from_bone) and not torso_uv[1] > stay * LAP_V


def _within(reach: FloatArray, point: FloatArray) -> bool:
    return bool((point > reach[0]).all() and (point < reach[1]).all())


def _palm_px(hand_px: FloatArray) -> float:
    """Give the median distance among the palm's rigid joints, in pixels."""
    ends = hand_px[RIGID]
    return float(np.sort(np.hypot(*(ends[:, 0] - ends[:, 1]).T))[len(ends) // 2])


def _body_px(face: FaceChart | None, torso: PlaneChart | None, view: View) -> float:
    """Give a length of the body in the picture, in pixels, NaN when no chart holds."""
    if face is not None and view is not View.BACK:
        return face.unit_px
    if torso is not None:
        return float(np.hypot(*torso.axes_px[:, 1])) / 10
    return float("nan")
