"""What is said of taps that fall where they should not."""

from __future__ import annotations

import numpy as np
import pytest

from coach.coaching.spell_judge import judge_spells
from coach.strokes.spell import PATH_SAMPLES, Beat, Spell
from coach.techniques.library import load_library
from coach.types import ChartName, Side, Verdict

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
