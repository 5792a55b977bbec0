"""No fault is told of what the camera may have got wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body.scale import to_cm
from coach.coaching.leeway import (
    FINEST_CM,
    ROUND_SLACK,
    TRUNK_CM,
    allowed_deg,
    allowed_off_cm,
    least_coverage,
)
from coach.techniques.library import load_library
from coach.techniques.schema import Kind
from coach.types import ChartName

LIBRARY = load_library()


@pytest.mark.parametrize("technique", LIBRARY.techniques, ids=lambda one: one.id)
def test_what_the_file_says_is_never_narrowed(technique) -> None:  # type: ignore[no-untyped-def]
    assert allowed_off_cm(technique) >= technique.off_path_cm
    assert allowed_deg(technique, 5.0) > technique.direction_deg


def test_a_strict_stroke_on_the_face_gets_what_tracking_resolves() -> None:
    strict, loose = LIBRARY.find("tear-duct-to-nose-wing"), LIBRARY.find("forehead-to-temples")
    assert strict.off_path_cm < FINEST_CM[ChartName.FACE] < loose.off_path_cm
    assert allowed_off_cm(strict) == FINEST_CM[ChartName.FACE]
    assert allowed_off_cm(loose) == loose.off_path_cm


def test_a_circle_is_as_strict_as_its_file() -> None:
    circle = LIBRARY.find("around-the-eyes")
    assert circle.kind is Kind.CIRCLE
    assert allowed_off_cm(circle) == circle.off_path_cm


def test_a_trunk_may_be_turned() -> None:
    back = LIBRARY.find("back-long-stroke")
    assert allowed_off_cm(back) == back.off_path_cm + TRUNK_CM


def test_the_shorter_a_stroke_the_less_its_direction_is_known() -> None:
    technique = LIBRARY.find("brows-outwards")
    shorter, longer = (allowed_deg(technique, cm) for cm in (2.0, 8.0))
    assert shorter > longer > technique.direction_deg
    # where one end is off by as much as the stroke is long, by 45 degrees
    assert allowed_deg(technique, 1.2) == pytest.approx(technique.direction_deg + 45.0)


def test_untold_how_long_a_stroke_is_it_is_as_long_as_its_path() -> None:
    technique = LIBRARY.find("brows-outwards")
    path_cm = to_cm(technique.chart, technique.path_array_uv)
    chord_cm = float(np.hypot(*(path_cm[-1] - path_cm[0])))
    assert allowed_deg(technique) == allowed_deg(technique, chord_cm)


def test_small_circles_may_seem_less_than_whole_and_nothing_else() -> None:
    eyes, belly = LIBRARY.find("around-the-eyes"), LIBRARY.find("abdomen-clockwise")
    assert least_coverage(eyes) == pytest.approx(eyes.coverage_min - ROUND_SLACK)
    assert least_coverage(eyes) > 0.5  # half a circle is too short all the same
    assert least_coverage(belly) == belly.coverage_min
    stroke = LIBRARY.find("brows-outwards")
    assert least_coverage(stroke) == stroke.coverage_min
