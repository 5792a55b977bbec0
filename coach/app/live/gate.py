"""Who may connect: the app's own pages only, each with a token that works once."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

__all__ = ["Tokens", "is_own_page"]


def is_own_page(origin: str | None, host: str | None, hosts: Collection[str]) -> bool:
    """Tell whether a request comes from a page of this very server.

    Browsers let any page open a WebSocket to any server, so the server has to look at the
    page's origin itself. The host is checked too: a foreign name that was pointed at this
    machine (DNS rebinding) has matching origin and host.

    Parameters
    ----------
    origin, host
        The headers of these names.
    hosts
        Names under which this server may be reached.
    """
    if not origin or not host:
        return False
    try:
        page, own = urlsplit(origin), urlsplit(f"//{host}")
        same = page.scheme in ("http", "https") and page.netloc.lower() == own.netloc.lower()
        return same and own.hostname in hosts
    except ValueError:
        return False


class Tokens:
    """Tokens that open a practice once, and lapse when they aren't used.

    Parameters
    ----------
    lasts_s
        How long an unused token holds.
    at_most
        The oldest goes when there are more.
    """

    def __init__(
        self, lasts_s: float, at_most: int = 1000, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._lasts_s = lasts_s
        self._at_most = at_most
        self._now = now
        self._open: dict[str, tuple[float, str]] = {}

    def issue(self, practice_id: str) -> str:
        """Give a new token for a practice."""
        while len(self._open) >= self._at_most:
            self._open.pop(next(iter(self._open)), None)
        token = secrets.token_urlsafe(24)
        self._open[token] = (self._now() + self._lasts_s, practice_id)
        return token

    def redeem(self, token: str) -> str | None:
        """Give the practice that the token opens; None when it is unknown, used or lapsed."""
        ends_s, practice_id = self._open.pop(token, (0.0, ""))
        return practice_id if ends_s > self._now() else None
