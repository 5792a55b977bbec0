"""Keeping MediaPipe from talking to the network.

MediaPipe's wheels since 0.10.30 report usage to ``play.googleapis.com`` whenever a landmarker
is used: which task, how many pictures, how fast, on which system and Python; no picture and no
landmark. There is no setting to turn it off. People show their bodies to Coach, and were told
that nothing leaves the machine, so Coach does not let it out. Nor could a landmarker be closed
quickly behind a firewall that drops packets: closing waits for the report to be gone.

Two locks, each enough to keep the report in:

- the native HTTP client is told of a proxy on a port of this machine where nothing listens, so
  that it looks up no name and opens no connection to outside;
- the list of certificate authorities it is given does not exist, so that it could trust nobody.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from typing import Any

__all__ = ["NO_AUTHORITIES", "seclude"]

NO_AUTHORITIES = b"/nonexistent/coach-sends-nothing"
NOWHERE = "http://127.0.0.1:9"
"""The discard port."""

_lock = threading.Lock()
_done = False


def seclude() -> None:
    """Point the native HTTP client of this process to nowhere; once is enough.

    The variable is set in the C environment alone. ``os.environ`` is a copy made when Python
    started, so downloads made from Python, and programs started with ``env=os.environ``, keep
    the proxy the user has set.
    """
    global _done
    with _lock:
        if _done:
            return
        _done = True
        # libcurl prefers the names in small letters. An exception for the host that the user
        # may have made in NO_PROXY must not open the door again.
        _set_native("https_proxy", NOWHERE)
        _set_native("no_proxy", "nothing.invalid")


def _set_native(name: str, value: str) -> None:
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetEnvironmentVariableW(name, value)
        return
    setenv: Any = ctypes.CDLL(None).setenv
    setenv.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int)
    setenv(name.encode(), value.encode(), 1)
