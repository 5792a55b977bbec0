"""Where to look for the hands of a person who stands so far off that they are small.

Who shows belly, arms or legs stands two metres away. In a crop around the whole body the palm
detector often finds no hand then, in a tile around the wrist that the pose tells it nearly always
does (on drawn people: in none of the frames of four clips of twenty, and in 0.97 to 1.00 of them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from coach.tracking.close_look import HALF, Tile, chosen, have_size, palms_px_of
from coach.tracking.landmarkers import HandLandmarks
from coach.types import FloatArray

__all__ = ["AtWrist"]

NEAR = 0.6
"""The middle of a hand's palm is at most so far from the pose's wrist, in shoulder widths: a palm
is 0.1 to 0.2 from its own, and the pose errs."""
SURE = 0.5
SHOULDERS, HIPS, WRISTS = (11, 12), (23, 24), (15, 16)


@dataclass(frozen=True, slots=True)
class AtWrist:
    """A search for the hand at one wrist.

    Attributes
    ----------
    wrist_px
        (2,): where the pose sees the wrist.
    shoulder_px
        Width of the person's shoulders.
    """

    wrist_px: FloatArray
    shoulder_px: float

    @classmethod
    def of_standing(
        cls, body_px: FloatArray, visibility: FloatArray, size_px: tuple[int, int]
    ) -> tuple[Self | None, Self | None]:
        """Give the searches at the left and the right wrist of who stands back from the camera.

        That is, whose shoulders and hips are in the picture; of anybody else hands are large.

        Parameters
        ----------
        body_px, visibility
            (33, 2) and (33,): the pose.
        size_px
            Width and height of the picture.
        """

        def is_seen(joint: int) -> bool:
            within = ((body_px[joint] >= 0) & (body_px[joint] < size_px)).all()
            return bool(within and visibility[joint] > SURE)

        if not all(is_seen(joint) for joint in (*SHOULDERS, *HIPS)):
            return None, None
        shoulder_px = float(np.hypot(*(body_px[SHOULDERS[0]] - body_px[SHOULDERS[1]])))
        left, right = (cls(body_px[k], shoulder_px) if is_seen(k) else None for k in WRISTS)
        return left, right

    def misses(self, known: HandLandmarks) -> bool:
        """Tell whether no known hand is at the wrist."""
        return not self._are_near(known).any()

    def tiles(self, known: HandLandmarks) -> list[Tile]:
        """Give the one tile around the wrist."""
        return [Tile(self.wrist_px, HALF * self.shoulder_px)]

    def plausible(self, hands: HandLandmarks) -> HandLandmarks:
        """Keep the hands that have a hand's size and are at the wrist."""
        good = self._are_near(hands) & have_size(hands, self.shoulder_px)
        return chosen(hands, np.flatnonzero(good).tolist())

    def _are_near(self, hands: HandLandmarks) -> np.ndarray:
        away_px = np.linalg.norm(palms_px_of(hands) - self.wrist_px, axis=-1)
        return np.asarray(away_px < NEAR * self.shoulder_px)
