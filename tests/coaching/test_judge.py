"""What is said of movements whose sense can't be told, and of those that fit no technique."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body.placement import CHARTS
from coach.body.scale import from_cm
from coach.coaching.judge import WRONG_WAY, judge_all, most_done
from coach.strokes.match import resample
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.techniques.library import load_library
from coach.types import HANDS, Attempt, ChartName, FloatArray, Side, Verdict

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


FOREHEAD, BROWS = LIBRARY.find("forehead-to-temples"), LIBRARY.find("brows-outwards")
CHART = CHARTS.index(ChartName.FACE)


def named(*strokes: Stroke) -> str | None:
    found = most_done(strokes, [FOREHEAD, BROWS])
    return found.id if found is not None else None


def over(path_uv: FloatArray, side: Side, up_cm: float = 0.0) -> Stroke:
    sign = 1.0 if side is Side.LEFT else -1.0
    paths_uv = np.full((len(CHARTS), PATH_SAMPLES, 2), np.nan)
    up_uv = from_cm(ChartName.FACE, np.array([0.0, up_cm]))
    paths_uv[CHART] = (resample(path_uv, PATH_SAMPLES) + up_uv) * (sign, 1.0)
    return Stroke(0.0, 1.0, side, ChartName.FACE, paths_uv, False, 0.95, False, True)


def test_what_one_hand_does_between_two_techniques_is_the_one_of_either_hand() -> None:
    """Near the forehead both fit; the forehead is for both hands at once."""
    brows_uv, up_cm = BROWS.path_array_uv, 1.2
    left, right = (over(brows_uv, side, up_cm) for side in HANDS)
    assert named(left) == BROWS.id
    assert named(left, right) == FOREHEAD.id
    later = replace(right, start_s=2.0, end_s=3.0)
    assert named(left, later) == BROWS.id
    assert named(over(FOREHEAD.path_array_uv, Side.LEFT)) == FOREHEAD.id  # plainly so


def test_hands_that_stroke_together_are_named_by_the_middle_of_the_two() -> None:
    """One of them seems to be on the forehead for longer; between them lie the brows."""
    brows_uv = BROWS.path_array_uv
    high, low = over(brows_uv, Side.LEFT, 1.2), over(brows_uv, Side.RIGHT, -0.8)
    high = replace(high, end_s=1.2)
    assert named(high, low) == BROWS.id
    assert (
        named(high, replace(high, side=Side.RIGHT, path_uv=high.path_uv * (-1, 1))) == FOREHEAD.id
    )
