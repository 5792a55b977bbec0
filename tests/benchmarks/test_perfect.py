"""True joints put in the place of those found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.perfect import PARTS, with_true
from benchmarks.truth import Truth
from coach.techniques.library import load_library
from coach.types import Observation
from tests.benchmarks.made import truth
from tests.simulated import Script, observe, repeat, technique_path

PATH = technique_path(load_library().find("forehead-to-temples"))
SEEN = list(observe(Script(repeat(PATH, 2), repeat(PATH, 2)), fps=20.0))[:40]
WIDTH, HEIGHT = SEEN[0].size_px


def a_truth(*, mirrored: bool = False) -> Truth:
    plain = truth()
    joints_px = np.tile(np.linspace(0.1, 0.4, 21)[:, None] * (WIDTH, HEIGHT), (160, 1, 1))
    torso_px = np.tile(np.array([(0.7, 0.5), (0.3, 0.5), (0.6, 0.9), (0.4, 0.9)]), (160, 1, 1))
    left, right = plain.hands
    return replace(
        plain,
        mirrored=mirrored,
        torso_px=torso_px * (WIDTH, HEIGHT),
        hands=(replace(left, joints_px=joints_px), replace(right, joints_px=joints_px + WIDTH)),
    )


def judged(parts: str, **changes: bool) -> Observation:
    return with_true(SEEN, a_truth(**changes), parts)[5]


def test_hands_are_where_they_truly_are_and_unseen_outside_the_picture() -> None:
    seen = judged("hands")
    np.testing.assert_allclose(seen.hands_px[0], a_truth().hands[0].joints_px[5])
    assert np.isnan(seen.hands_px[1]).all()
    assert np.isnan(seen.hands_score[1])
    np.testing.assert_array_equal(seen.body_px, SEEN[5].body_px)


def test_shoulders_and_hips_are_where_they_truly_are() -> None:
    seen = judged("body")
    np.testing.assert_allclose(seen.body_px[[11, 12, 23, 24]], a_truth().torso_px[5])
    assert (seen.body_visibility[[11, 12, 23, 24]] == 1).all()
    np.testing.assert_array_equal(seen.hands_px, SEEN[5].hands_px)


def test_a_mirrored_clip_is_judged_unmirrored() -> None:
    found = judged("hands and body", mirrored=True)
    np.testing.assert_allclose(found.body_px[11], (0.3 * WIDTH, 0.5 * HEIGHT))
    np.testing.assert_allclose(found.hands_px[0, 0], (0.9 * WIDTH, 0.1 * HEIGHT))


def test_only_known_parts() -> None:
    assert "hands" in PARTS
    with pytest.raises(ValueError, match="hands, body"):
        with_true(SEEN, a_truth(), "feet")
