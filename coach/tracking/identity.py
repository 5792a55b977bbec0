"""Whose hand is it: left or right, kept through crossings, gaps and wrong labels.

The landmarker's own label is wrong now and then, however sure it says it is. So a hand keeps
its side while it can be followed, and a new one is named by everything the picture tells: the
label, the pose's wrists, and the side of the body its wrist came from.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from coach.types import FloatArray

__all__ = ["BodySide", "HandIdentity", "SeenHands"]

FORGET_S = 0.6
"""A hand not seen for longer than this is met anew."""
RENAME_AFTER_S = 1.0
"""Evidence against a hand's side must last about this long before it is renamed."""
WORSE_THAN_NONE = 4.0
"""Cost above which a detection is left without a side."""
RENAME_BELOW = -0.5
MIDLINE, LABEL_BELOW = 0.35, -0.25
"""Nearer to the midline than this, in shoulder half widths, a hand is named by its label alone."""
LABEL_COST, SIDE_COST, WRIST_GAIN, NEW_COST = 0.8, 0.8, 0.8, 1.0
FAR = 3.0
"""A hand does not move further than this, in hand sizes, between two frames."""

WRIST, MIDDLE_KNUCKLE, LITTLE_KNUCKLE, INDEX_KNUCKLE = 0, 9, 17, 5


@dataclass(frozen=True, slots=True)
class SeenHands:
    """What the landmarker gave for one frame.

    Attributes
    ----------
    points_px
        (n, 21, 2).
    left_share
        (n,): how far the label speaks for the person's own left hand, 0 to 1.
    """

    points_px: FloatArray
    left_share: FloatArray


@dataclass(frozen=True, slots=True)
class BodySide:
    """Where the body's sides are in the picture.

    Attributes
    ----------
    midline_px
        (2,): a point on the midline; NaN when no body is seen.
    across_px
        (2,): from the midline to the left shoulder.
    wrists_px
        (2, 2): the pose's left, right wrist.
    """

    midline_px: FloatArray
    across_px: FloatArray
    wrists_px: FloatArray


class HandIdentity:
    """Gives each detected hand its side, frame after frame."""

    def __init__(self) -> None:
        self._palm_px = np.full((2, 2), np.nan)
        self._seen_s = np.full(2, -math.inf)
        self._label = np.zeros(2)
        self._place = np.zeros(2)

    def assign(self, t_s: float, hands: SeenHands, body: BodySide) -> tuple[int | None, int | None]:
        """Choose which detection is the left, which the right hand.

        Returns
        -------
        Index of the detection for the left and for the right hand; None where there is none.
        """
        costs = self._costs(t_s, hands, body)
        count = len(hands.points_px)
        best: tuple[int | None, int | None] = (None, None)
        best_cost = 2 * WORSE_THAN_NONE
        choices = [None, *range(count)]
        for left, right in itertools.product(choices, choices):
            if left is not None and left == right:
                continue
            cost = WORSE_THAN_NONE if left is None else costs[left, 0]
            cost += WORSE_THAN_NONE if right is None else costs[right, 1]
            if cost < best_cost:
                best, best_cost = (left, right), cost
        if self._should_rename(t_s, best, hands, body):
            best = (best[1], best[0])
            self._palm_px, self._seen_s = self._palm_px[::-1].copy(), self._seen_s[::-1].copy()
            self._label, self._place = np.abs(self._label[::-1]), np.abs(self._place[::-1])
        self._remember(t_s, best, hands)
        return best

    def forget(self) -> None:
        """Name all hands anew: what was left has turned out to be right."""
        self._palm_px[:], self._seen_s[:] = np.nan, -math.inf
        self._label[:], self._place[:] = 0.0, 0.0

    def _costs(self, t_s: float, hands: SeenHands, body: BodySide) -> FloatArray:
        costs = np.zeros((len(hands.points_px), 2))
        for index, points_px in enumerate(hands.points_px):
            size_px = _size(points_px)
            sideways = _sideways(points_px[WRIST], body)
            for side, sign in ((0, 1.0), (1, -1.0)):
                if t_s - self._seen_s[side] <= FORGET_S:
                    moved_px = np.hypot(*(_palm(points_px) - self._palm_px[side]))
                    cost = min(moved_px / size_px, FAR)
                else:
                    cost = NEW_COST
                share = hands.left_share[index] if side == 0 else 1 - hands.left_share[index]
                cost += LABEL_COST * (1 - share)
                cost += SIDE_COST * 0.5 * (1 - sign * sideways)
                wrist_px = np.hypot(*(points_px[WRIST] - body.wrists_px[side]))
                if wrist_px < 0.7 * size_px:  # False for NaN: no pose, no say
                    cost -= WRIST_GAIN
                costs[index, side] = cost
        return costs

    def _should_rename(
        self, t_s: float, best: tuple[int | None, int | None], hands: SeenHands, body: BodySide
    ) -> bool:
        """Both hands, or the only one, have long been spoken of as the other side's.

        Label and place must agree on it: a fist or a hand around a tool is often labelled
        wrong for seconds, and hands do cross. Near the midline the place says nothing, and the
        label decides.
        """
        against = []
        for side, index in enumerate(best):
            if index is None:
                continue
            sign = 1.0 if side == 0 else -1.0
            label = sign * (2 * hands.left_share[index] - 1)
            place = sign * _sideways(_palm(hands.points_px[index]), body)
            dt_s = t_s - self._seen_s[side]
            keep = math.exp(-dt_s / RENAME_AFTER_S) if dt_s <= FORGET_S else 0.0
            self._label[side] = keep * self._label[side] + (1 - keep) * label
            self._place[side] = keep * self._place[side] + (1 - keep) * place
            agreed = (self._label[side] + self._place[side]) / 2 < RENAME_BELOW
            middling = abs(self._place[side]) < MIDLINE and self._label[side] < LABEL_BELOW
            against.append(agreed or middling)
        return bool(against) and all(against)

    def _remember(self, t_s: float, best: tuple[int | None, int | None], hands: SeenHands) -> None:
        for side, index in enumerate(best):
            if index is not None:
                self._palm_px[side] = _palm(hands.points_px[index])
                self._seen_s[side] = t_s


def _palm(points_px: FloatArray) -> FloatArray:
    centre: FloatArray = points_px[[WRIST, INDEX_KNUCKLE, MIDDLE_KNUCKLE, LITTLE_KNUCKLE]].mean(0)
    return centre


def _size(points_px: FloatArray) -> float:
    """Extent of the hand in the picture: the larger side of its box, in pixels."""
    return float(max(np.ptp(points_px, axis=0).max(), 1.0))


def _sideways(point_px: FloatArray, body: BodySide) -> float:
    """Say how far to the person's left a point is: −1 to 1, in shoulder half widths."""
    reach = float(body.across_px @ body.across_px)
    offset = float((point_px - body.midline_px) @ body.across_px)
    if not math.isfinite(offset) or reach <= 0:
        return 0.0
    return max(-1.0, min(1.0, offset / reach))
