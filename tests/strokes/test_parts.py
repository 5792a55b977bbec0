"""Which part of the hand a stroke is taken to be done with, technique by technique."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body.placement import CHARTS
from coach.strokes.stroke import PATH_SAMPLES, Stroke
from coach.techniques.library import load_library
from coach.types import ChartName, HandPart, Side

FOLLOWED, FINGERS, THUMB = 1.0, 2.0, 3.0
"""u of the path that was followed, and of the parts of the hand, all along."""


def stroke(*, by_thumb: bool) -> Stroke:
    shape = (len(CHARTS), PATH_SAMPLES, 2)
    parts_uv = np.zeros((len(HandPart), *shape))
    parts_uv[HandPart.FINGERTIPS], parts_uv[HandPart.THUMB] = FINGERS, THUMB
    return Stroke(
        0.0, 1.0, Side.RIGHT, ChartName.HAND, np.full(shape, FOLLOWED), True, 1.0, False, True,
        parts_uv=parts_uv, by_thumb=by_thumb,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("technique", "by_thumb", "u"),
    [
        ("palm-thumb-circles", True, FOLLOWED),
        ("palm-thumb-circles", False, THUMB),  # the whole hand goes along with its thumb
        ("finger-by-finger", False, FOLLOWED),
        ("finger-by-finger", True, FINGERS),
        ("palm-centre-press", False, FOLLOWED),
        ("forehead-to-temples", False, FINGERS),
    ],
)
def test_on_a_hand_the_part_that_the_technique_is_done_with_is_laid_along_it(
    technique: str, by_thumb: bool, u: float
) -> None:
    path_uv = stroke(by_thumb=by_thumb).path_for(load_library().find(technique))
    np.testing.assert_array_equal(path_uv, np.full((PATH_SAMPLES, 2), u))
