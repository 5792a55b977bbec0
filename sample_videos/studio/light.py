"""The light on the stage: one lamp that casts shadows, a fill, a rim, and what the room gives.

Directions are in the world and point from the person to the light; colours are linear light.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from sample_videos.studio.primitives import Floats

Triple = tuple[float, float, float]


def _unit(x: float, y: float, z: float) -> Triple:
    length = math.sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length


_KEY: Final = _unit(-0.50, 0.62, 0.75)
_FILL: Final = _unit(0.75, 0.10, 0.66)
_RIM: Final = _unit(0.70, 0.45, -0.62)


@dataclass(frozen=True, slots=True)
class Light:
    """What shines on the people and the room; by default a window up and left of the camera.

    Attributes
    ----------
    key_direction, key_colour : (3,) float
        The only light that casts a shadow.
    key_softness : float
        Distance over radius of that light: small numbers give wide penumbras.
    fill_direction, fill_colour : (3,) float
        A broad, weak light from another side.
    rim_direction, rim_colour : (3,) float
        A light from behind that is seen at the edges.
    sky_colour, ground_colour : (3,) float
        What comes from above and from below.
    room_colour : (3,) float
        Factor on the picture of the room.
    exposure : float
        Factor before the tone curve at which this light looks right; an automatic camera finds
        its own (`Sensor.auto_exposure`).
    """

    key_direction: Triple = _KEY
    key_colour: Triple = (1.00, 0.94, 0.86)
    key_softness: float = 5.0
    fill_direction: Triple = _FILL
    fill_colour: Triple = (0.17, 0.19, 0.22)
    rim_direction: Triple = _RIM
    rim_colour: Triple = (0.95, 0.88, 0.78)
    sky_colour: Triple = (0.30, 0.32, 0.36)
    ground_colour: Triple = (0.20, 0.165, 0.14)
    room_colour: Triple = (1.0, 1.0, 1.0)
    exposure: float = 1.12

    def rows(self) -> Floats:
        """Return directions and colours as the compiled code wants them.

        Rows of (9, 3): key direction and colour, fill's, rim's, sky, ground, and the softness.

        Behind the softness is room for how surfaces are drawn, see `shading.shade`.
        """
        return np.array(
            [
                self.key_direction,
                self.key_colour,
                self.fill_direction,
                self.fill_colour,
                self.rim_direction,
                self.rim_colour,
                self.sky_colour,
                self.ground_colour,
                (self.key_softness, 0.0, 0.0),
            ]
        )


def white(warmth: float) -> Floats:
    """Return the colour of a light of luminance 1, from -1 (overcast sky) to 1 (tungsten).

    The ends are blackbodies of 9000 K and 2900 K over one of 6500 K, between them a straight line
    in the logarithm; tungsten is taken half balanced, as cameras do.
    """
    end = np.array((1.22, 0.97, 0.55)) if warmth > 0 else np.array((0.88, 1.0, 1.22))
    tint = end ** abs(warmth)
    return np.asarray(tint / (tint @ (0.2126, 0.7152, 0.0722)))


def draw_light(rng: np.random.Generator) -> Light:
    """Draw a light: from every side, warm or cool, hard or soft, dim or bright, or from behind."""
    backlit = rng.random() < 0.15
    level = float(np.exp(rng.uniform(np.log(0.12), np.log(1.3))))
    ambient = float(rng.uniform(0.5, 1.5)) * (1.6 if backlit else 1.0)
    azimuth = rng.uniform(125, 235) if backlit else rng.uniform(-110, 110)
    key = white(rng.uniform(-1, 1)) * level * rng.uniform(0.55, 1.15)
    room = white(rng.uniform(-0.6, 0.8)) * level
    fill_azimuth = azimuth + rng.choice((-1, 1)) * rng.uniform(60, 160)
    rim_azimuth = 180 + rng.uniform(-70, 70)
    return Light(
        key_direction=_from(azimuth, rng.uniform(-10, 65)),
        key_colour=_triple(key),
        key_softness=float(np.exp(rng.uniform(np.log(1.5), np.log(14.0)))),
        fill_direction=_from(fill_azimuth, rng.uniform(-15, 40)),
        fill_colour=_triple(room * rng.uniform(0.05, 0.4)),
        rim_direction=_from(rim_azimuth, rng.uniform(10, 50)),
        rim_colour=_triple(room * rng.uniform(0.0, 1.2)),
        sky_colour=_triple(room * 0.32 * ambient),
        ground_colour=_triple(room * white(0.4) * 0.17 * ambient * rng.uniform(0.6, 1.4)),
        room_colour=_triple(room * rng.uniform(0.5, 1.1) * (1.7 if backlit else 1.0)),
        exposure=1.12 / level,
    )


def _from(azimuth_deg: float, height_deg: float) -> Triple:
    """Return the direction to a light: azimuth 0 is towards the world's +z, 90 towards +x."""
    turn, rise = math.radians(azimuth_deg), math.radians(height_deg)
    return _unit(math.sin(turn) * math.cos(rise), math.sin(rise), math.cos(turn) * math.cos(rise))


def _triple(colour: Floats) -> Triple:
    red, green, blue = (float(c) for c in colour)
    return red, green, blue
