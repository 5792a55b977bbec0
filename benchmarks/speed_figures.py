"""The numbers of the speed table: several turns each, with what they must reach."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np

__all__ = ["Figure", "Spread", "machine"]


@dataclass(frozen=True, slots=True)
class Spread:
    """Several turns: their median, the lowest and the highest."""

    median: float
    low: float
    high: float
    turns: int

    @classmethod
    def of(cls, turns: Sequence[float]) -> Self:
        """Sum turns up."""
        median, low, high = (round(float(v), 4) for v in (np.median(turns), min(turns), max(turns)))
        return cls(median, low, high, len(turns))


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table.

    Attributes
    ----------
    unit
        Written behind the number.
    bar, better
        What the median must reach (None: told only), and from which side.
    """

    name: str
    unit: str
    spread: Spread
    bar: float | None = None
    better: Literal["more", "less"] = "more"

    @property
    def is_met(self) -> bool | None:
        """Whether it reaches the bar; None where there is none."""
        if self.bar is None:
            return None
        median = self.spread.median
        return median >= self.bar if self.better == "more" else median <= self.bar


def machine(load: float) -> dict[str, Any]:
    """Tell where numbers come from, and how busy it was before (given) and after (now)."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": round(load, 1),
        "load_after": round(os.getloadavg()[0], 1),
    }
