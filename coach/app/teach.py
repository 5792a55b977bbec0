"""Teach: a demonstration becomes a technique that can be practised, kept and shared."""

from __future__ import annotations

import math

import streamlit as st

from coach.app.clip_choice import choose_clips
from coach.app.plain import literal
from coach.app.said import say
from coach.app.session_files import session_files
from coach.app.setting import draft, library, own_techniques, words_here
from coach.app.teach_job import TeachJob
from coach.app.teach_lesson import forget_lesson, show_lesson
from coach.app.waiting import left_words
from coach.app.words import Words
from coach.errors import CoachError
from coach.teaching.lesson import identifier_of
from coach.types import Region

__all__ = ["page"]

JOB = "teach_job"
LOOK_EVERY_S = 0.5
REGIONS = (Region.FACE, Region.NECK, Region.BACK, Region.CHEST)


def page() -> None:
    """Ask for a demonstration, watch it, then show what was learned."""
    words = words_here()
    st.title(words("teach.title"), anchor=False)
    job: TeachJob | None = st.session_state.get(JOB)
    if job is None:
        _ask(words)
    elif not job.is_over:
        _wait(job, words)
    elif job.lesson is not None:
        show_lesson(job.lesson, words)
        _another(words)
    else:
        if job.was_stopped:
            st.info(words("teach.stopped"))
        else:
            st.error(literal(say(job.fault, words)), icon=":material/error:")
            st.markdown(words("teach.hints"))
        _another(words)


def _ask(words: Words) -> None:
    st.markdown(words("teach.lead"))
    name = st.text_input(words("teach.name"), max_chars=60, key="teach_name").strip()
    choice = choose_clips("teach", words, several=False)
    region = st.selectbox(
        words("library.region"),
        [None, *REGIONS],
        format_func=lambda part: words(f"region.{part}") if part else words("review.find_out"),
        key="teach_region",
    )
    mirrored = st.toggle(
        words("review.mirrored"), help=words("review.mirrored_help"), key="teach_mirrored"
    )
    taken = bool(name) and _is_taken(name)
    if taken:
        st.warning(words("teach.taken"))
    ready = bool(name and choice and not taken)
    if not st.button(words("teach.watch"), type="primary", disabled=not ready):
        return
    try:
        (clip,) = choice.clips(words)
    except OSError as error:
        st.error(words("clips.no_room", why=error.strerror))
        return
    job = TeachJob(clip, library(), name, region=region, mirrored=mirrored)
    session_files().before_end(job.end)
    job.start()
    st.session_state[JOB] = job
    st.rerun()


def _is_taken(name: str) -> bool:
    """Tell whether a technique that comes with Coach has this name."""
    try:
        own_techniques().built_in.find(identifier_of(name))
    except CoachError:
        return False
    return True


@st.fragment(run_every=LOOK_EVERY_S)
def _wait(job: TeachJob, words: Words) -> None:
    if job.is_over:
        st.rerun()
    said = words("teach.watching", name=literal(job.clip.name))
    if math.isfinite(job.remaining_s):
        said += f" · {left_words(job.remaining_s, words)}"
    st.progress(job.share if math.isfinite(job.share) else 0.0, text=said)
    if st.button(words("review.cancel"), disabled=job.was_stopped, key="teach_cancel"):
        job.stop()


def _another(words: Words) -> None:
    if st.button(words("teach.another"), icon=":material/add:", key="teach_another"):
        del st.session_state[JOB]
        forget_lesson()
        draft(None)
        st.rerun()
