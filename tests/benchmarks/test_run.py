"""From clips to tables: the whole run, with a studio and landmarks made up for it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from benchmarks import ablation, accuracy, acts, cache, clips, landmarks, real, results, worst
from benchmarks.bars import MEASURES, tally
from benchmarks.clips import Scored
from benchmarks.groups import tones_table
from benchmarks.outcome import Judged, judge
from benchmarks.summary import ablation_table, all_tables, looks_table
from benchmarks.tables import Table, places_in, renewed
from benchmarks.truth import truth_of
from coach.coaching.session import Session
from coach.techniques.library import load_library
from coach.types import ChartName, Side, Verdict, View
from sample_videos.studio import vocabulary
from tests.benchmarks.made import attempt, outcome, truth
from tests.simulated import Script, observe, repeat, technique_path

FOREHEAD = "forehead-to-temples"


def session(seed: int) -> tuple[list[Any], dict[str, Any]]:
    """Simulate both hands stroking out along the forehead, `seed` times."""
    path = technique_path(load_library().find(FOREHEAD))
    moves = repeat(path, seed)
    seen = list(observe(Script(moves, moves), fps=20.0))
    t_s = [one.t_s for one in seen]
    starts = [1.2 + 2.2 * k for k in range(seed)]
    plain = {"side": "left", "technique": FOREHEAD, "sense": "right", "fault": None}
    plain |= {"touching": True, "no_go": None, "path_uv": [[0.1, 0.6], [1.2, 0.2]]}
    rows = [{**plain, "start_s": s, "end_s": s + 1.2, "lift_cm": 3.0} for s in starts]
    hand = {"contact": [False] * len(t_s), "joints_uv": [None] * len(t_s)}
    hand |= {"palm_uv": [None] * len(t_s), "joints_px": [None] * len(t_s)}
    return seen, {
        "version": 3, "clip": f"made-{seed}", "act": "right", "view": "front", "region": "face",
        "technique": FOREHEAD, "fault": None, "fps": 20, "height": 480, "duration_s": t_s[-1],
        "repetitions": seed, "repetitions_by_side": {"left": seed, "right": seed},
        "mirrored": False, "person": {"tone": 4},
        "chart_cm": {"u_cm": 4.45, "up_cm": 5.6, "down_cm": 12.07},
        "strokes": rows + [{**row, "side": "right"} for row in rows],
        "frames": {"t_s": t_s, "eyes_px": None, "occluded": None, "left": hand, "right": hand},
    }  # fmt: skip


def columns(seed: int) -> tuple[Any, dict[str, Any]]:
    seen, told = session(seed)
    return SimpleNamespace(columns=lambda: landmarks.columns_of(seen)), told


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACH_BENCH_CACHE", str(tmp_path / "cache"))
    simulator = ModuleType("sample_videos.studio.simulator")
    simulator.columns = columns  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sample_videos.studio.simulator", simulator)
    import sample_videos.studio

    monkeypatch.setattr(sample_videos.studio, "simulator", simulator, raising=False)


def run(*words: str) -> str:
    done = CliRunner().invoke(accuracy.app, [*words, "--workers", "1"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_simulated_sessions_from_end_to_end(tmp_path: Path) -> None:
    kept = tmp_path / "run.json"
    told = run("--landmarks", "--seeds", "2-4", "--json", str(kept), "--worst", "3")
    assert "Measured on: landmarks" in told
    found = json.loads(kept.read_text("utf-8"))
    assert found["kind"] == "landmarks"
    assert found["measures"]["exact"]["value"] == 1.0
    assert found["measures"]["sense"]["clips"] == 3
    assert [row["name"] for row in found["each"]] == ["2", "3", "4"]
    assert {"rules", "mediapipe", "studio"} <= set(found["versions"])


def test_what_is_judged_is_what_a_session_judges() -> None:
    seen, _ = session(3)
    library = load_library()
    plain = Session(library, technique=FOREHEAD)
    for one in seen:
        plain.push(one)
    plain.finish()
    untold, told = judge(seen, library, [None, FOREHEAD], ChartName.FACE)
    spans = [(a.start_s, a.end_s, a.side, a.verdict) for a in plain.report("", 9.0).attempts]
    assert [(a.start_s, a.end_s, a.side, a.verdict) for a in told.attempts] == spans
    assert told.repetitions == plain.report("", 9.0).repetitions == 3
    assert untold.technique == FOREHEAD
    assert np.isfinite(told.places_uv).all(axis=(1, 2)).any()
    assert told.touching.any(axis=0).all()


@pytest.mark.parametrize(
    "asked", ["--seeds 9003", "--seeds test --worst 3", "--seeds 0-3,9003", "--seeds 9018"]
)
def test_test_seeds_are_not_looked_at_one_by_one(asked: str) -> None:
    done = CliRunner().invoke(accuracy.app, ["--landmarks", *asked.split()])
    assert done.exit_code == 2
    assert "test seeds" in done.output
    assert not cache.simulated_folder().exists(), "refused before anything is made"


def test_nor_where_they_are_kept() -> None:
    done = CliRunner().invoke(accuracy.app, ["--clips", str(made_up(9003))])
    assert done.exit_code == 2
    assert "--seeds test" in done.output


def test_no_line_and_no_row_is_about_a_single_test_clip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in (9002, 9003):
        made_up(seed)
    monkeypatch.setattr(accuracy, "TEST", (9002, 9003))
    path = tmp_path / "run.json"
    told = run("--landmarks", "--seeds", "9002-9003", "--json", str(path))
    assert "9002 " not in told
    assert json.loads(path.read_text("utf-8"))["each"] == []


def made_up(seed: int, strokes: int = 2) -> Path:
    """Put a session into the cache that is another seed's."""
    folder = cache.simulated_folder()
    seen, told = session(strokes)
    landmarks.save(folder / f"{seed}.npz", seen)
    (folder / f"{seed}.truth.json").write_text(json.dumps(told), "utf-8")
    return folder


def test_a_folder_of_simulated_sessions_is_told_as_such() -> None:
    assert "Measured on: landmarks" in run("--clips", str(made_up(5)), "--json", "-")


def test_rendered_and_simulated_are_never_mixed(tmp_path: Path) -> None:
    cases = [
        clips.Case("1", tmp_path, tmp_path / "1.npz"),
        clips.Case("2", tmp_path, tmp_path / "2.mp4"),
    ]
    with pytest.raises(ValueError, match="never"):
        clips.kind_of(cases)


def test_older_simulators_sessions_are_cleared_away() -> None:
    folder = made_up(5)
    for number in range(4):
        (folder.parent / f"old{number}").mkdir()
    cache.prune(folder)
    assert len(list(folder.parent.iterdir())) == 3
    assert (folder / "5.npz").exists()


def test_an_error_names_its_clip(tmp_path: Path) -> None:
    truth_file = tmp_path / "7.truth.json"
    truth_file.write_text("{}", "utf-8")
    with pytest.raises(KeyError) as caught:
        clips.score(clips.Case("7", truth_file, tmp_path / "7.npz"))
    assert "clip 7" in caught.value.__notes__[0]


def test_the_studio_does_nothing_that_no_measure_knows() -> None:
    assert set(vocabulary.STROKE_ACTS) == set(acts.STROKE_ACTS)
    idling = {*vocabulary.FRONT_IDLING, *vocabulary.BACK_IDLING}
    assert idling <= set(acts.IDLE_ACTS)


def test_a_rule_switched_off_changes_its_row() -> None:
    told = run("--landmarks", "--seeds", "3", "--ablations", "pairs", "--json", "-")
    (row,) = [line for line in told.splitlines() if line.startswith("pairs")]
    assert "-1.000" in row, "hands that move together are one repetition no longer"


def test_rules_are_switched_off_as_if_each_were_judged_anew() -> None:
    (case,) = clips.cases_of_seeds([3], "landmarks", 1)
    seen, told = clips.observations(case, truth_of(case.truth)), truth_of(case.truth)
    without = clips.score_without(case, ["pairs", "cover", "lanes"])
    assert list(without) == ["pairs", "cover", "lanes"]
    for rule, scored in without.items():
        with ablation.switched_off(rule):
            _, anew = judge(seen, load_library(), [None, FOREHEAD], ChartName.FACE)
        for key, values in tally(told, anew).items():
            assert np.array_equal(scored.told[key], values, equal_nan=True), (rule, key)


def test_what_is_not_cached_is_left_out_when_nothing_may_be_made() -> None:
    clips.cases_of_seeds([2, 3], "landmarks", 1)
    there = clips.cases_of_seeds([2, 3, 4], "landmarks", 1, render=False)
    assert [case.name for case in there] == ["2", "3"]


def test_clips_that_are_left_out_are_told() -> None:
    clips.cases_of_seeds([2, 3], "landmarks", 1)
    told = run("--landmarks", "--seeds", "2-4", "--no-render", "--json", "-")
    assert "not in the cache: 1 of 3 clips" in told
    assert "Measured on: landmarks (seeds 2-4, 2 clips; " in told


def test_a_run_goes_on_where_an_earlier_one_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    simulator = sys.modules["sample_videos.studio.simulator"]
    monkeypatch.setattr(simulator, "columns", lambda seed: made.append(seed) or columns(seed))
    for seeds in ("2", "3-4", "2-4"):
        told = run("--landmarks", "--seeds", seeds, "--json", "-")
    assert made == [2, 3, 4]
    assert "3 clips" in told


def test_a_folder_gives_the_clips_that_have_their_truth(tmp_path: Path) -> None:
    for name in ("a.mp4", "a.truth.json", "b.mp4", "c.truth.json"):
        (tmp_path / name).touch()
    assert [case.name for case in clips.cases_of_folder(tmp_path)] == ["a"]


def test_clips_of_other_looks_are_kept_apart() -> None:
    for looks, seeds in (("studio", "23"), ("other", "3")):
        folder = cache.clips_folder(looks)  # type: ignore[arg-type]
        folder.mkdir(parents=True)
        for seed in seeds:
            (folder / f"{seed}.mp4").touch()
            (folder / f"{seed}.truth.json").touch()
    usual = clips.cases_of_seeds([2, 3], "rendered", 1, render=False)
    other = clips.cases_of_seeds([2, 3], "rendered", 1, render=False, looks="other")
    assert [case.name for case in usual] == ["2", "3"]
    assert [case.name for case in other] == ["3"]
    assert other[0].source != usual[1].source


def test_clips_of_one_tone_are_kept_apart() -> None:
    folder = cache.clips_folder(tone=9)
    assert len({folder, cache.clips_folder(tone=2), cache.clips_folder()}) == 3
    folder.mkdir(parents=True)
    for ending in ("mp4", "truth.json"):
        (folder / f"3.{ending}").touch()
    (there,) = clips.cases_of_seeds([2, 3], "rendered", 1, render=False, tone=9)
    assert there.source == folder / "3.mp4"


@pytest.mark.parametrize(
    "words",
    [
        ["--seeds", "odd"],
        ["--ablations", "gravity"],
        ["--looks", "odd"],
        ["--looks", "other", "--landmarks"],
        ["--tones", "2,11"],
        ["--tones", "5"],
        ["--tones", "2,5", "--seeds", "odd"],
        ["--tones", "2,5", "--seeds", "3", "--no-render"],
        ["--tones", "2,5", "--landmarks"],
    ],
)
def test_words_nobody_knows_are_an_error(words: list[str]) -> None:
    done = CliRunner().invoke(accuracy.app, words)
    assert done.exit_code == 2


def scored(name: str, said: Any, true: Any = None, **changes: Any) -> Scored:
    true = true or truth()
    sums = tally(true, said)
    plain: dict[str, Any] = {
        "name": name, "act": true.act, "view": true.view.value, "region": "face",
        "technique": true.technique, "fps": true.fps, "tone": true.tone,
        "told": sums, "untold": sums, "faults": Counter({("none", "good"): 4}),
    }  # fmt: skip
    return Scored(**plain | changes)


def table_of(some: list[Scored], key: str) -> Table:
    (table,) = [table for table in all_tables(some) if table.key == key]
    return table


def test_tones_are_compared_in_every_measure_that_has_a_bar() -> None:
    said = [outcome(), outcome([])] * 4
    some = [scored(f"{k}", one, tone=2 + 4 * (k % 2)) for k, one in enumerate(said)]
    table = table_of(some, "parity")
    rows = {row[0]: row[1:] for row in table.rows}
    both = [
        m
        for m in MEASURES
        if m.bar is not None
        and m.key in ("exact", "off_by_one", "contact", "sense_given", "place_free")
    ]
    assert {m.name for m in both} <= set(rows)
    assert table.head[1:3] == ("tone 1 to 3 (4)", "tone 4 to 6 (4)")
    assert rows["repetitions, exact"] == (
        "1.00 [0.40, 1.00]", "0.00 [0.00, 0.60]", "1.00 [0.15, 1.00]", "no"
    )  # fmt: skip
    assert rows["place, hand beside the face"][-1] == "", "3 points are for shares"


def test_what_only_one_group_knows_is_not_compared() -> None:
    some = [scored("1", outcome(), tone=2), scored("2", outcome([]), tone=9)]
    assert "direction, median" not in {row[0] for row in table_of(some, "parity").rows}
    assert not [t for t in all_tables(some[:1]) if t.key in ("parity", "views", "rates")]


def test_a_clip_is_no_group() -> None:
    acts = ("right", "right", "reversed", "one_hand")
    table = table_of([scored(act, outcome(), truth(act=act)) for act in acts], "acts")
    assert [row[:2] for row in table.rows] == [("right", "2"), ("others, one each", "2")]
    assert {"spine", "false alarms"}.isdisjoint(table.head), "no column without a number"


def test_quiet_clips_have_a_table_of_their_own() -> None:
    quiet = [scored(f"{k}", outcome([]), truth([], act="talking")) for k in range(3)]
    table = table_of([*quiet, scored("4", outcome())], "quiet")
    assert table.head[2:] == ("false alarms", "spoken of")
    ((_, count, alarms, _),) = table.rows
    assert (count, alarms[:9]) == ("3", "0.00/min ")


def test_a_table_that_nothing_fills_is_left_out() -> None:
    keys = {table.key for table in all_tables([scored("1", outcome(), tone=None)])}
    assert "parity" not in keys
    assert {"main", "acts", "lifts", "faults"} <= keys


def test_without_a_rule_the_change_is_told_and_whether_chance_explains_it() -> None:
    good = [scored(f"{k}", outcome()) for k in range(8)]
    worse = {
        "bow": [scored(f"{k}", outcome([] if k else None)) for k in range(8)],
        "pace": [scored(f"{k}", outcome(None if k else [])) for k in range(8)],
        "ends": good,
    }
    table = ablation_table(good, worse)
    exact = table.head.index("exact")
    assert [row[exact] for row in table.rows] == ["1.000", "-0.875*", "-0.125", "0"]


def test_other_looks_are_told_clip_by_clip_for_each_way_of_judging() -> None:
    good = [scored(f"{k}", outcome()) for k in range(8)]
    bad = [scored(f"{k}", outcome([] if k else None)) for k in range(8)]
    table = looks_table({"found": good, "hands": good}, {"found": bad, "hands": good})
    exact = table.head.index("exact")
    assert [(row[0], row[exact]) for row in table.rows] == [
        ("found, usual look", "1.000"), ("in other looks", "-0.875*"),
        ("hands, usual look", "1.000"), ("in other looks", "0"),
    ]  # fmt: skip


def test_the_same_clips_in_other_tones_are_compared_clip_by_clip() -> None:
    good = [scored(f"{k}", outcome()) for k in range(8)]
    bad = [scored(f"{k}", outcome([] if k else None)) for k in range(8)]
    table = tones_table({2: good, 5: bad, 9: good})
    rows = {row[0]: row[1:] for row in table.rows}
    assert table.head == ("measure", "tone 2", "tone 5", "tone 9", "worst from best")
    assert [cell[:4] for cell in rows["repetitions, exact"]] == ["1.00", "0.12", "1.00", "0.88"]
    assert rows["direction, median"][-1].startswith("0.0°")


def test_tables_are_aligned_and_markdown() -> None:
    table = Table("t", "Title", ("a", "b"), (("one", "1"), ("three", "22")))
    assert table.plain() == "Title\na       b\n---------\none     1\nthree  22"
    assert table.markdown("3 clips") == (
        "| a | b |\n| --- | --: |\n| one | 1 |\n| three | 22 |\n\n*3 clips*"
    )


def test_only_marked_tables_are_renewed() -> None:
    page = "<!-- measured: t -->\nold\n<!-- end -->\n<!-- measured: u -->\nstays\n<!-- end -->\n"
    assert renewed(page, {"t": "new"}) == page.replace("old", "new")


TABLES = ("main", "acts", "quiet", "techniques", "views", "rates", "lifts", "places", "parity",
          "faults", "rules", "true")  # fmt: skip


def test_the_handbook_has_a_place_for_every_table() -> None:
    places = places_in(accuracy.PAGE.read_text("utf-8"))
    assert places >= {*TABLES, "main-landmarks", "main-other", "looks-other", "real", "real-quiet"}


def test_a_run_renews_its_tables_of_the_handbook_and_no_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    places = ("main", "main-landmarks", "lifts-landmarks")
    page.write_text("".join(f"<!-- measured: {key} -->\nSTALE\n<!-- end -->\n" for key in places))
    monkeypatch.setattr(accuracy, "PAGE", page)
    told = run("--landmarks", "--seeds", "2-3", "--markdown", "--json", "-")
    assert "page.md: renewed main-landmarks, lifts-landmarks\n" in told
    assert page.read_text("utf-8").count("STALE") == 1
    assert page.read_text("utf-8").count("*Measured on: landmarks (seeds 2-3, 2 clips; ") == 2


def test_every_kind_of_table_is_renewed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("".join(f"<!-- measured: {key} -->\nSTALE\n<!-- end -->\n" for key in TABLES))
    monkeypatch.setattr(accuracy, "PAGE", page)
    monkeypatch.setattr(accuracy, "kind_of", lambda _: "rendered")
    tones = iter([2, 5, 2, 5])

    def judged(case: clips.Case, _: str = "", true: str = "") -> Scored:
        act, k = ("talking", 3) if case.name == "5" else ("right", int(case.name))
        view = View.BACK if k % 2 else View.FRONT
        return scored(case.name, outcome(), truth(act=act, view=view, fps=10.0 + 10 * (k % 2),
                                                  tone=next(tones, 2)))  # fmt: skip

    monkeypatch.setattr(accuracy, "score", judged)
    words = ("--ablations", "bow", "--true-joints", "--markdown", "--json", "-")
    run("--landmarks", "--seeds", "2-5", *words)
    assert "STALE" not in page.read_text("utf-8")


def test_a_clip_in_one_line() -> None:
    assert worst.line("1", Judged(truth(), outcome(), outcome()))[0] == 0
    said = outcome([attempt(1.0, 2.0, verdict=Verdict.TOO_SHORT, counted=False)])
    badness, words = worst.line("1", Judged(truth(), said, said))
    assert badness > 0
    assert "reps 0/4" in words
    assert "L =---" in words
    assert "too_short 1" in words


def test_labels_turn_round_with_the_clip() -> None:
    (brush,) = [label for label in real.labels() if label.file == "brow_brush.mp4"]
    assert brush.side is Side.RIGHT
    forwards = brush.strokes(10.8, backwards=False)
    turned = brush.strokes(10.8, backwards=True)
    assert [s.start_s for s in turned] == pytest.approx([10.8 - s.end_s for s in forwards[::-1]])
    assert {s.sense for s in turned} == {"reversed"}


def test_a_recording_is_judged_both_ways(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen, _ = session(2)
    (tmp_path / "gestures.mp4").touch()
    monkeypatch.setattr(real, "landmarks_of", lambda *_, **__: seen)
    main, quiet = real.tables(tmp_path, workers=1)
    assert [row[1] for row in main.rows] == ["forwards", "backwards"]
    assert quiet.rows[0][1] == "4", "two repetitions, played twice"


def test_a_run_is_kept_whole(tmp_path: Path) -> None:
    found = results.record("real", "recordings", [], 1.0)
    assert found["measures"] == {}
    results.write(tmp_path / "deep" / "a.json", found)
    assert json.loads((tmp_path / "deep" / "a.json").read_text("utf-8"))["kind"] == "real"


def test_landmarks_are_found_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"pictures")
    asked = []
    monkeypatch.setattr(landmarks, "_track", lambda *a, **k: asked.append(k) or session(2)[0])
    first = landmarks.landmarks_of(clip)
    again = landmarks.landmarks_of(clip)
    landmarks.landmarks_of(clip, mirrored=True)
    landmarks.landmarks_of(clip, backwards=True)
    assert len(asked) == 3
    np.testing.assert_array_equal(first[5].face_px, again[5].face_px)
