"""Cutting and circles, on movements whose parts are known by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.body.placement import Touch
from coach.strokes.cut import cut
from coach.strokes.periodic import Circling, whole_loops
from coach.strokes.segment import Bout, BoutCollector
from coach.strokes.stroke import strokes_of
from coach.types import ChartName, FloatArray, Side

FPS = 30.0


def bout(
    at_cm: FloatArray,
    fps: float = FPS,
    t_s: FloatArray | None = None,
    anchor: ChartName = ChartName.FACE,
) -> Bout:
    n = len(at_cm)
    times = np.arange(n) / fps if t_s is None else t_s
    return Bout(Side.LEFT, anchor, times, at_cm, np.zeros((n, len(ChartName), 2)), np.ones(n))


def leg(
    a: tuple[float, float], b: tuple[float, float], seconds: float, fps: float = FPS
) -> FloatArray:
    """Minimum jerk from a to b."""
    s = np.arange(round(seconds * fps)) / round(seconds * fps)
    way = 10 * s**3 - 15 * s**4 + 6 * s**5
    return np.array(a) + way[:, None] * (np.array(b) - np.array(a))


def circle(turns: float, seconds: float, sense: float = 1.0) -> FloatArray:
    angle = sense * 2 * np.pi * turns * np.arange(round(seconds * FPS)) / round(seconds * FPS)
    return 2.5 * np.stack([np.cos(angle), np.sin(angle)], -1)


def test_one_way_is_one_pass() -> None:
    passes, loops = cut(bout(leg((0, 4), (6, 2), 1.0)))
    assert len(passes) == 1
    assert not loops
    np.testing.assert_allclose(passes[0].at_cm[0], (0, 4), atol=0.3)
    np.testing.assert_allclose(passes[0].at_cm[-1], (6, 2), atol=0.3)


@pytest.mark.parametrize("fps", [10.0, 15.0, 30.0, 60.0])
@pytest.mark.parametrize("times", [1, 3])
def test_there_and_back_are_two_passes_each(times: int, fps: float) -> None:
    parts = [leg((0, 4), (6, 2), 1.2, fps), leg((6, 2), (0, 4), 0.7, fps)] * times
    passes, loops = cut(bout(np.concatenate(parts), fps))
    assert len(passes) == 2 * times
    assert not loops
    turns_s = np.cumsum([1.2, 0.7] * times)[:-1]
    ends_s = [p.end_s for p in passes[:-1]]
    np.testing.assert_allclose(ends_s, turns_s, atol=0.2)


def test_coming_working_and_leaving_are_parted() -> None:
    parts = [leg((9, -14), (0, 4), 0.5), leg((0, 4), (6, 2), 1.2), leg((6, 2), (14, -10), 0.5)]
    passes, _ = cut(bout(np.concatenate(parts)))
    assert len(passes) == 3
    np.testing.assert_allclose(passes[1].at_cm[[0, -1]], [(0, 4), (6, 2)], atol=0.5)


def test_standing_still_and_trembling_is_no_pass() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, (150, 2))
    assert cut(bout(noise)) == ((), ())


def test_a_hesitation_does_not_part_a_stroke() -> None:
    parts = [
        leg((0, 0), (0, -0.01), 0.4),
        leg((0, 0), (-3, 0), 0.8),
        leg((-3, 0), (0, 0), 0.8),
        leg((0, 0), (3, 0), 0.8),
        np.tile((3.0, 0.0), (8, 1)),
        leg((3, 0), (6, 0), 0.8),
        leg((6, 0), (0, 0), 0.8),
        leg((0, 0), (-3, 0), 0.8),
    ]
    passes, _ = cut(bout(np.concatenate(parts)))
    assert max(np.hypot(*p.chord_cm) for p in passes) > 5.5


@pytest.mark.parametrize("anchor", list(ChartName))
def test_on_the_head_a_hand_that_flies_on_has_not_hesitated(anchor: ChartName) -> None:
    """At the end of its stroke a hand rests, and flies further outwards before it turns."""
    parts = [
        leg((0, 0), (0, -0.01), 0.4),
        leg((0, 0), (8, 0), 2.0),
        np.tile((8.0, 0.0), (8, 1)),
        leg((8, 0), (20, 4), 0.7),
        leg((20, 4), (0, 0), 0.8),
        leg((0, 0), (8, 0), 2.0),
        np.tile((8.0, 0.0), (15, 1)),
    ]
    passes, _ = cut(bout(np.concatenate(parts), anchor=anchor))
    reach_cm = np.hypot(*passes[0].chord_cm)
    if anchor in (ChartName.FACE, ChartName.NECK):
        assert reach_cm == pytest.approx(8.0, abs=0.3)
    else:
        assert reach_cm > 19.0


def test_a_gap_parts_passes() -> None:
    t_s = np.arange(60) / FPS
    t_s[30:] += 0.5
    passes, _ = cut(bout(leg((0, 0), (8, 0), 2.0), t_s=t_s))
    assert len(passes) == 2


@pytest.mark.parametrize("anchor", [ChartName.TORSO, ChartName.ARM, ChartName.LEG])
def test_a_long_stroke_goes_on_where_the_hand_was_lost_for_a_moment(anchor: ChartName) -> None:
    way = leg((0, 0), (40, 0), 2.0)
    t_s = np.arange(len(way)) / FPS
    seen = (t_s < 0.7) | (t_s > 1.4)
    (whole,), _ = cut(bout(way[seen], t_s=t_s[seen], anchor=anchor))
    assert np.hypot(*whole.chord_cm) > 38


@pytest.mark.parametrize("sense", [1.0, -1.0])
@pytest.mark.parametrize("turns", [1, 2, 5])
def test_circles_are_counted(turns: int, sense: float) -> None:
    passes, loops = cut(bout(circle(turns, 1.5 * turns, sense)))
    assert len(loops) == turns
    assert not passes


def test_a_bowed_return_is_no_circle() -> None:
    parts = []
    for _ in range(3):
        back = leg((6, 0), (0, 0), 0.6)
        back[:, 1] += 2.5 * np.sin(np.linspace(0, np.pi, len(back)))
        parts += [leg((0, 0), (6, 0), 1.2), back]
    passes, loops = cut(bout(np.concatenate(parts)))
    assert not loops
    assert len(passes) == 6


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-180, 180),
    st.floats(-5, 5),
    st.sampled_from([1.0, -1.0]),
    st.lists(st.floats(0.6, 1.6), min_size=2, max_size=5),
)
def test_turned_shifted_and_mirrored_movement_is_cut_alike(
    turn_deg: float, shift: float, flip: float, seconds: list[float]
) -> None:
    ends = [(0.0, 4.0), (6.0, 2.0)]
    legs = [leg(ends[i % 2], ends[(i + 1) % 2], s) for i, s in enumerate(seconds)]
    at_cm = np.concatenate(legs)
    angle = np.radians(turn_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved_cm = (at_cm * (flip, 1.0)) @ turn.T + shift
    spans = [[(p.first, p.last) for p in cut(bout(a))[0]] for a in (at_cm, moved_cm)]
    assert spans[0] == spans[1]


def touches(at_cm: FloatArray, t_s: FloatArray) -> list[Touch]:
    nowhere = np.full((len(ChartName), 2), np.nan)
    return [
        Touch(
            t,
            Side.LEFT,
            ChartName.FACE if np.isfinite(place[0]) else None,
            place,
            nowhere,
            place,
            1.0,
        )
        for t, place in zip(t_s, at_cm, strict=True)
    ]


def collect(stream: list[Touch]) -> list[Bout]:
    collector = BoutCollector()
    found = [collector.push(touch) for touch in stream] + [collector.finish()]
    return [one for one in found if one is not None]


def test_a_short_gap_is_one_bout_a_long_one_two() -> None:
    at_cm, t_s = leg((0, 0), (9, 0), 3.0), np.arange(90) / FPS
    for gap_s, want in ((0.8, 1), (1.3, 2)):
        gone = (t_s > 1) & (t_s < 1 + gap_s)
        seen_cm = np.where(gone[:, None], np.nan, at_cm)
        assert len(collect(touches(seen_cm, t_s))) == want


def away(away_s: float) -> list[Touch]:
    """Give a hand on the other one that seems to be at the trunk from the first second on."""
    at_cm, t_s = leg((0, 0), (9, 0), 3.0), np.arange(90) / FPS
    return [
        replace(touch, anchor=ChartName.TORSO if 1 < touch.t_s < 1 + away_s else ChartName.HAND)
        for touch in touches(at_cm, t_s)
    ]


def test_a_hand_that_seems_to_be_elsewhere_for_a_moment_is_where_it_was() -> None:
    stream = away(0.4)
    (only,) = collect(stream)
    assert only.anchor is ChartName.HAND
    assert len(only.t_s) == sum(touch.anchor is ChartName.HAND for touch in stream)


def test_a_hand_that_goes_elsewhere_begins_anew_there_as_it_came() -> None:
    stream = away(0.8)
    bouts = collect(stream)
    assert [one.anchor for one in bouts] == [ChartName.HAND, ChartName.TORSO, ChartName.HAND]
    assert np.concatenate([one.t_s for one in bouts]).tolist() == [one.t_s for one in stream]


def test_a_hand_on_the_face_that_goes_elsewhere_has_gone_there() -> None:
    at_cm, t_s = leg((0, 0), (9, 0), 3.0), np.arange(90) / FPS
    stream = [
        replace(touch, anchor=ChartName.TORSO) if 1 < touch.t_s < 1.4 else touch
        for touch in touches(at_cm, t_s)
    ]
    assert len(collect(stream)) == 3


def test_a_hand_that_goes_over_to_two_places_in_turn_is_at_one_of_them() -> None:
    at_cm, t_s = leg((0, 0), (9, 0), 3.0), np.arange(90) / FPS
    turns = [ChartName.ARM] * 30 + [ChartName.TORSO, ChartName.HAND] * 15 + [ChartName.HAND] * 30
    stream = [
        replace(touch, anchor=anchor)
        for touch, anchor in zip(touches(at_cm, t_s), turns, strict=True)
    ]
    arm, hand = collect(stream)
    assert (arm.anchor, hand.anchor) == (ChartName.ARM, ChartName.HAND)
    assert set(hand.t_s) <= {t for t, name in zip(t_s, turns, strict=True) if name == "hand"}


def test_a_long_rest_ends_a_bout() -> None:
    parts = [leg((0, 0), (6, 0), 1.0), np.tile((6.0, 0.0), (150, 1)), leg((6, 0), (0, 0), 1.0)]
    at_cm = np.concatenate(parts)
    assert len(collect(touches(at_cm, np.arange(len(at_cm)) / FPS))) == 2


def test_one_stroke_with_a_high_return_is_no_circle() -> None:
    back = leg((6, 0), (0, 0), 1.0)
    back[:, 1] += 4.5 * np.sin(np.linspace(0, np.pi, len(back)))
    passes, loops = cut(bout(np.concatenate([leg((0, 0), (6, 0), 1.2), back])))
    assert not loops
    assert len(passes) >= 2


def test_where_nobody_circles_rounds_are_ways_there_and_back() -> None:
    rounds = bout(circle(3, 4.5))
    assert len(cut(rounds)[1]) == 3
    passes, loops = cut(rounds, Circling.NO)
    assert not loops
    assert len(passes) >= 3


def test_squeezed_circles_are_circles_for_who_said_so() -> None:
    squeezed = circle(3, 4.5) * (1.0, 0.25)
    assert cut(bout(squeezed))[1] == ()
    assert len(cut(bout(squeezed), Circling.EXPECTED)[1]) >= 2


@pytest.mark.parametrize("circling", [Circling.MAYBE, Circling.EXPECTED])
def test_circling_on_after_a_hesitation_counts_no_circle_twice(circling: Circling) -> None:
    turns = np.arange(0, 4, 1 / 45)
    slow = 1 - 0.8 * np.exp(-(((turns - 1.5) / 0.1) ** 2))
    seconds = np.cumsum(1.4 / 45 / slow)
    angle = 2 * np.pi * np.interp(np.arange(0, seconds[-1], 1 / FPS), seconds, turns)
    at_cm = 2.5 * np.stack([np.cos(angle), np.sin(angle)], -1)
    _, loops = cut(bout(at_cm), circling)
    assert len(loops) == 4
    for one, after in pairwise(loops):
        assert one.last <= after.first


@pytest.mark.parametrize("turns", [3, 5, 8])
def test_a_round_that_was_lost_to_the_angle_is_counted(turns: int) -> None:
    """A hand that is seen elsewhere for a moment is gone round by the wrong side."""
    at_cm = circle(turns, 1.2 * turns)
    lost = slice(round(1.5 * FPS), round(2.4 * FPS))
    at_cm[lost] = at_cm[lost.start] + (at_cm[lost.stop] - at_cm[lost.start]) * 0.5
    run = (0, len(at_cm) - 1)
    whole = whole_loops(at_cm, run, *run)
    assert len(whole) == turns
    assert whole[0][0] == 0
    assert all(a[1] == b[0] for a, b in pairwise(whole))


def test_a_stroke_that_is_like_those_beside_it_on_either_side_is_one() -> None:
    """A hand that sets out as it arrives, on a longer way between two paths that it keeps to."""
    parts = [leg((-2.7, 0), (6, 0), 1.2)]
    at = (6.0, 0.0)
    for y in (1.6, 1.6, 1.6, -1.6, -1.6, -1.6):
        back = leg(at, (0, y), 0.6)
        back[:, 1] += 2.5 * np.sin(np.linspace(0, np.pi, len(back)))
        parts += [back, leg((0, y), (6, y), 1.2)]
        at = (6.0, y)
    starts_s = [stroke.start_s for stroke in strokes_of([bout(np.concatenate(parts))])]
    assert len(starts_s) == len(set(starts_s)) == 7
