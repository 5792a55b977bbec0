"""The other way of drawing: what any surface does with light, whatever it is made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_videos.studio.light import Light
from sample_videos.studio.other_shading import _answer, shade_otherwise
from sample_videos.studio.primitives import Floats

UP = np.array([0.0, 0.0, 1.0])
MATERIALS = range(5)


def unit(x: float, y: float, z: float) -> Floats:
    way = np.array([x, y, z])
    return np.asarray(way / np.linalg.norm(way))


def shaded(material: int, n: Floats, v: Floats, occlusion: float = 1.0) -> Floats:
    out = np.zeros(3)
    light = Light().rows()
    colour, grain, place = np.full(3, 0.4), unit(1, 0, 0), np.array([1.3, 2.1, -0.4])
    shade_otherwise(material, colour, grain, n, v, place, 1.0, occlusion, light, out)
    return out


above = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.1, 1))


@settings(deadline=None)
@given(above, above, st.floats(0.1, 1.0), st.floats(0.01, 0.05))
def test_light_and_eye_may_change_places(
    one: tuple[float, float, float],
    other: tuple[float, float, float],
    rough: float,
    mirrored: float,
) -> None:
    # Helmholtz: the share that is sent back, without how steeply the light falls in, is the same
    a, b = unit(*one), unit(*other)
    there, back = (
        np.array(_answer(UP, eye, lamp, rough, mirrored)) / lamp[2]
        for lamp, eye in ((a, b), (b, a))
    )
    np.testing.assert_allclose(there, back, rtol=1e-6)


def test_a_lamp_behind_the_surface_lights_nothing() -> None:
    assert _answer(UP, unit(0, 1, 1), unit(0.3, 0.1, -0.5), 0.5, 0.03) == (0.0, 0.0)


def test_the_highlight_is_where_a_mirror_shows_the_lamp() -> None:
    lamp = unit(0.5, 0.0, 1.0)
    eyes = [unit(np.tan(a), 0.0, 1.0) for a in np.linspace(-1.2, 1.2, 49)]
    shine = [_answer(UP, eye, lamp, 0.2, 0.04)[1] for eye in eyes]
    brightest = eyes[int(np.argmax(shine))]
    np.testing.assert_allclose(brightest, lamp * (-1, 1, 1), atol=0.08)


@pytest.mark.parametrize("material", MATERIALS)
def test_folds_are_darker_and_nothing_is_black_or_more_than_all_light(material: int) -> None:
    n, v = unit(-0.4, 0.5, 0.8), unit(0.1, 0.0, 1.0)
    open_, fold = shaded(material, n, v), shaded(material, n, v, occlusion=0.2)
    assert (fold > 0).all()
    assert (fold < open_).all()
    assert (open_ < 1.5).all()


def test_skin_hardly_shines() -> None:
    # face on to one lamp: Beckmann's peak at a slope of 0.3, Fresnel's 0.028, and 0.18 of that
    head_on = unit(0, 0, 1)
    light = np.zeros((9, 3))
    light[0], light[1] = head_on, 1.0
    out = np.zeros(3)
    shade_otherwise(0, np.zeros(3), UP, head_on, head_on, np.zeros(3), 1.0, 1.0, light, out)
    assert out == pytest.approx(0.18 * 0.028 / (4 * 0.3**2), rel=0.05)
