"""A scene of the catalogue: somebody does a technique, seen as landmarks with their errors.

The people, the camera's places and the errors are the studio's (`sample_videos/studio`), fitted to
MediaPipe on rendered clips: faces and backs; fingers that stroke the back of a hand, thumbs in a
palm, and the hands they work on; palms on a belly, whose errors also stand for arms and legs. What
they leave out: legs behind arms are seen less well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from benchmarks.catalogue_acts import Act
from benchmarks.catalogue_cameras import camera_for
from benchmarks.catalogue_rails import WITH_SKIN, Body, body_of, rail_of
from coach.techniques.schema import Effector, Hands, Kind, Mirror, Technique
from coach.types import ChartName, FloatArray, Observation, View
from sample_videos.studio import hands, routes
from sample_videos.studio.acts import Doing
from sample_videos.studio.by_score import line_for
from sample_videos.studio.camera import Camera
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.doers import BACK_REST, FINGERS, FRONT_REST, PALMS
from sample_videos.studio.habits import Habit, draw_habit
from sample_videos.studio.hands import Side
from sample_videos.studio.landmark_errors import observe
from sample_videos.studio.landmark_noise import LandmarkNoise, Where, fitted
from sample_videos.studio.landmark_scene import TrueLandmarks
from sample_videos.studio.paths import SkinPath, unit
from sample_videos.studio.performance import Clip, drift
from sample_videos.studio.scores import STEP_HZ, Score, score_of
from sample_videos.studio.sensor import draw_sensor
from sample_videos.studio.simulated_person import (
    Motion,
    RigidHand,
    body_px,
    face_px,
    hanging_wrists_cm,
    no_face,
    world_m,
)
from sample_videos.studio.simulator import player, simulate
from sample_videos.studio.vocabulary import StrokeAct

__all__ = ["RATES_FPS", "Done", "habit_for", "is_shown_by_studio", "scene"]

RATES_FPS: Final = (15.0, 20.0, 24.0, 30.0, 30.0)
PEOPLE: Final = 2
"""Of each view: skins are dear to feel."""
COME_S, LEAVE_S, BEFORE_S, AFTER_S = 0.9, 0.8, 0.6, 1.3
SLOWEST_S: Final = 1.3
CLOSED: Final = 0.8
"""How much of the way to the index finger the thumb's tip goes when the hand closes."""


@dataclass(frozen=True, slots=True)
class Done:
    """What is true in a scene.

    Attributes
    ----------
    counted
        Repetitions that a camera should count.
    done
        Repetitions that were done at all.
    contact_s
        How long a hand was at its place.
    fps
        Pictures a second.
    """

    technique: Technique
    act: Act
    counted: int
    done: int
    contact_s: float
    fps: float


def scene(
    technique: Technique, act: Act, seed: int, noise: LandmarkNoise | None = None
) -> tuple[list[Observation], Done]:
    """Simulate one scene; the seed decides person, camera and all chance."""
    rng = np.random.default_rng([seed, 77])
    noise = fitted(_where(technique)) if noise is None else noise
    if is_shown_by_studio(technique):
        return _studio_scene(technique, act, seed, noise, rng)
    someone = player(technique.view.value, int(rng.integers(PEOPLE)))
    fps = 30.0 if technique.kind is Kind.VIBRATE else float(rng.choice(RATES_FPS))
    score = score_of(technique, "reversed" if act == "reversed" else "right", rng)
    together = technique.hands is Hands.BOTH
    workers: tuple[Side, ...] = hands.SIDES if together else (hands.SIDES[rng.integers(2)],)
    in_turn = together and technique.kind is Kind.TAP
    body = body_of(someone, technique, workers[0])
    lag_s = 0.5 * score.beat_s if in_turn else 0.0
    duration_s = BEFORE_S + COME_S + score.contact_s + lag_s + LEAVE_S + AFTER_S
    times = np.arange(round(duration_s * fps)) / fps
    line = line_for(technique, act, rng)
    joints = np.stack(
        [
            _hand_cm(body, technique, line, score, side, times, lag_s * (k == 1))
            if side in workers
            else _other_hand_cm(body, side, times)
            for k, side in enumerate(hands.SIDES)
        ],
        axis=1,
    )
    true = _landmarks(body, joints, times, camera_for(rng, technique, draw_sensor(rng)), rng)
    if technique.chart is ChartName.HAND:
        true = replace(true, works=("left" in workers, "right" in workers))
    seen = observe(true, noise, rng)
    done = score.count * (2 if in_turn else 1)
    counted = done if act == "right" and technique.kind is not Kind.HOLD else 0
    return seen, Done(technique, act, counted, done, score.contact_s, fps)


def _where(technique: Technique) -> Where:
    """Tell in which kind of scene the errors of landmarks were measured that come nearest."""
    if technique.chart is ChartName.HAND:
        return "palm" if technique.effector is Effector.THUMB else "hand"
    if technique.chart in (ChartName.ARM, ChartName.LEG):
        return "standing"
    if technique.view is View.BACK:
        return "back"
    return "standing" if technique.chart is ChartName.TORSO else "near"


def is_shown_by_studio(technique: Technique) -> bool:
    """Tell whether the studio itself has a body, and hands that move as they do, for it."""
    if technique.mirror is not Mirror.PATH or technique.either_way:
        return False
    return technique.kind.is_path and (technique.chart, technique.view) in WITH_SKIN


def _studio_scene(
    technique: Technique, act: Act, seed: int, noise: LandmarkNoise, rng: np.random.Generator
) -> tuple[list[Observation], Done]:
    """Let the studio's simulator do it, as it does the techniques of drawn clips."""
    if act == "off_path":
        raise ValueError("strokes and circles are not done off their path here")
    front = technique.view is View.FRONT
    sensor = draw_sensor(rng)
    clip = Clip(
        name=f"catalogue-{technique.id}",
        view="front" if front else "back",
        region=routes.region_of(technique),
        technique=technique.id,
        act=act,
        perform=Doing(technique.id, act, habit_for(technique, act, rng)),
        camera=camera_for(rng, technique, sensor),
        look=draw_look(rng),
        room=1,
        sensor=sensor,
    )
    seen, told = simulate(clip, seed, noise)
    done = len({round(row["start_s"], 1) for row in told["strokes"]})
    return seen, Done(technique, act, int(told["repetitions"]), done, math.nan, sensor.fps)


def habit_for(technique: Technique, act: StrokeAct, rng: np.random.Generator) -> Habit:
    """Draw how somebody does a stroke or circles."""
    # Of the slowest techniques the studio's clips have no room for a usual stroke.
    least_s = min(technique.pace_min_s, SLOWEST_S)
    return draw_habit(rng, technique.model_copy(update={"pace_min_s": least_s}), act)


def _hand_cm(
    body: Body,
    technique: Technique,
    line: FloatArray,
    score: Score,
    side: Side,
    times: FloatArray,
    lag_s: float,
) -> FloatArray:
    """(n, 21, 3): the joints of a working hand in every frame."""
    rail = rail_of(body, technique, line, side)
    begin_s = BEFORE_S + COME_S + lag_s
    at = np.clip(((times - begin_s) * STEP_HZ).astype(int), 0, len(score.along) - 1)
    place, normal, fingers, back = _on_rail(rail, score.along[at])
    if technique.kind is Kind.RUB:  # A hand that rubs to and fro does not turn on its way.
        fingers, back = (np.tile(v[:1], (len(v), 1)) for v in (fingers[::-1], back[::-1]))
    out = _outwards(body, place, normal)
    place = place + score.lift_cm[at, None] * out
    sign = 1.0 if (side == "left") == (body.view is View.FRONT) else -1.0
    place = place + np.stack(
        [sign * score.aside_cm[at], score.upwards_cm[at], np.zeros(len(at))], axis=1
    )
    thumb = technique.effector is Effector.THUMB
    fingertips = technique.effector is Effector.FINGERTIPS
    rigid = RigidHand(side, FINGERS if fingertips or thumb else PALMS)
    joints = rigid.joints_cm(place, fingers, back)
    if thumb:
        joints = _by_thumb(technique, joints, place)
    joints = _pinched(joints, score.open[at])
    return _with_ways(body, side, times, joints, begin_s, begin_s + score.contact_s)


def _on_rail(rail: SkinPath, along: FloatArray) -> tuple[FloatArray, ...]:
    grid = np.linspace(0, 1, len(rail.points_cm))
    tables = (rail.points_cm, rail.normals, rail.fingers, rail.back)
    rows = [
        np.stack([np.interp(along, grid, table[:, k]) for k in range(3)], axis=1)
        for table in tables
    ]
    return rows[0], unit(rows[1]), unit(rows[2]), unit(rows[3])


def _outwards(body: Body, place: FloatArray, normal: FloatArray) -> FloatArray:
    """(n, 3): the way a hand lifts: off the skin, and on the head a little outwards."""
    aside = np.sign(place[:, :1]) * np.array([[0.45, 0.0, 0.0]])
    head = body.view is View.FRONT
    return np.asarray(unit(normal + aside * head))


def _by_thumb(technique: Technique, joints: FloatArray, place: FloatArray) -> FloatArray:
    """Bring the thumb's tip to the place: the whole hand, or on a hand the thumb alone."""
    by = place - joints[:, 4]
    if technique.chart is not ChartName.HAND:
        return np.asarray(joints + by[:, None])
    joints = joints[:1] + by.mean(axis=0) + np.zeros_like(joints)
    left = place - joints[:, 4]
    shares = np.zeros((21, 1))
    shares[2:5, 0] = (0.25, 0.6, 1.0)
    return np.asarray(joints + shares * left[:, None])


def _pinched(joints: FloatArray, opened: FloatArray) -> FloatArray:
    way = (joints[:, 8] - joints[:, 4]) * (CLOSED * (1.0 - opened))[:, None]
    shares = np.zeros((21, 1))
    shares[3:5, 0] = (0.5, 1.0)
    return np.asarray(joints + shares * way[:, None])


def _rest_cm(body: Body, side: Side) -> FloatArray:
    front = body.view is View.FRONT
    rest = FRONT_REST if front else BACK_REST
    rest = rest if (side == "left") == front else rest.mirrored()
    hand = RigidHand(side, FINGERS)
    columns = (rest.place_cm[None], rest.fingers[None], rest.back[None])
    return np.asarray(hand.joints_cm(*columns)[0])


def _other_hand_cm(body: Body, side: Side, times: FloatArray) -> FloatArray:
    """(n, 21, 3): a hand that does nothing: held out, at the end of its arm, or out of sight."""
    if body.receiving_cm is not None and side == body.receiver:
        still = body.receiving_cm
    elif body.view is View.FRONT and side == "left":
        still = _hanging(body, 0, side)
    elif body.view is View.FRONT:
        still = _hanging(body, 1, side)
    else:
        still = _rest_cm(body, side)
    return np.tile(still, (len(times), 1, 1))


def _hanging(body: Body, row: int, side: Side) -> FloatArray:
    wrist, elbow = body.arms_cm[row, :2]
    fingers = unit((wrist - elbow)[None])
    hand = RigidHand(side, PALMS)
    back = np.array([[0.0, 0.0, 1.0]])
    return np.asarray(hand.joints_cm(wrist[None] + 8.0 * fingers, fingers, back)[0])


def _with_ways(
    body: Body, side: Side, times: FloatArray, joints: FloatArray, begin_s: float, end_s: float
) -> FloatArray:
    """Let a hand come from where it rests, and go there again."""
    rest = _rest_cm(body, side)
    come = np.clip((begin_s - times) / COME_S, 0.0, 1.0)
    leave = np.clip((times - end_s) / LEAVE_S, 0.0, 1.0)
    away = np.maximum(come, leave)
    away = (away**3 * (10 - 15 * away + 6 * away**2))[:, None, None]
    # From the side and from above, so as not to run along the path on the way.
    out = 1.0 if (side == "left") == (body.view is View.FRONT) else -1.0
    beside = joints + np.array([24.0 * out, -3.0, 16.0])
    return np.asarray((1 - away) ** 2 * joints + 2 * away * (1 - away) * beside + away**2 * rest)


def _landmarks(
    body: Body, joints: FloatArray, times: FloatArray, camera: Camera, rng: np.random.Generator
) -> TrueLandmarks:
    figure, count = body.player.figure, len(times)
    front = body.view is View.FRONT
    wander = drift(rng, (4.0, 3.0, 2.0))
    angles = np.array([wander(t_s) for t_s in times.tolist()]) * front
    pivot = figure.landmarks.neck_pivot_cm
    turn = Rotation.from_euler("YXZ", angles, degrees=True).as_matrix()
    motion = Motion(turn, pivot - turn @ pivot, np.zeros((count, 3)))
    wrists = joints[:, :, 0] if front else hanging_wrists_cm(figure, motion)
    pose = body_px(figure, body.player.mesh_cm, motion, wrists, camera)
    limbs = _limbs_cm(body, joints, front)
    for joint, place_cm in limbs.items():
        pose[:, joint] = camera.project_px(place_cm)
    return TrueLandmarks(
        t_s=times,
        size_px=(camera.width_px, camera.height_px),
        hands_px=camera.project_px(joints),
        hands_world_m=world_m(joints, camera),
        face_px=face_px(body.player.mesh_cm, motion, camera) if front else no_face(count),
        body_px=pose,
    )


def _limbs_cm(body: Body, joints: FloatArray, front: bool) -> dict[int, FloatArray]:
    """Where elbows, wrists and legs are: pose joint to (n, 3)."""
    count = len(joints)
    limbs: dict[int, FloatArray] = {}
    for index in range(2):
        toes, ankle, knee, _ = body.legs_cm[index]
        for joint, place in ((25, knee), (27, ankle), (29, ankle), (31, toes)):
            limbs[joint + index] = np.tile(place, (count, 1))
        if front:
            shoulder, wrist = body.arms_cm[index, 2], joints[:, index, 0]
            out = np.array([4.0 if index == 0 else -4.0, -6.0, 4.0])
            hangs = np.linalg.norm(wrist - body.arms_cm[index, 0], axis=1, keepdims=True) < 14.0
            bent = (shoulder + wrist) / 2 + out
            limbs[13 + index] = np.where(hangs, body.arms_cm[index, 1], bent)
    return limbs
