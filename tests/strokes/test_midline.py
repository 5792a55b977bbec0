"""Hands on either side of the spine tell where it is."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body.placement import CHARTS
from coach.strokes.midline import centred
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.types import ChartName, Side

TORSO = CHARTS.index(ChartName.TORSO)


def stroke(
    side: Side,
    u: float,
    *,
    start_s: float = 1.0,
    anchor: ChartName = ChartName.TORSO,
    fans_out: float = 0.0,
) -> Stroke:
    """Give a stroke up the back at u, on its way out by so much."""
    path_uv = np.full((len(CHARTS), PATH_SAMPLES, 2), np.nan)
    chart = CHARTS.index(anchor)
    path_uv[chart, :, 0] = u + np.sign(u) * np.linspace(0.0, fans_out, PATH_SAMPLES)
    path_uv[chart, :, 1] = np.linspace(0.1, 0.9, PATH_SAMPLES)
    return Stroke(
        start_s=start_s,
        end_s=start_s + 1.5,
        side=side,
        anchor=anchor,
        path_uv=path_uv,
        closed=False,
        contact=0.9,
        to_and_fro=False,
        evident=True,
    )


def middles(strokes: tuple[Stroke, ...]) -> list[float]:
    return [float(np.median(s.path_uv[TORSO, :, 0])) for s in strokes]


@pytest.mark.parametrize("fans_out", [0.0, 0.5])
@pytest.mark.parametrize("off", [-0.15, 0.0, 0.15])
def test_a_back_seen_from_the_side_is_put_straight(off: float, fans_out: float) -> None:
    pair = [
        stroke(Side.LEFT, 0.36, fans_out=fans_out),
        stroke(Side.RIGHT, -0.36, fans_out=fans_out),
    ]
    straight = middles(tuple(pair))
    seen = []
    for one in pair:
        path_uv = one.path_uv.copy()
        path_uv[TORSO, :, 0] += off
        seen.append(Stroke(**{n: getattr(one, n) for n in one.__slots__} | {"path_uv": path_uv}))
    assert middles(centred(seen)) == pytest.approx(straight)


def test_a_lone_stroke_goes_by_what_the_pairs_beside_it_tell() -> None:
    pair = [stroke(Side.LEFT, 0.5), stroke(Side.RIGHT, -0.3)]
    lone = stroke(Side.RIGHT, 0.1, start_s=8.0)
    assert middles(centred([*pair, lone])) == pytest.approx([0.4, -0.4, 0.0])


def test_hands_in_turn_or_beside_each_other_tell_nothing() -> None:
    in_turn = [stroke(Side.LEFT, 0.5), stroke(Side.RIGHT, -0.3, start_s=3.0)]
    one_side = [stroke(Side.LEFT, 0.7), stroke(Side.RIGHT, 0.1)]
    other_ways = [stroke(Side.LEFT, 0.3, fans_out=0.6), stroke(Side.RIGHT, -0.3, fans_out=-1.2)]
    for strokes in (in_turn, one_side, other_ways):
        assert middles(centred(strokes)) == middles(tuple(strokes))


def test_faces_are_left_alone() -> None:
    face = ChartName.FACE
    pair = [stroke(Side.LEFT, 0.5, anchor=face), stroke(Side.RIGHT, -0.3, anchor=face)]
    assert centred(pair) == tuple(pair)
