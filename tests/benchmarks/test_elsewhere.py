"""Clips of hands away from face and back, and the errors that were measured on them."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.elsewhere import draw
from benchmarks.noise_moments import evened
from sample_videos.studio.landmark_noise import FITTED, fitted


def test_a_seed_draws_the_same_clip_and_another_another() -> None:
    assert draw(4).camera == draw(4).camera
    assert draw(4).camera != draw(6).camera
    assert draw(4).look == draw(4).look


@pytest.mark.parametrize("seed", range(6))
def test_hands_and_bellies_take_turns(seed: int) -> None:
    clip = draw(seed)
    assert clip.region == ("hand" if seed % 2 == 0 else "abdomen")
    assert (clip.camera.width_px, clip.camera.height_px) == (
        clip.sensor.width_px,
        clip.sensor.height_px,
    )


def test_hands_on_a_back_are_lost_more_often_than_elsewhere_and_named_wrongly() -> None:
    back, others = fitted("back"), [fitted(where) for where in FITTED if where != "back"]
    assert set(FITTED) == {"near", "back", "hand", "palm", "standing"}
    for other in others:
        assert back.hand_over_seen.lost_per_s > other.hand_over_seen.lost_per_s
        assert back.swapped_share > other.swapped_share
        assert back.face_covered == other.face_covered  # measured once, over faces


def test_a_thumb_in_a_palm_is_seen_better_than_fingers_before_a_hand() -> None:
    hand, palm = fitted("hand"), fitted("palm")
    assert palm.hand_over_seen.lost_per_s < hand.hand_over_seen.lost_per_s
    assert palm.hand_over.joint.white < hand.hand_over.joint.white
    drifts = [max(mode.size.drift for mode in one.hand_over.modes) for one in (palm, hand)]
    assert drifts[0] < drifts[1]


def test_axes_are_brought_to_one_size() -> None:
    rng = np.random.default_rng(2)
    series = [rng.normal(0, (0.2, 0.05), (4000, 2))]
    even, uneven = evened(series)
    assert uneven == pytest.approx((2.0, 0.5), rel=0.05)
    assert np.concatenate(even).std(axis=0) == pytest.approx([0.1, 0.1], rel=0.05)
