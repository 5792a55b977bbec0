"""Clips that are recorded in the browser, and how they come to the page that asked for one."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from coach.app.live.gate import Tokens, is_own_page
from coach.app.live.limits import limits_from
from coach.app.live.server import FreshFiles

__all__ = ["LARGEST_BYTES", "LONGEST_S", "RECORDINGS_PATH", "Recordings", "recordings"]

RECORDINGS_PATH, PARTS_PATH = "/recordings", "/recorder"
PARTS = Path(__file__).parent / "recorder_component"
TYPES = ("video/webm", "video/mp4", "video/x-matroska")
LARGEST_BYTES = 300_000_000
LONGEST_S = 180
"""A recording ends by itself after this long."""
TOKEN_S = 3600.0
NO_CONTENT, REFUSED, TOO_LARGE, NO_VIDEO, NO_ROOM = 204, 403, 413, 415, 507


class Recordings:
    """Takes recordings of the app's own pages, each with a token that works once.

    Parameters
    ----------
    hosts
        Names under which this server may be reached.
    largest_bytes
        What is larger is refused, and leaves nothing behind.
    """

    def __init__(self, hosts: Collection[str], largest_bytes: int = LARGEST_BYTES) -> None:
        self._hosts = hosts
        self._largest = largest_bytes
        self._tokens = Tokens(TOKEN_S)

    def routes(self) -> list[BaseRoute]:
        """Give what the app has to serve beside its pages."""
        return [
            Route(f"{RECORDINGS_PATH}/{{token}}", self.take, methods=["PUT"]),
            Mount(PARTS_PATH, FreshFiles(directory=PARTS)),
        ]

    def token(self, target: Path) -> str:
        """Give a token with which one recording may be put into a file."""
        return self._tokens.issue(str(target))

    async def take(self, request: Request) -> Response:
        """Write what comes into the token's file: all of it, or nothing."""
        headers = request.headers
        if not is_own_page(headers.get("origin"), headers.get("host"), self._hosts):
            return Response(status_code=REFUSED)
        if headers.get("content-type", "").partition(";")[0] not in TYPES:
            return Response(status_code=NO_VIDEO)
        target = self._tokens.redeem(request.path_params["token"])
        if target is None:
            return Response(status_code=REFUSED)
        part = Path(f"{target}.part")
        try:
            whole = await self._write(request, part)
            if whole:
                part.replace(target)
            return Response(status_code=NO_CONTENT if whole else TOO_LARGE)
        except ClientDisconnect:
            return Response(status_code=NO_CONTENT)  # Nobody hears it.
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            return Response(os.strerror(error.errno or 0), NO_ROOM if full else REFUSED)
        finally:
            part.unlink(missing_ok=True)

    async def _write(self, request: Request, part: Path) -> bool:
        size = 0
        with part.open("wb") as file:
            async for piece in request.stream():
                size += len(piece)
                if size > self._largest:
                    return False
                file.write(piece)
        return True


@cache
def recordings() -> Recordings:
    """Give the one taker of recordings, which pages and routes share."""
    limits = limits_from(allowed=st.get_option("server.allowedHosts") or ())
    return Recordings(limits.hosts)
