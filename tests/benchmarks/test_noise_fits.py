"""Errors of hands that were drawn with known numbers are measured as what they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.noise_check import simulated
from benchmarks.noise_errors import Measured, errors_of_hands
from benchmarks.noise_fits import fit_fast, fit_hand, fit_swaps
from coach.types import FloatArray
from sample_videos.studio.landmark_noise import HandNoise, LandmarkNoise, Mode, Wander
from sample_videos.studio.landmark_scene import TrueLandmarks

FRAMES, PX = 90, 60.0
SHAPE_PX = PX * np.random.default_rng(3).uniform(-1, 1, (21, 2))


def moving(number: int) -> Measured:
    """Give a clip in which hands rest and then go to and fro."""
    t_s = np.arange(FRAMES) / 30
    way_px = 130.0 * np.sin(5 * np.maximum(t_s - 1.0, 0.0))
    hands_px = np.tile(SHAPE_PX, (FRAMES, 2, 1, 1)) + np.array([320.0, 240.0])
    hands_px[..., 0] += way_px[:, None, None] + np.array([-150.0, 150.0])[:, None]
    nothing = np.full((FRAMES, 2, 21, 3), np.nan)
    face, body = np.full((FRAMES, 468, 3), np.nan), np.full((FRAMES, 33, 2), np.nan)
    true = TrueLandmarks(t_s, (640, 480), hands_px, nothing, face, body)
    return Measured(str(number), "front", "face", true, hands_px, nothing, face, body, np.nan, None)


def tips(clips: list[Measured]) -> FloatArray:
    """Give how far the two leading fingertips are off, in palms, and how that changes."""
    off = np.array([errors_of_hands(clip)[0][:, :, (8, 12)].mean(axis=2) for clip in clips])
    both = off, np.diff(off, axis=1)
    return np.array([np.quantile(np.linalg.norm(one, axis=-1), (0.5, 0.9)) for one in both])


def test_joints_that_are_off_together_are_measured_so() -> None:
    stretch = tuple((0.02 * k, 0.0) for k in range(21))
    swing = tuple((0.0, 0.01 * k - 0.1) for k in range(21))
    drawn = HandNoise(
        (Mode(stretch, Wander(stays=0.2)), Mode(swing, Wander(0.1, 0.5, 0.15, 0.5))),
        Wander(0.004, 0.01, 0.15, 0.5),
        bias=((0.02, -0.01),) * 21,
    )
    noise = LandmarkNoise(hand_free=drawn, hand_over=drawn, hand_fast=0.2)
    clips = [moving(number) for number in range(50)]
    seen = [simulated(clip, noise, 1) for clip in clips]
    fast = fit_fast(seen)
    found = fit_hand(seen, 0, fast)
    assert fast == pytest.approx(0.2, rel=0.3)
    again = replace(noise, hand_free=found, hand_over=found, hand_fast=fast)
    assert tips([simulated(clip, again, 2) for clip in clips]) == pytest.approx(tips(seen), rel=0.2)


def test_names_that_are_wrong_are_measured_over_blinks_and_of_a_hand_alone() -> None:
    right, wrong = moving(0), moving(1)
    said = wrong.true.hands_px.copy()
    said[30:60] = said[30:60, ::-1]  # For a second, while nothing is met anew.
    said[40:45] = np.nan
    said[50:55, 0] = np.nan
    assert fit_swaps([right, replace(wrong, hands_px=said)]) == pytest.approx((1 / 2, 1.0))


def test_a_hand_beside_one_that_is_out_of_the_picture_has_its_own_name() -> None:
    clip = moving(0)
    true, said = clip.true.hands_px.copy(), clip.true.hands_px.copy()
    true[:, 0] = said[:, 1] = np.nan  # Only what is no hand in the picture is seen.
    share, seconds = fit_swaps(
        [replace(clip, true=replace(clip.true, hands_px=true), hands_px=said)]
    )
    assert share * seconds < 0.02  # none seen: rare, not never
