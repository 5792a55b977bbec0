"""Scenes seen from behind: a partner's hands on a bare back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.hands import Side
from sample_videos.studio.motion import Aim, Grip, Segment, Track, hold
from sample_videos.studio.paths import SkinPath, skin_path, unit
from sample_videos.studio.performance import Performance, varied
from sample_videos.studio.primitives import Floats
from sample_videos.studio.strokes import Manner, Round, massage, schedule
from sample_videos.studio.truth import chart_of

PPPPdef _back_path(figure: Figure, uv: list[list[float]], shift_cm: Floats, lean: float) -> SkinPath:
    chart = chart_of("back", figure.landmarks, "back")
    skin = Skin([(figure.torso, Placement())])
    line = chart.xy_cm(np.array(uv)) * np.array([-1.0, 1.0]) + shift_cm
    start = np.concatenate([line, np.full((len(line), 1), 45.0)], axis=1)
    points = skin.meet(evenly_spaced(start), np.array([0.0, 0.0, -1.0]))
    return skin_path(skin, points, [(lean, 1.0, 0.0), (lean * 0.5, 1.0, 0.0)], (6, 6), 6.0)


def evenly_spaced(points: Floats) -> Floats:
    """Fill a polyline with points between its corners."""
    knots, s = np.linspace(0, 1, len(points)), np.linspace(0, 1, 30)
    return np.stack([np.interp(s, knots, points[:, k]) for k in range(3)], axis=1)


def _back_manner(lift_cm: float) -> Manner:
    rest = Aim(
        np.array([13.0, -62.0, 48.0]), unit(np.array([-0.05, 1.0, -0.4])), np.array([0, 0.4, 1.0])
    )
    return Manner(
        lift_cm,
        np.array([0.0, 0.0, 1.0]),
        rest,
        (np.array([12.0, -44.0, 32.0]),),
        (np.array([21.0, 6.0, 34.0]), np.array([27.0, -22.0, 54.0])),
        1.1,
    )


def _with_partner(performance: Performance) -> Performance:
    return Performance(
        performance.duration_s,
        performance.tracks,
        performance.grips,
        PARTNER_POLES,
        PARTNER_SHOULDERS_CM,
        performance.head_deg,
        performance.on_head,
    )


def back_long(figure: Figure, rng: np.random.Generator) -> Performance:
    def make(shift_cm: Floats) -> SkinPath:
        return _back_path(figure, [[0.38, 0.21], [0.38, 0.55], [0.43, 0.94]], shift_cm, -0.12)

    performance = _both_hands(
        figure,
        rng,
        make,
        _back_manner(5.0),
        PALMS,
        3,
        1.75,
        0.95,
        0.5,
        None,
        False,
    )
    return _with_partner(performance)


def back_on_spine(figure: Figure, rng: np.random.Generator) -> Performance:
    def make(shift_cm: Floats) -> SkinPath:
        route = [[-0.02, 0.21], [0.0, 0.55], [0.0, 0.90]]
        return _back_path(figure, route, 0.6 * shift_cm, -0.06)

    spans = schedule(rng, 1.6, 3, 1.7, 0.95)
    end = round(spans[-1][1] + 1.5, 1)
    manner = _back_manner(5.0)
    work = Round(0.55, spans, 0.95, end)
    tracks: dict[Side, Track] = {
        "left": Track((Segment(0.0, end, hold(manner.mirrored().rest)),)),
        "right": massage(work, varied(rng, 3, make, 0.5), manner, rng),
    }
    shoulders = figure.landmarks.shoulders_cm
    poles: dict[Side, Floats] = {}
    plain = Performance(
        end, tracks, {side: PALMS for side in hands.SIDES}, poles, shoulders, None, False
    )
    return _with_partner(plain)
