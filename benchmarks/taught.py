"""Teachers and pupils: people who do techniques that no data file knows.

A scene is one clip, or one simulated session: somebody shows a technique five times, or somebody
else does it, rightly, the wrong way, or off its path. People, cameras, light and habits are the
studio's, drawn from a seed; no two people of one technique are the same.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Literal

import numpy as np

from benchmarks import cache, landmarks
from benchmarks.truth import Truth, read_truth, truth_of
from coach.techniques.library import Library, load_library
from coach.techniques.schema import Technique
from coach.types import Observation, View
from sample_videos.studio import acts, scenario
from sample_videos.studio.casting import Figure
from sample_videos.studio.habits import draw_habit
from sample_videos.studio.performance import Clip, Performance

__all__ = [
    "TAUGHT",
    "Deed",
    "Scene",
    "Showing",
    "clip_of",
    "filmed",
    "is_kept",
    "put_into",
    "scenes",
    "seeds_for",
    "shared",
    "simulated",
    "watched",
]

Deed = Literal["shows", "right", "reversed", "off_path"]
"""A teacher shows; pupils do the rest."""

SHOWN = 5
DONE = 3
LEAST_LIFT_CM = 3.0
"""Teachers lift their hands on the way back, as they are told to."""
FPS, HEIGHT_PX = 15, 360
STRAIGHT_DEG = 12.0
"""Teachers sit so far from straight before their camera at most; pupils up to 25°."""
FIRST_SEED = 5000
"""Apart from all seeds that thresholds were set or tested on."""
LIBRARY: Library = load_library()
SHARED = "mouth-to-temples"
"""The technique of which a teacher's clip and three pupils' are in the repository, for tests."""
OFF: dict[str, tuple[float, float]] = {
    "cheeks-outwards": (0.0, -0.30),
    "mouth-to-temples": (0.40, -0.32),
    "chin-to-cheekbones": (0.62, 0.0),
}
"""By how much who is off the path is beside it, in chart units: 3 to 4 cm. On the back there is no
room for being off the path and nowhere else."""


def _new(name: str, like: str, path_uv: tuple[tuple[float, float], ...]) -> Technique:
    model = LIBRARY.find(like)
    return model.model_copy(update={"id": name, "name": name, "path_uv": path_uv})


TAUGHT = {
    technique.id: technique
    for technique in (
        _new(
            "cheeks-outwards",
            "forehead-to-temples",
            ((0.45, -0.34), (0.85, -0.40), (1.20, -0.32), (1.50, -0.14)),
        ),
        _new(
            "mouth-to-temples",
            "forehead-to-temples",
            ((0.50, -0.62), (0.85, -0.42), (1.15, -0.15), (1.40, 0.20)),
        ),
        _new(
            "chin-to-cheekbones",
            "forehead-to-temples",
            ((0.30, -0.98), (0.55, -0.72), (0.78, -0.45), (0.95, -0.22)),
        ),
        _new("flanks-down", "back-long-stroke", ((0.75, 0.85), (0.72, 0.50), (0.62, 0.18))),
    )
}
"""Techniques that no file of Coach holds by this name: cheeks, temples and chin from the front,
flanks from behind. One has a twin among the built-in ones: see `benchmarks.teaching.names_of`."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Somebody who shows or does a technique.

    Attributes
    ----------
    technique
        One of `TAUGHT`.
    deed
        What is done.
    seed
        Decides who it is, and all chance.
    """

    technique: str
    deed: Deed
    seed: int

    @property
    def name(self) -> str:
        """Unique among scenes."""
        return f"{self.technique}_{self.deed}_{self.seed}".replace("-", "_")


@dataclass(frozen=True, slots=True)
class Showing:
    """Performs a scene; a clip's `perform`."""

    technique: Technique
    deed: Deed
    shown: int = SHOWN

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure."""
        act: Literal["right", "reversed"] = "reversed" if self.deed == "reversed" else "right"
        habit = replace(draw_habit(rng, self.technique, act), way="together", pauses=())
        habit = replace(habit, count=DONE)
        if self.deed == "shows":
            lift_cm = max(habit.lift_cm, LEAST_LIFT_CM)
            habit = replace(habit, count=self.shown, lift_cm=lift_cm)
        technique = self.technique
        if self.deed == "off_path":
            path_uv = technique.path_array_uv + np.array(OFF[technique.id])
            technique = technique.model_copy(update={"path_uv": tuple(map(tuple, path_uv))})
        return acts.perform(figure, technique, act, habit, rng)


def scenes(teachers: int, pupils: int) -> list[Scene]:
    """Give scenes of every technique: so many teachers, and so many pupils of each deed."""
    deeds: list[Deed] = ["shows"] * teachers
    for _ in range(pupils):
        deeds += ["right", "reversed", "off_path"]
    return [
        Scene(technique.id, deed, seed)
        for technique in TAUGHT.values()
        for deed, seed in zip(deeds, seeds_for(technique.view, deeds), strict=True)
        if deed != "off_path" or technique.id in OFF
    ]


def shared() -> list[Scene]:
    """Give the scenes whose clips are in the repository: one teacher, and a pupil of each deed."""
    teacher, _, *pupils = (one for one in scenes(2, 1) if one.technique == SHARED)
    return [teacher, *pupils]


def put_into(folder: Path, wanted: Sequence[Scene]) -> None:
    """Put scenes' clips and truth into a folder, by their names; rendered now if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for scene in wanted:
        clip = filmed(scene)
        shutil.copyfile(clip, folder / f"{scene.name}.mp4")
        shutil.copyfile(_paths(scene)[1], folder / f"{scene.name}.truth.json")


def seeds_for(view: View, deeds: Sequence[Deed], first: int = FIRST_SEED) -> list[int]:
    """Give a seed for each deed whose clip is seen from a side, one person each."""
    region = "back" if view is View.BACK else "face"
    found: list[int] = []
    for deed in deeds:
        found.append(
            next(
                seed
                for seed in count(first)
                if seed not in found and _suits(scenario.draw(seed), region, deed)
            )
        )
    return found


def _suits(drawn: Clip, region: str, deed: Deed) -> bool:
    """Tell whether a drawn clip has the person and the camera for a deed."""
    x_cm, _, z_cm = drawn.camera.position_cm
    straight = abs(math.degrees(math.atan2(x_cm, z_cm))) <= STRAIGHT_DEG
    return drawn.region == region and (straight or deed != "shows")


def clip_of(scene: Scene) -> Clip:
    """Return the studio's clip of a scene: person, camera and light of its seed."""
    technique = TAUGHT[scene.technique]
    drawn = scenario.draw(scene.seed)
    return replace(
        drawn,
        name=scene.name,
        technique=technique.id,
        act="reversed" if scene.deed == "reversed" else "right",
        perform=Showing(technique, scene.deed),
        look=replace(drawn.look, glasses=None),
        sensor=replace(drawn.sensor, fps=FPS, mirrored=False),
    )


def simulated(scene: Scene) -> tuple[list[Observation], Truth]:
    """Give a scene as landmarks, with the errors of landmarkers."""
    from sample_videos.studio import simulator

    seen, told = simulator.simulate(clip_of(scene), scene.seed)
    return seen, read_truth(json.loads(json.dumps(told)))


def filmed(scene: Scene) -> Path:
    """Render a scene if it is not in the cache; give the clip, beside which its truth lies."""
    path, truth = _paths(scene)
    if not truth.exists():
        _film(clip_of(scene), scene.seed, path, truth)
    return path


def is_kept(scene: Scene) -> bool:
    """Tell whether a scene's clip is in the cache."""
    return _paths(scene)[1].exists()


def _paths(scene: Scene) -> tuple[Path, Path]:
    folder = cache.clips_folder()
    folder = folder.with_name(f"{folder.name}-taught")
    name = f"{scene.name}-{_version(scene)}"
    return folder / f"{name}.mp4", folder / f"{name}.truth.json"


def _version(scene: Scene) -> str:
    """Give digits that change whenever anything does that a scene is made by."""
    technique = TAUGHT[scene.technique].model_dump(mode="json", include=cache.READ_BY_STUDIO)
    made_by = (
        json.dumps(technique, sort_keys=True),
        OFF.get(scene.technique),
        SHOWN,
        DONE,
        LEAST_LIFT_CM,
        FPS,
        HEIGHT_PX,
    )
    return cache.digest_of([], extra=repr(made_by))


def watched(scene: Scene) -> tuple[list[Observation], Truth]:
    """Give a rendered scene's landmarks and truth."""
    clip = filmed(scene)
    return landmarks.landmarks_of(clip), truth_of(_paths(scene)[1])


def _film(clip: Clip, seed: int, path: Path, truth: Path) -> None:
    # Imported here, for the renderer is dear to load and to compile.
    from sample_videos.studio import clips
    from sample_videos.studio.casting import cast

    take = clips.plan(clip, cast(clip.view, clip.look, clip.partner), seed)
    scale = HEIGHT_PX / clip.sensor.height_px
    with cache.writing(path) as part:
        clips.film(take, part, scale)
    told: Any = clips.tell(take, scale)
    with cache.writing(truth) as part:
        part.write_text(json.dumps(told, separators=(",", ":")), "utf-8")
