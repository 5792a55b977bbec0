"""Recordings come from the app's own pages only, once, whole, and not too large."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from coach.app.recordings import Recordings

HOST = {"host": "localhost:8501"}
OWN = {**HOST, "origin": "http://localhost:8501", "content-type": "video/webm"}


@pytest.fixture
def taker() -> Recordings:
    return Recordings(("localhost",), largest_bytes=1000)


@pytest.fixture
def client(taker: Recordings) -> TestClient:
    return TestClient(Starlette(routes=taker.routes()))


def put(client: TestClient, token: str, headers: dict[str, str] = OWN, size: int = 500) -> int:
    return client.put(f"/recordings/{token}", content=b"\x1a" * size, headers=headers).status_code


def test_a_recording_is_kept_whole(taker: Recordings, client: TestClient, tmp_path: Path) -> None:
    target = tmp_path / "clip"
    assert put(client, taker.token(target)) == 204
    assert target.read_bytes() == b"\x1a" * 500
    assert [path.name for path in tmp_path.iterdir()] == ["clip"]


def test_a_token_works_once(taker: Recordings, client: TestClient, tmp_path: Path) -> None:
    token = taker.token(tmp_path / "clip")
    assert put(client, token) == 204
    assert put(client, token) == 403
    assert put(client, "made-up") == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({**OWN, "origin": "http://elsewhere.test"}, 403),
        ({**HOST, "content-type": "video/webm"}, 403),
        ({**OWN, "host": "elsewhere.test", "origin": "http://elsewhere.test"}, 403),
        ({**OWN, "content-type": "text/html"}, 415),
    ],
    ids=["foreign", "no origin", "rebound", "no video"],
)
def test_others_are_refused_and_leave_nothing(
    taker: Recordings, client: TestClient, tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    assert put(client, taker.token(tmp_path / "clip"), headers) == status
    assert not list(tmp_path.iterdir())


def test_what_is_too_large_is_refused_and_leaves_nothing(
    taker: Recordings, client: TestClient, tmp_path: Path
) -> None:
    assert put(client, taker.token(tmp_path / "clip"), size=1001) == 413
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_gone_is_told(
    taker: Recordings, client: TestClient, tmp_path: Path
) -> None:
    assert put(client, taker.token(tmp_path / "gone" / "clip")) == 403


def test_the_recorder_is_served(client: TestClient) -> None:
    answer = client.get("/recorder/main.js")
    assert answer.status_code == 200
    assert "javascript" in answer.headers["content-type"]
