"""Coach's app: `streamlit run streamlit_app.py`, or `coach app`."""

from pathlib import Path

import streamlit as st

import coach
from coach.app.live import live_server
from coach.app.recordings import recordings

app = st.App(
    Path(coach.__file__).parent / "app" / "navigation.py",
    routes=[*live_server().routes(), *recordings().routes()],
)
