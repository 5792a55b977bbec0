"""Which part of a hand works on the other one: a thumb about a palm that holds on, or the hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coach.body.placement import CHARTS
from coach.body.scale import from_cm
from coach.strokes.livelier import by_livelier_part
from coach.strokes.segment import Bout
from coach.types import ChartName, FloatArray, HandPart, Side

HAND = CHARTS.index(ChartName.HAND)
T_S = np.arange(240) / 24.0
PALM_CM, THUMB_CM = np.array([8.0, 3.0]), np.array([10.0, 4.0])
TREMBLE_CM = 0.6 * np.stack([np.sin(1.7 * T_S), np.cos(2.3 * T_S)], axis=1)
"""What both hands together are off by."""


def bout(thumb_cm: FloatArray, tips_cm: FloatArray, palm_cm: FloatArray) -> Bout:
    parts_uv = np.full((len(T_S), len(HandPart), len(CHARTS), 2), np.nan)
    for part, places_cm in (
        (HandPart.THUMB, thumb_cm), (HandPart.FINGERTIPS, tips_cm), (HandPart.PALM, palm_cm),
    ):  # fmt: skip
        parts_uv[:, part, HAND] = from_cm(ChartName.HAND, places_cm + TREMBLE_CM)
    at_uv = np.full((len(T_S), len(CHARTS), 2), np.nan)
    at_uv[:, HAND] = parts_uv[:, HandPart.FINGERTIPS, HAND]
    return Bout(
        Side.LEFT, ChartName.HAND, T_S, tips_cm + TREMBLE_CM, at_uv, np.ones(len(T_S)),
        parts_uv=parts_uv,
    )  # fmt: skip


def test_a_thumb_that_circles_is_followed_without_what_all_of_the_hand_is_off_by() -> None:
    circle_cm = 1.2 * np.stack([np.cos(3 * T_S), np.sin(3 * T_S)], axis=1)
    still_cm = np.tile(PALM_CM, (len(T_S), 1))
    found = by_livelier_part(bout(THUMB_CM + circle_cm, still_cm + 4.0, still_cm))
    assert found.by_thumb
    about_cm = found.at_cm - found.at_cm.mean(axis=0)
    np.testing.assert_allclose(about_cm, circle_cm - circle_cm.mean(axis=0), atol=0.01)


def test_fingers_that_stroke_take_their_hand_with_them() -> None:
    stroke_cm = np.stack([0 * T_S, 4.0 * np.sin(2 * T_S)], axis=1)
    wags_cm = 0.8 * np.stack([np.sin(5 * T_S), 0 * T_S], axis=1)
    own = bout(THUMB_CM + stroke_cm + wags_cm, PALM_CM + 4.0 + stroke_cm, PALM_CM + stroke_cm)
    assert by_livelier_part(own) is own


def test_a_hand_that_is_off_for_a_moment_still_holds_on() -> None:
    circle_cm = 1.2 * np.stack([np.cos(3 * T_S), np.sin(3 * T_S)], axis=1)
    off_cm = np.where((T_S % 5 > 4)[:, None], 9.0, 0.0)  # a fifth of the time
    still_cm = np.tile(PALM_CM, (len(T_S), 1)) + off_cm
    assert by_livelier_part(bout(THUMB_CM + circle_cm, still_cm + 4.0, still_cm)).by_thumb


def test_elsewhere_nothing_is_changed() -> None:
    still_cm = np.tile(PALM_CM, (len(T_S), 1))
    elsewhere = replace(bout(still_cm, still_cm, still_cm), anchor=ChartName.TORSO)
    assert by_livelier_part(elsewhere) is elsewhere
