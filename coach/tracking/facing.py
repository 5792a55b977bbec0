"""Which way a person faces: whether a face that was found is theirs, and when a back is in view.

A face is seen in a pattern now and then, in a row of books or a knot of hair. One such frame must
not turn a back into a front: hands on backs are looked for in another way.
"""

from __future__ import annotations

import math

import numpy as np

from coach.tracking.close_look import Torso
from coach.types import FloatArray

__all__ = ["Facing"]

HEAD = slice(0, 11)
"""Joints of the pose that lie on the head."""
ELSEWHERE = 0.35
"""A face whose middle is further from the pose's head than this, in shoulder widths, is not the
person's. (On rendered and recorded people: 0.16 at most; patterns taken for a face: 0.58 and
more.)"""
LASTS_S = 0.5
"""Where no body is seen, a face is believed that was there for so long."""
ABSENT_AFTER_S = 1.5
BACK_AFTER_S = 5.0
"""A face that was seen before must be gone for longer before a back is taken to be in view: hands
cover it, too."""


class Facing:
    """Follows whether one person's face is in view."""

    def __init__(self) -> None:
        self._first_s = self._since_s = math.nan
        self._found_s = self._believed_s = -math.inf

    def is_own(
        self, t_s: float, face_px: FloatArray, torso: Torso | None, body_px: FloatArray
    ) -> bool:
        """Take what was found in a frame; tell whether it is the person's own face.

        Parameters
        ----------
        face_px
            (468, 3): the face; NaN where none was found.
        torso
            None where no body is seen.
        body_px
            (33, 2): the pose.
        """
        if math.isnan(self._first_s):
            self._first_s = t_s
        if not _is_on(face_px, torso, body_px):
            self._since_s = math.nan
            return False
        if math.isnan(self._since_s):
            self._since_s = t_s
        self._found_s = t_s
        if torso is not None or t_s - self._since_s >= LASTS_S:
            self._believed_s = t_s
        return True

    def is_absent(self, t_s: float) -> bool:
        """Tell whether no face was found for a while."""
        return t_s - max(self._found_s, self._first_s) > ABSENT_AFTER_S

    def is_back(self, t_s: float) -> bool:
        """Tell whether a back is in view, as far as faces tell."""
        if math.isfinite(self._believed_s):
            return t_s - self._believed_s > BACK_AFTER_S
        return self.is_absent(t_s)

    def may_be_back(self, t_s: float) -> bool:
        """Tell whether a back is in view, or nothing is known yet."""
        return self.is_back(t_s) or not math.isfinite(self._believed_s)


def _is_on(face_px: FloatArray, torso: Torso | None, body_px: FloatArray) -> bool:
    if not np.isfinite(face_px[0, 0]):
        return False
    if torso is None:
        return True
    apart_px = np.hypot(*(face_px[:, :2].mean(axis=0) - body_px[HEAD].mean(axis=0)))
    return bool(apart_px <= ELSEWHERE * torso.shoulder_px)
