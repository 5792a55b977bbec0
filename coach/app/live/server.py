"""The live server: the WebSocket route, and what the pages ask of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from coach.app.live.connection import Connection, say
from coach.app.live.gate import Tokens, is_own_page
from coach.app.live.limits import Limits
from coach.app.live.practice import Eye, Practice
from coach.app.live.protocol import Bye, Hello, ProtocolError, Reason, read_words
from coach.app.live.store import Seat, Store
from coach.errors import CoachError
from coach.tracking.bundles import ensure
from coach.tracking.tracker import Tracker

__all__ = ["FRAMES_PATH", "PARTS_PATH", "LiveServer", "load_eye"]

FRAMES_PATH = "/ws/frames"
PARTS_PATH = "/live"
PARTS = Path(__file__).parent.parent / "practice_component"
POLITE, TRY_LATER = 1008, 1013
HANDOVER_S = 8.0
"""How long a connection that is taken over may take to leave."""
SAID_TO_NOBODY: tuple[Reason, ...] = ("gone", "ended")

log = logging.getLogger(__name__)


def load_eye() -> Eye:
    """Load the landmarkers; fetches their models the first time.

    Raises
    ------
    ModelError
        The landmark models are not there and can't be fetched.
    """
    return Tracker(ensure())


class LiveServer:
    """Lets a few browsers at a time practise.

    Parameters
    ----------
    limits
        What they may send, and how many of them.
    make_eye
        Loads the landmarkers of one connection.
    """

    def __init__(self, limits: Limits, make_eye: Callable[[], Eye] = load_eye) -> None:
        self._limits = limits
        self._make_eye = make_eye
        self._tokens = Tokens(limits.token_s)
        self._store = Store(limits.remembered_s, limits.sessions)
        # Threads start when they are first needed.
        self._pool = ThreadPoolExecutor(limits.connections, thread_name_prefix="practice")
        self._connected = 0

    def routes(self) -> list[BaseRoute]:
        """Give what the app has to serve beside its pages."""
        return [
            WebSocketRoute(FRAMES_PATH, self.handle),
            Mount(PARTS_PATH, FreshFiles(directory=PARTS)),
        ]

    def start(self, practice: Practice) -> str:
        """Keep a practice, ready for connections; give its id."""
        return self._store.add(practice)

    def find(self, practice_id: str) -> Practice | None:
        """Give the practice of that id; None when there is none (any more)."""
        return self._store.find(practice_id)

    def close(self) -> None:
        """Finish what is still going on: it goes into the history."""
        self._pool.shutdown(cancel_futures=True)
        self._store.close()

    def token(self, practice_id: str) -> str:
        """Give a token that opens one connection to a practice."""
        return self._tokens.issue(practice_id)

    async def handle(self, socket: WebSocket) -> None:
        """Serve one connection from its first word to its last."""
        headers = socket.headers
        if not is_own_page(headers.get("origin"), headers.get("host"), self._limits.hosts):
            await socket.close(POLITE)  # Before it is accepted: the browser sees a 403.
            return
        await socket.accept()
        try:
            reason = await self._welcome(socket)
        except WebSocketDisconnect:
            return
        if reason not in SAID_TO_NOBODY:
            await say(socket, Bye(reason=reason))
        await _close(socket, TRY_LATER if reason == "full" else POLITE)

    async def _welcome(self, socket: WebSocket) -> Reason:
        """Check the token and the room, then practise; give the reason of the end."""
        practice_id = await self._practice_id(socket)
        seat = self._store.seat(practice_id) if practice_id else None
        if practice_id is None or seat is None or seat.practice.is_over:
            return "token"
        if not await self._take_over(seat):
            return "taken"
        try:
            if self._connected >= self._limits.connections:
                return "full"
            return await self._practise(socket, seat, practice_id)
        finally:
            seat.lock.release()

    async def _practice_id(self, socket: WebSocket) -> str | None:
        try:
            words = await asyncio.wait_for(socket.receive_text(), self._limits.hello_s)
            if len(words) > self._limits.words_bytes:
                return None
            hello = read_words(words)
        except (TimeoutError, ProtocolError, KeyError):
            return None
        return self._tokens.redeem(hello.token) if isinstance(hello, Hello) else None

    async def _take_over(self, seat: Seat) -> bool:
        """Become the one connection of this practice; the one before has to leave."""
        seat.newcomer.set()
        try:
            await asyncio.wait_for(seat.lock.acquire(), HANDOVER_S)
        except TimeoutError:
            return False
        seat.newcomer.clear()
        return True

    async def _practise(self, socket: WebSocket, seat: Seat, practice_id: str) -> Reason:
        self._connected += 1
        connection = Connection(socket, seat, self._limits, self._pool, self._make_eye)
        try:
            return await connection.run(self._tokens.issue(practice_id))
        except CoachError as error:
            log.warning("live practice can't begin: %s", error)
            return "models"
        except WebSocketDisconnect:
            return "gone"
        except Exception:  # Whatever it was, the browser has to know that it is over.
            log.exception("live practice broke off")
            return "error"
        finally:
            self._connected -= 1
            self._store.seat(practice_id)  # From now on it rests.


class FreshFiles(StaticFiles):
    """Files that browsers keep, but ask about each time: they change with the program."""

    def file_response(self, *args: object, **more: object) -> Response:
        """Give a file, with the advice to ask again."""
        response = super().file_response(*args, **more)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


async def _close(socket: WebSocket, code: int) -> None:
    try:
        await socket.close(code)
    except (RuntimeError, WebSocketDisconnect):  # The other side was quicker.
        return
