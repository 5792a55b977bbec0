"""Clips drawn from a seed: who, where, with what camera, and what is done.

Acts and techniques are not drawn but dealt, so that any twenty seeds in a row hold every act, and
techniques and skin tones come up equally often; all else is chance.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from coach.techniques.schema import Hands, Kind, Technique
from coach.types import View
from sample_videos.studio import routes
from sample_videos.studio.acts import Doing
from sample_videos.studio.camera import Camera
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.idling import Idling
from sample_videos.studio.light import draw_light
from sample_videos.studio.looks import Drawing, Look
from sample_videos.studio.other_look import drawn_as
from sample_videos.studio.performance import Clip
from sample_videos.studio.sensor import Sensor, draw_sensor
from sample_videos.studio.vocabulary import (
    BACK_IDLING,
    FRONT_IDLING,
    Act,
    IdleAct,
    StrokeAct,
)

SLOTS: Final[tuple[StrokeAct | None, ...]] = (
    "right",
    "reversed",
    "across_spine",
    "right",
    None,
    "too_short",
    "right",
    "rubbing",
    "reversed",
    "right",
    "hovering",
    None,
    "off_path",
    "right",
    "on_spine",
    "too_fast",
    "right",
    "reversed",
    "one_hand",
    None,
)
"""What is done for each `seed % 20`; None is an idle act."""
_IDLING: Final[tuple[tuple[str, IdleAct], ...]] = (
    *(("front", act) for act in FRONT_IDLING),
    *(("back", act) for act in BACK_IDLING),
)
_GOLDEN: Final = 3  # coprime to the number of tones: each slot meets every tone


def draw(seed: int, drawing: Drawing = "studio", tone: int | None = None) -> Clip:
    """Return the clip of a seed; its own chance is drawn from the seed and its name.

    The other drawing shows the same people doing the same, before the same camera. A tone, 1 to 10
    of the Monk scale, gives the same who works that skin instead of the seed's own.
    """
    clip = _dealt(seed, tone)
    partner = None if clip.partner is None else drawn_as(clip.partner, drawing)
    return replace(clip, look=drawn_as(clip.look, drawing), partner=partner)


def _dealt(seed: int, tone: int | None) -> Clip:
    cycle, slot = divmod(seed, len(SLOTS))
    rng = np.random.default_rng([seed, 20])
    act = SLOTS[slot]
    # every act of a cycle that shares its name takes the next of what there is to choose from
    rank = sum(other == act for other in SLOTS[:slot])
    dealt = cycle * SLOTS.count(act) + rank
    tone = 1 + (seed + _GOLDEN * cycle) % 10 if tone is None else tone
    if act is None:
        view, idle = _IDLING[dealt % len(_IDLING)]
        return _clip(seed, rng, idle, Idling(idle), None, view, tone)
    choice = techniques_for(act)
    technique = choice[dealt % len(choice)]
    done = Doing(technique.id, act)
    return _clip(seed, rng, act, done, technique, technique.view.value, tone)


@lru_cache(maxsize=32)
def techniques_for(act: StrokeAct) -> tuple[Technique, ...]:
    """Return the techniques with which an act can be shown."""
    every = routes.LIBRARY.techniques
    if act in ("on_spine", "across_spine"):
        return tuple(t for t in every if "spine" in t.no_go)
    if act == "off_path":
        return tuple(t for t in every if routes.off_path_lines(t.id))
    if act == "rubbing":
        return tuple(t for t in every if t.kind is not Kind.CIRCLE)
    if act == "one_hand":
        return tuple(t for t in every if t.hands is Hands.BOTH)
    return every


def _clip(
    seed: int,
    rng: np.random.Generator,
    act: Act,
    perform: Doing | Idling,
    technique: Technique | None,
    view: str,
    tone: int,
) -> Clip:
    look = _suited(draw_look(rng, tone), technique)
    behind = view == View.BACK.value
    partner = draw_look(rng) if behind else None
    light, sensor = draw_light(rng), draw_sensor(rng)
    camera = (_behind if behind else _before)(rng, technique, sensor)
    room = int(rng.integers(10_000))
    region = None if technique is None else routes.region_of(technique)
    done = technique.id if technique else "idle"
    return Clip(
        f"{seed:04d}_{done}_{act}".replace("-", "_"),
        "back" if behind else "front",
        region,
        technique.id if technique else None,
        act,
        perform,
        camera,
        look,
        room,
        partner,
        light,
        sensor,
    )


def _suited(look: Look, technique: Technique | None) -> Look:
    """Take the glasses off somebody who massages round the eyes or at the brows."""
    if technique is not None and "eyes" in technique.no_go:
        return replace(look, glasses=None)
    return look


def _before(rng: np.random.Generator, technique: Technique | None, sensor: Sensor) -> Camera:
    """Draw a webcam before the face: outer eye corners 45 to 110 px apart at 480 px height."""
    neck = technique is not None and technique.region.value == "neck"
    fov = float(rng.uniform(40.0, 65.0))
    focal = 240.0 / math.tan(math.radians(fov) / 2)
    eyes_px = float(rng.uniform(45.0, 78.0 if neck else 110.0))
    distance = max(focal * 9.24 / eyes_px, 42.0)
    height = -11.0 if neck else float(rng.uniform(-8.0, -1.0))
    return Camera.orbit(
        (0.0, height, 2.0),
        distance,
        float(rng.uniform(-25.0, 25.0)),
        float(rng.uniform(-10.0, 10.0)),
        float(rng.uniform(-4.0, 4.0)),
        fov,
        sensor.width_px,
        sensor.height_px,
        (float(rng.uniform(-0.08, 0.08)), float(rng.uniform(-0.04, 0.04))),
    )


def _behind(rng: np.random.Generator, technique: Technique | None, sensor: Sensor) -> Camera:
    """Draw a camera behind the partner that sees from the hips to over the shoulders."""
    fov = float(rng.uniform(40.0, 60.0))
    span_cm = float(rng.uniform(88.0, 125.0))
    distance = max(span_cm / 2 / math.tan(math.radians(fov) / 2), 105.0)
    return Camera.orbit(
        (0.0, float(rng.uniform(-1.0, 5.0)), 0.0),
        distance,
        float(rng.uniform(-15.0, 15.0)),
        float(rng.uniform(-4.0, 14.0)),
        float(rng.uniform(-4.0, 4.0)),
        fov,
        sensor.width_px,
        sensor.height_px,
        (float(rng.uniform(-0.06, 0.06)), 0.0),
    )
