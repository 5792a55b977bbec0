"""Learning a technique from what a teacher showed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from coach.body.placement import CHARTS
from coach.errors import NotLearned
from coach.strokes.stroke import Stroke
from coach.teaching.beats import Beat
from coach.teaching.by_beat import kind_shown, repeated
from coach.teaching.demonstration import Demonstration, watch_clip
from coach.teaching.lesson import Lesson
from coach.teaching.repetitions import found, sorted_out
from coach.teaching.setting import Setting
from coach.teaching.touching import assumed, touching_of
from coach.techniques.library import Library
from coach.types import HANDS, ChartName, HandPart, Region, Side, View, usual_part

__all__ = ["learn", "learn_clip"]

CHART_OF = {
    Region.FACE: ChartName.FACE,
    Region.NECK: ChartName.NECK,
    Region.BACK: ChartName.TORSO,
    Region.CHEST: ChartName.TORSO,
    Region.ABDOMEN: ChartName.TORSO,
}
OTHER_PARTS = {
    ChartName.ARM: Region.ARM,
    ChartName.LEG: Region.LEG,
    ChartName.HAND: Region.HAND,
}
"""Parts of the body on which nothing is learned yet."""
ON_NECK_V = -1.2
"""Strokes that reach below this height in the face chart (the chin: -1) are on the neck."""
ON_BELLY_V = 0.55
"""Below this height of the trunk, where the ribs end, is the belly."""


def learn(
    shown: Demonstration,
    library: Library,
    name: str,
    *,
    region: Region | None = None,
    hands: Side | None = None,
    teacher: str = "",
    words: str = "",
    learned_on: date | None = None,
) -> Lesson:
    """Learn a technique from a demonstration.

    Parameters
    ----------
    library
        The techniques and the places to keep off that are known.
    name
        What the technique is to be called.
    region
        The part of the body; found out if not given.
    hands
        Only this hand's movements, or both hands'; all that is there if not given.
    teacher, words
        Who shows it, and what pupils are told; found words if none are given.
    learned_on
        The day; today if not given.

    Returns
    -------
    The lesson: `Lesson.doubt` says whether it can be trusted, `Lesson.technique` gives the
    technique.

    Raises
    ------
    NotLearned
        Nothing at all was seen that could be learned from.
    """
    if shown.obstacle:
        raise NotLearned(shown.obstacle[0].lower() + shown.obstacle[1:].rstrip("."))
    region = region or _region_of(shown)
    if region not in CHART_OF:
        raise NotLearned(f"what is done on the {region} can't be learned yet, only judged")
    chart = CHART_OF[region]
    view = View.BACK if region is Region.BACK else View.FRONT
    if shown.view not in (view, View.UNKNOWN):
        turn = "the back" if view is View.BACK else "you from the front"
        raise NotLearned(f"the {region} can't be seen from this side: let the camera see {turn}")
    sides = HANDS if hands is None or hands is Side.BOTH else (hands,)
    setting = Setting(
        name=name,
        source=shown.source,
        region=region,
        view=view,
        chart=chart,
        kind=None,
        held=shown.share_held(chart),
        zones=tuple(z for z in library.no_go if z.chart is chart and view in z.views),
        learned_on=learned_on or date.today(),
        teacher=teacher,
        words=words,
    )
    usual = _by(None, shown, setting, sides)
    by_part = {part: _by(part, shown, setting, sides) for part in HandPart}
    # A hand that is away from the body by its usual part may be on it by another one.
    seen = max((usual, *by_part.values()), key=lambda lesson: len(lesson.kept))
    touching = touching_of((usual if usual.kept else seen).kept, shown, chart, view)
    part = touching.effector.part
    lesson = usual if part is usual_part(chart, view) else by_part[part]
    return replace(lesson, touching=touching, by_part=by_part)


def _by(
    part: HandPart | None, shown: Demonstration, setting: Setting, sides: Collection[Side]
) -> Lesson:
    """Learn what was done by a part of the hand; by the usual one for None."""
    done = shown.by(part)
    repetitions = sorted_out(found(done, setting.chart, tuple(sides)), done, setting.chart)
    strokes = Lesson(setting, repetitions, assumed(setting.chart, setting.view))
    # What goes along a path shows that by being alike each time; all else is looked for after.
    return _by_beat(done, setting, sides) or strokes if strokes.doubt else strokes


def _by_beat(shown: Demonstration, setting: Setting, sides: Collection[Side]) -> Lesson | None:
    """Learn taps, presses, holds or rubbing; None where these can't be trusted either."""
    beats = [beat for beat in shown.beats if beat.side in sides]
    strokes = [stroke for stroke in shown.strokes if stroke.side in sides]
    kind = kind_shown(beats, strokes)
    if kind is None:
        return None
    repetitions = repeated(beats, kind, shown, setting.chart)
    touching = assumed(setting.chart, setting.view)
    lesson = Lesson(replace(setting, kind=kind), repetitions, touching)
    return None if lesson.doubt and strokes else lesson


def learn_clip(
    clip: Path,
    library: Library,
    name: str,
    *,
    region: Region | None = None,
    hands: Side | None = None,
    start_s: float = 0.0,
    end_s: float = math.inf,
    mirrored: bool = False,
    teacher: str = "",
    words: str = "",
    progress: Callable[[float, float], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Lesson:
    """Learn a technique from a clip: `watch_clip`, then `learn`; see there."""
    shown = watch_clip(
        clip,
        start_s=start_s,
        end_s=end_s,
        mirrored=mirrored,
        progress=progress,
        stopped=stopped,
    )
    return learn(shown, library, name, region=region, hands=hands, teacher=teacher, words=words)


def _region_of(shown: Demonstration) -> Region:
    """Find out which part of the body most of it is on."""
    on_back = shown.view is View.BACK
    done: list[Stroke | Beat] = [*shown.strokes, *shown.beats]
    if not done:
        return Region.BACK if on_back else Region.FACE
    anchor = Counter(one.anchor for one in done).most_common(1)[0][0]
    if anchor in OTHER_PARTS:
        return OTHER_PARTS[anchor]
    paths = [one.path_uv for one in done if one.anchor is anchor]
    if anchor is ChartName.TORSO:
        if on_back:
            return Region.BACK
        heights = [path[CHARTS.index(ChartName.TORSO), :, 1].mean() for path in paths]
        return Region.CHEST if np.nanmedian(heights) > ON_BELLY_V else Region.ABDOMEN
    lowest = [float(path[CHARTS.index(ChartName.FACE), :, 1].min()) for path in paths]
    held = [np.isfinite(path[CHARTS.index(ChartName.NECK)]).all() for path in paths]
    return Region.NECK if np.median(lowest) < ON_NECK_V and np.mean(held) > 0.5 else Region.FACE
