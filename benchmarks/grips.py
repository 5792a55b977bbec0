"""How often a demonstration tells which part of the hand touches.

python -m benchmarks.grips               rendered teachers, several of every way to hold a hand
python -m benchmarks.grips --markdown    renew the table of docs/accuracy.md

The studio's hands bend to meet the skin with fingertips or palms only. Here they are stiff, held as
fists and thumbs are, and brought to the skin by the part that touches.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks import cache, landmarks, results
from benchmarks.clips import in_pool
from benchmarks.progress import clock
from benchmarks.tables import Table, renewed
from benchmarks.taught import LIBRARY, TAUGHT, Scene, Showing, clip_of, seeds_for
from coach.errors import NotLearned
from coach.teaching.demonstration import Watch
from coach.teaching.learn import learn
from coach.teaching.touching import Touching
from coach.techniques.schema import Effector, Known
from coach.types import Observation, View
from sample_videos.studio import hands
from sample_videos.studio.casting import Figure
from sample_videos.studio.doers import FINGERS, PALMS, TWO_FINGERS
from sample_videos.studio.front_trunk import FIST_RAD, KNUCKLES_ABOVE_CM
from sample_videos.studio.hands import HandPose, Side
from sample_videos.studio.motion import Grip
from sample_videos.studio.performance import Clip, Performance
from sample_videos.studio.primitives import Floats
from sample_videos.studio.stiff import Stiff
from sample_videos.studio.telling import Take

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"
FIRST_SEED = 20_000
"""Apart from the test seeds. Bounds were set on earlier drawings of some of these people."""
FPS, HEIGHT_PX, SHOWN = 10, 360, 3
HELD_RAD = 0.05
"""By how much (standard deviation) nobody's hand is held as the next one's."""
THUMB_RAD = np.array([0.9, 1.0, 1.1, 1.2, 1.2, 1.25, 1.3, 1.3, 0.7, 0.5, 0.05])
OPEN_THUMB_RAD = np.array([0.3, 0.3, 0.35, 0.4, 0.35, 0.4, 0.4, 0.45, 1.2, 0.75, 0.05])
KNUCKLES, THUMB = (6, 10, 14), (4,)
OUTCOMES = ("seen", "assumed", "assumed, wrongly", "seen, wrongly", "refused")


@dataclass(frozen=True, slots=True)
class Held:
    """A way to hold a hand, and what of it touches.

    Attributes
    ----------
    name, view
        What it is called, and which side is seen.
    effector, fingers
        What touches; how many fingers, if few.
    rest_rad
        (11,): the hand's angles.
    part
        The joints that are brought to the skin; empty where the studio's own hands do it.
    above_cm
        How far these are from the skin they touch with.
    pitch_deg, roll_deg
        Between which angles fingers, and the thumb's side, dip towards the skin.
    """

    name: str
    view: View
    effector: Effector
    rest_rad: Floats
    part: tuple[int, ...] = ()
    above_cm: float = 0.0
    pitch_deg: tuple[float, float] = (0.0, 0.0)
    roll_deg: tuple[float, float] = (0.0, 0.0)
    fingers: int = 0

    @property
    def grip(self) -> Grip:
        """What the studio holds a hand by."""
        return Grip(self.rest_rad, hands.EFFECTOR_TIPS, "fingertips")


FACE, BACK = View.FRONT, View.BACK
WAYS = (
    Held("face: fingertips", FACE, Effector.FINGERTIPS, FINGERS.rest_rad),
    Held("face: two fingertips", FACE, Effector.FINGERTIPS, TWO_FINGERS.rest_rad, fingers=2),
    Held("face: palm", FACE, Effector.PALM, PALMS.rest_rad, hands.PALM, 1.35, (-5, 12)),
    Held("face: fist", FACE, Effector.FIST, FIST_RAD, KNUCKLES, KNUCKLES_ABOVE_CM, (0, 50)),
    Held("face: thumb", FACE, Effector.THUMB, THUMB_RAD, THUMB, 0.7, (0, 30), (55, 100)),
    Held("back: palm", BACK, Effector.PALM, PALMS.rest_rad, hands.PALM, 1.35, (-4, 8)),
    Held("back: fingertips", BACK, Effector.FINGERTIPS, FINGERS.rest_rad, (8, 12), 0.65, (30, 60)),
    Held("back: fist", BACK, Effector.FIST, FIST_RAD, KNUCKLES, KNUCKLES_ABOVE_CM, (0, 50)),
    Held("back: thumb", BACK, Effector.THUMB, THUMB_RAD, THUMB, 0.7, (10, 45), (15, 50)),
    Held(
        "back: thumb, open hand", BACK, Effector.THUMB, OPEN_THUMB_RAD, THUMB, 0.7, (0, 20), (0, 25)
    ),
)
ON_FACE = tuple(name for name, technique in TAUGHT.items() if technique.view is FACE)
ON_BACK = tuple(name for name, technique in TAUGHT.items() if technique.view is BACK)

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.command()
def run(
    people: Annotated[int, typer.Option(min=1, help="Teachers of each way.")] = 4,
    workers: Annotated[int, typer.Option(min=1, help="Processes; one a core.")] = 1,
    markdown: Annotated[bool, typer.Option(help="Renew the table of docs/accuracy.md.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Where the numbers are kept; - for nowhere.")
    ] = None,
) -> None:
    """Measure how often a demonstration tells which part of the hand touches."""
    began_s = time.monotonic()
    shows = [(way, person) for person in range(people) for way in range(len(WAYS))]
    found: list[Counter[str]] = [Counter() for _ in WAYS]
    for way, outcome in in_pool(_outcome, shows, workers, "rendering and learning"):
        found[way][outcome] += 1
    table = table_of(found)
    print(table.plain())
    took_s = time.monotonic() - began_s
    what = f"{len(shows)} rendered demonstrations"
    if markdown:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(
            renewed(page, {table.key: table.markdown(f"{what}; {results.stamp()}")}), "utf-8"
        )
    if str(json_file) != "-":
        kept = results.record(table.key, what, [table], took_s)
        results.write(json_file or results.default_path(table.key, what), kept)
    print(f"\n{what} in {clock(took_s)}")


def table_of(found: Sequence[Counter[str]]) -> Table:
    """Say of each way how often it was told how."""
    head = ("hand", "shown", *OUTCOMES)
    rows = [
        (held.name, str(outcomes.total()), *(str(outcomes[name]) for name in OUTCOMES))
        for held, outcomes in zip(WAYS, found, strict=True)
    ]
    return Table("grips", "Which part of the hand touches", head, tuple(rows))


def _outcome(way: int, person: int) -> tuple[int, str]:
    touching = told(landmarks.landmarks_of(filmed(way, person)))
    return way, outcome_of(WAYS[way], touching)


def told(seen: Sequence[Observation]) -> Touching | None:
    """Learn from a demonstration; give what is said to touch, None where it is refused."""
    watch = Watch()
    for frame in seen:
        watch.push(frame)
    try:
        lesson = learn(watch.finish("rendered"), LIBRARY, "Shown here")
        lesson.technique()
    except NotLearned:
        return None
    return lesson.touching


def outcome_of(held: Held, touching: Touching | None) -> str:
    """Compare what is said to touch with what does: one of `OUTCOMES`."""
    if touching is None:
        return "refused"
    is_right = touching.effector is held.effector
    if touching.known is Known.ASSUMED:
        return "assumed" if is_right else "assumed, wrongly"
    return "seen" if is_right and touching.fingers == held.fingers else "seen, wrongly"


def filmed(way: int, person: int) -> Path:
    """Render a demonstration if it is not in the cache; give the clip."""
    held = WAYS[way]
    made_by = f"{held!r} {FPS} {HEIGHT_PX} {SHOWN} {HELD_RAD}"
    folder = cache.clips_folder()
    version = cache.digest_of([], extra=made_by)
    path = folder.with_name(f"{folder.name}-grips") / f"{way}_{person}-{version}.mp4"
    if not path.exists():
        _film(_clip(way, person), held, path)
    return path


def _clip(way: int, person: int) -> Clip:
    """Return a demonstration's clip: technique, teacher, camera and light."""
    held = WAYS[way]
    names = ON_BACK if held.view is BACK else ON_FACE
    name = names[(way + person) % len(names)]
    seeds = seeds_for(held.view, ["shows"] * (way + person * len(WAYS) + 1), FIRST_SEED)
    clip = clip_of(Scene(name, "shows", seeds[-1]))
    return replace(
        clip,
        name=f"held_{way}_{person}",
        perform=Holding(Showing(TAUGHT[name], "shows", SHOWN), held.grip),
        sensor=replace(clip.sensor, fps=FPS, shutter_s=0.0),
    )


def _film(clip: Clip, held: Held, path: Path) -> None:
    # Imported here, for the renderer is dear to load and to compile.
    from sample_videos.studio import clips
    from sample_videos.studio.casting import cast

    figure = cast(clip.view, clip.look, clip.partner)
    take = _stiff(clip, figure, held) if held.part else clips.plan(clip, figure, FIRST_SEED)
    with cache.writing(path) as part:
        clips.film(take, part, HEIGHT_PX / clip.sensor.height_px)


@dataclass(frozen=True, slots=True)
class Holding:
    """Performs a demonstration with hands held in one way; a clip's `perform`."""

    showing: Showing
    grip: Grip

    def __call__(self, figure: Figure, rng: np.random.Generator) -> Performance:
        """Return the performance of a figure."""
        return replace(self.showing(figure, rng), grips=dict.fromkeys(hands.SIDES, self.grip))


def _stiff(clip: Clip, figure: Figure, held: Held) -> Take:
    """Work a clip out with hands that keep their shape."""
    rng = np.random.default_rng([FIRST_SEED, *clip.name.encode()])
    performance = clip.perform(figure, rng)
    times = np.arange(round(performance.duration_s * clip.sensor.fps)) / clip.sensor.fps
    pivot = figure.landmarks.neck_pivot_cm
    stands = tuple(performance.stand_at(float(t_s), pivot) for t_s in times)
    pitch, roll = np.radians([rng.uniform(*held.pitch_deg), rng.uniform(*held.roll_deg)])
    angles = held.rest_rad + HELD_RAD * rng.standard_normal(hands.N_ANGLES)
    angles = np.clip(angles, hands.LOWEST, hands.HIGHEST)
    stiff = Stiff(angles, held.part, held.above_cm, float(pitch), float(roll))
    poses: dict[Side, list[HandPose]] = {}
    for side in hands.SIDES:
        track = performance.tracks[side]
        aims = [
            stand.carried(track.at(float(t_s)), performance.carrier)
            for t_s, stand in zip(times, stands, strict=True)
        ]
        poses[side] = [figure.handed(stiff.posed(side, aim)) for aim in aims]
    return Take(clip, figure, performance, FIRST_SEED, times, stands, poses)


if __name__ == "__main__":
    app()
