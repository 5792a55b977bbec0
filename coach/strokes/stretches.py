"""Stretches of a grid in which something holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["longest", "stretches"]


def stretches(holds: NDArray[np.bool_], join: float = 0.0) -> list[tuple[int, int]]:
    """Give (first, last), inclusive, of each stretch.

    Parameters
    ----------
    holds
        (n,): whether it does at each point.
    join
        A stretch goes on when it begins again no more than so many points after it ended.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], holds.astype(int), [0]])))
    found: list[tuple[int, int]] = []
    for first, end in edges.reshape(-1, 2).tolist():
        if found and first - found[-1][1] <= join:
            found[-1] = (found[-1][0], end - 1)
        else:
            found.append((first, end - 1))
    return found


def longest(holds: NDArray[np.bool_], join: float = 0.0) -> tuple[int, int]:
    """Give the longest stretch of (n,); the first point alone when there is none."""
    return max(stretches(holds, join), key=lambda one: one[1] - one[0], default=(0, 0))
