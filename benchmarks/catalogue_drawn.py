"""Drawn clips of every technique of the catalogue whose part of the body the studio can show.

That is the face, the neck from the front, the back, belly and chest under a T-shirt, by bare hands
and with devices, and a hand that is held out to the other one. Seeds from 10000 on are for
development, those from 11000 on for measuring, and so for the hand from 12000 and from 13000 on;
nothing is set on the latter.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache as kept
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks import cache, landmarks
from benchmarks.catalogue_acts import ACTS, Act, acts_for
from benchmarks.catalogue_cameras import camera_for
from benchmarks.catalogue_rails import WITH_SKIN
from benchmarks.catalogue_scene import RATES_FPS, Done, habit_for, is_shown_by_studio
from benchmarks.filming import write_take
from coach.techniques.schema import Effector, Kind, Technique
from coach.types import ChartName, Observation, View
from sample_videos.studio import casting, routes, scenario
from sample_videos.studio.acts import Doing
from sample_videos.studio.by_device import WithDevice
from sample_videos.studio.by_score import ByScore
from sample_videos.studio.crowd import draw_look
from sample_videos.studio.doers import PALMS
from sample_videos.studio.front_trunk import OnTheFront
from sample_videos.studio.held_out import OnTheHand, holding_out
from sample_videos.studio.held_palm import OnThePalm
from sample_videos.studio.light import draw_light
from sample_videos.studio.looks import Look
from sample_videos.studio.performance import Clip, Performance
from sample_videos.studio.sensor import Sensor, draw_sensor
from sample_videos.studio.standing import standing
from sample_videos.studio.truth import Region

__all__ = [
    "CLIPS",
    "FIRST_SEED",
    "clip_of",
    "drawn",
    "drawn_in_front",
    "drawn_on_hand",
    "drawn_with_device",
    "figure_for",
    "film",
    "jobs",
    "region_for",
    "seen_in",
]

FIRST_SEED: Final = 11_000
CLIPS: Final[Mapping[Act, int]] = {"right": 2, "reversed": 1}
"""How many of each act of each technique, where nothing else is asked for."""
LONGEST_S: Final = 8.0
"""What is no stroke goes on for so long at most: pictures are dear."""
IN_NO_FIST: Final = ("ball", "foam-roller")
"""What is rolled under a palm, or lain on, wherever it is pleasant: it is not drawn."""
MADE_BY: Final = ("by_score.py", "circling.py", "led.py", "scores.py", "stiff.py")
"""Files of the studio that these clips are made by and those of the accuracy bench are not."""

Performing = Callable[[casting.Figure, np.random.Generator], Performance]


@dataclass(frozen=True, slots=True)
class Group:
    """Techniques that are drawn on one kind of figure, and the seeds that they are dealt.

    Attributes
    ----------
    techniques
        Dealt one after the other, each with the next tone of skin.
    first, step, rounds
        Their seeds begin so many after the first of all; from one round to the next it is so far;
        and there are so many rounds of an act at most.
    region
        What their clips show at work; None: what each technique says.
    cast, perform
        Who plays, of the technique, a look, and the partner's; and what is done.
    made_by
        Files of the studio that their clips hang on, besides `MADE_BY`.
    """

    techniques: tuple[Technique, ...]
    first: int
    step: int
    rounds: int
    region: Region | None
    cast: Callable[[Technique, Look, Look | None], casting.Figure]
    perform: Callable[[Technique, Act, np.random.Generator], Performing]
    made_by: tuple[str, ...] = ()


@kept
def drawn() -> tuple[Technique, ...]:
    """Give the techniques that can be drawn."""
    return tuple(t for t in routes.EVERY.techniques if (t.chart, t.view) in WITH_SKIN)


@kept
def drawn_in_front() -> tuple[Technique, ...]:
    """Give those that bare hands do on belly or chest."""
    return tuple(t for t in _in_front() if not _is_by_device(t))


@kept
def drawn_with_device() -> tuple[Technique, ...]:
    """Give those that are done in front with a roller or a massager."""
    return tuple(t for t in _in_front() if _is_by_device(t))


def _in_front() -> tuple[Technique, ...]:
    front = (ChartName.TORSO, View.FRONT)
    found = (t for t in routes.EVERY.techniques if (t.chart, t.view) == front)
    return tuple(t for t in found if t.id not in IN_NO_FIST)


def _is_by_device(technique: Technique) -> bool:
    # A brush is drawn as the palm that holds it, and a roller is seen as one.
    return technique.kind is Kind.TIMED or technique.seen_as is not None


@kept
def drawn_on_hand() -> tuple[Technique, ...]:
    """Give those that one hand does on the other."""
    return tuple(t for t in routes.EVERY.techniques if t.chart is ChartName.HAND)


@kept
def groups() -> tuple[Group, ...]:
    """Give all that is drawn: with the studio's own skin, belly and chest, the hand, and devices.

    Belly and chest share ten seeds a round: five for bare hands, and four for devices.
    """
    front = ("belly.py", "front_trunk.py", "standing.py")
    device = (*front, "by_device.py", "devices.py")
    hand = ("held_out.py", "held_palm.py")
    return (
        Group(drawn(), 0, 20, 9, None, _with_skin, _doing),
        Group(drawn_in_front(), 720, 10, 7, "abdomen", _standing, _on_the_front, front),
        Group(drawn_on_hand(), 2000, 10, 7, "hand", _holding_out, _on_the_hand, hand),
        Group(drawn_with_device(), 726, 10, 7, "abdomen", _standing, _with_device, device),
    )


def _group_of(technique: Technique) -> Group:
    return next(one for one in groups() if technique.id in {t.id for t in one.techniques})


def jobs(first_seed: int, clips: Mapping[Act, int], only: str = "") -> list[tuple[str, Act, int]]:
    """Give technique, act and seed of each clip: all techniques once, then all once more."""
    most = min(group.rounds for group in groups())
    if max(clips.values()) > most:
        raise ValueError(f"there are seeds for {most} clips of each act at most")
    return [
        (
            technique.id,
            act,
            first_seed + group.first + (group.rounds * ACTS.index(act) + k) * group.step + number,
        )
        for k in range(max(clips.values()))
        for act in ACTS
        if k < clips.get(act, 0)
        for group in groups()
        for number, technique in enumerate(group.techniques)
        if technique.id.startswith(only) and act in acts_for(technique)
    ]


def clip_of(technique: Technique, act: Act, seed: int) -> Clip:
    """Draw who does a technique, before what camera; hands have every tone equally often."""
    rng = np.random.default_rng([seed, 47])
    group = _group_of(technique)
    tone = 1 + (seed + 3 * (seed // group.step)) % 10
    behind = technique.view is View.BACK
    look = scenario._suited(draw_look(rng, None if behind else tone), technique)
    partner = draw_look(rng, tone) if behind else None
    light, sensor = draw_light(rng), draw_sensor(rng)
    if not is_shown_by_studio(technique):
        sensor = _quick_enough(technique, sensor, rng)
    return Clip(
        f"{seed}_{technique.id}_{act}".replace("-", "_"),
        "back" if behind else "front",
        region_for(technique),
        technique.id,
        act,
        group.perform(technique, act, rng),
        camera_for(rng, technique, sensor),
        look,
        int(rng.integers(10_000)),
        partner,
        light,
        sensor,
    )


def region_for(technique: Technique) -> Region:
    """Give the part of the body that a drawn clip of a technique shows at work."""
    return _group_of(technique).region or routes.region_of(technique)


def _quick_enough(technique: Technique, sensor: Sensor, rng: np.random.Generator) -> Sensor:
    """Draw a rate at which beats can be seen at all, as for simulated scenes."""
    fps = int(rng.choice(RATES_FPS))
    fps = 30 if technique.kind is Kind.VIBRATE else fps
    return replace(sensor, fps=fps, shutter_s=min(sensor.shutter_s, 0.9 / fps))


def _on_the_front(technique: Technique, act: Act, _: np.random.Generator) -> Performing:
    return OnTheFront(technique.id, act, LONGEST_S)


def _with_device(technique: Technique, act: Act, _: np.random.Generator) -> Performing:
    return WithDevice(technique.id, act, LONGEST_S)


def _on_the_hand(technique: Technique, act: Act, rng: np.random.Generator) -> Performing:
    if technique.effector is Effector.THUMB:
        return OnThePalm(technique.id, act, LONGEST_S)
    return OnTheHand(technique.id, habit_for(technique, act, rng), act)


def _doing(technique: Technique, act: Act, rng: np.random.Generator) -> Performing:
    if not is_shown_by_studio(technique):
        return ByScore(technique.id, act, LONGEST_S)
    # The edge of a palm is drawn as the palm.
    grip = PALMS if technique.effector is Effector.EDGE else None
    return Doing(technique.id, act, habit_for(technique, act, rng), grip)


def film(technique_id: str, act: Act, seed: int) -> Path:
    """Render a clip and write its truth, if they are not in the cache; give the clip."""
    # Imported here, for the renderer is dear to load and to compile.
    from sample_videos.studio import clips

    technique = routes.EVERY.find(technique_id)
    path = _path(technique, act, seed)
    if not path.with_suffix(".truth.json").exists():
        clip = clip_of(technique, act, seed)
        figure = figure_for(technique, clip.look, clip.partner)
        write_take(clips.plan(clip, figure, seed), path)
    return path


def figure_for(technique: Technique, look: Look, partner: Look | None) -> casting.Figure:
    """Bake who plays in a drawn clip of a technique; a partner's hands work on a back."""
    return _group_of(technique).cast(technique, look, partner)


def _standing(_: Technique, look: Look, __: Look | None) -> casting.Figure:
    return standing(look)


def _holding_out(technique: Technique, look: Look, _: Look | None) -> casting.Figure:
    return holding_out(look, palm_shown=technique.effector is Effector.THUMB)


def _with_skin(technique: Technique, look: Look, partner: Look | None) -> casting.Figure:
    return casting.cast(technique.view.value, look, partner)


def seen_in(technique_id: str, act: Act, seed: int) -> tuple[list[Observation], Done]:
    """Give what the landmarkers find in a clip, and what is true of it."""
    path = film(technique_id, act, seed)
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    seen = landmarks.landmarks_of(path, mirrored=truth["mirrored"])
    technique = routes.EVERY.find(technique_id)
    counted, done = truth["repetitions"], len(truth["strokes"])
    contact_s = math.nan
    if technique.kind in (Kind.HOLD, Kind.TIMED):  # far shorter than asked for: none counts
        counted, contact_s = 0, max(row["end_s"] - row["start_s"] for row in truth["strokes"])
    return seen, Done(technique, act, counted, done, contact_s, truth["fps"])


def _path(technique: Technique, act: Act, seed: int) -> Path:
    near = cache.clips_folder()
    read = technique.model_dump_json(include=cache.READ_BY_STUDIO | {"either_way", "mirror"})
    files = [cache.STUDIO / name for name in (*MADE_BY, *_group_of(technique).made_by)]
    version = cache.digest_of(files, extra=f"{read} {LONGEST_S}")
    return near.with_name(f"{near.name}-catalogue") / f"{technique.id}_{act}_{seed}-{version}.mp4"
