"""What was learned from a demonstration: look at it, correct it, try it, keep it, share it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from coach.app.cards import pace_words
from coach.app.nudge import nudge
from coach.app.places import Place, go
from coach.app.plain import literal, seconds
from coach.app.review_figures import clock
from coach.app.said import say
from coach.app.setting import draft, library, own_techniques
from coach.app.words import Words
from coach.errors import CoachError
from coach.teaching.correct import point_moved, renamed, tolerances_set
from coach.teaching.lesson import Lesson, identifier_of
from coach.techniques.pack import SUFFIX, pack_bytes
from coach.techniques.schema import Effector, Known, Technique
from coach.techniques.writing import technique_toml

__all__ = ["forget_lesson", "share", "show_lesson"]

LESSON, CHANGES, TOUCH = "teach_lesson", "teach_changes", "teach_touch"
SLIDERS = (
    ("off_path_cm", 0.5, 10.0, 0.1),
    ("direction_deg", 5.0, 90.0, 1.0),
    ("coverage_min", 0.3, 1.0, 0.05),
    ("pace_min_s", 0.1, 10.0, 0.1),
    ("pace_max_s", 0.2, 20.0, 0.1),
)
TOUCHES: list[Effector] = [effector for effector in Effector if effector is not Effector.DEVICE]
Change = Callable[[Technique], Technique]


def forget_lesson() -> None:
    """Begin anew: nothing of the last lesson is left."""
    for key in (LESSON, CHANGES, TOUCH):
        st.session_state.pop(key, None)


def show_lesson(first: Lesson, words: Words) -> None:
    """Show what was learned, with all that a teacher may do about it."""
    lesson: Lesson = st.session_state.setdefault(LESSON, first)
    changes: list[Change] = st.session_state.setdefault(CHANGES, [])
    technique = _technique(lesson, changes, words)
    drawing, told = st.columns([5, 6], gap="large")
    with told:
        _repetitions(lesson, words)
        _touch(lesson, words)
        if technique is not None:
            _facts(technique, words)
            _use(technique, words)
    with drawing:
        if technique is not None:
            _correct(technique, changes, words)
    if technique is not None:
        _tolerances(technique, changes, words)


def _technique(lesson: Lesson, changes: list[Change], words: Words) -> Technique | None:
    """Give the technique with all changes, or say why there is none."""
    try:
        technique = lesson.technique()
        for change in changes:
            technique = change(technique)
        own_techniques().check(technique)
    except CoachError as error:
        st.warning(literal(say(str(error), words)))
        st.markdown(words("teach.hints"))
        draft(None)
        return None
    if words.language == "en":
        st.success(literal(lesson.sentence))
    else:
        st.success(words("teach.learned", n=len(lesson.kept)))
    draft(technique)
    return technique


def _repetitions(lesson: Lesson, words: Words) -> None:
    st.header(words("teach.found", n=len(lesson.repetitions)), anchor=False)
    st.caption(words("teach.found_help"))
    for index, one in enumerate(lesson.repetitions):
        label = f"{clock(one.start_s)} · {words(f'side.{one.side}')} · {seconds(one.pace_s, words)}"
        if one.odd is not None:
            label += f" · {words(f'odd.{one.odd.name.lower()}')}"
        kept = st.checkbox(label, value=one.kept, key=f"teach_rep_{index}")
        if kept is not one.kept:
            _toggle(lesson, index, words)


def _toggle(lesson: Lesson, index: int, words: Words) -> None:
    try:
        st.session_state[LESSON] = lesson.toggled(index)
    except CoachError as error:
        st.error(literal(say(str(error), words)))
        return
    st.session_state[CHANGES] = []
    st.rerun()


def _facts(technique: Technique, words: Words) -> None:
    st.markdown(f"**{words('library.how')}:** {literal(technique.instruction)}")
    st.caption(
        " · ".join(
            [
                words(f"region.{technique.region}"),
                words(f"technique.hands_{technique.hands}"),
                words(f"technique.{technique.effector.name.lower()}"),
                pace_words(technique, words),
            ]
        )
    )


def _correct(technique: Technique, changes: list[Change], words: Words) -> None:
    moved = nudge(technique, library().zones_of(technique), words, f"nudge_{technique.id}")
    st.caption(words("teach.nudge"))
    undone = st.button(words("teach.undo"), disabled=not changes, icon=":material/undo:")
    # Both may come with one run of the page, the move first: neither may swallow the other.
    if moved is not None:
        index, to_uv = moved
        changes.append(lambda one: point_moved(one, index, to_uv))
    if undone and changes:
        changes.pop()
    if undone or moved is not None:
        st.rerun()


def _touch(lesson: Lesson, words: Words) -> None:
    """Let the teacher say what touches, as one camera doesn't always show it."""
    touching = lesson.touching
    chosen = st.selectbox(
        words("teach.touch"),
        TOUCHES,
        TOUCHES.index(touching.effector),
        format_func=lambda effector: words(f"technique.{effector.name.lower()}"),
        help=words(f"teach.touch_{touching.known}"),
        key=TOUCH,
    )
    if touching.known is Known.ASSUMED:
        st.caption(words("teach.touch_assumed"))
    if chosen is not touching.effector:
        st.session_state[LESSON] = lesson.touched_with(chosen)
        st.session_state[CHANGES] = []
        st.rerun()


def _tolerances(technique: Technique, changes: list[Change], words: Words) -> None:
    with st.expander(words("teach.details")), st.form("teach_details", border=False):
        name = st.text_input(words("teach.name"), technique.name, max_chars=60)
        instruction = st.text_area(words("teach.words"), technique.instruction, max_chars=600)
        numbers = {
            key: st.slider(words(f"teach.{key}"), low, high, float(getattr(technique, key)), step)
            for key, low, high, step in SLIDERS
        }
        goal = st.number_input(words("teach.repetitions"), 1, 100, technique.repetitions)
        if not st.form_submit_button(words("teach.apply")):
            return
    given = {key: v for key, v in numbers.items() if v != float(getattr(technique, key))}
    try:
        made = renamed(technique, name, new_id=identifier_of(name), instruction=instruction)
        tolerances_set(made, **given, repetitions=int(goal))
    except CoachError as error:
        st.error(literal(say(str(error), words)))
        return
    changes.append(
        lambda one: tolerances_set(
            renamed(one, name, new_id=identifier_of(name), instruction=instruction),
            **given,
            repetitions=int(goal),
        )
    )
    st.rerun()


def _use(technique: Technique, words: Words) -> None:
    with st.container(horizontal=True):
        if st.button(words("teach.try"), type="primary", icon=":material/videocam:"):
            go(Place.PRACTICE, technique.id)
        if st.button(words("teach.keep"), icon=":material/save:"):
            _keep(technique, words)
    if own_techniques().holds(technique):
        st.caption(words("teach.kept"))
    share(technique, words)


def _keep(technique: Technique, words: Words) -> None:
    try:
        own_techniques().keep(technique)
    except CoachError as error:
        st.error(literal(say(str(error), words)))


def share(technique: Technique, words: Words) -> None:
    """Offer a technique as a pack and as a plain file."""
    with st.expander(words("teach.share")):
        licence = st.text_input(
            words("teach.licence"), "CC BY 4.0", max_chars=200, key=f"licence_{technique.id}"
        )
        try:
            pack = pack_bytes(technique, licence)
        except CoachError as error:
            st.error(literal(say(str(error), words)))
            return
        with st.container(horizontal=True):
            for name, content, key in (
                (f"{technique.id}{SUFFIX}", pack, "pack"),
                (f"{technique.id}.toml", technique_toml(technique), "file"),
            ):
                st.download_button(
                    words(f"teach.as_{key}"),
                    content,
                    file_name=Path(name).name,
                    on_click="ignore",
                    icon=":material/download:",
                    key=f"share_{key}_{technique.id}",
                )
