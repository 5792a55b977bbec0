"""How well a technique that was learned from one person judges others.

python -m benchmarks.teaching                rendered teachers and pupils
python -m benchmarks.teaching --landmarks    simulated landmarks instead: minutes, and more people
python -m benchmarks.teaching --markdown     renew the table of docs/accuracy.md
python -m benchmarks.teaching --clips benchmarks/slice/taught   make the clips of the tests anew
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Annotated

import numpy as np
import shapely
import typer

from benchmarks import measures, results
from benchmarks.bars import Measure, share_of
from benchmarks.bootstrap import Estimate, of_sums
from benchmarks.clips import in_pool
from benchmarks.outcome import Outcome, judge
from benchmarks.progress import clock
from benchmarks.tables import Table, bar_of, renewed, with_interval
from benchmarks.taught import (
    LIBRARY,
    TAUGHT,
    Scene,
    is_kept,
    put_into,
    scenes,
    shared,
    simulated,
    watched,
)
from benchmarks.truth import Truth
from coach.body.scale import to_cm
from coach.errors import NotLearned
from coach.strokes.match import resample
from coach.teaching.align import POINTS, average
from coach.teaching.demonstration import Watch
from coach.teaching.learn import learn
from coach.teaching.lesson import Lesson
from coach.techniques.library import Library
from coach.techniques.schema import Known, Technique
from coach.types import ChartName, FloatArray, Observation, Side, Verdict

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"
SHOWN = (2, 5)
"""From how many repetitions a technique is learned."""
TWIN_MM = 5.0
"""A built-in technique whose path runs so near to a taught one is the same by another name."""
PER = share_of(0, 1)
share = partial(Measure, of="", formula=PER, unit="share")
ROWS = {
    "learned": share("learned", "demonstrations learned from, the others refused"),
    "path": Measure(
        "path", "learned path against the true one", "", PER, "mm", bar=8.0, better="less"
    ),
    "path_face": Measure("path_face", "… on the face", "", PER, "mm"),
    "path_back": Measure("path_back", "… on the back", "", PER, "mm"),
    "touch": share("touch", "part of the hand told rightly"),
    "touch_seen": share("touch_seen", "… and seen, not assumed"),
    "between": Measure("between", "two teachers' learned paths", "", PER, "mm"),
    "yardstick": Measure("yardstick", "two teachers' true paths", "", PER, "mm"),
    "sense": share("sense", "sense, of those given one", bar=0.97),
    "given": share("given", "sense, share given one"),
    "technique": share("technique", "technique, untold", bar=0.93),
    "right": share("right", "right: clips counted exactly"),
    "reversed": share("reversed", "reversed: clips in which none is counted"),
    "off_path": share("off_path", "off the path: clips in which none is counted"),
    "off": share("off", "off the path: strokes told so"),
}

Rows = Mapping[str, FloatArray]
app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A scene, its landmarks and its truth."""

    scene: Scene
    frames: Sequence[Observation]
    truth: Truth


@app.command()
def run(
    landmarks: Annotated[bool, typer.Option(help="Simulated landmarks instead of clips.")] = False,
    teachers: Annotated[int, typer.Option(min=2, help="Teachers of each technique.")] = 2,
    pupils: Annotated[int, typer.Option(min=1, help="Pupils of each technique and deed.")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Processes; one a core.")] = 1,
    render: Annotated[bool, typer.Option(help="Render what is not in the cache.")] = True,
    markdown: Annotated[bool, typer.Option(help="Renew the table of docs/accuracy.md.")] = False,
    clips: Annotated[
        Path | None, typer.Option(help="Only put the clips that tests use into this folder.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Where the numbers are kept; - for nowhere.")
    ] = None,
) -> None:
    """Measure how techniques that were learned from a demonstration judge other people."""
    if clips is not None:
        put_into(clips, shared())
        return
    began_s = time.monotonic()
    wanted = scenes(teachers, pupils)
    if not landmarks and not render:
        wanted = [scene for scene in wanted if is_kept(scene)]
    look = simulated if landmarks else watched
    words = "simulating" if landmarks else "rendering and watching"
    seen = list(in_pool(_seen, [(look, scene) for scene in wanted], workers, words))
    kind = "taught-landmarks" if landmarks else "taught"
    table = table_of(seen, kind)
    print(table.plain())
    took_s = time.monotonic() - began_s
    how = "simulated landmarks" if landmarks else "rendered clips"
    what = f"{len(seen)} scenes of {len({one.scene.technique for one in seen})} techniques"
    if markdown:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(
            renewed(page, {table.key: table.markdown(f"{how}: {what}; {results.stamp()}")}), "utf-8"
        )
    if str(json_file) != "-":
        found = results.record(kind, what, [table], took_s)
        results.write(json_file or results.default_path(kind, what), found)
    print(f"\n{len(seen)} scenes in {clock(took_s)}")


def table_of(seen: Sequence[Seen], key: str) -> Table:
    """Learn from every teacher, let each lesson judge every pupil, and sum up."""
    columns = [_estimates(_rows(seen, count)) for count in SHOWN]
    rows = []
    for name, measure in ROWS.items():
        cells = [with_interval(measure.unit, found[name]) for found in columns]
        rows.append((measure.name, *cells, str(columns[-1][name].clips), bar_of(measure)))
    head = ("measure", *(f"from {count}" for count in SHOWN), "clips", "bar")
    return Table(key, "Learned techniques", head, tuple(rows))


def _seen(look: object, scene: Scene) -> Seen:
    assert callable(look)
    return Seen(scene, *look(scene))


def _estimates(rows: Sequence[Rows]) -> dict[str, Estimate]:
    found = {}
    for name, measure in ROWS.items():
        mine = [row[name] for row in rows if name in row]
        found[name] = of_sums(mine, PER, "share" if measure.unit == "share" else None)
    return found


def _rows(seen: Sequence[Seen], count: int) -> list[Rows]:
    """Give (sum, number) of each measure: of each teacher, each two of them, and each pupil."""
    shows = [one for one in seen if one.scene.deed == "shows"]
    lessons = [(one, lesson_from(one, count)) for one in shows]
    rows: list[Rows] = [_about_lesson(one, lesson) for one, lesson in lessons]
    for (a, mine), (b, theirs) in combinations(lessons, 2):
        if a.scene.technique == b.scene.technique:
            rows.append(_about_teachers(a, mine, b, theirs))
    libraries = _libraries(lessons)
    for pupil in seen:
        if pupil.scene.deed != "shows":
            rows.append(_about_pupil(pupil, libraries))
    return rows


def lesson_from(one: Seen, count: int) -> Lesson | None:
    """Learn from the first repetitions, as if no more were shown; None where that is refused."""
    watch = Watch()
    for frame in one.frames:
        if frame.t_s < _until_s(one.truth, count):
            watch.push(frame)
    try:
        lesson = learn(watch.finish(one.scene.name), LIBRARY, one.scene.technique)
        lesson.technique()
    except NotLearned:
        return None
    return lesson


def _until_s(truth: Truth, count: int) -> float:
    """When the repetition after so many begins: by then the hands are back."""
    starts_s = sorted(stroke.start_s for stroke in truth.strokes if stroke.side is Side.LEFT)
    return starts_s[count] if count < len(starts_s) else math.inf


def _libraries(lessons: Sequence[tuple[Seen, Lesson | None]]) -> list[Library]:
    """Give what Coach knows after each teacher of every technique: the built-in ones and theirs."""
    taught: dict[str, list[Technique]] = {}
    for one, lesson in lessons:
        if lesson is not None:
            taught.setdefault(one.scene.technique, []).append(lesson.technique())
    most = max((len(found) for found in taught.values()), default=0)
    libraries = []
    for turn in range(most):
        library = LIBRARY
        for found in taught.values():
            library = library.joined(found[turn % len(found)])
        libraries.append(library)
    return libraries


def _about_lesson(one: Seen, lesson: Lesson | None) -> Rows:
    rows = {"learned": np.array([float(lesson is not None), 1.0])}
    if lesson is not None:
        off_mm = apart_mm(_learned_cm(lesson), true_path_cm(one.truth))
        part = "path_back" if one.truth.chart is ChartName.TORSO else "path_face"
        rows["path"] = rows[part] = np.array([off_mm, 1.0])
        is_right = lesson.touching.effector is TAUGHT[one.scene.technique].effector
        was_seen = is_right and lesson.touching.known is Known.SEEN
        rows["touch"] = np.array([float(is_right), 1.0])
        rows["touch_seen"] = np.array([float(was_seen), 1.0])
    return rows


def _about_teachers(a: Seen, mine: Lesson | None, b: Seen, theirs: Lesson | None) -> Rows:
    true_mm = apart_mm(true_path_cm(a.truth), true_path_cm(b.truth))
    rows = {"yardstick": np.array([true_mm, 1.0])}
    if mine is not None and theirs is not None:
        rows["between"] = np.array([apart_mm(_learned_cm(mine), _learned_cm(theirs)), 1.0])
    return rows


def _about_pupil(pupil: Seen, libraries: Sequence[Library]) -> Rows:
    """Let what each teacher's pupils would know judge one pupil, and sum up."""
    name, deed = pupil.scene.technique, pupil.scene.deed
    sums: dict[str, FloatArray] = {}
    for library in libraries:
        if name not in {technique.id for technique in library.techniques}:
            continue
        untold, told = judge(pupil.frames, library, [None, name], TAUGHT[name].chart)
        for key, row in _judged(pupil.truth, deed, name, untold, told).items():
            sums[key] = sums.get(key, np.zeros(2)) + row
    return sums


def _judged(truth: Truth, deed: str, name: str, untold: Outcome, told: Outcome) -> Rows:
    rows: dict[str, FloatArray] = {}
    sense = measures.sense(truth, told)
    if sense is not None:
        right, given, strokes = sense
        rows |= {"sense": np.array([right, given]), "given": np.array([given, strokes])}
    if deed == "off_path":
        hits = sum(a.verdict is Verdict.OFF_PATH for a in told.attempts)
        rows["off"] = np.array([hits, max(len(told.attempts), truth.repetitions)], dtype=float)
    else:
        rows["technique"] = np.array([float(untold.technique in names_of(name)), 1.0])
    wanted = truth.repetitions if deed == "right" else 0
    rows[deed] = np.array([float(told.repetitions == wanted), 1.0])
    return rows


def names_of(name: str) -> set[str]:
    """Give what a taught technique may rightly be called: its own name, and its twins'."""
    taught = TAUGHT[name]
    path_cm = to_cm(taught.chart, taught.path_array_uv)
    twins = {
        known.id
        for known in LIBRARY.techniques
        if (known.chart, known.view, known.kind) == (taught.chart, taught.view, taught.kind)
        and apart_mm(path_cm, to_cm(known.chart, known.path_array_uv)) < TWIN_MM
    }
    return {name} | twins


def true_path_cm(truth: Truth) -> FloatArray:
    """Average the true paths of a clip's strokes: (32, 2), on the person's left."""
    paths = []
    for stroke in truth.strokes:
        sign = -1.0 if stroke.side is Side.RIGHT else 1.0
        paths.append(resample(to_cm(truth.chart, stroke.path_uv * (sign, 1.0)), POINTS))
    return average(paths, paths[0], closed=False)


def _learned_cm(lesson: Lesson) -> FloatArray:
    technique = lesson.technique()
    return to_cm(technique.chart, technique.path_array_uv)


def apart_mm(a_cm: FloatArray, b_cm: FloatArray) -> float:
    """Give how far two paths run from each other, in the mean along both."""
    a, b = (shapely.LineString(path) for path in (a_cm, b_cm))
    there, back = (
        shapely.distance(other, shapely.points(shapely.get_coordinates(one.segmentize(0.2))))
        for one, other in ((a, b), (b, a))
    )
    return 10.0 * float(np.mean([there.mean(), back.mean()]))


if __name__ == "__main__":
    app()
