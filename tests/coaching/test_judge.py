"""What is said of movements whose sense can't be told."""

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
