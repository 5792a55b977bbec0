"""Which pages there are."""

import streamlit as st

from coach.app.practice import show

st.set_page_config(page_title="Coach", layout="wide")
st.navigation([st.Page(show, title="Practice", url_path="practice", default=True)]).run()
