"""Live practice, the server's side: pictures come over a WebSocket, drawings go back."""

from __future__ import annotations

from functools import cache

from coach.app.live.limits import limits_from
from coach.app.live.server import LiveServer

__all__ = ["live_server"]


@cache
def live_server() -> LiveServer:
    """Give the one live server of this program, which pages and routes share."""
    return LiveServer(limits_from())
