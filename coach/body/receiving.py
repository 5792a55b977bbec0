"""Which hand works and which is worked on, where one hand is at the other one or at its arm."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from coach.body.hand import AXIS_U, hand_chart
from coach.body.limb import LimbChart
from coach.body.torso import PlaneChart
from coach.types import HANDS, ChartName, FloatArray, Observation

__all__ = ["Receiving"]

LIVELIER = 2.0
"""The working hand moves faster than the other one by this factor, lately: who strokes both ways
at once, as on the belly, works with both hands (ours) …"""
LATELY_S, CALM_S = 0.6, 0.25
LEAST_SPEED = 0.9
"""… and faster than this, in palms a second, its place smoothed over `CALM_S`: a resting hand, that
seems to tremble, works on nothing (ours)."""
HAND_REACH = np.array([(-1.9, -0.5), (1.9, 2.5)])
"""Lower and upper corner, about the hand's middle line in the hand chart, of what counts as at the
hand: the palm, the fingers, and a finger's breadth around (ours)."""
ARM_REACH = np.array([(-0.9, -0.08), (0.9, 1.06)])
"""The same about the arm's bones: 9 cm to either side (ours)."""
STAY = 1.25
"""A hand that is already at the other one stays there this much further out."""
BACK_S = 0.3
"""Out of sight for longer, a hand's speed is measured anew."""
BLINK_S = 1.0
"""For so long a hand that is not seen is where it was."""
CAME_S, CAME = 2.0, 1.0
"""Whoever has just come to the other hand from so far, in palms, works on it, while the other one
moved no more than the usual share of that (ours)."""
APART_S = 1.5
"""Hands that were apart for longer have ended what they did with each other."""
FORGOTTEN_S, TRUNK_U = 3.0, 0.85
"""Before the trunk, so near its middle, a hand works on an arm only if that one's own hand was
seen no longer ago (ours)."""
STILL_S, ASTRAY = 2.0, 0.25
"""Who is worked on holds still: where its joints are found further from their median over so long
than this, in palms, as under the hand that works, the median stands in for them (ours)."""
HELD_S = 0.5
"""A hand that is held out is seen, and was so long ago: now and then a second hand is seen for a
moment where there is none (ours)."""
INSIDE_V, SETTLED_S = 0.15, 0.6
"""A hand that was on the arm, and whose fingertips or thumb then stay on the hand, so far beyond
the wrist and for so long, works on the hand (ours)."""
PALM = [0, 5, 9, 13, 17]
FINGERTIPS, THUMB = [8, 12], 4


class Receiving:
    """Tells frame by frame what each hand works on: the other hand, its arm, or neither."""

    def __init__(self) -> None:
        self._speed = np.zeros(2)
        self._last_s = math.nan
        self._charts: list[PlaneChart | LimbChart | None] = [None, None]
        self._calm_px = np.full((2, 2), np.nan)
        self._seen_s = [-math.inf, -math.inf]
        self._hand_s = [-math.inf, -math.inf]
        self._at: list[ChartName | None] = [None, None]
        # When, and (2, 3): for each hand its palm's middle and length, in pixels.
        self._trail: deque[tuple[float, FloatArray]] = deque()
        self._worker: int | None = None
        self._together_s = -math.inf
        self._still: tuple[deque[tuple[float, FloatArray]], ...] = (deque(), deque())
        self._inside_s = [math.nan, math.nan]

    def push(
        self, seen: Observation, arms: LimbChart | None, torso: PlaneChart | None
    ) -> tuple[tuple[ChartName | None, PlaneChart | LimbChart | None], ...]:
        """Give for the left and the right hand what it works on, and the chart of that."""
        self._note_speed(seen)
        for index, has_hand in enumerate(seen.has_hand):
            if has_hand:
                self._hand_s[index] = seen.t_s
                self._still[index].append((seen.t_s, seen.hands_px[index]))
            while self._still[index] and self._still[index][0][0] < seen.t_s - STILL_S:
                self._still[index].popleft()
        found: list[tuple[ChartName | None, PlaneChart | LimbChart | None]] = []
        for index in range(len(HANDS)):
            other = 1 - index
            if self._is_blink(seen, index):
                found.append((self._at[index], self._charts[index]))
                continue
            works = self._at[other] is None and self._works(index, seen.t_s)
            chart = self._under(seen, index, arms, torso) if works else None
            self._charts[index] = chart
            self._at[index] = None if chart is None else chart.name
            if chart is not None:
                self._worker, self._together_s = index, seen.t_s
            found.append((self._at[index], chart))
        return tuple(found)

    def is_held(self, index: int, t_s: float) -> bool:
        """Tell whether a hand is seen now, and not only since a moment ago."""
        lately = self._still[index]
        return bool(lately) and lately[-1][0] == t_s and lately[0][0] <= t_s - HELD_S

    def _works(self, index: int, t_s: float) -> bool:
        """Tell whether it is this hand that works, once it is at the other one."""
        if self._at[index] is not None or self._is_livelier(index):
            return True
        if self._speed[1 - index] > LEAST_SPEED:  # Who is worked on holds still.
            return False
        if self._worker is not None and t_s - self._together_s < APART_S:
            return self._worker == index
        mine, theirs = self._came(index), self._came(1 - index)
        return mine > max(CAME, LIVELIER * theirs)

    def _came(self, index: int) -> float:
        """How far a hand is from where it was at most in the last while, in palms; 0 if unknown."""
        past_px = np.array([places_px[index] for _, places_px in self._trail])
        away = np.hypot(*(past_px[:, :2] - past_px[-1, :2]).T) / past_px[-1, 2]
        return float(np.nanmax(away)) if np.isfinite(away).any() else 0.0

    def _is_blink(self, seen: Observation, index: int) -> bool:
        """Tell whether a hand, or the one it works on, is only out of sight for a moment."""
        if all(seen.has_hand):
            self._seen_s[index] = seen.t_s
            return False
        return seen.t_s - self._seen_s[index] <= BLINK_S

    def _is_livelier(self, index: int) -> bool:
        mine, theirs = self._speed[index], self._speed[1 - index]
        return bool(mine > max(LEAST_SPEED, LIVELIER * theirs))

    def _under(
        self,
        seen: Observation,
        index: int,
        arms: LimbChart | None,
        torso: PlaneChart | None,
    ) -> PlaneChart | LimbChart | None:
        """Give the chart of what is under a hand, the hand before the arm; None for neither."""
        hand_px, receiver = seen.hands_px[index], HANDS[1 - index]
        stay = STAY if self._at[index] is not None else 1.0
        sign = 1.0 if receiver is HANDS[0] else -1.0
        hand = hand_chart(self._held_px(seen, 1 - index), receiver)
        at_hand = at_arm = is_inside = False
        if hand is not None:
            parts_px = np.stack([hand_px[FINGERTIPS].mean(axis=0), hand_px[THUMB]])
            about = hand.to_uv(parts_px) * (sign, 1.0) - (AXIS_U, 0.0)
            at_hand = any(_within(HAND_REACH * stay, part) for part in about)
            is_inside = any(_within(HAND_REACH, part) and part[1] > INSIDE_V for part in about)
        if arms is not None:
            u, v = arms.to_uv(hand_px[PALM].mean(axis=0)[None], only=receiver)[0]
            at_arm = _within(ARM_REACH * stay, np.array([sign * u - 1.0, v]))
            # An arm that hangs beside the trunk is reached now and then by who strokes the belly.
            unseen = seen.t_s - self._hand_s[1 - index] > FORGOTTEN_S
            at_arm = at_arm and not (unseen and _before_trunk(hand_px, torso))
        if not is_inside or not math.isfinite(self._inside_s[index]):
            self._inside_s[index] = seen.t_s if is_inside else math.nan
        settled = is_inside and seen.t_s - self._inside_s[index] > SETTLED_S
        if at_arm and self._at[index] is ChartName.ARM and not settled:
            return arms  # Fingers that circle on a forearm reach over the wrist now and then.
        if at_hand:
            return hand
        return arms if at_arm else None

    def _held_px(self, seen: Observation, index: int) -> FloatArray:
        """(21, 2): where the joints of a hand are that is worked on."""
        now_px: FloatArray = seen.hands_px[index]
        if self._speed[index] > LEAST_SPEED or not self._still[index]:
            return now_px
        usual_px: FloatArray = np.median([joints for _, joints in self._still[index]], axis=0)
        away_px = np.hypot(*(now_px - usual_px)[PALM].T).max()
        is_astray = away_px > ASTRAY * np.hypot(*(usual_px[9] - usual_px[0]))
        return usual_px if is_astray else now_px

    def _note_speed(self, seen: Observation) -> None:
        middle_px = seen.hands_px[:, PALM].mean(axis=1)
        dt_s = seen.t_s - self._last_s
        palm_px = np.maximum(np.hypot(*(seen.hands_px[:, 9] - seen.hands_px[:, 0]).T), 1.0)
        self._trail.append((seen.t_s, np.column_stack([middle_px, palm_px])))
        while self._trail[0][0] < seen.t_s - CAME_S:
            self._trail.popleft()
        # A hand that comes back into sight elsewhere has not moved there.
        back = [
            has and seen.t_s - at_s > BACK_S
            for has, at_s in zip(seen.has_hand, self._hand_s, strict=True)
        ]
        self._speed[back] = 0.0
        fresh = ~np.isfinite(self._calm_px) | np.array(back)[:, None]
        self._calm_px[fresh] = middle_px[fresh]
        if 0 < dt_s < 1:
            share = 1 - math.exp(-dt_s / CALM_S)
            moved_px = share * (middle_px - self._calm_px)
            self._calm_px += np.where(np.isfinite(moved_px), moved_px, 0.0)
            speed = np.hypot(*moved_px.T) / palm_px / dt_s
            keep = math.exp(-dt_s / LATELY_S)
            known = np.isfinite(speed)
            self._speed[known] = keep * self._speed[known] + (1 - keep) * speed[known]
        self._last_s = seen.t_s


def _before_trunk(hand_px: FloatArray, torso: PlaneChart | None) -> bool:
    if torso is None:
        return False
    u, v = torso.to_uv(hand_px[PALM].mean(axis=0)[None])[0]
    return bool(abs(u) < TRUNK_U and 0.0 < v < 1.0)


def _within(reach: FloatArray, point: FloatArray) -> bool:
    return bool((point > reach[0]).all() and (point < reach[1]).all())
