from __future__ import annotations

import numpy as np
import pytest

from coach.body.cover import covered_by
from coach.body.smoothing import OneEuro


def one_euro_slowly(t_s: list[float], x: list[float], cutoff: float, beta: float) -> list[float]:
    """The filter as its paper writes it, one number at a time."""

    def alpha(hz: float, dt: float) -> float:
        tau = 1 / (2 * np.pi * hz)
        return 1 / (1 + tau / dt)

    out, dx = [x[0]], 0.0
    for i in range(1, len(x)):
        dt = t_s[i] - t_s[i - 1]
        dx += alpha(1.0, dt) * ((x[i] - out[-1]) / dt - dx)
        out.append(out[-1] + alpha(cutoff + beta * abs(dx), dt) * (x[i] - out[-1]))
    return out


def test_agrees_with_the_paper() -> None:
    rng = np.random.default_rng(4)
    t_s = np.cumsum(rng.uniform(0.01, 0.1, 200)).tolist()
    x = np.cumsum(rng.normal(size=200)).tolist()
    smooth = OneEuro(min_cutoff_hz=1.2, beta=0.3)
    fast = [float(smooth(t, np.array([v]))[0]) for t, v in zip(t_s, x, strict=True)]
    np.testing.assert_allclose(fast, one_euro_slowly(t_s, x, 1.2, 0.3), atol=1e-9)


def test_does_not_draw_a_line_across_a_gap() -> None:
    smooth = OneEuro(min_cutoff_hz=0.1, beta=0.0, max_gap_s=0.5)
    smooth(0.0, np.array([0.0]))
    assert smooth(0.1, np.array([10.0]))[0] < 2
    assert smooth(1.0, np.array([10.0]))[0] == 10


def test_no_trust_holds_the_value() -> None:
    smooth = OneEuro(min_cutoff_hz=5.0, beta=1.0)
    smooth(0.0, np.array([1.0]))
    assert smooth(0.1, np.array([9.0]), trust=0.0)[0] == 1.0


@pytest.mark.parametrize(
    ("at", "want"), [((50.0, 50.0), 1), ((50.0, 108.0), 1), ((50.0, 190.0), 0)]
)
def test_a_point_under_a_hand_is_covered(at: tuple[float, float], want: int) -> None:
    hand = np.random.default_rng(0).uniform(0, 100, (21, 2))
    hand[1:5] = [(0, 0), (100, 0), (0, 100), (100, 100)]
    hand[0], hand[9] = (50, 0), (50, 50)
    hands = np.stack([hand, np.full((21, 2), np.nan)])
    assert covered_by(hands, np.array([at]))[0] == want


def test_no_hands_cover_nothing() -> None:
    assert not covered_by(np.full((2, 21, 2), np.nan), np.zeros((5, 2))).any()
