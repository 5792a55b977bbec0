"""Drawn people: the same seed gives the same person, and all of them are built right."""

from __future__ import annotations

from dataclasses import astuple, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba")

from sample_videos.studio import people
from sample_videos.studio.crowd import TONES, centre_lab, draw_look
from sample_videos.studio.head_shape import EYE_CM, HeadShape, shaped
from sample_videos.studio.heads import add_head
from sample_videos.studio.looks import Face, Hairstyle, Look, linear
from sample_videos.studio.primitives import ADD, EYE, Parts, distances_cm

ON_SKIN_CM = 0.3
STYLES: tuple[Hairstyle, ...] = ("bald", "receding", "fringe", "long", "bob")


def drawn(seed: int, tone: int | None = None) -> Look:
    return draw_look(np.random.default_rng(seed), tone)


@cache
def front(look: Look) -> people.Figure:
    return people.front_person(look)


@cache
def behind(look: Look) -> people.Figure:
    return people.back_person(look)


@cache
def bare(look: Look) -> Parts:
    parts = Parts()
    add_head(parts, look)
    return shaped(parts, look.face)


def luminance(look: Look) -> float:
    return float(linear(look.skin) @ (0.2126, 0.7152, 0.0722))


def test_the_same_seed_gives_the_same_person() -> None:
    assert drawn(5) == drawn(5)
    assert hash(drawn(5)) == hash(drawn(5))
    assert len({drawn(seed) for seed in range(30)}) == 30


def test_only_the_tones_of_the_scale_can_be_asked_for() -> None:
    assert drawn(1, 7).tone == 7
    for tone in (0, 11):
        with pytest.raises(ValueError, match="Monk scale"):
            drawn(1, tone)


def test_all_tones_are_drawn_and_everything_varies() -> None:
    looks = [drawn(seed) for seed in range(400)]
    assert {look.tone for look in looks} == set(TONES)
    assert 0.12 < np.mean([look.glasses is not None for look in looks]) < 0.28
    assert len({look.hairstyle for look in looks}) == 10
    assert {look.top for look in looks} == {"tshirt", "tank", "robe", "sleeves"}
    assert {look.beard_kind for look in looks if look.beard} == {
        "stubble", "full", "goatee", "moustache",
    }  # fmt: skip
    spread = np.std([astuple(look.face)[:-1] for look in looks], axis=0)
    assert np.all(spread > 0.01)


def test_tones_are_in_the_order_of_their_luminance() -> None:
    lightness = [centre_lab(tone)[0] for tone in TONES]
    assert np.all(np.diff(lightness) <= 0)
    means = [np.mean([luminance(drawn(seed, tone)) for seed in range(40)]) for tone in TONES]
    # the scale's third swatch is as light as the second, only yellower
    assert np.all(np.diff(np.delete(means, 2)) < 0)
    assert means[1] / means[2] == pytest.approx(1.0, abs=0.03)
    assert means[0] / means[-1] > 8


def test_skin_has_the_hue_of_skin() -> None:
    for seed in range(60):
        for tone in TONES:
            r, g, b = drawn(seed, tone).skin
            assert r > g > b


@pytest.mark.parametrize("seed", range(4))
def test_landmarks_lie_on_the_drawn_skin(seed: int) -> None:
    look = drawn(seed)
    skin = bare(look).arrays()
    for build in (front, behind):
        marks = build(look).landmarks
        on_head = np.vstack([marks.outer_eyes_cm, marks.tragi_cm, marks.chin_cm, marks.hairline_cm])
        if build is behind:
            on_head = (on_head - (0, people.BACK_ORIGIN_CM, 0)) * (-1, 1, -1)
        assert np.abs(distances_cm(skin, on_head)).max() < ON_SKIN_CM


@pytest.mark.parametrize("seed", range(4))
def test_drawn_people_have_human_proportions(seed: int) -> None:
    marks = front(drawn(seed)).landmarks
    left, right = marks.outer_eyes_cm
    assert 8.0 < left[0] - right[0] < 10.3
    assert 11.0 < marks.tragi_cm[0, 0] - marks.tragi_cm[1, 0] < 16.0
    assert 12.5 < marks.hairline_cm[1] - marks.chin_cm[1] < 18.5
    assert np.allclose(left * (-1, 1, 1), right, atol=0.05)


@pytest.mark.parametrize("seed", range(4))
def test_a_drawn_head_without_hair_is_symmetric(seed: int) -> None:
    skin = bare(drawn(seed)).arrays()
    points = np.random.default_rng(1).uniform(-1, 1, (400, 3)) * (10, 14, 12)
    here, there = distances_cm(skin, points), distances_cm(skin, points * (-1, 1, 1))
    near = np.abs(here) < 1.0
    assert near.sum() > 15
    # a smooth union depends a little on the order of its parts
    assert np.abs(here - there)[near].max() < 0.15


@pytest.mark.parametrize("style", STYLES)
def test_every_hairstyle_leaves_the_face_free(style: Hairstyle) -> None:
    look = replace(people.LOOKS["hazel"], hairstyle=style)
    marks = front(look).landmarks
    whole = front(look).head.arrays()
    face = np.vstack([marks.outer_eyes_cm, marks.tragi_cm, marks.chin_cm])
    assert distances_cm(whole, face).min() > -ON_SKIN_CM
    back = behind(look).head.arrays()
    spine = behind(look).landmarks.spine_cm
    assert distances_cm(back, spine[2:]).min() > 3.0  # long hair is put up


def test_a_common_face_is_left_as_it_is() -> None:
    shape = HeadShape(Face(jaw=1.1, smile=0.2))
    points = np.random.default_rng(2).normal(0, 6, (50, 3))
    assert shape.common
    assert np.array_equal(shape(points), points)


def test_an_eyeball_stays_a_ball_and_under_its_lids() -> None:
    look = drawn(3)
    parts = bare(look).arrays()
    balls = (parts.material == EYE) & (parts.op == ADD)
    radii = parts.params_cm[balls][:2, 3:6]
    assert np.allclose(radii, radii[0, 0], rtol=1e-3)
    at = HeadShape(look.face)(np.array(EYE_CM))
    assert np.allclose(parts.params_cm[balls][:2, :3], at * [[-1, 1, 1], [1, 1, 1]], atol=1e-9)


def test_the_map_of_a_head_does_not_fold() -> None:
    points = np.random.default_rng(4).uniform(-1, 1, (60, 3)) * (7, 10, 9)
    for seed in range(6):
        shape = HeadShape(drawn(seed).face)
        assert min(np.linalg.det(shape.stretch(point)) for point in points) > 0.4


def test_factors_do_what_they_say() -> None:
    common = HeadShape(Face())
    eye, tip = np.array(EYE_CM), np.array((0.0, -3.2, 10.0))
    assert np.allclose(HeadShape(Face(size=1.1))(eye), 1.1 * common(eye))
    assert HeadShape(Face(eye_gap=1.05))(eye)[0] == pytest.approx(1.05 * eye[0])
    assert HeadShape(Face(nose_out_cm=0.5))(tip)[2] == pytest.approx(tip[2] + 0.5, abs=0.06)
    assert HeadShape(Face(nose_cm=0.4))(tip)[1] == pytest.approx(tip[1] - 0.4, abs=0.1)
    high = np.array((0.0, 9.0, 3.0))
    assert HeadShape(Face(forehead_cm=0.6))(high)[1] == pytest.approx(9.6)


def test_glasses_stand_before_the_eyes_and_clear_of_the_skin() -> None:
    seed = next(s for s in range(100) if drawn(s).glasses)
    look = drawn(seed)
    worn, without = front(look), front(replace(look, glasses=None))
    rows = len(without.head.arrays().kind)
    rims = worn.head.arrays().params_cm[rows:]
    skin = without.head.arrays()
    eyes = HeadShape(look.face)(np.array(EYE_CM))
    assert rims[0, 2] > eyes[2] + 1.0
    assert distances_cm(skin, rims[:1, :3]).min() > 0.2
    assert np.allclose(worn.landmarks.outer_eyes_cm, without.landmarks.outer_eyes_cm)


def test_the_five_people_are_as_they_were() -> None:
    """Their clips and truth files are committed: a change of shape belongs in the changelog."""
    known = {
        "hazel": (-10.402, 6.895, 171, 4270.258), "umber": (-10.5, 6.906, 272, 5959.502),
        "birch": (-10.99, 6.879, 192, 4840.844), "walnut": (-10.892, 6.879, 169, 4112.496),
        "olive": (-10.794, 6.881, 212, 5506.933),
    }  # fmt: skip
    for name, (chin, eye, count, total) in known.items():
        look = people.LOOKS[name]
        marks = front(look).landmarks
        assert HeadShape(look.face).common
        assert look.glasses is None
        assert look.palm is None
        head = front(look).head.arrays()
        assert len(head.kind) == count
        assert np.abs(head.params_cm).sum() == pytest.approx(total, abs=0.01)
        assert marks.chin_cm[1] == pytest.approx(chin, abs=0.002)
        assert marks.outer_eyes_cm[0] == pytest.approx((4.62, 0.1, eye), abs=0.002)
        assert marks.hairline_cm == pytest.approx((0.0, 5.1, 8.165), abs=0.002)


def test_the_scale_is_cited() -> None:
    source = Path(__file__).parents[2] / "sample_videos" / "studio" / "crowd.py"
    assert "skintone.google" in source.read_text(encoding="utf-8")
