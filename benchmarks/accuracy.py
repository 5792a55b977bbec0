"""How often Coach is right.

python -m benchmarks.accuracy                      rendered clips of the development seeds
python -m benchmarks.accuracy --worst 15           and those that went worst, a line each
python -m benchmarks.accuracy --landmarks          simulated landmarks instead: seconds
python -m benchmarks.accuracy --looks other        the same clips with people drawn otherwise
python -m benchmarks.accuracy --tones 2,5,9        the same clips in other tones of skin
python -m benchmarks.accuracy --ablations all      each rule switched off in turn
python -m benchmarks.accuracy --true-joints        and what perfect landmarks would give
python -m benchmarks.accuracy --seeds test         when a version is done; tell the numbers
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import ablation, real, results
from benchmarks.clips import (
    Case,
    Kind,
    Scored,
    cases_of_folder,
    cases_of_seeds,
    in_pool,
    kind_of,
    score,
    score_without,
)
from benchmarks.groups import tones_table
from benchmarks.perfect import PARTS
from benchmarks.progress import clock
from benchmarks.seeds import TEST, is_for_tests, seeds_of
from benchmarks.summary import ablation_table, all_tables, looks_table, perfect_table
from benchmarks.tables import Table, joined, places_in, renewed
from benchmarks.worst import LEGEND
from sample_videos.studio.looks import Drawing

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"
ENDING = {"rendered": "", "other": "-other", "tones": "", "landmarks": "-landmarks", "real": ""}
"""Tables of other looks and of simulated landmarks have names of their own in the handbook."""
WORDS = {"other": "rendered, in other looks", "tones": "rendered, in several tones of skin"}
"""What is said of a kind whose name does not say it."""

app = typer.Typer(
    add_completion=False, help=__doc__, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.command()
def run(
    seeds: Annotated[str, typer.Option(help="dev, test, or seeds: 0-39,57.")] = "dev",
    clips: Annotated[
        Path | None, typer.Option(help="A folder of clips with their truth, instead of seeds.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes; one a core.")] = os.cpu_count() or 1,
    render: Annotated[bool, typer.Option(help="Render what is not in the cache.")] = True,
    landmarks: Annotated[bool, typer.Option(help="Simulated landmarks instead of clips.")] = False,
    looks: Annotated[Drawing, typer.Option(help="How the people of clips are drawn.")] = "studio",
    tones: Annotated[
        str, typer.Option(help="Draw each clip in these tones of skin, 1 to 10; nothing else.")
    ] = "",
    ablations: Annotated[
        str, typer.Option(help="Rules to switch off in turn: names with commas; all; tracking.")
    ] = "",
    true_joints: Annotated[
        bool, typer.Option(help="Judge true hands and bodies, too, instead of those found.")
    ] = False,
    real_clips: Annotated[
        Path | None, typer.Option("--real", help="A folder of labelled recordings; nothing else.")
    ] = None,
    worst: Annotated[int, typer.Option(help="Tell so many clips that went worst.")] = 0,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Where the numbers are kept; - for nowhere.")
    ] = None,
    markdown: Annotated[bool, typer.Option(help="Renew the tables of docs/accuracy.md.")] = False,
) -> None:
    """Measure how often Coach is right."""
    began_s = time.monotonic()
    if real_clips is not None:
        tables = real.tables(real_clips, workers)
        _tell("real", "labelled recordings", tables, markdown=markdown)
        _keep(json_file, "real", "recordings", tables, began_s)
        return
    if tones:
        if landmarks or clips or looks == "other" or ablations or true_joints or worst:
            raise typer.BadParameter(
                "tones are for rendered clips of seeds, and go with nothing else"
            )
        by_tone = _in_tones(seeds, workers, render, _tones(tones))
        tables = [tones_table(by_tone)]
        clips_in_all = sum(map(len, by_tone.values()))
        _tell("tones", f"seeds {seeds}, {clips_in_all} clips", tables, markdown=markdown)
        _keep(json_file, "tones", f"seeds {seeds}", tables, began_s)
        return
    rules = _rules(ablations)
    if looks == "other" and (landmarks or clips is not None):
        raise typer.BadParameter("other looks are for the rendered clips of seeds")
    try:
        made: Kind = "landmarks" if landmarks else "rendered"
        _guard_tests(clips, seeds, worst)
        cases = _cases(clips, seeds, made, workers, render, looks)
        kind = "other" if looks == "other" else kind_of(cases)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if not cases:
        raise typer.BadParameter("there is no clip to judge")
    if true_joints and kind == "landmarks":
        raise typer.BadParameter("true joints are for rendered clips")
    scored = _score_all(cases, workers)
    tables = all_tables(scored)
    if rules:
        tables.append(ablation_table(scored, _score_without(cases, workers, rules)))
    perfect = {}
    if true_joints:
        perfect = {parts: _score_all(cases, workers, true=parts) for parts in PARTS}
        tables.append(perfect_table(scored, perfect))
    if kind == "other":
        tables.append(_beside_usual(seeds, workers, render, {"found": scored, **perfect}))
    what = clips.name if clips is not None else f"seeds {seeds}"
    _tell(kind, f"{what}, {len(scored)} clips", tables, markdown=markdown)
    if worst:
        _tell_worst(scored, worst)
    _keep(json_file, kind, what, tables, began_s, scored)
    took_s = time.monotonic() - began_s
    print(f"\n{kind}: {len(scored)} clips ({what}) in {clock(took_s)}")


def _guard_tests(folder: Path | None, seeds: str, worst: int) -> None:
    """Refuse, before anything is rendered, to look at some clips of the test seeds only."""
    if folder is not None:
        names = [case.name for case in cases_of_folder(folder)]
    else:
        names = [str(seed) for seed in seeds_of(seeds)]
    whole = folder is None and not worst and set(names) == {str(seed) for seed in TEST}
    if any(is_for_tests(name) for name in names) and not whole:
        raise ValueError(
            "clips of the test seeds are not looked at one by one: --seeds test judges them all"
        )


def _keep(
    path: Path | None,
    kind: str,
    what: str,
    tables: Sequence[Table],
    began_s: float,
    clips: Sequence[Scored] = (),
) -> None:
    if str(path) != "-":
        found = results.record(kind, what, tables, time.monotonic() - began_s, clips)
        results.write(path or results.default_path(kind, what), found)


def _cases(
    folder: Path | None, seeds: str, kind: Kind, workers: int, render: bool, looks: Drawing
) -> list[Case]:
    if folder is not None:
        return cases_of_folder(folder)
    wanted = seeds_of(seeds)
    cases = cases_of_seeds(wanted, kind, workers, render=render, looks=looks)
    if len(cases) < len(wanted):
        left_out = len(wanted) - len(cases)
        print(f"Left out, as they are not in the cache: {left_out} of {len(wanted)} clips\n")
    return cases


def _score_all(cases: Sequence[Case], workers: int, true: str = "") -> list[Scored]:
    words = f"judging true {true}" if true else "judging"
    return _in_order(in_pool(score, [(case, true) for case in cases], workers, words))


def _score_without(
    cases: Sequence[Case], workers: int, rules: Sequence[str]
) -> dict[str, list[Scored]]:
    words = f"judging without {len(rules)} rules"
    found = list(in_pool(score_without, [(case, rules) for case in cases], workers, words))
    return {rule: _in_order(clip[rule] for clip in found) for rule in rules}


def _in_order(clips: Iterable[Scored]) -> list[Scored]:
    return sorted(clips, key=lambda clip: (len(clip.name), clip.name))


def _beside_usual(
    seeds: str, workers: int, render: bool, other: Mapping[str, Sequence[Scored]]
) -> Table:
    """Judge the same seeds in the usual look in the same ways, and lay them side by side."""
    names = {clip.name for clip in other["found"]}
    cases = _cases(None, seeds, "rendered", workers, render, "studio")
    cases = [case for case in cases if case.name in names]
    have = {case.name for case in cases}
    usual = {how: _score_all(cases, workers, true="" if how == "found" else how) for how in other}
    same = {how: [clip for clip in clips if clip.name in have] for how, clips in other.items()}
    return looks_table(usual, same)


def _in_tones(
    seeds: str, workers: int, render: bool, tones: Sequence[int]
) -> dict[int, list[Scored]]:
    """Judge the clips that there are in every tone."""
    try:
        _guard_tests(None, seeds, 0)
        wanted = seeds_of(seeds)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    cases = {
        tone: cases_of_seeds(wanted, "rendered", workers, render=render, tone=tone)
        for tone in tones
    }
    there = set.intersection(*({case.name for case in some} for some in cases.values()))
    if not there:
        raise typer.BadParameter("there is no clip in all of these tones")
    return {
        tone: _score_all([case for case in some if case.name in there], workers)
        for tone, some in cases.items()
    }


def _tones(words: str) -> tuple[int, ...]:
    wanted = [word.strip() for word in words.split(",")]
    if len(set(wanted)) < 2 or not all(one.isdecimal() and 1 <= int(one) <= 10 for one in wanted):
        raise typer.BadParameter(f'"{words}" are no tones: write two or more of 1 to 10, as 2,5,9')
    return tuple(sorted({int(one) for one in wanted}))


def _rules(words: str) -> tuple[str, ...]:
    known = ablation.names(landmarks=True)
    if words in ("all", "tracking"):
        return ablation.names() if words == "all" else known
    wanted = tuple(name.strip() for name in words.split(",") if name.strip())
    for name in wanted:
        if name not in known:
            raise typer.BadParameter(f'no rule "{name}"; there are: {", ".join(known)}')
    return wanted


def _tell(kind: str, what: str, tables: Sequence[Table], *, markdown: bool) -> None:
    measured_on = f"Measured on: {WORDS.get(kind, kind)} ({what}; {results.stamp()})"
    print(f"{measured_on}\n")
    print(joined(tables))
    if not markdown:
        return
    page = PAGE.read_text("utf-8")
    new = {table.key + ENDING[kind]: table.markdown(measured_on) for table in tables}
    PAGE.write_text(renewed(page, new), "utf-8")
    there = ", ".join(key for key in new if key in places_in(page))
    print(f"\n{PAGE.name}: renewed {there or 'nothing, for it has no place for these'}")


def _tell_worst(clips: Sequence[Scored], count: int) -> None:
    print(f"\nWorst {count}\n{LEGEND}")
    wrong = [clip for clip in clips if clip.badness > 0]
    for clip in sorted(wrong, key=lambda clip: -clip.badness)[:count]:
        print(f"{clip.badness:5.1f} {clip.line}")


if __name__ == "__main__":
    app()
