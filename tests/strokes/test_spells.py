"""What is no stroke: bouts whose beats, dwells and seconds are known, found and counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body.placement import CHARTS
from coach.body.scale import from_cm, to_cm
from coach.strokes.rubs import swings_wide
from coach.strokes.segment import Bout
from coach.strokes.signals import motions
from coach.strokes.spell import Beat, Spell, centred_spells, offsets_cm
from coach.strokes.spells import LOOSE, _nearest, _stands, is_at, kind_of, spells_of
from coach.techniques.library import load_library
from coach.techniques.schema import Kind, Mirror, Technique
from coach.types import ChartName, FloatArray, HandPart, Sense, Side

LIBRARY = load_library()
FPS = 30.0


def bout_of(
    technique: Technique,
    at_cm: FloatArray,
    size: FloatArray | None = None,
    pinch: FloatArray | None = None,
    side: Side = Side.LEFT,
) -> Bout:
    """Let every part of a hand be at places (n, 2) of a technique's chart, with a little noise."""
    rng = np.random.default_rng(5)
    n = len(at_cm)
    places_uv = from_cm(technique.chart, at_cm + rng.normal(0, 0.08, (n, 2)))
    parts_uv = np.full((n, len(HandPart), len(CHARTS), 2), np.nan)
    parts_uv[:, :, CHARTS.index(technique.chart)] = places_uv[:, None]
    at_uv = np.full((n, len(CHARTS), 2), np.nan)
    at_uv[:, CHARTS.index(technique.chart)] = places_uv
    sizes = np.ones(n) if size is None else size
    gaps = np.full(n, 1.2) if pinch is None else pinch + rng.normal(0, 0.02, n)
    return Bout(
        side, technique.chart, np.arange(n) / FPS, to_cm(technique.chart, places_uv), at_uv,
        sizes * np.exp(rng.normal(0, 0.004, n)), parts_uv=parts_uv, pinch=gaps,
    )  # fmt: skip


def along(technique: Technique, share: FloatArray) -> FloatArray:
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    way = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path_cm, axis=0).T))])
    return np.stack([np.interp(share * way[-1], way, path_cm[:, k]) for k in (0, 1)], axis=1)


def times(seconds: float) -> FloatArray:
    return np.arange(round(seconds * FPS)) / FPS


def only_kind(bout: Bout) -> Kind | None:
    (motion,) = motions(bout)
    return kind_of(motion)


def count(bout: Bout, technique: Technique) -> int:
    (spell,), rest = spells_of([bout], [technique], None)
    assert not rest
    assert spell.technique is technique
    return len(spell.beats)


@pytest.mark.parametrize("rate_hz", [1.6, 2.5, 3.6])
def test_taps_are_counted(rate_hz: float) -> None:
    claps = LIBRARY.find("back-cup-clap")
    t_s = times(24 / rate_hz)
    lift = np.sin(np.pi * np.clip((t_s * rate_hz % 1 - 0.3) / 0.7, 0, 1)) ** 2
    at_cm = along(claps, np.full(len(t_s), 0.5)) + np.stack([0 * lift, 2.5 * lift], axis=1)
    bout = bout_of(claps, at_cm, size=1 + 0.06 * lift)
    assert only_kind(bout) is Kind.TAP
    assert count(bout, claps) == pytest.approx(24, abs=1)


def test_presses_are_counted_and_their_dwell_is_told() -> None:
    press = LIBRARY.find("neck-press-release")
    share = np.concatenate(
        [np.full(36, 0.1 + 0.2 * k) if on else np.linspace(0.1 + 0.2 * k, 0.3 + 0.2 * k, 14)
         for k in range(5) for on in (True, False)][:-1]
    )  # fmt: skip
    bout = bout_of(press, along(press, share))
    assert only_kind(bout) is Kind.PRESS
    (spell,), _ = spells_of([bout], [press], None)
    assert len(spell.beats) == 5
    assert np.median([beat.pace_s for beat in spell.beats]) == pytest.approx(1.2, abs=0.25)


def pressed(press: Technique, dwells_s: list[float], noise_cm: float, seed: int) -> FloatArray:
    """(n, 2): a hand that comes, presses at one station after the other, and leaves."""
    stations = np.linspace(0.1, 0.9, len(dwells_s))
    share = [np.full(round(dwells_s[0] * FPS), stations[0])]
    for k in range(1, len(dwells_s)):
        share += [
            np.linspace(stations[k - 1], stations[k], 15),
            np.full(round(dwells_s[k] * FPS), stations[k]),
        ]
    lifted = np.concatenate(
        [np.sin(np.pi * np.linspace(0, 1, len(part))) * (len(part) == 15) for part in share]
    )
    there_cm = along(press, np.concatenate(share)) + lifted[:, None] * (0.4, 0.9)
    away_cm = np.linspace(25, 0, 16)[:, None] * (1.0, -0.6)
    at_cm = np.concatenate([there_cm[:1] + away_cm, there_cm, there_cm[-1:] + away_cm[::-1]])
    rng = np.random.default_rng(seed)
    drift = np.cumsum(rng.normal(0, noise_cm, at_cm.shape), axis=0) * 0.2
    return np.asarray(at_cm + drift + rng.normal(0, noise_cm, at_cm.shape))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["neck-press-release", "back-thumb-press"])
def test_uneven_presses_of_a_hand_that_trembles_are_counted(name: str, seed: int) -> None:
    press = LIBRARY.find(name)
    dwells_s = np.random.default_rng(seed).uniform(1.0, 1.7, 6).tolist()
    bout = bout_of(press, pressed(press, dwells_s, 0.2, seed))
    (spell,), _ = spells_of([bout], [press], press)
    assert len(spell.beats) == 6
    # It comes for 16 frames, and goes for 15 from each press to the next. Coming and going are so
    # quick that they are seen long before and after: the presses beside them seem shorter.
    ends_s = np.cumsum(dwells_s) + (16 + 15 * np.arange(6)) / FPS
    found_s = [(beat.start_s + beat.end_s) / 2 for beat in spell.beats]
    assert found_s == pytest.approx(list(ends_s - np.array(dwells_s) / 2), abs=0.4)


def test_a_hand_that_is_seen_badly_presses_in_step_with_the_other() -> None:
    press = LIBRARY.find("neck-press-release")
    dwells_s = [1.2] * 6
    clear = pressed(press, dwells_s, 0.1, 1)
    blurred = pressed(press, dwells_s, 1.6, 2) * (-1.0, 1.0)
    bouts = [bout_of(press, clear), bout_of(press, blurred, side=Side.RIGHT)]
    alone, _ = spells_of(bouts[1:], [press], press)
    together, _ = spells_of(bouts, [press], press)
    assert sum(len(spell.beats) for spell in alone) != 6
    assert [len(spell.beats) for spell in together] == [6, 6]


@pytest.mark.parametrize("way_s", [0.7, 1.5, 3.0])
def test_long_strokes_are_no_presses_for_who_asked_for_presses(way_s: float) -> None:
    press = LIBRARY.find("back-thumb-press")
    share = np.abs((times(8 * way_s) / way_s) % 2 - 1)
    spells, rest = spells_of([bout_of(press, along(press, share))], [press], press)
    assert not spells
    assert rest


def test_who_is_there_before_the_camera_and_stays_presses_at_both_ends() -> None:
    press = LIBRARY.find("back-thumb-press")
    bout = bout_of(press, pressed(press, [1.4] * 5, 0.1, 0)[16:-16])
    (spell,), _ = spells_of([bout], [press], press)
    assert len(spell.beats) == 5


@pytest.mark.parametrize(("share", "sense"), [((0.05, 0.95), "right"), ((0.95, 0.05), "reversed")])
def test_folds_are_counted_and_their_way_is_told(share: tuple[float, float], sense: str) -> None:
    knead = LIBRARY.find("back-knead-fold")
    t_s = times(12.0)
    pinch = 0.8 + 0.4 * np.cos(2 * np.pi * t_s)
    bout = bout_of(knead, along(knead, np.linspace(*share, len(t_s))), pinch=pinch)
    assert only_kind(bout) is Kind.KNEAD
    (spell,), _ = spells_of([bout], [knead], None)
    assert len(spell.beats) == 12
    assert {beat.sense for beat in spell.beats} == {Sense(sense)}


def test_shaking_is_seen_up_to_what_the_pictures_allow() -> None:
    shake = LIBRARY.find("back-vibration")
    t_s = times(5.0)
    for rate_hz, seen in ((7.0, True), (0.8, False)):
        at_cm = along(shake, np.linspace(0, 1, len(t_s)))
        at_cm[:, 0] += 0.7 * np.sin(2 * np.pi * rate_hz * t_s)
        bout = bout_of(shake, at_cm)
        assert (only_kind(bout) is Kind.VIBRATE) is seen
    slow = Bout(
        bout.side, bout.anchor, bout.t_s[::3], bout.at_cm[::3], bout.at_uv[::3],
        bout.palm_size[::3], parts_uv=bout.parts_uv[::3], pinch=bout.pinch[::3],
    )  # fmt: skip
    assert only_kind(slow) is not Kind.VIBRATE  # ten pictures a second show none


@pytest.mark.parametrize(("ends", "sense"), [((0, 1), "right"), ((1, 0), "reversed")])
def test_each_way_that_shakes_counts_even_if_the_way_back_does_too(
    ends: tuple[float, float], sense: str
) -> None:
    shake = LIBRARY.find("back-vibration")
    way, back = np.linspace(*ends, len(times(5.0))), np.linspace(*ends[::-1], len(times(0.5)))
    at_cm = along(shake, np.concatenate([way, back, way, back, way]))
    at_cm[:, 0] += 0.7 * np.sin(2 * np.pi * 7.0 * times(16.0)[: len(at_cm)])
    (spell,), _ = spells_of([bout_of(shake, at_cm)], [shake], shake)
    assert [beat.sense for beat in spell.beats] == [Sense(sense)] * 3


@pytest.mark.parametrize("cycles", [6, 9])
def test_there_and_back_is_one(cycles: int) -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    share = 0.5 - 0.5 * np.cos(2 * np.pi * times(cycles * 0.9) / 0.9)
    (spell,), _ = spells_of([bout_of(rub, along(rub, share))], [], rub)
    assert len(spell.beats) == cycles


@pytest.mark.parametrize("name", ["abdomen-clockwise", "thigh-clockwise-rub"])
@pytest.mark.parametrize("side", [1.0, -1.0])
@pytest.mark.parametrize(("way", "sense"), [(1, "right"), (-1, "reversed")])
def test_circles_are_counted_and_clockwise_is_clockwise_on_either_side(
    name: str, side: float, way: int, sense: str
) -> None:
    circle = LIBRARY.find(name)
    at_cm = along(circle, np.mod(times(9.0) / 1.5, 1.0)[::way])
    if side < 0:
        # moved to the other side, but not mirrored: it still goes round like a clock
        middle = at_cm.mean(axis=0)
        at_cm = at_cm - (2 * middle[0] if circle.mirror is Mirror.PLACE else 0.0, 0.0)
    bout = bout_of(circle, at_cm)
    assert only_kind(bout) is Kind.CIRCLE
    (spell,), _ = spells_of([bout], [circle], circle)
    assert len(spell.beats) == 6
    assert {beat.sense for beat in spell.beats} == {Sense(sense)}


def test_a_hold_lasts_as_long_as_it_lasts() -> None:
    hold = LIBRARY.find("fists-below-navel")
    bout = bout_of(hold, along(hold, np.full(round(20 * FPS), 0.5)))
    assert only_kind(bout) is Kind.HOLD
    (spell,), _ = spells_of([bout], [hold], None)
    assert spell.beats[-1].end_s - spell.beats[0].start_s == pytest.approx(20, rel=0.05)


def test_a_slow_stroke_is_none_of_these() -> None:
    stroke = LIBRARY.find("back-long-stroke")
    share = np.abs((times(12.0) / 2) % 2 - 1)
    bout = bout_of(stroke, along(stroke, share))
    assert only_kind(bout) is None
    assert spells_of([bout], LIBRARY.techniques, None) == ((), (bout,))


def test_who_asked_for_a_stroke_gets_strokes() -> None:
    claps = LIBRARY.find("back-cup-clap")
    bout = bout_of(claps, along(claps, np.full(300, 0.5)))
    assert spells_of([bout], [], LIBRARY.find("back-long-stroke")) == ((), (bout,))


def test_elsewhere_it_is_not_that_technique() -> None:
    claps = LIBRARY.find("back-cup-clap")
    t_s = times(10.0)
    lift = np.sin(np.pi * 2 * t_s) ** 2
    far_cm = along(claps, np.full(len(t_s), 0.5)) + np.stack([30 + 0 * lift, 3 * lift], axis=1)
    assert spells_of([bout_of(claps, far_cm)], [claps], None)[0] == ()


def test_a_hand_on_the_other_arm_does_not_work_on_the_belly() -> None:
    assert is_at(LIBRARY.find("arm-upwards"), ChartName.ARM)
    assert not is_at(LIBRARY.find("abdomen-clockwise"), ChartName.ARM)
    assert is_at(LIBRARY.find("neck-side-down"), ChartName.FACE)


@pytest.mark.parametrize("name", ["back-thumb-press", "neck-press-release"])
def test_two_hands_have_the_spine_between_them(name: str) -> None:
    press = LIBRARY.find(name)
    share = np.repeat(np.linspace(0.1, 0.9, 5), 40)
    left, right = along(press, share), along(press, share) * (-1.0, 1.0)
    bouts = [
        bout_of(press, cm + np.array([2.0, 0.0]), side=side)
        for cm, side in ((left, Side.LEFT), (right, Side.RIGHT))
    ]
    spells, _ = spells_of(bouts, [press], press)
    before = [spell.offset_cm for spell in spells]
    after = [spell.offset_cm for spell in centred_spells(spells)]
    assert min(before) > 1.5
    assert max(after) < 0.5


def tapped(rate_hz: float, beats: int, noise_cm: float = 0.0, side: Side = Side.LEFT) -> Bout:
    """Give a hand that comes from the side, comes down to clap, lifts off, and goes again."""
    claps = LIBRARY.find("back-cup-clap")
    beat = np.arange(-0.35, beats - 0.35, rate_hz / FPS)
    lift = np.sin(np.pi * np.clip((beat % 1 - 0.3) / 0.7, 0, 1)) ** 2
    there_cm = along(claps, np.full(len(beat), 0.5)) + np.stack([0 * lift, 2.5 * lift], axis=1)
    away_cm = np.linspace(30, 3, 9)[:, None] * (1.0, 0.0)
    at_cm = np.concatenate([there_cm[:1] + away_cm, there_cm, there_cm[-1:] + away_cm[::-1]])
    at_cm += np.random.default_rng(3).normal(0, noise_cm, at_cm.shape)
    size = 1 + 0.06 * np.pad(lift, 9, mode="edge")
    return bout_of(claps, at_cm * (1.0 if side is Side.LEFT else -1.0, 1.0), size, side=side)


@pytest.mark.parametrize("rate_hz", [1.7, 2.6])
def test_coming_and_going_is_no_tap(rate_hz: float) -> None:
    claps = LIBRARY.find("back-cup-clap")
    (spell,), _ = spells_of([tapped(rate_hz, 16)], [claps], claps)
    assert len(spell.beats) == pytest.approx(16, abs=1)


def test_a_hand_that_is_seen_badly_taps_at_the_rate_of_the_other() -> None:
    claps = LIBRARY.find("back-cup-clap")
    clear, poor = tapped(2.6, 16), tapped(2.6, 16, noise_cm=2.4, side=Side.RIGHT)
    alone, _ = spells_of([poor], [claps], claps)
    assert not alone or abs(len(alone[0].beats) - 16) > 2, "by itself it can't be counted"
    together = {spell.side: spell for spell in spells_of([clear, poor], [claps], claps)[0]}
    assert len(together[Side.LEFT].beats) == pytest.approx(16, abs=1)
    assert len(together[Side.RIGHT].beats) == pytest.approx(16, abs=2)


def test_a_hand_that_rests_beside_one_that_taps_does_not_tap() -> None:
    claps = LIBRARY.find("back-cup-clap")
    clear = tapped(2.6, 16)
    still_cm = np.broadcast_to(along(claps, np.array([0.5])) * (-1.0, 1.0), (len(clear.t_s), 2))
    resting = bout_of(claps, still_cm, side=Side.RIGHT)
    assert {spell.side for spell in spells_of([clear, resting], [claps], claps)[0]} == {Side.LEFT}


def test_the_first_way_there_counts_though_the_hand_comes_along_with_it() -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    share = 0.5 - 0.5 * np.cos(2 * np.pi * times(7 * 0.9) / 0.9)
    coming = np.linspace(-3.0, share[0], 12, endpoint=False)
    path_cm = to_cm(rub.chart, rub.path_array_uv)
    whole = np.concatenate([coming, share, coming[::-1]])
    at_cm = path_cm[0] + whole[:, None] * (path_cm[-1] - path_cm[0])
    (spell,), _ = spells_of([bout_of(rub, at_cm)], [], rub)
    assert len(spell.beats) == 7


@pytest.mark.parametrize("first", [3, 4])
def test_a_hand_that_rubs_evenly_is_counted_where_it_was_taken_for_the_other(first: int) -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    at_cm = along(rub, 0.5 - 0.5 * np.cos(2 * np.pi * times(6.0) / 0.6))
    gone = (times(6.0) > 0.6 * first) & (times(6.0) < 0.6 * (first + 1))
    at_cm[gone] = at_cm[gone] * (-1.0, 1.0) + (0.0, 6.0)
    (spell,), _ = spells_of([bout_of(rub, at_cm)], [], rub)
    assert len(spell.beats) == 10


def test_a_hand_that_rests_in_between_has_not_rubbed_meanwhile() -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    t_s = times(7.9)
    busy_s = np.where(t_s < 3.0, t_s, np.maximum(t_s - 1.9, 3.0))  # three beats and a bit
    at_cm = along(rub, 0.5 - 0.5 * np.cos(2 * np.pi * busy_s / 0.6))
    (spell,), _ = spells_of([bout_of(rub, at_cm)], [], rub)
    assert len(spell.beats) == 10


def rubbed_from(rub: Technique, before_s: float, beats: int, beat_s: float = 0.6) -> FloatArray:
    """Let a hand be where the path begins for a while, and rub then."""
    busy = 0.5 - 0.5 * np.cos(2 * np.pi * times(beats * beat_s) / beat_s)
    return along(rub, np.concatenate([np.zeros(round(before_s * FPS)), busy]))


@pytest.mark.parametrize(("missing", "told"), [(1, 9), (2, 9), (3, 6)])
@pytest.mark.parametrize("forwards", [True, False])
def test_who_was_there_and_out_of_sight_has_rubbed_as_evenly(
    missing: int, told: int, forwards: bool
) -> None:
    """Out of sight for longer, a hand may have done something else."""
    rub = LIBRARY.find("back-rub-to-spine")
    t_s = times(0.4 + 9 * 0.45)
    hidden = (t_s > 0.41) & (t_s < 0.39 + 0.45 * missing)
    way = slice(None, None, 1 if forwards else -1)
    whole = bout_of(rub, rubbed_from(rub, 0.4, 9, 0.45)[way])
    (spell,), _ = spells_of([without(whole, hidden[way])], [], rub)
    assert len(spell.beats) == told


def without(bout: Bout, hidden: FloatArray) -> Bout:
    per_frame = ("t_s", "at_cm", "at_uv", "palm_size", "parts_uv", "pinch")
    return replace(bout, **{name: getattr(bout, name)[~hidden] for name in per_frame})


def test_who_rests_at_first_does_not_rub_then() -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    (spell,), _ = spells_of([bout_of(rub, rubbed_from(rub, 2.0, 8))], [], rub)
    assert len(spell.beats) == 8


def test_of_two_hands_that_rub_the_slower_one_tells_the_rate() -> None:
    """A hand that seems to be at its middle at either end seems to go to and fro twice as often."""
    rub = LIBRARY.find("back-rub-to-spine")
    share = 0.5 - 0.5 * np.cos(2 * np.pi * times(8 * 0.8) / 0.8)
    clear = bout_of(rub, along(rub, share))
    turns = 2 * np.pi * times(8 * 0.8) / 0.8
    doubled = along(rub, 0.5 - 0.2 * np.cos(turns) - 0.3 * np.sin(2 * turns))
    bad = bout_of(rub, doubled * (-1.0, 1.0), side=Side.RIGHT)
    by_itself = spells_of([bad], [], rub)[0][0]
    assert len(by_itself.beats) == pytest.approx(16, abs=1)
    beside = next(s for s in spells_of([clear, bad], [], rub)[0] if s.side is Side.RIGHT)
    assert len(beside.beats) == pytest.approx(8, abs=1)


@pytest.mark.parametrize("wider", [1.0, 1.6])
def test_who_rubs_further_out_than_the_path_begins_rubs_all_the_same(wider: float) -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    at_cm = along(rub, 0.5 - 0.5 * np.cos(2 * np.pi * times(5.0) / 0.5)) * (wider, 1.0)
    (spell,), _ = spells_of([bout_of(rub, at_cm)], [], rub)
    assert len(spell.beats) == 10


@pytest.mark.parametrize(("rate_hz", "swing_cm"), [(1.3, 5.5), (2.4, 5.0)])
def test_who_rubs_quickly_neither_taps_nor_shakes_nor_rests(
    rate_hz: float, swing_cm: float
) -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    t_s = times(8.0)
    at_cm = along(rub, np.full(len(t_s), 0.5))
    at_cm[:, 0] += swing_cm * np.sin(2 * np.pi * rate_hz * t_s)
    bout = bout_of(rub, at_cm)
    (motion,) = motions(bout)
    assert swings_wide(motion)
    found, rest = spells_of([bout], LIBRARY.for_view(rub.view), None)
    assert not found
    assert rest == (bout,), "it is left for strokes, which rubbing is told from"


def test_claps_and_circles_do_not_swing_as_wide_as_rubbing() -> None:
    (claps,) = motions(tapped(2.4, 20))
    assert not swings_wide(claps)
    t_s = times(12.0)
    circle_cm = 7.0 * np.stack([np.cos(4 * t_s), np.sin(4 * t_s)], axis=1)
    (circles,) = motions(bout_of(LIBRARY.find("abdomen-clockwise"), circle_cm))
    assert not swings_wide(circles)


def test_claps_of_both_hands_are_named_further_from_their_place() -> None:
    claps, alone = LIBRARY.find("back-cup-clap"), LIBRARY.find("thymus-taps")
    off_cm = 2 * claps.off_path_cm
    spells = [
        Spell(one, Side.LEFT, one.chart, evenness, (replace(BEAT, offset_cm=2 * one.off_path_cm),))
        for one, evenness in ((claps, 0.6), (alone, 0.6), (alone, 0.8))
    ]
    assert off_cm > LOOSE * claps.off_path_cm
    assert [_nearest([spell]) for spell in spells] == [spells[0], None, spells[2]]


BEAT = Beat(0.0, 0.3, np.zeros((16, 2)), 0.0, None, 0.3)


def test_beside_a_hand_that_surely_taps_the_other_does_not_press() -> None:
    claps, press = LIBRARY.find("back-cup-clap"), LIBRARY.find("back-thumb-press")
    surely = Spell(claps, Side.LEFT, claps.chart, 0.9, (BEAT,))
    assert not _stands(Spell(press, Side.RIGHT, press.chart, 0.8, (BEAT,)), surely)
    assert _stands(replace(surely, side=Side.RIGHT, evenness=0.95), surely)
    assert not _stands(replace(surely, side=Side.RIGHT, evenness=0.5), surely)
    knead = LIBRARY.find("back-knead-fold")
    assert _stands(Spell(knead, Side.RIGHT, knead.chart, 0.5, (BEAT,)), surely)


def test_what_a_thumb_does_about_its_palm_is_no_tapping() -> None:
    press = LIBRARY.find("thumb-base-press")
    t_s = times(12.0)
    lift = np.sin(np.pi * np.clip((t_s * 0.8 % 1 - 0.6) / 0.4, 0, 1)) ** 2
    at_cm = along(press, np.full(len(t_s), 0.5)) + np.stack([0 * lift, 2.5 * lift], axis=1)
    bout = bout_of(press, at_cm)
    assert only_kind(bout) is Kind.TAP
    (spell,), _ = spells_of([replace(bout, by_thumb=True)], LIBRARY.techniques, None)
    assert spell.technique is press
    assert len(spell.beats) == 10


def test_where_a_place_is_not_known_it_is_nowhere_off_the_path() -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    at_cm = along(rub, np.array([0.2, 0.5, 0.8]))
    at_cm[1] = np.nan
    away_cm = offsets_cm(at_cm, rub)
    assert np.isnan(away_cm[1])
    assert away_cm[[0, 2]].max() < 1e-9
    assert np.isnan(offsets_cm(np.full((3, 2), np.nan), rub)).all()
