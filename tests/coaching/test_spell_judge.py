"""What is said of taps that fall where they should not."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body.scale import from_cm, to_cm
from coach.coaching.spell_judge import judge_spells
from coach.strokes.match import resample
from coach.strokes.spell import PATH_SAMPLES, Beat, Spell
from coach.techniques.library import load_library
from coach.types import ChartName, FloatArray, Sense, Side, Verdict

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("place_uv", "verdict"),
    [
        ((0.0, 0.90), Verdict.GOOD),
        ((0.0, 1.02), Verdict.GOOD),  # as uncertain as places on a trunk are
        ((0.0, 1.10), Verdict.NO_GO),  # the throat
        ((0.3, 0.75), Verdict.NO_GO),  # the heart
        ((-0.3, 0.78), Verdict.GOOD),  # as far off, on the other side
    ],
)
def test_pats_on_the_breastbone_keep_off_throat_and_heart(
    place_uv: tuple[float, float], verdict: Verdict
) -> None:
    beat = Beat(0.0, 0.5, np.tile(place_uv, (PATH_SAMPLES, 1)), 5.0, None, 0.5)
    pats = LIBRARY.find("thymus-taps")
    (told,) = judge_spells([Spell(pats, Side.LEFT, ChartName.TORSO, 1.0, (beat,))], LIBRARY)
    assert told.verdict is verdict


def pressed(at_cm: FloatArray) -> Verdict:
    press = LIBRARY.find("back-thumb-press")
    path_uv = from_cm(ChartName.TORSO, at_cm)
    beat = Beat(0.0, 1.5, path_uv, 0.5, None, 1.5)
    (told,) = judge_spells([Spell(press, Side.LEFT, ChartName.TORSO, 1.0, (beat,))], LIBRARY)
    return told.verdict


def test_a_press_lies_where_it_mostly_seems_to() -> None:
    press = LIBRARY.find("back-thumb-press")
    place_cm = to_cm(ChartName.TORSO, press.path_array_uv).mean(axis=0)
    on_spine_cm = place_cm * (0.0, 1.0)
    steps = np.arange(PATH_SAMPLES)[:, None]
    mostly_beside = np.where(steps < 6, on_spine_cm, place_cm)
    mostly_on = np.where(steps < 6, place_cm, on_spine_cm)
    assert pressed(mostly_beside) is Verdict.GOOD
    assert pressed(mostly_on) is Verdict.NO_GO


def test_of_two_hands_that_rub_the_one_whose_rate_seems_doubled_is_not_counted() -> None:
    rub = LIBRARY.find("back-rub-to-spine")
    path_uv = np.tile(rub.path_array_uv.mean(axis=0), (PATH_SAMPLES, 1))

    def spell(side: Side, count: int, evenness: float) -> Spell:
        beats = tuple(
            Beat(10.0 * k / count, 10.0 * (k + 1) / count, path_uv, 0.5, None, 10.0 / count)
            for k in range(count)
        )
        return Spell(rub, side, ChartName.TORSO, evenness, beats)

    told = judge_spells([spell(Side.LEFT, 10, 0.8), spell(Side.RIGHT, 20, 0.7)], LIBRARY)
    assert len(told) == 10
    assert {one.side for one in told} == {Side.BOTH}


def test_a_fold_lies_where_it_mostly_seems_to() -> None:
    fold = LIBRARY.find("back-knead-fold")
    place_cm = to_cm(ChartName.TORSO, fold.path_array_uv).mean(axis=0)
    on_spine_cm = place_cm * (0.0, 1.0)
    steps = np.arange(PATH_SAMPLES)[:, None]

    def folded(at_cm: FloatArray) -> Verdict:
        beat = Beat(0.0, 0.8, from_cm(ChartName.TORSO, at_cm), 0.5, Sense.RIGHT, 1.0)
        (told,) = judge_spells([Spell(fold, Side.LEFT, ChartName.TORSO, 1.0, (beat,))], LIBRARY)
        return told.verdict

    assert folded(np.where(steps < 6, on_spine_cm, place_cm)) is Verdict.GOOD
    assert folded(np.where(steps < 6, place_cm, on_spine_cm)) is Verdict.NO_GO


@pytest.mark.parametrize(("over", "told"), [(1, Verdict.GOOD), (3, Verdict.NO_GO)])
def test_circles_go_over_a_place_where_most_of_them_do(over: int, told: Verdict) -> None:
    circles = LIBRARY.find("collar-circles")
    path_uv = resample(circles.path_array_uv, PATH_SAMPLES)
    zone = next(z for z in LIBRARY.zones_of(circles) if z.id == "collarbone")
    middle_uv = np.array(zone.polygon_uv).mean(axis=0)
    on_zone_uv = np.where(np.arange(PATH_SAMPLES)[:, None] < PATH_SAMPLES // 3, middle_uv, path_uv)
    paths_uv = [on_zone_uv if k < over else path_uv for k in range(5)]
    beats = tuple(
        Beat(float(k), k + 1.0, path_uv, 0.5, None, 1.0) for k, path_uv in enumerate(paths_uv)
    )
    spell = Spell(circles, Side.LEFT, ChartName.NECK, 1.0, beats)
    assert {one.verdict for one in judge_spells([spell], LIBRARY)} == {told}
