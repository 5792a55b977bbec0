"""What is performed in each clip: figures, paths, hands and timing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sample_videos.studio import hands
from sample_videos.studio.camera import Camera
from sample_videos.studio.casting import Figure
from sample_videos.studio.field import Placement, Skin
from sample_videos.studio.hands import Side
from sample_videos.studio.motion import Aim, Grip, Segment, Track, hold, swing
from sample_videos.studio.paths import SkinPath, around, on_rings, skin_path, unit
from sample_videos.studio.people import View
from sample_videos.studio.primitives import Floats, rotation
from sample_videos.studio.strokes import Manner, Round, massage, schedule
from sample_videos.studio.truth import Chart, Region, chart_of

FPS = 24
HeadMotion = Callable[[float], tuple[float, float, float]]
Fault = Literal["reversed", "no_go"]


@dataclass(frozen=True, slots=True)
class Performance:
    """Everything that moves in a clip, as functions of time.

    Attributes
    ----------
    duration_s : float
        Length of the clip.
    tracks : mapping of side to Track
        What each hand does, in the frame of the body part it works on.
    grips : mapping of side to Grip
        How each hand works.
    poles : mapping of side to (3,) float
        Where the elbows point.
    shoulders_cm : (2, 3) float
        Shoulder joints of whoever's hands these are: left, right.
    head_deg : callable or None
        Turn, nod and tilt of the head at a time, in degrees; None for a head that keeps still.
    on_head : bool
        Whether the hands work on the head (and move with it) or on the torso.
    """

    duration_s: float
    tracks: Mapping[Side, Track]
    grips: Mapping[Side, Grip]
    poles: Mapping[Side, Floats]
    shoulders_cm: Floats
    head_deg: HeadMotion | None
    on_head: bool

    def head_at(self, t_s: float) -> tuple[float, float, float]:
        """Return turn, nod and tilt of the head at a time, in degrees."""
        return (0.0, 0.0, 0.0) if self.head_deg is None else self.head_deg(t_s)


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip's place in the collection: what it shows and who plays it."""

    name: str
    view: View
    region: Region | None
    technique: str | None
    fault: Fault | None
    perform: Callable[[Figure, np.random.Generator], Performance]
    camera: Camera
    look: str
    room: int
    partner: str | None = None


def _drift(
    rng: np.random.Generator, turn: float, nod: float, tilt: float
) -> HeadMotion:
    """Return a slow wandering of the head with the given amplitudes in degrees."""
    phase = rng.uniform(0, 2 * np.pi, 3)
    speed = 2 * np.pi * np.array([0.13, 0.17, 0.11]) * rng.uniform(0.9, 1.1, 3)

    def angles(t_s: float) -> tuple[float, float, float]:
        wave = np.sin(speed * t_s + phase)
        return turn * float(wave[0]), nod * float(wave[1]), tilt * float(wave[2])

    return angles


def head_placement(angles_deg: tuple[float, float, float], pivot_cm: Floats) -> Placement:
    """Place a head turned about the vertical, nodding and tilted about its pivot on the neck."""
    turn, nod, tilt = np.deg2rad(angles_deg)
    matrix = rotation((0, 1, 0), turn) @ rotation((1, 0, 0), nod) @ rotation((0, 0, 1), tilt)
    return Placement(matrix, pivot_cm - matrix @ pivot_cm)


def _chart_line(chart: Chart, waypoints_uv: list[list[float]]) -> Floats:
    """Return the frontal line (n, 2) in cm through chart points, on the side x > 0."""
    uv = np.array(waypoints_uv, float)
    knots = np.linspace(0, 1, len(uv))
    s = np.linspace(0, 1, 25)
    dense = np.stack([np.interp(s, knots, uv[:, k]) for k in (0, 1)], axis=1)
    xy = chart.xy_cm(dense)
    return np.stack([np.abs(xy[:, 0]), xy[:, 1]], axis=1)


def _varied(
    rng: np.random.Generator, count: int, make: Callable[[Floats], SkinPath], spread_cm: float
) -> list[SkinPath]:
    """Make paths that differ a little from one repetition to the next."""
    return [make(rng.uniform(-spread_cm, spread_cm, 2)) for _ in range(count)]


FRONT_POLES: Mapping[Side, Floats] = {
    "left": np.array([1.0, -0.9, 0.25]),
    "right": np.array([-1.0, -0.9, 0.25]),
}
FINGER_REST = hands.RELAXED
FINGERS = Grip(FINGER_REST, hands.EFFECTOR_TIPS, "fingertips")
FRONT_REST = Aim(
    np.array([17.0, -43.0, 20.0]), unit(np.array([-0.25, 1.0, 0.0])), np.array([0.0, 0.0, 1.0])
)


def _front_manner(lift_cm: float, outward: Floats, beside_cm: Floats) -> Manner:
    return Manner(
        lift_cm,
        outward,
        FRONT_REST,
        (np.array([19.0, -24.0, 26.0]), beside_cm),
        (beside_cm + np.array([4.0, -2.0, 2.0]), np.array([21.0, -26.0, 26.0])),
    )


def _both_hands(
    figure: Figure,
    rng: np.random.Generator,
    make: Callable[[Floats], SkinPath],
    manner: Manner,
    grip: Grip,
    count: int,
    stroke_s: float,
    pause_s: float,
    spread_cm: float,
    head_deg: HeadMotion | None,
    on_head: bool,
) -> Performance:
    """Perform symmetric strokes with both hands, nearly at the same time."""
    spans = schedule(rng, 1.6, count, stroke_s, pause_s)
    end = round(spans[-1][1] + 1.5, 1)
    tracks: dict[Side, Track] = {}
    for side in hands.SIDES:
        lag = 0.0 if side == "left" else float(rng.uniform(0.02, 0.05))
        mine = tuple((round(a + lag, 3), round(b + lag, 3)) for a, b in spans)
        paths = _varied(rng, count, make, spread_cm)
        # the person's left is x > 0 from the front and x < 0 from behind
        mirror = (side == "right") == (figure.view == "front")
        if mirror:
            paths = [path.mirrored() for path in paths]
        work = Round(0.55, mine, 0.95, end)
        tracks[side] = massage(work, paths, manner.mirrored() if mirror else manner, rng)
    shoulders = figure.landmarks.shoulders_cm
    return Performance(
        end,
        tracks,
        {side: grip for side in hands.SIDES},
        FRONT_POLES,
        shoulders,
        head_deg,
        on_head,

    )


def _forehead(figure: Figure, rng: np.random.Generator, backwards: bool) -> Performance:
    chart = chart_of("face", figure.landmarks, "front")
    skin = Skin([(figure.head, Placement())])
    route = [[0.28, 0.58], [0.50, 0.69], [0.86, 0.68], [1.18, 0.50], [1.40, 0.24]]

    def make(shift_cm: Floats) -> SkinPath:
        line = _chart_line(chart, route) + np.array([0.35, 1.0]) * shift_cm
        points = around(skin, line, -1.5, 85.0)
        pointing = [(-1.0, 0.30, 0.0), (-0.9, 0.5, 0.0), (-0.6, 0.8, -0.2), (-0.45, 0.9, -0.35)]
        path = skin_path(skin, points, pointing, (24, 26, 28))
        return path.reversed() if backwards else path

    beside = np.array([13.0, 2.0, 16.0])
    manner = _front_manner(4.6, np.array([0.25, 0.0, 0.6]), beside)
    return _both_hands(
        figure, rng, make, manner, FINGERS, 4, 1.15, 0.66, 0.4, None, True
    )


def _forehead_right(figure: Figure, rng: np.random.Generator) -> Performance:
    return _forehead(figure, rng, backwards=False)


def _forehead_reversed(figure: Figure, rng: np.random.Generator) -> Performance:
    return _forehead(figure, rng, backwards=True)


PALM_REST = np.array([0.06, 0.04, 0.05, 0.08, 0.10, 0.10, 0.12, 0.14, 0.8, -0.28, 0.25])
PALMS = Grip(PALM_REST, (8, 12, 16), "palm")
PARTNER_SHOULDERS_CM = np.array([[-17.0, -34.0, 60.0], [17.0, -34.0, 60.0]])


def _back_path(figure: Figure, uv: list[list[float]], shift_cm: Floats, lean: float) -> SkinPath:
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
        (np.array([14.0, -12.0, 30.0]), np.array([14.0, -42.0, 40.0])),
        1.1,
    )


def _back_long(figure: Figure, rng: np.random.Generator) -> Performance:
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


PARTNER_POLES: Mapping[Side, Floats] = {
    "left": np.array([-0.45, -1.0, 0.1]),
    "right": np.array([0.45, -1.0, 0.1]),
}


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


def _back_on_spine(figure: Figure, rng: np.random.Generator) -> Performance:
    def make(shift_cm: Floats) -> SkinPath:
        route = [[-0.02, 0.21], [0.0, 0.55], [0.0, 0.90]]
        return _back_path(figure, route, 0.6 * shift_cm, -0.06)

    spans = schedule(rng, 1.6, 3, 1.7, 0.95)
    end = round(spans[-1][1] + 1.5, 1)
    manner = _back_manner(5.0)
    work = Round(0.55, spans, 0.95, end)
    tracks: dict[Side, Track] = {
        "left": Track((Segment(0.0, end, hold(manner.mirrored().rest)),)),
        "right": massage(work, _varied(rng, 3, make, 0.5), manner, rng),
    }
    shoulders = figure.landmarks.shoulders_cm
    poles: dict[Side, Floats] = {}
    plain = Performance(
        end, tracks, {side: PALMS for side in hands.SIDES}, poles, shoulders, None, False
    )
    return _with_partner(plain)


TWO_FINGER_REST = np.array([0.15, 0.17, 0.75, 0.85, 0.25, 0.27, 1.0, 1.1, 1.0, 0.05, 0.45])
TWO_FINGERS = Grip(TWO_FINGER_REST, hands.EFFECTOR_TIPS, "fingertips")


def _chin(figure: Figure, rng: np.random.Generator) -> Performance:
    chart = chart_of("face", figure.landmarks, "front")
    skin = Skin([(figure.head, Placement())])
    route = [[0.42, -0.93], [0.80, -0.84], [1.24, -0.62], [1.50, -0.26]]

    def make(shift_cm: Floats) -> SkinPath:
        line = _chart_line(chart, route) + np.array([0.35, 0.7]) * shift_cm
        points = around(skin, line, -1.5, 80.0)
        pointing = [(-0.95, 0.28, 0.0), (-0.8, 0.6, 0.0), (-0.55, 0.85, -0.2), (-0.35, 0.9, -0.35)]
        return skin_path(skin, points, pointing, (28, 28, 26))

    beside = np.array([13.0, -14.0, 18.0])
    manner = _front_manner(4.6, np.array([0.5, -0.2, 0.6]), beside)
    return _both_hands(
        figure, rng, make, manner, TWO_FINGERS, 4, 1.2, 0.66, 0.4, _drift(rng, 2.5, 1.6, 1.2), True
    )


def _neck(figure: Figure, rng: np.random.Generator) -> Performance:
    chart = chart_of("neck", figure.landmarks, "front")
    skin = Skin([(figure.head, Placement()), (figure.torso, Placement())])
    # levels in the neck chart, and how far round from the throat
    route = np.array([[0.71, 88.0], [0.58, 82.0], [0.42, 75.0], [0.30, 72.0], [0.20, 73.0]])

    def make(shift_cm: Floats) -> SkinPath:
        s = np.linspace(0, len(route) - 1, 25)
        knots = np.arange(len(route))
        level, turn = (np.interp(s, knots, route[:, k]) for k in (0, 1))
        height = chart.xy_cm(np.stack([level, level], axis=1))[:, 1] + shift_cm[1]
        rings = np.stack([height, turn + 4.0 * shift_cm[0]], axis=1)
        points = on_rings(skin, rings, -3.5)
        pointing = [(-0.6, 0.85, -0.1), (-0.8, 0.65, -0.1), (-0.95, 0.35, -0.1)]
        return skin_path(skin, points, pointing, (32, 28, 24), 7.0)

    beside = np.array([15.0, -14.0, 14.0])
    manner = _front_manner(5.4, np.array([0.5, 0.0, 0.6]), beside)
    spans = schedule(rng, 1.6, 4, 1.3, 0.3)
    end = round(spans[-1][1] + 1.5, 1)
    tracks: dict[Side, Track] = {}
    for number, side in enumerate(hands.SIDES):
        paths = _varied(rng, 2, make, 0.4)
        mine = spans[number::2]
        arrive = mine[0][0] - 1.05
        if side == "right":
            paths = [path.mirrored() for path in paths]
        work = Round(arrive, mine, 0.95, end)
        tracks[side] = massage(work, paths, manner.mirrored() if number else manner, rng)
    return Performance(
        end,
        tracks,
        {side: FINGERS for side in hands.SIDES},
        FRONT_POLES,
        figure.landmarks.shoulders_cm,
        None,
        True,
    )


GESTURE_REST = np.array([0.30, 0.34, 0.40, 0.46, 0.40, 0.45, 0.5, 0.55, 1.3, 0.2, 0.25])
GESTURING = Grip(GESTURE_REST, (), "fingertips")


def _gesture(t_s: float, place: Floats, fingers: Floats, back: Floats) -> tuple[float, Aim]:
    return t_s, Aim(place, unit(fingers), unit(back))


def _gestures(keys: list[tuple[float, Aim]], end_s: float) -> Track:
    """Move from one key aim to the next, resting briefly at each."""
    segments = [Segment(0.0, keys[0][0], hold(keys[0][1]))]
    for (start_s, start), (stop_s, stop) in zip(keys[:-1], keys[1:], strict=True):
        lift = np.array([0.0, 0.0, 3.0])
        via = [start.place_cm + lift, stop.place_cm + lift]
        segments.append(Segment(start_s, stop_s, swing(start, stop, via)))
    segments.append(Segment(keys[-1][0], end_s, hold(keys[-1][1])))
    return Track(tuple(segments))


def _idle(figure: Figure, rng: np.random.Generator) -> Performance:
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
        {side: GESTURING for side in hands.SIDES},
        FRONT_POLES,
        figure.landmarks.shoulders_cm,
        _drift(rng, 4.0, 2.5, 2.0),
        True,
    )


FRONT = Camera((0.0, -4.0, 90.0), 749.0)
BEHIND = Camera((0.0, 6.0, 128.0), 749.0)

_FOREHEAD, _CHIN, _NECK, _BACK = (
    "forehead-to-temples",
    "chin-to-ears",
    "neck-side-down",
    "back-long-stroke",
)
CLIPS: Mapping[str, Clip] = {
    clip.name: clip
    for clip in (
        Clip("forehead_to_temples", "front", "face", _FOREHEAD, None, _forehead_right, FRONT, "hazel", 1),
        Clip(
            "temples_to_forehead", "front", "face", _FOREHEAD, "reversed", _forehead_reversed, FRONT, "birch", 2
        ),
        Clip("chin_to_ears", "front", "face", _CHIN, None, _chin, FRONT, "olive", 3),
        Clip("neck_side_down", "front", "neck", _NECK, None, _neck, FRONT, "umber", 4),
        Clip("back_long_stroke", "back", "back", _BACK, None, _back_long, BEHIND, "olive", 6, "hazel"),
        Clip("back_on_the_spine", "back", "back", _BACK, "no_go", _back_on_spine, BEHIND, "umber", 7, "birch"),
        Clip("idle", "front", None, None, None, _idle, FRONT, "walnut", 5),
    )
}
