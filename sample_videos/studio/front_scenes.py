"""Scenes seen from the front: a person strokes the own face and neck, or just talks."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.hands import Side
from sample_videos.studio.motion import Aim, Grip, Segment, Track, hold, swing
from sample_videos.studio.paths import SkinPath, around, on_rings, skin_path, unit
from sample_videos.studio.performance import Bout, Doer, Performance, drift, together, varied
from sample_videos.studio.primitives import Floats
from sample_videos.studio.strokes import Manner, Round, massage, schedule
from sample_videos.studio.truth import Chart, chart_of

FRONT_POLES: Mapping[Side, Floats] = {
    "left": np.array([1.0, -0.9, 0.25]),
    "right": np.array([-1.0, -0.9, 0.25]),
}
FINGERS = Grip(hands.RELAXED, hands.EFFECTOR_TIPS, "fingertips")
# index and middle finger stretched, the others curled
TWO_FINGER_REST = np.array([0.15, 0.17, 0.75, 0.85, 0.25, 0.27, 1.0, 1.1, 1.0, 0.05, 0.45])
TWO_FINGERS = Grip(TWO_FINGER_REST, hands.EFFECTOR_TIPS, "fingertips")
GESTURE_REST = np.array([0.30, 0.34, 0.40, 0.46, 0.40, 0.45, 0.5, 0.55, 1.3, 0.2, 0.25])
GESTURING = Grip(GESTURE_REST, (), "fingertips")
# below the picture, beside the body
FRONT_REST = Aim(
    np.array([17.0, -43.0, 20.0]), unit(np.array([-0.25, 1.0, 0.0])), np.array([0.0, 0.0, 1.0])
)


def _front_manner(lift_cm: float, outward: Floats, beside_cm: Floats) -> Manner:
    """Travel like the left hand, coming and going by way of a place beside the head."""
    return Manner(
        lift_cm,
        outward,
        FRONT_REST,
        (np.array([19.0, -24.0, 26.0]), beside_cm),
        (beside_cm + np.array([4.0, -2.0, 2.0]), np.array([21.0, -26.0, 26.0])),
    )


def _chart_line(chart: Chart, waypoints_uv: list[list[float]]) -> Floats:
    """Return the frontal line (n, 2) in cm through chart points, on the side x > 0."""
    uv = np.array(waypoints_uv, float)
    knots = np.linspace(0, 1, len(uv))
    s = np.linspace(0, 1, 25)
    dense = np.stack([np.interp(s, knots, uv[:, k]) for k in (0, 1)], axis=1)
    xy = chart.xy_cm(dense)
    return np.stack([np.abs(xy[:, 0]), xy[:, 1]], axis=1)


def _forehead(figure: Figure, rng: np.random.Generator, backwards: bool) -> Performance:
    chart = chart_of("face", figure.landmarks, "front")
    skin = Skin([(figure.head, Placement())])
    route = [[0.22, 0.57], [0.48, 0.69], [0.86, 0.68], [1.18, 0.50], [1.40, 0.24]]

    def make(shift_cm: Floats) -> SkinPath:
        line = _chart_line(chart, route) + np.array([0.35, 1.0]) * shift_cm
        points = around(skin, line, -1.5, 85.0)
        pointing = [(-1.0, 0.30, 0.0), (-0.9, 0.5, 0.0), (-0.6, 0.8, -0.2), (-0.45, 0.9, -0.35)]
        path = skin_path(skin, points, pointing, (24, 26, 28))
        return path.reversed() if backwards else path

    beside = np.array([13.0, 2.0, 16.0])
    manner = _front_manner(4.6, np.array([0.25, 0.0, 0.6]), beside)
    doer = Doer(FINGERS, manner, FRONT_POLES, figure.landmarks.shoulders_cm)
    return together("front", rng, make, Bout(4, 1.15, 0.66, 0.4), doer)


def forehead(figure: Figure, rng: np.random.Generator) -> Performance:
    """Stroke from the middle of the forehead to the temples."""
    return _forehead(figure, rng, backwards=False)


def forehead_reversed(figure: Figure, rng: np.random.Generator) -> Performance:
    """Stroke from the temples to the middle of the forehead: the wrong way."""
    return _forehead(figure, rng, backwards=True)


def chin(figure: Figure, rng: np.random.Generator) -> Performance:
    """Stroke along the jaw from the chin to the ears with index and middle fingers."""
    chart = chart_of("face", figure.landmarks, "front")
    skin = Skin([(figure.head, Placement())])
    route = [[0.27, -0.95], [0.75, -0.86], [1.26, -0.62], [1.56, -0.22]]

    def make(shift_cm: Floats) -> SkinPath:
        line = _chart_line(chart, route) + np.array([0.35, 0.7]) * shift_cm
        points = around(skin, line, -1.5, 80.0)
        pointing = [(-0.95, 0.28, 0.0), (-0.8, 0.6, 0.0), (-0.55, 0.85, -0.2), (-0.35, 0.9, -0.35)]
        return skin_path(skin, points, pointing, (28, 28, 26), turning=20.0)

    beside = np.array([13.0, -14.0, 18.0])
    manner = _front_manner(4.6, np.array([0.5, -0.2, 0.6]), beside)
    doer = Doer(TWO_FINGERS, manner, FRONT_POLES, figure.landmarks.shoulders_cm)
    return together("front", rng, make, Bout(4, 1.4, 0.66, 0.4), doer, drift(rng, 2.5, 1.6, 1.2))


def neck(figure: Figure, rng: np.random.Generator) -> Performance:
    """Stroke down the sides of the neck, the hands in turn."""
    chart = chart_of("neck", figure.landmarks, "front")
    skin = Skin([(figure.head, Placement()), (figure.torso, Placement())])
    # levels in the neck chart, and how far round from the throat
    rings = np.array([[0.74, 88.0], [0.66, 85.0], [0.57, 80.0], [0.44, 75.0]])
    # then out on the slope of the shoulder, reached from above
    slope_uz = np.array([[0.90, -2.0], [1.14, -1.2]])

    def make(shift_cm: Floats) -> SkinPath:
        height = chart.xy_cm(rings[:, [0, 0]])[:, 1] + shift_cm[1]
        upper = on_rings(skin, np.stack([height, rings[:, 1] + 4 * shift_cm[0]], axis=1), -3.5)
        high = np.full(len(slope_uz), -11.0)
        above = np.stack([slope_uz[:, 0] * chart.u_cm + shift_cm[0], high, slope_uz[:, 1]], axis=1)
        lower = skin.meet(above, np.array([0.0, -1.0, 0.0]))
        pointing = [(-0.6, 0.85, -0.1), (-0.8, 0.65, -0.1), (-0.95, 0.35, -0.1)]
        points = np.concatenate([upper, lower])
        return skin_path(skin, points, pointing, (32, 28, 24), 7.0, 14.0)

    beside = np.array([15.0, -14.0, 14.0])
    manner = _front_manner(5.4, np.array([0.5, 0.0, 0.6]), beside)
    spans = schedule(rng, 1.6, 4, 1.3, 0.3)
    end = round(spans[-1][1] + 1.5, 1)
    tracks: dict[Side, Track] = {}
    for number, side in enumerate(hands.SIDES):
        paths = varied(rng, 2, make, 0.4)
        mine = spans[number::2]
        arrive = mine[0][0] - 1.05
        if side == "right":
            paths = [path.mirrored() for path in paths]
        work = Round(arrive, mine, 0.95, end)
        tracks[side] = massage(work, paths, manner.mirrored() if number else manner, rng)
    return Performance(
        end,
        tracks,
        dict.fromkeys(hands.SIDES, FINGERS),
        FRONT_POLES,
        figure.landmarks.shoulders_cm,
        None,
        True,
    )


def _gesture(t_s: float, place: Floats, fingers: Floats, back: Floats) -> tuple[float, Aim]:
    return t_s, Aim(place, unit(fingers), unit(back))


def _gestures(keys: list[tuple[float, Aim]], end_s: float) -> Track:
    """Move from one key aim to the next, resting briefly at each."""
    segments = [Segment(0.0, keys[0][0], hold(keys[0][1]))]
    for (start_s, start), (stop_s, stop) in pairwise(keys):
        lift = np.array([0.0, 0.0, 3.0])
        via = [start.place_cm + lift, stop.place_cm + lift]
        segments.append(Segment(start_s, stop_s, swing(start, stop, via)))
    segments.append(Segment(keys[-1][0], end_s, hold(keys[-1][1])))
    return Track(tuple(segments))


def idle(figure: Figure, rng: np.random.Generator) -> Performance:
    """Talk with the hands, scratch a cheek once, and massage nothing."""
    end = 9.5
    skin = Skin([(figure.head, Placement())])
    out = FRONT_REST
    flip = np.array([-1.0, 1.0, 1.0])

    def at(t_s: float, x: float, y: float, z: float, turn: float) -> tuple[float, Aim]:
        jitter = rng.uniform(-0.6, 0.6, 3)
        fingers = np.array([-0.55 + 0.5 * turn, 0.8, 0.25])
        return _gesture(t_s, np.array([x, y, z]) + jitter, fingers, np.array([0.35, -0.1, 0.9]))

    left = [(0.9, out), at(1.7, 9, -15, 17, 0.2), at(2.4, 13, -12, 20, 0.8)]
    left += [at(3.0, 8, -16, 18, 0.0), at(3.7, 14, -14, 19, 0.7), at(4.5, 9, -17, 17, 0.1)]
    left += [at(5.6, 11, -15, 18, 0.4), at(6.6, 9, -17, 17, 0.1), (7.9, out)]
    right = [(1.0, out), at(1.9, 9, -16, 17, 0.1), at(2.6, 12, -13, 19, 0.6)]
    right += [at(3.4, 8, -17, 17, 0.0)]
    cheek = skin.meet(np.array([[4.7, -3.2, 30.0]]), np.array([[0.0, 0.0, -1.0]]))[0]
    touch = Aim(cheek, unit(np.array([-0.6, 0.75, -0.25])), unit(np.array([0.5, 0.1, 0.85])))
    near = Aim(cheek + np.array([3.0, -0.5, 4.5]), touch.fingers, touch.back)
    right += [(4.5, near), (4.75, touch), (4.95, near), (5.2, touch), (5.5, near)]
    right += [at(6.6, 10, -16, 18, 0.3), (8.1, out)]
    mirrored = [(t, Aim(a.place_cm * flip, a.fingers * flip, a.back * flip)) for t, a in right]
    tracks: dict[Side, Track] = {"left": _gestures(left, end), "right": _gestures(mirrored, end)}
    return Performance(
        end,
        tracks,
        dict.fromkeys(hands.SIDES, GESTURING),
        FRONT_POLES,
        figure.landmarks.shoulders_cm,
        drift(rng, 4.0, 2.5, 2.0),
        True,
    )
