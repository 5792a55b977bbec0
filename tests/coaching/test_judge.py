"""What is said of movements whose sense can't be told, and of those that fit no technique."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body.placement import CHARTS
from coach.coaching.judge import WRONG_WAY, judge_all
from coach.strokes.match import resample
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.techniques.library import load_library
from coach.types import Attempt, ChartName, Side, Verdict

LIBRARY = load_library()
CHIN = LIBRARY.find("chin-to-ears")
WHOLE_UV = resample(CHIN.path_array_uv, PATH_SAMPLES)


def rubbed(likelier: float, *, backwards: bool = False) -> Attempt:
    paths_uv = np.full((len(CHARTS), PATH_SAMPLES, 2), np.nan)
    paths_uv[CHARTS.index(ChartName.FACE)] = WHOLE_UV[::-1] if backwards else WHOLE_UV
    one = Stroke(0.0, 1.0, Side.LEFT, ChartName.FACE, paths_uv, False, 0.6, True, True)
    one = replace(one, likelier=likelier)
    (attempt,) = judge_all([one], [CHIN], [CHIN], LIBRARY, CHIN)
    return attempt


@pytest.mark.parametrize("likelier", [1e-3, 1.0, 2.0 * WRONG_WAY])
def test_the_right_way_counts_though_its_sense_is_open(likelier: float) -> None:
    attempt = rubbed(likelier)
    assert (attempt.verdict, attempt.sense) == (Verdict.NOT_JUDGED, None)
    assert attempt.counted


@pytest.mark.parametrize(
    ("likelier", "counted"), [(1.0, True), (0.9 * WRONG_WAY, True), (1.1 * WRONG_WAY, False)]
)
def test_the_wrong_way_counts_until_it_is_likelier_to_be_wrong(
    likelier: float, counted: bool
) -> None:
    attempt = rubbed(likelier, backwards=True)
    assert (attempt.verdict, attempt.sense) == (Verdict.NOT_JUDGED, None)
    assert attempt.counted is counted


def of_no_technique(start_uv: tuple[float, float], end_uv: tuple[float, float]) -> list[Attempt]:
    """Stroke the back across, with claps and long strokes to be judged."""
    paths_uv = np.full((len(CHARTS), PATH_SAMPLES, 2), np.nan)
    paths_uv[CHARTS.index(ChartName.TORSO)] = resample(np.array([start_uv, end_uv]), PATH_SAMPLES)
    one = Stroke(0.0, 1.0, Side.LEFT, ChartName.TORSO, paths_uv, False, 0.99, False, True)
    wanted = [LIBRARY.find("back-cup-clap"), LIBRARY.find("back-long-stroke")]
    return list(judge_all([one, one], wanted, wanted, LIBRARY, None))


def test_a_stroke_of_no_technique_is_told_to_keep_off_the_spine() -> None:
    told = of_no_technique((0.09, 0.38), (-0.09, 0.38))
    assert {(one.verdict, one.cue) for one in told} == {(Verdict.NO_GO, "Keep off the spine.")}


def test_only_taps_and_the_like_keep_off_the_kidneys() -> None:
    told = of_no_technique((0.56, 0.38), (0.2, 0.38))
    assert Verdict.NO_GO not in {one.verdict for one in told}
