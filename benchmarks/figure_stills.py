"""Stills of drawn people whose landmarks are known: faces from several sides, hands, backs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from sample_videos.studio import hands, reach, render
from sample_videos.studio.backdrop import background
from sample_videos.studio.camera import Camera
from sample_videos.studio.carry import elbow_cm
from sample_videos.studio.casting import Figure, cast
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.field import Placement, Skin, bake
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.head_shape import shaped
from sample_videos.studio.heads import FEATURES_CM, add_head, chin_cm, feature_cm, mouth_corner_cm
from sample_videos.studio.looks import Drawing, Look
from sample_videos.studio.other_look import drawn_as
from sample_videos.studio.paths import skin_path, unit
from sample_videos.studio.primitives import Floats, Parts

Kind = Literal["face", "hands", "back"]

FACE_VIEWS_DEG: Final = ((0, 0), (25, 0), (-25, 0), (12, 12), (-12, -12))
"""Yaw and pitch of the camera for faces without hands."""
FEATURES: Final[Mapping[int, tuple[str, float]]] = {
    33: ("outer_eye", -1), 263: ("outer_eye", 1), 133: ("inner_eye", -1), 362: ("inner_eye", 1),
    159: ("upper_lid", -1), 386: ("upper_lid", 1), 145: ("lower_lid", -1), 374: ("lower_lid", 1),
    468: ("iris", -1), 473: ("iris", 1), 61: ("mouth_corner", -1), 291: ("mouth_corner", 1),
    4: ("nose_tip", 0), 168: ("nasion", 0), 152: ("chin", 0), 10: ("hairline", 0),
    234: ("tragus", -1), 454: ("tragus", 1),
}  # fmt: skip
"""Points of MediaPipe's mesh whose place on the figure is known, with the side."""
_OPEN: Final = np.array([0.02] * 4 + [0.04] * 4 + [1.4, 0.1, 0.1])
_PALM: Final = np.array([0.06, 0.04, 0.05, 0.08, 0.10, 0.10, 0.12, 0.14, 0.8, -0.28, 0.25])
_POLES: Final = {"left": np.array([1.0, -0.9, 0.25]), "right": np.array([-1.0, -0.9, 0.25])}
_TOUCHES: Final[Mapping[str, tuple[list[list[float]], list[tuple[float, float, float]], float]]] = {
    "forehead": ([[1.6, 3.4], [3.4, 3.8]], [(-0.95, 0.4, 0.0), (-0.7, 0.7, -0.1)], 26),
    "cheek": ([[4.2, -3.8], [5.8, -2.6]], [(-0.8, 0.6, 0.0), (-0.55, 0.85, -0.2)], 26),
    "jaw": ([[3.0, -8.2], [5.2, -6.2]], [(-0.9, 0.4, 0.0), (-0.6, 0.8, -0.2)], 26),
}
"""Where fingertips rest: a line in cm on the face's left half, where fingers point, how steeply."""


@dataclass(frozen=True, slots=True)
class Still:
    """A picture and what is true in it.

    Attributes
    ----------
    kind, name : str
        What is looked at, and from where or doing what.
    look : Look
        Whose picture it is; `hands_look` has the hands.
    picture : (height, width, 3) uint8
        RGB.
    features_cm : dict of mesh index to (3,) float
        Known points of the face in the world, for faces only.
    poses : dict of side to HandPose
        The hands.
    """

    kind: Kind
    name: str
    look: Look
    hands_look: Look
    figure: Figure
    camera: Camera
    picture: render.Picture
    bare: Skin
    features_cm: Mapping[int, Floats] = field(default_factory=dict)
    poses: Mapping[Side, HandPose] = field(default_factory=dict)


def stills(seed: int, tone: int | None = None, drawing: Drawing = "studio") -> Iterator[Still]:
    """Render the stills of one drawn person."""
    rng = np.random.default_rng(seed)
    look = drawn_as(draw_look(rng, tone), drawing)
    yield from _faces(look, rng)
    yield from _with_hands(look, rng)
    yield _back(look, drawn_as(draw_look(rng), drawing), rng)


def bare_head(look: Look) -> Skin:
    """Return the skin of a head without hair and glasses."""
    parts = Parts()
    add_head(parts, look)
    return Skin([(bake(shaped(parts, look.face).arrays(), 0.5), Placement())])


def known_features_cm(look: Look, skin: Skin) -> dict[int, Floats]:
    """Return the points of `FEATURES` on the skin."""
    places = {}
    for index, (name, side) in FEATURES.items():
        if name == "chin":
            place, way = chin_cm(look), np.array((0.0, 0.72, -0.69))
        elif name == "mouth_corner":
            place, way = mouth_corner_cm(look, side), np.array((0.0, 0.0, -1.0))
        else:
            assert name in FEATURES_CM
            place = feature_cm(look, name, side)
            way = np.array((-side, 0.0, 0.0)) if name == "tragus" else np.array((0.0, 0.0, -1.0))
        places[index] = skin.meet((place - 6.0 * way)[None], way[None], 20.0)[0]
    return places


def _show(
    figure: Figure, camera: Camera, rng: np.random.Generator, poses: Mapping[Side, HandPose]
) -> render.Picture:
    drawing = figure.hands_look.drawing
    room = background(camera.width_px, camera.height_px, int(rng.integers(1, 200)), drawing)
    staying = [render.Actor(figure.head), render.Actor(figure.torso)]
    stage = render.Stage(camera, staying, room, drawing=drawing)
    shoulders = figure.landmarks.shoulders_cm
    if figure.view == "back":
        shoulders = np.array([[-17.0, -34.0, 60.0], [17.0, -34.0, 60.0]])
    moving = []
    for side, pose in poses.items():
        shoulder = shoulders[hands.SIDES.index(side)]
        elbow = _elbow(side, shoulder, pose.wrist_cm, figure.view == "back")
        texture = Placement(pose.rotation, pose.wrist_cm)
        hand, arm = figure.limb(side, pose.joints_cm(), elbow, shoulder)
        moving.append(render.Actor(bake(hand, 0.6, 3.0), texture=texture))
        if figure.view == "front":
            moving.append(render.Actor(bake(arm, 0.5, 3.0), texture=texture))
    return render.develop(stage.render(moving), rng)


def _elbow(side: Side, shoulder_cm: Floats, wrist_cm: Floats, behind: bool) -> Floats:
    pole = _POLES[side] * (0.45, 1.1, 0.4) if behind else _POLES[side]
    return elbow_cm(shoulder_cm, wrist_cm, pole)


def _faces(look: Look, rng: np.random.Generator) -> Iterator[Still]:
    figure, bare = cast("front", look), bare_head(look)
    features = known_features_cm(look, bare)
    for yaw, pitch in FACE_VIEWS_DEG:
        distance, roll = float(rng.uniform(55, 85)), float(rng.normal(0, 3))
        camera = Camera.orbit((0.0, -2.0, 2.0), distance, yaw, pitch, roll)
        picture = _show(figure, camera, rng, {})
        name = f"yaw {yaw:+d} pitch {pitch:+d}"
        yield Still("face", name, look, look, figure, camera, picture, bare, features)


def _with_hands(look: Look, rng: np.random.Generator) -> Iterator[Still]:
    figure, bare = cast("front", look), bare_head(look)
    skin = Skin([(figure.head, Placement())])
    held: list[tuple[str, dict[Side, HandPose]]] = [
        ("open", {side: _held(side, True, rng) for side in hands.SIDES}),
        ("relaxed", {side: _held(side, False, rng) for side in hands.SIDES}),
    ]
    for name in _TOUCHES:
        poses = {side: _touching(figure, skin, side, name) for side in hands.SIDES}
        one = hands.SIDES[int(rng.integers(2))]
        held.append((f"{name}, both", poses))
        held.append((f"{name}, {one}", {one: poses[one]}))
    for name, found in held:
        poses = {side: figure.handed(pose) for side, pose in found.items()}
        distance, yaw = float(rng.uniform(70, 95)), float(rng.uniform(-15, 15))
        camera = Camera.orbit((0.0, -5.0, 3.0), distance, yaw, float(rng.uniform(-6, 6)), 0.0, 38.0)
        picture = _show(figure, camera, rng, poses)
        yield Still("hands", name, look, look, figure, camera, picture, bare, poses=poses)


def _held(side: Side, palm_seen: bool, rng: np.random.Generator) -> HandPose:
    """Hold a hand up beside the face: the open palm to the camera, or relaxed, its back."""
    sign = 1.0 if side == "left" else -1.0
    fingers = unit(np.array((sign * rng.uniform(-0.35, 0.35), 1.0, rng.uniform(-0.2, 0.3))))
    back = unit(np.array((sign * 0.25, 0.1, -1.0 if palm_seen else 1.0)))
    place = np.array((sign * rng.uniform(12.0, 15.0), rng.uniform(-17.0, -12.0), 16.0))
    angles = _OPEN if palm_seen else hands.RELAXED
    return HandPose(side, hands.frame(fingers, back), place, angles.copy())


def _touching(figure: Figure, skin: Skin, side: Side, name: str) -> HandPose:
    """Rest the fingertips on a part of the face."""
    line, pointing, pitch = _TOUCHES[name]
    path = skin_path(skin, skin.around(np.array(line), -1.5, 80.0), pointing, (pitch, pitch))
    path = path if side == "left" else path.mirrored()
    place, normal, fingers, back = path.at(0.5)
    shoulder = figure.landmarks.shoulders_cm[hands.SIDES.index(side)]
    elbow = _elbow(side, shoulder, place - 16.0 * fingers, False)
    rest, tips = hands.RELAXED, hands.EFFECTOR_TIPS
    # as a hand comes: from a hand's breadth off, so that the fingers land beside each other
    goals = [
        reach.Goal(place + lift * normal, fingers, back, lift, rest, tips, "fingertips", elbow)
        for lift in np.linspace(6.0, 0.0, 9)
    ]
    around_it = reach.Surroundings.of([figure.head], [[Placement()]] * len(goals))
    return reach.solve(goals, side, around_it)[-1]


def _back(look: Look, partner: Look, rng: np.random.Generator) -> Still:
    """Lay a partner's palms on a bare back."""
    figure = cast("back", look, partner)
    skin = Skin([(figure.torso, Placement())])
    height = float(rng.uniform(-8.0, 12.0))
    poses: dict[Side, HandPose] = {}
    for side in hands.SIDES:
        sign = -1.0 if side == "left" else 1.0
        start = np.array([[sign * rng.uniform(6.0, 9.0), height, 45.0]])
        place = skin.meet(start, np.array([[0.0, 0.0, -1.0]]))[0]
        fingers, back = unit(np.array((-sign * 0.12, 1.0, -0.15))), np.array((0.0, 0.1, 1.0))
        shoulder = np.array((sign * 17.0, -34.0, 60.0))
        elbow = elbow_cm(shoulder, place - 8.0 * fingers, np.array((sign * 0.45, -1.0, 0.1)))
        goal = reach.Goal(place, fingers, unit(back), 0.0, _PALM, (8, 12, 16), "palm", elbow)
        around_it = reach.Surroundings.of([figure.torso], [[Placement()]])
        poses[side] = figure.handed(reach.solve([goal], side, around_it)[0])
    camera = Camera.orbit(
        (0.0, 6.0, 0.0), float(rng.uniform(115, 135)), float(rng.uniform(-12, 12))
    )
    picture = _show(figure, camera, rng, poses)
    return Still("back", "palms", look, partner, figure, camera, picture, skin, poses=poses)
