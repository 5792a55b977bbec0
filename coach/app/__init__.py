"""The app: pages that people see. Only this room knows Streamlit."""
