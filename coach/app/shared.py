"""Techniques from elsewhere and one's own: packs are opened, one's own are shared and removed."""

from __future__ import annotations

import streamlit as st

from coach.app.cards import draw
from coach.app.plain import literal
from coach.app.said import say
from coach.app.session_files import session_files
from coach.app.setting import own_techniques
from coach.app.teach_lesson import share
from coach.app.words import Words
from coach.errors import CoachError
from coach.techniques.pack import SUFFIX, Pack, open_pack
from coach.techniques.schema import Technique

__all__ = ["offer_packs", "own_actions"]

LARGEST_MB = 20
DRAWING_PX = 240


def offer_packs(words: Words) -> None:
    """Let the person open a pack, look at it, and keep its technique."""
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
            own_techniques().check(pack.technique)
        except (CoachError, OSError) as error:
            st.error(literal(say(str(error), words)), icon=":material/error:")
            return
        _show(pack, words)


def _show(pack: Pack, words: Words) -> None:
    technique = pack.technique
    with st.container(horizontal=True, gap="large"):
        with st.container(width=DRAWING_PX):
            draw(technique, words)
        with st.container():
            st.markdown(f"**{literal(technique.name)}**")
            st.markdown(literal(technique.instruction))
            st.caption(words("packs.licence", licence=literal(pack.licence)))
            if own_techniques().holds(technique):
                st.caption(words("packs.replaces"))
            kept = st.button(words("teach.keep"), type="primary", icon=":material/save:")
    if pack.pictures:
        st.image([bytes(picture) for picture in pack.pictures], width=DRAWING_PX)
    if kept:
        _keep(technique, words)


def _keep(technique: Technique, words: Words) -> None:
    try:
        own_techniques().keep(technique)
    except CoachError as error:
        st.error(literal(say(str(error), words)))
        return
    st.query_params["technique"] = technique.id
    st.rerun()


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
