"""A pose that slips off a back: arms that reach over it are taken for its own.

The pose landmarker looks next where it found the body last. Once it has slipped, it follows what
it slipped onto, and hands are then looked for, and charted, in the wrong place. A back that is
massaged hardly moves, so a pose that jumps is not believed until it stays where it is.
"""

from __future__ import annotations

import math

import numpy as np

from coach.tracking.close_look import Torso

__all__ = ["SteadyBack"]

JUMP = 0.25
"""From one pose to the next neither shoulders nor hips move further, in shoulder widths."""
STAYS_S = 2.5
"""A pose that jumped is believed after it stayed for so long: the person has moved."""
HOLD_S = 6.0
"""A back is taken to be where it was seen last for so long; as a covered face is."""


class SteadyBack:
    """Follows where one back is, through poses that slip."""

    def __init__(self) -> None:
        self._torso: Torso | None = None
        self._rival: Torso | None = None
        self._seen_s = -math.inf
        self._rival_s = math.inf

    def push(self, t_s: float, torso: Torso | None) -> bool:
        """Take what a new pose says (None for no back); tell whether it is to be believed."""
        if torso is None:
            self._rival = None
            return False
        believed = (
            self._torso is None
            or t_s - self._seen_s > HOLD_S
            or _is_near(torso, self._torso)
            or self._stays(t_s, torso)
        )
        if believed:
            self._torso, self._seen_s, self._rival = torso, t_s, None
        return believed

    def held(self, t_s: float) -> Torso | None:
        """Give the back as it was believed last; None when that is too long ago."""
        return self._torso if t_s - self._seen_s <= HOLD_S else None

    def _stays(self, t_s: float, torso: Torso) -> bool:
        """Tell whether poses that jumped have agreed with each other for long enough."""
        if self._rival is None or not _is_near(torso, self._rival):
            self._rival_s = t_s
        self._rival = torso
        return t_s - self._rival_s >= STAYS_S


def _is_near(one: Torso, other: Torso) -> bool:
    moved_px = np.hypot(
        *np.stack(
            [
                one.hips_px - other.hips_px,
                one.hips_px + one.up_px - other.hips_px - other.up_px,
            ]
        ).T
    )
    return bool(moved_px.max() <= JUMP * other.shoulder_px)
