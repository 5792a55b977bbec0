"""The live route itself: who gets in, what is answered, and how a connection ends."""

from __future__ import annotations

import asyncio
import json
import struct
import time
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocket, WebSocketDisconnect

from coach.app.live.limits import Limits
from coach.app.live.practice import Eye, Practice
from coach.app.live.server import FRAMES_PATH, LiveServer
from coach.errors import ModelError
from coach.types import Observation
from tests.app.made_live import FOREHEAD, LIBRARY, Replay, jpeg, strokes

PAGE = "http://localhost:8501"
JPEG = jpeg()


class House:
    """A live server whose eyes see a person stroking, and a client of it."""

    def __init__(self, limits: Limits, client: TestClient, server: LiveServer) -> None:
        self.limits, self.client, self.server = limits, client, server
        self.eyes: list[Replay] = []
        self.seen: list[Observation] = strokes(2)

    def practice(self) -> str:
        return self.server.start(Practice(LIBRARY, FOREHEAD))

    def connect(self, origin: str | None = PAGE, **headers: str) -> WebSocketTestSession:
        told = {"host": "localhost:8501", **headers}
        if origin is not None:
            told["origin"] = origin
        return self.client.websocket_connect(FRAMES_PATH, headers=told)

    def hello(self, socket: WebSocketTestSession, practice_id: str) -> dict[str, Any]:
        return say(socket, {"type": "hello", "token": self.server.token(practice_id)})


def say(socket: WebSocketTestSession, message: dict[str, Any]) -> dict[str, Any]:
    socket.send_text(json.dumps(message))
    answer: dict[str, Any] = socket.receive_json()
    return answer


def send(socket: WebSocketTestSession, number: int, stamp_s: float, data: bytes = JPEG) -> None:
    socket.send_bytes(struct.pack("<Id", number, stamp_s) + data)


def ends_with(socket: WebSocketTestSession, reason: str) -> None:
    """Read on until the server says why it closes, and closes."""
    for _ in range(500):
        message = socket.receive_json()
        if message["type"] == "bye":
            assert message["reason"] == reason
            break
    with pytest.raises(WebSocketDisconnect):
        socket.receive_json()


@pytest.fixture
def build() -> Iterator[Callable[..., House]]:
    clients: list[TestClient] = []

    def make(eye: Callable[[], Eye] | None = None, **limits: Any) -> House:
        def look() -> Eye:
            house.eyes.append(Replay(house.seen))
            return house.eyes[-1]

        bounds = Limits(**limits)
        server = LiveServer(bounds, eye or look)
        client = TestClient(Starlette(routes=server.routes()), base_url=PAGE)
        client.__enter__()  # One event loop for all connections, as in the app.
        clients.append(client)
        house = House(bounds, client, server)
        return house

    yield make
    for client in clients:
        client.__exit__(None, None, None)


def until(told: Callable[[], bool], within_s: float = 5.0) -> bool:
    end_s = time.monotonic() + within_s
    while not told() and time.monotonic() < end_s:
        time.sleep(0.02)
    return told()


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:9999", "null", None])
def test_other_pages_are_refused(build: Callable[..., House], origin: str | None) -> None:
    house = build()
    with pytest.raises(WebSocketDisconnect), house.connect(origin):
        pass
    assert not house.eyes


def test_another_name_for_this_machine_is_refused(build: Callable[..., House]) -> None:
    house = build()
    with (
        pytest.raises(WebSocketDisconnect),
        house.connect("http://evil.example:8501", host="evil.example:8501"),
    ):
        pass


def test_a_token_opens_once_and_the_next_one_comes_with_it(build: Callable[..., House]) -> None:
    house = build()
    token = house.server.token(house.practice())
    with house.connect() as socket:
        ready = say(socket, {"type": "hello", "token": token})
        assert ready["type"] == "ready"
    with house.connect() as socket:
        assert say(socket, {"type": "hello", "token": token})["reason"] == "token"
    with house.connect() as socket:
        assert say(socket, {"type": "hello", "token": ready["token"]})["type"] == "ready"


@pytest.mark.parametrize(
    "words", ["", "hello", '{"type":"hello","token":"made up"}', '{"type":"stop"}', "x" * 2000]
)
def test_without_a_token_nothing_is_loaded(build: Callable[..., House], words: str) -> None:
    house = build()
    with house.connect() as socket:
        socket.send_text(words)
        ends_with(socket, "token")
    assert not house.eyes


def test_a_browser_that_has_gone_before_the_last_word_is_no_error(
    build: Callable[..., House],
) -> None:
    heard = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": "hello"}])
    said: list[str] = []

    async def receive() -> dict[str, str]:
        return next(heard)

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message["type"])
        if said[-1] == "websocket.close":
            raise OSError("nobody is there any more")

    headers = [(b"host", b"localhost:8501"), (b"origin", PAGE.encode())]
    scope = {"type": "websocket", "path": FRAMES_PATH, "headers": headers}
    asyncio.run(build().server.handle(WebSocket(scope, receive, send)))
    assert said[0] == "websocket.accept"
    assert said[-1] == "websocket.close"


def test_who_says_nothing_has_to_leave(build: Callable[..., House]) -> None:
    house = build(hello_s=0.05)
    with house.connect() as socket:
        ends_with(socket, "token")


def test_every_picture_is_answered_and_counts_come_back(build: Callable[..., House]) -> None:
    house = build(frames_per_s=1e6)
    practice_id = house.practice()
    total = 0
    with house.connect() as socket:
        house.hello(socket, practice_id)
        for number, seen in enumerate(house.seen, start=1):
            send(socket, number, 50.0 + seen.t_s)
            answer = socket.receive_json()
            assert (answer["type"], answer["number"]) == ("drawing", number)
            total = answer["counts"]["total"]
    assert total == 2
    assert until(lambda: house.eyes[0].closed), "the landmarkers are let go"


def test_a_reconnect_goes_on_counting(build: Callable[..., House]) -> None:
    house = build(frames_per_s=1e6)
    practice_id = house.practice()
    for already in (0, 2):
        with house.connect() as socket:
            ready = house.hello(socket, practice_id)
            assert ready["counts"]["total"] == len(ready["rows"]) == already
            for number, seen in enumerate(house.seen, start=1):
                send(socket, number, seen.t_s)  # The browser's clock begins anew.
                answer = socket.receive_json()
    assert answer["counts"]["total"] == 4


def test_the_end_is_summed_up_and_then_closed_for_good(build: Callable[..., House]) -> None:
    house = build()
    practice_id = house.practice()
    with house.connect() as socket:
        house.hello(socket, practice_id)
        assert say(socket, {"type": "stop", "hurts": True})["type"] == "ended"
    practice = house.server.find(practice_id)
    assert practice is not None
    assert practice.is_over
    assert practice.hurts
    with house.connect() as socket:
        assert house.hello(socket, practice_id)["reason"] == "token"


def test_beyond_so_many_connections_the_answer_is_full(build: Callable[..., House]) -> None:
    house = build(connections=1)
    with house.connect() as first:
        assert house.hello(first, house.practice())["type"] == "ready"
        with house.connect() as second:
            assert house.hello(second, house.practice()) == {"type": "bye", "reason": "full"}
    assert until(lambda: house.eyes[0].closed)
    with house.connect() as third:
        assert house.hello(third, house.practice())["type"] == "ready"


def test_another_window_takes_a_practice_over(build: Callable[..., House]) -> None:
    house = build()
    practice_id = house.practice()
    with house.connect() as first, house.connect() as second:
        house.hello(first, practice_id)
        assert house.hello(second, practice_id)["type"] == "ready"
        ends_with(first, "taken")
        assert house.eyes[0].closed
        assert not house.eyes[1].closed


def test_too_large_a_message_ends_it(build: Callable[..., House]) -> None:
    house = build(message_bytes=2000)
    with house.connect() as socket:
        house.hello(socket, house.practice())
        send(socket, 1, 0.0, JPEG + b"\0" * 2000)
        ends_with(socket, "protocol")


@pytest.mark.parametrize("words", ["{}", '{"type":"hello","token":"again"}', '{"type":"eval"}'])
def test_other_words_end_it(build: Callable[..., House], words: str) -> None:
    house = build()
    with house.connect() as socket:
        house.hello(socket, house.practice())
        socket.send_text(words)
        ends_with(socket, "protocol")


def test_bytes_that_are_no_picture_end_it(build: Callable[..., House]) -> None:
    house = build()
    with house.connect() as socket:
        house.hello(socket, house.practice())
        socket.send_bytes(b"GET / HTTP/1.1")
        ends_with(socket, "protocol")


def test_a_broken_picture_is_skipped_and_the_next_is_seen(build: Callable[..., House]) -> None:
    house = build()
    with house.connect() as socket:
        house.hello(socket, house.practice())
        send(socket, 1, 0.0, JPEG[:-300])
        assert socket.receive_json() == {"type": "skipped", "number": 1, "reason": "picture"}
        send(socket, 2, 0.1)
        assert socket.receive_json()["type"] == "drawing"
        send(socket, 3, 0.1)
        assert socket.receive_json() == {"type": "skipped", "number": 3, "reason": "time"}


def test_pictures_beyond_the_rate_are_skipped_and_too_many_end_it(
    build: Callable[..., House],
) -> None:
    house = build(frames_per_s=0.001, burst=1, strikes=3)
    with house.connect() as socket:
        house.hello(socket, house.practice())
        for number in range(1, 6):
            send(socket, number, number / 10)
        answers = [socket.receive_json() for _ in range(3)]
        assert {"type": "skipped", "number": 2, "reason": "rate"} in answers
        ends_with(socket, "rate")


def test_silence_ends_it(build: Callable[..., House]) -> None:
    house = build(idle_s=0.1)
    with house.connect() as socket:
        house.hello(socket, house.practice())
        ends_with(socket, "idle")


def test_missing_models_are_told(build: Callable[..., House]) -> None:
    def fail() -> Eye:
        raise ModelError("not there")

    house = build(eye=fail)
    with house.connect() as socket:
        assert house.hello(socket, house.practice()) == {"type": "bye", "reason": "models"}


def test_an_error_of_ours_lets_the_connection_and_its_room_go(build: Callable[..., House]) -> None:
    class Blind(Replay):
        def observe(self, frame: object) -> Observation:
            raise ZeroDivisionError

    blind = Blind([])
    house = build(eye=lambda: blind, connections=1)
    with house.connect() as socket:
        house.hello(socket, house.practice())
        send(socket, 1, 0.0)
        ends_with(socket, "error")
    assert blind.closed
    with house.connect() as socket:
        assert house.hello(socket, house.practice())["type"] == "ready"


def test_a_practice_is_forgotten_after_a_while(build: Callable[..., House]) -> None:
    house = build(remembered_s=0.05)
    practice_id = house.practice()
    token = house.server.token(practice_id)
    time.sleep(0.1)
    assert house.server.find(practice_id) is None
    with house.connect() as socket:
        assert say(socket, {"type": "hello", "token": token})["reason"] == "token"


def test_practices_do_not_pile_up(build: Callable[..., House]) -> None:
    house = build(sessions=2)
    ids = [house.practice() for _ in range(3)]
    assert [house.server.find(one) is not None for one in ids] == [False, True, True]


def test_the_pages_own_parts_are_served_fresh_and_nothing_else(
    build: Callable[..., House],
) -> None:
    house = build()
    found = house.client.get("/live/main.js")
    assert found.status_code == 200
    assert "javascript" in found.headers["content-type"]
    assert found.headers["cache-control"] == "no-cache"
    for path in ("/live/../practice.py", "/live/%2e%2e/practice.py", "/live/", "/live/none.js"):
        assert house.client.get(path).status_code == 404
