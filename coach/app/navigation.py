"""Which pages there are."""

import streamlit as st

st.set_page_config(page_title="Coach", layout="wide")
st.navigation([st.Page("practice.py", title="Practice", default=True)]).run()
