"""Light and sensor: what is drawn stays within limits, and what a webcam makes of a picture."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")

from sample_videos.studio import sensor
from sample_videos.studio.camera import Camera
from sample_videos.studio.light import Light, draw_light
from sample_videos.studio.sensor import Sensor, develop, draw_sensor, expose, gain

DRAWN_SENSORS = [draw_sensor(np.random.default_rng(seed)) for seed in range(300)]
DRAWN_LIGHTS = [draw_light(np.random.default_rng(seed)) for seed in range(300)]


def _noise() -> np.random.Generator:
    return np.random.default_rng(5)


def test_drawn_sensors_are_webcams() -> None:
    for one in DRAWN_SENSORS:
        assert one.fps in sensor.FRAME_RATES
        assert (one.width_px, one.height_px) in sensor.SIZES_PX
        assert one.height_px < 720 or one.render_scale <= 0.67
        assert 0.5 <= one.render_scale <= 1
        assert 20 <= one.crf <= 34
        assert 0 <= one.shutter_s < 1 / one.fps
        assert hash(one) == hash(one)
    assert {one.fps for one in DRAWN_SENSORS} == set(sensor.FRAME_RATES)
    assert 0.2 < np.mean([one.shutter_s > 0 for one in DRAWN_SENSORS]) < 0.4
    assert 0.4 < np.mean([one.mirrored for one in DRAWN_SENSORS]) < 0.6


def test_drawn_lights_come_from_every_side_and_are_finite() -> None:
    rows = np.array([light.rows() for light in DRAWN_LIGHTS])
    assert np.all(np.isfinite(rows))
    assert np.allclose(np.linalg.norm(rows[:, [0, 2, 4]], axis=-1), 1.0)
    assert rows[:, [1, 3, 5, 6, 7]].min() >= 0
    key = rows[:, 0]
    assert key.min(axis=0)[0] < -0.5
    assert key.max(axis=0)[0] > 0.5
    assert 0.05 < (key[:, 2] < -0.4).mean() < 0.4
    assert all(hash(light) == hash(light) for light in DRAWN_LIGHTS)


def test_the_same_seed_draws_the_same() -> None:
    assert draw_light(_noise()) == draw_light(_noise())
    assert draw_sensor(_noise()) == draw_sensor(_noise())


def test_an_open_shutter_is_filled_evenly() -> None:
    assert Sensor().moments_s() == (0.0,)
    moments = Sensor(shutter_s=0.03).moments_s()
    assert len(moments) == 3
    assert moments == pytest.approx((-0.01, 0.0, 0.01))
    assert expose([np.zeros((2, 2, 3)), np.ones((2, 2, 3))]).mean() == 0.5


def test_an_automatic_camera_opens_up_in_the_dark() -> None:
    picture = np.random.default_rng(1).uniform(0.2, 0.4, (48, 64, 3))
    auto = Sensor(auto_exposure=1.0, grain=0.0)
    bright, dim = (develop(k * picture, _noise(), auto) for k in (1.0, 0.2))
    assert abs(float(bright.mean()) - float(dim.mean())) < 2
    assert gain(0.2 * picture, auto, Light()) == pytest.approx(5 * gain(picture, auto, Light()))
    assert gain(picture, Sensor(), Light()) == Light().exposure


def test_noise_grows_in_dim_light() -> None:
    flat = np.full((48, 64, 3), 0.3)
    auto = Sensor(auto_exposure=1.0, grain=0.0, shot=0.02, softness_px=0.3)
    bright, dim = (develop(k * flat, _noise(), auto).std() for k in (1.0, 0.1))
    assert dim > 2 * bright > 0


def test_frames_are_enlarged_and_mirrored() -> None:
    ramp = np.tile(np.linspace(0, 0.5, 32)[None, :, None], (24, 1, 3))
    plain = develop(ramp, _noise(), Sensor(grain=0.0), Light(), (64, 48))
    flipped = develop(ramp, _noise(), Sensor(grain=0.0, mirrored=True), Light(), (64, 48))
    assert plain.shape == (48, 64, 3)
    assert np.array_equal(plain[:, ::-1], flipped)
    places = np.array([[10.0, 5.0], [64.0, 0.0]])
    assert np.allclose(Sensor(mirrored=True).place_px(places, 64), [[54.0, 5.0], [0.0, 0.0]])
    assert np.array_equal(Sensor().place_px(places, 64), places)


def test_the_stage_is_built_at_the_optical_scale() -> None:
    small = Sensor(render_scale=0.5).camera(Camera((0.0, 0.0, 90.0), 800.0, 1280, 720))
    assert (small.width_px, small.height_px, small.focal_px) == (640, 360, 400.0)


def test_the_tone_curve_rises_and_ends_white() -> None:
    curve = sensor.tone(np.linspace(0, 16, 500, dtype=np.float32))
    assert curve[0] == 0
    assert np.all(np.diff(curve) >= 0)
    assert curve[-1] == 255
