"""Progress: what was practised, how it changes, how often, and what to do with the records."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from coach.app.plain import METRIC_PX, literal, percent
from coach.app.progress_charts import minutes_chart, repetitions_chart, share_chart
from coach.app.said import say
from coach.app.setting import library, scheme, words_here
from coach.app.words import Words
from coach.coaching.how_often import about, course_days, usual_aim
from coach.coaching.safety import safety
from coach.errors import HistoryError
from coach.history.export import history_csv, history_json
from coach.history.progress import Progress, days_a_week, progress
from coach.history.records import SessionRecord
from coach.history.store import History
from coach.present.words import find_technique
from coach.techniques.routine import Aim
from coach.types import Region

__all__ = ["page"]

LATEST = 20


def page() -> None:
    """Show what the history comes to."""
    words = words_here()
    st.title(words("progress.title"), anchor=False)
    history = History()
    try:
        sessions = history.sessions()
    except HistoryError as error:
        st.error(literal(say(str(error), words)), icon=":material/error:")
        return
    if not sessions:
        st.markdown(words("progress.empty"))
        st.caption(words("app.local"))
        return
    done = progress(sessions, _today())
    _numbers(done, words)
    _charts(done, words)
    _recommended(sessions, done, words)
    _sessions(sessions, words)
    _records(history, sessions, words)


def _today() -> date:
    """Give the day it is where the browser is."""
    zone: tzinfo | None = None
    try:
        zone = ZoneInfo(st.context.timezone) if st.context.timezone else None
    except (ZoneInfoNotFoundError, ValueError):
        zone = None
    return datetime.now(zone).date()


def _numbers(done: Progress, words: Words) -> None:
    streak = words.count("progress.days", done.streak_days)
    with st.container(horizontal=True, gap="small"):
        st.metric(words("progress.sessions"), done.sessions, width=METRIC_PX)
        st.metric(words("progress.repetitions"), done.repetitions, width=METRIC_PX)
        st.metric(words("progress.right"), percent(done.right_share), width=METRIC_PX)
        st.metric(words("progress.streak"), streak, width=METRIC_PX)
    if done.trend is not None:
        way = {1: "better", 0: "same", -1: "worse"}[done.trend.direction]
        st.markdown(
            words(
                f"progress.trend_{way}",
                before=percent(done.trend.before),
                lately=percent(done.trend.lately),
            )
        )


def _charts(done: Progress, words: Words) -> None:
    repetitions, share, minutes = st.columns(3, gap="large")
    with repetitions:
        st.header(words("progress.repetitions"), anchor=False)
        st.altair_chart(
            repetitions_chart(done.days, words),
            alt=words("progress.repetitions_alt"),
            width="stretch",
        )
    with share:
        st.header(words("progress.right"), anchor=False)
        st.altair_chart(
            share_chart(done.days, words), alt=words("progress.right_alt"), width="stretch"
        )
    with minutes:
        st.header(words("progress.minutes"), anchor=False)
        st.altair_chart(
            minutes_chart(done.minutes, words, scheme()),
            alt=words("progress.minutes_alt"),
            width="stretch",
        )


def _recommended(sessions: Sequence[SessionRecord], done: Progress, words: Words) -> None:
    """Hold one part of the body's sessions against what is recommended: it is asked which."""
    known = {region for session in sessions for region in session.regions}
    if not known:
        return
    parts = [part for part in Region if part in known]
    most = max(parts, key=lambda part: done.minutes.get(part, 0.0))
    often, course = st.columns(2, gap="large")
    with often:
        st.header(words("progress.often"), anchor=False)
        part = st.selectbox(
            words("progress.part"),
            parts,
            index=parts.index(most),
            format_func=lambda one: words(f"region.{one}"),
            key="progress_part",
        )
        like = about(sessions, [part])
        _often(part, days_a_week(like, _today()), words)
    with course:
        _course(course_days(like, _today()), words)


def _often(part: Region, now: float, words: Words) -> None:
    aims = list(Aim)
    aim = st.selectbox(
        words("progress.aim"),
        aims,
        index=aims.index(usual_aim(part)),
        format_func=lambda one: words(f"aim.{one}"),
        key=f"progress_aim_{part}",
    )
    wanted = safety().frequency_of(aim)
    st.markdown(words("progress.now", now=f"{now:.1f}"))
    key = "too_rare" if now < wanted.days_min else "too_often" if now > wanted.days_max else "well"
    st.markdown(words(f"progress.{key}"))
    st.caption(words(f"aim.{aim}_source"))


def _course(number: int, words: Words) -> None:
    rule = safety().course
    least, most = rule.sessions_min, rule.sessions_max
    st.header(words("progress.course"), anchor=False)
    st.progress(min(number / most, 1.0), text=words("progress.course_at", n=number, most=most))
    low, high = (days // 7 for days in (rule.break_days_min, rule.break_days_max))
    stage = "short" if number < least else "enough" if number < most else "over"
    st.markdown(words(f"progress.course_{stage}", least=least, low=low, high=high))
    st.caption(words("progress.course_source", least=least, most=most, low=low, high=high))


def _sessions(sessions: tuple[SessionRecord, ...], words: Words) -> None:
    st.header(words("progress.latest"), anchor=False)
    st.table([_row(session, words) for session in reversed(sessions[-LATEST:])])


def _row(session: SessionRecord, words: Words) -> dict[str, str]:
    technique = find_technique(session.technique or session.asked, library())
    length = session.duration_s
    return {
        words("progress.when"): f"{session.started_at:%Y-%m-%d %H:%M}",
        words("results.technique"): (
            words.of_technique(technique, "name") if technique else words("region.none")
        ),
        words("progress.repetitions"): f"{session.repetitions} / {len(session.attempts)}",
        words("progress.length"): (
            str(timedelta(seconds=round(length))) if math.isfinite(length) else "–"
        ),
    }


def _records(history: History, sessions: tuple[SessionRecord, ...], words: Words) -> None:
    st.header(words("progress.records"), anchor=False)
    st.markdown(words("app.local"))
    with st.container(horizontal=True):
        for key, mime, text in (
            ("json", "application/json", history_json(sessions)),
            ("csv", "text/csv", history_csv(sessions)),
        ):
            st.download_button(
                words(f"results.file_{key}"),
                text,
                file_name=f"coach-history.{key}",
                mime=mime,
                on_click="ignore",
                icon=":material/download:",
                key=f"history_{key}",
            )
    with st.expander(words("progress.delete")):
        st.markdown(words.count("progress.delete_what", len(sessions)))
        sure = st.checkbox(words("progress.delete_sure"), key="delete_sure")
        if st.button(words("progress.delete_now"), disabled=not sure, key="delete_now"):
            _delete(history)


def _delete(history: History) -> None:
    try:
        history.delete_all()
    except HistoryError as error:
        st.error(literal(say(str(error), words_here())))
        return
    st.rerun()
