"""What a review found: the clip beside its attempts, drawings, numbers, and files to take away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from coach.app.plain import DASH, METRIC_PX, degrees, literal, percent, seconds
from coach.app.review_charts import SELECTION, heat_map, pace_chart, timeline_chart
from coach.app.review_figures import (
    Numbered,
    clock,
    median,
    numbered,
    right_share,
    sides,
    verdicts_of,
)
from coach.app.review_job import Outcome, ReviewJob
from coach.app.said import cue_words, say, work_on_words
from coach.app.seek import seek
from coach.app.setting import library, routines, scheme
from coach.app.words import Words
from coach.present.diagram import attempts_svg
from coach.present.result_files import ANNOTATED, PAGE, REPORT, STROKES
from coach.present.tempo import angle_deg
from coach.present.words import find_technique
from coach.techniques.schema import Technique
from coach.types import HANDS, Report, Standing, StepCount

__all__ = ["show_results"]

CHOSEN = "review_attempt"
TIMELINE = "review_timeline"
BEGINNING = 0
FILES = (
    (ANNOTATED, "video", "video/mp4"),
    (PAGE, "page", "text/html"),
    (REPORT, "json", "application/json"),
    (STROKES, "csv", "text/csv"),
)


def show_results(job: ReviewJob, words: Words) -> None:
    """Show what came of every clip: a table for several, and one of them in full."""
    if not job.outcomes:
        return
    one = job.outcomes[0]
    if len(job.clips) > 1:
        st.table([_row(outcome, words) for outcome in job.outcomes])
        one = st.selectbox(
            words("results.clip"),
            job.outcomes,
            format_func=lambda outcome: outcome.clip.name,
            key="review_outcome",
            on_change=_forget_attempt,
        )
    for note in one.notes:
        st.warning(literal(say(note, words)))
    if one.report is None:
        st.error(literal(say(one.fault, words)), icon=":material/error:")
        return
    _show(one, one.report, words)


def _forget_attempt() -> None:
    st.session_state.pop(CHOSEN, None)


def _row(outcome: Outcome, words: Words) -> dict[str, str]:
    report = outcome.report
    return {
        words("results.clip"): literal(outcome.clip.name),
        words("results.technique"): _name(report, words) if report else DASH,
        words("results.repetitions"): str(report.repetitions) if report else DASH,
        words("results.right"): percent(right_share(report)) if report else DASH,
        words("results.work_on"): literal(
            say(report.obstacle, words) or work_on_words(report, library(), words)
            if report
            else say(outcome.fault, words)
        )
        or DASH,
    }


def _show(outcome: Outcome, report: Report, words: Words) -> None:
    technique = find_technique(report.wanted, library())
    st.header(_name(report, words), anchor=False)
    if report.obstacle:
        st.warning(literal(say(report.obstacle, words)))
    _numbers(report, words)
    better = work_on_words(report, library(), words)
    if better:
        st.info(
            f"**{words('results.work_on')}:** {literal(better)}", icon=":material/arrow_forward:"
        )
    for warning in report.warnings:
        if warning != report.obstacle:
            st.warning(literal(say(warning, words)))
    if report.standing is not None:
        _steps(report.standing, words)
    shown = _filtered(report, words) if report.attempts else ()
    video, timeline = st.columns([1, 1], gap="large")
    with timeline:
        chosen = _timeline(shown, report, words) if report.attempts else None
    with video:
        _video(outcome.folder / ANNOTATED, chosen, words)
    if report.attempts:
        _drawings(outcome, report, shown, technique, words)
        _table(shown, report, words)
    _downloads(outcome.folder, words)


def _steps(standing: Standing, words: Words) -> None:
    """List what became of each step of the routine."""
    st.subheader(words("steps.title"), anchor=False)
    lines = [
        f"1. **{_technique_name(step.technique, words)}**: {words(f'steps.{step.state}')}, "
        f"{_far(step, words)}"
        for step in standing.steps
    ]
    st.markdown("\n".join(lines))


def _far(step: StepCount, words: Words) -> str:
    if step.by_clock:
        minutes = [f"{length_s / 60:.1f}" for length_s in (step.done_s, step.length_s)]
        return words("steps.clock", done=minutes[0], wanted=minutes[1])
    key = "steps.each" if step.each else "steps.times"
    return words(key, done=step.done, wanted=step.repetitions)


def _technique_name(technique_id: str, words: Words) -> str:
    technique = find_technique(technique_id, library())
    return words.of_technique(technique, "name") if technique is not None else technique_id


def _numbers(report: Report, words: Words) -> None:
    left, right = sides(report, library())
    pace_s = median([one.pace_s for one in numbered(report, library())])
    with st.container(horizontal=True, gap="small"):
        st.metric(words("results.repetitions"), report.repetitions, width=METRIC_PX)
        st.metric(words("results.right"), percent(right_share(report)), width=METRIC_PX)
        st.metric(words("results.sides"), f"{left.counted} / {right.counted}", width=METRIC_PX)
        st.metric(words("results.pace"), seconds(pace_s, words), width=METRIC_PX)


def _filtered(report: Report, words: Words) -> tuple[Numbered, ...]:
    hand, verdict = st.columns(2)
    side = hand.segmented_control(
        words("results.hand"),
        HANDS,
        format_func=lambda one: words(f"side.{one}"),
        key="review_hand",
    )
    kinds = verdict.pills(
        words("results.verdict"),
        verdicts_of(report),
        selection_mode="multi",
        format_func=lambda one: words(f"verdict.{one}"),
        key="review_verdicts",
    )
    return numbered(report, library(), side, kinds)


def _timeline(shown: Sequence[Numbered], report: Report, words: Words) -> Numbered | None:
    by_number = {one.number: one for one in shown}
    if st.session_state.get(CHOSEN) not in by_number:
        st.session_state[CHOSEN] = BEGINNING
    chosen = st.selectbox(
        words("results.jump"),
        [BEGINNING, *by_number],
        format_func=lambda number: (
            _title(by_number[number], words) if number in by_number else words("results.beginning")
        ),
        key=CHOSEN,
    )
    length_s = max([report.duration_s, *(a.end_s for a in report.attempts)])
    st.altair_chart(
        timeline_chart(shown, length_s, chosen, words, scheme()),
        on_select=_jump,
        selection_mode=SELECTION,
        key=TIMELINE,
        width="stretch",
        alt=words("results.timeline"),
    )
    one = by_number.get(chosen)
    if one is not None and (cue := _cue(one, report, words)):
        st.markdown(f"**{words(f'verdict.{one.attempt.verdict}')}** · {literal(cue)}")
    return one


def _jump() -> None:
    """Choose the attempt that was clicked."""
    picked = st.session_state[TIMELINE].selection.get(SELECTION, [])
    if picked and picked[0].get("number"):
        st.session_state[CHOSEN] = int(picked[0]["number"])


def _title(one: Numbered, words: Words) -> str:
    attempt = one.attempt
    parts = (
        clock(attempt.start_s),
        words(f"side.{attempt.side}"),
        words(f"verdict.{attempt.verdict}"),
    )
    return f"{one.number}. " + " · ".join(parts)


def _video(path: Path, chosen: Numbered | None, words: Words) -> None:
    if not path.exists():
        st.info(words("results.no_video"))
        return
    st.video(str(path), alt=words("results.video_alt"))
    number, at_s = (chosen.number, chosen.attempt.start_s) if chosen else (BEGINNING, 0.0)
    seek(f"{path.parent.name} {number}", at_s)
    st.caption(words("results.video_caption"))


def _drawings(
    outcome: Outcome,
    report: Report,
    shown: Sequence[Numbered],
    technique: Technique | None,
    words: Words,
) -> None:
    attempts = [one.attempt for one in shown]
    zones = library().zones_of(technique) if technique is not None else ()
    on_chart = outcome.places.chart if outcome.places is not None else report.attempts[0].chart
    paths, heat, pace = st.columns(3, gap="large")
    with paths:
        st.subheader(words("results.paths"), anchor=False)
        svg = attempts_svg(
            attempts, technique, zones, on_chart, report.view, scheme=scheme(), legend=False
        )
        st.image(svg, width="stretch", alt=words.count("results.paths_alt", len(attempts)))
        st.caption(words("results.paths_caption"))
    with heat:
        st.subheader(words("results.heat"), anchor=False)
        if outcome.places is not None and len(outcome.places.points_uv):
            st.altair_chart(
                heat_map(outcome.places, words, scheme()),
                width="content",
                alt=words("results.heat"),
            )
        st.caption(words("results.heat_caption"))
    with pace:
        st.subheader(words("results.pace"), anchor=False)
        st.altair_chart(
            pace_chart(shown, technique, words, scheme()),
            alt=words("results.pace"),
            width="stretch",
        )
        st.caption(words("results.pace_caption"))
        _symmetry(report, words)


def _symmetry(report: Report, words: Words) -> None:
    st.subheader(words("results.symmetry"), anchor=False)
    st.table(
        [
            {
                words("results.hand"): words(f"side.{side.side}"),
                words("results.repetitions"): str(side.counted),
                words("results.pace"): seconds(side.pace_s, words),
                words("results.along"): percent(side.coverage),
            }
            for side in sides(report, library())
        ]
    )


def _cue(one: Numbered, report: Report, words: Words) -> str:
    return cue_words(one.attempt, report.wanted, library(), words)


def _table(shown: Sequence[Numbered], report: Report, words: Words) -> None:
    with st.expander(words("results.table")):
        st.table(
            [
                {
                    "#": str(one.number),
                    words("results.at"): clock(one.attempt.start_s),
                    words("results.hand"): words(f"side.{one.attempt.side}"),
                    words("results.verdict"): words(f"verdict.{one.attempt.verdict}"),
                    words("results.pace"): seconds(one.pace_s, words),
                    words("results.direction"): degrees(angle_deg(one.attempt, library())),
                    words("results.along"): percent(one.attempt.coverage),
                    words("results.cue"): literal(_cue(one, report, words)) or DASH,
                }
                for one in shown
            ]
        )


def _downloads(folder: Path, words: Words) -> None:
    st.subheader(words("results.files"), anchor=False)
    with st.container(horizontal=True):
        for name, key, mime in FILES:
            if (folder / name).exists():
                st.download_button(
                    words(f"results.file_{key}"),
                    (folder / name).read_bytes(),
                    file_name=name,
                    mime=mime,
                    on_click="ignore",
                    icon=":material/download:",
                    key=f"download_{key}",
                )


def _name(report: Report, words: Words) -> str:
    if report.standing is not None:
        done = next((r for r in routines().routines if r.id == report.standing.routine), None)
        return words.of_routine(done, "name") if done is not None else report.standing.routine
    technique = find_technique(report.wanted, library())
    return words.of_technique(technique, "name") if technique else words("results.no_technique")
