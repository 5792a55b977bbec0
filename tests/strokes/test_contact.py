"""Stroke or flight: cues of known strength on lanes whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.strokes.contact import Evidence, believed_ways, compare, weigh
from coach.strokes.lanes import Lane, lanes
from coach.strokes.segment import Bout, Pass
from coach.strokes.stroke import _is_astray, _touching
from coach.types import ChartName, Side

FPS = 30.0
START, END = np.array([0.5, 4.0]), np.array([6.0, 2.5])


def session(
    times: int,
    *,
    lift: float = 0.0,
    bow_cm: float = 0.0,
    back_s: float = 1.0,
    side: Side = Side.LEFT,
    seed: int = 0,
) -> list[Pass]:
    """Strokes from START to END, each but the last with a return."""
    rng = np.random.default_rng(seed)
    at, size, spans, first = [], [], [], 0
    for index in range(2 * times - 1):
        back = index % 2
        n = round((back_s if back else 1.0) * FPS)
        s = np.linspace(0, 1, n)[:, None]
        arc = np.sin(np.pi * s)
        path = (END, START)[1 - back] + s * ((END, START)[back] - (END, START)[1 - back])
        at.append(path + back * bow_cm * arc * (0.26, 0.97) + rng.normal(0, 0.03, (n, 2)))
        size.append((1 + back * lift * arc[:, 0]) * (1 + rng.normal(0, 0.004, n)))
        spans.append((first, first + n - 1))
        first += n
    at_cm = np.concatenate(at) * ((1, 1) if side is Side.LEFT else (-1, 1))
    n = len(at_cm)
    whole = Bout(
        side,
        ChartName.FACE,
        np.arange(n) / FPS,
        at_cm,
        np.zeros((n, len(ChartName), 2)),
        np.concatenate(size),
    )
    return [Pass(whole, *span) for span in spans]


def known(passes: list[Pass]) -> list[Evidence]:
    (lane,) = lanes(passes)
    return list(weigh(lane, (passes[0], passes[-1])))


def touched_forth(passes: list[Pass]) -> float:
    return min(evidence.forth for evidence in known(passes))


def test_to_and_fro_is_one_lane() -> None:
    (lane,) = lanes(session(3))
    assert lane.ways == (1, -1, 1, -1, 1)


def evident(*known: tuple[float, float]) -> list[Evidence]:
    return [Evidence(forth, back, 1 - forth - back) for forth, back in known]


def test_what_was_decided_holds_on_while_it_stays_the_likeliest() -> None:
    (lane,) = lanes(session(2))
    assert believed_ways(lane, evident((0.1, 0.6), (0.2, 0.5), (0.3, 0.4))) == (-1, -1, -1)
    assert believed_ways(lane, evident((0.5, 0.2), (0.5, 0.3), (0.6, 0.1))) == (1, 1, 1)
    assert believed_ways(lane, evident((0.6, 0.2), (0.2, 0.3), (0.5, 0.3))) == (1, 0, 0)
    assert believed_ways(lane, evident((0.6, 0.2), (0.4, 0.5), (0.2, 0.7))) == (1, -1, -1)
    assert believed_ways(lane, evident((0.5, 0.2), (0.5, 0.2), (0.5, 0.2))) == (0, 0, 0)


def test_what_one_hand_decided_says_nothing_of_the_other() -> None:
    (lane,) = lanes(session(1) + session(1, side=Side.RIGHT))
    assert believed_ways(lane, evident((0.6, 0.2), (0.5, 0.2))) == (1, 0)


def test_mirrored_hands_share_a_lane() -> None:
    (lane,) = lanes(session(2) + session(2, side=Side.RIGHT))
    assert sorted(lane.ways) == [-1, -1, 1, 1, 1, 1]


def test_another_place_is_another_lane() -> None:
    passes = session(2)
    at_cm = passes[0].bout.at_cm - (0.0, 12.0)
    bout = passes[0].bout
    lower = Bout(bout.side, bout.anchor, bout.t_s + 60, at_cm, bout.at_uv, bout.palm_size)
    assert len(lanes(passes + [Pass(lower, p.first, p.last) for p in passes])) == 2


def test_a_bow_alone_tells_stroke_from_return() -> None:
    assert touched_forth(session(4, bow_cm=2.0)) > 0.95


def test_size_alone_only_leans() -> None:
    """A palm that is turned on the way back changes its size as much as one that is lifted."""
    assert touched_forth(session(4)) < touched_forth(session(4, lift=0.1)) < 0.95


def test_the_first_and_last_pass_do_not_outweigh_the_cues() -> None:
    """A hand that comes in flying: the lane begins and ends with flights."""
    whole = session(4, lift=0.06, bow_cm=2.0, back_s=0.6)
    assert min(evidence.touched(-1) for evidence in known(whole[1:-1])) > 0.9


def test_rubbing_to_and_fro_is_not_taken_for_strokes() -> None:
    rubbed = [min(e.both for e in known(session(6, seed=seed))) for seed in range(20)]
    assert np.mean(np.array(rubbed) > 0.6) >= 0.9


def test_pace_alone_is_no_proof_however_often_it_is_seen() -> None:
    """A slow way back that is level with the stroke may be rubbing with an uneven pace."""
    passes = session(8, back_s=2.0)
    assert max(evidence.back for evidence in known(passes)) < 0.6


def test_a_person_may_change_over() -> None:
    wrong, right = session(4, lift=0.06, bow_cm=2.0), session(4, lift=0.06, bow_cm=2.0)
    at_cm = np.concatenate([wrong[0].bout.at_cm[::-1], right[0].bout.at_cm])
    size = np.concatenate([wrong[0].bout.palm_size[::-1], right[0].bout.palm_size])
    n = len(at_cm)
    whole = Bout(
        Side.LEFT, ChartName.FACE, np.arange(n) / FPS, at_cm, np.zeros((n, len(ChartName), 2)), size
    )
    half = n // 2
    passes = [Pass(whole, half - 1 - p.last, half - 1 - p.first) for p in reversed(wrong)]
    passes += [Pass(whole, half + p.first, half + p.last) for p in right]
    (lane,) = lanes(passes)
    evidence = weigh(lane, (passes[0], passes[-1]))
    told = [e.touched(way) > 0.6 for e, way in zip(evidence, lane.ways, strict=True)]
    assert told == [True, False] * 3 + [True] * 2 + [False, True] * 3


def test_one_slip_of_the_tracking_does_not_decide() -> None:
    calm, wild = (session(4, back_s=0.6, bow_cm=1.5) for _ in range(2))
    size = np.array(wild[0].bout.palm_size)
    size[wild[1].span] *= 0.5
    bout = wild[0].bout
    slipped = Bout(bout.side, bout.anchor, bout.t_s, bout.at_cm, bout.at_uv, size)
    passes = [Pass(slipped, p.first, p.last) for p in wild]
    assert touched_forth(calm) > 0.9
    assert touched_forth(passes) > 0.8


def test_compare_measures_what_was_put_in() -> None:
    forth, back, *_ = session(2, lift=0.05, bow_cm=2.0, back_s=0.5)
    size, bow_cm, pace = compare(forth, back)
    assert size == pytest.approx(0.045, abs=0.01)
    assert bow_cm == pytest.approx(1.8, abs=0.25)
    assert pace == pytest.approx(np.log(2), abs=0.1)


def test_a_pass_that_comes_along_the_path_from_further_off_ends_nothing() -> None:
    passes = session(4)[1:]  # a way back comes first
    began = passes[0].first
    at_cm = 6.0 * passes[0].bout.at_cm  # as long as on a trunk
    usual = replace(passes[0].bout, anchor=ChartName.TORSO, at_cm=at_cm.copy())
    at_cm[began : began + 8] += np.linspace((11.0, -4.0), (0.0, 0.0), 8)
    from_afar = replace(usual, at_cm=at_cm)
    for bout, astray in ((usual, False), (from_afar, True)):
        (lane,) = lanes([Pass(bout, one.first, one.last) for one in passes])
        assert _is_astray(lane.passes[0], lane, 0) == astray
        assert not _is_astray(lane.passes[0], lane, -1)
        assert not _is_astray(lane.passes[-1], lane, -1)


def test_of_ways_that_stay_open_it_is_known_how_much_likelier_one_is_than_the_other() -> None:
    lane = Lane(tuple(session(2)), (1, -1, 1))
    found, _ = _touching(lane, [Evidence(0.4, 0.1, 0.5)] * 3, [])
    assert [one.to_and_fro for one in found] == [True, True]
    assert [one.likelier for one in found] == pytest.approx([4.0, 4.0])
