"""The closer look at a back: where it looks, what it believes, and when it rests."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.tracking.close_look import (
    BRIGHTER,
    FOLLOW_S,
    PATIENCE_S,
    SELDOM_S,
    CloseLook,
    OnBack,
    Tile,
    Torso,
    glide,
    is_double,
    plausible,
    sweep,
    without_ghosts,
)
from coach.tracking.landmarkers import HandLandmarker, HandLandmarks
from coach.types import BODY_POINTS, FloatArray, Frame

SHOULDER_PX = 100.0
TORSO = Torso(np.array([400.0, 340.0]), np.array([0.0, -139.0]), SHOULDER_PX)
"""Upright, its spine at x = 400 from y = 340 up to 201."""


def hand(x: float, y: float, *, size: float = 25.0, seed: int = 0) -> FloatArray:
    """A hand whose palm is about (x, y): wrist to middle knuckle is `size` long."""
    points = np.random.default_rng(seed).uniform((-0.7, -1.4), (0.7, 0.6), (21, 2)) * size
    points[[0, 9]] = (0.0, 0.5 * size), (0.0, -0.5 * size)
    points[[5, 17]] = (-0.3 * size, -0.4 * size), (0.3 * size, -0.4 * size)
    placed: FloatArray = points + np.array([x, y])
    return placed


def hands(*points_px: FloatArray) -> HandLandmarks:
    count = len(points_px)
    points = np.array(points_px).reshape(count, 21, 2)
    return HandLandmarks(
        points, np.zeros((count, 21)), np.zeros((count, 21, 3)), np.array(["Left"] * count),
        np.linspace(0.6, 0.9, count),
    )  # fmt: skip


BRIGHT, LEVELS = np.unique(BRIGHTER, return_index=True)
"""What brightening gives, and the darkest level it gives it for."""


def numbered() -> NDArray[np.uint8]:
    """Give a picture whose every pixel tells where it is, also when it is brightened."""
    y, x = np.mgrid[:480, :800]
    digits = [(y * 800 + x) // len(BRIGHT) ** power % len(BRIGHT) for power in range(3)]
    return LEVELS[np.stack(digits, axis=-1)].astype(np.uint8)


def place_of(pixel: NDArray[np.uint8]) -> FloatArray:
    """Read (x, y) from a brightened pixel."""
    number = np.searchsorted(BRIGHT, pixel) @ len(BRIGHT) ** np.arange(3)
    return np.array([number % 800, number // 800], dtype=np.float64)


PICTURE = numbered()


class Scripted:
    """A landmarker that finds these hands wherever they are in what it is shown."""

    def __init__(self) -> None:
        self.there: list[FloatArray] = []
        self.looks = 0
        self.sizes: list[tuple[int, ...]] = []
        self.corner_px = np.zeros(2)

    def detect(self, image_rgb: NDArray[np.uint8], t_ms: int) -> HandLandmarks:
        self.looks += 1
        self.sizes.append(image_rgb.shape)
        self.corner_px = place_of(image_rgb[0, 0])
        height, width = image_rgb.shape[:2]
        local = [points - self.corner_px for points in self.there]
        return hands(*(p for p in local if (p > 0).all() and (p < (width, height)).all()))


@pytest.fixture
def landmarker() -> Scripted:
    return Scripted()


@pytest.fixture
def close(landmarker: Scripted) -> CloseLook:
    return CloseLook(cast(HandLandmarker, landmarker))


def look(close: CloseLook, t_s: float, known: HandLandmarks | None = None) -> HandLandmarks:
    return close.look(Frame(t_s, PICTURE), round(1000 * t_s), OnBack(TORSO), known or hands())


class TestTorso:
    def test_width_and_height(self) -> None:
        body = np.full((BODY_POINTS, 2), np.nan)
        body[[11, 12, 23, 24]] = (350, 200), (450, 200), (370, 300), (430, 300)
        torso = Torso.of(body, np.ones(BODY_POINTS))
        assert torso is not None
        assert torso.shoulder_px == 100
        assert torso.sideways(np.array([[400.0, 250], [450, 999], [350, 0]])) == pytest.approx(
            [0, 1, 1]
        )

    def test_a_turned_back_is_no_small_one(self) -> None:
        body = np.full((BODY_POINTS, 2), np.nan)
        body[[11, 12, 23, 24]] = (380, 200), (420, 200), (390, 339), (410, 339)
        torso = Torso.of(body, np.ones(BODY_POINTS))
        assert torso is not None
        assert torso.shoulder_px == pytest.approx(100, abs=1)

    def test_none_without_sure_shoulders(self) -> None:
        body = np.full((BODY_POINTS, 2), np.nan)
        assert Torso.of(body, np.zeros(BODY_POINTS)) is None
        body[[11, 12, 23, 24]] = (350, 200), (450, 200), (370, 300), (430, 300)
        assert Torso.of(body, np.full(BODY_POINTS, 0.4)) is None


class TestTiles:
    def test_the_sweep_covers_the_back(self) -> None:
        tiles = sweep(TORSO, np.empty((0, 2)))
        for place in ((360, 330), (440, 330), (400, 270), (360, 210), (440, 210)):
            points = hand(*place)
            inside = [np.abs(points - tile.centre_px).max() < tile.half_px for tile in tiles]
            assert any(inside), place

    def test_the_sweep_looks_beside_a_known_hand(self) -> None:
        assert (sweep(TORSO, np.array([[310.0, 250.0]]))[0].centre_px == (310, 250)).all()

    def test_it_glides_and_does_not_jump(self) -> None:
        """From frame to frame a still hand must seem to move less than half its own size."""
        tile, palm_px = Tile(np.array([400.0, 270.0]), 78.0), np.array([[450.0, 230.0]])
        way = [tile]
        for _ in range(30):
            way.append(glide(way[-1], palm_px, SHOULDER_PX, 1 / 30))
        steps = [np.hypot(*(b.centre_px - a.centre_px)) for a, b in pairwise(way)]
        assert max(steps) < 15
        assert way[-1].centre_px == pytest.approx(palm_px[0], abs=1)

    def test_it_widens_for_hands_apart(self) -> None:
        tile = Tile(np.array([400.0, 270.0]), 78.0)
        palms_px = np.array([[300.0, 270.0], [500.0, 270.0]])
        for _ in range(60):
            tile = glide(tile, palms_px, SHOULDER_PX, 1 / 30)
        assert tile.half_px == pytest.approx(145, abs=1)

    def test_it_stays_where_none_is_seen(self) -> None:
        tile = Tile(np.array([400.0, 270.0]), 78.0)
        assert glide(tile, np.empty((0, 2)), SHOULDER_PX, 1.0) is tile


class TestPlausible:
    @pytest.mark.parametrize(
        ("points", "kept"),
        [
            (hand(400, 270), True),
            (hand(400, 270, size=10), False),
            (hand(400, 270, size=45), False),
            (hand(460, 270), False),
        ],
        ids=["hand", "too small", "the whole back", "elbow"],
    )
    def test_size_and_place(self, points: FloatArray, kept: bool) -> None:
        assert len(plausible(hands(points), TORSO).points_px) == kept

    def test_fingers_as_long_as_the_back_are_none(self) -> None:
        points = hand(400, 270)
        points[12] = 400, 180
        assert not len(plausible(hands(points), TORSO).points_px)

    def test_keeps_what_belongs_together(self) -> None:
        both = hands(hand(460, 270), hand(380, 250))
        both = replace(both, handedness=np.array(["Left", "Right"]))
        kept = plausible(both, TORSO)
        assert kept.handedness.tolist() == ["Right"]
        assert kept.score.tolist() == [both.score[1]]
        assert (kept.points_px[0] == both.points_px[1]).all()


class TestGhosts:
    @pytest.mark.parametrize(
        ("points", "kept"),
        [(hand(400, 270), True), (hand(460, 270), True), (hand(400, 270, size=55), False)],
        ids=["hand", "beside the back", "larger than any hand"],
    )
    def test_by_size(self, points: FloatArray, kept: bool) -> None:
        assert len(without_ghosts(hands(points), TORSO).points_px) == kept

    def test_a_second_copy_is_left_out_and_the_other_hand_stays(self) -> None:
        seen = hands(hand(380, 270), hand(382, 271, seed=1), hand(425, 270))
        kept = without_ghosts(seen, TORSO)
        assert (kept.points_px == seen.points_px[[0, 2]]).all()

    def test_of_no_hands(self) -> None:
        assert len(without_ghosts(hands(), TORSO).points_px) == 0


class TestDoubles:
    def test_the_same_hand_seen_twice(self) -> None:
        assert is_double(hand(400, 270), hand(403, 268, seed=1))
        assert is_double(hand(400, 270), hand(400, 270, size=16))

    def test_hands_side_by_side_are_two(self) -> None:
        assert not is_double(hand(400, 270), hand(428, 270))  # the boxes overlap a little

    def test_are_dropped(self, close: CloseLook, landmarker: Scripted) -> None:
        known = hands(hand(380, 270))
        landmarker.there = [hand(382, 271, seed=1), hand(425, 270)]
        for step in range(12):
            told = look(close, step / 25, known)
        assert [points[9, 0] for points in told.points_px] == [380, 425]
        assert (told.points_px[0] == known.points_px[0]).all()


class TestBelief:
    def test_comes_with_the_second_look(self, close: CloseLook, landmarker: Scripted) -> None:
        landmarker.there = [hand(400, 270)]
        counts = [len(look(close, step / 25).points_px) for step in range(8)]
        first = counts.index(1)
        assert counts == [0] * first + [1] * (8 - first)
        assert first >= 1

    def test_points_are_the_pictures(self, close: CloseLook, landmarker: Scripted) -> None:
        landmarker.there = [hand(410, 260)]
        for step in range(8):
            told = look(close, step / 25)
        assert told.points_px[0] == pytest.approx(landmarker.there[0])

    def test_not_in_what_flickers(self, close: CloseLook, landmarker: Scripted) -> None:
        for step in range(40):
            landmarker.there = [hand(400, 270)] if step % 2 else []
            assert not len(look(close, step / 25).points_px)

    def test_not_in_what_jumps(self, close: CloseLook, landmarker: Scripted) -> None:
        for step in range(40):
            landmarker.there = [hand(375 if step % 2 else 425, 250 if step % 2 else 290)]
            assert not len(look(close, step / 25).points_px)

    def test_a_hand_is_followed(self, close: CloseLook, landmarker: Scripted) -> None:
        """Up the whole back in two seconds, without losing it once."""
        found = []
        for step in range(50):
            landmarker.there = [hand(400, 330 - 2.6 * step)]
            found.append(len(look(close, step / 25).points_px))
        assert found.index(1) < 6
        assert all(found[found.index(1) :])


class TestCost:
    def test_nothing_while_both_are_known(self, close: CloseLook, landmarker: Scripted) -> None:
        known = hands(hand(370, 270), hand(430, 270))
        assert look(close, 0.0, known) is known
        assert landmarker.looks == 0

    def test_a_false_hand_does_not_count(self, close: CloseLook, landmarker: Scripted) -> None:
        look(close, 0.0, hands(hand(370, 270), hand(460, 300)))
        assert landmarker.looks == 1

    def test_nothing_without_a_back(self, close: CloseLook, landmarker: Scripted) -> None:
        assert not len(close.look(Frame(0.0, PICTURE), 0, None, hands()).points_px)
        assert landmarker.looks == 0

    def test_nothing_where_a_tile_shows_no_more(
        self, close: CloseLook, landmarker: Scripted
    ) -> None:
        near = Torso(np.array([400.0, 900.0]), np.array([0.0, -600.0]), 400.0)
        close.look(Frame(0.0, PICTURE), 0, OnBack(near), hands())
        assert landmarker.looks == 0

    def test_one_look_a_frame_then_fewer(self, close: CloseLook, landmarker: Scripted) -> None:
        times = np.arange(0, PATIENCE_S + 10, 1 / 25)
        for t_s in times:
            look(close, float(t_s))
        patient = (times <= PATIENCE_S).sum()
        assert patient <= landmarker.looks <= patient + 10 / SELDOM_S + 2

    def test_it_wakes_when_a_hand_comes(self, close: CloseLook, landmarker: Scripted) -> None:
        for step in range(250):
            look(close, step / 25)
        landmarker.there = [hand(400, 270)]
        found = [len(look(close, (250 + step) / 25).points_px) for step in range(50)]
        assert all(found[30:])

    def test_it_is_a_tile(self, close: CloseLook, landmarker: Scripted) -> None:
        look(close, 0.0)
        assert landmarker.sizes[0][:2] == pytest.approx((156, 156), abs=2)

    def test_sweeps_again_once_a_hand_is_gone(self, close: CloseLook, landmarker: Scripted) -> None:
        landmarker.there = [hand(400, 330)]
        for step in range(10):
            look(close, step / 25)
        landmarker.there = []
        corners = set()
        for step in range(10, 10 + round((FOLLOW_S + 0.3) * 25)):
            look(close, step / 25)
            corners.add(tuple(landmarker.corner_px))
        assert len(corners) >= 3
