"""Coach's app: `streamlit run streamlit_app.py`, or `coach app`."""

from pathlib import Path

import streamlit as st

import coach

app = st.App(Path(coach.__file__).parent / "app" / "navigation.py")
