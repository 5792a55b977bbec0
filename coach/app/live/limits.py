"""What a live connection may send, and how much of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Limits", "RateLimit", "limits_from"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of live practice (ours).

    Attributes
    ----------
    connections
        Cameras at once; each takes about a processor core.
    sessions
        Practices that are remembered at once; the one that rested longest goes first.
    remembered_s
        How long a practice waits for a reconnect.
    message_bytes, words_bytes
        Size of a picture with its head, and of a text message.
    frames_per_s, burst
        Pictures a second; more may come at once after a rest.
    strikes
        Pictures beyond the rate before the connection is closed.
    hello_s, idle_s
        How long a connection may take to say who it is, and stay silent after.
    token_s
        How long a token that wasn't used holds.
    hosts
        Names under which this server may be reached.
    """

    connections: int = 4
    sessions: int = 64
    remembered_s: float = 600.0
    message_bytes: int = 300_000
    words_bytes: int = 1_000
    frames_per_s: float = 35.0
    burst: int = 10
    strikes: int = 200
    hello_s: float = 5.0
    idle_s: float = 900.0
    token_s: float = 1800.0
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")


def limits_from(
    environment: Mapping[str, str] | None = None, allowed: Iterable[str] = ()
) -> Limits:
    """Read ``COACH_LIVE_CONNECTIONS``, and take over what Streamlit says of hosts.

    Parameters
    ----------
    allowed
        More names under which this server may be reached (``server.allowedHosts``); no
        wildcards.

    Raises
    ------
    ValueError
        The number of connections is none.
    """
    values = os.environ if environment is None else environment
    usual = Limits()
    names = (*usual.hosts, *(name.strip().lower() for name in allowed))
    connections = int(values.get("COACH_LIVE_CONNECTIONS", usual.connections))
    if connections < 1:
        raise ValueError("COACH_LIVE_CONNECTIONS must be 1 or more")
    return Limits(connections=connections, hosts=tuple(dict.fromkeys(names)))


class RateLimit:
    """Lets so many events a second through (a token bucket).

    Parameters
    ----------
    per_s
        Events a second in the long run.
    burst
        Events that may come at once after a rest.
    """

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = float(burst)
        self._left = float(burst)
        self._last_s: float | None = None

    def allows(self, now_s: float) -> bool:
        """Tell whether an event at this time is within the rate, and count it if so."""
        since_s = 0.0 if self._last_s is None else now_s - self._last_s
        self._last_s = now_s
        self._left = min(self._burst, self._left + since_s * self._per_s)
        if self._left < 1:
            return False
        self._left -= 1
        return True
