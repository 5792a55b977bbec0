"""Techniques: what Coach can follow, as cards, and each on a page of its own."""

from __future__ import annotations

import streamlit as st

from coach.app.cards import choose_from_cards, draw, hands_words, pace_words
from coach.app.places import Place, go, is_open
from coach.app.plain import literal
from coach.app.practice_words import practice_words
from coach.app.routine_cards import choose_routine
from coach.app.said import say
from coach.app.setting import broken_techniques, library, routines, words_here
from coach.app.shared import offer_packs, own_actions
from coach.app.shelf import matching, regions_of
from coach.app.words import Words
from coach.coaching.leeway import allowed_deg, allowed_off_cm
from coach.errors import TechniqueError
from coach.present.paths import Way, has_direction, way_of
from coach.techniques.schema import Technique
from coach.types import Region, Verdict, View

__all__ = ["page"]

QUERY = "technique"


def page() -> None:
    """Show all techniques, or the one that the address names."""
    words = words_here()
    named = st.query_params.get(QUERY)
    if named is None:
        _overview(words)
        return
    try:
        technique = library().find(named)
    except TechniqueError:
        st.info(words("library.unknown"))
        _overview(words)
        return
    _one(technique, words)


def _overview(words: Words) -> None:
    st.title(words("library.title"), anchor=False)
    st.markdown(words("library.lead"))
    search, region = st.columns([2, 5], vertical_alignment="bottom")
    query = search.text_input(
        words("library.search"), placeholder=words("library.placeholder"), key="library_query"
    )
    chosen = region.pills(
        words("library.region"),
        regions_of(library()),
        format_func=lambda part: words(f"region.{part}"),
        key="library_region",
    )
    found = matching(library(), query, words)
    if chosen is not None:
        found = tuple(technique for technique in found if technique.region is chosen)
    for fault in broken_techniques():
        st.warning(literal(say(fault, words)))
    if not found:
        st.info(words("library.nothing"))
    opened = choose_from_cards(found, lambda one: _caption(one, words))
    if opened is not None:
        st.query_params[QUERY] = opened.id
        st.rerun()
    if not query:
        _routines(chosen, words)
    offer_packs(words)


def _routines(region: Region | None, words: Words) -> None:
    wanted = [one for one in routines().routines if region in (None, one.region)]
    opened = choose_routine(wanted, practice_words(words.language))
    if opened is not None:
        go(Place.PRACTICE, routine=opened.id)


def _caption(technique: Technique, words: Words) -> str:
    times = words.count("technique.times", technique.repetitions)
    return f"{hands_words(technique, words)} · {times}"


def _one(technique: Technique, words: Words) -> None:
    if st.button(words("library.back"), type="tertiary", icon=":material/arrow_back:"):
        del st.query_params[QUERY]
        st.rerun()
    st.title(words.of_technique(technique, "name"), anchor=False)
    picture, told = st.columns([5, 6], gap="large")
    with picture:
        draw(technique, words)
        seen = "back" if technique.view is View.BACK else "front"
        what = "place_" if way_of(technique) is Way.PLACE else ""
        st.caption(words(f"library.drawing_{what}{seen}"))
    with told:
        st.markdown(words.of_technique(technique, "instruction"))
        _ways_on(technique, words)
        _facts(technique, words)
    _details(technique, words)
    own_actions(technique, words)


def _ways_on(technique: Technique, words: Words) -> None:
    with st.container(horizontal=True):
        if is_open(Place.PRACTICE) and st.button(words("library.practise"), type="primary"):
            go(Place.PRACTICE, technique.id)
        if st.button(words("library.review")):
            go(Place.REVIEW, technique.id)


def _facts(technique: Technique, words: Words) -> None:
    zones = ", ".join(words.of_zone(zone) for zone in library().zones_of(technique))
    facts = [
        ("hands", hands_words(technique, words)),
        ("touch", words(f"technique.{technique.effector.name.lower()}")),
        ("times", words.count("technique.times", technique.repetitions)),
        ("pace", pace_words(technique, words)),
        *([("keep_off", zones)] if zones else []),
    ]
    for key, value in facts:
        name, said = st.columns([2, 5], wrap=False)
        name.caption(words(f"library.{key}"))
        said.markdown(value)
    unseen = words.of_technique(technique, "cannot_see")
    st.info(f"**{words('library.cannot_see')}:** {unseen}", icon=":material/visibility_off:")


def _details(technique: Technique, words: Words) -> None:
    with st.expander(words("library.cues")):
        cues = practice_words(words.language).cues(technique)
        for verdict in Verdict:
            if verdict is Verdict.REVERSED and not has_direction(technique):
                continue
            if cue := cues[verdict]:
                st.markdown(f"**{words(f'verdict.{verdict}')}:** {cue}")
    with st.expander(words("library.numbers")):
        st.markdown(words("library.off_path", cm=f"{allowed_off_cm(technique):g}"))
        if has_direction(technique):
            st.markdown(words("library.direction", deg=f"{allowed_deg(technique):.0f}"))
        if way_of(technique) is not Way.PLACE:
            st.markdown(words("library.coverage", share=f"{technique.coverage_min:.0%}"))
    with st.expander(words("library.sources")):
        for key, source in technique.sources.items():
            st.markdown(f"**{words(f'library.source.{key}')}:** {literal(say(source, words))}")
