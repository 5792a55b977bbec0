"""A simulated person in front of a simulated camera, as landmarks: the truth is known exactly.

Head units are half the distance of the outer eye corners. The head is a paraboloid; the places
of the landmarks that charts are built from are those of an average adult.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coach.body.scale import FACE_U_CM, FACE_V_DOWN_CM, FACE_V_UP_CM
from coach.techniques.library import load_library
from coach.techniques.schema import Effector, Mirror, Technique
from coach.types import BODY_POINTS, FACE_POINTS, ChartName, FloatArray, Observation, View

SHOWN = ((ChartName.NECK, View.FRONT), (ChartName.TORSO, View.BACK))
FPS = 30.0
SIMULATED = tuple(
    t
    for t in load_library().techniques
    if t.kind.is_path
    and t.seen_as is None
    and not t.either_way
    and t.mirror is Mirror.PATH
    and (t.chart is ChartName.FACE or (t.chart, t.view) in SHOWN)
)
"""What this person, who has neither arms nor legs, can be made to do by `technique_path`."""
UP, DOWN = FACE_V_UP_CM / FACE_U_CM, FACE_V_DOWN_CM / FACE_U_CM
PLACES = {  # landmark: (x to the person's left, y up) in head units
    263: (1.0, 0.0), 33: (-1.0, 0.0), 362: (0.4, 0.0), 133: (-0.4, 0.0),
    300: (1.2, 0.5), 70: (-1.2, 0.5), 454: (1.7, -0.45), 234: (-1.7, -0.45),
    291: (0.6, -1.5), 61: (-0.6, -1.5), 397: (1.2, -2.0), 172: (-1.2, -2.0),
    10: (0.0, UP), 152: (0.0, -DOWN),
}  # fmt: skip
SHOULDER_HALF, HIP_DEPTH, SHOULDER_DEPTH = 4.0, 16.0, 4.8
"""Half width of the shoulders, and how far hips and shoulders lie below the eyes."""


def head_mesh() -> FloatArray:
    """(468, 3): x to the person's left, y up, z towards the camera."""
    rng = np.random.default_rng(7)
    angle, radius = rng.uniform(0, 2 * np.pi, FACE_POINTS), np.sqrt(rng.uniform(0, 1, FACE_POINTS))
    x, y = 1.6 * radius * np.cos(angle), -0.7 + 1.95 * radius * np.sin(angle)
    for index, (place_x, place_y) in PLACES.items():
        x[index], y[index] = place_x, place_y
    return np.stack([x, y, surface(x, y)], axis=-1)


def surface(x: FloatArray, y: FloatArray) -> FloatArray:
    """Z of the skin."""
    return 0.3 - 0.35 * np.clip(x, -1.3, 1.3) ** 2 - 0.08 * np.clip(y, -DOWN, UP) ** 2


@dataclass(frozen=True)
class Camera:
    """Pixels of one head unit, roll of the picture, and where the head's origin is seen."""

    unit_px: float = 40.0
    roll_deg: float = 0.0
    origin_px: tuple[float, float] = (320.0, 200.0)
    mirrored: bool = False

    def project(self, points: FloatArray, view: View = View.FRONT) -> FloatArray:
        """Map (n, 2 or 3) points (person's left, up) to (n, 2) pixels."""
        left = points[:, 0] * (1.0 if view is View.FRONT else -1.0)
        flat = np.stack([left, -points[:, 1]], axis=-1) * self.unit_px
        turn = np.radians(self.roll_deg)
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        return flat @ rotation.T + self.origin_px


HAND = np.array([
    (0, 0), (-.30, .15), (-.50, .35), (-.62, .55), (-.70, .72), (-.22, .95), (-.22, 1.35),
    (-.20, 1.6), (-.16, 1.8), (0, 1.0), (0, 1.45), (.0, 1.7), (.0, 1.9), (.2, .95), (.21, 1.35),
    (.21, 1.6), (.2, 1.75), (.38, .85), (.42, 1.15), (.44, 1.3), (.45, 1.45),
]) * 2.0  # fmt: skip
"""(21, 2): a flat left hand seen from its back, in head units; fingers up."""
FLAT_M = np.column_stack([0.045 * HAND, np.zeros(len(HAND))])
"""(21, 3): the same hand in space."""
PARTS = {
    Effector.FINGERTIPS: [8, 12],
    Effector.PALM: [0, 5, 9, 13, 17],
    Effector.FIST: [0, 5, 9, 13, 17],
    Effector.THUMB: [4],
}


@dataclass(frozen=True)
class Move:
    """One hand on its way along a path.

    Attributes
    ----------
    path
        (n, 2): in head units (person's left, up), gone along with minimum jerk.
    lift
        How far the hand bows out from the head and grows on the way, 0 for staying on the skin.
    """

    path: FloatArray
    duration_s: float
    lift: float = 0.0


@dataclass(frozen=True)
class Script:
    """What both hands do: moves one after the other; None: the hand is out of the picture."""

    left: Sequence[Move | float]
    right: Sequence[Move | float]


def observe(
    script: Script,
    camera: Camera | None = None,
    view: View = View.FRONT,
    effector: Effector = Effector.FINGERTIPS,
    noise_px: float = 0.0,
    fps: float = FPS,
    hand_m: FloatArray = FLAT_M,
) -> Iterator[Observation]:
    """Give the observations of a script, frame by frame.

    `hand_m` (21, 3) is what the landmarker says of the hands' shape; in the picture they are flat.
    """
    camera = camera or Camera()
    rng = np.random.default_rng(3)
    mesh, body = head_mesh(), _body()
    hands = [_timeline(moves, sign, fps) for moves, sign in ((script.left, 1), (script.right, -1))]
    count = max(len(hand) for hand in hands)
    face_px = np.full((FACE_POINTS, 3), np.nan)
    if view is View.FRONT:
        face_px[:, :2] = camera.project(mesh)
        face_px[:, 2] = -mesh[:, 2] * camera.unit_px
    for index in range(count):
        hands_px = np.full((2, 21, 2), np.nan)
        for side, hand in enumerate(hands):
            if index < len(hand) and np.isfinite(hand[index]).all():
                hands_px[side] = camera.project(_hand(hand[index], side, effector), view)
        hands_px += rng.normal(0, noise_px, hands_px.shape) if noise_px else 0.0
        yield Observation(
            t_s=index / fps,
            size_px=(640, 480),
            hands_px=hands_px,
            hands_world_m=np.where(np.isfinite(hands_px[:, :1, :1]), hand_m, np.nan),
            hands_score=np.where(np.isfinite(hands_px[:, 0, 0]), 1.0, np.nan),
            face_px=face_px,
            body_px=camera.project(body, view),
            body_visibility=np.ones(BODY_POINTS),
        )


def _body() -> FloatArray:
    body = np.zeros((BODY_POINTS, 2))
    body[[11, 12]] = [(SHOULDER_HALF, -SHOULDER_DEPTH), (-SHOULDER_HALF, -SHOULDER_DEPTH)]
    body[[23, 24]] = [(2.2, -HIP_DEPTH), (-2.2, -HIP_DEPTH)]
    body[[15, 16]] = [(6.0, -HIP_DEPTH), (-6.0, -HIP_DEPTH)]
    return body


def _timeline(moves: Sequence[Move | float], sign: int, fps: float) -> list[FloatArray]:
    """Give (x, y, size) of the effector for each frame; a number is a pause out of sight."""
    frames: list[FloatArray] = []
    for move in moves:
        if isinstance(move, (int, float)):
            frames += [np.full(3, np.nan)] * round(move * fps)
            continue
        steps = np.arange(max(round(move.duration_s * fps), 2)) / max(
            round(move.duration_s * fps), 2
        )
        jerk_free = 10 * steps**3 - 15 * steps**4 + 6 * steps**5
        path = np.asarray(move.path, dtype=np.float64)
        way = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
        x, y = (np.interp(jerk_free * way[-1], way, path[:, axis]) for axis in (0, 1))
        bow = move.lift * np.sin(np.pi * jerk_free)
        away = path.mean(axis=0) - (0.0, -0.45)
        outwards = away / np.hypot(*away)
        for k in range(len(steps)):
            frames.append(
                np.array([
                    sign * (x[k] + outwards[0] * bow[k]),
                    y[k] + outwards[1] * bow[k],
                    1 + 0.1 * bow[k],
                ])
            )  # fmt: skip
    return frames


def _hand(at: FloatArray, side: int, effector: Effector) -> FloatArray:
    shape = HAND * (1.0 if side == 0 else -1.0, 1.0) * at[2]
    return shape - shape[PARTS[effector]].mean(axis=0) + at[:2]


def technique_path(technique: Technique) -> FloatArray:
    """(n, 2): a technique's reference, on the left, in head units."""
    uv = technique.path_array_uv
    if technique.chart == "face":
        return np.stack([uv[:, 0], uv[:, 1] * np.where(uv[:, 1] >= 0, UP, DOWN)], axis=-1)
    if technique.chart == "neck":
        tragus_x, tragus_y = PLACES[454]
        height = tragus_y + SHOULDER_DEPTH
        return np.stack([uv[:, 0] * tragus_x, -SHOULDER_DEPTH + uv[:, 1] * height], axis=-1)
    length = HIP_DEPTH - SHOULDER_DEPTH
    return np.stack([uv[:, 0] * SHOULDER_HALF, -HIP_DEPTH + uv[:, 1] * length], axis=-1)


def repeat(
    path: FloatArray, times: int, stroke_s: float = 1.2, back_s: float = 0.6, lift: float = 0.6
) -> list[Move | float]:
    """Strokes along a path with lifted returns: the hand comes, works, and leaves."""
    come = Move(np.stack([path[0] + (3.0, -5.0), path[0]]), 0.5)
    moves: list[Move | float] = [0.5, come]
    for index in range(times):
        moves += [rest(path[0], 0.2), Move(path, stroke_s), rest(path[-1], 0.2)]
        if index < times - 1:
            moves.append(Move(path[::-1], back_s, lift))
    moves += [Move(np.stack([path[-1], path[-1] + (4.0, -5.0)]), 0.5), 0.5]
    return moves


def rest(place: FloatArray, duration_s: float) -> Move:
    """Stay at a place."""
    return Move(np.stack([place, place + 1e-6]), duration_s)


def scaled(camera: Camera, **changes: float) -> Camera:
    """Give another camera."""
    return replace(camera, **changes)
