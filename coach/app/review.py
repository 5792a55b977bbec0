"""Review: clips in, verdicts out. The looking is done in the background."""

from __future__ import annotations

import math
from datetime import datetime

import streamlit as st

from coach.app.clip_choice import choose_clips
from coach.app.places import Place, go, is_open
from coach.app.plain import literal
from coach.app.review_job import ReviewJob, Stage, Wish
from coach.app.review_results import show_results
from coach.app.session_files import session_files
from coach.app.setting import library, routines, words_here
from coach.app.tongue import AppTongue
from coach.app.waiting import left_words
from coach.app.words import Words
from coach.history.store import History
from coach.techniques.routine import Routine
from coach.types import Report

__all__ = ["page"]

JOB = "review_job"
QUERY = "technique"
LOOK_EVERY_S = 0.5


def page() -> None:
    """Ask for clips, show how far the review is, then what came of it."""
    words = words_here()
    st.title(words("review.title"), anchor=False)
    job: ReviewJob | None = st.session_state.get(JOB)
    if job is None:
        _ask(words)
    elif not job.is_over:
        _wait(job, words)
    else:
        _over(job, words)


def _ask(words: Words) -> None:
    st.markdown(words("review.lead"))
    choice = choose_clips("review", words)
    wish = _wish(words)
    keep = st.toggle(words("review.keep"), key="review_keep")
    if not st.button(words("review.start"), type="primary", disabled=not choice):
        return
    files = session_files()
    try:
        clips = choice.clips(words)
    except OSError as error:
        st.error(words("clips.no_room", why=error.strerror))
        return
    job = ReviewJob(clips, wish, library(), files.folder, _keep if keep else None, AppTongue(words))
    files.before_end(job.end)
    job.start()
    st.session_state[JOB] = job
    st.rerun()


def _keep(report: Report) -> None:
    """Keep a review in the history, as of now: when the clip was recorded isn't known."""
    History().add(report, datetime.now().astimezone())


def _wish(words: Words) -> Wish:
    ids = [technique.id for technique in library().techniques]
    asked = st.query_params.get(QUERY)
    done = st.selectbox(
        words("review.technique"),
        [None, *ids, *routines().routines],
        index=ids.index(asked) + 1 if asked in ids else 0,
        format_func=lambda one: _done_words(one, words),
        key="review_technique",
    )
    mirrored = st.toggle(
        words("review.mirrored"), help=words("review.mirrored_help"), key="review_mirrored"
    )
    if isinstance(done, Routine):
        return Wish(routine=done, mirrored=mirrored)
    return Wish(technique=done, mirrored=mirrored)


def _done_words(done: str | Routine | None, words: Words) -> str:
    if done is None:
        return words("review.find_out")
    if isinstance(done, Routine):
        return words("review.routine", name=words.of_routine(done, "name"))
    return words.of_technique(library().find(done), "name")


@st.fragment(run_every=LOOK_EVERY_S)
def _wait(job: ReviewJob, words: Words) -> None:
    if job.is_over:
        st.rerun()
    now = job.progress
    name = job.clips[now.number - 1].name
    said = words(f"review.stage_{now.stage}", name=literal(name))
    if now.clips > 1:
        said = f"{now.number} / {now.clips} · {said}"
    if math.isfinite(now.remaining_s):
        said += f" · {left_words(now.remaining_s, words)}"
    st.progress(now.share if math.isfinite(now.share) else 0.0, text=said)
    stop = st.button(words("review.cancel"), disabled=job.was_stopped, key="review_cancel")
    if stop:
        job.stop()
    if now.stage is Stage.WAITING:
        st.caption(words("review.turn"))


def _over(job: ReviewJob, words: Words) -> None:
    if job.was_stopped:
        st.info(words("review.stopped"))
    show_results(job, words)
    with st.container(horizontal=True):
        if st.button(words("review.another"), icon=":material/add:", key="review_another"):
            del st.session_state[JOB]
            st.rerun()
        if is_open(Place.TECHNIQUES) and st.button(words("pages.techniques")):
            go(Place.TECHNIQUES)
