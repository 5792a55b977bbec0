"""How well every technique of the catalogue is named, counted and judged.

python -m benchmarks.catalogue                     simulated scenes, every technique
python -m benchmarks.catalogue --only back-        those whose id begins so
python -m benchmarks.catalogue --true-landmarks    without errors in the landmarks
python -m benchmarks.catalogue --drawn             drawn clips, of face, neck and back
python -m benchmarks.catalogue --markdown          and renew the tables of docs/accuracy.md
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks import catalogue_drawn
from benchmarks.catalogue_acts import ACTS, Act, acts_for
from benchmarks.catalogue_scene import Done, scene
from benchmarks.clips import in_pool
from benchmarks.outcome import followed, reviewed
from benchmarks.results import stamp
from benchmarks.tables import Table, joined, renewed
from coach.body.placement import Placement
from coach.techniques.library import Library, load_library
from coach.techniques.schema import Kind, Technique
from coach.types import Observation, Region, Report, Sense
from sample_videos.studio.landmark_noise import LandmarkNoise

__all__ = ["Told", "jobs_of", "judged", "told_of", "told_of_drawn"]

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"
DRAWN_FROM = catalogue_drawn.FIRST_SEED
FIRST_SEED = 7000
"""Scenes that are measured begin here; those that thresholds were set on began at 4000 to 6999."""
SCENES = 16
"""Of each act of each technique."""
CONTRARY = {"arm-upwards": "arm-downwards", "arm-downwards": "arm-upwards"}
"""One done the wrong way is the other done rightly, and is rightly named so."""

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one scene.

    Attributes
    ----------
    named, named_in_region
        The technique, or its motion group, was named untold; out of its region's only. None where
        nothing is to be named.
    exact
        Repetitions were counted exactly, told. None for taps, holds and devices, of which `error`
        tells.
    senses
        (right, given): attempts whose sense was right, and was given.
    error
        |said − true| / true of what was counted (taps) or timed (holds, seconds); NaN for others.
    said
        For looking at: what was named and counted.
    """

    technique: str
    act: Act
    named: bool | None
    named_in_region: bool | None
    exact: bool | None
    senses: tuple[int, int]
    error: float
    said: str


@lru_cache(maxsize=1)
def _library() -> Library:
    return load_library()


def told_of(technique_id: str, act: Act, seed: int, true_landmarks: bool = False) -> Told:
    """Simulate one scene, and judge it."""
    technique = _library().find(technique_id)
    return judged(*scene(technique, act, seed, LandmarkNoise() if true_landmarks else None))


def told_of_drawn(technique_id: str, act: Act, seed: int) -> Told:
    """Draw one clip if it is not in the cache, find its landmarks, and judge it."""
    return judged(*catalogue_drawn.seen_in(technique_id, act, seed))


def judged(
    seen: Sequence[Observation], done: Done, placements: Sequence[Placement] | None = None
) -> Told:
    """Judge what was seen: untold, out of its region, and told.

    Parameters
    ----------
    placements
        What `benchmarks.outcome.followed` gave for these landmarks, if it was asked before.
    """
    technique, act = done.technique, done.act
    if placements is None:
        placements = followed(seen)
    review = partial(reviewed, seen, placements, _library())
    told = review(technique=technique.id)
    namable = act in ("right", "reversed") and technique.kind is not Kind.TIMED
    untold = review() if namable else None
    near = review(region=technique.region) if namable else None
    mine = [a for a in told.attempts if a.technique == technique.id]
    given = [a for a in mine if a.sense is not None]
    want = Sense.REVERSED if act == "reversed" else Sense.RIGHT
    # Dozens of taps are to be counted within 5 %; in the wrong place, none at all.
    rough = (Kind.HOLD, Kind.TIMED, Kind.TAP) if act == "right" else (Kind.HOLD, Kind.TIMED)
    counts = technique.kind not in rough
    said = f"{untold.technique if untold else '-'} {told.repetitions}/{done.counted}"
    verdicts = ",".join(sorted({a.verdict.value for a in told.attempts}))
    return Told(
        technique.id,
        act,
        None if untold is None else _is_named(technique, act, untold.technique),
        None if near is None else _is_named(technique, act, near.technique),
        told.repetitions == done.counted if counts else None,
        (sum(a.sense is want for a in given), len(given)),
        _error(technique, act, told, done.done, done.contact_s),
        f"{said} {verdicts} {done.fps:g} fps",
    )


def _is_named(technique: Technique, act: Act, said: str | None) -> bool:
    wanted = {technique.id, technique.seen_as}
    if act == "reversed":
        wanted |= {CONTRARY.get(technique.id)}
    return said is not None and said in wanted


def _error(technique: Technique, act: Act, told: Report, done: int, contact_s: float) -> float:
    if act != "right":
        return float("nan")
    mine = [a for a in told.attempts if a.technique == technique.id]
    if technique.kind is Kind.TAP:
        # Hands in turn make one each; what was said of both hands at once is one.
        return abs(len(mine) - done) / done
    if technique.kind in (Kind.HOLD, Kind.TIMED):
        longest_s = max((a.pace_s for a in mine), default=0.0)
        return abs(longest_s - contact_s) / contact_s
    return float("nan")


@app.command()
def run(
    scenes: Annotated[
        int | None,
        typer.Option(help=f"Scenes of each act of each technique; {SCENES} are usual.", min=1),
    ] = None,
    first_seed: Annotated[
        int | None,
        typer.Option(help=f"The first seed, if not {FIRST_SEED} (drawn: {DRAWN_FROM})."),
    ] = None,
    only: Annotated[str, typer.Option(help="Only techniques whose id begins so.")] = "",
    acts: Annotated[str, typer.Option(help="Only these acts, with commas in between.")] = "",
    workers: Annotated[int, typer.Option(help="Processes; one a core.")] = os.cpu_count() or 1,
    markdown: Annotated[bool, typer.Option(help="Renew the table of docs/accuracy.md.")] = False,
    true_landmarks: Annotated[bool, typer.Option(help="Leave out the landmarks' errors.")] = False,
    drawn: Annotated[bool, typer.Option(help="Measure on drawn clips, rendered now.")] = False,
    show: Annotated[bool, typer.Option(help="List scenes in which something is wrong.")] = False,
) -> None:
    """Measure every technique of the catalogue on simulated landmarks, or on drawn clips."""
    wanted = _acts_in(acts)
    if first_seed is None:
        first_seed = DRAWN_FROM if drawn else FIRST_SEED
    if show and first_seed >= (DRAWN_FROM if drawn else FIRST_SEED):
        raise typer.BadParameter(
            "nobody looks at scenes that are measured on: "
            f"--first-seed {10000 if drawn else 5000} has others"
        )
    if drawn:
        made = _drawn_jobs(first_seed, scenes, wanted, only)
        if true_landmarks:
            raise typer.BadParameter("drawn clips are judged by what is found in them")
        found = list(in_pool(told_of_drawn, made, workers, "rendering and judging"))
        what = f"Measured on: rendered (catalogue, {len(found)} clips from seed {first_seed} on)"
    else:
        jobs = jobs_of(first_seed, scenes or SCENES, wanted, only)
        _refuse_none(jobs)
        found = list(in_pool(told_of, [(*job, true_landmarks) for job in jobs], workers, "judging"))
        what = f"Measured on: landmarks (catalogue, {len(found)} scenes from seed {first_seed} on)"
    if show:
        _list_wrong(found)
    ending = "-drawn" if drawn else ""
    tables = [
        _regions_table(found, f"catalogue{ending}-regions"),
        _rows_table(found, "catalogue-drawn" if drawn else "catalogue-landmarks"),
    ]
    print(joined(tables))
    if markdown:
        page = renewed(
            PAGE.read_text("utf-8"), {t.key: t.markdown(f"{what}; {stamp()}") for t in tables}
        )
        PAGE.write_text(page, "utf-8")


def jobs_of(
    first_seed: int, scenes: int, wanted: Sequence[Act] = (), only: str = ""
) -> list[tuple[str, Act, int]]:
    """Give technique, act and seed of each simulated scene; of all acts if none is wanted."""
    return [
        (technique.id, act, first_seed + 100 * number + k)
        for number, technique in enumerate(_library().techniques)
        if technique.id.startswith(only)
        for act in acts_for(technique)
        if act in wanted or not wanted
        for k in range(scenes)
    ]


def _drawn_jobs(
    first_seed: int, scenes: int | None, wanted: Sequence[Act], only: str
) -> list[tuple[str, Act, int]]:
    """Give technique, act and seed of each drawn clip."""
    clips = {
        act: scenes or catalogue_drawn.CLIPS.get(act, 1) for act in wanted or catalogue_drawn.CLIPS
    }
    try:
        made = catalogue_drawn.jobs(first_seed, clips, only)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    _refuse_none(made)
    return made


def _refuse_none(jobs: Sequence[object]) -> None:
    if not jobs:
        raise typer.BadParameter("no technique begins so and can be done so")


def _acts_in(words: str) -> tuple[Act, ...]:
    """Read acts with commas in between; none for all that are usual."""
    named = [word.strip() for word in words.split(",") if word.strip()]
    if unknown := set(named).difference(ACTS):
        raise typer.BadParameter(f"no acts: {', '.join(sorted(unknown))}")
    return tuple(act for act in ACTS if act in named)


def _list_wrong(found: Sequence[Told]) -> None:
    for one in sorted(found, key=lambda one: (one.technique, one.act)):
        wrong = one.named is False or one.exact is False or one.error > 0.05
        if wrong or one.senses[0] < one.senses[1]:
            print(f"{one.technique} {one.act}: {one.said} {one.senses} {one.error:.2f}")


HEAD = ("", "scenes", "named", "in its region", "exact", "sense", "given", "count or seconds off")


def _regions_table(found: Sequence[Told], key: str) -> Table:
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in found:
        groups[_library().find(one.technique).region.value].append(one)
    order = [region.value for region in Region if region.value in groups]
    rows = [_row(name, groups[name]) for name in order]
    circles = [one for one in found if _library().find(one.technique).kind is Kind.CIRCLE]
    rows += [_row("all circles", circles)] if circles else []
    rows.append(_row("all", found))
    return Table(key, "By part of the body", HEAD, tuple(rows))


def _rows_table(found: Sequence[Told], key: str) -> Table:
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in found:
        groups[one.technique].append(one)
    rows = tuple(_row(name, groups[name]) for name in sorted(groups))
    return Table(key, "By technique", HEAD, rows)


def _row(name: str, found: Sequence[Told]) -> tuple[str, ...]:
    errors = [one.error for one in found if np.isfinite(one.error)]
    right, given = (sum(one.senses[k] for one in found) for k in (0, 1))
    return (
        name,
        str(len(found)),
        _share([one.named for one in found]),
        _share([one.named_in_region for one in found]),
        _share([one.exact for one in found]),
        f"{right / given:.3f}" if given else "–",
        str(given),
        f"{np.median(errors):.3f} ({np.mean(np.array(errors) <= 0.05):.2f} within 5 %)"
        if errors
        else "–",
    )


def _share(values: Sequence[bool | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{np.mean(known):.2f}" if known else "–"


if __name__ == "__main__":
    app()
