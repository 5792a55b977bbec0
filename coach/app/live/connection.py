"""One live connection: pictures in, drawings out, the newest picture first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

from pydantic import BaseModel
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from coach.app.live.limits import Limits, RateLimit
from coach.app.live.practice import Eye
from coach.app.live.protocol import (
    Ended,
    GoOn,
    Next,
    Picture,
    ProtocolError,
    Ready,
    Reason,
    Skipped,
    Stop,
    read_picture,
    read_words,
)
from coach.app.live.store import Seat
from coach.capture.jpeg import JpegFrames
from coach.errors import InputError

__all__ = ["Connection", "say"]

WATCH_S = 1.0
Result = TypeVar("Result")


async def say(socket: WebSocket, message: BaseModel) -> None:
    """Send a message, if anybody still listens."""
    if socket.application_state is WebSocketState.CONNECTED:
        try:
            await socket.send_text(message.model_dump_json())
        except (WebSocketDisconnect, RuntimeError):
            return


class Connection:
    """Feeds one practice from one browser.

    Parameters
    ----------
    pool
        Where pictures are looked at; all work of one connection is done in turn.
    make_eye
        Loads the landmarkers; takes seconds.
    """

    def __init__(
        self,
        socket: WebSocket,
        seat: Seat,
        limits: Limits,
        pool: Executor,
        make_eye: Callable[[], Eye],
    ) -> None:
        self._socket = socket
        self._seat = seat
        self._limits = limits
        self._pool = pool
        self._make_eye = make_eye
        self._rate = RateLimit(limits.frames_per_s, limits.burst)
        self._strikes = 0
        self._newest: Picture | None = None
        self._stop: Stop | None = None
        self._goes_on = False
        self._nexts = 0
        self._reason: Reason | None = None
        self._came = asyncio.Event()
        self._heard_s = time.monotonic()
        self._job: asyncio.Future[object] | None = None

    async def run(self, token: str) -> Reason:
        """Feed the practice until either side ends it; give the reason.

        Parameters
        ----------
        token
            Opens the next connection of the same practice; told to the browser.

        Raises
        ------
        ModelError
            The landmark models are not there and can't be fetched.
        """
        eye = await self._work(self._make_eye)
        practice = self._seat.practice
        others = [asyncio.create_task(job) for job in (self._listen(), self._watch())]
        try:
            practice.reconnected()
            ready = Ready(token=token, counts=practice.counts, rows=practice.rows)
            await say(self._socket, ready)
            return await self._serve(eye)
        finally:
            for task in others:
                task.cancel()
            # Landmarkers are let go only after their last picture.
            if self._job is not None and not self._job.done():
                await asyncio.wait([self._job])
            await self._work(eye.close)

    async def _serve(self, eye: Eye) -> Reason:
        frames = JpegFrames(self._seat.practice.next_s)
        while self._reason is None:
            await self._came.wait()
            self._came.clear()
            picture, self._newest = self._newest, None
            if self._goes_on:
                self._goes_on = False
                await self._work(self._seat.practice.go_on)
            while self._nexts and self._reason is None:
                self._nexts -= 1
                await self._work(self._seat.practice.next_step)
            if picture is not None and self._reason is None:
                await self._answer(picture, frames, eye)
            if self._stop is not None and self._reason is None:
                await self._end(self._stop)
        return self._reason

    async def _answer(self, picture: Picture, frames: JpegFrames, eye: Eye) -> None:
        try:
            answer = await self._work(lambda: self._look(picture, frames, eye))
        except InputError:
            answer = Skipped(number=picture.number, reason="picture")
        await say(self._socket, answer)

    def _look(self, picture: Picture, frames: JpegFrames, eye: Eye) -> BaseModel:
        frame = frames.frame(picture.stamp_s, picture.jpeg)
        if frame is None:
            return Skipped(number=picture.number, reason="time")
        return self._seat.practice.take(picture.number, frame, eye)

    async def _end(self, stop: Stop) -> None:
        practice = self._seat.practice
        await self._work(lambda: practice.finish(hurts=stop.hurts))
        await say(self._socket, Ended(hurts=practice.hurts, counts=practice.counts))
        self._leave("ended")

    async def _listen(self) -> None:
        """Take what the browser says; of pictures, keep only the newest."""
        while self._reason is None:
            message = await self._socket.receive()
            self._heard_s = time.monotonic()
            if message["type"] == "websocket.disconnect":
                self._leave("gone")
                return
            try:
                await self._take(message.get("bytes"), message.get("text"))
            except ProtocolError:
                self._leave("protocol")

    async def _take(self, data: bytes | None, words: str | None) -> None:
        if words is not None:
            request = read_words(words) if len(words) <= self._limits.words_bytes else None
            if isinstance(request, Stop):
                self._stop = request
            elif isinstance(request, GoOn):
                self._goes_on = True
            elif isinstance(request, Next):
                self._nexts += 1
            else:
                raise ProtocolError("not now")
        elif data is None or len(data) > self._limits.message_bytes:
            raise ProtocolError("too large")
        else:
            await self._take_picture(read_picture(data))
        self._came.set()

    async def _take_picture(self, picture: Picture) -> None:
        if self._rate.allows(time.monotonic()):
            self._newest = picture
            return
        self._strikes += 1
        if self._strikes > self._limits.strikes:
            self._leave("rate")
        await say(self._socket, Skipped(number=picture.number, reason="rate"))

    async def _watch(self) -> None:
        """Leave when another connection takes the practice up, or nothing is heard any more."""
        while self._reason is None:
            try:
                await asyncio.wait_for(self._seat.newcomer.wait(), WATCH_S)
                self._leave("taken")
            except TimeoutError:
                if time.monotonic() - self._heard_s > self._limits.idle_s:
                    self._leave("idle")

    def _leave(self, reason: Reason) -> None:
        self._reason = self._reason or reason
        self._came.set()

    async def _work(self, job: Callable[[], Result]) -> Result:
        future = asyncio.get_running_loop().run_in_executor(self._pool, job)
        self._job = future  # type: ignore[assignment]
        return await asyncio.shield(future)
