"""The app: ``streamlit run streamlit_app.py``."""

import streamlit as st

from coach.app.live import live_server

app = st.App("coach/app/navigation.py", routes=live_server().routes())
