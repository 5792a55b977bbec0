"""Live practice, the server's side: pictures come over a WebSocket, drawings go back."""

from __future__ import annotations

import atexit
from functools import cache

import streamlit as st

from coach.app.live.limits import limits_from
from coach.app.live.server import LiveServer

__all__ = ["live_server"]


@cache
def live_server() -> LiveServer:
    """Give the one live server of this program, which pages and routes share."""
    server = LiveServer(limits_from(allowed=st.get_option("server.allowedHosts") or ()))
    atexit.register(server.close)
    return server
