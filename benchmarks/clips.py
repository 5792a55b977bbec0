"""From a list of seeds, or a folder, to clips that have been judged."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from benchmarks import ablation, cache, landmarks, measures
from benchmarks.bars import Tallies, tally
from benchmarks.baseline import baseline
from benchmarks.filming import film, simulate
from benchmarks.outcome import Judged, followed, judge
from benchmarks.perfect import with_true
from benchmarks.progress import Progress
from benchmarks.truth import Truth, truth_of
from benchmarks.worst import line
from coach.body.placement import Placement
from coach.techniques.library import Library, load_library
from coach.types import Observation
from sample_videos.studio.looks import Drawing

__all__ = [
    "Case",
    "Scored",
    "cases_of_folder",
    "cases_of_seeds",
    "in_pool",
    "kind_of",
    "score",
    "score_without",
]

Kind = Literal["rendered", "landmarks"]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Case:
    """A clip to judge: where its truth is, and its video or its simulated landmarks."""

    name: str
    truth: Path
    source: Path


@dataclass(frozen=True, slots=True)
class Scored:
    """One clip's part in all tables.

    Attributes
    ----------
    told, untold, naive
        What it adds to each tally: with the technique told, without, and by the baseline (each
        measure as the bar wants it).
    faults
        (fault given, verdict said): strokes.
    badness, line
        How wrong it went, and in one line how.
    """

    name: str
    act: str
    view: str
    region: str | None
    technique: str | None
    fps: float
    tone: int | None
    told: Tallies
    untold: Tallies
    naive: Tallies = field(default_factory=dict)
    naive_untold: Tallies = field(default_factory=dict)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    badness: float = 0.0
    line: str = ""


def cases_of_folder(folder: Path) -> list[Case]:
    """Give the clips of a folder that have their truth beside them."""
    found = []
    for truth in sorted(folder.glob("*.truth.json")):
        name = truth.name.removesuffix(".truth.json")
        source = next((truth.with_name(name + end) for end in (".mp4", ".npz")
                       if truth.with_name(name + end).exists()), None)  # fmt: skip
        if source is not None:
            found.append(Case(name, truth, source))
    return found


def kind_of(cases: Sequence[Case]) -> Kind:
    """Tell what clips are: rendered, or simulated landmarks.

    Raises
    ------
    ValueError
        Some are the one and some the other; their numbers are never mixed.
    """
    simulated = {case.source.suffix == ".npz" for case in cases}
    if len(simulated) > 1:
        raise ValueError("rendered clips and simulated landmarks are never measured together")
    return "landmarks" if simulated == {True} else "rendered"


def cases_of_seeds(
    seeds: Sequence[int],
    kind: Kind,
    workers: int,
    *,
    render: bool = True,
    looks: Drawing = "studio",
    tone: int | None = None,
) -> list[Case]:
    """Give the clips of seeds, rendered or simulated now where they are not in the cache.

    Parameters
    ----------
    render
        False: leave out what is not in the cache.
    looks
        How the people of rendered clips are drawn; simulated sessions have no looks.
    tone
        Skin of whoever works, 1 to 10 of the Monk scale; each seed's own where it is None.
    """
    rendered = kind == "rendered"
    folder = cache.clips_folder(looks, tone) if rendered else cache.simulated_folder()
    folder.mkdir(parents=True, exist_ok=True)
    cache.sweep(folder)
    if not rendered:
        cache.prune(folder)
    ending = ".mp4" if rendered else ".npz"
    cases = [
        Case(str(seed), folder / f"{seed}.truth.json", folder / f"{seed}{ending}") for seed in seeds
    ]
    missing = [int(c.name) for c in cases if not (c.truth.exists() and c.source.exists())]
    if missing and render:
        make, words = (film, "rendering") if rendered else (simulate, "simulating")
        drawn = (looks, tone) if rendered else ()
        list(in_pool(make, [(seed, folder, *drawn) for seed in missing], workers, words))
        missing = []
    return [case for case in cases if int(case.name) not in missing]


def score(case: Case, true: str = "") -> Scored:
    """Judge one clip and measure it.

    Parameters
    ----------
    true
        What is judged as it truly is, instead of as it was found; see `benchmarks.perfect.PARTS`.
    """
    with _noted(f"while judging clip {case.name}"):
        truth = truth_of(case.truth)
        seen = observations(case, truth)
        if true:
            return _measured(case, _judged(with_true(seen, truth, true), truth))
        naive = baseline(seen, _library(), (truth.technique, None), truth.chart)
        told, untold = (tally(truth, said) for said in naive)
        return replace(_measured(case, _judged(seen, truth)), naive=told, naive_untold=untold)


def score_without(case: Case, rules: Sequence[str]) -> dict[str, Scored]:
    """Judge one clip without each of some rules in turn, and measure it."""
    with _noted(f"while judging clip {case.name}"):
        truth = truth_of(case.truth)
        found = observations(case, truth)
        placements = followed(found)
        without = {}
        for rule in rules:
            with ablation.switched_off(rule), _noted(f"without {rule}"):
                if ablation.places_hands(rule):
                    seen = observations(case, truth, ablation.landmark_variant(rule))
                    judged = _judged(seen, truth)
                else:
                    judged = _judged(found, truth, placements)
            without[rule] = _measured(case, judged)
        return without


@contextmanager
def _noted(words: str) -> Iterator[None]:
    """Say beside an error what was being done."""
    try:
        yield
    except Exception as error:
        error.add_note(words)
        raise


def _measured(case: Case, judged: Judged) -> Scored:
    truth = judged.truth
    badness, words = line(case.name, judged)
    return Scored(
        name=case.name,
        act=truth.act,
        view=truth.view.value,
        region=truth.region.value if truth.region else None,
        technique=truth.technique,
        fps=truth.fps,
        tone=truth.tone,
        told=tally(truth, judged.told),
        untold=tally(truth, judged.untold),
        faults=measures.faults(truth, judged.told),
        badness=badness,
        line=words,
    )


def observations(case: Case, truth: Truth, variant: str = "") -> list[Observation]:
    """Give a clip's landmarks."""
    if case.source.suffix == ".npz":
        return landmarks.load(case.source)
    return landmarks.landmarks_of(case.source, mirrored=truth.mirrored, variant=variant)


def _judged(
    seen: Sequence[Observation], truth: Truth, placements: Sequence[Placement] | None = None
) -> Judged:
    techniques = [None] if truth.technique is None else [None, truth.technique]
    outcomes = judge(seen, _library(), techniques, truth.chart, placements)
    return Judged(truth, told=outcomes[-1], untold=outcomes[0])


@lru_cache(maxsize=1)
def _library() -> Library:
    return load_library()


def in_pool(
    work: Callable[..., Result], arguments: Sequence[tuple[object, ...]], workers: int, words: str
) -> Iterator[Result]:
    """Do work in processes of their own, and tell how far it is; results as they come."""
    progress = Progress(len(arguments), words)
    if workers <= 1:
        for these in arguments:
            yield work(*these)
            progress.step()
        return
    context = multiprocessing.get_context("spawn")  # MediaPipe's threads don't survive a fork
    with _one_thread_each(), ProcessPoolExecutor(workers, context) as pool:
        jobs = [pool.submit(work, *these) for these in arguments]
        try:
            for job in as_completed(jobs):
                yield job.result()
                progress.step()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that start meanwhile use one thread; libraries ask when they are loaded."""
    names = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    before = {name: os.environ[name] for name in names if name in os.environ}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]
        os.environ.update(before)
