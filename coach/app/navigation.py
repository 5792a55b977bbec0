"""The app's script: which pages there are, and what all of them share."""

from __future__ import annotations

import streamlit as st

from coach.app import library, practice, progress, review, teach
from coach.app.look import dress
from coach.app.places import FIRST, Place, open_places
from coach.app.setting import choose_language, words_here

# In the order of the menu.
PAGES = {
    Place.PRACTICE: practice.page,
    Place.TECHNIQUES: library.page,
    Place.REVIEW: review.page,
    Place.TEACH: teach.page,
    Place.PROGRESS: progress.page,
}

st.set_page_config(page_title="Coach", layout="wide", initial_sidebar_state="collapsed")
dress()
with st.sidebar:
    choose_language()
words = words_here()
pages = {
    place: st.Page(
        show,
        title=words(f"pages.{place}"),
        url_path=place,
        default=place is FIRST,
    )
    for place, show in PAGES.items()
}
open_places(pages)
st.navigation(list(pages.values()), position="top").run()
st.caption(words("app.small_print"))
