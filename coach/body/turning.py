"""Rotations in space: as matrices, as vectors, and the one that lays points onto others.

Three short sums that `scipy.spatial.transform.Rotation` has, too. Its checks take longer than the
sums, and loading it a quarter of a second.
"""

from __future__ import annotations

import math

import numpy as np

from coach.types import FloatArray

__all__ = ["rotation", "rotation_vector", "turn_onto"]

SMALL_RAD = 1e-6
"""Below this an angle is its own sine, as far as numbers tell."""


def turn_onto(covariance: FloatArray) -> FloatArray:
    """Give the rotation (3, 3) that lays vectors a onto b best, by weighted squares.

    Kabsch, Acta Crystallographica A32(5), 1976, doi:10.1107/S0567739476001873.

    Parameters
    ----------
    covariance
        (3, 3): (weights · b)ᵀ a, of (n, 3) vectors a and b and their (n,) weights.
    """
    left, _, right = np.linalg.svd(covariance)
    if np.linalg.det(left @ right) < 0:
        left[:, -1] = -left[:, -1]
    return np.asarray(left @ right)


def rotation_vector(turn: FloatArray) -> FloatArray:
    """Give a rotation (3, 3) as its axis times its angle in radians, (3,)."""
    skew = (turn - turn.T) / 2
    across = np.array([skew[2, 1], skew[0, 2], skew[1, 0]])
    sine, cosine = float(np.linalg.norm(across)), (float(np.trace(turn)) - 1) / 2
    angle = math.atan2(sine, cosine)
    if angle < SMALL_RAD:
        return across
    if math.pi - angle > SMALL_RAD:
        return across * (angle / sine)
    # Half a turn: the sine says nothing of the axis, but turn + 1 = 2 axis axisᵀ.
    columns = (turn + np.eye(3)) / 2
    longest = columns[:, int(np.argmax(np.diag(columns)))]
    return np.asarray(angle * longest / np.linalg.norm(longest))


def rotation(vector: FloatArray) -> FloatArray:
    """Give the rotation (3, 3) about a vector by its length in radians (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    x, y, z = vector.tolist()
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    small = angle < SMALL_RAD
    first = 1.0 if small else math.sin(angle) / angle
    second = 0.5 if small else (1 - math.cos(angle)) / angle**2
    return np.asarray(np.eye(3) + first * skew + second * (skew @ skew))
