"""Strokes done alike are judged by the middle one of them, as far as the camera can't tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.body.placement import CHARTS
from coach.body.scale import from_cm, to_cm
from coach.coaching.alike import ALIKE_CM, FEWEST, beats_alike, courses
from coach.coaching.judge import judge_all
from coach.strokes.match import Match, lay_along, resample
from coach.strokes.spell import Beat, Spell, offsets_cm
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.techniques.library import load_library
from coach.techniques.schema import Technique
from coach.types import ChartName, FloatArray, Side, Verdict

LIBRARY = load_library()
CHIN = LIBRARY.find("chin-to-ears")
WHOLE_UV = resample(resample(CHIN.path_array_uv, PATH_SAMPLES), PATH_SAMPLES)
FACE = CHARTS.index(ChartName.FACE)


def shifted(by_cm: tuple[float, float], path_uv: FloatArray = WHOLE_UV) -> FloatArray:
    return from_cm(ChartName.FACE, to_cm(ChartName.FACE, path_uv) + by_cm)


def stroke(path_uv: FloatArray, start_s: float = 0.0, side: Side = Side.LEFT) -> Stroke:
    paths_uv = np.full((len(CHARTS), PATH_SAMPLES, 2), np.nan)
    paths_uv[FACE] = path_uv
    return Stroke(start_s, start_s + 1.0, side, ChartName.FACE, paths_uv, False, 0.95, False, True)


def matched(paths_uv: list[FloatArray]) -> list[tuple[Stroke, Match]]:
    found = []
    for number, path_uv in enumerate(paths_uv):
        match = lay_along(path_uv, CHIN, closed=False)
        assert match is not None
        found.append((stroke(path_uv, 2.0 * number), match))
    return found


def courses_uv(pairs: list[tuple[Stroke, Match]]) -> list[FloatArray]:
    return [path_uv for path_uv, _ in courses(pairs)]


def test_two_strokes_are_judged_each_by_itself() -> None:
    pairs = matched([WHOLE_UV, shifted((0.4, -0.4))])
    assert len(pairs) < FEWEST
    for one_uv, (own, _) in zip(courses_uv(pairs), pairs, strict=True):
        np.testing.assert_allclose(one_uv, resample(own.path_for(CHIN), PATH_SAMPLES), atol=1e-6)


def test_of_three_alike_all_ran_where_the_middle_one_did() -> None:
    found = courses_uv(matched([shifted((-0.5, 0.5)), WHOLE_UV, shifted((0.4, -0.4))]))
    for one_uv in found:
        np.testing.assert_allclose(one_uv, WHOLE_UV, atol=0.02)


def test_one_that_ran_elsewhere_stays_there() -> None:
    away_uv = shifted((2.2, -2.2))
    *same, other = courses_uv(matched([WHOLE_UV, WHOLE_UV, WHOLE_UV, away_uv]))
    np.testing.assert_allclose(other, resample(away_uv, PATH_SAMPLES), atol=1e-6)
    for one_uv in same:
        np.testing.assert_allclose(one_uv, resample(WHOLE_UV, PATH_SAMPLES), atol=1e-6)


@pytest.mark.parametrize(
    ("share", "told"), [(1.0, "middle"), (0.95, "middle"), (0.9, "own"), (0.35, "own")]
)
def test_one_that_ran_elsewhere_is_as_long_as_the_middle_one_if_that_cannot_be_told(
    share: float, told: str
) -> None:
    """Moved aside, it covers 0.85, 0.76, 0.72 and 0.17 of the way, of which 3 cm are a quarter."""
    part_uv = resample(WHOLE_UV[: round(share * len(WHOLE_UV))], PATH_SAMPLES)
    away_uv = shifted((1.7, -1.3), part_uv)
    pairs = matched([WHOLE_UV, WHOLE_UV, WHOLE_UV, away_uv])
    *_, (ran_uv, match) = courses(pairs)
    np.testing.assert_allclose(ran_uv, resample(away_uv, PATH_SAMPLES), atol=1e-6)
    own = pairs[-1][1]
    assert match.offset_cm == own.offset_cm
    assert match.coverage == (own.coverage if told == "own" else pytest.approx(1.0, abs=0.01))


def test_the_other_sense_and_the_same_side_by_the_other_hand_have_nothing_to_say() -> None:
    near = [shifted((0.1 * k, -0.1 * k)) for k in range(2)]
    pairs = matched([*near, shifted((0.5, 0.5))[::-1]])
    right = [(stroke(near[k], side=Side.RIGHT), pairs[k][1]) for k in range(2)]
    every = [*pairs, *right]
    for one_uv, (own, _) in zip(courses_uv(every), every, strict=True):
        np.testing.assert_allclose(one_uv, resample(own.path_for(CHIN), PATH_SAMPLES), atol=1e-6)


def test_what_sets_both_hands_off_to_one_side_cancels_out() -> None:
    """As a head does that seems to be turned: one hand's way seems longer, the other's shorter."""
    aside = (0.6, 0.0)
    pairs = matched([shifted(aside), shifted(aside)])
    right_uv = shifted(aside, WHOLE_UV * (-1.0, 1.0))
    pairs += [(stroke(right_uv, side=Side.RIGHT), fit) for _, fit in pairs]
    *left, one, other = courses_uv(pairs)
    for seen_uv in (*left, one * (-1.0, 1.0), other * (-1.0, 1.0)):
        np.testing.assert_allclose(to_cm(ChartName.FACE, seen_uv - WHOLE_UV), 0.0, atol=0.05)


def test_on_the_trunk_each_hand_is_judged_by_itself() -> None:
    """What one hand does is no excuse for the other, which may be on the spine."""
    up = LIBRARY.find("back-long-stroke")
    path_uv = resample(resample(up.path_array_uv, PATH_SAMPLES), PATH_SAMPLES)
    by_uv = from_cm(ChartName.TORSO, np.array([2.0, 0.0]))
    pairs = []
    for number, (side, sign) in enumerate(2 * [(Side.LEFT, 1.0), (Side.RIGHT, -1.0)]):
        run_uv = path_uv * (sign, 1.0) + by_uv
        match = lay_along(run_uv, up, closed=False)
        assert match is not None
        paths_uv = np.full((len(CHARTS), PATH_SAMPLES, 2), np.nan)
        paths_uv[CHARTS.index(ChartName.TORSO)] = run_uv
        one = stroke(WHOLE_UV, 2.0 * number, side)
        done = replace(one, anchor=ChartName.TORSO, path_uv=paths_uv)
        pairs.append((done, match))
    for one_uv, (own, _) in zip(courses_uv(pairs), pairs, strict=True):
        np.testing.assert_allclose(one_uv, resample(own.path_for(up), PATH_SAMPLES), atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.floats(0.0, 2.0), st.integers(1, 7))
def test_nothing_is_moved_further_than_the_camera_can_tell(
    seed: int, size_cm: float, count: int
) -> None:
    rng = np.random.default_rng(seed)
    pairs = matched([shifted(tuple(rng.normal(0, size_cm, 2))) for _ in range(count)])
    first, *rest = zip(courses_uv(pairs), pairs, strict=True)
    for one_uv, (own, _) in rest:
        own_uv = resample(own.path_for(CHIN), PATH_SAMPLES)
        moved_cm = to_cm(ChartName.FACE, one_uv) - to_cm(ChartName.FACE, own_uv)
        away_cm = np.linalg.norm(moved_cm, axis=-1).mean()
        assert away_cm <= ALIKE_CM[ChartName.FACE] + 1e-9
    # Of the first one its beginning may be left out, where that is the hand's coming.
    one_uv, (own, _) = first
    ran = shapely.LineString(to_cm(ChartName.FACE, own.path_for(CHIN)))
    beside_cm = shapely.distance(ran, shapely.points(to_cm(ChartName.FACE, one_uv)))
    assert beside_cm.mean() <= ALIKE_CM[ChartName.FACE] + 1e-9


def test_what_is_before_where_the_others_begin_is_the_hands_coming() -> None:
    """It comes from below and goes over the spine; its strokes keep off it."""
    up = LIBRARY.find("back-long-stroke")
    path_cm = to_cm(ChartName.TORSO, resample(up.path_array_uv, PATH_SAMPLES))
    across_cm = path_cm[0] + np.linspace((-12.0, -9.0), (0.0, 0.0), 12, endpoint=False)
    came_uv = from_cm(ChartName.TORSO, np.concatenate([across_cm, path_cm]))
    strokes = [on_back(from_cm(ChartName.TORSO, path_cm), 2.0 * k) for k in (1, 2, 3)]
    came = on_back(resample(came_uv, PATH_SAMPLES), 0.0)
    judged = judge_all([came, *strokes], [up], [up], LIBRARY, up)
    assert [attempt.verdict for attempt in judged] == [Verdict.GOOD] * 4
    alone = judge_all([came], [up], [up], LIBRARY, up)
    assert alone[0].verdict is Verdict.NO_GO


def on_back(path_uv: FloatArray, start_s: float, side: Side = Side.LEFT) -> Stroke:
    paths_uv = np.full((len(CHARTS), PATH_SAMPLES, 2), np.nan)
    paths_uv[CHARTS.index(ChartName.TORSO)] = path_uv
    one = stroke(WHOLE_UV, start_s, side)
    return replace(one, anchor=ChartName.TORSO, path_uv=paths_uv)


def test_of_two_hands_together_the_middle_is_compared() -> None:
    """Off by 2.6 cm to either side, hands are right in the middle of the two."""
    right = Side.RIGHT
    pairs = matched([WHOLE_UV, WHOLE_UV, shifted((1.8, -1.8))])
    for number, by_cm in enumerate([(0.0, 0.0), (0.0, 0.0), (-1.8, 1.8)]):
        path_uv = shifted(by_cm)
        fit = lay_along(path_uv, CHIN, closed=False)
        assert fit is not None
        pairs.append((stroke(path_uv * (-1.0, 1.0), 2.0 * number, right), fit))
    found = courses_uv(pairs)
    np.testing.assert_allclose(found[2], found[0], atol=1e-6)
    np.testing.assert_allclose(found[5], found[3], atol=1e-6)
    apart = [
        (replace(one, start_s=one.start_s + 9.0, end_s=one.end_s + 9.0), fit)
        if one.side is right
        else (one, fit)
        for one, fit in pairs
    ]
    np.testing.assert_allclose(courses_uv(apart)[2], shifted((1.8, -1.8)), atol=1e-4)


def test_strokes_whose_sense_is_open_are_alike_among_themselves() -> None:
    near = [shifted((0.3 * k, -0.3 * k)) for k in range(3)]
    pairs = [(replace(one, to_and_fro=True), fit) for one, fit in matched(near)]
    for one_uv in courses_uv(pairs):
        np.testing.assert_allclose(one_uv, near[1], atol=0.02)
    pairs[0] = matched(near)[0]  # Its sense is known: it is another kind of stroke.
    np.testing.assert_allclose(courses_uv(pairs)[0], near[0], atol=1e-4)


def verdicts(paths_uv: list[FloatArray]) -> list[Verdict]:
    strokes = [stroke(path_uv, 2.0 * k) for k, path_uv in enumerate(paths_uv)]
    return [a.verdict for a in judge_all(strokes, [CHIN], [CHIN], LIBRARY, CHIN)]


def outwards(cm: float) -> FloatArray:
    """The whole path, moved across itself; from 2.4 cm on it is off."""
    return shifted((0.85 * cm, -0.65 * cm))


def test_a_stroke_just_off_among_right_ones_is_right_and_one_far_off_is_not() -> None:
    near, just, far = outwards(1.9), outwards(2.7), outwards(4.1)
    assert verdicts([just, just]) == [Verdict.OFF_PATH] * 2
    assert verdicts([near, just, near]) == [Verdict.GOOD] * 3
    assert verdicts([near, far, near]) == [Verdict.GOOD, Verdict.OFF_PATH, Verdict.GOOD]


def test_a_fault_that_most_strokes_have_is_every_ones() -> None:
    near, just = outwards(2.1), outwards(2.7)
    assert verdicts([near, near]) == [Verdict.GOOD] * 2
    assert verdicts([just, near, just]) == [Verdict.OFF_PATH] * 3


def test_presses_lie_as_far_beside_the_spine_as_the_middle_one() -> None:
    press = LIBRARY.find("neck-press-release")
    line_cm = to_cm(press.chart, resample(press.path_array_uv, 7))
    aside_cm = np.array([0.4, 0.0, -1.6, 0.2, -0.3, 0.1, -6.0])
    for sign in (1.0, -1.0):
        places_cm = (line_cm + aside_cm[:, None] * (1.0, 0.0)) * (sign, 1.0)
        spell = spell_of(press, places_cm)
        before, after = (
            np.array([to_cm(press.chart, beat.path_uv).mean(axis=0) for beat in one.beats])
            for one in (spell, beats_alike(spell))
        )
        lie = line_cm * (sign, 1.0)
        np.testing.assert_allclose(after[:6, 0], lie[:6, 0], atol=0.15)
        np.testing.assert_allclose(after[:6, 1], before[:6, 1], atol=0.2)
        np.testing.assert_allclose(after[6], before[6], err_msg="that one was elsewhere")
        assert max(beat.offset_cm for beat in beats_alike(spell).beats[:6]) < 0.2


def test_two_presses_are_judged_each_by_itself() -> None:
    press = LIBRARY.find("neck-press-release")
    spell = spell_of(press, to_cm(press.chart, resample(press.path_array_uv, 2)))
    assert beats_alike(spell) is spell


def test_circles_lie_about_the_middle_of_the_middle_one() -> None:
    circles = LIBRARY.find("collar-circles")
    middle_cm = to_cm(circles.chart, circles.path_array_uv).mean(axis=0)
    off_cm = np.array([[0.3, 0.0], [-1.0, 0.9], [0.0, 0.0], [0.1, -0.2], [9.0, 0.0]])
    spell = beats_alike(spell_of(circles, middle_cm + off_cm))
    at_cm = [to_cm(circles.chart, beat.path_uv).mean(axis=0) for beat in spell.beats]
    usual_cm = np.median(middle_cm + off_cm, axis=0)
    np.testing.assert_allclose(at_cm[:4], np.tile(usual_cm, (4, 1)), atol=1e-9)
    np.testing.assert_allclose(at_cm[4], middle_cm + off_cm[4], err_msg="that one was elsewhere")


def spell_of(technique: Technique, places_cm: FloatArray) -> Spell:
    beats = []
    for number, place_cm in enumerate(places_cm):
        path_uv = from_cm(technique.chart, np.tile(place_cm, (16, 1)))
        off_cm = float(offsets_cm(place_cm[None], technique)[0])
        beats.append(Beat(2.0 * number, 2.0 * number + 1.2, path_uv, off_cm, None, 1.2))
    return Spell(technique, Side.LEFT, technique.chart, 0.8, tuple(beats))
