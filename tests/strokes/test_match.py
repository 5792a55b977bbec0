"""Laying strokes along references, with answers known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.body.scale import from_cm, to_cm
from coach.strokes.match import BESIDE_CM, best_match, lay_along, lay_beside, resample
from coach.techniques.library import load_library
from coach.techniques.schema import Kind, Mirror, Technique
from coach.types import FloatArray, Sense, View

LIBRARY = load_library()
PATHS = [t for t in LIBRARY.techniques if t.kind.is_path and t.seen_as is None]
STROKES = [t for t in PATHS if t.kind is Kind.STROKE]
CONTRARY = {"arm-upwards": "arm-downwards", "arm-downwards": "arm-upwards"}
"""Who strokes against the one strokes along the other."""
EVERY = pytest.mark.parametrize("technique", PATHS, ids=lambda t: t.id)


def find(path_uv: FloatArray, technique: Technique) -> str | None:
    closed = technique.kind is Kind.CIRCLE
    rivals = [t for t in PATHS if t.view is technique.view]
    nowhere_uv = np.full_like(path_uv, np.nan)
    match = best_match(
        lambda t: path_uv if t.chart is technique.chart else nowhere_uv, rivals, closed=closed
    )
    return None if match is None else f"{match.technique.id} {match.sense.value}"


@EVERY
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_every_technique_knows_its_own_reference_and_no_other_does(
    technique: Technique, side: float
) -> None:
    path_uv = resample(technique.path_array_uv, 40)
    if technique.mirror is Mirror.PATH:
        path_uv = path_uv * (side, 1.0)
    elif technique.mirror is Mirror.PLACE and side < 0:
        path_uv = (path_uv * (-1.0, 1.0))[::-1]  # on the other leg, but still clockwise
    assert find(path_uv, technique) == f"{technique.id} right"
    against = find(path_uv[::-1], technique)
    if technique.id in CONTRARY:
        assert against == f"{CONTRARY[technique.id]} right"
    else:
        assert against == f"{technique.id} {'right' if technique.either_way else 'reversed'}"


@EVERY
def test_a_perfect_stroke_has_no_error(technique: Technique) -> None:
    match = lay_along(
        resample(technique.path_array_uv, 64), technique, closed=technique.kind is Kind.CIRCLE
    )
    assert match is not None
    assert match.direction_error_deg < 4
    assert match.offset_cm < 0.1
    assert match.coverage > 0.95


@pytest.mark.parametrize("technique", STROKES, ids=lambda t: t.id)
@given(share=st.floats(0.3, 0.95))
def test_coverage_is_the_share_gone(technique: Technique, share: float) -> None:
    whole_uv = resample(technique.path_array_uv, 400)
    steps_cm = np.hypot(*np.diff(to_cm(technique.chart, whole_uv), axis=0).T)
    gone = np.cumsum(steps_cm) / steps_cm.sum()
    match = lay_along(whole_uv[: 1 + int((gone < share).sum())], technique, closed=False)
    assert match is not None
    assert match.coverage == pytest.approx(share, abs=0.04)
    assert match.sense is Sense.RIGHT


@pytest.mark.parametrize("first", [0, 20, 37])
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_part_of_a_circle_is_told_its_sense_and_share(first: int, side: float) -> None:
    circle = LIBRARY.find("around-the-eyes")
    ring_uv = resample(circle.path_array_uv, 61)[:-1]
    arc_uv = np.roll(ring_uv, -first, axis=0)[:28] * (side, 1.0)
    for path_uv, sense in ((arc_uv, Sense.RIGHT), (arc_uv[::-1], Sense.REVERSED)):
        match = lay_along(path_uv, circle, closed=False)
        assert match is not None
        assert match.sense is sense
        assert match.coverage == pytest.approx(27 / 60, abs=0.07)


@given(angle_deg=st.floats(-60, 60))
def test_the_direction_error_is_the_angle(angle_deg: float) -> None:
    technique = LIBRARY.find("back-long-stroke").model_copy(
        update={"path_uv": ((0.4, 0.1), (0.4, 0.9))}
    )
    angle = np.radians(angle_deg)
    way_cm = 18 * np.array([np.sin(angle), np.cos(angle)])
    path_uv = np.array([0.4, 0.4]) + np.linspace(0, 1, 20)[:, None] * way_cm / (18.0, 50.0)
    match = lay_along(path_uv, technique, closed=False)
    assert match is not None
    assert match.direction_error_deg == pytest.approx(abs(angle_deg), abs=0.5)


def test_the_offset_is_the_distance() -> None:
    technique = LIBRARY.find("back-long-stroke").model_copy(
        update={"path_uv": ((0.4, 0.1), (0.4, 0.9))}
    )
    path_uv = np.linspace((0.5, 0.2), (0.5, 0.8), 30)
    match = lay_along(path_uv, technique, closed=False)
    assert match is not None
    assert match.offset_cm == pytest.approx(0.1 * 18)
    assert match.coverage == pytest.approx(0.75, abs=0.01)


@pytest.mark.parametrize(
    "path_uv",
    [
        np.linspace((0.0, 0.9), (0.0, -0.9), 30),  # down the middle of the face
        np.linspace((0.6, -0.1), (0.6, -0.8), 30),  # down the cheek
        np.linspace((-1.2, -0.4), (1.2, -0.4), 30),  # across the mouth
        np.linspace((0.1, 0.5), (0.2, 1.2), 30),  # up into the hair
    ],
    ids=["down", "cheek", "across", "hair"],
)
def test_other_strokes_fit_nothing(path_uv: FloatArray) -> None:
    assert find(path_uv, LIBRARY.find("forehead-to-temples")) is None


def test_a_path_the_chart_lost_is_not_matched() -> None:
    technique = LIBRARY.find("chin-to-ears")
    path_uv = resample(technique.path_array_uv, 40)
    path_uv[20] = np.nan
    assert find(path_uv, technique) is None


def moved(technique: Technique, path_uv: FloatArray, by_cm: tuple[float, float]) -> FloatArray:
    return from_cm(technique.chart, to_cm(technique.chart, path_uv) + np.array(by_cm))


@EVERY
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_same_movement_elsewhere_is_told_by_how_far_off_it_was(
    technique: Technique, side: float
) -> None:
    if technique.mirror is not Mirror.PATH or np.ptp(technique.path_array_uv[:, 1]) == 0:
        return
    closed = technique.kind is Kind.CIRCLE
    path_uv = resample(technique.path_array_uv, 40) * (side, 1.0)
    away_cm = 0.6 * BESIDE_CM[technique.chart]
    there_uv = moved(technique, path_uv, (0.0, -away_cm))
    match = lay_beside(lambda _: there_uv, technique, closed=closed)
    assert match is not None
    assert match.sense is Sense.RIGHT
    # below the eyes a face is not as tall as above them: a path is bent a little there
    assert match.offset_cm == pytest.approx(away_cm, rel=0.1)
    back = lay_beside(lambda _: there_uv[::-1], technique, closed=closed)
    assert back is not None
    assert (back.sense is Sense.REVERSED) is not technique.either_way


def test_what_is_too_far_off_or_another_movement_is_not_the_technique_elsewhere() -> None:
    technique = LIBRARY.find("brows-outwards")
    path_uv = resample(technique.path_array_uv, 40)
    far_uv = moved(technique, path_uv, (0.0, -1.2 * BESIDE_CM[technique.chart]))
    assert lay_beside(lambda _: far_uv, technique, closed=False) is None
    upright_uv = moved(technique, LIBRARY.find("tear-duct-to-nose-wing").path_array_uv, (0.0, 0.0))
    assert lay_beside(lambda _: upright_uv, technique, closed=False) is None
    lost_uv = np.full_like(path_uv, np.nan)
    assert lay_beside(lambda _: lost_uv, technique, closed=False) is None
    assert lay_beside(lambda _: path_uv, technique, closed=True) is None


@pytest.mark.parametrize("aside_cm", [0.0, 3.0, -3.0])
def test_a_belly_that_is_seen_a_little_from_the_side_changes_no_name(aside_cm: float) -> None:
    for technique in STROKES:
        if technique.region.value == "abdomen" and technique.view is View.FRONT:
            path_uv = resample(technique.path_array_uv, 40)
            assert find(moved(technique, path_uv, (aside_cm, 0.0)), technique) == (
                f"{technique.id} right"
            )
