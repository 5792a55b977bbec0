"""Lines on the skin that hands follow, and the directions of the hand along them.

Everything here is in the frame of the body part (head or torso) that carries the skin, for the
person's left side in a front view (x > 0); `mirrored` gives the other side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from sample_videos.studio.curves import through
from sample_videos.studio.field import Surface
from sample_videos.studio.primitives import Floats

N_PATH = 60
MIRROR = np.array([-1.0, 1.0, 1.0])


def unit(vectors: Floats) -> Floats:
    """Scale vectors (..., 3) to length 1."""
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-12))


@dataclass(frozen=True, slots=True)
class SkinPath:
    """A line on the skin with the hand's directions along it, sampled evenly by length.

    Attributes
    ----------
    points_cm : (60, 3) float
        The line.
    normals : (60, 3) float
        Smoothed outward normals.
    fingers : (60, 3) float
        Where the fingers point.
    back : (60, 3) float
        Where the back of the hand looks.
    """

    points_cm: Floats
    normals: Floats
    fingers: Floats
    back: Floats

    def at(self, s: float) -> tuple[Floats, Floats, Floats, Floats]:
        """Return point, normal, fingers and back at a fraction of the length, from 0 to 1."""
        point, normal, fingers, back = self.rows(np.array([s]))
        return point[0], normal[0], fingers[0], back[0]

    def rows(self, s: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return what `at` does, (n, 3) each, at many fractions (n,) of the length."""
        position = np.clip(s, 0.0, 1.0) * (N_PATH - 1)
        low = np.minimum(position.astype(int), N_PATH - 2)
        w = (position - low)[:, None]
        rows = [
            (1 - w) * table[low] + w * table[low + 1]
            for table in (self.points_cm, self.normals, self.fingers, self.back)
        ]
        return rows[0], unit(rows[1]), unit(rows[2]), unit(rows[3])

    def mirrored(self) -> SkinPath:
        """Return the same line on the other side of the body."""
        tables = (self.points_cm, self.normals, self.fingers, self.back)
        return SkinPath(*(table * MIRROR for table in tables))

    def reversed(self) -> SkinPath:
        """Return the same line run the other way."""
        tables = (self.points_cm, self.normals, self.fingers, self.back)
        return SkinPath(*(table[::-1].copy() for table in tables))

    def raised(self, height_cm: float) -> SkinPath:
        """Return the same line at a height over the skin."""
        points = self.points_cm + height_cm * self.normals
        return SkinPath(points, self.normals, self.fingers, self.back)


def evenly(points: Floats, n: int = N_PATH) -> Floats:
    """Resample a polyline (m, d) to `n` points evenly by length, rounded through its corners."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    points = points[np.concatenate([[True], steps > 1e-6])]
    along = np.concatenate([[0.0], np.cumsum(steps[steps > 1e-6])])
    return through(along / along[-1], points, np.linspace(0, 1, n))


def settle(skin: Surface, points_cm: Floats) -> Floats:
    """Move points to the nearest skin."""
    points = np.array(points_cm, float)
    for _ in range(6):
        points = points - skin.distance_cm(points)[:, None] * skin.normal(points, 0.3)
    return points


def skin_path(
    skin: Surface,
    points_cm: Floats,
    fingers: Sequence[Sequence[float]] | Floats,
    pitch_deg: Sequence[float] | Floats,
    smoothing: float = 4.0,
    turning: float = 10.0,
) -> SkinPath:
    """Make a path from points near the skin.

    Parameters
    ----------
    skin : Surface
        In the part's frame.
    points_cm : (n, 3) float
        The line, on or near the skin.
    fingers : sequence of (3,) float
        Wanted pointing directions, evenly along the line; only their part along the skin counts.
    pitch_deg : sequence of float
        How steeply the hand stands on its fingertips, evenly along the line.
    smoothing : float
        Width, in samples of 1/60 of the line, over which points are smoothed.
    turning : float
        The same for the hand's directions.
    """
    points = gaussian_filter1d(evenly(points_cm), smoothing, axis=0, mode="nearest")
    points = settle(skin, evenly(points))
    # felt a little above the skin, so that small features do not turn the hand
    normals = skin.normal(points + 1.2 * skin.normal(points, 0.4), 1.0)
    normals = unit(gaussian_filter1d(normals, 5.0, axis=0, mode="nearest"))
    s = np.linspace(0, 1, N_PATH)
    wanted = np.array(fingers, float)
    knots = np.linspace(0, 1, len(wanted))
    wanted = np.stack([np.interp(s, knots, wanted[:, k]) for k in range(3)], axis=1)
    pitch = np.deg2rad(np.interp(s, np.linspace(0, 1, len(pitch_deg)), pitch_deg))[:, None]
    flat = unit(wanted - np.sum(wanted * normals, axis=1, keepdims=True) * normals)
    pointing = np.cos(pitch) * flat - np.sin(pitch) * normals
    back = np.cos(pitch) * normals + np.sin(pitch) * flat
    # a wrist turns slowly, even where the skin bends sharply as at the jaw
    turned = [
        gaussian_filter1d(table, turning, axis=0, mode="nearest") for table in (pointing, back)
    ]
    return SkinPath(points, normals, unit(turned[0]), unit(turned[1]))
