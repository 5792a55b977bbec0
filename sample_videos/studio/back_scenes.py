"""Scenes seen from behind: a partner's hands on a bare back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.hands import Side
from sample_videos.studio.motion import Aim, Grip, Segment, Track, hold
from sample_videos.studio.paths import SkinPath, skin_path, unit
from sample_videos.studio.performance import Bout, Doer, Performance, together, varied
from sample_videos.studio.primitives import Floats
from sample_videos.studio.strokes import Manner, Round, massage, schedule
from sample_videos.studio.truth import chart_of

PALM_REST = np.array([0.06, 0.04, 0.05, 0.08, 0.10, 0.10, 0.12, 0.14, 0.8, -0.28, 0.25])
PALMS = Grip(PALM_REST, (8, 12, 16), "palm")
# hands at rest are below the picture, on the way to the partner behind the camera
AWAY = Aim(
    np.array([13.0, -62.0, 48.0]), unit(np.array([-0.05, 1.0, -0.4])), np.array([0.0, 0.4, 1.0])
)
# the partner's right hand; it leaves sideways, so as not to run down the back again
MANNER = Manner(
    5.0,
    np.array([0.0, 0.0, 1.0]),
    AWAY,
    (np.array([12.0, -44.0, 32.0]),),
    (np.array([21.0, 6.0, 34.0]), np.array([27.0, -22.0, 54.0])),
    1.1,
)
POLES: Mapping[Side, Floats] = {
    "left": np.array([-0.45, -1.0, 0.1]),
    "right": np.array([0.45, -1.0, 0.1]),
}
# the partner sits before the camera, below it
PARTNER = Doer(PALMS, MANNER, POLES, np.array([[-17.0, -34.0, 60.0], [17.0, -34.0, 60.0]]))


def _back_path(figure: Figure, uv: list[list[float]], shift_cm: Floats, lean: float) -> SkinPath:
    """Drop a line of the torso chart onto the right half of the back, as the camera sees it."""
    chart = chart_of("back", figure.landmarks, "back")
    skin = Skin([(figure.torso, Placement())])
    line = chart.xy_cm(np.array(uv)) * np.array([-1.0, 1.0]) + shift_cm
    start = np.concatenate([line, np.full((len(line), 1), 45.0)], axis=1)
    points = skin.meet(_filled(start), np.array([0.0, 0.0, -1.0]))
    return skin_path(skin, points, [(lean, 1.0, 0.0), (lean * 0.5, 1.0, 0.0)], (6, 6), 6.0)


def _filled(points: Floats) -> Floats:
    """Fill a polyline with points between its corners."""
    knots, s = np.linspace(0, 1, len(points)), np.linspace(0, 1, 30)
    return np.stack([np.interp(s, knots, points[:, k]) for k in range(3)], axis=1)


def back_long(figure: Figure, rng: np.random.Generator) -> Performance:
    """Stroke from the lumbar region to the shoulders, one palm on either side of the spine."""

    def make(shift_cm: Floats) -> SkinPath:
        return _back_path(figure, [[0.38, 0.21], [0.38, 0.55], [0.43, 0.94]], shift_cm, -0.12)

    return together("back", rng, make, Bout(3, 1.75, 0.95, 0.5), PARTNER, on_head=False)


def back_on_spine(figure: Figure, rng: np.random.Generator) -> Performance:
    """Stroke up on the spine itself with the right hand: where no hand should go."""

    def make(shift_cm: Floats) -> SkinPath:
        route = [[-0.02, 0.21], [0.0, 0.55], [0.0, 0.90]]
        return _back_path(figure, route, 0.6 * shift_cm, -0.06)

    spans = schedule(rng, 1.6, 3, 1.7, 0.95)
    end = round(spans[-1][1] + 1.5, 1)
    work = Round(0.55, spans, 0.95, end)
    manner = PARTNER.manner
    tracks: dict[Side, Track] = {
        "left": Track((Segment(0.0, end, hold(manner.mirrored().rest)),)),
        "right": massage(work, varied(rng, 3, make, 0.5), manner, rng),
    }
    grips = dict.fromkeys(hands.SIDES, PALMS)
    return Performance(
        end, tracks, grips, PARTNER.poles, PARTNER.shoulders_cm, head_deg=None, on_head=False
    )
