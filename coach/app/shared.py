"""Techniques and routines from elsewhere: packs are opened; one's own are shared and removed."""

from __future__ import annotations

import streamlit as st

from coach.app.cards import draw
from coach.app.plain import literal
from coach.app.said import say
from coach.app.session_files import session_files
from coach.app.setting import library, own_routines, own_techniques
from coach.app.teach_lesson import share
from coach.app.words import Words
from coach.errors import CoachError
from coach.techniques.pack import SUFFIX, Pack, open_pack
from coach.techniques.schema import Technique

__all__ = ["offer_packs", "own_actions"]

LARGEST_MB = 20
DRAWING_PX = 240


def offer_packs(words: Words) -> None:
    """Let the person open a pack, look at it, and keep what it holds."""
    with st.expander(words("packs.open"), icon=":material/folder_open:"):
        st.markdown(words("packs.lead"))
        given = st.file_uploader(
            words("packs.file"), type="zip", key="pack", max_upload_size=LARGEST_MB
        )
        if given is None:
            return
        try:
            path = session_files().keep(given)
            pack = open_pack(path.rename(path.with_name(f"pack{SUFFIX}")))
            known = library()
            for technique in pack.techniques:
                own_techniques().check(technique)
                known = known.joined(technique)
            if pack.routine is not None:
                own_routines().built_in.joined(pack.routine, known, replacing=False)
        except (CoachError, OSError) as error:
            st.error(literal(say(str(error), words)), icon=":material/error:")
            return
        _show(pack, words)


def _show(pack: Pack, words: Words) -> None:
    with st.container(horizontal=True, gap="large"):
        for technique in pack.techniques:
            with st.container(width=DRAWING_PX):
                draw(technique, words)
        with st.container():
            for part in (pack.routine, pack.technique):
                if part is not None:
                    st.markdown(f"**{literal(part.name)}**")
                    st.markdown(literal(part.instruction))
            st.caption(words("packs.licence", licence=literal(pack.licence)))
            if any(own_techniques().holds(technique) for technique in pack.techniques):
                st.caption(words("packs.replaces"))
            kept = st.button(words("teach.keep"), type="primary", icon=":material/save:")
    if pack.pictures:
        st.image([bytes(picture) for picture in pack.pictures], width=DRAWING_PX)
    if kept:
        _keep(pack, words)


def _keep(pack: Pack, words: Words) -> None:
    try:
        for technique in pack.techniques:
            own_techniques().keep(technique)
        if pack.routine is not None:
            own_routines().keep(pack.routine, library())
    except CoachError as error:
        st.error(literal(say(str(error), words)))
        return
    if pack.routine is None:
        st.query_params["technique"] = pack.techniques[0].id
        st.rerun()
    st.success(words("packs.routine_kept", name=literal(pack.routine.name)))


def own_actions(technique: Technique, words: Words) -> None:
    """Offer to share or remove a technique of one's own."""
    if not own_techniques().holds(technique):
        return
    share(technique, words)
    with st.expander(words("packs.remove")):
        st.markdown(words("packs.remove_sure"))
        if not st.button(words("packs.remove_now"), key="remove_technique"):
            return
        try:
            own_techniques().remove(technique)
        except CoachError as error:
            st.error(literal(say(str(error), words)))
            return
        st.query_params.clear()
        st.rerun()
