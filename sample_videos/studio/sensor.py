"""What a webcam makes of the light: sharpness, exposure, colour, noise, motion blur, size.

For every frame that is written, `clips` does this::

    small = sensor.camera(camera, scale)            # once: the stage is built with this camera
    shots = [stage.render(moving at t_s + dt_s) for dt_s in sensor.moments_s()]
    picture = develop(expose(shots), rng, sensor, light, size_px)

where `size_px` is the width and height of the file's frames. `develop` meters, balances, adds
noise, applies the tone curve, enlarges and mirrors. Points of the truth in pixels of the file's
frames go through `sensor.place_px(points_px, width_px)`, which mirrors them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from sample_videos.studio.camera import Camera
from sample_videos.studio.light import Light
from sample_videos.studio.primitives import Floats

Picture = npt.NDArray[np.uint8]

FRAME_RATES: Final = (10, 12, 15, 20, 24, 25, 30)
SIZES_PX: Final = ((640, 360), (480, 360), (640, 480), (960, 540), (1280, 720))

_METERED: Final = 0.34
"""Weighted mean of the exposed picture that an automatic camera aims at, of white (ours: about
140 of 255 grey levels; the seven sample clips, which are lit brightly, have 0.38 to 0.50)."""
_BRIGHTEST: Final = 1.2
"""What it lets the brightest part of the middle become, before the tone curve (ours)."""
_CURVE_STEPS: Final = 4096
_GAINS: Final = (0.25, 16.0)
_LUMINANCE: Final = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, slots=True)
class Sensor:
    """A camera's sensor, its automatics and its encoder.

    Attributes
    ----------
    fps : int
        Frames a second.
    width_px, height_px : int
        Size of the frames.
    render_scale : float
        Optical sharpness: pictures are rendered at this scale and enlarged.
    grain : float
        Standard deviation of the noise that does not depend on the light, in grey levels of 255.
    shot : float
        Noise of the light itself: standard deviation at white without gain, as a part of white;
        it grows with the gain of the exposure.
    shutter_s : float
        How long a frame is exposed; 0: no motion blur.
    crf : int
        The encoder's constant rate factor.
    mirrored : bool
        Whether the frames are written mirrored.
    gamma : float
        Power on the tone curve's output: above 1 is darker.
    balance : (3,) float
        Factors on red, green and blue: what the white balance is off by.
    auto_exposure : float
        How much of the way from the light's own exposure the automatic goes, from 0 to 1.
    softness_px : float
        Standard deviation of the blur of lens and processing, in pixels as rendered.
    """

    fps: int = 24
    width_px: int = 640
    height_px: int = 480
    render_scale: float = 1.0
    grain: float = 1.3
    shot: float = 0.0
    shutter_s: float = 0.0
    crf: int = 22
    mirrored: bool = False
    gamma: float = 1.0
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    auto_exposure: float = 0.0
    softness_px: float = 0.5

    def camera(self, camera: Camera, scale: float = 1.0) -> Camera:
        """Return the camera to render with, for frames `scale` times as large as the camera's."""
        return camera.scaled(scale * self.render_scale)

    def moments_s(self) -> tuple[float, ...]:
        """Return when to render, relative to the frame's time: evenly over the open shutter."""
        count = 1 if self.shutter_s < 0.010 else 2 if self.shutter_s < 0.022 else 3
        shares = (np.arange(count) + 0.5) / count - 0.5
        return tuple(float(share * self.shutter_s) for share in shares)

    def place_px(self, points_px: Floats, width_px: int) -> Floats:
        """Return where points (..., 2) of the unmirrored picture are in the frames as written."""
        if not self.mirrored:
            return points_px
        return np.stack([width_px - points_px[..., 0], points_px[..., 1]], axis=-1)


_PLAIN: Final = Sensor()
_DAYLIGHT: Final = Light()


def expose(shots: Sequence[Floats]) -> Floats:
    """Return what an open shutter gathers: the mean of linear pictures of its `moments_s`."""
    return shots[0] if len(shots) == 1 else np.asarray(np.mean(shots, axis=0))


def gain(linear: Floats, sensor: Sensor, light: Light) -> float:
    """Return the factor before the tone curve: the light's own, or what an automatic would set.

    It meters the mean luminance, the middle of the picture more (ours), highlights clipped; and
    keeps the brightest skin in the middle from washing out, as cameras that look for people do.
    """
    if sensor.auto_exposure == 0:
        return light.exposure
    small = cv2.resize(linear.astype(np.float32), (32, 24), interpolation=cv2.INTER_AREA)
    seen = np.minimum(small @ np.array(_LUMINANCE), 1.5 / light.exposure)
    y, x = np.mgrid[-1:1:24j, -1:1:32j]
    weight = 0.35 + np.exp(-2.0 * (x * x + y * y))
    mean = float((seen * weight).sum() / weight.sum())
    brightest = float(np.quantile(seen[:, 6:26], 0.97))
    wanted = min(_METERED / max(mean, 1e-4), _BRIGHTEST / max(brightest, 1e-4))
    return float(
        np.clip(light.exposure * (wanted / light.exposure) ** sensor.auto_exposure, *_GAINS)
    )


def develop(
    linear: Floats,
    noise: np.random.Generator,
    sensor: Sensor = _PLAIN,
    light: Light = _DAYLIGHT,
    size_px: tuple[int, int] | None = None,
) -> Picture:
    """Turn linear light into the frame that a webcam delivers.

    Parameters
    ----------
    linear : (height, width, 3) float
        From `Stage.render`, or the mean of several (`expose`).
    noise : Generator
        Where the noise comes from.
    sensor, light : Sensor, Light
        The camera, and the light it was exposed to.
    size_px : (width, height) of int, optional
        Size of the frame; that of `linear` if not given.
    """
    factor = gain(linear, sensor, light)
    light_in = linear.astype(np.float32) * (factor * np.array(sensor.balance, np.float32))
    if sensor.shot > 0:
        deviation = sensor.shot * np.sqrt(np.maximum(light_in, 0.004) * factor)
        light_in += deviation * noise.standard_normal(light_in.shape, np.float32)
    toned = tone(light_in, sensor.gamma)
    soft = np.asarray(cv2.GaussianBlur(toned, (0, 0), sensor.softness_px), np.float32)
    if sensor.grain > 0:
        soft += sensor.grain * noise.standard_normal(soft.shape, np.float32)
    if size_px is not None and size_px != (linear.shape[1], linear.shape[0]):
        soft = np.asarray(cv2.resize(soft, size_px, interpolation=cv2.INTER_CUBIC), np.float32)
    if sensor.mirrored:
        soft = soft[:, ::-1]
    return np.ascontiguousarray(np.clip(np.rint(soft), 0, 255).astype(np.uint8))


def draw_sensor(rng: np.random.Generator) -> Sensor:
    """Draw a webcam: rate, size, sharpness, noise, blur of motion, colour, coding, mirror."""
    width, height = SIZES_PX[int(rng.integers(len(SIZES_PX)))]
    fps = int(rng.choice(FRAME_RATES))
    blurred = rng.random() < 0.3
    sharp = 0.67 if height == 720 else 1.0
    green = float(np.exp(rng.normal(0, 0.02)))
    warm = float(np.exp(rng.normal(0, 0.06)))
    return Sensor(
        fps=fps,
        width_px=width,
        height_px=height,
        render_scale=float(rng.uniform(0.5, 0.67) if height == 720 else rng.uniform(0.6, sharp)),
        grain=float(rng.uniform(0.5, 2.0)),
        shot=float(np.exp(rng.uniform(np.log(0.004), np.log(0.03)))),
        shutter_s=float(rng.uniform(0.4, 0.9) / fps) if blurred else 0.0,
        crf=int(rng.integers(20, 35)),
        mirrored=bool(rng.random() < 0.5),
        gamma=float(rng.uniform(0.85, 1.15)),
        balance=(warm, green, 1 / warm),
        auto_exposure=float(rng.uniform(0.7, 1.0)),
        softness_px=float(rng.uniform(0.4, 0.8)),
    )


@lru_cache(maxsize=8)
def _curve(gamma: float) -> npt.NDArray[np.float32]:
    """Return the tone curve, 8-bit sRGB over the square root of the light from 0 to 4."""
    x = np.linspace(0.0, 4.0, _CURVE_STEPS + 1) ** 2
    film = np.clip(x * (1.0 + x / 9.0) / (1.0 + 0.42 * x), 0.0, 1.0)
    srgb = np.where(film < 0.0031308, 12.92 * film, 1.055 * film ** (1 / 2.4) - 0.055)
    return np.asarray(255.0 * srgb**gamma, np.float32)


def tone(linear: npt.NDArray[np.float32], gamma: float = 1.0) -> npt.NDArray[np.float32]:
    """Take exposed linear light through a soft shoulder to sRGB, from 0 to 255."""
    root = np.sqrt(np.clip(linear, 0.0, 16.0))
    return np.asarray(_curve(gamma)[(root * (_CURVE_STEPS / 4.0) + 0.5).astype(np.int32)])
