"""Sessions as landmarks: the behaviours of the rendered clips, projected, without pictures.

`session` gives what landmarkers would say of one drawn clip, frame by frame, and its truth as
`truth` tells it. Acts, cameras and sensors are those of `scenario`; the hands keep their rest
shape, and their working part follows the wanted place exactly, so nothing has to be solved. The
people are a few that are drawn once (`FIGURES` of each view), with skins felt once (`skin_map`).
Pictures that would be written mirrored are given turned back, as capture turns them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.spatial.transform import Rotation

from coach.types import Observation
from sample_videos.studio import hands, scenario
from sample_videos.studio.carry import Stand
from sample_videos.studio.casting import Figure, at_rest
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.field import bake
from sample_videos.studio.landmark_errors import Seen, see
from sample_videos.studio.landmark_noise import LandmarkNoise, fitted
from sample_videos.studio.landmark_scene import TrueLandmarks
from sample_videos.studio.motion import Aim, Track, Way
from sample_videos.studio.people import View, back_person, front_person
from sample_videos.studio.performance import Clip, Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.simulated_person import (
    Motion,
    RigidHand,
    body_px,
    face_mesh_cm,
    face_px,
    hanging_wrists_cm,
    no_face,
    world_m,
)
from sample_videos.studio.simulated_text import listed
from sample_videos.studio.simulated_truth import Hand, Session, tell
from sample_videos.studio.skin_map import SkinMap, feel_around, feel_from_front

FIGURES: Final = 6
"""How many people of each view there are."""
KNOT_HZ: Final = 14.0
"""Motions are worked out this often, and interpolated between."""
_COARSE_CM: Final = 6.0


@dataclass(frozen=True, slots=True)
class Player:
    """A person, and maps of the skin that is worked on."""

    figure: Figure
    maps: tuple[SkinMap, ...]
    mesh_cm: Floats


@lru_cache(maxsize=2 * FIGURES)
def player(view: View, number: int) -> Player:
    """Return one of the people."""
    # nobody's hair or glasses are between hand and skin
    drawn = draw_look(np.random.default_rng([2, number]))
    look = replace(drawn, hairstyle="shaved", glasses=None)
    person = front_person(look) if view == "front" else back_person(look)
    head, torso = (bake(p.arrays(), _COARSE_CM, 0.5) for p in (person.head, person.torso))
    marks = person.landmarks
    if view == "back":
        low, high = marks.hips_cm[0, 1] - 6.0, marks.shoulders_cm[0, 1] + 12.0
        wide = float(abs(marks.shoulders_cm[0, 0])) + 4.0
        maps: tuple[SkinMap, ...] = (feel_from_front(at_rest([torso]), low, high, wide),)
    else:
        foot = float(marks.shoulders_cm[0, 1])
        face = feel_around(at_rest([head]), -13.0, 10.0, -1.5, 85.0)
        maps = (face, feel_around(at_rest([head, torso]), foot - 4.0, 4.0, -3.5, 98.0))
    figure = Figure(view, head, torso, marks, look, lambda bodies: maps[len(bodies) - 1])
    return Player(figure, maps, face_mesh_cm(marks))


def session(
    seed: int, noise: LandmarkNoise | None = None
) -> tuple[list[Observation], dict[str, Any]]:
    """Simulate a session.

    Parameters
    ----------
    seed
        As `scenario.draw` takes it: what is done, by what camera it is seen, and all chance.
    noise
        What is wrong with the landmarks; what was measured if not given.

    Returns
    -------
    observations
        One a frame.
    truth
        As the truth file of a rendered clip tells it (version 3).
    """
    seen, told = columns(seed, noise)
    return seen.frames(), listed(told)


def columns(seed: int, noise: LandmarkNoise | None = None) -> tuple[Seen, dict[str, Any]]:
    """Simulate what `session` does, for those who only write it down: no frame by itself.

    What the truth tells of the hands in every frame are `simulated_text.Rows`.
    """
    return _simulated(scenario.draw(seed), seed, noise)


def simulate(
    clip: Clip, seed: int, noise: LandmarkNoise | None = None
) -> tuple[list[Observation], dict[str, Any]]:
    """Simulate one clip with one of the people here."""
    seen, told = _simulated(clip, seed, noise)
    return seen.frames(), listed(told)


def _simulated(clip: Clip, seed: int, noise: LandmarkNoise | None) -> tuple[Seen, dict[str, Any]]:
    clip = replace(clip, sensor=replace(clip.sensor, mirrored=False))
    if noise is None:
        noise = fitted("back" if clip.view == "back" else "near")
    someone = player(clip.view, seed % FIGURES)
    rng = np.random.default_rng([seed, 1])
    performance = clip.perform(someone.figure, rng)
    played = _play(clip, someone, performance, seed)
    return see(played.landmarks, noise, rng), tell(played)


def _play(clip: Clip, someone: Player, performance: Performance, seed: int) -> Session:
    """Work out where everything is in every frame."""
    figure, camera = someone.figure, clip.camera
    times = np.arange(round(performance.duration_s * clip.sensor.fps)) / clip.sensor.fps
    angles, motion = _moving(performance, times, figure.landmarks.neck_pivot_cm)
    played = []
    for side in hands.SIDES:
        rest = sampled(performance.tracks[side], times)
        place, fingers, back = _carried(performance, motion, rest)
        grip = performance.grips[side]
        joints = RigidHand(side, grip).joints_cm(place, fingers, back)
        sheet = someone.maps[-1 if performance.carrier != "head" else 0]
        played.append(Hand(side, joints, rest[0], sheet.distance_cm(rest[0])))
    joints_cm = np.stack([hand.joints_cm for hand in played], axis=1)
    front = clip.view == "front"
    wrists = joints_cm[:, :, 0] if front else hanging_wrists_cm(figure, motion)
    landmarks = TrueLandmarks(
        t_s=times,
        size_px=(camera.width_px, camera.height_px),
        hands_px=camera.project_px(joints_cm),
        hands_world_m=world_m(joints_cm, camera),
        face_px=face_px(someone.mesh_cm, motion, camera) if front else no_face(len(times)),
        body_px=body_px(figure, someone.mesh_cm, motion, wrists, camera),
    )
    return Session(clip, figure, performance, seed, landmarks, motion, angles, tuple(played))


def _moving(performance: Performance, times: Floats, pivot_cm: Floats) -> tuple[Floats, Motion]:
    """Return the head's turn, nod and tilt (n, 3) in degrees, and how head and torso move."""
    count = len(times)
    angles, sway = (
        wander.many(times) if wander else np.zeros((count, 3))
        for wander in (performance.head_deg, performance.sway_cm)
    )
    turn = Rotation.from_euler("YXZ", angles, degrees=True).as_matrix()
    return angles, Motion(turn, pivot_cm - turn @ pivot_cm + sway, sway)


def sampled(track: Track, times: Floats) -> tuple[Floats, Floats, Floats]:
    """Return places, pointing and back-of-hand directions (n, 3) of a track, on bodies at rest."""
    rows = np.empty((len(times), 3, 3))
    done = 0
    for number, segment in enumerate(track.segments):
        last = number == len(track.segments) - 1
        until = len(times) if last else int(np.searchsorted(times, segment.end_s))
        if until <= done:
            continue
        length = segment.end_s - segment.start_s
        taus = np.clip((times[done:until] - segment.start_s) / length, 0.0, 1.0).tolist()
        if (resting := _resting(segment.aim)) is not None:
            rows[done:until] = resting.place_cm, resting.fingers, resting.back
        else:
            rows[done:until] = _smooth(segment.aim, taus, length)
        done = until
    return rows[:, 0], rows[:, 1], rows[:, 2]


def _resting(aim: Callable[[float], Aim]) -> Aim | None:
    """Return the one aim of a hand that stays; None for one that moves."""
    if isinstance(aim, Way):
        return None
    first = aim(0.0)
    return first if aim(0.5) is first else None


def _smooth(aim: Callable[[float], Aim], taus: Sequence[float], length_s: float) -> Floats:
    """Return aims (n, 3, 3): evaluated where fewer serve, and a spline laid through them."""
    knots = max(math.ceil(KNOT_HZ * length_s), 5) + 1
    dense = knots < len(taus)
    places = np.linspace(taus[0], taus[-1], knots).tolist() if dense else taus
    rows = _aimed(aim, places)
    return np.asarray(CubicSpline(places, rows)(taus)) if dense else rows


def _aimed(aim: Callable[[float], Aim], taus: Sequence[float]) -> Floats:
    """Return aims (n, 3, 3): places, pointing and back-of-hand directions."""
    if isinstance(aim, Way):
        aims = aim.many(taus)
        return np.stack([aims.place_cm, aims.fingers, aims.back], axis=1)
    return np.array([(a.place_cm, a.fingers, a.back) for a in map(aim, taus)])


def _carried(
    performance: Performance, motion: Motion, rest: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Move aims at rest along with the bodies they belong to."""
    if performance.head_deg is None or performance.carrier == "torso":
        return rest[0] + motion.torso_cm, rest[1], rest[2]
    still = Stand()
    share = np.array([still.share(place, performance.carrier) for place in rest[0]])[:, None]
    turned = [np.einsum("nij,nj->ni", motion.head_turn, vectors) for vectors in rest]
    place = (1 - share) * (rest[0] + motion.torso_cm) + share * (turned[0] + motion.head_cm)
    mixed = [(1 - share) * a + share * b for a, b in zip(rest[1:], turned[1:], strict=True)]
    fingers, back = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in mixed)
    return place, fingers, back
